"""The labelled Russian passages: every label quotes its passage, and the split is that of a hash."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from cuibono.model import PREDICATES, THIS_ARTICLE

LABELS = Path(__file__).parents[2] / "labels" / "russian"


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (LABELS / name).read_text(encoding="utf-8").splitlines()]


def test_each_label_quotes_its_passage() -> None:
    texts = {p["id"]: p["text"] for p in rows("passages.jsonl")}
    for claim in rows("claims.jsonl"):
        text = texts[claim["doc"]]
        assert claim["predicate"] in PREDICATES
        assert claim["quote"] in text
        assert claim["object_text"] in text
        assert claim["subject_text"] == THIS_ARTICLE or claim["subject_text"] in text
        assert all(claim[field] is None or claim[field] in text for field in ("time", "amount"))


def test_the_split_is_that_of_a_hash_of_the_text() -> None:
    passages = rows("passages.jsonl")
    for passage in passages:
        number = int(hashlib.sha256(passage["text"].encode()).hexdigest()[:8], 16)
        assert passage["split"] == ("test" if number % 3 == 0 else "train")
    assert len({p["text"] for p in passages}) == len(passages)


def test_a_fair_share_of_the_passages_holds_no_claim() -> None:
    passages, labelled = rows("passages.jsonl"), {c["doc"] for c in rows("claims.jsonl")}
    assert len(passages) - len(labelled) > len(passages) // 4
