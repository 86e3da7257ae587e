"""The sources that an article cites or links, one level down: who stands behind them, what they share, what is left unsaid.

An interest is left unsaid when (1) the article cites or links a source, (2) a record that is in force at its date ties that source to
somebody whom the article makes a claim about, by money, ownership, control, office, employment or representation, and (3) no
claim of the article speaks of that tie. It is shown with the rule, the record and the sentence; it says nothing of motive.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cuibono.ledger.records import Edge
from cuibono.model import (
    THIS_ARTICLE,
    Actor,
    Citation,
    Claim,
    Document,
    SharedInterest,
    Source,
    Sourcing,
    Span,
    Unsaid,
)
from cuibono.tracing.sharing import Shared, common
from cuibono.verification import roles
from cuibono.verification.catalogue import say, speaking
from cuibono.verification.cites import domain
from cuibono.verification.evidence import evidence, plain
from cuibono.verification.gather import gather
from cuibono.verification.government import bodies_of, is_authority_node
from cuibono.verification.interests import in_force, interests_of
from cuibono.verification.records import PAID, Record, Records
from cuibono.verification.sites import actors_of_sites
from cuibono.verification.time import FIRST, Window, last_day
from cuibono.verification.words import name_of

TIES = (*PAID, "Ownership", "Control", "Directorship", "Employment", "Representation")
MAX_LINKED = 40
"""Linked sites that are looked up; an index page may link hundreds."""
BEHIND = {
    "funder": "funded",
    "lender": "lent",
    "owner": "owned",
    "controller": "controlled",
    "parent": "parent",
    "officer": "officer",
    "client": "represents",
    "body": "member",
}
"""What one who is tied to several sources alike is to them: part -> the words that stand before the name."""


@dataclass(frozen=True, slots=True)
class _Matter:
    """What the sources are read from: the claims, the actors by name, the records around them, the day."""

    claims: Sequence[Claim]
    known: Mapping[str, Actor]
    records: Records
    then: str
    today: str


def profile_sources(
    claims: Sequence[Claim],
    actors: Sequence[Actor],
    ledger: Any,
    document: Document,
    *,
    today: str,
    publisher: Actor | None = None,
    language: str = "en",
) -> Sourcing:
    """Who stands behind the sources that the article itself cites or links, in order of appearance.

    ``publisher`` is the article's own outlet: links to its own pages are no sources. ``language`` is that of relations and rules.
    """
    with speaking(language):
        return _profile(claims, actors, ledger, document, today, publisher)


def _profile(
    claims: Sequence[Claim],
    actors: Sequence[Actor],
    ledger: Any,
    document: Document,
    today: str,
    publisher: Actor | None,
) -> Sourcing:
    by_name = {actor.name: actor for actor in actors}
    cited = _cited(claims, by_name)
    linked = _linked(document, ledger, [by_name[name] for name in cited], publisher)
    found = [*((by_name[n], spans, ()) for n, spans in cited.items()), *((a, (), urls) for a, urls in linked)]
    held = [a for a in by_name.values() if a.entity_ids] + [a for a, _ in linked if a.entity_ids]
    if not found:
        return Sourcing(chain=_chain(claims, (), gather((), ledger, document)))
    records = gather(held, ledger, document)
    known = {name: actor for name, actor in by_name.items() if actor.entity_ids}
    matter = _Matter(claims, known, records, document.published or today, today)
    links = {actor.name: urls for actor, urls in linked}
    sources = tuple(
        _source(actor, spans, links.get(actor.name, urls), matter) for actor, spans, urls in _once(found)
    )
    return Sourcing(sources, _shared(sources, ledger, matter), _chain(claims, sources, records))


Found = tuple[Actor, tuple[Span, ...], tuple[str, ...]]


def _once(found: Sequence[Found]) -> list[Found]:
    """Each source once: one that is cited and linked keeps both."""
    names = {actor.name for actor, spans, _ in found if spans}
    return [one for one in found if one[1] or one[0].name not in names]


def _source(actor: Actor, spans: tuple[Span, ...], links: tuple[str, ...], matter: _Matter) -> Source:
    if not actor.entity_ids:
        return Source(actor.name, actor, spans, links)
    interests = interests_of(matter.records, actor.entity_ids, matter.then, matter.today)
    return Source(actor.name, actor, spans, links, interests, _unsaid(actor, matter))


# --- which sources ----------------------------------------------------------------------------------------------------------


def _cited(claims: Sequence[Claim], known: Mapping[str, Actor]) -> dict[str, tuple[Span, ...]]:
    spans: dict[str, list[Span]] = {}
    for claim in claims:
        actor = known.get(claim.object.name)
        affirmed = claim.predicate == "cites" and claim.polarity == "affirmed"
        if (
            affirmed
            and claim.subject.name == THIS_ARTICLE
            and actor is not None
            and actor.status != "generic"
        ):
            spans.setdefault(claim.object.name, []).append(claim.span)
    return {name: tuple(sorted(held)) for name, held in spans.items()}


def _linked(
    document: Document, ledger: Any, cited: Sequence[Actor], publisher: Actor | None
) -> list[tuple[Actor, tuple[str, ...]]]:
    """Actors on record whose websites the article links, with the addresses; never the article's own outlet."""
    own = {domain(document.url)} if document.url else set()
    hosts: dict[str, list[str]] = {}
    for link in document.links:
        if (host := domain(link.url)) and host not in own:
            hosts.setdefault(host, []).append(link.url)
    found: dict[tuple[str, ...], tuple[Actor, list[str]]] = {}
    actors = actors_of_sites(list(hosts)[:MAX_LINKED], ledger)
    for host, urls in hosts.items():
        actor = actors.get(host)
        if actor is None or (publisher is not None and set(publisher.entity_ids) & set(actor.entity_ids)):
            continue
        same = next((c for c in cited if set(c.entity_ids) & set(actor.entity_ids)), actor)
        found.setdefault(same.entity_ids, (same, []))[1].extend(urls)
    return [(actor, tuple(dict.fromkeys(urls))) for actor, urls in found.values()]


