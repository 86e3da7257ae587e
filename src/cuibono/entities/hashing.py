"""Words of a text as numbers, for a whole block of text at once: folding, word ends and hashes in numpy.

The hash of a word is a polynomial over its folded letters, taken from prefix sums (Rabin and Karp 1987): all words of a
block cost a few passes over its letters. Everything is modulo 2**64, where an odd base has an inverse.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cuibono.entities.folding import fold

U64 = NDArray[np.uint64]
_PLANE = 1 << 16
BASE, STEP = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F
_MASK = (1 << 64) - 1
MAX_GAP = 5
"""Characters between two words of one name at most."""

# Scripts written without spaces: each letter is a word of its own.
_UNSPACED = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x2E80, 0x9FFF),
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
)

OTHER, WORD, ALONE, DROPPED = range(4)


@dataclass(frozen=True, slots=True)
class Letters:
    """By code point of the basic plane: a random number for the folded letter, its class, whether it is a small letter.

    A quarter of a second to make and a millisecond to take from a file, where it also keeps Unicode's version.
    """

    numbers: U64
    kinds: NDArray[np.uint8]
    small: NDArray[np.bool_]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What a file keeps of them."""
        return {
            "letter_numbers": self.numbers,
            "letter_kinds": self.kinds,
            "letter_small": self.small.astype(np.uint8),
        }

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> Letters:
        """From the arrays of a file."""
        return cls(
            np.array(arrays["letter_numbers"]),
            np.array(arrays["letter_kinds"]),
            np.array(arrays["letter_small"]).astype(np.bool_),
        )


def _mixed(values: U64) -> U64:
    """Spread the bits of each number (the finaliser of MurmurHash3)."""
    values = values ^ (values >> np.uint64(33))
    values = values * np.uint64(0xFF51AFD7ED558CCD)
    values = values ^ (values >> np.uint64(29))
    return values * np.uint64(0xC4CEB9FE1A85EC53)


def _kind(char: str) -> int:
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf") or char in "\u00ad":
        return DROPPED
    if category[0] in "LN" or category == "Mc":
        return ALONE if any(low <= ord(char) <= high for low, high in _UNSPACED) else WORD
    return OTHER


@cache
def letters() -> Letters:
    """The letters as this Python's Unicode has them."""
    chars = [chr(code) for code in range(_PLANE)]
    folded = np.array(
        [ord(fold(c)) & 0xFFFF if not 0xD800 <= ord(c) < 0xE000 else 0 for c in chars], dtype=np.uint64
    )
    kinds = np.fromiter(
        (_kind(c) if not 0xD800 <= ord(c) < 0xE000 else OTHER for c in chars), np.uint8, _PLANE
    )
    with np.errstate(over="ignore"):
        small = np.array([c.islower() for c in chars])
        return Letters(_mixed(folded * np.uint64(BASE) + np.uint64(STEP)), kinds, small)


@cache
def _powers(base: int, count: int) -> U64:
    """1, base, base**2, ... modulo 2**64."""
    with np.errstate(over="ignore"):
        found = np.full(count, np.uint64(base), dtype=np.uint64)
        found[0] = 1
        return np.multiply.accumulate(found)


def powers(base: int, count: int) -> tuple[U64, U64]:
    """Powers of the base and of its inverse, at least ``count`` of each."""
    size = 1 << max(10, (count - 1).bit_length())
    return _powers(base, size)[:count], _powers(pow(base, -1, 1 << 64), size)[:count]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a block: where each begins and ends in it, its hash, and where a name cannot go on."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    hashes: U64
    breaks: NDArray[np.int64]
    """Running count of gaps wider than a name allows, up to and including the one before each word."""
    small: NDArray[np.bool_]
    """Whether the word begins with a small letter."""
    cyrillic: bool
    """Whether there are Cyrillic letters in the block."""


def _codes(text: str) -> NDArray[np.uint16]:
    """One number a character; those outside the basic plane are all one letter."""
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), dtype=np.uint8).astype(np.uint16)
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
    if len(units) == len(text):
        return units
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return np.where(wide < _PLANE, wide, 0x4E00).astype(np.uint16)


def words(text: str, tables: Letters) -> Words:
    """All words of ``text``, runs of letters and digits; a letter of a script without spaces is one."""
    codes = _codes(text)
    kinds = tables.kinds[codes]
    places = None
    if (kinds == DROPPED).any():
        places = np.flatnonzero(kinds != DROPPED)
        codes, kinds = codes[places], kinds[places]
    starts, ends = _runs(kinds)
    hashes = spans(tables.numbers[codes], starts, ends, BASE)
    small = tables.small[codes[starts]]
    gaps = starts[1:] - ends[:-1]
    breaks = np.zeros(len(starts), dtype=np.int64)
    np.cumsum(gaps > MAX_GAP, out=breaks[1:])
    if places is not None and len(starts):
        starts, ends = places[starts], places[ends - 1] + 1
    cyrillic = not text.isascii() and bool(((codes >> 8) == 4).any())
    return Words(starts, ends, hashes, breaks, small, cyrillic)


def _runs(kinds: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(first, last + 1) of every word."""
    inside = (kinds == WORD).astype(np.int8)
    alone = np.flatnonzero(kinds == ALONE)
    edges = np.diff(inside, prepend=np.int8(0), append=np.int8(0))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    if not len(alone):
        return starts, ends
    starts = np.concatenate([starts, alone])
    order = np.argsort(starts, kind="stable")
    return starts[order], np.concatenate([ends, alone + 1])[order]


def spans(values: U64, starts: NDArray[np.int64], ends: NDArray[np.int64], base: int) -> U64:
    """Hash of each run ``values[start:end]``: the same for equal runs, wherever they stand."""
    up, down = powers(base, len(values) + 1)
    with np.errstate(over="ignore"):
        sums = np.zeros(len(values) + 1, dtype=np.uint64)
        np.cumsum(values * up[:-1], out=sums[1:])
        return _mixed((sums[ends] - sums[starts]) * down[starts])


class Phrases:
    """Hashes of runs of words: ``of(length, at)`` for the runs of that many words that begin at these words."""

    def __init__(self, hashes: U64) -> None:
        self._words = hashes
        up, self._down = powers(STEP, len(hashes) + 1)
        with np.errstate(over="ignore"):
            self._sums = np.zeros(len(hashes) + 1, dtype=np.uint64)
            np.cumsum(hashes * up[:-1], out=self._sums[1:])

    def words(self, at: NDArray[np.int64]) -> U64:
        """The hashes of these words themselves."""
        return self._words[at]

    def of(self, length: int, at: NDArray[np.int64]) -> U64:
        with np.errstate(over="ignore"):
            raw = (self._sums[at + length] - self._sums[at]) * self._down[at]
            return _mixed(raw + np.uint64(length))
