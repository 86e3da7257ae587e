"""Labelled windows: which pairs of spots bear which claim, aligned with the claims that readers wrote."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from cuibono.model import PREDICATES, THIS_ARTICLE

# Classes of an ordered pair of spots in the order of the text: forward (first is the subject), then backward.
CLASSES = [f"{p}>" for p in PREDICATES] + [f"{p}<" for p in PREDICATES if p != "partners_with"]
SMALL = {
    "the",
    "a",
    "an",
    "of",
    "and",
    "its",
    "mr",
    "mrs",
    "ms",
    "dr",
    "sir",
    "llc",
    "inc",
    "ltd",
    "corp",
    "plc",
}


def tokens(text: str | None) -> list[str]:
    text = unicodedata.normalize("NFKC", text or "").casefold().replace("’", "'")
    return [t for t in re.findall(r"[^\W_]+", re.sub(r"'s\b", "", text)) if t not in SMALL]


def same(a: str | None, b: str | None) -> bool:
    """Whether two names agree as the scorer sees it."""
    ta, tb = tokens(a), tokens(b)
    if not ta or not tb:
        return bool(a and b) and a.strip().casefold() == b.strip().casefold()
    if ta == tb or "".join(ta) == "".join(tb):
        return True
    small, big = sorted((Counter(ta), Counter(tb)), key=lambda c: sum(c.values()))
    return not (small - big) and 2 * sum(small.values()) >= sum(big.values())


@dataclass(slots=True)
class Example:
    doc: str
    outlet: str
    sentence: int
    words: list[str]
    at: list[int]
    spots: list[dict[str, Any]]
    pairs: (
        np.ndarray
    )  # (spots, spots, classes): 1 positive, 0 negative, -1 left out, .5 optional; only i < j used
    cites: np.ndarray  # (spots,): likewise, the article cites the spot
    fields: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)


def fits(spot: dict[str, Any], gold: dict[str, Any], end: str) -> bool:
    names = [gold.get(end), gold.get(f"{end}_text")]
    return any(same(spot["name"], n) or same(spot["text"], n) for n in names if n)


def class_of(predicate: str, forward: bool) -> int:
    return CLASSES.index(f"{predicate}{'>' if forward or predicate == 'partners_with' else '<'}")


def aligned(row: dict[str, Any]) -> tuple[list[Example], int, int]:
    """The windows of a passage with their labels; how many required claims there are, and how many found a place."""
    out = [
        Example(row["id"], row["outlet"] or "", w["sentence"], w["words"], w["at"], w["spots"],
                np.zeros((len(w["spots"]), len(w["spots"]), len(CLASSES)), np.float32), np.zeros(len(w["spots"]), np.float32))
        for w in row["windows"]
    ]  # fmt: skip
    required = placed = 0
    for gold in row["gold"]:
        must = not gold.get("optional")
        required += must
        placed += must & label(row, out, gold)
    return out, required, placed


def label(row: dict[str, Any], examples: list[Example], gold: dict[str, Any]) -> bool:
    """Mark the place where ``gold`` is best read; other places that would do are left out of training."""
    start = row["text"].find(gold["quote"])
    end = start + len(gold["quote"])
    value = 0.5 if gold.get("optional") else 1.0
    options: list[tuple[float, Example, tuple[int, ...], int]] = []
    for example in examples:
        for i, a in enumerate(example.spots):
            if gold["subject"] == THIS_ARTICLE:
                if fits(a, gold, "object"):
                    options.append((distance(start, end, a), example, (i,), 0))
                continue
            for j, b in enumerate(example.spots):
                if i != j and fits(a, gold, "subject") and fits(b, gold, "object"):
                    far = distance(start, end, a) + distance(start, end, b) + 0.01 * abs(i - j)
                    options.append((far, example, (min(i, j), max(i, j)), class_of(gold["predicate"], i < j)))
    if not options:
        return False
    best = min(options, key=lambda o: o[0])
    for far, example, place, cls in options:
        target = example.cites if len(place) == 1 else example.pairs
        key = place if len(place) == 1 else (*place, cls)
        if (far, place) == (best[0], best[2]) and example is best[1]:
            target[key] = max(target[key], value)
            example.fields[(*place, cls) if len(place) > 1 else (place[0], -1)] = gold
        elif target[key] == 0:
            target[key] = -1
    return best[0] < 150


def distance(start: int, end: int, spot: dict[str, Any]) -> float:
    return max(0, start - spot["start"], spot["end"] - end)


def load(path: str) -> list[tuple[dict[str, Any], list[Example]]]:
    rows = [json.loads(x) for x in Path(path).read_text(encoding="utf-8").splitlines()]
    out, required, placed = [], 0, 0
    for row in rows:
        examples, r, p = aligned(row)
        out.append((row, examples))
        required, placed = required + r, placed + p
    print(
        f"{len(out)} passages, {required} required claims, {placed} with a place in the windows",
        file=sys.stderr,
    )
    return out
