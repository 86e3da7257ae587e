"""From many near spellings to the few that may be meant: n-grams first, then letters, then the name model.

Each stage costs ten times the one before and sees a tenth of the names. How the stages are weighed was found on the
United Kingdom's and United Nations' lists and measured on the United States' (``benchmarks/entities.py``).
"""

from __future__ import annotations

from typing import NamedTuple

from rapidfuzz import fuzz, utils

from cuibono.entities.compare import name_odds
from cuibono.entities.index import Hit, NameIndex
from cuibono.entities.model import probability

NEAR, CLOSE = 40, 8
"""How many spellings come to the second stage, and how many of them to the third."""
WINDOW = 4.0
"""How far behind the nearest a spelling may be in the second stage and still come to the third."""
BY_GRAMS, BY_LETTERS = 10.0, 10.0
"""Weights of likeness by n-grams and by letters in the second stage."""
LAST = {"grams": 8.4, "sorted": 7.7, "words": 3.1, "part": 13.1}
"""Weights beside the log odds of the name model in the third: n-grams; letters with words sorted, of shared words, of the
best part (rapidfuzz's ratios)."""


class Found(NamedTuple):
    """A spelling on record: entity number, the spelling, probability by the name model where it came so far, order."""

    entity: int
    name: str
    probability: float | None
    order: float


def close(name: str, hits: list[Hit], limit: int = CLOSE) -> list[tuple[float, Hit]]:
    """The hits that are nearest by n-grams and letters together, nearest first."""
    plain = utils.default_process(name)
    scored = [
        (
            BY_GRAMS * hit.nearness
            + BY_LETTERS / 100 * fuzz.token_sort_ratio(plain, utils.default_process(hit.name)),
            hit,
        )
        for hit in hits
    ]
    scored.sort(key=lambda pair: (-pair[0], pair[1].name, pair[1].entity))
    return scored[:limit]


def odds(a: str, b: str, person: bool) -> float:
    """Log odds of the name model alone, without reasons; -20 for names of generic words."""
    first, second = sorted((a, b))
    found = name_odds(first, second, person)
    return -20.0 if found is None else found


def _likeness(name: str, hit: Hit) -> float:
    """Likeness beside the name model's, for the last stage."""
    a, b = utils.default_process(name), utils.default_process(hit.name)
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
    hits = [
        hit
        for hit in index.near(name, schema, NEAR)
        if persons is None or (index.schema(hit.entity) == "Person") == persons
    ]
    found = []
    nearest = close(name, hits, NEAR)
    for place, (score, hit) in enumerate(nearest):
        if place < CLOSE and score >= nearest[0][0] - WINDOW:
            value = odds(name, hit.name, index.schema(hit.entity) == "Person")
            order = 100.0 + _likeness(name, hit) + value
            found.append(Found(hit.entity, hit.name, probability(value), order))
        else:
            found.append(Found(hit.entity, hit.name, None, score))
    best: dict[int, Found] = {}
    for each in sorted(found, key=lambda f: (-f.order, f.name, f.entity)):
        best.setdefault(each.entity, each)
    return list(best.values())[:limit]
