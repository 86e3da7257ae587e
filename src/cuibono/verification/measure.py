"""Whether a listing on record is of the measure that the text names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from cuibono.model import Claim
from cuibono.verification.records import Record
from cuibono.verification.resources import load
from cuibono.verification.text import fold, has_phrase

_SAYS = ("program", "reason", "provisions", "status")


def other_measure(claim: Claim, record: Record) -> bool:
    """Whether the text names one measure and the record only another."""
    if claim.nature not in _measures():
        return False
    recorded = measures_in(value for prop in _SAYS for value in record.edge.get(prop))
    return bool(recorded) and claim.nature not in recorded


def measures_in(texts: Iterable[str]) -> frozenset[str]:
    """The measures that the texts name."""
    folded = [fold(text) for text in texts]
    return frozenset(
        name
        for name, phrases in _measures().items()
        if any(has_phrase(t, p) for t in folded for p in phrases)
    )


@cache
def _measures() -> dict[str, tuple[str, ...]]:
    return {name: tuple(map(fold, phrases)) for name, phrases in load("measures").items()}
