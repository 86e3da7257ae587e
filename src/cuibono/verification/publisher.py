"""The article's own outlet, by the same rules as everybody else: who owns, controls, funds, leads, lists it, then and now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from cuibono.ledger.records import Entity
from cuibono.model import Actor, Document, Interest, PublisherProfile
from cuibono.verification import search, words
from cuibono.verification.catalogue import say, speaking
from cuibono.verification.cites import domain
from cuibono.verification.evidence import evidence
from cuibono.verification.gather import datasets_of, gather
from cuibono.verification.ladder import kinds_of
from cuibono.verification.records import Record, Records
from cuibono.verification.settings import MAX_HOPS
from cuibono.verification.time import Window, first_day, interval, last_day, timing

# What a record says of the outlet that it runs to, as a key of `interest` in the catalogue.
_INCOMING: Mapping[str, str] = {
    "Ownership": "owned",
    "Control": "controlled",
    "Parent": "parent",
    "Payment": "funded",
    "Debt": "lent",
    "Sanction": "listed",
    "Representation": "represented",
    "Succession": "succeeded",
}
_OUTGOING: Mapping[str, str] = {"Representation": "represents", "Membership": "member"}
_HEADS = frozenset({"Directorship/head", "Occupancy/head", "Directorship/founder", "Membership/founder"})
_EVENTS = frozenset({"Payment", "Debt", "Succession"})
_RANK = (
    "Ownership",
    "Control",
    "Parent",
    "Payment",
    "Debt",
    "Directorship",
    "Occupancy",
    "Membership",
    "Sanction",
)
MAX_TIES_TOLD = 5


def profile_publisher(
    document: Document, ledger: Any, *, today: str, language: str = "en"
) -> PublisherProfile:
    """Who is behind the outlet on record, at the document's date (``then``) and on ``today`` (``now``), told in ``language``.

    The outlet is found by the host of the document's address among the websites on record, else by its declared publisher's
    name. An outlet that cannot be found has no interests, and the explanation says so.
    """
    with speaking(language):
        return _profile(document, ledger, today)


def _profile(document: Document, ledger: Any, today: str) -> PublisherProfile:
    host = domain(document.url) if document.url else ""
    actor = _actor(document, host, ledger)
    lists = search.all_searched(datasets_of(ledger))
    base = PublisherProfile(
        document.publisher, host or None, actor, declared=document.declared_funding, searched=lists
    )
    if actor is None or not actor.entity_ids:
        return replace(base, explanation=_unknown(document, host, actor))
    records = gather([actor], ledger, document)
    interests = tuple(_interests(records, actor, document.published or today, today))
    return replace(
        base,
        name=document.publisher or actor.caption,
        interests=interests,
        explanation=_explained(actor, interests),
    )


def _actor(document: Document, host: str, ledger: Any) -> Actor | None:
    found = _by_site(host, document.publisher, ledger) if host else None
    if found is not None or not document.publisher:
        return found
    from cuibono.entities import link_name

    named: Actor = link_name(document.publisher, ledger)
    return named


def _by_site(host: str, publisher: str | None, ledger: Any) -> Actor | None:
    """The outlet whose website is on this host; several of different names there are nobody in particular."""
    suffixes = _suffixes(host)
    found = sorted((suffixes.index(site), i) for site, i in ledger.websites() if site in suffixes)
    ids = tuple(dict.fromkeys(i for rank, i in found if rank == found[0][0]))
    entities: Mapping[str, Entity] = ledger.entities(ids) if ids else {}
    if not entities:
        return None
    named = [e for e in entities.values() if publisher and publisher.casefold() in map(str.casefold, e.names)]
    chosen = named or list(entities.values())
    captions = {e.caption.casefold() for e in chosen}
    if len(captions) > 1 and not named:
        return None
    first = min(chosen, key=lambda e: e.id)
    return Actor(
        name=publisher or first.caption,
        status="linked",
        entity_ids=tuple(sorted(e.id for e in chosen)),
        caption=first.caption,
        schema=first.schema,
        countries=tuple(sorted({c for e in chosen for c in e.get("country")})),
        note=say("publisher", "by_site", host=host),
    )


def _suffixes(host: str) -> tuple[str, ...]:
    """``a.b.org`` -> itself and ``b.org``; never a bare top-level domain."""
    parts = host.split(".")
    return tuple(".".join(parts[i:]) for i in range(len(parts) - 1)) or (host,)


def _interests(records: Records, actor: Actor, then: str, today: str) -> list[Interest]:
    nodes = {n for node in records.of(actor.entity_ids) for n in _names_of(records, node)}
    found = [
        _interest(records, record, relation, then, today)
        for node in sorted(nodes)
        for record, relation in _around(records, node)
    ]
    unique = {(i.evidence.dataset, i.evidence.entity_id, i.relation): i for i in found}
    return sorted(unique.values(), key=_order)


def _names_of(records: Records, node: str) -> tuple[str, ...]:
    return (node, *(other for other, _ in records.renamed.get(node, ())))


def _around(records: Records, node: str) -> Iterable[tuple[Record, str]]:
    for record in records.into(node):
        kinds = kinds_of(record, records)
        if record.schema in _INCOMING:
            yield record, _INCOMING[record.schema]
        elif kinds & _HEADS:
            yield record, "founded" if any(k.endswith("/founder") for k in kinds) else "led"
    for record in records.out(node, *_OUTGOING):
        yield record, _OUTGOING[record.schema]
    yield from _above(records, node)


def _above(records: Records, node: str) -> Iterable[tuple[Record, str]]:
    """Owners and controllers of the owners, as far up as chains are followed."""
    seen, frontier = {node}, [node]
    for hop in range(MAX_HOPS):
        step = [r for n in frontier for r in records.into(n, "Ownership", "Control", "Parent")]
        if hop:
            yield from ((record, "behind") for record in step)
        frontier = sorted({r.source or "" for r in step} - seen - {""})
        seen.update(frontier)


def _interest(records: Records, record: Record, relation: str, then: str, today: str) -> Interest:
    outgoing = relation in _OUTGOING.values()
    path = tuple(n for n in (record.source, record.target) if n) if relation == "behind" else ()
    other = record.target if outgoing else record.source
    name = words.authority_text(record) if record.schema == "Sanction" else words.name_of(other, records)
    label = say("interest", relation, target=words.name_of(record.target, records))
    return Interest(
        relation=label,
        other=name or say("words", "not_stated"),
        evidence=evidence(record, records, role="shows", path=path),
        then=_in_force(record, records, then),
        now=_in_force(record, records, today),
    )


def _in_force(record: Record, records: Records, when: str) -> bool:
    """Whether the record holds on a day: what happens, from its day on; what lasts, while it lasts."""
    if record.schema == "Sanction" and record.start is None and record.end is None:
        dataset = records.dataset(record.edge)
        retrieved = dataset.retrieved if dataset is not None else None
        return retrieved is not None and first_day(retrieved) <= last_day(when)
    if record.schema in _EVENTS:
        start = record.start or record.end
        return start is None or first_day(start) <= last_day(when)
    days = interval(record.start, record.end, event=False)
    return timing(days, Window(first_day(when), last_day(when))) in ("in", "unknown")


def _order(interest: Interest) -> tuple[object, ...]:
    evidence = interest.evidence
    rank = _RANK.index(evidence.schema) if evidence.schema in _RANK else len(_RANK)
    behind = bool(evidence.path)
    return (not interest.then, not interest.now, behind, rank, evidence.start or "", evidence.entity_id)


def _unknown(document: Document, host: str, actor: Actor | None) -> str:
    name = document.publisher or host
    if not name:
        return say("publisher", "unnamed")
    if actor is not None and actor.status == "tie":
        return say("publisher", "tie", name=name)
    return say("publisher", "unknown", name=name)


def _explained(actor: Actor, interests: tuple[Interest, ...]) -> str:
    """Who stands behind the outlet then, what has changed since, and the listings."""
    name = actor.caption or actor.name
    if not interests:
        return say("publisher", "nothing", name=name)
    ties = [i for i in interests if i.evidence.schema != "Sanction"]
    then, since = [i for i in ties if i.then], [i for i in ties if i.now and not i.then]
    first = (
        say("publisher", "then", name=name, ties=_spoken(then))
        if then
        else say("publisher", "then_none", name=name)
    )
    changed = say("publisher", "since", ties=_spoken(since)) if since else ""
    return " ".join(part for part in (first, changed, *_listings(interests)) if part)


def _spoken(interests: list[Interest]) -> str:
    said = list(dict.fromkeys(_tie(i) for i in interests))
    if len(said) <= MAX_TIES_TOLD:
        return ", ".join(said)
    rest = str(len(said) - MAX_TIES_TOLD)
    return say("publisher", "more", ties=", ".join(said[:MAX_TIES_TOLD]), count=rest)


def _tie(interest: Interest) -> str:
    """The tie in words; what one state says of another's outlet is told as its word."""
    said = f"{interest.relation} {interest.other}"
    if interest.evidence.standing == "other_state":
        return say("publisher", "says", tie=said, publisher=interest.evidence.publisher)
    return say("publisher", "reported", tie=said) if interest.evidence.weak else said


def _listings(interests: tuple[Interest, ...]) -> list[str]:
    listed = [i for i in interests if i.evidence.schema == "Sanction"]
    then = ", ".join(dict.fromkeys(i.other for i in listed if i.then))
    since = ", ".join(
        dict.fromkeys(f"{i.other} ({i.evidence.start or '?'})" for i in listed if i.now and not i.then)
    )
    if then:
        more = [say("publisher", "listed_more", authorities=since)] if since else []
        return [say("publisher", "listed_then", authorities=then), *more]
    if since:
        return [say("publisher", "listed_since", authorities=since)]
    return [say("publisher", "unlisted")]
