"""Write what the model is trained on: each labelled passage as windows, labelled pairs, and what the rules say of it.

    python training/export.py PASSAGES.jsonl CLAIMS.jsonl OUT.jsonl

The output holds words of the passages: keep it out of the repository. Passages that nobody has read are left out.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cuibono.claims.english import pipeline
from cuibono.claims.english.extractor import read, rule_claims
from cuibono.claims.english.masking import masked
from cuibono.claims.english.tree import Sentence, attach
from cuibono.claims.learned.rendering import Window, window
from cuibono.claims.learned.spots import spots
from cuibono.model import Claim, Document


def lines(path: str) -> list[dict[str, Any]]:
    return [json.loads(x) for x in Path(path).read_text(encoding="utf-8").splitlines() if x.strip()]


def plain(w: Window, s: Sentence) -> dict[str, Any]:
    return {
        "sentence": s.index,
        "span": [s.span.start, s.span.end],
        "nodes": [
            [n.text, n.lemma, n.pos, n.dep, n.head, n.start, n.end, n.tail, n.name is not None]
            for n in s.nodes
        ],
        "words": w.words,
        "at": w.at,
        "spots": [
            {
                "text": s.mention.text,
                "name": s.mention.name,
                "kind": s.kind,
                "start": s.mention.span.start,
                "end": s.mention.span.end,
                "referred": bool(s.mention.trail),
            }
            for s in w.spots
        ],
    }


def rule(claim: Claim) -> dict[str, Any]:
    return {
        "subject": claim.subject.name,
        "subject_text": claim.subject.text,
        "predicate": claim.predicate,
        "object": claim.object.name,
        "object_text": claim.object.text,
        "start": claim.span.start,
        "end": claim.span.end,
        "s": [claim.subject.span.start, claim.subject.span.end],
        "o": [claim.object.span.start, claim.object.span.end],
        "extractors": claim.extractors,
        "polarity": claim.polarity,
        "attribution": claim.attribution,
        "hedge": claim.hedged,
        "confidence": claim.confidence,
    }


def export(passages: Iterable[dict[str, Any]], claims: Iterable[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    by_doc: dict[str, list[dict[str, Any]]] = defaultdict(list)
    read_docs: set[str] = set()
    for c in claims:
        read_docs.add(c["doc"])
        if not c.get("none") and not c.get("read"):
            by_doc[c["doc"]].append(c)
    rows = [p for p in passages if p["id"] in read_docs or p.get("keep")]
    documents = [Document(p["id"], p["text"], "en") for p in rows]
    for p, document in zip(rows, documents, strict=True):
        reading = read(document)
        trees = pipeline.parse(masked(s) for s in reading.chosen)
        for sentence, tree in zip(reading.chosen, trees, strict=True):
            attach(sentence, tree)
        windows = [plain(window(s, spots(s, reading.resolver)), s) for s in reading.sentences]
        yield {
            "id": p["id"],
            "outlet": p.get("outlet", p.get("domain")),
            "side": p.get("side"),
            "text": p["text"],
            "windows": windows,
            "parsed": [s.index for s in reading.chosen],
            "rules": [rule(c) for c in rule_claims(reading)],
            "gold": by_doc[p["id"]],
        }


def main() -> None:
    passages, claims, out = sys.argv[1:4]
    with Path(out).open("w", encoding="utf-8") as file:
        for row in export(lines(passages), lines(claims)):
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
