"""Train the model that weighs and proposes claims, from the labels and the articles beside the repository; `make train`.

    python training/train.py ARTICLES.jsonl.xz [--silver 2800] [--folder WORK] [--to pairs.npz]

1. The labelled passages of the training outlets are read by the rules and exported as windows with labelled pairs.
2. As many other articles of the training outlets as ``--silver`` says are read by the rules; what the rules claim there is taken
   for labels of less weight.
3. Two tables are trained, on both and on the labels alone; in three folds by outlet, then on everything.
4. On the folds' scores the weights of evidence are fitted, so that probabilities hold for outlets that were not seen.
5. Tables and weights are written into the package. Everything in between holds words of the articles and stays in ``--folder``.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import linear
import numpy as np
import pack
import weigh
from examples import class_of, load
from export import export, lines
from pairs import features_of, matrix
from scipy.sparse import csr_matrix, vstack

from cuibono.model import PREDICATES, THIS_ARTICLE

ROOT = Path(__file__).parents[1]
FOLDS, PROPOSE, ENOUGH = (
    3,
    0.6,
    100,
)  # folds by outlet; least probability of a proposal; rule claims with a label to believe in
SILVER_WEIGHT, OPTIONAL_WEIGHT = 0.3, 0.5
LENGTH = 6000  # characters read of an unlabelled article


@dataclass
class Set:
    """Rows of features, targets (1, 0, .5 optional, -1 left out) and what they stand for."""

    x: csr_matrix
    y: np.ndarray
    keys: list[tuple[Any, ...]]

    @property
    def weight(self) -> np.ndarray:
        return np.where(self.y == -1, 0, np.where(self.y == 0.5, OPTIONAL_WEIGHT, 1)).astype(np.float32)


def labelled(path: Path) -> tuple[Set, Set, dict[str, dict[str, Any]]]:
    """Pairs and single spots of the labelled passages, and the passages."""
    pairs: tuple[list[Any], ...] = ([], [], [])
    singles: tuple[list[Any], ...] = ([], [], [])
    rows = {}
    for row, examples in load(str(path)):
        rows[row["id"]] = row
        for w, e in zip(row["windows"], examples, strict=True):
            if w["sentence"] not in row["parsed"] or not w["spots"]:
                continue
            of_pairs, of_singles = features_of(w)
            for s, o, features in of_pairs:
                i, j = min(s, o), max(s, o)
                target = [e.pairs[i, j, class_of(p, s < o)] for p in PREDICATES]
                _add(pairs, features, target, (row["id"], w["sentence"], s, o))
            for k, features in of_singles:
                _add(singles, features, [e.cites[k]], (row["id"], w["sentence"], k))
    return _set(pairs), _set(singles), rows


def silver(path: Path) -> tuple[Set, Set]:
    """The same of unlabelled articles, with the rules' claims for labels; windows and pairs without a claim are thinned out."""
    rng = random.Random(1)  # noqa: S311 (a sample, no secret)
    pairs: tuple[list[Any], ...] = ([], [], [])
    singles: tuple[list[Any], ...] = ([], [], [])
    for row in lines(str(path)):
        claimed, cited = _claimed(row)
        for w in row["windows"]:
            at = {(x["start"], x["end"]): k for k, x in enumerate(w["spots"])}
            here = {(at[s], at[o]): v for (s, o), v in claimed.items() if s in at and o in at}
            sources = {at[o] for o in cited if o in at}
            if w["sentence"] not in row["parsed"] or not (here or sources or rng.random() < 0.08):
                continue
            of_pairs, of_singles = features_of(w)
            for s, o, features in of_pairs:
                said = here.get((s, o), set()) | ({"partners_with"} & here.get((o, s), set()))
                if said or rng.random() < 0.3:
                    _add(pairs, features, [float(p in said) for p in PREDICATES], (s, o))
            for k, features in of_singles:
                _add(singles, features, [float(k in sources)], (k,))
    return _set(pairs), _set(singles)


def _claimed(row: dict[str, Any]) -> tuple[dict[Any, set[str]], set[Any]]:
    claimed: dict[Any, set[str]] = defaultdict(set)
    cited = set()
    for c in row["rules"]:
        if c["subject"] == THIS_ARTICLE:
            cited.add(tuple(c["o"]))
        else:
            claimed[tuple(c["s"]), tuple(c["o"])].add(c["predicate"])
    return claimed, cited


def _add(
    lists: tuple[list[Any], ...], features: list[int], target: list[float], key: tuple[Any, ...]
) -> None:
    for into, value in zip(lists, (features, target, key), strict=True):
        into.append(value)


def _set(lists: tuple[list[Any], ...]) -> Set:
    return Set(matrix(lists[0]), np.array(lists[1], np.float32), lists[2])


def known(*sets: Set) -> np.ndarray:
    """The columns that occur twice or more."""
    return np.flatnonzero(sum(np.bincount(s.x.indices, minlength=s.x.shape[1]) for s in sets) >= 2)


