"""Places of a document's text in the file that it was read from: lines and columns from 1."""

from __future__ import annotations

import re
from bisect import bisect_right


class Places:
    """Maps spans of the cleaned text to the raw file by looking for the same words; where they are not found, to line 1."""

    def __init__(self, raw: str, text: str) -> None:
        self._raw, self._text = raw, text
        self._same = raw == text
        self._starts = [0, *(m.end() for m in re.finditer(r"\n", raw))]

    def of(self, start: int, end: int) -> tuple[int, int, int, int]:
        """(line, column, last line, column after the last character)."""
        found = (start, end) if self._same else self._found(start, end)
        if found is None:
            return 1, 1, 1, 1
        return *self._line(found[0]), *self._line(found[1])

    def _line(self, place: int) -> tuple[int, int]:
        line = bisect_right(self._starts, place) - 1
        return line + 1, place - self._starts[line] + 1

    def _found(self, start: int, end: int) -> tuple[int, int] | None:
        """The occurrence of the words in the file with the same number as in the text; markup may stand between words."""
        words = re.findall(r"\w+", self._text[start:end])
        if not words or not self._raw:
            return None
        pattern = re.compile(r"[^\w]{1,12}".join(map(re.escape, words[:40])))
        before = sum(1 for _ in pattern.finditer(self._text, 0, start + 1))
        hits = [m.span() for m in pattern.finditer(self._raw)]
        return hits[min(before, len(hits) - 1)] if hits else None
