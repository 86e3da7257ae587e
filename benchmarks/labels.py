"""Score extraction on our own labels: 1,500 passages of real English news, split by outlet; 215 written Russian ones.

    python -m benchmarks.labels --split train [--rows]     what to develop on (the model was trained on it: see training/ for held-out scores)
    python -m benchmarks.labels --split test --record      the untouched outlets; adds date, commit and totals to labels/scores.jsonl
    python -m benchmarks.labels --set russian [--split test --record]    the Russian passages, split by a hash of their text

For English the repository holds labels and offsets, no text (scripts/labels.py): the articles and the scorer lie in ``../shared``; without
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
from typing import Any

from benchmarks.claim_lines import passages, rules_only
from benchmarks.claims import _GOLD, score_set

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT.parent / "shared" / "texts" / "news_allsides_abp" / "articles.jsonl.xz"
SCORES = ROOT / "labels" / "scores.jsonl"
RUSSIAN = ROOT / "labels" / "russian"


def commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"


def _russian(folder: Path, split: str, rows: bool) -> dict[str, Any]:
    """Scores of one split of the Russian passages, whose text lies in the repository."""
    kept = [p for p in passages(RUSSIAN / "passages.jsonl") if p["split"] == split]
    ids = {p["id"] for p in kept}
    golds = [c for c in passages(RUSSIAN / "claims.jsonl") if c["doc"] in ids]
    place = folder / split
    place.mkdir()
    for name, lines in (("passages", kept), ("claims", golds)):
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (place / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return score_set(folder, split, frozenset({"ru"}), rows, _GOLD)


def _english(folder: Path, split: str, rows: bool) -> dict[str, Any]:
    command = [sys.executable, "scripts/labels.py", "gold", str(ARTICLES), str(folder / split)]
    subprocess.run([*command, "--split", split], cwd=ROOT, check=True)
    return score_set(folder, split, frozenset({"en"}), rows, _GOLD)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=("english", "russian"), default="english")
    parser.add_argument("--split", choices=("train", "test"), default="train")
    parser.add_argument("--rows", action="store_true", help="list misses and wrong claims (train only)")
    parser.add_argument("--record", action="store_true", help="keep the totals in labels/scores.jsonl")
    parser.add_argument("--rules-only", action="store_true", help="without the trained model")
    options = parser.parse_args()
    if options.rules_only:
        rules_only()
    needed = [_GOLD / "score.py", *([ARTICLES] if options.set == "english" else [])]
    if missing := [str(path) for path in needed if not path.exists()]:
        print(f"skipped: not there: {', '.join(missing)}")
        return
    with tempfile.TemporaryDirectory() as folder:
        measure = _russian if options.set == "russian" else _english
        totals = measure(Path(folder), options.split, options.rows)
    if options.record:
        row = {
            "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "commit": commit(),
            "set": options.set,
            "split": options.split,
        }
        with SCORES.open("a", encoding="utf-8") as out:
            out.write(json.dumps(row | totals) + "\n")


if __name__ == "__main__":
    main()
