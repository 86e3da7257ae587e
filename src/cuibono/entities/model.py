"""The fitted name models: boosted trees as data, and what each feature added to the log odds.

A tree's value moves along the path from its root; each move belongs to the feature that was asked there (Saabas 2014,
http://blog.datadive.net/interpreting-random-forests/), so that the contributions sum to the score exactly.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import getitem

from cuibono.errors import ResourceError

Node = tuple[int, float, int, int, float]


MOST_LEAVES = 8
"""Leaves of a tree at most: one byte of bits."""


@dataclass(frozen=True, slots=True)
class LeafBits:
    """All trees at once by bits, one byte a tree and one bit a leaf, from left to right.

    A test that fails rules out the leaves to its left. For each feature the leaves that are left are known for every
    range between its thresholds; "and" over the features leaves each tree's exit leaf as its lowest bit (QuickScorer,
    Lucchese et al. 2015, https://doi.org/10.1145/2766462.2767733).
    """

    thresholds: tuple[tuple[int, tuple[float, ...], tuple[int, ...]], ...]
    values: tuple[tuple[float, ...], ...]

    def total(self, row: Sequence[float]) -> float:
        """The sum of the exit leaves of all trees."""
        bits = -1
        for feature, cuts, masks in self.thresholds:
            bits &= masks[bisect_left(cuts, row[feature])]
        found = (bits & ((1 << 8 * len(self.values)) - 1)).to_bytes(len(self.values), "little")
        return sum(map(getitem, self.values, found))

    @classmethod
    def of(cls, trees: Sequence[Sequence[Node]]) -> LeafBits:
        """From trees of at most ``MOST_LEAVES`` leaves; raises ``ValueError`` for larger ones."""
        ruled_out: dict[int, dict[float, int]] = {}
        values = []
        for place, tree in enumerate(trees):
            leaves: list[float] = []
            _walk(tree, 0, leaves, place, ruled_out)
            if len(leaves) > MOST_LEAVES:
                raise ValueError("a tree of the name model has too many leaves")
            lowest = ((byte & -byte).bit_length() - 1 for byte in range(256))
            values.append(tuple(leaves[bit] if 0 <= bit < len(leaves) else 0.0 for bit in lowest))
        return cls(tuple(_prefixes(f, by_cut) for f, by_cut in sorted(ruled_out.items())), tuple(values))


def _walk(
    tree: Sequence[Node], at: int, leaves: list[float], place: int, ruled_out: dict[int, dict[float, int]]
) -> None:
    """Collect leaves from left to right, and for each test the leaves that its failing rules out."""
    feature, threshold, left, right, value = tree[at]
    if feature < 0:
        leaves.append(value)
        return
    first = len(leaves)
    _walk(tree, left, leaves, place, ruled_out)
    bits = ((1 << len(leaves)) - (1 << first)) << 8 * place
    by_cut = ruled_out.setdefault(feature, {})
    by_cut[threshold] = by_cut.get(threshold, 0) | bits
    _walk(tree, right, leaves, place, ruled_out)


def _prefixes(feature: int, by_cut: Mapping[float, int]) -> tuple[int, tuple[float, ...], tuple[int, ...]]:
    """(feature, its thresholds in order, the leaves left when the value is above the first 0, 1, 2, ... of them)."""
    cuts = sorted(by_cut)
    masks = [-1]
    for cut in cuts:
        masks.append(masks[-1] & ~by_cut[cut])
    return feature, tuple(cuts), tuple(masks)


@dataclass(frozen=True, slots=True)
class Trees:
    """One model: feature names in order, trees as rows (feature or -1, threshold, left, right, value)."""

    features: tuple[str, ...]
    trees: tuple[tuple[Node, ...], ...]
    bias: float
    scale: float
    decisive: float
    leaves: LeafBits

    def odds(self, values: Sequence[float]) -> float:
        """Calibrated log odds of one row of feature values."""
        return self.bias + self.scale * self.leaves.total(values)

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
        leaves=LeafBits.of(trees),
    )


def probability(odds: float) -> float:
    """Logistic function, safe for large values."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))
