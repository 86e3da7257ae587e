"""Verify the claims of one document: fetch once, judge each for the document's date and for today, explain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cuibono.ledger.records import Dataset
from cuibono.model import (
    DECISIVE,
    Actor,
    Answer,
    Candidate,
    Claim,
    Difference,
    Document,
    Evidence,
    Searched,
    Verdict,
)
from cuibono.verification import explain, ladder, quantifier, search, words
from cuibono.verification.catalogue import say, speaking
from cuibono.verification.evidence import document_evidence, evidence_of
from cuibono.verification.gap import Gap
from cuibono.verification.gather import LedgerView, datasets_of, gather
from cuibono.verification.judgement import Judgement, Note
from cuibono.verification.judging import is_known_authority, judge
from cuibono.verification.money import as_one, totals
from cuibono.verification.records import PAID, Records
from cuibono.verification.settings import MIN_CONFIDENCE
from cuibono.verification.ties import case_of


@dataclass(frozen=True, slots=True)
class _Docket:
    """One document's matter: everything that its verdicts are made from."""

    document: Document
    records: Records
    actors: Mapping[str, Actor]
    then: str
    today: str


def verify(
    claims: Sequence[Claim],
    actors: Sequence[Actor],
    ledger: LedgerView,
    document: Document,
    *,
    today: str,
    language: str = "en",
) -> tuple[Verdict, ...]:
    """One verdict a claim, in the order of the claims.

    ``actors`` are the linked names of the document; a claim whose name is not among them is ``unresolved``. ``today`` is an ISO
    date. The finding holds for the document's date (for ``today`` where it has none); ``Verdict.today`` is there where the
    answer differs now. ``language`` is that of explanations, differences and summaries: ``en`` or ``ru``.
    """
    with speaking(language):
        return _verify(claims, actors, ledger, document, today)


def _verify(
    claims: Sequence[Claim], actors: Sequence[Actor], ledger: LedgerView, document: Document, today: str
) -> tuple[Verdict, ...]:
    payees = any(quantifier.asks_for(claim) and quantifier.side_of(claim) == "object" for claim in claims)
    records = gather(actors, ledger, document, payees=payees)
    docket = _Docket(document, records, {a.name: a for a in actors}, document.published or today, today)
    then = [_judge(docket, claim, docket.then) for claim in claims]
    now = [_judge(docket, claim, today) for claim in claims] if docket.then != today else then
    counted = _counted(claims, then), _counted(claims, now)
    return tuple(
        _verdict(docket, claim, _add(was, shares[0]), _add(is_, shares[1]))
        for claim, was, is_, shares in zip(claims, then, now, zip(*counted, strict=True), strict=True)
    )


def searched_datasets(ledger: LedgerView) -> tuple[Searched, ...]:
    """All dataset versions of the ledger with what each is complete for, by name."""
    return search.all_searched(datasets_of(ledger))


def _actor(docket: _Docket, name: str) -> Actor:
    return docket.actors.get(name) or Actor(name=name, status="unknown")


def _judge(docket: _Docket, claim: Claim, when: str) -> Judgement:
    subject, object_ = _actor(docket, claim.subject.name), _actor(docket, claim.object.name)
    return judge(claim, subject, object_, docket.records, when)


# --- all of A, B and C ----------------------------------------------------------------------------------------------------


def _counted(claims: Sequence[Claim], judgements: Sequence[Judgement]) -> list[tuple[Gap, ...]]:
    """For claims of "all": how many of those that the text names together the records bear out."""
    groups: dict[tuple[str, ...], list[Judgement]] = {}
    for claim, judgement in zip(claims, judgements, strict=True):
        if (key := _group(claim)) is not None:
            groups.setdefault(key, []).append(judgement)
    return [_share(groups.get(key, [])) if (key := _group(claim)) else () for claim in claims]


def _group(claim: Claim) -> tuple[str, ...] | None:
    """What the members of one "all" have in common: their group, or the passage that they stand in."""
    if claim.quantifier != "all" or quantifier.asks_for(claim) is not None:
        return None
    together = claim.group or f"{claim.span.start}-{claim.span.end} {claim.quote}"
    return together, claim.predicate, claim.polarity


