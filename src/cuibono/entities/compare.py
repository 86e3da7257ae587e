"""How likely two names are one actor's: named, weighted features and a calibrated probability.

A logistic model over features of an alignment of words; one set of weights for persons, one for all else. The weights
were fitted on pairs from public registers and calibrated on others (``docs/entities.md``); they are data
(``resources/weights.yml``). The form follows nomenklatura's matchers: a score is a list of named features.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

from cuibono.entities.align import align
from cuibono.entities.data import rules
from cuibono.entities.features import features
from cuibono.entities.names import name_shape, parse
from cuibono.model import Feature

PERSON_SCHEMAS = frozenset({"Person"})


class NameScore(float):
    """A probability, 0 to 1, that explains itself.

    ``features``: what it is made of, heaviest first; each contributes ``value * weight`` to the log odds. ``pair``: the
    two spellings compared.
    """

    features: tuple[Feature, ...]
    pair: tuple[str, str]

    def __new__(cls, value: float, features: tuple[Feature, ...], pair: tuple[str, str]) -> NameScore:
        score = super().__new__(cls, value)
        score.features = features
        score.pair = pair
        return score


@cache
def _weights(kind: str) -> Mapping[str, float]:
    return dict(rules("weights")[kind])


@cache
def decisive() -> float:
    """The probability from which on a link may rest on a name."""
    return float(rules("weights")["decisive"])


def compare_names(a: str, b: str, schema: str | None = None) -> NameScore:
    """The probability that ``a`` and ``b`` name the same actor.

    ``schema`` is a FollowTheMoney schema (``Person``, ``Organization``, ...) when it is known; without it the shape of
    the names decides how they are read. Symmetric. Names of generic words alone ("Press Centre") score 0.
    """
    return score_names(a, b, _read_as_person(a, b, schema))


def _read_as_person(a: str, b: str, schema: str | None) -> bool:
    if schema is not None and schema not in ("LegalEntity", "Thing"):
        return schema in PERSON_SCHEMAS
    shapes = {name_shape(a), name_shape(b)}
    return "person" in shapes and "organization" not in shapes


def score_names(a: str, b: str, person: bool) -> NameScore:
    """:func:`compare_names` where it is known whether the names are read as persons'."""
    if b < a:
        swapped = score_names(b, a, person)
        return NameScore(float(swapped), swapped.features, (a, b))
    left, right = parse(a, person), parse(b, person)
    if not (left.distinctive and right.distinctive):
        note = "nothing but generic words in one of the names"
        return NameScore(0.0, (Feature("generic", 1.0, -20.0, note),), (a, b))
    alignment = align(left, right)
    values = features(alignment)
    weights = _weights("person" if person else "organization")
    explained = [
        Feature(name, round(value, 4), weights.get(name, 0.0), alignment.note(name))
        for name, value in values.items()
        if value and weights.get(name)
    ]
    odds = weights["bias"] + sum(f.score for f in explained)
    base = Feature("bias", 1.0, weights["bias"], "where every comparison starts")
    ordered = tuple(sorted(explained, key=lambda f: (-abs(f.score), f.name)))
    return NameScore(probability(odds), (*ordered, base), (a, b))


def probability(odds: float) -> float:
    """Logistic function, safe for large values."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))
