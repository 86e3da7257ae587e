"""Names that begin with a describing noun and hold what belongs to it: "Агентство США по глобальным медиа"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cuibono.claims.russian.lexicon import lexicon
from cuibono.claims.russian.marked import MarkedNames
from cuibono.claims.russian.morphology import ALL_CASES, Word
from cuibono.claims.russian.phrases import (
    ACRONYM,
    NAME_TAGS,
    TITLECASE,
    Phrase,
    agrees,
    all_tags,
    best_tags,
    is_modifier,
    is_person_start,
    known_cases,
    noun_readings,
)


@dataclass(frozen=True, slots=True)
class HeadedNames(MarkedNames):
    """Adds names by their head; a capital, a nation's adjective or a proper complement makes words a name."""

    def _headed(self) -> Iterator[Phrase]:
        index = 0
        while index < len(self.words):
            phrase = self._headed_at(index)
            if phrase:
                yield phrase
            index = phrase.last if phrase else index + 1

    def _name_modifier(self, index: int) -> bool:
        """A modifier that may begin a name; a participle only with a capital ("Объединённый комитет")."""
        word = self.words[index]
        return is_modifier(word) and (word.main == "ADJF" or word.is_capital)

    def _headed_at(self, first: int) -> Phrase | None:
        """A name such as "Национальный фонд в поддержку демократии" that begins at ``first``."""
        head = first
        while head < len(self.words) and head - first < 4 and self._name_modifier(head):
            head += 1
        if head >= len(self.words) or not self._heads(self.words[head]):
            return None
        word, before = self.words[head], self.words[first:head]
        cases = known_cases(noun_readings(word))
        if not all(agrees(modifier, word, cases) for modifier in before):
            return None
        for modifier in before:
            cases &= known_cases(r for r in modifier.readings if r.pos in ("ADJF", "PRTF"))
        lemma = next(
            (r.lemma for r in noun_readings(word) if lexicon().is_head(r.lemma)), word.readings[0].lemma
        )
        last = self._eponym_end(head, lemma) or self._continued(head + 1, cases)
        if not self._is_name(first, head, last, lemma):
            return None
        best = next(
            (r for r in noun_readings(word) if r.case in cases or r.case == "any"), noun_readings(word)[0]
        )
        return Phrase(
            first, last, first, last, "org", "headed", lemma, cases or ALL_CASES, best.number, best.gender
        )

    def _eponym_end(self, head: int, lemma: str) -> int:
        """ "фонд Джареда Кушнера": the end of the full name in the genitive after such a head; 0 without one."""
        at = head + 1
        if lemma not in lexicon().eponymous:
            return 0
        while at < len(self.words) and at - head < 4 and TITLECASE.match(self.words[at].text):
            at += 1
        first = self.words[head + 1].readings[:1] if at > head + 2 else ()
        return at if first and first[0].case == "gent" and first[0].tags & NAME_TAGS else 0

    def _heads(self, word: Word) -> bool:
        return word.is_word and any(
            r.pos == "NOUN"
            and (lexicon().is_head(r.lemma) or ({"Orgn", "Known"} <= r.tags and word.is_capital))
            for r in word.readings
        )

    def _is_name(self, first: int, head: int, last: int, lemma: str) -> bool:
        """Whether capitals, a nation's adjective or a complement make these words a name and not a description."""
        lex, words = lexicon(), self.words
        if words[head].text.isupper() and len(words[head].text) > 1:
            return last > head + 1
        complement, capital = last > head + 1, words[first].is_capital
        national = any(lex.of_nation(w.text) for w in words[first:head])
        proper = any(w.is_capital for w in words[head + 1 : last])
        if {"Orgn", "Known"} <= best_tags(words[head]) and words[head].is_capital:
            return True
        if capital and (not self._initial(first) or (words[head].is_capital and head > first)):
            return (
                head > first
                or complement
                or (lemma not in lex.weak and not lex.classes(lemma) & {"company", "media"})
            )
        if capital:
            institution = lemma not in lex.weak and bool(lex.classes(lemma) & {"ngo", "state", "party"})
            return (complement and (national or proper or head > first or institution)) or (
                national and lemma not in lex.weak
            )
        eponym = (
            lemma in lex.eponymous and last >= head + 2 and not (last < len(words) and words[last].is_capital)
        )
        return (lemma in lex.bodies and (national or proper)) or (
            eponym and proper and not words[head + 1].text.isupper()
        )

    def _continued(self, index: int, cases: frozenset[str]) -> int:
        """Where the complements that follow a head end: genitives, and the phrases of the list ``inside``."""
        end, words = index, self.words
        while end < len(words):
            step = self._genitive(end) or self._prepositional(end)
            if not step and words[end].low == "и" and end > index:
                step = (
                    self._genitive(end + 1) if end + 1 < len(words) and not words[end + 1].is_capital else 0
                )
            if not step:
                break
            end = step
        return end

    def _genitive(self, index: int) -> int:
        """The end of a genitive group (modifiers and one noun, or an acronym) at ``index``; 0 when there is none."""
        words, at = self.words, index
        while (
            at < len(words)
            and at - index < 3
            and is_modifier(words[at])
            and not (words[at].is_capital and all_tags(words[at]) & NAME_TAGS)
            and "gent" in words[at].cases("ADJF", "PRTF")
        ):
            at += 1
        if at >= len(words) or not words[at].is_word:
            return 0
        word = words[at]
        if ACRONYM.match(word.text):
            return at + 1 if word.low in lexicon().state_acronyms or "Geox" in best_tags(word) else 0
        genitive = "gent" in known_cases(noun_readings(word)) and word.main == "NOUN"
        genitive = genitive or (
            word.is_capital and "gent" in word.cases("ADJF") and bool(all_tags(word) & NAME_TAGS)
        )
        if (
            not genitive
            or is_person_start(words, at)
            or (word.is_capital and at > index and not words[index].is_capital)
        ):
            return 0
        if lexicon().people & word.lemmas and at + 1 < len(words) and words[at + 1].is_capital:
            return 0
        return at + 1

    def _prepositional(self, index: int) -> int:
        words = self.words
        allowed = lexicon().inside.get(words[index].low)
        at = index + 1
        if allowed is None or at >= len(words):
            return 0
        if "*" not in allowed:
            return at + 1 if words[at].lemmas & allowed else 0
        while at < len(words) and at - index < 4 and is_modifier(words[at]):
            at += 1
        fit = at < len(words) and words[at].main == "NOUN" and not words[at].text[0].isdigit()
        return (
            at + 1
            if (fit and not words[at].is_capital) or (fit and words[index].low in ("имени", "им"))
            else 0
        )
