"""On the labelled pairs a decisive score is right at least 99 times in 100, and every pair is well-formed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cuibono.entities import compare_names, decisive

LABELS = Path(__file__).resolve().parents[2] / "labels"


def lines(name: str) -> list[dict[str, object]]:
    path = LABELS / name
    if not path.exists():
        pytest.skip(f"{name} is not part of this distribution")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("name", "least"), [("pairs.jsonl", 1_500), ("pairs-scripts.jsonl", 400)])
def test_pairs_hold_two_names_their_records_and_a_judgement(name: str, least: int) -> None:
    rows = lines(name)
    assert len(rows) >= least
    for row in rows:
        assert row.keys() == {"a", "b", "same", "schema", "kind", "a_id", "b_id"}
        assert row["a"] != row["b"]
        assert row["same"] or row["a_id"] != row["b_id"]


def test_there_are_more_than_ten_scripts() -> None:
    assert len({row["kind"] for row in lines("pairs-scripts.jsonl")}) > 10


def test_a_decisive_score_is_right_99_times_in_100_and_the_rest_is_calibrated() -> None:
    rows = lines("pairs.jsonl")
    scores = [float(compare_names(str(r["a"]), str(r["b"]), str(r["schema"]))) for r in rows]
    sure = [
        bool(r["same"]) for r, s in zip(rows, scores, strict=True) if s >= decisive(r["schema"] == "Person")
    ]
    assert len(sure) > 200
    assert sum(sure) / len(sure) >= 0.99
    tenths: dict[int, list[tuple[float, bool]]] = {}
    for row, score in zip(rows, scores, strict=True):
        tenths.setdefault(min(9, int(score * 10)), []).append((score, bool(row["same"])))
    gaps = (abs(sum(s for s, _ in held) - sum(y for _, y in held)) for held in tenths.values())
    assert sum(gaps) / len(rows) <= 0.05
