"""Measure claim extraction: precision, recall and F1 on labelled passages, and speed beside spaCy's full pipeline.

    python -m benchmarks.claims                       scores on seed, dev and authored, with bootstrap intervals
    python -m benchmarks.claims --set seed --rows     the misses and the wrong claims too (never for the test set)
    python -m benchmarks.claims --speed               tokens a second beside spaCy's full pipeline on the same text

The labels lie outside the repository (``../shared/gold``, or ``--gold DIR``); the matching is that of the ``score.py``
beside them. Without them the command says so and stops.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.claim_lines import passages, predict, rules_only

_GOLD = Path(__file__).parents[1].parent / "shared" / "gold"
_SETS = ("seed", "dev", "authored")
_TEST_SETS = frozenset({"dev", "test"})
_RESAMPLES = 1000


def _scorer(gold: Path) -> ModuleType:
    """The scorer that lies beside the labels."""
    spec = importlib.util.spec_from_file_location("gold_score", gold / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{gold / 'score.py'} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _f1(tp: int, fp: int, fn: int) -> float:
    return 2 * tp / (2 * tp + fp + fn) if tp else 0.0


def _counts(
    scorer: ModuleType, passage: dict[str, Any], golds: list[Any], preds: list[Any]
) -> tuple[int, int, int]:
    overall = scorer.score([passage], golds, preds)[0]["overall"]
    return overall["tp"], overall["fp"], overall["fn"]


def _interval(counts: Sequence[tuple[int, int, int]]) -> tuple[float, float]:
    """The 95 % bootstrap interval of F1 over passages (1,000 resamples, fixed seed)."""
    draw = random.Random(20220114)  # noqa: S311 (resampling, no secret)
    values = sorted(
        _f1(*map(sum, zip(*draw.choices(counts, k=len(counts)), strict=True))) for _ in range(_RESAMPLES)
    )
    return values[int(0.025 * _RESAMPLES)], values[int(0.975 * _RESAMPLES) - 1]


def _row(name: str, v: dict[str, Any], extra: str = "") -> str:
    return f"  {name:16} P {v['precision']:.3f}  R {v['recall']:.3f}  F1 {v['f1']:.3f}  (tp {v['tp']} fp {v['fp']} fn {v['fn']}){extra}"


def score_set(
    gold: Path, name: str, languages: frozenset[str], rows: bool, scorer_home: Path | None = None
) -> dict[str, Any]:
    """Print and return the scores of one set; its rows only when asked and only for sets to develop on.

    ``scorer_home`` is the folder of ``score.py`` where that is not ``gold``.
    """
    scorer = _scorer(scorer_home or gold)
    kept = [p for p in passages(gold / name / "passages.jsonl") if p["lang"] in languages]
    if not kept:
        print(f"{name}: no passages in {', '.join(sorted(languages))}")
        return {}
    ids = {p["id"] for p in kept}
    golds = [c for c in passages(gold / name / "claims.jsonl") if c["doc"] in ids]
    preds = list(predict(kept))
    result, missed, wrong = scorer.score(kept, golds, preds)
    per_passage = [
        _counts(
            scorer, p, [c for c in golds if c["doc"] == p["id"]], [c for c in preds if c["doc"] == p["id"]]
        )
        for p in kept
    ]
    low, high = _interval(per_passage)
    print(f"{name}: {len(kept)} passages, {', '.join(sorted(languages))}")
    print(_row("overall", result["overall"], f"  F1 95 % interval {low:.3f} to {high:.3f}"))
    for kind in ("predicate", "language", "side"):
        for key, value in result[f"by_{kind}"].items():
            print(_row(key, value))
    print("  on matched claims:", json.dumps(result["on_matched"]))
    print("  passages without a claim:", json.dumps(result["no_claim_passages"]))
    if rows and name not in _TEST_SETS:
        for what, claims in (("missed", missed), ("wrong", wrong)):
            for c in claims:
                print(f"  {what}: {c['doc']}: {c['subject']} | {c['predicate']} | {c['object']}")
    totals: dict[str, Any] = dict(result["overall"])
    return totals


def speed(gold: Path, repeats: int) -> None:
    """CPU seconds of extraction and of spaCy's full pipeline, warm, on the same articles in one process."""
    import spacy

    from cuibono.claims import extract_many
    from cuibono.claims.english.pipeline import model_folder
    from cuibono.model import Document

    texts = [
        p["text"] for name in _SETS for p in passages(gold / name / "passages.jsonl") if p["lang"] == "en"
    ]
    documents = [Document(str(i), text, "en") for i, text in enumerate(texts)]
    full = spacy.load(model_folder())
    tokens = sum(len(full.tokenizer(text)) for text in texts)
    list(extract_many(documents[:3]))
    list(full.pipe(texts[:3]))
    ours, theirs = [], []
    for _ in range(repeats):
        start = time.process_time()
        list(extract_many(documents))
        ours.append(time.process_time() - start)
        start = time.process_time()
        list(full.pipe(texts))
        theirs.append(time.process_time() - start)
    mine, other = min(ours), min(theirs)
    print(f"{len(texts)} texts, {tokens} tokens, best of {repeats}, CPU seconds")
    print(f"  cuibono.claims        {mine:6.2f} s  {tokens / mine:8.0f} tokens/s")
    print(f"  spaCy, full pipeline  {other:6.2f} s  {tokens / other:8.0f} tokens/s")
    print(f"  ratio                 {other / mine:6.2f} (above 1: extraction is faster)")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, default=_GOLD)
    parser.add_argument(
        "--set", choices=_SETS, action="append", help="may be given more than once; default: all"
    )
    parser.add_argument("--language", choices=("en", "ru"), action="append", help="default: both")
    parser.add_argument(
        "--rows", action="store_true", help="list misses and wrong claims (seed and authored only)"
    )
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--rules-only", action="store_true", help="without the trained model")
    options = parser.parse_args(arguments)
    if options.rules_only:
        rules_only()
    if not (options.gold / "score.py").is_file():
        print(f"skipped: no labelled passages at {options.gold}")
        return 0
    if options.speed:
        speed(options.gold, options.repeats)
        return 0
    for name in options.set or _SETS:
        score_set(options.gold, name, frozenset(options.language or ("en", "ru")), options.rows)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
