"""Noun phrases that may be actors: names, descriptions with names, plain descriptions, pronouns.

Names are found without a named-entity model: quotation marks, Latin script, acronyms, runs of capitals, and capital
or well-known heads with what belongs to them ("Агентство США по глобальным медиа"). Every phrase keeps the set of cases
that its words agree on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from cuibono.claims.russian.lexicon import lexicon
from cuibono.claims.russian.morphology import ALL_CASES, OFFICE_ACRONYMS, Reading, Word
from cuibono.claims.russian.rules import role_nouns

Kind = Literal["person", "org", "place", "description", "pronoun"]
Core = Literal["quote", "latin", "acronym", "run", "headed", "none"]
QUOTES = {"«": "»", "“": "”", "„": "“", '"': '"'}
NAME_TAGS = frozenset({"Name", "Surn", "Patr"})
POSSESSIVES = frozenset({"его", "ее", "её", "их"})
MAX_TITLE_WORDS = 9
LATIN = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][A-Za-zÀ-ɏ0-9.&'’-]*$")
SURNAME_FORM = re.compile(
    r"(?:(?:[оеё]в|[иы]н)(?:а|у|ым|ой|е|ы)?|ск(?:ий|ого|ому|им|ом|ая|ой|ую)|енк[оу]|[юу]к(?:а|у|ом|е)?|ян(?:а|у|ом|е)?|дзе|швили|шт[еэ]йн(?:а|у|ом|е)?|берг(?:а|у|ом|е)?|ман(?:а|у|ом|е)?|ссон(?:а|у|ом|е)?|[иы]ч(?:а|у|ем|е)?)$"
)
"""Endings of surnames of many peoples, for capitals that the dictionary does not know."""
SURNAME = re.compile(r"(?:[оеё]в|[иы]н)$")
"""Surnames whose nominative looks like a genitive plural of something else."""
ROMAN = re.compile(r"[IVXLC]+$")
ACRONYM = re.compile(r"([А-ЯЁ]{2,}(?:-?\d+|-[А-ЯЁ]{2,4})?)(а|у|ом|е|ы|ов|ам|ами|ах|ой|и|ю)?$")
TITLECASE = re.compile(
    r"(?:[А-ЯЁ]['’])?[А-ЯЁ][а-яё]+(?:-[А-ЯЁа-яё][а-яё]+)*$|[А-ЯЁ][а-яё]*-[А-ЯЁ]+$|[А-ЯЁ]{2,}-[А-ЯЁ][а-яё]+$"
)
LEGAL = frozenset(
    [
        "ооо",
        "оао",
        "зао",
        "пао",
        "ао",
        "тоо",
        "ано",
        "оо",
        "фгуп",
        "нао",
        "бф",
        "фк",
        "хк",
        "ск",
        "гк",
        "чвк",
        "ук",
        "нп",
        "рао",
        "издательство",
    ]
)
"""Legal forms and the like before a title; they say nothing of its case."""
SITE = re.compile(r"[\w-]+\.(?:ru|com|org|net|io|kz|kg|ua|by|info|news|media|tv|рф)$", re.IGNORECASE)
ENDING_CASES = {"а": {"gent", "accs"}, "у": {"datv"}, "ом": {"ablt"}, "е": {"loct"}, "ой": {"ablt", "gent"}, "ю": {"datv", "accs"}, "и": {"gent", "nomn"}, "ы": {"gent", "nomn"}}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words ``first`` to ``last`` (exclusive) of a sentence; the name alone is ``name_first`` to ``name_last``.

    ``head`` is the lemma of the describing noun ("фонд"), "" without one; ``core`` says what the name is made of.
    ``cases`` are the cases that it may stand in.
    """

    first: int
    last: int
    name_first: int
    name_last: int
    kind: Kind
    core: Core
    head: str = ""
    cases: frozenset[str] = ALL_CASES
    number: str = ""
    gender: str = ""

    @property
    def named(self) -> bool:
        return self.kind in ("person", "org", "place")


def known_cases(readings: Iterable[Reading]) -> frozenset[str]:
    """The cases of some readings; a word that never changes may stand in any."""
    found = {r.case for r in readings if r.case}
    return ALL_CASES if "any" in found else frozenset(found)


def noun_readings(word: Word) -> tuple[Reading, ...]:
    return tuple(r for r in word.readings if r.pos == "NOUN")


