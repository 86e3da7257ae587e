"""Wording compared without case, accents and punctuation, by whole words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_NOT_WORD = re.compile(r"[^\w]+", re.UNICODE)
_ABBREVIATED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, no accents, words apart by one space; ``"U.S."`` folds to ``"us"``."""
    joined = _ABBREVIATED.sub(lambda match: match.group().replace(".", ""), text)
    joined = joined.replace("'s", "s").replace("’s", "s")
    plain = "".join(c for c in unicodedata.normalize("NFKD", joined) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain.casefold()).strip()


def has_phrase(folded: str, phrase: str) -> bool:
    """Whether the folded text holds the folded phrase as whole words."""
    return bool(phrase) and f" {phrase} " in f" {folded} "


def first_phrase(text: str, phrases: Iterable[str]) -> str | None:
    """The first of the phrases that stands in the text as whole words, or None."""
    folded = fold(text)
    return next((phrase for phrase in phrases if has_phrase(folded, fold(phrase))), None)


def clean(text: str, length: int) -> str:
    """One line without control or direction marks, cut at a word near ``length`` characters."""
    line = " ".join(_CONTROLS.sub(" ", text).split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
