"""Cells of CSV files that are safe to open in a spreadsheet."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe in front; :func:`unguarded` takes it off again."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The reverse of :func:`guarded`, exact for every text that it made."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text) else text
