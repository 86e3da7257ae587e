"""Noun phrases of Russian text and the grammar of their words.

A :class:`Phrase` is a name, a description with a name, a plain description or a pronoun. It keeps the set of cases that
its words agree on; nothing here decides between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from cuibono.claims.russian.morphology import ALL_CASES, Reading, Word

Kind = Literal["person", "org", "place", "description", "pronoun"]
Core = Literal["quote", "latin", "acronym", "run", "headed", "none"]
QUOTES = {"«": "»", "“": "”", "„": "“", '"': '"'}
NAME_TAGS = frozenset({"Name", "Surn", "Patr"})
POSSESSIVES = frozenset({"его", "ее", "её", "их"})
MAX_TITLE_WORDS = 9
LATIN = re.compile(r"(?:[a-z](?=[A-Z]))?[A-ZÀ-ÖØ-ÞĀ-Ž][A-Za-zÀ-ɏ0-9.&'’-]*$")
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
ARABIC = re.compile(r"(?:аль|[аэе][рсштзнд]|эль|ибн|бин|бен|уль)-[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)*$")
"""The second word of a name with an article: "аль-Имади", "ар-Румайян"."""
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
    if opened and not pairs and opened[0] + 1 < len(words):
        return [(a + opened[0] + 1, b + opened[0] + 1) for a, b in quote_pairs(words[opened[0] + 1 :])]
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


def best_tags(word: Word) -> frozenset[str]:
    return word.readings[0].tags if word.readings else frozenset()


def all_tags(word: Word) -> frozenset[str]:
    return frozenset(tag for r in word.readings for tag in r.tags)


def grammar_of(word: Word) -> tuple[frozenset[str], str, str]:
    best = word.best("NOUN") or word.best("ADJF")
    cases = known_cases(r for r in word.readings if r.pos in ("NOUN", "ADJF")) or ALL_CASES
    return cases, best.number if best else "sing", best.gender if best else ""


def title_grammar(inside: Sequence[Word]) -> tuple[frozenset[str], str, str]:
    """Case, number and gender of a title that stands alone: those of its first noun."""
    noun = next((w for w in inside if w.main == "NOUN"), None)
    opening = inside[0].main not in ("NOUN", "ADJF", "PRTF") and "nomn" in inside[0].cases("NOUN")
    if opening and inside[0].is_capital and len(inside[0].text) > 3:
        noun = inside[0]  # "Вести Поморья", "Правда регионов": no verb, no conjunction
    elif (
        noun is None
        or inside[0].main in ("PREP", "CONJ", "ADVB", "VERB")
        or any(w.main == "VERB" for w in inside)
    ):
        return ALL_CASES, "sing", ""
    if noun is not inside[0] and "Known" not in best_tags(inside[0]):
        return ALL_CASES, "sing", ""  # a foreign title does not decline, whatever its second word looks like
    cases, number, gender = grammar_of(noun)
    if "-" in noun.text or best_tags(noun) & NAME_TAGS:
        number, gender = "sing", ""
    if "Known" not in best_tags(noun):
        gender = ""
        if re.search(r"[бвгджзйклмнпрстфхцчшщьоая]$", noun.text):
            cases |= {"nomn", "accs"}
    for word in inside:
        if word is noun:
            break
        if word.main in ("ADJF", "PRTF"):
            cases = cases & known_cases(r for r in word.readings if r.pos in ("ADJF", "PRTF")) or cases
    return cases, number, gender


def surname_gender(word: Word, cases: frozenset[str]) -> str:
    genders = {
        r.gender
        for r in word.readings
        if r.tags & NAME_TAGS and "Known" in r.tags and (r.case in cases or r.case == "any")
    }
    return genders.pop() if len(genders) == 1 else ""


def is_person_start(words: Sequence[Word], at: int) -> bool:
    following = words[at + 1].text if at + 1 < len(words) else ""
    return (
        words[at].is_capital
        and bool(all_tags(words[at]) & {"Name"})
        and TITLECASE.match(following) is not None
    )


def apart(phrases: Iterable[Phrase]) -> list[Phrase]:
    kept: list[Phrase] = []
    for phrase in phrases:
        if all(phrase.last <= other.first or phrase.first >= other.last for other in kept):
            kept.append(phrase)
    return sorted(kept, key=lambda p: p.first)