def tables(gold: Set, extra: Set, train: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Columns, weights and biases of both readings: labels with the rules' claims, then labels alone."""
    columns = known(gold, extra)
    x, more = gold.x[train][:, columns], extra.x[:, columns]
    y, weight = (gold.y[train] > 0).astype(np.float32), gold.weight[train]
    plain = linear.train(x, y, weight)
    fitted = linear.train(
        vstack([x, more]).tocsr(),
        np.concatenate([y, extra.y]),
        np.concatenate([weight, np.full(extra.y.shape, SILVER_WEIGHT, np.float32)]),
    )
    return columns, np.hstack([fitted[0], plain[0]]), np.concatenate([fitted[1], plain[1]])


def folds(rows: dict[str, dict[str, Any]]) -> dict[str, int]:
    """A fold for each outlet, the largest first, so that the folds are about equal."""
    sizes, load_ = Counter(r["outlet"] or "" for r in rows.values()), [0] * FOLDS
    out = {}
    for outlet, n in sorted(sizes.items(), key=lambda t: (-t[1], t[0])):
        out[outlet] = min(range(FOLDS), key=lambda k: (load_[k], k))
        load_[out[outlet]] += n
    return out


def held_out(gold: Set, extra: Set, rows: dict[str, dict[str, Any]], fold: dict[str, int]) -> np.ndarray:
    """Scores of each row by tables that never saw its outlet."""
    of = np.array([fold[rows[key[0]]["outlet"] or ""] for key in gold.keys])
    out = np.zeros((len(of), 2 * gold.y.shape[1]), np.float32)
    for k in range(FOLDS):
        columns, weights, bias = tables(gold, extra, of != k)
        out[of == k] = linear.score(gold.x[of == k][:, columns], weights, bias)
    return out


def articles(path: Path, wanted: int) -> Iterator[dict[str, Any]]:
    """Unlabelled articles of outlets that are not in the test third, in an order that their ids decide."""
    sys.path.insert(0, str(ROOT / "scripts"))
    import label_passages as sampling

    used = {row["article"] for row in lines(str(ROOT / "labels" / "passages.jsonl"))}
    free = [
        a
        for a in sampling.articles(path)
        if a["ID"] not in used and sampling.split_of(sampling.outlet_of(a)) != "test"
    ]
    for a in sorted(free, key=lambda a: sampling.digest("silver " + a["ID"]))[:wanted]:
        yield {"id": a["ID"], "text": a["text"][:LENGTH], "outlet": sampling.outlet_of(a), "keep": True}


def prepare(path: Path, folder: Path, wanted: int) -> None:
    """Write gold.jsonl and silver.jsonl into ``folder``."""
    labels = folder / "labels"
    command = [sys.executable, "scripts/labels.py", "gold", str(path), str(labels), "--split", "train"]
    subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 (our own script)
    passages = [p | {"keep": True} for p in lines(str(labels / "passages.jsonl"))]
    for name, rows, claims in (
        ("gold", passages, lines(str(labels / "claims.jsonl"))),
        ("silver", list(articles(path, wanted)), []),
    ):
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as out:
            for begin in range(0, len(rows), 40):
                for row in export(rows[begin : begin + 40], claims):
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path)
    parser.add_argument("--silver", type=int, default=2800)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--to", type=Path, default=pack.TARGET)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        prepare(options.articles, folder, options.silver)
        train(folder, options.to)


def train(folder: Path, target: Path) -> None:
    """From the exported files in ``folder`` to the model's file at ``target``."""
    pairs, singles, rows = labelled(folder / "gold.jsonl")
    more_pairs, more_singles = silver(folder / "silver.jsonl")
    fold = folds(rows)
    scored = held_out(pairs, more_pairs, rows, fold)
    cited = held_out(singles, more_singles, rows, fold)
    boards = weigh.boards(rows, zip(pairs.keys, scored, strict=True), zip(singles.keys, cited, strict=True))
    x, y, claims = weigh.labelled(rows, boards, weigh.scorer())
    of = np.array([fold[rows[c["doc"]]["outlet"] or ""] for c in claims])
    weigh.report(rows, claims, x[:, 0] > 0, weigh.crossed(x, y, of), PROPOSE)
    weights, bias = weigh.fit(x, y)
    ruled = Counter(c["predicate"] for c, row, v in zip(claims, x, y, strict=True) if row[0] and v != 0.5)
    calibrated = np.array([ruled[p] >= ENOUGH for p in PREDICATES])
    final = {
        name: tables(gold, extra, np.ones(len(gold.keys), bool))
        for name, gold, extra in (("pairs", pairs, more_pairs), ("singles", singles, more_singles))
    }
    size = pack.write(final, weights, bias, PROPOSE, calibrated, target)
    print(f"{target}: {size} bytes, {len(y)} triples weighed")


if __name__ == "__main__":
    main()
