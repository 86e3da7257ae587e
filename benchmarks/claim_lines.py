"""Claims of labelled or sampled passages as JSON lines, in the fields that the scorer reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cuibono.claims import extract_many
from cuibono.model import Claim, Document


def rules_only() -> None:
    """From here on the rules alone speak: what the trained model adds is left out."""
    from cuibono.claims.english import extractor

    vars(extractor)["review"] = lambda chosen, resolver, claims, build: tuple(claims)


def passages(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON lines file with ``id``, ``lang``, ``text``."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def line(doc: str, claim: Claim) -> dict[str, Any]:
    """One claim in the scorer's fields."""
    return {
        "doc": doc,
        "quote": claim.quote,
        "start": claim.span.start,
        "end": claim.span.end,
        "subject": claim.subject.name,
        "subject_text": claim.subject.text,
        "predicate": claim.predicate,
        "object": claim.object.name,
        "object_text": claim.object.text,
        "polarity": claim.polarity,
        "attribution": claim.attribution,
        "hedge": claim.hedged,
        "time": claim.period.text if claim.period else None,
        "amount": claim.amount.text if claim.amount else None,
        "cue": claim.cue,
        "extractors": list(claim.extractors),
    }


def predict(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Extract from each passage and give one line a claim."""
    ordered = list(rows)
    documents = [Document(row["id"], row["text"], row["lang"], url=row.get("url")) for row in ordered]
    for document, extraction in zip(documents, extract_many(documents), strict=True):
        yield from (line(document.id, claim) for claim in extraction.claims)
