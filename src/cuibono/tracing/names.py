"""Names compared without case, accents and punctuation, and actors of several datasets joined by them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

from cuibono.ledger.records import Entity

_NOT_WORD = re.compile(r"[^\w]+", re.UNICODE)
_ABBREVIATED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_IDENTIFYING = ("birthDate", "registrationNumber", "leiCode", "taxNumber", "wikidataId")
_MOST_ALIKE = 50


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, no accents, words apart by one space; ``"U.S."`` folds to ``"us"``."""
    joined = _ABBREVIATED.sub(lambda match: match.group().replace(".", ""), text)
    joined = joined.replace("'s", "s").replace("’s", "s")
    plain = "".join(c for c in unicodedata.normalize("NFKD", joined) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain.casefold()).strip()


def same_actor(one: Entity, two: Entity) -> bool:
    """Same name, schema and country in two datasets with nothing that conflicts; persons need a shared country."""
    if set(one.datasets) & set(two.datasets) or one.schema != two.schema:
        return False
    for prop in _IDENTIFYING:
        if one.get(prop) and two.get(prop) and not _compatible(one.get(prop), two.get(prop)):
            return False
    here, there = _countries(one), _countries(two)
    if here and there:
        return bool(here & there)
    return one.schema != "Person"


def _countries(entity: Entity) -> set[str]:
    return {value.casefold() for prop in ("country", "jurisdiction") for value in entity.get(prop)}


def _compatible(ones: Sequence[str], twos: Sequence[str]) -> bool:
    return any(a.startswith(b) or b.startswith(a) for a in ones for b in twos)


def clusters(entities: Mapping[str, Entity], groups: Iterable[Sequence[str]] = ()) -> dict[str, str]:
    """Entity id -> node (the smallest id of its cluster).

    Joined are the ids of each group, and entities of different datasets that are the same actor by name, schema and country.
    """
    root: dict[str, str] = {i: i for i in entities}

    def find(i: str) -> str:
        while root.setdefault(i, i) != i:
            i = root[i]
        return i

    def join(a: str, b: str) -> None:
        low, high = sorted((find(a), find(b)))
        root[high] = low

    for group in groups:
        for other in group[1:]:
            join(group[0], other)
        for only in group[:1]:
            find(only)
    for alike in _namesakes(entities.values()):
        for one, two in combinations(alike[:_MOST_ALIKE], 2):
            if same_actor(one, two):
                join(one.id, two.id)
    return {i: find(i) for i in sorted(root)}


def _namesakes(entities: Iterable[Entity]) -> list[list[Entity]]:
    named: dict[tuple[str, str], list[Entity]] = {}
    for entity in sorted(entities, key=lambda e: e.id):
        if fold(entity.caption):
            named.setdefault((fold(entity.caption), entity.schema), []).append(entity)
    return [alike for _, alike in sorted(named.items()) if len(alike) > 1]
