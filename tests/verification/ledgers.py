"""Small ledgers and claims from plain values, for tables of cases."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from cuibono.ledger.memory import MemoryLedger
from cuibono.ledger.records import Coverage, Dataset, Edge, Entity, Statement
from cuibono.model import (
    THIS_ARTICLE,
    Actor,
    Amount,
    Block,
    Candidate,
    Claim,
    Document,
    Link,
    Mention,
    Period,
    Span,
    Verdict,
)
from cuibono.verification import verify

WHEN, TODAY = "2022-01-14", "2026-01-01"


def entity(entity_id: str, given: Any, dataset: str = "register") -> Entity:
    """From a name, or a mapping with ``name``, ``schema`` and any properties; ``datasets`` overrides the dataset."""
    values = {"name": given} if isinstance(given, str) else dict(given)
    schema = values.pop("schema", "Organization")
    datasets = tuple(values.pop("datasets", (dataset,)))
    props = {k: tuple(map(str, v)) if isinstance(v, list) else (str(v),) for k, v in values.items()}
    names = (*props["name"], *props.get("alias", ()), *props.get("previousName", ()))
    return Entity(entity_id, schema, props["name"][0], names, props, datasets)


def edge(number: int, given: Mapping[str, Any]) -> Edge:
    """From ``{Payment: [payer, payee], amount: 1, currency: USD, start: 2020}``; a listing is ``{Sanction: [target]}``."""
    values = dict(given)
    schema = next(iter(values))
    ends = [None if end is None else str(end) for end in values.pop(schema)]
    source, target = (None, ends[0]) if schema == "Sanction" else (ends[0], ends[1])
    amount = values.pop("amount", None)
    dataset = values.pop("dataset", "register")
    edge_id = str(values.pop("id", f"r{number}"))
    props = {k: tuple(map(str, v)) if isinstance(v, list) else (str(v),) for k, v in values.items()}
    date = _text(values.get("date"))
    return Edge(
        edge_id,
        schema,
        source,
        target,
        dataset,
        "1",
        start=_text(values.get("start")) or date,
        end=_text(values.get("end")),
        date=date,
        amount=Decimal(str(amount)) if amount is not None else None,
        currency=_text(values.get("currency")),
        role=_text(values.get("role")),
        properties=props,
        statement_ids=(f"st-{edge_id}",),
        source_url=f"https://register.example/{edge_id}",
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def dataset(name: str, given: Mapping[str, Any]) -> Dataset:
    values: dict[str, Any] = {
        "version": "1",
        "title": f"List {name}",
        "publisher": f"Publisher of {name}",
        "retrieved": "2021-12-31",
        **given,
    }
    coverage: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in values.pop("coverage", {}).items()
    }
    return Dataset(name=name, coverage=Coverage(**coverage), **values)


def ledger(case: Mapping[str, Any]) -> MemoryLedger:
    edges = [edge(i, given) for i, given in enumerate(case.get("records", ()))]
    given = {**{e.dataset: {} for e in edges}, "register": {}, **case.get("datasets", {})}
    entities = [entity(i, values) for i, values in case.get("entities", {}).items()]
    return MemoryLedger(entities, edges, [dataset(n, v) for n, v in given.items()])


def amount(given: Mapping[str, Any] | None) -> Amount | None:
    if given is None:
        return None
    values = dict(given)
    values.setdefault("text", f"{values['value']} {values.get('currency', '')}".strip())
    values["value"] = Decimal(str(values["value"]))
    values["rounding"] = Decimal(str(values.get("rounding", 0)))
    return Amount(**values)


def period(given: Mapping[str, Any] | str | None) -> Period | None:
    if given is None or isinstance(given, (str, int)):
        return None if given is None else Period(str(given), str(given), str(given))
    return Period(str(given.get("text", "")), _text(given.get("start")), _text(given.get("end")))


def claim(given: Mapping[str, Any], names: Mapping[str, str], number: int = 0) -> Claim:
    """From ``{s: id, p: predicate, o: id}`` and any field of a claim; an id that is no entity is a name."""
    values = dict(given)
    subject, object_ = str(values.pop("s")), str(values.pop("o"))
    subject, object_ = names.get(subject, subject), names.get(object_, object_)
    quote = values.pop("quote", f"{subject} {values['p']} {object_}")
    return Claim(
        id=f"c{number}",
        quote=quote,
        span=Span(0, len(quote)),
        subject=Mention(subject, Span(0, 0), subject),
        predicate=values.pop("p"),
        object=Mention(object_, Span(0, 0), object_),
        amount=amount(values.pop("amount", None)),
        period=period(values.pop("period", None)),
        **values,
    )


def actors(case: Mapping[str, Any], held: MemoryLedger) -> tuple[Actor, ...]:
    """One linked actor for each entity, under its name; ``same`` joins ids to one actor; ``actors`` overrides by name."""
    found: dict[str, Actor] = {}
    groups = [tuple(group) for group in case.get("same", ())]
    for entity_id, given in held.entities(case.get("entities", {})).items():
        ids = next((g for g in groups if entity_id in g), (entity_id,))
        found.setdefault(
            given.caption,
            Actor(given.caption, "linked", ids, caption=given.caption, schema=given.schema),
        )
    for name, status in case.get("actors", {}).items():
        candidates = (Candidate(("x",), f"{name} (one)", "Organization", 0.6),) if status == "tie" else ()
        found[name] = Actor(name, status, candidates=candidates)
    found[THIS_ARTICLE] = Actor(THIS_ARTICLE, "document")
    return tuple(found.values())


def document(case: Mapping[str, Any]) -> Document:
    given = dict(case.get("document", {}))
    links = tuple(Link(**link) for link in given.pop("links", ()))
    blocks = tuple(Block(b["kind"], Span(*b["span"])) for b in given.pop("blocks", ()))
    return Document(
        id="doc-1",
        text=given.pop("text", "A text."),
        language="en",
        published=_text(case.get("when", WHEN)) if "when" not in case or case["when"] else None,
        links=links,
        blocks=blocks,
        **given,
    )


def verdicts(case: Mapping[str, Any]) -> tuple[Verdict, ...]:
    held = ledger(case)
    names = {i: e.caption for i, e in held.entities(case.get("entities", {})).items()}
    given = case["claims"] if "claims" in case else [case["claim"]]
    claims = [claim(c, names, i) for i, c in enumerate(given)]
    return verify(claims, actors(case, held), held, document(case), today=str(case.get("today", TODAY)))


def statement(entity_id: str, prop: str, value: str) -> Statement:
    return Statement(f"{entity_id}-{prop}", entity_id, "Organization", prop, value, "register")
