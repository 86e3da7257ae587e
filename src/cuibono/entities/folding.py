"""Folding that keeps offsets: ``fold(text)[i:j]`` stands for ``text[i:j]``, always."""

from __future__ import annotations

import re
import unicodedata

_NON_ASCII = re.compile(r"[^\x00-\x7f]+")
# Letters whose lower case or base letter is not one letter, or that have no decomposition.
_PLAIN = {
    "İ": "i", "ı": "i", "ß": "s", "ẞ": "s", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ł": "l",
    "Ł": "l", "ħ": "h", "Ħ": "h", "æ": "a", "Æ": "a", "œ": "o", "Œ": "o", "þ": "t", "Þ": "t", "ŧ": "t", "Ŧ": "t",
    "ə": "a", "Ə": "a", "й": "й", "Й": "й",
}  # fmt: skip


def _fold_char(char: str) -> str:
    """One character for one: lower case, without marks; dashes, quotes and odd spaces as their ASCII kin."""
    if char in _PLAIN:
        return _PLAIN[char]
    category = unicodedata.category(char)
    if category == "Pd":
        return "-"
    if category in ("Pi", "Pf"):
        return "'"
    if category in ("Zs", "Cf"):
        return " "
    base = unicodedata.normalize("NFKD", char)
    if len(base) > 1 and any(unicodedata.combining(c) for c in base):
        kept = [c for c in base if not unicodedata.combining(c)]
        base = kept[0] if len(kept) == 1 else char
    lowered = base.lower() if len(base) == 1 else char.lower()
    return lowered if len(lowered) == 1 else char


class _Table(dict[int, str]):
    """A translation table that fills itself as characters turn up."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_char(chr(code))
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """``text`` in lower case without accents, character for character: ``len(fold(text)) == len(text)``.

    Combining marks that stand alone stay as they are. For finding names in a text; keys for matching come from
    :func:`~cuibono.entities.skeleton`.
    """
    if text.isascii():
        return text.lower()
    return _NON_ASCII.sub(lambda run: run[0].translate(_TABLE), _lower_ascii(text))


_ASCII_UPPER = {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}


def _lower_ascii(text: str) -> str:
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text.translate(_ASCII_UPPER)
