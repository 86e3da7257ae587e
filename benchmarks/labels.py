"""Score extraction on our own labels of real news: 1,500 passages of 400 outlets, split by outlet.

    python -m benchmarks.labels --split train [--rows]     the two thirds to develop on
    python -m benchmarks.labels --split test --record      the untouched third; adds date, commit and totals to labels/scores.jsonl

The repository holds labels and offsets, no text (scripts/labels.py): the articles and the scorer lie in ``../shared``; without
them the command says so and stops.
"""

from __future__ import annotations

import argparse
import datetime
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.claims import _GOLD, score_set

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT.parent / "shared" / "texts" / "news_allsides_abp" / "articles.jsonl.xz"
SCORES = ROOT / "labels" / "scores.jsonl"


def commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=("train", "test"), default="train")
    parser.add_argument("--rows", action="store_true", help="list misses and wrong claims (train only)")
    parser.add_argument("--record", action="store_true", help="keep the totals in labels/scores.jsonl")
    options = parser.parse_args()
    if not ARTICLES.exists() or not (_GOLD / "score.py").exists():
        print(f"skipped: the articles are not at {ARTICLES}")
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        command = [sys.executable, "scripts/labels.py", "gold", str(ARTICLES), str(place / options.split)]
        subprocess.run([*command, "--split", options.split], cwd=ROOT, check=True)
        totals = score_set(place, options.split, frozenset({"en"}), options.rows, _GOLD)
    if options.record:
        row = {
            "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "commit": commit(),
            "split": options.split,
        }
        with SCORES.open("a", encoding="utf-8") as out:
            out.write(json.dumps(row | totals) + "\n")


if __name__ == "__main__":
    main()
