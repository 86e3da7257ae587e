"""Words of Russian text: tokens, sentences and their possible readings.

Tokens and sentences come from razdel, readings from pymorphy3 (OpenCorpora dictionary and its guesser). Nothing here
decides between readings: a word has a *set* of cases, and the phrases above narrow it by agreement.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from cuibono.model import Span

CASES = {"nomn": "nomn", "gent": "gent", "gen2": "gent", "gen1": "gent", "datv": "datv", "accs": "accs", "acc2": "accs",
         "ablt": "ablt", "loct": "loct", "loc2": "loct", "loc1": "loct", "voct": "nomn"}  # fmt: skip
ALL_CASES = frozenset(CASES.values())
OFFICE_ACRONYMS = frozenset({"CEO", "CFO", "COO"})
MIN_SCORE = 0.008
"""Readings that the dictionary's corpus gives less often than this are not considered."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a word. ``number`` is sing, plur or "", ``gender`` masc, femn, neut or "" (also where open)."""

    lemma: str
    pos: str
    case: str = ""
    number: str = ""
    gender: str = ""
    animate: bool = False
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Word:
    """A token: ``document.text[start:end] == text``."""

    text: str
    start: int
    end: int
    readings: tuple[Reading, ...] = ()

    @property
    def low(self) -> str:
        return self.text.lower()

    @property
    def lemmas(self) -> frozenset[str]:
        return frozenset(r.lemma for r in self.readings)

    @property
    def is_capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def is_word(self) -> bool:
        return self.text[:1].isalpha()

    def any(self, *pos: str) -> bool:
        """Whether some reading has one of these parts of speech."""
        return any(r.pos in pos for r in self.readings)

    def best(self, *pos: str) -> Reading | None:
        """The likeliest reading with one of these parts of speech."""
        return next((r for r in self.readings if r.pos in pos), None)

    @property
    def main(self) -> str:
        """The part of speech of the likeliest reading."""
        return self.readings[0].pos if self.readings else ""

    def cases(self, *pos: str) -> frozenset[str]:
        return frozenset(r.case for r in self.readings if r.case and (not pos or r.pos in pos))


def available() -> bool:
    """Whether the parts that Russian needs (pymorphy3 with its dictionary, razdel) are installed."""
    from importlib.util import find_spec

    return all(find_spec(name) is not None for name in ("pymorphy3", "pymorphy3_dicts_ru", "razdel"))


@cache
def _analyzer() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


def _reading(parse: Any, known: bool) -> Reading:
    """One parse; the tag ``Known`` marks words of the dictionary, since guesses at names are poor."""
    tag = parse.tag
    fixed = "Fixd" in tag
    gender = "" if "GNdr" in tag or "ms-f" in tag else str(tag.gender or "")
    return Reading(
        lemma=parse.normal_form.replace("ё", "е"),
        pos=str(tag.POS or ""),
        case="any" if fixed else CASES.get(str(tag.case or ""), ""),
        number=str(tag.number or ""),
        gender=gender,
        animate="anim" in tag,
        tags=frozenset(str(g) for g in tag.grammemes) | ({"Known"} if known else frozenset()),
    )


@lru_cache(maxsize=50_000)
def readings_of(word: str) -> tuple[Reading, ...]:
    """The readings of a word, likeliest first; none for what is not Cyrillic."""
    if word in OFFICE_ACRONYMS:
        return (Reading(word.lower(), "NOUN", "any", "sing", "masc", True, frozenset({"Known"})),)
    if not re.search(r"[а-яёА-ЯЁ]", word):
        return ()
    parses = [p for p in _analyzer().parse(word) if p.score >= MIN_SCORE or p.tag.case == "nomn"]
    known = bool(_analyzer().word_is_known(word))
    head, dash, tail = word.partition("-")
    if dash and not known and tail[:1].isupper() and len(head) > 3 and _analyzer().word_is_known(head):
        return readings_of(head)
    return tuple(dict.fromkeys(_reading(p, known) for p in parses))


