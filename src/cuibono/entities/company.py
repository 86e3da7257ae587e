"""Ties that the company a name keeps may break: other actors of the text who share records with one candidate.

Only actors who stand in no claim with the name count: a record between the two ends of a claim is what the claim is checked
against, and must not choose whom it is checked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cuibono.entities.index import Records
from cuibono.model import Actor, Candidate, Claim, Feature


def break_ties(actors: Sequence[Actor], claims: Sequence[Claim], ledger: Records) -> tuple[Actor, ...]:
    """The actors, those ties linked where exactly one candidate shares records with other linked actors of the text."""
    linked = {actor.name: actor for actor in actors if actor.status == "linked"}
    if not linked or all(actor.status != "tie" for actor in actors):
        return tuple(actors)
    return tuple(
        _chosen(actor, _strangers(actor.name, linked, claims), ledger) if actor.status == "tie" else actor
        for actor in actors
    )


def _strangers(name: str, linked: Mapping[str, Actor], claims: Sequence[Claim]) -> dict[str, str]:
    """Entity ids of linked actors who stand in no claim with ``name``, with their names in the text."""
    beside = {name}
    for claim in claims:
        ends = {claim.subject.name, claim.object.name}
        if name in ends:
            beside |= ends
    own = {i for other in beside & set(linked) for i in linked[other].entity_ids}
    return {
        identifier: other
        for other, actor in linked.items()
        if other not in beside
        for identifier in actor.entity_ids
        if identifier not in own
    }


def _chosen(actor: Actor, strangers: Mapping[str, str], ledger: Records) -> Actor:
    shared = [(c, _shared(c, strangers, ledger)) for c in actor.candidates] if strangers else []
    fitting = [(candidate, names) for candidate, names in shared if names]
    if len(fitting) != 1:
        return actor
    candidate, names = fitting[0]
    note = f"shares records with {', '.join(names)}, also in the text"
    chosen = replace(
        candidate,
        features=(Feature("other_actors", float(len(names)), 0.0, note), *candidate.features),
    )
    return replace(
        actor,
        status="linked",
        entity_ids=chosen.entity_ids,
        caption=chosen.caption,
        schema=chosen.schema,
        countries=chosen.countries,
        candidates=(chosen, *(c for c in actor.candidates if c is not candidate)),
        note=f"of {len(actor.candidates)} that fit equally well, the one that {note}",
    )


def _shared(candidate: Candidate, strangers: Mapping[str, str], ledger: Records) -> list[str]:
    own = set(candidate.entity_ids)
    ends = {e for edge in ledger.edges(candidate.entity_ids) for e in (edge.source, edge.target) if e}
    return sorted({strangers[end] for end in ends - own if end in strangers})
