"""Names that their form marks: quotation marks, Latin script, acronyms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cuibono.claims.russian.lexicon import lexicon
from cuibono.claims.russian.morphology import ALL_CASES, OFFICE_ACRONYMS, Word
from cuibono.claims.russian.phrases import (
    ACRONYM,
    ENDING_CASES,
    LATIN,
    LEGAL,
    ROMAN,
    SITE,
    Phrase,
    best_tags,
    is_title,
    quote_pairs,
    title_grammar,
)


@dataclass(frozen=True, slots=True)
class MarkedNames:
    """Reads one sentence. ``surnames`` are stems of persons named in full anywhere in the document."""

    words: tuple[Word, ...]
    surnames: frozenset[str] = frozenset()

    def _initial(self, index: int) -> bool:
        return (
            index == 0 or self.words[index - 1].text in ":•.!?" or (index == 1 and not self.words[0].is_word)
        )

    def _stands_alone(self, index: int) -> bool:
        following = self.words[index + 1] if index + 1 < len(self.words) else None
        return (
            following is None
            or not following.is_word
            or following.main in ("VERB", "PREP", "CONJ", "PRTS", "NPRO")
        )

    def _quoted(self) -> Iterator[Phrase]:
        for first, last in quote_pairs(self.words):
            inside = self.words[first + 1 : last]
            if is_title(inside) and not (
                last + 1 < len(self.words) and self.words[last + 1].text in "—–-" and len(inside) > 3
            ):
                cases, number, gender = title_grammar(inside)
                cases = self._after_noun(first, inside, cases)
                if "nomn" not in cases and self._undeclined(first, inside):
                    cases |= {"nomn", "accs"}
                yield Phrase(first, last + 1, first + 1, last, "org", "quote", "", cases, number, gender)

    def _undeclined(self, first: int, inside: Sequence[Word]) -> bool:
        """ "«Нестле» держит": a foreign title that opens a clause and ends in a vowel may be a nominative."""
        opens = first == 0 or self.words[first - 1].text in ",;:—("
        return opens and len(inside) == 1 and "Known" not in best_tags(inside[0])

    def _after_noun(self, first: int, inside: Sequence[Word], cases: frozenset[str]) -> frozenset[str]:
        """A title right after a noun stands in the genitive if it can and mostly does: "лидер «Лиги»"."""
        before = self.words[first - 1] if first else None
        noun = next((w for w in inside if w.main == "NOUN"), None)
        if (
            before is None
            or before.main != "NOUN"
            or noun is None
            or ("Known" in best_tags(noun) and noun.readings[0].case != "gent")
        ):
            return cases
        if "Known" not in best_tags(noun):
            return cases | {"gent"}
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
            elif re.fullmatch(r"[a-z]{4,}", self.words[last].text):
                last += 1
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
                {"Geox", "Known"} <= best_tags(word) and "Abbr" not in best_tags(word)
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
