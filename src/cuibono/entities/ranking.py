"""From many near spellings to the few that may be meant: n-grams first, then letters, then the name model.

Each stage costs ten times the one before and sees a tenth of the names. How the stages are weighed was found on the
United Kingdom's and United Nations' lists and measured on the United States' (``benchmarks/entities.py``).
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, utils

from cuibono.entities.compare import name_odds
from cuibono.entities.index import Hit, NameIndex
from cuibono.entities.latin import coarse, latinise, leaves_vowels_open, sound_key
from cuibono.entities.model import probability

NEAR, CLOSE = 40, 8
"""How many spellings come to the second stage, and how many of them to the third."""
OPEN_NEAR, OPEN_CLOSE = 150, 24
"""The same for names in scripts that leave vowels open, where n-grams tell less."""
WINDOW = 4.0
"""How far behind the nearest a spelling may be in the second stage and still come to the third."""
BY_GRAMS, BY_LETTERS = 10.0, 10.0
"""Weights of likeness by n-grams and by letters in the second stage."""
LAST = {"grams": 8.4, "sorted": 7.7, "words": 3.1, "part": 13.1}
"""Weights beside the log odds of the name model in the third: n-grams; letters with words sorted, of shared words, of the
best part (rapidfuzz's ratios)."""
OPEN = {"grams": 9.9, "sorted": 17.1, "bones": 7.8}
"""The same for scripts that leave vowels open; bones are coarse consonants. Fitted on names of parliaments."""


class Found(NamedTuple):
    """A spelling on record: entity number, the spelling, probability by the name model where it came so far, order."""

    entity: int
    name: str
    probability: float | None
    order: float


@lru_cache(maxsize=65536)
def _plain(name: str) -> str:
    """The name in plain Latin letters, as rapidfuzz wants it."""
    return utils.default_process(latinise(name))


@lru_cache(maxsize=65536)
def _bones(name: str) -> str:
    """What of the words of a name no script leaves out: coarse consonants."""
    return " ".join(coarse(sound_key(word)) for word in _plain(name).split())


def close(name: str, hits: list[Hit], limit: int = CLOSE) -> list[tuple[float, Hit]]:
    """The hits that are nearest by n-grams and letters together, nearest first."""
    letters = _sorted_bones if leaves_vowels_open(name) else _sorted_letters
    scored = [(BY_GRAMS * hit.nearness + BY_LETTERS / 100 * letters(name, hit.name), hit) for hit in hits]
    scored.sort(key=lambda pair: (-pair[0], pair[1].name, pair[1].entity))
    return scored[:limit]


def _sorted_letters(a: str, b: str) -> float:
    return fuzz.token_sort_ratio(_plain(a), _plain(b))


def _sorted_bones(a: str, b: str) -> float:
    return max(_sorted_letters(a, b), 0.95 * fuzz.token_sort_ratio(_bones(a), _bones(b)))


def odds(a: str, b: str, person: bool) -> float:
    """Log odds of the name model alone, without reasons; -20 for names of generic words."""
    first, second = sorted((a, b))
    found = name_odds(first, second, person)
    return -20.0 if found is None else found


def _likeness(name: str, hit: Hit) -> float:
    """Likeness beside the name model's, for the last stage."""
    a, b = _plain(name), _plain(hit.name)
    if leaves_vowels_open(name):
        bones = fuzz.ratio(_bones(name).replace(" ", ""), _bones(hit.name).replace(" ", ""))
        letters = fuzz.token_sort_ratio(a, b)
        return OPEN["grams"] * hit.nearness + (OPEN["sorted"] * letters + OPEN["bones"] * bones) / 100
    ratios = (
        LAST["sorted"] * fuzz.token_sort_ratio(a, b)
        + LAST["words"] * fuzz.token_set_ratio(a, b)
        + LAST["part"] * fuzz.partial_ratio(a, b)
    )
    return LAST["grams"] * hit.nearness + ratios / 100


def search(index: NameIndex, name: str, schema: str | None = None, limit: int = 10) -> list[Found]:
    """Entities whose spellings are nearest to ``name``, best first, each once.

    ``schema`` ``Person`` searches persons, another schema all but persons, None everybody.
    """
    persons = None if schema is None else schema == "Person"
    most, last, window = (OPEN_NEAR, OPEN_CLOSE, 100.0) if leaves_vowels_open(name) else (NEAR, CLOSE, WINDOW)
    hits = [
        hit
        for hit in index.near(name, schema, most)
        if persons is None or (index.schema(hit.entity) == "Person") == persons
    ]
    found = []
    nearest = close(name, hits, most)
    for place, (score, hit) in enumerate(nearest):
        if place < last and score >= nearest[0][0] - window:
            value = odds(name, hit.name, index.schema(hit.entity) == "Person")
            order = 100.0 + _likeness(name, hit) + value
            found.append(Found(hit.entity, hit.name, probability(value), order))
        else:
            found.append(Found(hit.entity, hit.name, None, score))
    best: dict[int, Found] = {}
    for each in sorted(found, key=lambda f: (-f.order, f.name, f.entity)):
        best.setdefault(each.entity, each)
    return list(best.values())[:limit]
