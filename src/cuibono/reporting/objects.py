"""A check as plain objects and as JSON: the contract that programs read.

Keys come in one fixed order, offsets are characters of ``document.text``, sums are strings of digits (no rounding),
absent values are null. ``resources/check.schema.json`` is the JSON Schema of the whole.
"""

from __future__ import annotations

from typing import Any

from cuibono.model import (
    Actor,
    Amount,
    Answer,
    Candidate,
    Check,
    Claim,
    DeclaredFunding,
    Difference,
    Document,
    Evidence,
    Interest,
    PublisherProfile,
    Searched,
    Source,
    Sourcing,
    Span,
    Uncheckable,
    Verdict,
    count_findings,
)
from cuibono.reporting.plain import plain_number, storable

Object = dict[str, Any]
FORMAT = "cuibono.check/1"


def claim_line(claim: Claim, document_id: str) -> Object:
    """One claim as ``cuibono claims`` writes it: first the fourteen fields of the contract, then what else is known.

    ``hedge`` is a boolean, ``time`` and ``amount`` are as written (null when absent); ``period`` and ``money`` are the
    same, normalised.
    """
    return {
        "doc": document_id,
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
        **_claim_extras(claim),
    }


def _claim_extras(claim: Claim) -> Object:
    return {
        "id": claim.id,
        "period": {"start": claim.period.start, "end": claim.period.end} if claim.period else None,
        "money": _money(claim.amount) if claim.amount else None,
        "instrument": claim.instrument,
        "quantifier": claim.quantifier,
        "quantified": claim.quantified,
        "group": claim.group,
        "past": claim.past,
        "cue": claim.cue,
        "nature": claim.nature,
        "hedge_text": claim.hedge,
        "subject_span": _span(claim.subject.span),
        "object_span": _span(claim.object.span),
        "subject_trail": list(claim.subject.trail),
        "object_trail": list(claim.object.trail),
        "extractors": list(claim.extractors),
        "confidence": claim.confidence,
    }


def _money(amount: Amount) -> Object:
    return {
        "value": plain_number(amount.value),
        "currency": amount.currency,
        "bound": amount.bound,
        "rounding": plain_number(amount.rounding),
        "per": amount.per,
    }


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def check_object(check: Check) -> Object:
    """The whole check as one object: what ``cuibono check --json`` writes."""
    return {
        "format": FORMAT,
        "software": check.software,
        "as_of": check.as_of,
        "reference": check.reference,
        "document": _document(check.document),
        "publisher": _publisher(check.publisher),
        "counts": {**count_findings(check.verdicts), "uncheckable": len(check.uncheckable)},
        "verdicts": [_verdict(verdict, check.document.id) for verdict in check.verdicts],
        "uncheckable": [_uncheckable(passage) for passage in check.uncheckable],
        "actors": [_actor(actor) for actor in check.actors],
        "ledger": [searched_object(searched) for searched in check.ledger],
        "notes": list(check.notes),
        "sourcing": _sourcing(check.sourcing),
    }


def to_json(check: Check) -> bytes:
    """:func:`check_object` as one line of UTF-8 JSON, without a line end."""
    return json_bytes(check_object(check))


def json_bytes(value: object) -> bytes:
    """``value`` as UTF-8 JSON; lone surrogates, which UTF-8 cannot carry, become U+FFFD."""
    import orjson

    try:
        return orjson.dumps(value)
    except TypeError:
        return orjson.dumps(_storable(value))


def _storable(value: object) -> object:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(str(key)): _storable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_storable(item) for item in value]
    return value


def _document(document: Document) -> Object:
    return {
        "id": document.id,
        "title": document.title,
        "author": document.author,
        "published": document.published,
        "publisher": document.publisher,
        "url": document.url,
        "language": document.language,
        "sha256": document.sha256,
        "links": [
            {"url": link.url, "text": link.text, "span": _span(link.span) if link.span else None}
            for link in document.links
        ],
        "declared_funding": [_declared(declared) for declared in document.declared_funding],
        "text": document.text,
    }


def _declared(declared: DeclaredFunding) -> Object:
    return {"relation": declared.relation, "name": declared.name, "url": declared.url}


def _publisher(profile: PublisherProfile) -> Object:
    return {
        "name": profile.name,
        "domain": profile.domain,
        "actor": _actor(profile.actor) if profile.actor else None,
        "interests": [_interest(interest) for interest in profile.interests],
        "declared": [_declared(declared) for declared in profile.declared],
        "searched": [searched_object(searched) for searched in profile.searched],
        "explanation": profile.explanation,
    }


