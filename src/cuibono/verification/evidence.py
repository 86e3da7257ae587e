"""Ties and records as :class:`~cuibono.model.Evidence`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from cuibono.ledger.records import Edge
from cuibono.model import Document, Evidence
from cuibono.verification import words
from cuibono.verification.catalogue import say
from cuibono.verification.records import Record, Records
from cuibono.verification.settings import MAX_DECIDING, MAX_SHOWN
from cuibono.verification.standing import standing_of
from cuibono.verification.ties import Tie

Role = Literal["decides", "shows"]


def evidence_of(decides: Sequence[Tie], shows: Sequence[Tie], records: Records) -> tuple[Evidence, ...]:
    """The evidence of a finding: what decides first, then what informs; each record once."""
    found: dict[tuple[str, str], Evidence] = {}
    for role, ties, limit in (("decides", decides, MAX_DECIDING), ("shows", shows, MAX_SHOWN)):
        for tie in ties[:limit]:
            for evidence in _of_tie(tie, records, role):  # type: ignore[arg-type]
                found.setdefault((evidence.dataset, evidence.entity_id), evidence)
    return tuple(found.values())


def _of_tie(tie: Tie, records: Records, role: Role) -> Iterable[Evidence]:
    """The tie's own record first, then the records of its chain, of a renaming and of a body's place in a government."""
    path = _path(tie)
    yield evidence(tie.record, records, role=role, path=path)
    for edge in tie.record.also:
        yield evidence(plain(edge, records), records, role=role, path=path)
    for record in (*tie.above, *tie.subject.records, *tie.object.records):
        yield evidence(record, records, role=role, path=path)


def plain(edge: Edge, records: Records) -> Record:
    """An edge as a record between nodes, as it stands."""
    source = records.node(edge.source) if edge.source else None
    target = records.node(edge.target) if edge.target else None
    return Record(edge, source, target, edge.role, edge.schema)


def _path(tie: Tie) -> tuple[str, ...]:
    """Nodes from subject to object where the tie runs through others; empty for a direct tie."""
    first = tie.above[0].source if tie.above else tie.subject.node
    nodes = [first, *(r.target for r in tie.above), tie.record.source, tie.record.middle, tie.record.target]
    path = tuple(dict.fromkeys(node for node in nodes if node))
    return path if len(path) > 2 else ()


def evidence(
    record: Record, records: Records, *, role: Role = "decides", path: tuple[str, ...] = ()
) -> Evidence:
    """One record as evidence, with its source and in words."""
    edge = record.edge
    dataset = records.dataset(edge)
    money = record.money
    return Evidence(
        entity_id=edge.id,
        schema=edge.schema,
        dataset=edge.dataset,
        version=edge.version,
        publisher=dataset.publisher if dataset else "",
        standing=standing_of(record, records),
        source_url=edge.source_url or (dataset.url if dataset else None),
        statements=edge.statement_ids,
        retrieved=dataset.retrieved if dataset else None,
        path=path,
        role=role,
        summary=words.summary(record, records),
        source=record.source if record.schema == "ContractAward" else edge.source,
        target=edge.target,
        start=record.start,
        end=edge.end,
        amount=money[0] if money else edge.amount,
        currency=money[1] if money else edge.currency,
        weak=records.weak(record),
        source_name=_source_name(record, records),
        target_name=words.name_of(record.target, records) if record.target else None,
    )


def _source_name(record: Record, records: Records) -> str | None:
    if record.schema == "Sanction":
        return words.authority_text(record)
    return words.name_of(record.source, records) if record.source else None


def document_evidence(document: Document) -> Evidence:
    """The article as evidence of whom it cites."""
    return Evidence(
        entity_id=document.id,
        schema="Article",
        dataset="this article",
        version=document.sha256[:12],
        publisher=document.publisher or "",
        standing="self",
        source_url=document.url,
        summary=say("words", "article_itself"),
        start=document.published,
    )
