"""schema.org on a page (JSON-LD, microdata, RDFa attributes): the article's node, its publisher, who is declared to pay or own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from cuibono.documents.data import table
from cuibono.documents.hygiene import plain_name
from cuibono.documents.links import absolute
from cuibono.documents.page_runs import fold
from cuibono.model import DeclaredFunding

_MAX_SCRIPTS: Final = 50
_MAX_NODES: Final = 2_000
_MAX_JSON: Final = 2_000_000
_MAX_DECLARED: Final = 100
_CONTAINERS: Final = (
    "@graph",
    "mainEntity",
    "hasPart",
    "isPartOf",
    "mainEntityOfPage",
    "publisher",
    "sourceOrganization",
)
_OUTLETS: Final = ("publisher", "sourceOrganization", "provider", "isPartOf", "copyrightHolder")

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Linked:
    """What schema.org says of the page; each field None or empty where it says nothing."""

    title: str | None = None
    author: str | None = None
    published: object = None
    publisher: str | None = None
    url: str | None = None
    funding: tuple[DeclaredFunding, ...] = ()


def linked_data(root: Any, base: str | None) -> Linked:
    """Read all schema.org data of the page; what is malformed is passed over."""
    nodes = list(_nodes(root))
    by_id = {str(node["@id"]): node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    article = _article(nodes, base) or {}
    outlet = next((n for key in _OUTLETS[:3] for n in _resolved(article.get(key), by_id)), {})
    return Linked(
        title=plain_name(article.get("headline")) or plain_name(article.get("name")),
        author=_names(article.get("author"), by_id) or _names(article.get("creator"), by_id),
        published=article.get("datePublished") or article.get("dateCreated"),
        publisher=plain_name(outlet.get("name")) or plain_name(outlet.get("legalName")),
        url=absolute(_text(article.get("url")), base),
        funding=_declared(root, nodes, article, by_id, base),
    )


def _nodes(root: Any) -> Iterator[Node]:
    """Nodes that speak of the page: those of a script, its graph and what these name as publisher or main entity."""
    count = 0
    for script in root.xpath("//script[contains(@type, 'ld+json')]")[:_MAX_SCRIPTS]:
        queue = [_loads(script.text or "")]
        while queue and count < _MAX_NODES:
            value = queue.pop(0)
            if isinstance(value, list):
                queue[:0] = value[:_MAX_NODES]
            elif isinstance(value, dict):
                count += 1
                yield value
                queue.extend(value[key] for key in _CONTAINERS if isinstance(value.get(key), (dict, list)))


def _loads(text: str) -> Any:
    text = text.strip().removeprefix("<![CDATA[").removesuffix("]]>")
    if len(text) > _MAX_JSON:
        return None
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _types(node: Node) -> set[str]:
    types = node.get("@type")
    return {
        str(t).rpartition("/")[2].rpartition(":")[2]
        for t in (types if isinstance(types, list) else [types])
        if t
    }


@cache
def _known(name: str) -> frozenset[str]:
    return frozenset(table("pages")[name])


def _article(nodes: list[Node], base: str | None) -> Node | None:
    """The page's own article: the one that gives the page's address, else the first."""
    articles = [node for node in nodes if _types(node) & _known("article_types")]
    own = fold(base or "")
    for node in articles:
        if own and fold(_text(node.get("url")) or _text(node.get("mainEntityOfPage")) or "") == own:
            return node
    return articles[0] if articles else None


def _resolved(value: Any, by_id: dict[str, Node]) -> Iterator[Node]:
    """The nodes that a property names, references resolved, a bare name as a node."""
    for item in value[:50] if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield by_id.get(str(item.get("@id")), item) if set(item) <= {"@id", "@type"} else item
        elif isinstance(item, str) and item.strip():
            yield by_id.get(
                item, {"url": item} if item.startswith(("http://", "https://")) else {"name": item}
            )


def _text(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url") or value.get("@value")
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, str) else None


def _names(value: Any, by_id: dict[str, Node]) -> str | None:
    names = [name for node in _resolved(value, by_id) if (name := plain_name(node.get("name")))]
    return ", ".join(dict.fromkeys(names)) or None


def _declared(
    root: Any, nodes: list[Node], article: Node, by_id: dict[str, Node], base: str | None
) -> tuple[DeclaredFunding, ...]:
    own = [article, *(n for key in _OUTLETS for n in _resolved(article.get(key), by_id))]
    own += [node for node in nodes if _types(node) & _known("organization_types")]
    found = [d for node in own for d in _of_node(node, by_id, base)]
    found += _of_markup(root, base)
    return tuple(dict.fromkeys(found))[:_MAX_DECLARED]


def _of_node(node: Node, by_id: dict[str, Node], base: str | None) -> Iterator[DeclaredFunding]:
    for relation in table("pages")["funding"]:
        for other in _resolved(node.get(relation), by_id):
            yield from _as_declared(relation, other, base)
    for grant in _resolved(node.get("funding"), by_id):
        for other in _resolved(grant.get("funder") or grant.get("sponsor"), by_id):
            yield from _as_declared("funder", other, base)


def _as_declared(relation: str, other: Node, base: str | None) -> Iterator[DeclaredFunding]:
    url = absolute(_text(other.get("url")) or _text(other.get("@id")) or _text(other.get("sameAs")), base)
    name = (
        plain_name(_text(other.get("name")))
        or plain_name(_text(other.get("legalName")))
        or plain_name(_text(other.get("text")))
        or url
    )
    if name:
        yield DeclaredFunding(relation, name, url)


def _of_markup(root: Any, base: str | None) -> Iterator[DeclaredFunding]:
    """Microdata and RDFa: elements whose ``itemprop`` or ``property`` is one of the funding relations."""
    relations = {str(r).lower(): str(r) for r in table("pages")["funding"]}
    for element in root.xpath(_marked())[:_MAX_DECLARED]:
        said = f"{element.get('itemprop', '')} {element.get('property', '')}".lower().split()
        for word in said:
            relation = relations.get(word.rpartition(":")[2].rpartition("/")[2])
            if relation is None:
                continue
            inner = element.xpath(".//*[@itemprop='name' or @property='name' or @property='schema:name']")
            holder = inner[0] if inner else element
            url = absolute(element.get("href") or next(iter(element.xpath(".//@href")), None), base)
            name = plain_name(holder.get("content")) or plain_name(_words(holder)) or url
            if name:
                yield DeclaredFunding(relation, name, url)


@cache
def _marked() -> str:
    """XPath for elements that carry one of the relations, whatever its prefix; which one exactly is read off in Python."""
    upper, lower = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
    names = [str(name).lower() for name in table("pages")["funding"]]
    tests = [
        f"contains(translate(@{attribute}, '{upper}', '{lower}'), '{name}')"
        for attribute in ("itemprop", "property")
        for name in names
    ]
    return f"//*[@itemprop or @property][{' or '.join(tests)}]"


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
