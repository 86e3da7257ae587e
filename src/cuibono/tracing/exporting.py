"""Paths as a network for other programs: GEXF 1.3 for Gephi and its kin, Cypher for graph databases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cuibono.ledger.records import Edge
from cuibono.tracing.describing import SEPARATE
from cuibono.tracing.paths import Path

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE = "http://gexf.net/1.3"
NODE_FIELDS = ("entity",)
EDGE_FIELDS = ("schema", "record", "dataset", "start", "end", "amount", "currency", "role", "url", "paths")
# What XML 1.0 cannot carry at all; lxml refuses it.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Tie:
    """A record between two nodes of the network, and the numbers (from 1) of the paths that rest on it."""

    source: str
    target: str
    edge: Edge
    paths: tuple[int, ...]

    @property
    def values(self) -> tuple[str, ...]:
        """The values of ``EDGE_FIELDS``."""
        edge = self.edge
        amount = str(edge.amount) if edge.amount is not None else ""
        told = (edge.schema, edge.id, edge.dataset, edge.start, edge.end, amount, edge.currency, edge.role)
        return (*(value or "" for value in told), edge.source_url or "", " ".join(map(str, self.paths)))


def network(paths: Iterable[Path]) -> tuple[dict[str, str], list[Tie]]:
    """(caption by node, ties) of all paths, each record once, in order of first appearance, directed as recorded."""
    captions: dict[str, str] = {}
    ties: dict[tuple[str, str, str, str], Tie] = {}
    for number, path in enumerate(paths, 1):
        captions.update(zip(path.nodes, path.captions, strict=True))
        for hop in path.hops:
            for edge in hop.records:
                source, target = hop.source, hop.target
                if (edge.source == hop.edge.source) != hop.forward:
                    source, target = target, source
                key = (source, target, edge.dataset, edge.id)
                held = ties[key].paths if key in ties else ()
                ties[key] = Tie(source, target, edge, (*dict.fromkeys((*held, number)),))
    return captions, list(ties.values())


def to_gexf(paths: Iterable[Path]) -> bytes:
    """The network of the paths as GEXF 1.3 in UTF-8, a record an edge."""
    from lxml import etree

    captions, ties = network(paths)
    root = etree.Element("gexf", xmlns=NAMESPACE, version="1.3")
    meta = etree.SubElement(root, "meta")
    etree.SubElement(meta, "creator").text = "cuibono"
    etree.SubElement(meta, "description").text = f"Records on paths between actors. {SEPARATE}"
    graph = etree.SubElement(root, "graph", defaultedgetype="directed", mode="static")
    for kind, names in (("node", NODE_FIELDS), ("edge", EDGE_FIELDS)):
        attributes = etree.SubElement(graph, "attributes", {"class": kind})
        for place, name in enumerate(names):
            etree.SubElement(attributes, "attribute", id=str(place), title=name, type="string")
    numbers = {node: f"n{number}" for number, node in enumerate(captions)}
    nodes = etree.SubElement(graph, "nodes")
    for node, caption in captions.items():
        element = etree.SubElement(nodes, "node", id=numbers[node], label=_xml(caption))
        _values(element, (node,))
    edges = etree.SubElement(graph, "edges")
    for number, tie in enumerate(ties):
        element = etree.SubElement(edges, "edge", id=f"e{number}", label=_xml(tie.edge.schema))
        element.set("source", numbers[tie.source])
        element.set("target", numbers[tie.target])
        _values(element, tie.values)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data


def _values(element: _Element, values: tuple[str, ...]) -> None:
    from lxml import etree

    held = etree.SubElement(element, "attvalues")
    for place, value in enumerate(values):
        if value:
            etree.SubElement(held, "attvalue", {"for": str(place), "value": _xml(value)})


def _xml(text: str) -> str:
    return _ILLEGAL.sub(" ", text)


def to_cypher(paths: Iterable[Path]) -> Iterator[str]:
    """The network of the paths as Cypher statements, one a line; running them twice changes nothing."""
    captions, ties = network(paths)
    yield f"// {SEPARATE}"
    for node, caption in captions.items():
        yield f"MERGE (n:Entity {{id: {_text(node)}}}) SET n.caption = {_text(caption)};"
    for tie in ties:
        told = dict(zip(EDGE_FIELDS, tie.values, strict=True))
        yield (
            f"MATCH (a:Entity {{id: {_text(tie.source)}}}), (b:Entity {{id: {_text(tie.target)}}}) "
            f"MERGE (a)-[r:{_kind(tie.edge.schema)} {{record: {_text(tie.edge.id)}, dataset: {_text(tie.edge.dataset)}}}]->(b)"
            f"{_settings(told)};"
        )


def _settings(told: Mapping[str, str]) -> str:
    rest = [
        (name, value) for name, value in told.items() if value and name not in ("record", "dataset", "schema")
    ]
    return " SET " + ", ".join(f"r.{name} = {_value(name, value)}" for name, value in rest) if rest else ""


def _value(name: str, value: str) -> str:
    return value if name == "amount" and re.fullmatch(r"-?\d+(\.\d+)?", value) else _text(value)


def _kind(schema: str) -> str:
    """``ContractAward`` as ``CONTRACT_AWARD``."""
    return re.sub(r"[^A-Z_]", "", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", schema).upper()) or "TIE"


_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _text(text: str) -> str:
    """A Cypher string; what cannot be printed is written by its number."""
    parts = (
        _ESCAPES.get(c) or (c if c.isprintable() else f"\\u{ord(c):04x}")
        for c in text
        if ord(c) < 0x10000 or c.isprintable()
    )
    return f"'{''.join(parts)}'"


__all__ = ["Tie", "network", "to_cypher", "to_gexf"]
