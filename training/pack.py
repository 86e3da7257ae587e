"""Write the tables and the weights of evidence into the one file that the package ships: numbers only, small integers."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from cuibono.claims.learned.scorer import FILE

TARGET = Path(__file__).parents[1] / "src" / "cuibono" / "claims" / "resources" / "english" / FILE


def quantised(
    keys: np.ndarray, weights: np.ndarray, least: int = 2
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ascending keys, weights as small integers, and the unit of each output; features that say little are left out."""
    scale = np.abs(weights).max(0) / 127 + 1e-12
    small = np.rint(weights / scale).astype(np.int8)
    said = np.abs(small).max(1) >= least
    order = np.argsort(keys[said])
    return keys[said][order].astype(np.uint32), small[said][order], scale


def write(tables: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]], weights: np.ndarray, bias: float,
          propose: float, calibrated: np.ndarray, target: Path = TARGET) -> int:  # fmt: skip
    """Write ``tables`` (name to keys, weights, biases) and the evidence; the size in bytes."""
    arrays = {}
    for name, (keys, table, offset) in tables.items():
        arrays[f"{name}_keys"], arrays[f"{name}_weights"], arrays[f"{name}_scale"] = quantised(keys, table)
        arrays[f"{name}_bias"] = offset.astype(np.float64)
    np.savez_compressed(
        target,
        **arrays,
        evidence_weights=weights,
        evidence_bias=np.float64(bias),
        propose=np.float64(propose),
        calibrated=calibrated,
    )
    return target.stat().st_size