def inflect(word: str, case: str, *, gender: str = "", number: str = "", proper: bool = False) -> str:
    """``word`` in another case, its capitals kept; itself when the dictionary knows no such form.

    ``proper`` prefers readings as a person's name.
    """
    parses = [p for p in _analyzer().parse(word) if p.tag.POS in ("NOUN", "ADJF", "PRTF", "NUMR", "NPRO")]
    if proper:
        names = [p for p in parses if {"Name", "Surn", "Patr"} & set(p.tag.grammemes)]
        parses = names or parses
    if gender:
        parses = [p for p in parses if p.tag.gender in (gender, None) or "ms-f" in p.tag] or parses
    if number:
        parses = [p for p in parses if p.tag.number in (number, None)] or parses
    for parse in parses:
        wanted = {case} | ({number} if number and parse.tag.number else set())
        if gender and parse.tag.POS in ("ADJF", "PRTF") and number != "plur":
            wanted.add(gender)
        form = parse.inflect(wanted)
        if form is not None:
            return _cased(form.word, word)
    return word


def _cased(form: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return form.upper()
    return "-".join(
        part[:1].upper() + part[1:] if model[:1].isupper() else part
        for part, model in zip(
            form.split("-"),
            like.split("-") if form.count("-") == like.count("-") else [like] * 9,
            strict=False,
        )
    )


@dataclass(frozen=True, slots=True)
class Sentence:
    span: Span
    words: tuple[Word, ...]


_LATIN_APOSTROPHE = re.compile(r"[A-Za-zÀ-ɏ]['’]$|^[А-ЯЁ]['’]$")


def _words(text: str, base: int) -> tuple[Word, ...]:
    """razdel's tokens; "L'Espresso" is joined again, and a full stop goes back to a Latin abbreviation ("Corp.")."""
    from razdel import tokenize  # type: ignore[import-untyped,import-not-found,unused-ignore]

    joined: list[tuple[str, int, int]] = []
    for token in tokenize(text):
        last = joined[-1] if joined else None
        latin = (
            last is not None
            and last[2] == token.start
            and re.search(r"[A-Za-zÀ-ɏ]['’]?$|^[А-ЯЁ]['’]?$", last[0])
        )
        grows = token.text in "'’" or re.fullmatch(r"\d{1,3}", token.text)
        if last and latin and (grows or (_LATIN_APOSTROPHE.search(last[0]) and token.text[:1].isalpha())):
            joined[-1] = (last[0] + token.text, last[1], token.stop)
        elif (
            last
            and latin
            and token.text == "."
            and re.fullmatch(r"Corp|Inc|Ltd|Co|S\.A|LLC|plc|AG|S|A|Bros", last[0])
        ):
            joined[-1] = (last[0] + ".", last[1], token.stop)
        elif _site(joined, token):
            (head, start, _), _ = joined[-2], joined.pop()
            joined[-1] = (f"{head}.{token.text}", start, token.stop)
        else:
            joined.append((token.text, token.start, token.stop))
    return tuple(Word(t, base + a, base + b, readings_of(t)) for t, a, b in joined)


_DOMAINS = frozenset(
    ["ru", "com", "org", "net", "io", "kz", "kg", "ua", "by", "uz", "info", "news", "media", "tv", "me", "рф"]
)


def _site(joined: list[tuple[str, int, int]], token: Any) -> bool:
    """Whether the token ends an address such as "lenta.ru" whose parts razdel has cut apart."""
    named = re.fullmatch(r"[A-Z][A-Za-z]{2,}", token.text) is not None
    if len(joined) < 2 or not (token.text in _DOMAINS or named) or joined[-1][0] != ".":
        return False
    return (
        joined[-1][2] == token.start
        and joined[-2][2] == joined[-1][1]
        and re.fullmatch(r"[A-Za-z0-9-]+", joined[-2][0]) is not None
    )


def find_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of Russian text; a line break ends one. Works without the dictionary, on full stops alone."""
    spans: list[Span] = []
    for line in re.finditer(r"[^\n]+", text):
        spans.extend(Span(line.start() + a, line.start() + b) for a, b in _split(line.group()) if b > a)
    return tuple(spans)


def _split(line: str) -> list[tuple[int, int]]:
    try:
        from razdel import sentenize  # type: ignore[import-untyped,import-not-found,unused-ignore]
    except ImportError:
        return [m.span() for m in re.finditer(r"\S[^.!?…]*[.!?…]*[»”\")]*", line)]
    return [(s.start, s.stop) for s in sentenize(line)]


def parse_sentences(text: str) -> tuple[Sentence, ...]:
    """Sentences with their words and readings."""
    return tuple(
        Sentence(span, _words(text[span.start : span.end], span.start)) for span in find_sentences(text)
    )
