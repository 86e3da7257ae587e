"""Who counts as an actor of the claim: the actor itself, its other names, and the public bodies of a government.

A body whose chain of parents or Control ends at a government is that government for claims about it. State-owned companies
and outlets are no public bodies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from cuibono.ledger.records import Entity
from cuibono.model import Predicate
from cuibono.verification.authority import is_state_name
from cuibono.verification.records import Record, Records
from cuibono.verification.resources import load
from cuibono.verification.settings import MAX_HOPS
from cuibono.verification.text import fold, has_phrase
from cuibono.verification.time import Window, interval, timing

Side = Literal["subject", "object"]
Kind = Literal["self", "renamed", "body", "treasury"]

# Where a body's act is the government's act. Heading a ministry is not heading the government, and listing a ministry is
# not listing the state: those sides are left out.
_BODIES: Mapping[Side, frozenset[Predicate]] = {
    "subject": frozenset({"funds", "owns", "directs", "founded", "partners_with", "represents"}),
    "object": frozenset({"funds", "partners_with", "represents", "works_for"}),
}


@dataclass(frozen=True, slots=True)
class Standin:
    """A node that stands for an actor of the claim, and why: ``records`` are the renaming or the chain to the government."""

    node: str
    kind: Kind
    records: tuple[Record, ...] = ()


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in load("bodies")[name])


def _named(entity: Entity, name: str) -> bool:
    return any(has_phrase(fold(text), word) for text in (entity.caption,) for word in _words(name))


def is_government(entity: Entity) -> bool:
    """Whether an entity is a state, its government, or a union of states."""
    if entity.schema in load("bodies")["never_schemas"] or _is_company(entity):
        return False
    if set(entity.get("topics")) & set(load("bodies")["government_topics"]) and not _is_part(entity):
        return True
    return any(_government_name(fold(name)) for name in (entity.caption, *entity.names))


def _is_part(entity: Entity) -> bool:
    return bool(entity.get("parent")) or _named(entity, "public_words")


@lru_cache(maxsize=16384)
def _government_name(folded: str) -> bool:
    if is_state_name(folded):
        return True
    if any(has_phrase(folded, word) for word in _words("public_words")):
        return False
    starts = any(folded.startswith(word + " ") for word in _words("government_prefixes"))
    return starts or any(folded.endswith(" " + word) for word in _words("government_suffixes"))


def _is_company(entity: Entity) -> bool:
    rules = load("bodies")
    if entity.schema in rules["company_schemas"] or set(entity.get("topics")) & set(rules["company_topics"]):
        return True
    return entity.schema != "PublicBody" and _named(entity, "company_words")


def _is_media(entity: Entity) -> bool:
    if set(entity.get("topics")) & set(load("bodies")["media_topics"]):
        return True
    described = fold(
        " ; ".join((*entity.get("classification"), *entity.get("sector"), *entity.get("keywords")))
    )
    if "news agency" in fold(entity.caption) or any(has_phrase(described, w) for w in _words("media_words")):
        return True
    return _named(entity, "media_words") and not _named(entity, "public_words")


def is_public(entity: Entity) -> bool:
    """Whether an entity can be a body of a government: no person, no company, no outlet."""
    if is_government(entity):
        return True
    if entity.schema in load("bodies")["never_schemas"] or _is_company(entity):
        return False
    return entity.schema == "PublicBody" or not _is_media(entity)


def is_public_node(node: str, records: Records) -> bool:
    parts = records.parts(node)
    return bool(parts) and all(is_public(part) for part in parts)


def is_authority_node(node: str, records: Records) -> bool:
    """Whether a claim about this node is a claim about a government or one of its bodies."""
    parts = records.parts(node)
    return any(
        is_government(p) or (p.schema == "PublicBody" and is_public(p)) for p in parts
    ) and is_public_node(node, records)


def standins(
    nodes: frozenset[str], records: Records, predicate: Predicate, side: Side, asked: Window
) -> Mapping[str, Standin]:
    """All nodes that count as the actor on this side of a claim in the claim's time, by node."""
    question = ("standins", nodes, predicate, side, asked)
    if question not in records.memo:
        records.memo[question] = _standins(nodes, records, predicate, side, asked)
    known: Mapping[str, Standin] = records.memo[question]
    return known


def _standins(
    nodes: frozenset[str], records: Records, predicate: Predicate, side: Side, asked: Window
) -> Mapping[str, Standin]:
    found = {node: Standin(node, "self") for node in sorted(nodes)}
    for node in sorted(nodes):
        for other, edge in records.renamed.get(node, ()):
            link = Record(edge, edge.source, edge.target, edge.role, "Succession")
            found.setdefault(other, Standin(other, "renamed", (link,)))
    if predicate == "funds" and side == "subject":
        found = {**_governments_of_legislatures(found, records), **found}
    if predicate in _BODIES[side] and any(is_authority_node(n, records) for n in found):
        for body, chain in bodies_of(frozenset(found), records, asked).items():
            found.setdefault(body, Standin(body, "body", chain))
    return found


def _governments_of_legislatures(nodes: Iterable[str], records: Records) -> Mapping[str, Standin]:
    """The governments whose money the legislatures among the nodes vote: what Congress appropriates an agency pays out."""
    return {
        record.source: Standin(record.source, "treasury", (record,))
        for node in sorted(nodes)
        if any(_is_legislature(part) for part in records.parts(node))
        for record in records.into(node, "Parent")
        if record.source is not None and any(is_government(part) for part in records.parts(record.source))
    }


def _is_legislature(entity: Entity) -> bool:
    described = fold(" ; ".join(entity.get("classification")))
    return entity.schema == "PublicBody" and any(
        has_phrase(described, w) for w in _words("legislature_words")
    )


def bodies_of(tops: frozenset[str], records: Records, asked: Window) -> Mapping[str, tuple[Record, ...]]:
    """The public bodies below a government, each with the records of the chain from it up to the government."""
    found: dict[str, tuple[Record, ...]] = {}
    frontier: list[tuple[str, tuple[Record, ...]]] = [(top, ()) for top in sorted(tops)]
    for _ in range(MAX_HOPS):
        below: list[tuple[str, tuple[Record, ...]]] = []
        for node, chain in frontier:
            for record in records.out(node, "Parent", "Control"):
                child = record.target
                if child is None or child in tops or child in found or records.weak(record):
                    continue
                in_time = timing(interval(record.start, record.end, event=False), asked) in ("in", "unknown")
                if in_time and is_public_node(child, records):
                    found[child] = (record, *chain)
                    below.append((child, found[child]))
        frontier = below
    return found
