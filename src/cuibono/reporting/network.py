"""The network of one check: actors, what the text says between them, what records show, evidence on every line.

The same lines stand in the page's picture, in the table beside it and in the GEXF file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from cuibono.model import THIS_ARTICLE, Check, Evidence, Finding, Interest, LinkStatus, Verdict
from cuibono.reporting.phrases import actor_name
from cuibono.reporting.plain import line
from cuibono.reporting.tongue import marked, say
from cuibono.reporting.wording import verb, word

LineKind = Literal["claim", "record"]
_THIS = marked("This article")


@dataclass(frozen=True, slots=True)
class Node:
    """An actor: ``key`` is its ledger id where it has one. ``status`` tells how its name was matched."""

    key: str
    name: str
    schema: str
    status: LinkStatus
    entity_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A tie between two nodes.

    ``claim``: the text says so; ``finding`` grades it, ``numbers`` are the claims (from 1), ``evidence`` the records behind the
    findings. ``record``: a record says so, beside what the text says.
    """

    source: str
    target: str
    kind: LineKind
    label: str
    finding: Finding | None = None
    numbers: tuple[int, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes in order of first appearance, lines with claims first in text order."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]


def network(check: Check) -> Network:
    """The network of a check; the same check gives the same network, order included."""
    builder = _Builder(check)
    for number, verdict in enumerate(check.verdicts, 1):
        builder.add_claim(number, verdict)
    for verdict in check.verdicts:
        for evidence in (*verdict.evidence, *(verdict.today.evidence if verdict.today else ())):
            builder.add_record(evidence)
    for interest in check.publisher.interests:
        builder.add_interest(interest)
    return Network(tuple(builder.nodes.values()), tuple(builder.lines.values()))


class _Builder:
    """Collects nodes and lines; one node for every cluster of ids, one line for every relation and finding."""

    def __init__(self, check: Check) -> None:
        self.nodes: dict[str, Node] = {}
        self.lines: dict[tuple[str, str, str, str, str], Line] = {}
        self._keys: dict[str, str] = {}
        self._known: dict[str, Node] = {}
        self._by_name: dict[str, Node] = {}
        publisher = (check.publisher.actor,) if check.publisher.actor else ()
        for actor in (*check.actors, *publisher):
            key = actor.entity_ids[0] if actor.entity_ids else f"name:{actor.name}"
            node = Node(
                self._keys.get(key, key),
                say(_THIS) if actor.status == "document" else actor_name(actor.caption or actor.name),
                actor.schema or "",
                actor.status,
                actor.entity_ids,
            )
            self._by_name.setdefault(actor.name, node)
            self._known.setdefault(node.key, node)
            for id in actor.entity_ids:
                self._keys.setdefault(id, node.key)

    def named(self, name: str) -> Node:
        """The node of a name in the text."""
        status: LinkStatus = "document" if name == THIS_ARTICLE else "unknown"
        return self._place(
            self._by_name.get(name)
            or Node(f"name:{name}", say(_THIS) if name == THIS_ARTICLE else actor_name(name), "", status)
        )

    def recorded(self, id: str | None, name: str | None) -> Node | None:
        """The node of a record's end, by id, else by the name on record."""
        if id is None and not name:
            return None
        key = self._keys.get(id, id) if id else f"record:{line(name)}"
        known = self._known.get(key)
        return self._place(known or Node(key, line(name) or line(id), "", "linked", (id,) if id else ()))

    def _place(self, node: Node) -> Node:
        return self.nodes.setdefault(node.key, node)

    def _add(self, new: Line) -> None:
        key = (new.source, new.target, new.kind, new.label, new.finding or "")
        old = self.lines.get(key)
        if old is not None:
            evidence = {e.entity_id: e for e in (*new.evidence, *old.evidence)}
            ordered = tuple(dict.fromkeys(e.entity_id for e in (*old.evidence, *new.evidence)))
            new = replace(
                old, numbers=old.numbers + new.numbers, evidence=tuple(evidence[id] for id in ordered)
            )
        self.lines[key] = new

    def add_claim(self, number: int, verdict: Verdict) -> None:
        source, target = self.named(verdict.claim.subject.name), self.named(verdict.claim.object.name)
        said = verb(verdict.claim)
        self._add(Line(source.key, target.key, "claim", said, verdict.finding, (number,), verdict.evidence))

    def add_record(self, evidence: Evidence) -> None:
        """A line for a record, unless a claim between the same two already carries it."""
        source = self.recorded(evidence.source, evidence.source_name if evidence.source else None)
        target = self.recorded(evidence.target, evidence.target_name)
        if source is None or target is None or self._carried(source.key, target.key, evidence):
            return
        label = word("schemas", evidence.schema)
        self._add(Line(source.key, target.key, "record", label, evidence=(evidence,)))

    def add_interest(self, interest: Interest) -> None:
        evidence = interest.evidence
        source = self.recorded(evidence.source, evidence.source_name or interest.other)
        target = self.recorded(evidence.target, evidence.target_name)
        if source and target and not self._carried(source.key, target.key, evidence):
            label = word("schemas", evidence.schema)
            self._add(Line(source.key, target.key, "record", label, evidence=(evidence,)))

    def _carried(self, source: str, target: str, evidence: Evidence) -> bool:
        ends = {source, target}
        return any(
            tie.kind == "claim"
            and {tie.source, tie.target} == ends
            and any(e.entity_id == evidence.entity_id for e in tie.evidence)
            for tie in self.lines.values()
        )


def evidence_ids(lines: Iterable[Evidence]) -> str:
    """Ids of records, apart by spaces."""
    return " ".join(dict.fromkeys(line(e.entity_id) for e in lines))