def _share(members: Sequence[Judgement]) -> tuple[Gap, ...]:
    if len(members) < 2:
        return ()
    borne_out = sum(j.finding == "supported" for j in members)
    recorded = say("words", "k_of_n", k=str(borne_out), n=str(len(members)))
    return (Gap("quantifier", "k_of_n", "all", recorded),)


def _add(judgement: Judgement, gaps: tuple[Gap, ...]) -> Judgement:
    return replace(judgement, gaps=(*judgement.gaps, *gaps)) if gaps else judgement


# --- from judgement to verdict --------------------------------------------------------------------------------------------


def _verdict(docket: _Docket, claim: Claim, then: Judgement, now: Judgement) -> Verdict:
    subject, object_ = _actor(docket, claim.subject.name), _actor(docket, claim.object.name)
    differences, evidence = _outcome(docket, then)
    told = explain.explanation(then, docket.records, _complete(docket, claim, then))
    return Verdict(
        claim=claim,
        finding=then.finding,
        differences=differences,
        evidence=evidence,
        searched=_searched(docket, claim, then),
        explanation=" ".join(filter(None, (told, _since(docket, then, now)))),
        needs_review=_review(claim, then),
        today=_today(docket, then, now),
        candidates=_candidates(subject, object_) if then.finding == "unresolved" else (),
    )


def _outcome(docket: _Docket, judgement: Judgement) -> tuple[tuple[Difference, ...], tuple[Evidence, ...]]:
    if judgement.document:
        return judgement.differences, (document_evidence(docket.document),)
    return judgement.differences, evidence_of(judgement.decides, judgement.shows, docket.records)


def _today(docket: _Docket, then: Judgement, now: Judgement) -> Answer | None:
    if _answer(then) == _answer(now):
        return None
    return Answer(now.finding, *_outcome(docket, now))


def _answer(judgement: Judgement) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What a finding says in kind. A sum that has only grown since is no other answer, nor is the day that was asked about."""
    return judgement.finding, tuple((gap.field, gap.code) for gap in judgement.gaps)


def _since(docket: _Docket, then: Judgement, now: Judgement) -> str:
    """What the payments that decide have grown to since the day of the text, where the finding is the same."""
    was, is_ = _paid(then), _paid(now)
    if then.finding != now.finding or not was or was == is_:
        return ""
    return say("note", "sum_now", today=docket.today, sum=words.sums_words(is_))


def _paid(judgement: Judgement) -> Mapping[str, Decimal]:
    ties = [t for t in judgement.decides if t.record.schema in PAID]
    payers = {t.subject.node for t in ties if not t.above}
    return totals(as_one((t.record for t in ties), payers, {t.object.node for t in ties}))


def _searched(docket: _Docket, claim: Claim, judgement: Judgement) -> tuple[Searched, ...]:
    datasets = docket.records.datasets.values()
    if judgement.finding == "unresolved":
        return search.all_searched(datasets)
    return search.searched_for(ladder.row_of(claim), datasets)


def _complete(docket: _Docket, claim: Claim, judgement: Judgement) -> tuple[Dataset, ...]:
    """The lists whose silence is worth telling: only where nothing was found."""
    subject, object_ = _actor(docket, claim.subject.name), _actor(docket, claim.object.name)
    known = bool(subject.entity_ids) or is_known_authority(claim, subject)
    if judgement.finding != "unrecorded" or not (known and object_.entity_ids):
        return ()
    records = docket.records
    case = case_of(
        claim, records.of(subject.entity_ids), records.of(object_.entity_ids), records, docket.then
    )
    return search.complete_lists(case)


def _review(claim: Claim, judgement: Judgement) -> str | None:
    notes = [*judgement.review]
    if judgement.finding in DECISIVE and claim.confidence < MIN_CONFIDENCE:
        notes.insert(0, Note("confidence", (("confidence", f"{claim.confidence:.2f}"),)))
    return explain.review_text(notes) if judgement.finding in DECISIVE else None


def _candidates(subject: Actor, object_: Actor) -> tuple[Candidate, ...]:
    return (
        *(subject.candidates if not subject.entity_ids else ()),
        *(object_.candidates if not object_.entity_ids else ()),
    )
