"""Words into the pieces of the encoder's vocabulary: BERT's uncased WordPiece, greedy and longest first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

_PART = re.compile(r"\w+|[^\w\s]|_")
CLS, SEP, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
_LONGEST = 60  # characters; longer words are unknown


class WordPieces:
    """A vocabulary and how words split into it. ``vocabulary`` maps pieces ("##ing" inside a word) to rows."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self.vocabulary = vocabulary
        self.split = lru_cache(maxsize=50_000)(self._split)

    def encode(self, words: Sequence[str], limit: int) -> tuple[list[int], list[int]]:
        """Rows of the pieces of ``words`` between the two marks, at most ``limit``, and where each kept word begins."""
        rows, starts = [self.vocabulary[CLS]], []
        for word in words:
            pieces = self.split(word)
            if len(rows) + len(pieces) >= limit:
                break
            starts.append(len(rows))
            rows += pieces
        return [*rows, self.vocabulary[SEP]], starts

    def _split(self, word: str) -> tuple[int, ...]:
        plain = "".join(
            c for c in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(c)
        )
        parts = _PART.findall(plain) or [plain]
        return tuple(row for part in parts for row in self._pieces(part))

    def _pieces(self, part: str) -> list[int]:
        unknown = [self.vocabulary[UNKNOWN]]
        if len(part) > _LONGEST:
            return unknown
        rows, start = [], 0
        while start < len(part):
            end = next(
                (e for e in range(len(part), start, -1) if self._key(part, start, e) in self.vocabulary), 0
            )
            if not end:
                return unknown
            rows.append(self.vocabulary[self._key(part, start, end)])
            start = end
        return rows

    @staticmethod
    def _key(part: str, start: int, end: int) -> str:
        return part[start:end] if not start else f"##{part[start:end]}"
