"""How telling a word of a name is: the rarer in the registers, the more it says who is meant."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

from cuibono.entities.data import rows

TOTAL = 100_000
"""Names that the counts of the table stand for."""
GENERIC_WEIGHT, PLACE_WEIGHT, LEAST = 0.3, 0.55, 0.3


@cache
def _counts() -> tuple[Mapping[str, int], Mapping[str, int]]:
    words: dict[str, int] = {}
    persons: dict[str, int] = {}
    for key, of_words, of_persons in rows("frequencies"):
        if of_words != "0":
            words[key] = int(of_words)
        if of_persons != "0":
            persons[key] = int(of_persons)
    return words, persons


def commoner_in_organizations(concept: str) -> bool:
    """Whether a word stands in names of organisations and hardly in those of persons."""
    words, persons = _counts()
    return words.get(concept, 0) > 3 * persons.get(concept, 0)


def rarity(concept: str, kind: str) -> float:
    """Weight of a word, 0 to 1: 1 for what no register repeats, less for common words, least for generic ones."""
    if kind == "generic":
        return GENERIC_WEIGHT
    if kind == "place":
        return PLACE_WEIGHT
    count = _counts()[kind == "person"].get(concept, 0)
    if count == 0:
        return 1.0
    return max(LEAST, math.log(TOTAL / (count + 1)) / math.log(TOTAL / 6))
