"""What speaks for each triple of a document: the rules that made it, what the model says of its pairs, and its rivals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from cuibono.claims.learned.scorer import Floats
from cuibono.model import PREDICATES, THIS_ARTICLE

Triple = tuple[str, str, str]
FLOOR = -8.0  # log odds of a triple that the model never looked at
_KINDS = ("person", "org", "outlet", "state", "unknown", "loose", "place")


@dataclass(slots=True)
class Support:
    """What speaks for one triple. ``fitted`` and ``plain`` are log odds of two readings of the labels; ``at`` the best pair."""

    extractors: frozenset[str] = frozenset()
    fitted: float = FLOOR
    plain: float = FLOOR
    subject_kind: str = ""
    object_kind: str = ""
    referred: int = 0
    at: tuple[int, int, int] | None = None

    @property
    def best(self) -> float:
        return self.fitted + self.plain


@dataclass(slots=True)
class Board:
    """The triples of one document."""

    supports: dict[Triple, Support] = field(default_factory=dict)

    def of(self, triple: Triple) -> Support:
        """The support of ``triple``; partners stand in either order."""
        subject, predicate, object_ = triple
        turned = (object_, predicate, subject)
        if predicate == "partners_with" and turned in self.supports:
            return self.supports[turned]
        return self.supports.setdefault(triple, Support())


def evidence(board: Mapping[Triple, Support]) -> Floats:
    """One row for each triple, in order: columns are those that the weights in the model's file stand for."""
    by_ends: dict[frozenset[str], list[tuple[Triple, Support]]] = {}
    by_subject: dict[tuple[str, str], list[tuple[Triple, Support]]] = {}
    by_object: dict[tuple[str, str], list[tuple[Triple, Support]]] = {}
    for triple, support in board.items():
        by_ends.setdefault(frozenset((triple[0], triple[2])), []).append((triple, support))
        by_subject.setdefault((triple[0], triple[1]), []).append((triple, support))
        by_object.setdefault((triple[2], triple[1]), []).append((triple, support))
    rows = []
    for triple, support in board.items():
        article = triple[0] == THIS_ARTICLE
        ends = _others(by_ends[frozenset((triple[0], triple[2]))], triple)
        subject = [] if article else _others(by_subject[triple[0], triple[1]], triple)
        rows.append(_row(triple, support, ends, subject, _others(by_object[triple[2], triple[1]], triple)))
    return np.array(rows, np.float64)


def _others(known: Iterable[tuple[Triple, Support]], triple: Triple) -> list[Support]:
    return [support for other, support in known if other != triple]


def _best(supports: Sequence[Support]) -> float:
    return max((s.fitted for s in supports), default=FLOOR)


def _ruled(supports: Sequence[Support]) -> float:
    return float(any(s.extractors for s in supports))


def _row(
    t: Triple, s: Support, ends: Sequence[Support], subject: Sequence[Support], object_: Sequence[Support]
) -> list[float]:
    rule, article, unseen = float(bool(s.extractors)), float(t[0] == THIS_ARTICLE), float(s.at is None)
    predicate = [float(t[1] == p) for p in PREDICATES]
    return [
        rule,
        float(len(s.extractors) > 1),
        *(float(name in s.extractors) for name in ("tree", "pattern", "list")),
        s.fitted,
        s.plain,
        s.fitted * rule,
        s.plain * rule,
        unseen,
        rule * unseen,
        article,
        article * rule,
        article * s.fitted,
        article * s.plain,
        _ruled(ends),
        _ruled(ends) * (1 - rule),
        _best(ends),
        float(s.fitted > _best(ends)),
        float(s.referred),
        s.referred * rule,
        _best(subject),
        _ruled(subject),
        _best(object_),
        _ruled(object_),
        *(float(s.subject_kind == k) for k in _KINDS),
        *(float(s.object_kind == k) for k in _KINDS),
        *predicate,
        *(p * rule for p in predicate),
        *(p * s.fitted for p in predicate),
        *(p * s.plain * (1 - rule) for p in predicate),
    ]