def agrees(adjective: Word, noun: Word, cases: frozenset[str]) -> bool:
    """Whether an adjective or participle can belong to a noun that stands in one of ``cases``."""
    for a in adjective.readings:
        if a.pos not in ("ADJF", "PRTF") and "Anum" not in a.tags:
            continue
        for n in noun_readings(noun):
            same_gender = a.number == "plur" or not a.gender or not n.gender or a.gender == n.gender
            same_case = a.case == n.case or n.case == "any" or a.case == "any"
            if (
                same_case
                and (n.case in cases or n.case == "any")
                and (a.number == n.number or not n.number)
                and same_gender
            ):
                return True
    return False


def is_modifier(word: Word) -> bool:
    """An adjective, participle or pointing word that may stand before a noun."""
    return (
        word.is_word
        and word.main in ("ADJF", "PRTF")
        and "который" not in word.lemmas
        and word.low not in POSSESSIVES
    )


@dataclass(frozen=True, slots=True)
class Chunker:
    """Reads one sentence. ``surnames`` are stems of persons named in full anywhere in the document."""

    words: tuple[Word, ...]
    surnames: frozenset[str] = frozenset()

    def phrases(self) -> tuple[Phrase, ...]:
        """All phrases in order, none overlapping; a name wins over the description that holds its words."""
        marked = [*self._quoted(), *self._latin(), *self._acronyms(), *self._headed()]
        named = _apart(sorted(marked, key=lambda p: (-_weight(p), p.first, -p.last)))
        named = _titled(named)
        named += self._runs({i for p in named for i in range(p.first, p.last)})
        named.sort(key=lambda p: p.first)
        dressed = [
            self._dressed(p, {i for q in named for i in range(q.first, q.last) if q is not p}) for p in named
        ]
        taken = {i for p in dressed for i in range(p.first, p.last)}
        kept = [p for p in dressed if not (p.head in lexicon().works and p.core == "quote")]
        others = [*self._descriptions(taken), *self._pronouns(taken)]
        return tuple(sorted([*kept, *_apart(others)], key=lambda p: p.first))

    # names by their form -----------------------------------------------------------------------------------------

    def _quoted(self) -> Iterator[Phrase]:
        for first, last in quote_pairs(self.words):
            inside = self.words[first + 1 : last]
            if is_title(inside) and not (
                last + 1 < len(self.words) and self.words[last + 1].text in "—–-" and len(inside) > 3
            ):
                cases, number, gender = _title_grammar(inside)
                cases = self._after_noun(first, inside, cases)
                yield Phrase(first, last + 1, first + 1, last, "org", "quote", "", cases, number, gender)

    def _after_noun(self, first: int, inside: Sequence[Word], cases: frozenset[str]) -> frozenset[str]:
        """A title right after a noun stands in the genitive if it can and mostly does: "лидер «Лиги»"."""
        before = self.words[first - 1] if first else None
        noun = next((w for w in inside if w.main == "NOUN"), None)
        if before is None or before.main != "NOUN" or noun is None or noun.readings[0].case != "gent":
            return cases
        return frozenset({"gent"}) & cases or cases

    def _latin(self) -> Iterator[Phrase]:
        index = 0
        while index < len(self.words):
            last = self._latin_run(index)
            text = self.words[index].low
            if last > index and not (
                last == index + 1 and (ROMAN.match(self.words[index].text) or text in lexicon().acronym_stop)
            ):
                yield Phrase(index, last, index, last, "org", "latin")
            index = max(last, index + 1)

    def _latin_run(self, start: int) -> int:
        """Where a run of Latin capitals that begins at ``start`` ends; ``start`` when there is none."""
        if self.words[start].text in OFFICE_ACRONYMS or not (
            LATIN.match(self.words[start].text) or SITE.match(self.words[start].text)
        ):
            return start
        last = start + 1
        while last < len(self.words):
            if LATIN.match(self.words[last].text) or self._channel_number(last):
                last += 1
            elif (
                self.words[last].text in ("of", "and", "for", "the", "de", "&", "-", "la", "und", "in")
                and last + 1 < len(self.words)
                and LATIN.match(self.words[last + 1].text)
            ):
                last += 2
            else:
                break
        return last

    def _channel_number(self, index: int) -> bool:
        """ "Channel 4", "Russia 24": a short number that is no sum."""
        following = self.words[index + 1].low if index + 1 < len(self.words) else ""
        return re.fullmatch(r"\d{1,2}", self.words[index].text) is not None and not re.match(
            r"[а-яё%.,]", following
        )

    def _acronyms(self) -> Iterator[Phrase]:
        shouting = sum(w.text.isupper() and len(w.text) > 3 for w in self.words) > 4
        for index, word in enumerate(self.words):
            match = ACRONYM.match(word.text)
            if (
                not match
                or match[1].lower() in lexicon().acronym_stop | LEGAL
                or (shouting and len(word.text) > 5)
            ):
                continue
            geo = match[1].lower() in lexicon().state_acronyms or (
                {"Geox", "Known"} <= _best_tags(word) and "Abbr" not in _best_tags(word)
            )
            cases = frozenset(ENDING_CASES.get(match[2] or "", ALL_CASES))
            best = word.best("NOUN")
            gender = best.gender if best and "Fixd" in best.tags else ""
            number = "plur" if match[1] in ("США", "ОАЭ") else "sing"
            yield Phrase(
                index,
                index + 1,
                index,
                index + 1,
                "place" if geo else "org",
                "acronym",
                "",
                cases,
                number,
                gender,
            )

    # names by their head -----------------------------------------------------------------------------------------

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
        if {"Orgn", "Known"} <= _best_tags(words[head]) and words[head].is_capital:
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
            and not (words[at].is_capital and _all_tags(words[at]) & NAME_TAGS)
            and "gent" in words[at].cases("ADJF", "PRTF")
        ):
            at += 1
        if at >= len(words) or not words[at].is_word:
            return 0
        word = words[at]
        if ACRONYM.match(word.text):
            return at + 1 if word.low in lexicon().state_acronyms or "Geox" in _best_tags(word) else 0
        genitive = "gent" in known_cases(noun_readings(word)) and word.main == "NOUN"
        genitive = genitive or (
            word.is_capital and "gent" in word.cases("ADJF") and bool(_all_tags(word) & NAME_TAGS)
        )
        if (
            not genitive
            or _is_person_start(words, at)
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

    # names by capitals -------------------------------------------------------------------------------------------

    def _runs(self, taken: set[int]) -> Iterator[Phrase]:
        index = 0
        while index < len(self.words):
            last = self._run_end(index, taken)
            if last == index:
                index += 1
                continue
            first = self._run_start(index, last)
            cut = self._person_begins(first, last)
            for a, b in ((first, cut), (cut, last)) if cut else ((first, last),):
                phrase = self._run(a, b) if a < b else None
                if phrase:
                    yield phrase
            index = last

    def _person_begins(self, first: int, last: int) -> int:
        """ "Роскосмоса Юрий Борисов": where a person's name begins after another capital; 0 when it does not."""
        for index in range(first + 1, last - 1):
            tags, before = _best_tags(self.words[index]), self.words[first:index]
            if {"Name", "Known"} <= tags and not any(_all_tags(w) & {"Name", "Patr"} for w in before):
                return index
        return 0

    def _run_end(self, index: int, taken: set[int]) -> int:
        words, last = self.words, index
        while last < len(words) and last not in taken:
            text = words[last].text
            if TITLECASE.match(text):
                last += 1
            elif re.fullmatch(r"[А-ЯЁ]", text) and last + 1 < len(words) and words[last + 1].text == ".":
                last += 2
            elif (
                last > index
                and text in lexicon().particles
                and last + 1 < len(words)
                and TITLECASE.match(words[last + 1].text)
            ):
                last += 1
            else:
                break
        return last

    def _run_start(self, index: int, last: int) -> int:
        """Without the ordinary words and titles that a sentence or a name may begin with."""
        while index < last:
            word = self.words[index]
            title = word.lemmas & (lexicon().people | role_nouns()) and not _best_tags(word) & NAME_TAGS
            ordinary = (
                self._initial(index) and word.main not in ("NOUN", "") and not _all_tags(word) & NAME_TAGS
            ) and not (index + 1 < last and {"Geox", "Known"} <= _best_tags(self.words[index + 1]))
            unlike = (
                self._initial(index)
                and last - index > 1
                and word.main
                in ("PREP", "CONJ", "PRCL", "ADVB", "NPRO", "VERB", "INFN", "GRND", "PRED", "COMP")
            )
            if not (title or ordinary or unlike):
                break
            index += 1
        return index

    def _run(self, first: int, last: int) -> Phrase | None:
        words = self.words[first:last]
        letters = [w for w in words if len(w.text) > 1 and w.text != "."]
        if not letters:
            return None
        if any(stem(w.text) in self.surnames for w in letters) or (
            len(letters) > 1 and self._like_person(letters)
        ):
            return self._person(first, last, letters)
        if len(letters) == 1:
            return self._single(first, last, letters[0])
        if all({"Geox", "Known"} <= _all_tags(w) or w.main == "ADJF" for w in letters):
            return Phrase(first, last, first, last, "place", "run", "", *_grammar(letters[-1]))
        return Phrase(first, last, first, last, "org", "run", "", *_grammar(letters[0]))

    def _like_person(self, letters: Sequence[Word]) -> bool:
        if any(_best_tags(w) & {"Name", "Patr"} for w in letters):
            return True
        if (
            any(self._heads(w) for w in letters)
            or all({"Geox", "Known"} <= _best_tags(w) for w in letters)
            or (letters[0].main == "ADJF" and lexicon().of_nation(letters[0].text))
        ):
            return False
        return (
            len(letters) <= 4
            and not any({"Orgn", "Known"} <= _best_tags(w) for w in letters)
            and not (letters[0].main == "ADJF" and {"Geox", "Known"} <= _all_tags(letters[-1]))
        )

    def _single(self, first: int, last: int, word: Word) -> Phrase | None:
        tags, initial = _best_tags(word), self._initial(first)
        if {"Geox", "Known"} <= tags:
            return Phrase(first, last, first, last, "place", "run", "", *_grammar(word))
        if "Surn" in tags and ("Known" in tags or not initial):
            return self._person(first, last, [word])
        if {"Orgn", "Known"} <= tags:
            return Phrase(first, last, first, last, "org", "run", "", *_grammar(word))
        if word.main == "ADJF" and "Surn" in _all_tags(word) and not initial and self._stands_alone(first):
            return self._person(first, last, [word])
        if initial or word.main not in ("NOUN", "") or lexicon().people & word.lemmas or self._heads(word):
            return None
        person = bool(tags & NAME_TAGS) or (
            "Known" not in tags and SURNAME_FORM.search(word.text) is not None
        )
        return Phrase(first, last, first, last, "person" if person else "org", "run", "", *_grammar(word))

    def _person(self, first: int, last: int, letters: Sequence[Word]) -> Phrase:
        cases, gender, sure = ALL_CASES, "", False
        for word in letters:
            names = [
                r for r in word.readings if r.tags & NAME_TAGS and "Known" in r.tags and r.number != "plur"
            ]
            if names:
                sure = True
                cases = known_cases(names) & cases or cases
                gender = gender or next((r.gender for r in names if "Name" in r.tags), "")
        for word in letters if sure else ():
            if not word.readings or "Known" not in word.readings[0].tags:
                guessed = known_cases(word.readings) | ({"nomn"} if SURNAME.search(word.text) else set())
                cases = guessed & cases or cases
        return Phrase(
            first,
            last,
            first,
            last,
            "person",
            "run",
            "",
            cases,
            "sing",
            gender or _surname_gender(letters[-1], cases),
        )

    # descriptions ------------------------------------------------------------------------------------------------

    def _initial(self, index: int) -> bool:
        return (
            index == 0 or self.words[index - 1].text in ":•.!?" or (index == 1 and not self.words[0].is_word)
        )

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
            lex.people
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
        for index, word in enumerate(self.words):
            if index in taken:
                continue
            personal = [
                r for r in word.readings if r.lemma in ("он", "она", "оно", "они") and r.pos == "NPRO"
            ]
            relative = [r for r in word.readings if r.lemma == "который"]
            possessive = word.low in POSSESSIVES
            if possessive:
                number, gender = (
                    ("plur", "") if word.low == "их" else ("sing", "masc" if word.low == "его" else "femn")
                )
                yield Phrase(
                    index,
                    index + 1,
                    index,
                    index + 1,
                    "pronoun",
                    "none",
                    "его",
                    frozenset({"gent", "accs"}),
                    number,
                    gender,
                )
            elif personal or relative:
                readings = personal or relative
                number = readings[0].number if len({r.number for r in readings}) == 1 else ""
                genders = {r.gender for r in readings if r.number != "plur"}
                gender = genders.pop() if len(genders) == 1 else "mn" if genders == {"masc", "neut"} else ""
                yield Phrase(
                    index,
                    index + 1,
                    index,
                    index + 1,
                    "pronoun",
                    "none",
                    "который" if relative else "он",
                    known_cases(readings),
                    number,
                    gender,
                )
            elif word.lemmas & {"последний"} and self._stands_alone(index):
                readings = [r for r in word.readings if r.pos == "ADJF"]
                yield Phrase(
                    index,
                    index + 1,
                    index,
                    index + 1,
                    "pronoun",
                    "none",
                    "последний",
                    known_cases(readings),
                    readings[0].number,
                    readings[0].gender,
                )

    def _stands_alone(self, index: int) -> bool:
        following = self.words[index + 1] if index + 1 < len(self.words) else None
        return (
            following is None
            or not following.is_word
            or following.main in ("VERB", "PREP", "CONJ", "PRTS", "NPRO")
        )


def quote_pairs(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Outermost pairs of quotation marks, as indices of the marks."""
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    for index, word in enumerate(words):
        if opened and word.text == QUOTES[words[opened[-1]].text]:
            first = opened.pop()
            if not opened:
                pairs.append((first, index))
        elif word.text in QUOTES:
            opened.append(index)
    return pairs


def is_title(inside: Sequence[Word]) -> bool:
    """Whether words in quotation marks are a name rather than somebody's words."""
    if (
        not inside
        or len(inside) > MAX_TITLE_WORDS
        or not (inside[0].is_capital or inside[0].text[:1].isdigit())
    ):
        return False
    if not any(w.is_word for w in inside) or inside[-1].text in ",…":
        return False
    verbs = sum(w.main == "VERB" for w in inside)
    return not (verbs and len(inside) > 2) and not (
        inside[0].main in ("CONJ", "PRCL", "NPRO", "PREP") and len(inside) > 3
    )


def stem(word: str) -> str:
    """A rough stem, equal for the cases of one name."""
    low = word.lower().replace("ё", "е")
    cut = re.sub(
        r"(?:ого|его|ому|ему|ыми|ими|ами|ями|ой|ей|ым|им|ом|ем|ую|юю|ая|яя|ую|ах|ях|ов|ев|ам|ям|а|я|у|ю|ы|и|е|о|ь|й)$",
        "",
        low,
    )
    return cut if len(cut) >= 3 else low


def _best_tags(word: Word) -> frozenset[str]:
    return word.readings[0].tags if word.readings else frozenset()


def _all_tags(word: Word) -> frozenset[str]:
    return frozenset(tag for r in word.readings for tag in r.tags)


def _grammar(word: Word) -> tuple[frozenset[str], str, str]:
    best = word.best("NOUN") or word.best("ADJF")
    cases = known_cases(r for r in word.readings if r.pos in ("NOUN", "ADJF")) or ALL_CASES
    return cases, best.number if best else "sing", best.gender if best else ""


def _title_grammar(inside: Sequence[Word]) -> tuple[frozenset[str], str, str]:
    """Case, number and gender of a title that stands alone: those of its first noun."""
    noun = next((w for w in inside if w.main == "NOUN"), None)
    if (
        noun is None
        or inside[0].main in ("PREP", "CONJ", "ADVB", "VERB")
        or any(w.main == "VERB" for w in inside)
    ):
        return ALL_CASES, "sing", ""
    cases, number, gender = _grammar(noun)
    if "Known" not in _best_tags(noun) and re.search(r"[бвгджзйклмнпрстфхцчшщьо]$", noun.text):
        cases |= {"nomn", "accs"}
    for word in inside:
        if word is noun:
            break
        if word.main in ("ADJF", "PRTF"):
            cases = cases & known_cases(r for r in word.readings if r.pos in ("ADJF", "PRTF")) or cases
    return cases, number, gender


def _surname_gender(word: Word, cases: frozenset[str]) -> str:
    genders = {
        r.gender
        for r in word.readings
        if r.tags & NAME_TAGS and "Known" in r.tags and (r.case in cases or r.case == "any")
    }
    return genders.pop() if len(genders) == 1 else ""


def _is_person_start(words: Sequence[Word], at: int) -> bool:
    following = words[at + 1].text if at + 1 < len(words) else ""
    return (
        words[at].is_capital
        and bool(_all_tags(words[at]) & {"Name"})
        and TITLECASE.match(following) is not None
    )


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


def _apart(phrases: Iterable[Phrase]) -> list[Phrase]:
    kept: list[Phrase] = []
    for phrase in phrases:
        if all(phrase.last <= other.first or phrase.first >= other.last for other in kept):
            kept.append(phrase)
    return sorted(kept, key=lambda p: p.first)
