"""The sources that an article cites, one level down: who stands behind them, what they share, and interests left unsaid.

An interest is left unsaid when (1) the article cites or links a source, (2) a record that is in force at its date ties that source to
somebody whom the article makes a claim about, by money, ownership, control, office, employment or representation, and (3) no
claim of the article speaks of that tie. It is shown with the rule, the record and the sentence; it says nothing of motive.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cuibono.model import THIS_ARTICLE, Actor, Claim, Document, Evidence, Interest, Span
from cuibono.tracing.sharing import Shared, common
from cuibono.verification.evidence import evidence
from cuibono.verification.gather import gather
from cuibono.verification.interests import in_force, interests_of
from cuibono.verification.records import Record, Records

TIES = ("Payment", "Debt", "Ownership", "Control", "Directorship", "Employment", "Representation")


@dataclass(frozen=True, slots=True)
class Unsaid:
    """An interest on record that the article does not mention: the cited ``source``, its tie to ``other``, the record."""

    source: str
    other: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Source:
    """One source of the article: where it is cited, who stands behind it, and its interests left unsaid."""

    actor: Actor
    spans: tuple[Span, ...]
    interests: tuple[Interest, ...]
    unsaid: tuple[Unsaid, ...]


@dataclass(frozen=True, slots=True)
class Sourcing:
    """The sources of an article in order of appearance, and who stands behind several of them (numbers of ``sources``)."""

    sources: tuple[Source, ...]
    shared: tuple[Shared, ...]


def profile_sources(
    claims: Sequence[Claim], actors: Sequence[Actor], ledger: Any, document: Document, *, today: str
) -> Sourcing:
    """Who stands behind the sources that the article itself cites and that the ledger knows."""
    by_name = {actor.name: actor for actor in actors if actor.entity_ids}
    cited = _cited(claims, by_name)
    records = gather(by_name.values(), ledger, document)
    then = document.published or today
    sources = tuple(
        Source(
            by_name[name],
            spans,
            interests_of(records, by_name[name].entity_ids, then, today),
            _unsaid(by_name[name], claims, by_name, records, then),
        )
        for name, spans in cited.items()
    )
    ids = [source.actor.entity_ids for source in sources]
    return Sourcing(sources, common(ids, ledger, end=then) if len(ids) > 1 else ())


def _cited(claims: Sequence[Claim], known: Mapping[str, Actor]) -> dict[str, tuple[Span, ...]]:
    spans: dict[str, list[Span]] = {}
    for claim in claims:
        affirmed = claim.predicate == "cites" and claim.polarity == "affirmed"
        if affirmed and claim.subject.name == THIS_ARTICLE and claim.object.name in known:
            spans.setdefault(claim.object.name, []).append(claim.span)
    return {name: tuple(sorted(held)) for name, held in spans.items()}


def _unsaid(
    source: Actor, claims: Sequence[Claim], known: Mapping[str, Actor], records: Records, then: str
) -> tuple[Unsaid, ...]:
    own = records.of(source.entity_ids)
    told = _told(own, claims, known, records)
    found = []
    for name, nodes in _parties(claims, known, records).items():
        if nodes & own or nodes & told:
            continue
        found += [
            Unsaid(source.name, name, evidence(record, records, role="shows"))
            for record in _between(own, nodes, records)
            if not records.weak(record) and in_force(record, records, then)
        ]
    return tuple(found)


def _parties(
    claims: Sequence[Claim], known: Mapping[str, Actor], records: Records
) -> dict[str, frozenset[str]]:
    """Whom the article makes claims about, other than citations, by name."""
    names = [n for c in claims if c.predicate != "cites" for n in (c.subject.name, c.object.name)]
    return {name: records.of(known[name].entity_ids) for name in dict.fromkeys(names) if name in known}


def _told(
    own: Collection[str], claims: Sequence[Claim], known: Mapping[str, Actor], records: Records
) -> frozenset[str]:
    """Nodes whose tie to the source some claim of the article speaks of."""
    told: set[str] = set()
    for claim in claims:
        ends = [
            records.of(known[n].entity_ids) for n in (claim.subject.name, claim.object.name) if n in known
        ]
        if claim.predicate != "cites" and len(ends) == 2 and any(end & set(own) for end in ends):
            told |= set().union(*ends) - set(own)
    return frozenset(told)


def _between(own: Collection[str], others: Collection[str], records: Records) -> list[Record]:
    out = [r for node in sorted(own) for r in records.out(node, *TIES) if r.target in others]
    return out + [r for node in sorted(own) for r in records.into(node, *TIES) if r.source in others]