def _sourcing(sourcing: Sourcing) -> Object:
    return {
        "sources": [_source(source) for source in sourcing.sources],
        "shared": [
            {
                "relation": shared.relation,
                "other": shared.other,
                "sources": list(shared.sources),
                "evidence": [[evidence_object(e) for e in records] for records in shared.evidence],
            }
            for shared in sourcing.shared
        ],
        "chain": [
            {
                "source": citation.source,
                "target": citation.target,
                "claim": citation.claim,
                "evidence": evidence_object(citation.evidence) if citation.evidence else None,
            }
            for citation in sourcing.chain
        ],
    }


def _source(source: Source) -> Object:
    return {
        "name": source.name,
        "actor": _actor(source.actor),
        "spans": [_span(span) for span in source.spans],
        "links": list(source.links),
        "interests": [_interest(interest) for interest in source.interests],
        "unsaid": [
            {
                "other": unsaid.other,
                "claim": unsaid.claim,
                "start": unsaid.span.start,
                "end": unsaid.span.end,
                "rule": unsaid.rule,
                "evidence": evidence_object(unsaid.evidence),
            }
            for unsaid in source.unsaid
        ],
    }


def _interest(interest: Interest) -> Object:
    return {
        "relation": interest.relation,
        "other": interest.other,
        "then": interest.then,
        "now": interest.now,
        "undated": interest.undated,
        "evidence": evidence_object(interest.evidence),
    }


def _verdict(verdict: Verdict, document_id: str) -> Object:
    return {
        "claim": claim_line(verdict.claim, document_id),
        "finding": verdict.finding,
        "differences": [_difference(difference) for difference in verdict.differences],
        "evidence": [evidence_object(evidence) for evidence in verdict.evidence],
        "searched": [searched_object(searched) for searched in verdict.searched],
        "explanation": verdict.explanation,
        "needs_review": verdict.needs_review,
        "today": _answer(verdict.today) if verdict.today else None,
        "candidates": [candidate_object(candidate) for candidate in verdict.candidates],
    }


def _answer(answer: Answer) -> Object:
    return {
        "finding": answer.finding,
        "differences": [_difference(difference) for difference in answer.differences],
        "evidence": [evidence_object(evidence) for evidence in answer.evidence],
    }


def _difference(difference: Difference) -> Object:
    return {"field": difference.field, "claimed": difference.claimed, "recorded": difference.recorded}


def evidence_object(evidence: Evidence) -> Object:
    """One record that a finding rests on, every field."""
    return {
        "entity_id": evidence.entity_id,
        "schema": evidence.schema,
        "role": evidence.role,
        "summary": evidence.summary,
        "source": evidence.source,
        "source_name": evidence.source_name,
        "target": evidence.target,
        "target_name": evidence.target_name,
        "start": evidence.start,
        "end": evidence.end,
        "amount": plain_number(evidence.amount),
        "currency": evidence.currency,
        "dataset": evidence.dataset,
        "version": evidence.version,
        "publisher": evidence.publisher,
        "standing": evidence.standing,
        "weak": evidence.weak,
        "source_url": evidence.source_url,
        "retrieved": evidence.retrieved,
        "statements": list(evidence.statements),
        "path": list(evidence.path),
    }


def searched_object(searched: Searched) -> Object:
    """One list that was searched, and what its silence is worth."""
    return {
        "dataset": searched.dataset,
        "version": searched.version,
        "title": searched.title,
        "publisher": searched.publisher,
        "complete": searched.complete,
        "basis": searched.basis,
        "covers": searched.covers,
        "withheld": searched.withheld,
        "licence": searched.licence,
        "url": searched.url,
        "retrieved": searched.retrieved,
    }


def candidate_object(candidate: Candidate) -> Object:
    """One entity that a name may stand for, with the parts of its score."""
    return {
        "entity_ids": list(candidate.entity_ids),
        "caption": candidate.caption,
        "schema": candidate.schema,
        "probability": candidate.probability,
        "pair": list(candidate.pair),
        "countries": list(candidate.countries),
        "datasets": list(candidate.datasets),
        "features": [
            {"name": f.name, "value": f.value, "weight": f.weight, "score": f.score, "note": f.note}
            for f in candidate.features
        ],
    }


def _actor(actor: Actor) -> Object:
    return {
        "name": actor.name,
        "status": actor.status,
        "entity_ids": list(actor.entity_ids),
        "caption": actor.caption,
        "schema": actor.schema,
        "countries": list(actor.countries),
        "note": actor.note,
        "spans": [_span(span) for span in actor.spans],
        "candidates": [candidate_object(candidate) for candidate in actor.candidates],
    }


def _uncheckable(passage: Uncheckable) -> Object:
    return {
        "quote": passage.quote,
        "start": passage.span.start,
        "end": passage.span.end,
        "kind": passage.kind,
        "cue": passage.cue,
    }


def check_schema() -> Object:
    """The JSON Schema (draft 2020-12) that :func:`check_object` keeps."""
    from importlib.resources import files

    import orjson

    text = (files("cuibono.reporting") / "resources" / "check.schema.json").read_bytes()
    schema: Object = orjson.loads(text)
    return schema
