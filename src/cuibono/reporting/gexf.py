"""The network of a check as GEXF 1.3, for Gephi and its kin; evidence ids and sources on every edge."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cuibono.model import Check
from cuibono.reporting.network import Line, Network, Node, evidence_ids, network
from cuibono.reporting.phrases import heading
from cuibono.reporting.plain import line, web_address

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE = "http://gexf.net/1.3"
NODE_FIELDS = ("schema", "status", "entity_ids")
EDGE_FIELDS = ("kind", "relation", "finding", "claims", "evidence", "sources", "lists")
# What XML 1.0 cannot carry at all; lxml refuses it.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_gexf(check: Check) -> bytes:
    """The network as GEXF 1.3 in UTF-8: claims and records are edges of two kinds, told apart by ``kind``."""
    from lxml import etree

    found = network(check)
    root = etree.Element("gexf", xmlns=NAMESPACE, version="1.3")
    meta = etree.SubElement(root, "meta", lastmodifieddate=_xml(check.as_of))
    etree.SubElement(meta, "creator").text = _xml(check.software or "cuibono")
    title = heading(check.document)
    etree.SubElement(meta, "description").text = _xml(f"What a text says and what records show: {title}")
    graph = etree.SubElement(root, "graph", defaultedgetype="directed", mode="static")
    _declare(graph, "node", NODE_FIELDS)
    _declare(graph, "edge", EDGE_FIELDS)
    _fill(graph, found)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data


def _declare(graph: _Element, kind: str, names: tuple[str, ...]) -> None:
    from lxml import etree

    attributes = etree.SubElement(graph, "attributes", {"class": kind})
    for number, name in enumerate(names):
        etree.SubElement(attributes, "attribute", id=str(number), title=name, type="string")


def _fill(graph: _Element, found: Network) -> None:
    from lxml import etree

    ids = {node.key: f"n{number}" for number, node in enumerate(found.nodes)}
    nodes = etree.SubElement(graph, "nodes")
    for node in found.nodes:
        element = etree.SubElement(nodes, "node", id=ids[node.key], label=_xml(node.name))
        _values(element, _node_values(node))
    edges = etree.SubElement(graph, "edges")
    for number, tie in enumerate(found.lines):
        element = etree.SubElement(
            edges,
            "edge",
            id=f"e{number}",
            source=ids[tie.source],
            target=ids[tie.target],
            label=_xml(tie.label),
        )
        _values(element, _edge_values(tie))


def _values(element: _Element, values: tuple[str, ...]) -> None:
    from lxml import etree

    holder = etree.SubElement(element, "attvalues")
    for number, value in enumerate(values):
        etree.SubElement(holder, "attvalue", {"for": str(number), "value": _xml(value)})


def _node_values(node: Node) -> tuple[str, ...]:
    return node.schema, node.status, " ".join(node.entity_ids)


def _edge_values(tie: Line) -> tuple[str, ...]:
    sources = dict.fromkeys(u for e in tie.evidence if (u := web_address(e.source_url)))
    lists = dict.fromkeys(f"{line(e.dataset)}@{line(e.version)}" for e in tie.evidence)
    return (
        tie.kind,
        tie.label,
        tie.finding or "",
        " ".join(map(str, tie.numbers)),
        evidence_ids(tie.evidence),
        " ".join(sources),
        " ".join(lists),
    )


def _xml(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)
