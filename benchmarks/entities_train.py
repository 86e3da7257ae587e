"""Fit the two name models (persons, all else) and write ``src/cuibono/entities/resources/name_model.json``.

    python -m benchmarks.entities_train [--pairs FILE]

Needs scikit-learn, which cuibono itself does not. Small boosted trees with monotone constraints (a conflict never raises
a score), fitted on the train part of :func:`benchmarks.entities_registers.all_pairs`, calibrated (Platt) on the second
part, reported on the third. Parts are by entity. Pairs are weighed so that a third are one actor's.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.entities_registers import Pair, all_pairs, part
from cuibono.entities.align import align
from cuibono.entities.features import features
from cuibono.entities.names import parse

OUT = Path(__file__).resolve().parents[1] / "src" / "cuibono" / "entities" / "resources" / "name_model.json"
TREES, LEAVES, RATE, SHARE = 80, 8, 0.2, 0.35
RISES = frozenset(
    {"agreement", "agreement_high", "contained", "equal", "letters", "rarity", "likeness", "first_word"}
)
FALLS = frozenset(
    {"own_words", "conflicting_names", "own_core", "number_conflict", "number_extra", "place_conflict", "kind_conflict",
     "patronymic_conflict", "extra_core", "part_extra", "spelling", "misspelt", "weakest", "kind_extra", "place_extra",
     "extra_words", "acronym_extra", "only_generic_shared"}
)  # fmt: skip
WEIGHTS = {"ror": 0.5, "made": 2.0, "one word": 0.5}

Floats = NDArray[np.float64]


def table(pairs: Sequence[Pair], person: bool) -> tuple[list[str], Floats, Floats, list[Pair]]:
    """(feature names, values, labels, pairs) of the pairs of one kind whose names are more than generic words."""
    names: list[str] = []
    rows, kept = [], []
    for pair in pairs:
        a, b = sorted((pair.a, pair.b))
        left, right = parse(a, person), parse(b, person)
        if pair.person == person and left.distinctive and right.distinctive:
            values = features(align(left, right))
            names = names or list(values)
            rows.append([values[name] for name in names])
            kept.append(pair)
    return names, np.array(rows), np.array([p.same for p in kept], dtype=float), kept


def _tree(nodes: Any) -> list[list[float]]:
    """Rows [feature, threshold, left, right, value] of one tree; inner values are means of their leaves."""
    values = [0.0] * len(nodes)
    for i in reversed(range(len(nodes))):
        node = nodes[i]
        if node["is_leaf"]:
            values[i] = float(node["value"])
        else:
            ends = int(node["left"]), int(node["right"])
            left, right = (float(nodes[end]["count"]) for end in ends)
            values[i] = (values[ends[0]] * left + values[ends[1]] * right) / (left + right)
    return [
        [-1 if n["is_leaf"] else int(n["feature_idx"]), round(float(n["num_threshold"]), 5) if not n["is_leaf"] else 0,
         int(n["left"]), int(n["right"]), round(values[i], 5)]
        for i, n in enumerate(nodes)
    ]  # fmt: skip


def _platt(scores: Floats, labels: Floats, weights: Floats) -> tuple[float, float]:
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1e6).fit(scores.reshape(-1, 1), labels, sample_weight=weights)
    return float(fitted.coef_[0][0]), float(fitted.intercept_[0])


def balance(labels: Floats, weights: Floats) -> Floats:
    """Weights under which ``SHARE`` of the pairs are one actor's."""
    same, other = weights[labels == 1].sum(), weights[labels == 0].sum()
    return np.where(labels == 1, SHARE * weights / same, (1 - SHARE) * weights / other) * len(labels)


def error(probabilities: Floats, labels: Floats, weights: Floats, bins: int = 15) -> float:
    """Expected calibration error."""
    place = np.minimum((probabilities * bins).astype(int), bins - 1)
    total = 0.0
    for each in range(bins):
        here = place == each
        if weights[here].sum() > 0:
            gap = np.average(probabilities[here], weights=weights[here]) - np.average(
                labels[here], weights=weights[here]
            )
            total += abs(gap) * weights[here].sum() / weights.sum()
    return float(total)


def fit(pairs: Sequence[Pair], person: bool) -> dict[str, Any]:
    """One model, as the data that the program reads; prints what it does on the held-out part."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    names, values, labels, kept = table(pairs, person)
    parts = np.array([part(p.group) for p in kept])
    weights = np.array([WEIGHTS.get(p.source, 1.0) for p in kept])
    train, middle, test = (parts == name for name in ("train", "calibrate", "test"))
    model = HistGradientBoostingClassifier(
        max_iter=TREES, learning_rate=RATE, max_leaf_nodes=LEAVES, l2_regularization=1.0, min_samples_leaf=30,
        early_stopping=False, monotonic_cst=[(n in RISES) - (n in FALLS) for n in names],
    ).fit(values[train], labels[train], sample_weight=balance(labels[train], weights[train]))  # fmt: skip
    trees = [_tree(predictors[0].nodes) for predictors in model._predictors]
    odds = model.decision_function(values)
    scale, shift = _platt(odds[middle], labels[middle], balance(labels[middle], weights[middle]))
    probabilities = 1 / (1 + np.exp(-(scale * odds + shift)))
    spelt = middle & np.array([p.source != "acronym" for p in kept])
    sure = _threshold(probabilities[spelt], labels[spelt])
    test &= np.array([p.source != "acronym" for p in kept])
    _report("persons" if person else "organisations", probabilities[test], labels[test], weights[test], sure)
    return {
        "features": names,
        "start": round(float(model._baseline_prediction[0][0]), 5),
        "scale": round(scale, 5),
        "shift": round(shift, 5),
        "decisive": sure,
        "trees": trees,
    }


def _threshold(probabilities: Floats, labels: Floats, precision: float = 0.994) -> float:
    """The least probability, 0.95 or more, from which on the calibration part is right this often.

    More often than the 99 in 100 that are promised: what suits one part best suits another a little less.
    """
    for value in np.arange(0.95, 0.996, 0.005):
        if labels[probabilities >= value].mean() >= precision:
            return round(float(value), 3)
    return 0.995


def _report(title: str, probabilities: Floats, labels: Floats, weights: Floats, sure: float) -> None:
    over = probabilities >= sure
    half = probabilities >= 0.5
    hits = (half & (labels == 1)).sum()
    print(
        f"{title}: {len(labels)} held-out pairs, F1 at 0.5 {2 * hits / (half.sum() + labels.sum()):.3f}, decisive from {sure}: "
        f"precision {labels[over].mean():.4f} recall {labels[over].sum() / labels.sum():.3f}, calibration error "
        f"{error(probabilities, labels, balance(labels, weights)):.3f}"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--pairs", type=Path, help="pairs drawn before, as JSON; drawn and written there when missing"
    )
    chosen = options.parse_args()
    if chosen.pairs is not None and chosen.pairs.exists():
        pairs = [Pair(*row) for row in json.loads(chosen.pairs.read_text())]
    else:
        pairs = all_pairs()
        if chosen.pairs is not None:
            rows = [[p.a, p.b, p.same, p.person, p.source, p.group] for p in pairs]
            chosen.pairs.write_text(json.dumps(rows, ensure_ascii=False))
    models = {"person": fit(pairs, True), "organization": fit(pairs, False)}
    OUT.write_text(json.dumps(models, separators=(",", ":")) + "\n")
    print(f"{OUT}: {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
