"""The phrases of a sentence: names with what describes them, then descriptions and pronouns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cuibono.claims.russian.capitals import CapitalNames
from cuibono.claims.russian.lexicon import lexicon
from cuibono.claims.russian.morphology import ALL_CASES, Word
from cuibono.claims.russian.phrases import (
    LEGAL,
    POSSESSIVES,
    Phrase,
    agrees,
    apart,
    is_modifier,
    known_cases,
    noun_readings,
)


@dataclass(frozen=True, slots=True)
class Chunker(CapitalNames):
    """Puts the names of a sentence together with descriptions and pronouns."""

    def phrases(self) -> tuple[Phrase, ...]:
        """All phrases in order, none overlapping; a name wins over the description that holds its words."""
        marked = [*self._quoted(), *self._latin(), *self._acronyms(), *self._headed()]
        named = apart(sorted(marked, key=lambda p: (-_weight(p), p.first, -p.last)))
        named = _titled(named)
        named += self._runs({i for p in named for i in range(p.first, p.last)})
        named.sort(key=lambda p: p.first)
        dressed = [
            self._dressed(p, {i for q in named for i in range(q.first, q.last) if q is not p}) for p in named
        ]
        taken = {i for p in dressed for i in range(p.first, p.last)}
        kept = [p for p in dressed if not (p.head in lexicon().works and p.core == "quote")]
        others = [*self._descriptions(taken), *self._pronouns(taken)]
        found = sorted([*kept, *apart(others)], key=lambda p: p.first)
        return self._borne([self._personal(p, found) for p in found])

    def _borne(self, found: list[Phrase]) -> tuple[Phrase, ...]:
        """ "министр финансов Катара Али аль-Имади": the office goes into the name after its complements."""
        kept: list[Phrase] = []
        for index, phrase in enumerate(found):
            after = next((p for p in found[index + 1 :] if p.kind == "person"), None)
            if after is not None and self._bears(phrase, after, found):
                place = found.index(after)
                found[place] = replace(
                    after, first=phrase.first, cases=after.cases & self._office_cases(phrase)
                )
            else:
                kept.append(found[index])
        return tuple(sorted(kept, key=lambda p: p.first))

    def _bears(self, office: Phrase, person: Phrase, found: list[Phrase]) -> bool:
        """Whether only genitives stand between a noun for a person and a name in the same case."""
        if office.kind != "description" or office.head not in lexicon().people or office.number == "plur":
            return False
        names = [p for p in found if p.named and office.last <= p.first and p.last <= person.first]
        inside = {i for p in names for i in range(p.first, p.last)}
        between = [
            w for i, w in enumerate(self.words[office.last : person.first], office.last) if i not in inside
        ]
        body = any(p.last == person.first and p.kind == "org" for p in names)
        sure = person.cases if len(person.cases) > 3 or body else person.cases - {"gent", "accs"}
        return (
            0 < person.first - office.last <= 8
            and len(between) <= 6
            and bool(sure & self._office_cases(office))
            and all(w.is_word and {"gent", "any"} & w.cases() for w in between)
        )

    def _office_cases(self, office: Phrase) -> frozenset[str]:
        """The cases of an office as that of one person: "директора" is no nominative."""
        readings = noun_readings(self.words[office.last - 1])
        return office.cases & known_cases(r for r in readings if r.number != "plur")

    def _personal(self, phrase: Phrase, found: list[Phrase]) -> Phrase:
        """ "содержит её «Север»", "затем его купил «Север»": before a bare name or a verb no possessive."""
        if phrase.head != "его" or phrase.last >= len(self.words):
            return phrase
        named = any(
            p.first == phrase.last
            and p.named
            and p.first >= p.name_first - (p.core == "quote")
            and p.core != "headed"
            for p in found
        )
        verb = self.words[phrase.last].main == "VERB"
        return replace(phrase, head="он") if named or verb else phrase

    def _dressed(self, phrase: Phrase, taken: set[int]) -> Phrase:
        """A name with the describing noun and modifiers before it: "израильский фонд «Пример»", "депутат Иванов"."""
        at = phrase.first - 1
        if (
            phrase.core == "headed"
            or phrase.kind == "place"
            or at < 0
            or at in taken
            or not self.words[at].is_word
        ):
            return phrase
        word, lex = self.words[at], lexicon()
        if phrase.core == "quote" and word.low in LEGAL:
            grown = replace(
                phrase,
                first=at,
                cases=ALL_CASES,
                head="компания" if word.low not in ("ано", "оо", "бф") else "организация",
            )
            return grown if at == 0 or not self.words[at - 1].is_word else self._legal(grown, taken)
        lemmas = {r.lemma for r in noun_readings(word)}
        wanted = (
            lex.people | _beings(word)
            if phrase.kind == "person"
            else frozenset(lemma for lemma in lemmas if lex.is_head(lemma))
            | (lex.works if phrase.core == "quote" else frozenset())
        )
        heads = lemmas & wanted
        if phrase.core == "quote" and "nomn" not in phrase.cases:
            heads = set()  # "компания «Газпрома»": the title is a genitive of its own, no apposition
        if not heads:
            return self._modified(phrase, taken)
        cases = known_cases(r for r in noun_readings(word) if r.lemma in heads)
        if phrase.kind == "person":
            if not cases & phrase.cases:
                return phrase
            cases &= phrase.cases
        elif phrase.core in ("acronym", "run") and phrase.cases != ALL_CASES and not cases & phrase.cases:
            return phrase
        best = next(r for r in noun_readings(word) if r.lemma in heads)
        gender = phrase.gender if phrase.kind == "person" and phrase.gender else best.gender
        grown = replace(
            phrase, first=at, head=sorted(heads)[0], cases=cases, number=best.number, gender=gender
        )
        return self._modified(grown, taken)

    def _legal(self, phrase: Phrase, taken: set[int]) -> Phrase:
        """ "компании ООО «Икс»", "акций ООО «Икс»": the case is that of the noun before, or the genitive it asks for."""
        before = self.words[phrase.first - 1]
        lemmas = {r.lemma for r in noun_readings(before)}
        if any(lexicon().is_head(lemma) for lemma in lemmas) and phrase.first - 1 not in taken:
            best = noun_readings(before)[0]
            grown = replace(
                phrase,
                first=phrase.first - 1,
                head=best.lemma,
                cases=known_cases(noun_readings(before)),
                gender=best.gender,
            )
            return self._modified(grown, taken)
        return replace(phrase, cases=frozenset({"gent"})) if before.main == "NOUN" else phrase

    def _modified(self, phrase: Phrase, taken: set[int]) -> Phrase:
        """With the agreeing modifiers before it."""
        first, cases = phrase.first, phrase.cases
        noun = self.words[phrase.first] if phrase.head or phrase.core == "none" else None
        while first > 0 and first - 1 not in taken and is_modifier(self.words[first - 1]):
            modifier = self.words[first - 1]
            fitting = known_cases(r for r in modifier.readings if r.pos in ("ADJF", "PRTF")) & cases
            if phrase.kind == "person" and "gent" in fitting:
                fitting |= frozenset({"accs"}) & cases
            if not fitting or modifier.main == "PRTF" or (noun and not agrees(modifier, noun, cases)):
                break
            first, cases = first - 1, fitting
        return replace(phrase, first=first, cases=cases)

    def _descriptions(self, taken: set[int]) -> Iterator[Phrase]:
        for index, word in enumerate(self.words):
            if (
                index in taken
                or not word.is_word
                or (word.main != "NOUN" and word.low not in lexicon().plural_acronyms)
            ):
                continue
            if word.low in lexicon().plural_acronyms:
                base = Phrase(
                    index, index + 1, index, index + 1, "description", "none", word.low, ALL_CASES, "plur"
                )
                grown = self._modified(base, taken)
                yield replace(grown, name_first=grown.first)
                continue
            lemma = noun_readings(word)[0].lemma
            if not (lexicon().is_head(lemma) or lemma in lexicon().people):
                continue
            fitting = [r for r in noun_readings(word) if r.lemma == lemma]
            base = Phrase(
                index,
                index + 1,
                index,
                index + 1,
                "description",
                "none",
                lemma,
                known_cases(fitting),
                fitting[0].number,
                fitting[0].gender,
            )
            grown = self._modified(base, taken)
            if grown.first and self.words[grown.first - 1].main == "NUMR" and "gent" in grown.cases:
                forms = frozenset({"nomn", "accs", *grown.cases})
                grown = replace(grown, first=grown.first - 1, cases=forms, number="plur", gender="")
            yield replace(grown, name_first=grown.first)

    def _pronouns(self, taken: set[int]) -> Iterator[Phrase]:
        for index in range(len(self.words)):
            phrase = self._pronoun(index) if index not in taken else None
            if phrase is not None:
                yield phrase

    def _pronoun(self, index: int) -> Phrase | None:
        word = self.words[index]
        if word.low in POSSESSIVES:
            number, gender = (
                ("plur", "") if word.low == "их" else ("sing", "mn" if word.low == "его" else "femn")
            )
            return _pronoun(index, "его", frozenset({"gent", "accs"}), number, gender)
        personal = [r for r in word.readings if r.lemma in ("он", "она", "оно", "они") and r.pos == "NPRO"]
        readings = personal or [r for r in word.readings if r.lemma == "который"]
        if readings:
            number = readings[0].number if len({r.number for r in readings}) == 1 else ""
            genders = {r.gender for r in readings if r.number != "plur"}
            gender = genders.pop() if len(genders) == 1 else "mn" if genders == {"masc", "neut"} else ""
            return _pronoun(index, "он" if personal else "который", known_cases(readings), number, gender)
        ours = [r for r in word.readings if r.lemma == "мы" and r.pos == "NPRO"]
        if ours:
            return _pronoun(index, "мы", known_cases(ours), "plur", "")
        if "последний" in word.lemmas and self._stands_alone(index):
            last = [r for r in word.readings if r.pos == "ADJF"]
            return _pronoun(index, "последний", known_cases(last), last[0].number, last[0].gender)
        return None


def _pronoun(index: int, head: str, cases: frozenset[str], number: str, gender: str) -> Phrase:
    return Phrase(index, index + 1, index, index + 1, "pronoun", "none", head, cases, number, gender)


def _titled(named: list[Phrase]) -> list[Phrase]:
    """ "Международный фонд защиты слова «Пример»": a head's name and the title after it are one name."""
    merged: list[Phrase] = []
    for phrase in sorted(named, key=lambda p: p.first):
        last = merged[-1] if merged else None
        if (
            last
            and last.core == "headed"
            and phrase.core == "quote"
            and last.last == phrase.first
            and "nomn" in phrase.cases
        ):
            merged[-1] = replace(last, last=phrase.last, name_last=phrase.last)
        elif (
            last
            and last.core == "headed"
            and last.last == phrase.first
            and phrase.core in ("latin", "acronym")
        ):
            merged[-1] = phrase
        else:
            merged.append(phrase)
    return merged


def _weight(phrase: Phrase) -> int:
    """Which of two overlapping names is kept: the one in quotation marks, then the longer."""
    return {"quote": 100, "headed": 10}.get(phrase.core, 0) + phrase.last - phrase.first


def _beings(word: Word) -> frozenset[str]:
    """Any noun for a living being right before a name describes who bears it: "поэтом Иваном Петровым"."""
    if word.is_capital or word.main != "NOUN" or len(word.text) < 3:
        return frozenset()
    return frozenset(r.lemma for r in noun_readings(word) if r.animate and "Known" in r.tags)
