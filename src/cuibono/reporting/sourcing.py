"""The sources of a text for a reader: ties gathered by who stands behind, and who cites whom as a network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuibono.model import (
    THIS_ARTICLE,
    Check,
    Citation,
    Evidence,
    Interest,
    LinkStatus,
    SharedInterest,
    Source,
)
from cuibono.reporting import phrases
from cuibono.reporting.network import Line, Network, Node
from cuibono.reporting.plain import line, readable_period
from cuibono.reporting.tongue import count, marked, say
from cuibono.reporting.wording import verb, word

DRAWN = 4
"""Ties behind one source that the picture shows; those that several sources share are always drawn."""
_THIS = marked("This article")
_LINKS = marked("links to")


@dataclass(frozen=True, slots=True)
class Gathered:
    """All records of one ``relation`` to one ``other``: in force ``then`` and ``now`` as the best of them is."""

    relation: str
    other: str
    then: bool
    now: bool
    undated: bool
    evidence: tuple[Evidence, ...]

    @property
    def detail(self) -> str:
        """How many records and from when to when; the dates of one alone."""
        if len(self.evidence) == 1:
            return phrases.record_dates(self.evidence[0])
        starts = sorted(e.start[:4] for e in self.evidence if e.start)
        records = count("{n} record", "{n} records", len(self.evidence)).format(n=len(self.evidence))
        return ", ".join(filter(None, (records, readable_period(starts[0], starts[-1]) if starts else "")))


def gathered(interests: Sequence[Interest]) -> list[Gathered]:
    """Interests by relation and other, in the order of the first of each."""
    groups: dict[tuple[str, str], list[Interest]] = {}
    for interest in interests:
        groups.setdefault((interest.relation, interest.other.casefold()), []).append(interest)
    return [
        Gathered(
            held[0].relation,
            held[0].other,
            any(i.then for i in held),
            any(i.now for i in held),
            all(i.undated for i in held),
            tuple(i.evidence for i in held),
        )
        for held in groups.values()
    ]


def cited_in(source: Source, check: Check) -> list[int]:
    """The numbers of the claims by which the text cites a source."""
    spans = set(source.spans)
    return [
        n
        for n, v in enumerate(check.verdicts, 1)
        if v.claim.predicate == "cites" and v.claim.span in spans and v.claim.object.name == source.name
    ]


def shared_names(shared: SharedInterest, check: Check) -> str:
    """The sources that share an interest, by name."""
    return ", ".join(line(check.sourcing.sources[n].name) for n in shared.sources)


def claim_number(claim_id: str, check: Check) -> int | None:
    """The number of a claim in the report."""
    return next((n for n, v in enumerate(check.verdicts, 1) if v.claim.id == claim_id), None)


def chain(check: Check) -> Network:
    """Who cites whom and who stands behind the sources, as nodes and lines; the same check gives the same network."""
    builder = _Chain(check)
    for citation in check.sourcing.chain:
        builder.cite(citation)
    for source in check.sourcing.sources:
        builder.stand_behind(source)
    for shared in check.sourcing.shared:
        for number, records in zip(shared.sources, shared.evidence, strict=True):
            builder.tie(check.sourcing.sources[number], records)
    return Network(tuple(builder.nodes.values()), tuple(builder.lines.values()))


class _Chain:
    """Collects nodes and lines of the chain; a source under all its ids is one node."""

    def __init__(self, check: Check) -> None:
        self.nodes: dict[str, Node] = {}
        self.lines: dict[tuple[str, str, str], Line] = {}
        self.verdicts = {v.claim.id: (n, v) for n, v in enumerate(check.verdicts, 1)}
        self.by_name: dict[str, Node] = {}
        self.by_id: dict[str, Node] = {}
        linked = [s.actor for s in check.sourcing.sources]
        for actor, name in [*((a, a.name) for a in check.actors), *((a, a.name) for a in linked)]:
            key = actor.entity_ids[0] if actor.entity_ids else f"name:{name}"
            shown = phrases.actor_name(actor.caption or actor.name)
            node = Node(key, shown, actor.schema or "", actor.status, actor.entity_ids)
            self.by_name.setdefault(name, node)
            for id in actor.entity_ids:
                self.by_id.setdefault(id, node)

    def named(self, name: str) -> Node:
        if name == THIS_ARTICLE:
            return self._place(Node("name:" + THIS_ARTICLE, say(_THIS), "", "document"))
        status: LinkStatus = "unknown"
        return self._place(
            self.by_name.get(name) or Node(f"name:{name}", phrases.actor_name(name), "", status)
        )

    def recorded(self, id: str | None, name: str | None) -> Node | None:
        if id is None:
            return None
        return self._place(self.by_id.get(id) or Node(id, line(name) or line(id), "", "linked", (id,)))

    def _place(self, node: Node) -> Node:
        return self.nodes.setdefault(node.key, node)

    def cite(self, citation: Citation) -> None:
        source, target = self.named(citation.source), self.named(citation.target)
        number, verdict = self.verdicts.get(citation.claim or "", (0, None))
        if verdict is not None:
            said, records = verb(verdict.claim), verdict.evidence
            new = Line(source.key, target.key, "claim", said, verdict.finding, (number,), records)
        else:
            shown = (citation.evidence,) if citation.evidence else ()
            label = word("schemas", "Documentation") if citation.evidence else say(_LINKS)
            new = Line(source.key, target.key, "record", label, evidence=shown)
        self._add(new)

    def _add(self, new: Line) -> None:
        key = (new.source, new.target, new.label)
        old = self.lines.get(key)
        if old is None:
            self.lines[key] = new
            return
        records = {(e.dataset, e.entity_id): e for e in (*old.evidence, *new.evidence)}
        self.lines[key] = Line(
            old.source,
            old.target,
            old.kind,
            old.label,
            old.finding,
            old.numbers + tuple(n for n in new.numbers if n not in old.numbers),
            tuple(records.values()),
        )

    def stand_behind(self, source: Source) -> None:
        """The ties in force on the text's day, listings left out: the first few, the rest is in the table of the source."""
        unsaid = [(u.evidence,) for u in source.unsaid]
        ties = [
            g.evidence for g in gathered(source.interests) if g.then and g.evidence[0].schema != "Sanction"
        ]
        for records in [*unsaid, *ties[:DRAWN]]:
            self.tie(source, records)

    def tie(self, source: Source, records: Sequence[Evidence]) -> None:
        """Records between somebody and a source; the source's end is the source, whichever of its ids the record names."""
        self.named(source.name)
        for record in records:
            one = self.recorded(record.source, record.source_name)
            two = self.recorded(record.target, record.target_name)
            if one is not None and two is not None and one.key != two.key:
                self._add(
                    Line(one.key, two.key, "record", word("schemas", record.schema), evidence=(record,))
                )
