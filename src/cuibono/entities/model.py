"""The fitted name models: boosted trees as data, and what each feature added to the log odds.

A tree's value moves along the path from its root; each move belongs to the feature that was asked there (Saabas 2014,
http://blog.datadive.net/interpreting-random-forests/), so that the contributions sum to the score exactly.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from cuibono.errors import ResourceError

Node = tuple[int, float, int, int, float]


@dataclass(frozen=True, slots=True)
class Trees:
    """One model: feature names in order, trees as rows (feature or -1, threshold, left, right, value)."""

    features: tuple[str, ...]
    trees: tuple[tuple[Node, ...], ...]
    bias: float
    scale: float
    decisive: float

    def odds(self, values: Sequence[float]) -> float:
        """Calibrated log odds of one row of feature values."""
        total = 0.0
        for tree in self.trees:
            feature, threshold, left, right, value = tree[0]
            while feature >= 0:
                feature, threshold, left, right, value = tree[left if values[feature] <= threshold else right]
            total += value
        return self.bias + self.scale * total

    def contributions(self, values: Sequence[float]) -> dict[str, float]:
        """What each feature added; with :attr:`bias` and the ``start`` entry they sum to :meth:`odds`."""
        found = dict.fromkeys(self.features, 0.0)
        start = 0.0
        for tree in self.trees:
            node = tree[0]
            start += node[4]
            while node[0] >= 0:
                following = tree[node[2] if values[node[0]] <= node[1] else node[3]]
                found[self.features[node[0]]] += following[4] - node[4]
                node = following
        return {"start": self.scale * start, **{k: self.scale * v for k, v in found.items() if v}}


@cache
def models() -> Mapping[str, Trees]:
    """The models for ``person`` and ``organization``. Raises :class:`~cuibono.errors.ResourceError` when damaged."""
    try:
        source = resources.files("cuibono.entities").joinpath("resources", "name_model.json")
        data = json.loads(source.read_text(encoding="utf-8"))
        return {kind: _trees(data[kind]) for kind in ("person", "organization")}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ResourceError(
            "the name model of the entities room is missing or damaged: reinstall cuibono"
        ) from error


def _trees(data: Mapping[str, object]) -> Trees:
    trees = tuple(tuple((int(f), t, int(le), int(r), v) for f, t, le, r, v in tree) for tree in data["trees"])  # type: ignore[attr-defined]
    scale = float(data["scale"])  # type: ignore[arg-type]
    return Trees(
        features=tuple(data["features"]),  # type: ignore[arg-type]
        trees=trees,
        bias=scale * float(data["start"]) + float(data["shift"]),  # type: ignore[arg-type]
        scale=scale,
        decisive=float(data["decisive"]),  # type: ignore[arg-type]
    )


def probability(odds: float) -> float:
    """Logistic function, safe for large values."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))
