"""Names that capitals alone mark: persons, places, organisations without quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cuibono.claims.russian.headed import HeadedNames
from cuibono.claims.russian.lexicon import lexicon
from cuibono.claims.russian.morphology import ALL_CASES, Word
from cuibono.claims.russian.phrases import (
    ARABIC,
    NAME_TAGS,
    SURNAME,
    SURNAME_FORM,
    TITLECASE,
    Phrase,
    all_tags,
    best_tags,
    grammar_of,
    known_cases,
    stem,
    surname_gender,
)
from cuibono.claims.russian.rules import role_nouns


@dataclass(frozen=True, slots=True)
class CapitalNames(HeadedNames):
    """Adds runs of capitals; Russian spells with small letters what is no proper name, so two capitals are a person."""

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
        if (
            last - first > 2
            and len(self.words[first + 1].text) > 1
            and {"Geox", "Known"} <= best_tags(self.words[first])
        ):
            best = self.words[first].readings[0]
            following = best_tags(self.words[first + 1])
            return first + 1 if best.case == "gent" and "Geox" not in following else 0
        for index in range(first + 1, last - 1):
            tags, before = best_tags(self.words[index]), self.words[first:index]
            if {"Name", "Known"} <= tags and not any(all_tags(w) & {"Name", "Patr"} for w in before):
                return index
        return 0

    def _run_end(self, index: int, taken: set[int]) -> int:
        words, last = self.words, index
        while last < len(words) and last not in taken:
            text = words[last].text
            if TITLECASE.match(text) and not (
                last > index + 1 and words[last - 1].text == "." and len(words[index].text) > 1
            ):
                last += 1
            elif re.fullmatch(r"[А-ЯЁ]", text) and last + 1 < len(words) and words[last + 1].text == ".":
                last += 2
            elif (last > index and ARABIC.match(text)) or (
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
            title = word.lemmas & (lexicon().people | role_nouns()) and not best_tags(word) & NAME_TAGS
            ordinary = (
                self._initial(index)
                and "Known" in best_tags(word)
                and word.main != "NOUN"
                and not all_tags(word) & NAME_TAGS
            ) and not (index + 1 < last and {"Geox", "Known"} <= best_tags(self.words[index + 1]))
            unlike = (
                self._initial(index)
                and "Known" in best_tags(word)
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
        initials = len(words) > 2 and words[-1].text == "." and len(words[0].text) > 2
        if (
            initials
            or any(stem(w.text) in self.surnames for w in letters)
            or (len(letters) > 1 and self._like_person(letters))
        ):
            return self._person(first, last, letters)
        if len(letters) == 1 and letters[0].low in lexicon().seats:
            return Phrase(first, last, first, last, "place", "run", "", *grammar_of(letters[0]))
        if len(letters) == 1:
            return self._single(first, last, letters[0])
        if all({"Geox", "Known"} <= all_tags(w) or w.main == "ADJF" for w in letters):
            return Phrase(first, last, first, last, "place", "run", "", *grammar_of(letters[-1]))
        return Phrase(first, last, first, last, "org", "run", "", *grammar_of(letters[0]))

    def _like_person(self, letters: Sequence[Word]) -> bool:
        if any(best_tags(w) & {"Name", "Patr"} for w in letters):
            return True
        if (
            any(self._heads(w) for w in letters)
            or all({"Geox", "Known"} <= best_tags(w) for w in letters)
            or (letters[0].main == "ADJF" and lexicon().of_nation(letters[0].text))
        ):
            return False
        return (
            len(letters) <= 4
            and not any({"Orgn", "Known"} <= best_tags(w) for w in letters)
            and not (letters[0].main == "ADJF" and {"Geox", "Known"} <= all_tags(letters[-1]))
        )

    def _single(self, first: int, last: int, word: Word) -> Phrase | None:
        tags, initial = best_tags(word), self._initial(first)
        if {"Geox", "Known"} <= tags:
            return Phrase(first, last, first, last, "place", "run", "", *grammar_of(word))
        if "Surn" in tags and ("Known" in tags or not initial):
            return self._person(first, last, [word])
        if {"Orgn", "Known"} <= tags:
            return Phrase(first, last, first, last, "org", "run", "", *grammar_of(word))
        if word.main == "ADJF" and "Surn" in all_tags(word) and not initial and self._stands_alone(first):
            return self._person(first, last, [word])
        if initial and "Known" not in tags and SURNAME_FORM.search(word.text) and word.main == "NOUN":
            return self._person(first, last, [word])
        if initial or word.main not in ("NOUN", "") or lexicon().people & word.lemmas or self._heads(word):
            return None
        person = bool(tags & NAME_TAGS) or (
            "Known" not in tags and SURNAME_FORM.search(word.text) is not None
        )
        return Phrase(first, last, first, last, "person" if person else "org", "run", "", *grammar_of(word))

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
        cases = cases if sure else _by_ending(letters)
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
            gender or surname_gender(letters[-1], cases),
        )


def _by_ending(letters: Sequence[Word]) -> frozenset[str]:
    """The case of names that the dictionary does not know, where all their words have the same plain ending."""
    for ending, case in ((r"[^аеиоуыэюя](?:ом|ем|ым|им)$", "ablt"), (r"[^аеиоуыэюя]у$", "datv")):
        if len(letters) > 1 and all(len(w.text) > 4 and re.search(ending, w.text) for w in letters):
            return frozenset({case})
    return ALL_CASES
