"""Labels of claims without the text they label: pack what annotators wrote, unpack it beside the articles.

    python scripts/labels.py pack PASSAGES-TEXT.jsonl WRITTEN.jsonl... --to labels/claims.jsonl
    python scripts/labels.py gold ARTICLES.jsonl.xz FOLDER [--split train|test]
    python scripts/labels.py agreement PASSAGES-TEXT.jsonl FIRST.jsonl SECOND.jsonl --scorer SCORE.py

``pack`` turns every string that stands in the passage into a pair of offsets; a name that does not stand there so (a resolved
one, "[this article]") stays a string. ``gold`` writes passages.jsonl, claims.jsonl and uncheckable.jsonl as a scorer reads them.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from label_passages import PASSAGES, rebuild  # type: ignore[import-not-found,unused-ignore]

CLAIMS = PASSAGES.parent / "claims.jsonl"
TEXTUAL = ("quote", "subject", "subject_text", "object", "object_text", "attribution", "time", "amount")
FLAGS = ("hedge", "past", "optional", "generic")


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")


def packed(value: str | None, text: str, near: int) -> list[int] | str | None:
    """Offsets of the occurrence nearest to ``near``, or the string itself where it does not occur."""
    if not value:
        return None
    starts = [i for i in range(len(text)) if text.startswith(value, i)]
    if not starts:
        return value
    start = min(starts, key=lambda i: (abs(i - near), i))
    return [start, start + len(value)]


def pack_claim(row: dict[str, Any], text: str) -> dict[str, Any]:
    near = max(0, text.find(row["quote"]))
    out: dict[str, Any] = {"doc": row["doc"], "predicate": row["predicate"], "polarity": row["polarity"]}
    out |= {k: packed(row.get(k), text, near) for k in TEXTUAL if row.get(k)}
    out |= {k: True for k in FLAGS if row.get(k)}
    return out


def pack(text_file: Path, written: list[Path], target: Path) -> None:
    texts = {row["id"]: row["text"] for row in lines(text_file)}
    rows = [row for path in written for row in lines(path)]
    done = sorted({row["doc"] for row in rows})
    claims = [pack_claim(row, texts[row["doc"]]) for row in rows if not row.get("none")]
    write(target, [{"doc": doc, "read": True} for doc in done] + sorted(claims, key=lambda c: c["doc"]))
    print(f"{target}: {len(done)} passages read, {len(claims)} claims")


def unpack_claim(row: dict[str, Any], text: str) -> dict[str, Any]:
    out = {k: text[v[0] : v[1]] if isinstance(v, list) else v for k, v in row.items()}
    out.setdefault("subject_text", out.get("subject"))
    out.setdefault("object_text", out.get("object"))
    out |= {k: out.get(k) for k in ("attribution", "time", "amount")}
    return out | {"hedge": bool(out.get("hedge"))}


def gold(articles: Path, folder: Path, split: str | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    rebuild(articles, folder / "passages.jsonl")
    rows = lines(CLAIMS)
    done = {row["doc"] for row in rows if row.get("read")}
    passages = [
        p for p in lines(folder / "passages.jsonl") if p["id"] in done and split in (None, p["split"])
    ]
    texts = {p["id"]: p["text"] for p in passages}
    claims = [unpack_claim(r, texts[r["doc"]]) for r in rows if not r.get("read") and r["doc"] in texts]
    write(folder / "passages.jsonl", passages)
    write(folder / "claims.jsonl", claims)
    write(folder / "uncheckable.jsonl", [])
    print(f"{folder}: {len(passages)} passages, {len(claims)} claims")


def scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def agreement(text_file: Path, first: Path, second: Path, score_file: Path) -> None:
    """Score the second reading against the first on the passages that both read."""
    a, b = lines(first), lines(second)
    both = {r["doc"] for r in a} & {r["doc"] for r in b}
    passages = [p for p in lines(text_file) if p["id"] in both]
    golds = [{"attribution": None, "hedge": False} | r for r in a if r["doc"] in both and not r.get("none")]
    required = [
        r
        for r in b
        if r["doc"] in both and not r.get("none") and not r.get("optional") and not r.get("generic")
    ]
    result = scorer(score_file).score(passages, golds, required)[0]
    print(len(both), "passages read twice:", json.dumps(result["overall"]), json.dumps(result["on_matched"]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["pack", "gold", "agreement"])
    parser.add_argument("first", type=Path)
    parser.add_argument("rest", type=Path, nargs="+")
    parser.add_argument("--to", type=Path, default=CLAIMS)
    parser.add_argument("--split", choices=["train", "test"])
    parser.add_argument("--scorer", type=Path)
    options = parser.parse_args()
    if options.what == "pack":
        pack(options.first, options.rest, options.to)
    elif options.what == "gold":
        gold(options.first, options.rest[0], options.split)
    else:
        agreement(options.first, options.rest[0], options.rest[1], options.scorer)


if __name__ == "__main__":
    main()
