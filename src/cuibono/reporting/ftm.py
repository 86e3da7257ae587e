"""A check as FollowTheMoney entities, JSON lines: the article, whom it names, and the records behind the findings.

Only what a record says becomes an entity or an edge. Claims, findings and names that no record matches stay out: an
allegation never stands beside a record. A name in the text that was matched is a ``Mention`` with ``resolved``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from cuibono.model import Actor, Check, Evidence
from cuibono.reporting.objects import json_bytes
from cuibono.reporting.phrases import heading
from cuibono.reporting.plain import line, plain_number, web_address

ORIGIN = "cuibono:extracted"
Properties = dict[str, list[str]]


@cache
def _table() -> Mapping[str, Any]:
    import yaml

    text = (files("cuibono.reporting") / "resources" / "ftm.yml").read_text(encoding="utf-8")
    table: Mapping[str, Any] = yaml.safe_load(text)
    return table


def to_ftm(check: Check) -> bytes:
    """FollowTheMoney JSON lines: ``id``, ``schema``, ``properties``, ``datasets``; ``origin`` marks what was extracted.

    Ids of records and of record-backed actors are the ledger's own, so that the lines join what was loaded there.
    """
    entities = _Entities()
    article = _add_article(check, entities)
    for actor in _linked(check):
        _add_actor(actor, entities)
        _add_mention(actor, article, entities)
    _add_publisher(check, article, entities)
    for evidence in records(check):
        _add_record(evidence, entities)
    return entities.lines()


def records(check: Check) -> list[Evidence]:
    """Every record behind or beside a finding or an interest, once each, in order of appearance."""
    found: dict[str, Evidence] = {}
    for verdict in check.verdicts:
        later = verdict.today.evidence if verdict.today else ()
        for evidence in (*verdict.evidence, *later):
            found.setdefault(evidence.entity_id, evidence)
    for interest in check.publisher.interests:
        found.setdefault(interest.evidence.entity_id, interest.evidence)
    return list(found.values())


class _Entities:
    """Entities by id in order of first mention; a second mention adds values, and a schema where there was none."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, Any]] = {}

    def add(
        self,
        id: str,
        schema: str,
        properties: Mapping[str, str | None],
        *,
        dataset: str = "",
        origin: str = "",
    ) -> None:
        row = self._rows.setdefault(id, {"id": id, "schema": schema, "properties": {}, "datasets": []})
        if row["schema"] == "LegalEntity":
            row["schema"] = schema
        for name, value in properties.items():
            values: list[str] = row["properties"].setdefault(name, []) if value else []
            if value and value not in values:
                values.append(value)
        if dataset and dataset not in row["datasets"]:
            row["datasets"].append(dataset)
        if origin:
            row["origin"] = origin

    def has(self, id: str) -> bool:
        return id in self._rows

    def lines(self) -> bytes:
        return b"".join(json_bytes(row) + b"\n" for row in self._rows.values())


def _extracted_id(*parts: str) -> str:
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()
    return f"cuibono-{digest[:40]}"


def _add_article(check: Check, entities: _Entities) -> str:
    document = check.document
    id = _extracted_id("article", document.id, document.sha256)
    entities.add(
        id,
        "Article",
        {
            "name": heading(document),
            "fileName": line(document.id),
            "title": line(document.title),
            "author": line(document.author),
            "publishedAt": document.published,
            "publisher": line(document.publisher),
            "sourceUrl": web_address(document.url),
            "language": _table()["languages"].get(document.language),
        },
        origin=ORIGIN,
    )
    return id


def _linked(check: Check) -> Iterable[Actor]:
    return (actor for actor in check.actors if actor.status == "linked")


def _add_actor(actor: Actor, entities: _Entities) -> None:
    for id in actor.entity_ids:
        entities.add(id, actor.schema or "LegalEntity", {"name": line(actor.caption) or line(actor.name)})
        for country in actor.countries:
            entities.add(id, actor.schema or "LegalEntity", {"country": country})


def _add_mention(actor: Actor, article: str, entities: _Entities) -> None:
    properties = {
        "document": article,
        "name": line(actor.name),
        "resolved": actor.entity_ids[0],
        "detectedSchema": actor.schema,
    }
    entities.add(_extracted_id("mention", article, actor.name), "Mention", properties, origin=ORIGIN)


def _add_publisher(check: Check, article: str, entities: _Entities) -> None:
    actor = check.publisher.actor
    if actor is None or actor.status != "linked":
        return
    _add_actor(actor, entities)
    properties = {"document": article, "entity": actor.entity_ids[0], "role": "publisher"}
    entities.add(_extracted_id("publisher", article), "Documentation", properties, origin=ORIGIN)


def _add_record(evidence: Evidence, entities: _Entities) -> None:
    if evidence.schema == "Sanction" and evidence.target:
        _add_end(evidence, 1, entities)
        _add_edge(evidence, {"entity": evidence.target, "authority": line(evidence.source_name)}, entities)
    elif not evidence.source or not evidence.target:
        return  # half a record is no edge; the article citing itself is none either
    elif evidence.schema == "Parent":
        _add_end(evidence, 0, entities)
        _add_end(evidence, 1, entities)
        entities.add(evidence.target, "LegalEntity", {"parent": evidence.source}, dataset=evidence.dataset)
    elif evidence.schema in _table()["edges"]:
        _add_end(evidence, 0, entities)
        _add_end(evidence, 1, entities)
        source, target = _table()["edges"][evidence.schema]
        _add_edge(evidence, {source: evidence.source, target: evidence.target}, entities)


def _add_end(evidence: Evidence, end: int, entities: _Entities) -> None:
    """The actor at one end, where its name is at hand; else the ledger's own entity is meant by the id alone."""
    id, name = ((evidence.source, evidence.source_name), (evidence.target, evidence.target_name))[end]
    if id and (entities.has(id) or name):
        schema = _table()["ends"].get(evidence.schema, ("LegalEntity", "LegalEntity"))[end]
        words = line(name) or None
        named = {"name": words, "fileName": words if schema == "Document" else None}
        entities.add(id, schema, {} if entities.has(id) else named, dataset=evidence.dataset)


def _add_edge(evidence: Evidence, ends: Mapping[str, str | None], entities: _Entities) -> None:
    money = evidence.schema in _table()["money"] and evidence.amount is not None
    entities.add(
        evidence.entity_id,
        evidence.schema,
        {
            **ends,
            "amount": plain_number(evidence.amount) if money else None,
            "currency": evidence.currency if money else None,
            "startDate": evidence.start,
            "endDate": evidence.end,
            "summary": line(evidence.summary),
            "publisher": line(evidence.publisher),
            "sourceUrl": web_address(evidence.source_url),
            "retrievedAt": evidence.retrieved,
        },
        dataset=evidence.dataset,
    )
