"""Sentences of a text, fast: ends of sentences and lines by one regular expression, abbreviations excepted."""

from __future__ import annotations

import re
from bisect import bisect_right

_END = re.compile(r"[.!?]+[\"”’')\]]*(?=\s+[\"“‘'(\[]*[A-ZÀ-ÞА-ЯЁ0-9—–-])|\n+")
_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Sr|Jr|Gov|Sen|Rep|Reps|Sens|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Prof|Rev|Hon|Pres|Sec|No|vs|Inc|"
    r"Corp|Co|Ltd|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|Fla|Calif|Ala|Ariz|Conn|Ill|Mass|Mich|Minn|Miss|Mo|Neb|Nev|"
    r"Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo|approx|est|a\.m|p\.m|i\.e|e\.g|D|R|I)|\b[A-Z])\.$"
)
_LONGEST = 1200


class Sentences:
    """Where the sentences of a text begin and end."""

    def __init__(self, text: str) -> None:
        self._text = text
        ends = [0]
        for found in _END.finditer(text):
            if found[0][0] != "." or not _SHORT.search(text[max(0, found.start() - 8) : found.start() + 1]):
                ends.append(found.end())
        if ends[-1] != len(text):
            ends.append(len(text))
        self._ends = ends

    def at(self, place: int) -> tuple[int, int]:
        """(start, end) of the sentence that holds the character at ``place``, without white space around it."""
        return self.number(self.index(place))

    def index(self, place: int) -> int:
        """The number of the sentence that holds the character."""
        return max(0, min(bisect_right(self._ends, place) - 1, len(self._ends) - 2))

    def number(self, index: int) -> tuple[int, int]:
        """(start, end) of the sentence of a number; an empty one beyond the last."""
        if not 0 <= index < len(self._ends) - 1:
            return (len(self._text), len(self._text))
        start, end = self._ends[index], self._ends[index + 1]
        while start < end and self._text[start].isspace():
            start += 1
        while end > start and self._text[end - 1].isspace():
            end -= 1
        return start, end

    def around(self, place: int) -> tuple[int, int]:
        """The sentence at ``place``, cut to a window where it is longer than sentences are."""
        start, end = self.at(place)
        if end - start <= _LONGEST:
            return start, end
        half = _LONGEST // 2
        return max(start, place - half), min(end, place + half)
