"""Tables of names by hash, with bit maps in front that turn away what is no name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cuibono.entities.hashing import U64, Phrases, Words, letters, words
from cuibono.entities.stemming import stem_hashes

MOST_WORDS = 40
"""Names of more words are not looked for."""
BITS_PER_NAME = 12
CHUNK = 50_000
Places = NDArray[np.int64]


def _bits(hashes: U64, size: int) -> NDArray[np.uint8]:
    """A bit map of ``size`` bits with one set for every hash."""
    found = np.zeros(size, dtype=np.uint8)
    found[hashes & np.uint64(size - 1)] = 1
    return np.packbits(found)


def _set(bits: NDArray[np.uint8], hashes: U64) -> NDArray[np.bool_]:
    """Which hashes have their bit set."""
    places = hashes & np.uint64(len(bits) * 8 - 1)
    shifts = (~places & np.uint64(7)).astype(np.uint8)
    found: NDArray[np.bool_] = ((bits[places >> np.uint64(3)] >> shifts) & 1).astype(np.bool_)
    return found


def _with_length(pairs: U64, length: int) -> U64:
    """A pair's hash together with the number of words of a name that begins so."""
    mark = np.uint64(length * 0x9E3779B97F4A7C15 & (1 << 64) - 1)
    with np.errstate(over="ignore"):
        return (pairs ^ mark) * np.uint64(0xFF51AFD7ED558CCD) >> np.uint64(17)


@dataclass(frozen=True, slots=True)
class Table:
    """Names by hash. ``singles``: names of one word; ``pairs``: the first two words of longer ones; ``lengths``: these
    with the number of words; ``firsts``: the first words of all. ``rows`` are the names' numbers, in the order of
    ``hashes``."""

    hashes: U64
    rows: NDArray[np.uint32]
    firsts: NDArray[np.uint8]
    singles: NDArray[np.uint8]
    pairs: NDArray[np.uint8]
    lengths: NDArray[np.uint8]
    counts: NDArray[np.uint8]

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays."""
        return sum(array.nbytes for array in self.arrays("").values())

    def arrays(self, prefix: str) -> dict[str, NDArray[Any]]:
        """The arrays under names for a file."""
        parts = ("hashes", "rows", "firsts", "singles", "pairs", "lengths", "counts")
        return {f"{prefix}{part}": getattr(self, part) for part in parts}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], prefix: str) -> Table:
        """The table whose arrays stand under these names."""
        parts = ("hashes", "rows", "firsts", "singles", "pairs", "lengths", "counts")
        return cls(*(arrays[f"{prefix}{part}"] for part in parts))

    def matches(self, found: Words, phrases: Phrases, at: Places) -> Iterator[tuple[int, int, int]]:
        """(first word, number of words, place in the table) of each name that begins at one of the words ``at``."""
        if not len(self.hashes) or not len(at):
            return
        total = len(found.starts)
        at = at[_set(self.firsts, phrases.words(at))]
        yield from self._exact(phrases, found, at[_set(self.singles, phrases.of(1, at))], 1)
        at = at[at < total - 1]
        pairs = phrases.of(2, at)
        maybe = _set(self.pairs, pairs) & (found.breaks[at] == found.breaks[at + 1])
        at, pairs = at[maybe], pairs[maybe]
        for length in np.flatnonzero(self.counts).tolist():
            if length > 1 and len(at):
                here = at[_set(self.lengths, _with_length(pairs, length))]
                yield from self._exact(phrases, found, here[here <= total - length], length)

    def _exact(
        self, phrases: Phrases, found: Words, at: Places, length: int
    ) -> Iterator[tuple[int, int, int]]:
        at = at[found.breaks[at] == found.breaks[at + length - 1]]
        if not len(at):
            return
        whole = phrases.of(length, at)
        places = np.minimum(np.searchsorted(self.hashes, whole), len(self.hashes) - 1)
        good = self.hashes[places] == whole
        yield from ((a, length, p) for a, p in zip(at[good].tolist(), places[good].tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class _Hashed:
    """Names hashed: whole, their first two words, and how many words they have."""

    firsts: U64
    whole: U64
    pairs: U64
    counts: NDArray[np.int64]


_BETWEEN = "\n\n\n\n\n"


def _hashed(texts: Sequence[str], stemmed: bool) -> _Hashed:
    joined = _BETWEEN.join(texts)
    found = words(joined, letters())
    phrases = Phrases(stem_hashes(joined, found, letters()) if stemmed else found.hashes)
    ends = np.cumsum([len(text) + len(_BETWEEN) for text in texts])
    counts = np.bincount(np.searchsorted(ends, found.starts, side="right"), minlength=len(texts))
    first = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
    firsts, whole, pairs = (np.zeros(len(texts), dtype=np.uint64) for _ in range(3))
    for length in range(1, MOST_WORDS + 1):
        here = np.flatnonzero(counts == length)
        firsts[here] = phrases.words(first[here])
        whole[here] = phrases.of(length, first[here])
        pairs[here] = phrases.of(min(2, length), first[here])
    return _Hashed(firsts, whole, pairs, counts)


def build_table(texts: Sequence[str], rows: NDArray[np.uint32], stemmed: bool = False) -> Table:
    """The table of these names; ``rows`` are their numbers. ``stemmed``: without case endings."""
    parts = [_hashed(texts[i : i + CHUNK], stemmed) for i in range(0, len(texts), CHUNK)] or [
        _hashed([""], False)
    ]
    firsts, whole, pairs, counts = (
        np.concatenate([getattr(p, name) for p in parts]) for name in ("firsts", "whole", "pairs", "counts")
    )
    known = (counts > 0) & (counts <= MOST_WORDS)
    if not len(rows):
        known[:] = False
    firsts, whole, pairs, counts = firsts[known], whole[known], pairs[known], counts[known]
    rows, firsts = rows[known[: len(rows)]], np.unique(firsts)
    size = 1 << max(10, (len(whole) * BITS_PER_NAME).bit_length() - 1)
    long = counts > 1
    by_length = [_with_length(pairs[counts == n], n) for n in range(2, MOST_WORDS + 1)]
    order = np.lexsort((rows, whole))
    return Table(
        hashes=whole[order],
        rows=rows[order],
        firsts=_bits(firsts, 1 << max(10, (len(firsts) * BITS_PER_NAME).bit_length() - 1)),
        singles=_bits(whole[~long], max(1024, size >> 1)),
        pairs=_bits(pairs[long], size),
        lengths=_bits(np.concatenate(by_length), size),
        counts=np.bincount(counts, minlength=MOST_WORDS + 1).clip(0, 1).astype(np.uint8),
    )
