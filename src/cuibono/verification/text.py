"""Wording compared without case, accents and punctuation, by whole words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cuibono.tracing.names import fold

__all__ = ["clean", "first_phrase", "fold", "has_phrase"]

_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")


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
