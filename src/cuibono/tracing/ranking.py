"""How paths are ranked: what a record, a passage through an actor and a turn cost. Whole hundredths; less is better.

A path costs the sum over its hops of :func:`record_cost` of the cheapest record in the direction taken, plus :func:`through_cost`
of every actor in the middle, plus ``SINK_COST`` or ``SOURCE_COST`` where the direction turns. The directions are chosen so that the sum
is least. Damping by the logarithm of the number of neighbours follows Adamic and Adar, "Friends and neighbors on the Web" (2003).
"""

from __future__ import annotations

from collections.abc import Collection
from math import log10

from cuibono.ledger.records import Dataset
from cuibono.tracing.settings import (
    BACKWARD,
    HOP_COST,
    HUB_COST,
    HUB_TIES,
    MUTUAL,
    OTHER_COST,
    SCHEMA_COST,
    STANDING_COST,
    WEAK_COST,
)

FORWARD, AGAINST, BOTH = 1, 2, 3
"""Which way influence runs along a record, as bits: from source to target, from target to source, either."""


def record_cost(schema: str, dataset: Dataset | None) -> int:
    """What it costs to rely on a record of this schema in this dataset."""
    base = HOP_COST + SCHEMA_COST.get(schema, OTHER_COST)
    if dataset is None:
        return base + STANDING_COST["third_party"]
    return base + STANDING_COST[dataset.standing] + (WEAK_COST if dataset.weak else 0)


def through_cost(others: int) -> int | None:
    """What it costs to pass an actor tied to so many others; None: it is not passed at all."""
    if others > HUB_TIES:
        return None
    return round(HUB_COST * max(0.0, log10(max(1, others)) - 1.0))


def way(schema: str) -> int:
    """The direction bits of a schema, from the record's source to its target."""
    if schema in MUTUAL:
        return BOTH
    return AGAINST if schema in BACKWARD else FORWARD


def settings_mark(datasets: Collection[Dataset]) -> str:
    """A text that changes whenever stored costs would: files of other settings are built anew."""
    words = (HOP_COST, HUB_COST, HUB_TIES, WEAK_COST, OTHER_COST, sorted(SCHEMA_COST.items()))
    ways = (sorted(MUTUAL), sorted(BACKWARD), sorted(STANDING_COST.items()))
    return repr((words, ways, [(d.name, d.version, d.standing, d.weak) for d in datasets]))
