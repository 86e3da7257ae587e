"""Whose website an address is on, by the websites on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cuibono.ledger.records import Entity
from cuibono.model import Actor
from cuibono.verification.catalogue import say


def actor_of_site(host: str, ledger: Any, publisher: str | None = None) -> Actor | None:
    """The actor whose website is on this host; several of different names there are nobody in particular.

    ``publisher`` is the name that the page gives, which may tell several apart.
    """
    return actors_of_sites([host], ledger, publisher).get(host)


def actors_of_sites(hosts: Sequence[str], ledger: Any, publisher: str | None = None) -> Mapping[str, Actor]:
    """Host -> the actor whose website is there, for the hosts that have one; one pass over the websites on record."""
    asked = {host: _suffixes(host) for host in hosts if host}
    wanted = {suffix for suffixes in asked.values() for suffix in suffixes}
    sites: dict[str, set[str]] = {}
    for site, entity_id in ledger.websites() if wanted else ():
        if site in wanted:
            sites.setdefault(site, set()).add(entity_id)
    found = {
        host: next((sites[s] for s in suffixes if s in sites), set()) for host, suffixes in asked.items()
    }
    ids = sorted({entity_id for held in found.values() for entity_id in held})
    entities: Mapping[str, Entity] = ledger.entities(ids) if ids else {}
    actors = {
        host: _actor(host, [entities[i] for i in sorted(held) if i in entities], publisher)
        for host, held in found.items()
    }
    return {host: actor for host, actor in actors.items() if actor is not None}


def _actor(host: str, entities: Sequence[Entity], publisher: str | None) -> Actor | None:
    if not entities:
        return None
    named = [e for e in entities if publisher and publisher.casefold() in map(str.casefold, e.names)]
    chosen = named or list(entities)
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
