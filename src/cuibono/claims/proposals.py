"""What adapters propose beside the rules: checked against the text, joined by agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cuibono.claims.types import Extractor
from cuibono.model import PREDICATES, Claim, Document, Span

_AGREED, _ALONE = 0.95, 0.5


def agree(
    document: Document, sentences: Sequence[Span], claims: Sequence[Claim], adapters: Sequence[Extractor]
) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    """The rules' claims with the adapters' checked proposals, and notes on what was dropped."""
    merged = {_key(c): c for c in claims}
    rest = [c for c in claims if merged[_key(c)] is not c]
    notes: list[str] = []
    for adapter in adapters:
        proposed = tuple(adapter.propose(document, sentences))
        valid = [c for c in proposed if is_grounded(document, c)]
        if len(valid) < len(proposed):
            notes.append(
                f"{adapter.name}: {len(proposed) - len(valid)} of {len(proposed)} proposed claims were dropped because the text does not say them."
            )
        for claim in valid:
            old = merged.get(_key(claim))
            if old is not None:
                merged[_key(claim)] = replace(
                    old, extractors=(*old.extractors, adapter.name), confidence=max(old.confidence, _AGREED)
                )
            else:
                merged[_key(claim)] = replace(
                    claim, extractors=(adapter.name,), confidence=min(claim.confidence, _ALONE)
                )
    ordered = sorted(
        (*merged.values(), *rest),
        key=lambda c: (c.span, c.predicate, c.subject.name, c.object.name, c.polarity, c.id),
    )
    return tuple(ordered), tuple(notes)


def is_grounded(document: Document, claim: Claim) -> bool:
    """Whether a proposed claim quotes the text verbatim and uses a predicate of ours."""
    spans = (
        (claim.span, claim.quote),
        (claim.subject.span, claim.subject.text),
        (claim.object.span, claim.object.text),
    )
    return (
        claim.predicate in PREDICATES
        and all(document.text[s.start : s.end] == words for s, words in spans)
        and claim.quote != ""
    )


def _key(claim: Claim) -> tuple[str, ...]:
    return (claim.subject.name, claim.predicate, claim.object.name, claim.polarity)
