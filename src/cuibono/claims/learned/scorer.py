"""The trained model: tables of hashed features and weights, read from one file of the package and summed with numpy.

The file ``resources/english/pairs.npz`` holds numbers only: hashes of features, their weights as small integers, scales and
biases, and the weights by which evidence becomes a probability. It is read without pickle.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cuibono.errors import ResourceError
from cuibono.model import PREDICATES

BITS = 22  # of a feature's hash
FILE = "pairs.npz"
Floats = NDArray[np.float64]


def hashed(features: Iterable[str]) -> list[int]:
    """The hashes of different features, each once."""
    mask = (1 << BITS) - 1
    return list({zlib.crc32(feature.encode()) & mask for feature in features})


@dataclass(frozen=True, slots=True)
class Table:
    """Weights of hashed features for several outputs: ``keys`` (n) ascending, ``weights`` (n, outputs) in units of ``scale``."""

    keys: NDArray[np.uint32]
    weights: NDArray[np.int8]
    scale: Floats
    bias: Floats

    def scores(self, rows: Sequence[Sequence[int]]) -> Floats:
        """Log odds (rows, outputs) of rows of hashed features."""
        out = np.tile(self.bias, (len(rows), 1))
        if not rows or not len(self.keys):
            return out
        flat = np.fromiter((key for row in rows for key in row), np.uint32)
        owner = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        at = np.minimum(np.searchsorted(self.keys, flat), len(self.keys) - 1)
        hit = self.keys[at] == flat
        heard, first = np.unique(owner[hit], return_index=True)
        if len(heard):
            out[heard] += np.add.reduceat(self.weights[at[hit]], first, axis=0, dtype=np.int64) * self.scale
        return np.asarray(out, np.float64)


@dataclass(frozen=True, slots=True)
class Model:
    """Scores of pairs and of single actors, and how evidence becomes a probability.

    A triple that the rules missed is proposed from probability ``propose`` on. ``calibrated`` are the predicates with labels
    enough for a probability of theirs to be believed.
    """

    pairs: Table
    singles: Table
    weights: Floats
    bias: float
    propose: float
    calibrated: frozenset[str]

    def probability(self, evidence: Floats) -> Floats:
        """Calibrated probabilities of claims from rows of evidence."""
        return np.asarray(1.0 / (1.0 + np.exp(-(evidence @ self.weights + self.bias))), np.float64)


@cache
def model() -> Model:
    """The model of the package, read once.

    Raises :class:`ResourceError` when its file is missing or damaged.
    """
    source = resources.files("cuibono.claims").joinpath("resources", "english", FILE)
    try:
        with resources.as_file(source) as path, np.load(path, allow_pickle=False) as arrays:
            return _model(arrays)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ResourceError(
            f"the model file {FILE} of the claims room is missing or damaged: reinstall cuibono"
        ) from error


def _model(arrays: Any) -> Model:
    pairs, singles = (
        Table(*(arrays[f"{name}_{part}"] for part in ("keys", "weights", "scale", "bias")))
        for name in ("pairs", "singles")
    )
    believed = frozenset(p for p, yes in zip(PREDICATES, arrays["calibrated"], strict=True) if yes)
    return Model(
        pairs,
        singles,
        arrays["evidence_weights"],
        float(arrays["evidence_bias"]),
        float(arrays["propose"]),
        believed,
    )