# --- interests left unsaid ----------------------------------------------------------------------------------------------


def _unsaid(source: Actor, matter: _Matter) -> tuple[Unsaid, ...]:
    own = matter.records.of(source.entity_ids)
    told = _told(own, matter)
    found: dict[tuple[str, str], Unsaid] = {}
    for name, (claim, nodes) in _parties(matter).items():
        if nodes & own or nodes & told:
            continue
        bodies = _bodies(nodes, matter)
        for record in _between(own, nodes | bodies, matter.records):
            if not matter.records.weak(record) and in_force(record, matter.records, matter.then):
                shown = evidence(record, matter.records, role="shows")
                dated = record.start or record.end
                rule = say("sourcing", "rule" if dated else "rule_undated", source=source.name, other=name)
                rule += _of_whom(record, bodies, name, matter.records)
                left = Unsaid(source.name, name, shown, claim.id, claim.span, rule)
                found.setdefault((shown.dataset, shown.entity_id), left)
    return tuple(found.values())


def _of_whom(record: Record, bodies: Collection[str], name: str, records: Records) -> str:
    """Whose body the record's other end is, where the text names the government and the record the body."""
    body = next((end for end in (record.source, record.target) if end in bodies), None)
    return " " + say("sourcing", "body", body=name_of(body, records), other=name) if body else ""


def _parties(matter: _Matter) -> dict[str, tuple[Claim, frozenset[str]]]:
    """Whom the article makes claims about, other than citations: name -> its first claim, its nodes."""
    found: dict[str, tuple[Claim, frozenset[str]]] = {}
    for claim in matter.claims:
        for name in (claim.subject.name, claim.object.name):
            if claim.predicate != "cites" and name in matter.known:
                found.setdefault(name, (claim, matter.records.of(matter.known[name].entity_ids)))
    return found


