"""Near-duplicates: articles that tell one story in nearly the same words (agency copies, updates, mirrors).

MinHash over runs of five words (Broder 1997) and locality-sensitive hashing by bands (Leskovec, Rajaraman, Ullman, "Mining of
Massive Datasets", chapter 3): 64 hashes in 16 bands of 4, pairs kept from an estimated Jaccard similarity of ``ALIKE``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

WORDS, HASHES, BANDS = 5, 64, 16
ALIKE = 0.5
_FEWEST, _LONGEST = 20, 60_000
_WORD = re.compile(r"\w+")
_BASE, _STEP = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


@cache
def _factors() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    chance = np.random.default_rng(20240229)
    odd = chance.integers(1, 1 << 63, HASHES, dtype=np.uint64) | np.uint64(1)
    return odd, chance.integers(0, 1 << 63, HASHES, dtype=np.uint64)


def signature(text: str) -> list[int]:
    """The MinHash signature of a text; empty for one of fewer than twenty words."""
    words = _WORD.findall(text[:_LONGEST].lower())
    if len(words) < _FEWEST:
        return []
    hashes = np.fromiter((crc32(w.encode("utf-8", "replace")) for w in words), np.uint64, len(words))
    odd, plus = _factors()
    with np.errstate(over="ignore"):
        count = len(words) - WORDS + 1
        runs = np.zeros(count, dtype=np.uint64)
        for place in range(WORDS):
            runs = (runs * _BASE) ^ (hashes[place : place + count] * _STEP)
        runs = np.unique(runs)
        mixed = (runs[:, None] * odd[None, :] + plus[None, :]) >> np.uint64(32)
    lowest: list[int] = mixed.min(axis=0).astype(np.uint32).tolist()
    return lowest


def similarity(one: Sequence[int], two: Sequence[int]) -> float:
    """The share of equal hashes: an estimate of the Jaccard similarity of the runs of words."""
    if not one or not two:
        return 0.0
    return sum(a == b for a, b in zip(one, two, strict=True)) / len(one)


def clusters(signatures: Sequence[Sequence[int]]) -> list[int]:
    """The number of the story of each article: the place of the first article of it. Texts too short stand alone."""
    root = list(range(len(signatures)))

    def find(i: int) -> int:
        while root[i] != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for one, two in _pairs(signatures):
        low, high = sorted((find(one), find(two)))
        if low != high and similarity(signatures[one], signatures[two]) >= ALIKE:
            root[high] = low
    return [find(i) for i in range(len(signatures))]


def _pairs(signatures: Sequence[Sequence[int]]) -> Iterable[tuple[int, int]]:
    """Pairs that share a band; in a crowded band each is compared with the first only, which joins them all the same."""
    rows = HASHES // BANDS
    for band in range(BANDS):
        seen: dict[tuple[Any, ...], int] = {}
        for number, each in enumerate(signatures):
            if each:
                key = tuple(each[band * rows : (band + 1) * rows])
                first = seen.setdefault(key, number)
                if first != number:
                    yield first, number
