"""Fit how evidence becomes a probability, on scores of outlets that the tables were not trained on."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from cuibono.claims.learned.evidence import Board, evidence
from cuibono.claims.learned.reading import _LEAST, _improve, _place
from cuibono.claims.learned.spots import Spot
from cuibono.model import THIS_ARTICLE, Mention, Span

SCORER = Path(__file__).parents[1].parent / "shared" / "gold" / "score.py"


def scorer() -> Any:
    spec = importlib.util.spec_from_file_location("gold_score", SCORER)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{SCORER} is missing")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def spot(row: dict[str, Any]) -> Spot:
    trail = ("referred",) if row["referred"] else ()
    return Spot(0, 0, Mention(row["text"], Span(row["start"], row["end"]), row["name"], trail), row["kind"])


def boards(rows: dict[str, dict[str, Any]], pairs: Any, singles: Any) -> dict[str, Board]:
    """A board a passage, from rule claims and from scores keyed by passage, sentence and spots."""
    out: dict[str, Board] = {}
    for doc, row in rows.items():
        out[doc] = Board()
        for c in row["rules"]:
            out[doc].of((c["subject"], c["predicate"], c["object"])).extractors |= frozenset(c["extractors"])
    found = {(d, w["sentence"]): [spot(x) for x in w["spots"]] for d, r in rows.items() for w in r["windows"]}
    for (doc, sentence, s, o), scores in pairs:
        if max(scores[:11]) > _LEAST:
            _place(out[doc], found[doc, sentence], (sentence, s, o), scores)
    for (doc, sentence, k), scores in singles:
        if scores[0] > _LEAST:
            x = found[doc, sentence][k]
            support = out[doc].of((THIS_ARTICLE, "cites", x.mention.name))
            _improve(
                support, scores[0], scores[1], ("article", x.kind), bool(x.mention.trail), (sentence, -1, k)
            )
    return out


def texts(row: dict[str, Any], board: Board) -> dict[tuple[str, str, str], tuple[str, str]]:
    """The wording of both ends of each triple, as the scorer may need it."""
    named = {}
    for c in row["rules"]:
        named[c["subject"], c["predicate"], c["object"]] = (c["subject_text"], c["object_text"])
    by_sentence = {w["sentence"]: w["spots"] for w in row["windows"]}
    for triple, support in board.supports.items():
        if triple not in named and support.at is not None:
            v, s, o = support.at
            subject = THIS_ARTICLE if s < 0 else by_sentence[v][s]["text"]
            named[triple] = (subject, by_sentence[v][o]["text"])
    return named


def labelled(
    rows: dict[str, dict[str, Any]], found: dict[str, Board], score: Any
) -> tuple[np.ndarray, np.ndarray, list[Any]]:
    """Rows of evidence, whether each triple was read by a person (1, 0, .5 optional), and the predictions they stand for."""
    x, y, keys = [], [], []
    for doc, board in found.items():
        if not board.supports:
            continue
        x.append(evidence(board.supports))
        named = texts(rows[doc], board)
        for t in board.supports:
            ends = named.get(t) or named[t[2], t[1], t[0]]
            p = {
                "doc": doc,
                "subject": t[0],
                "predicate": t[1],
                "object": t[2],
                "subject_text": ends[0],
                "object_text": ends[1],
            }
            hit = [g for g in rows[doc]["gold"] if score.claim_match(g, p)]
            y.append(1.0 if any(not g.get("optional") for g in hit) else 0.5 if hit else 0.0)
            keys.append(p)
    return np.vstack(x), np.array(y), keys


def fit(x: np.ndarray, y: np.ndarray, c: float = 0.1) -> tuple[np.ndarray, float]:
    """Weights and bias for raw rows of evidence: logistic regression on standardised columns, optional claims left out."""
    kept = y != 0.5
    mean, spread = x[kept].mean(0), x[kept].std(0) + 1e-3
    m = LogisticRegression(C=c, max_iter=3000).fit((x[kept] - mean) / spread, y[kept] > 0)
    weights = m.coef_[0] / spread
    return weights, float(m.intercept_[0] - (mean * weights).sum())


def crossed(x: np.ndarray, y: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """The probability of each row by weights fitted on the other folds."""
    out = np.zeros(len(y))
    for k in sorted(set(fold.tolist())):
        weights, bias = fit(x[fold != k], y[fold != k])
        out[fold == k] = 1 / (1 + np.exp(-(x[fold == k] @ weights + bias)))
    return out


def report(
    rows: dict[str, dict[str, Any]], claims: list[Any], ruled: np.ndarray, likely: np.ndarray, propose: float
) -> None:
    """Print how rules alone, rules with proposals, and claims from a probability on score on outlets not trained on."""
    score = scorer()
    passages = [{"id": d, "lang": "en", "side": "-", "text": ""} for d in rows]
    gold = [g for row in rows.values() for g in row["gold"]]
    choices = {"rules alone": ruled, "rules and proposals": ruled | (likely >= propose)}
    choices |= {f"probability from {p}": likely >= p for p in (0.5, 0.6, 0.65, 0.7, 0.8)}
    for name, chosen in choices.items():
        found = [claims[i] for i in np.flatnonzero(chosen)]
        v = score.score(passages, gold, found)[0]["overall"]
        print(f"  {name:24} P {v['precision']:.3f}  R {v['recall']:.3f}  F1 {v['f1']:.3f}")
