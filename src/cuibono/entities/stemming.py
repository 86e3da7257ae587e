"""Words of Cyrillic names without their case endings (``resources/inflection.yml``)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import numpy as np

from cuibono.entities.data import rules
from cuibono.entities.folding import fold
from cuibono.entities.hashing import U64, Letters, Words, words

CYRILLIC = re.compile("[\u0400-\u04ff]")


@cache
def _endings() -> tuple[tuple[str, ...], int]:
    data = rules("inflection")
    return tuple(sorted((fold(e) for e in data["endings"]), key=lambda e: (-len(e), e))), int(data["least"])


@lru_cache(maxsize=262144)
def stem(word: str) -> str:
    """A folded Cyrillic word without its case ending; any other word as it is."""
    if not CYRILLIC.search(word):
        return word
    endings, least = _endings()
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    return word


def stem_hashes(text: str, found: Words, tables: Letters) -> U64:
    """The hashes of the words of ``text`` without case endings; each distinct word is stemmed once."""
    unique, first, inverse = np.unique(found.hashes, return_index=True, return_inverse=True)
    stems = [stem(fold(text[found.starts[i] : found.ends[i]])) for i in first.tolist()]
    hashed = words("\n".join(s if s.isalnum() else "x" for s in stems), tables).hashes
    result: U64 = (hashed if len(hashed) == len(unique) else unique)[inverse.reshape(-1)]
    return result