def _bodies(nodes: frozenset[str], matter: _Matter) -> frozenset[str]:
    """The public bodies of a government that the article speaks of: their money is its money."""
    tops = frozenset(node for node in nodes if is_authority_node(node, matter.records))
    return frozenset(bodies_of(tops, matter.records, Window(FIRST, last_day(matter.then)))) if tops else tops


def _told(own: Collection[str], matter: _Matter) -> frozenset[str]:
    """Nodes whose tie to the source some claim of the article speaks of."""
    told: set[str] = set()
    for claim in matter.claims:
        names = [n for n in (claim.subject.name, claim.object.name) if n in matter.known]
        ends = [matter.records.of(matter.known[n].entity_ids) for n in names]
        if claim.predicate != "cites" and len(ends) == 2 and any(end & set(own) for end in ends):
            told |= set().union(*ends) - set(own)
    return frozenset(told)


def _between(own: Collection[str], others: Collection[str], records: Records) -> list[Record]:
    out = [r for node in sorted(own) for r in records.out(node, *TIES) if r.target in others]
    return out + [r for node in sorted(own) for r in records.into(node, *TIES) if r.source in others]


# --- what sources share, who cites whom ---------------------------------------------------------------------------------


def _shared(sources: Sequence[Source], ledger: Any, matter: _Matter) -> tuple[SharedInterest, ...]:
    numbered = [(n, s) for n, s in enumerate(sources) if s.actor.entity_ids]
    if len(numbered) < 2:
        return ()
    found = common([s.actor.entity_ids for _, s in numbered], ledger, end=matter.then)
    own = {node for _, s in numbered for node in matter.records.of(s.actor.entity_ids)}
    kept = [one for one in found if one.part in BEHIND and one.node not in own]
    return tuple(_interest(one, [n for n, _ in numbered], matter) for one in kept)


def _interest(one: Shared, numbers: Sequence[int], matter: _Matter) -> SharedInterest:
    def shown(edge: Edge) -> Any:
        return evidence(plain(edge, matter.records), matter.records, role="shows")

    return SharedInterest(
        relation=say("interest", BEHIND[one.part]),
        other=one.caption,
        sources=tuple(numbers[n] for n in one.actors),
        evidence=tuple(tuple(shown(edge) for edge in edges) for edges in one.records),
    )


def _chain(claims: Sequence[Claim], sources: Sequence[Source], records: Records) -> tuple[Citation, ...]:
    """Who cites whom: by the text's claims, by its links, and by the records of what its sources cite."""
    told = [
        Citation(c.subject.name, c.object.name, claim=c.id)
        for c in claims
        if c.predicate == "cites" and c.polarity == "affirmed"
    ]
    pairs = {(c.source, c.target) for c in told}
    linked = [
        Citation(THIS_ARTICLE, s.name) for s in sources if s.links and (THIS_ARTICLE, s.name) not in pairs
    ]
    return (*told, *linked, *_recorded(sources, records, pairs))


def _recorded(
    sources: Sequence[Source], records: Records, pairs: Collection[tuple[str, str]]
) -> list[Citation]:
    """Citations between two of the sources that a record shows and no claim tells."""
    nodes = {node: s.name for s in sources for node in records.of(s.actor.entity_ids)}
    found = []
    for node, name in nodes.items():
        for record in records.into(node, "Documentation"):
            by = next((n for n in nodes if n != node and _publishes(n, record, records)), None)
            if by is not None and (nodes[by], name) not in pairs and _cites(record):
                shown = evidence(record, records, role="shows")
                found.append(Citation(nodes[by], name, evidence=shown))
    return found


def _publishes(node: str, record: Record, records: Records) -> bool:
    return record.source == node or any(
        r.target == node and roles.has_role(r.role or "", "publisher")
        for r in records.out(record.source or "", "Documentation")
    )


def _cites(record: Record) -> bool:
    return not record.role or roles.has_role(record.role, "cites")
