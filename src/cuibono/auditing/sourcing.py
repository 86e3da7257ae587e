"""Who cites whom over a corpus: counts, first publishers of shared quotations, chains, circles; and the graph as GEXF."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SHOWN = 50
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Tie:
    """An outlet cites a source in ``articles`` articles, first and last on these days."""

    outlet: str
    source_id: str
    source: str
    articles: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Shared:
    """A quotation that stands in several outlets: the first to publish it by date, the others in order of date."""

    first: str
    first_article: str
    date: str
    start: int
    end: int
    later: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sourcing:
    """All ties, shared quotations, who is first how often, chains of citation between outlets of the corpus, and circles."""

    ties: tuple[Tie, ...]
    shared: tuple[Shared, ...]
    firsts: tuple[tuple[str, int, int], ...]
    chains: tuple[tuple[str, ...], ...]
    circles: tuple[tuple[str, ...], ...]


def sourcing(tables: Iterable[Any]) -> Sourcing:
    """Read the finished parts once; articles of one outlet are taken for one publisher."""
    ties: dict[tuple[str, str], list[Any]] = {}
    names: dict[str, str] = {}
    quoted: dict[int, list[tuple[str, str, str, int, int]]] = defaultdict(list)
    outlets: Counter[str] = Counter()
    for table in tables:
        for row in table.select(_COLUMNS).to_pylist():
            outlets[row["outlet"]] += 1
            for source in {c["source_id"]: c for c in row["citations"]}.values():
                names[source["source_id"]] = source["source"]
                _count(ties, row, source["source_id"])
            for said in row["statements"]:
                quoted[said["hash"]].append(
                    (row["date"], row["outlet"], row["id"], said["start"], said["end"])
                )
    made = sorted(
        (Tie(o, i, names[i], n, first, last) for (o, i), (n, first, last) in ties.items()),
        key=lambda t: (-t.articles, t.outlet, t.source_id),
    )
    shared = _shared(quoted)
    graph = _between(made, outlets)
    return Sourcing(tuple(made), tuple(shared), _firsts(shared), _chains(graph), _circles(graph))


_COLUMNS = ["id", "outlet", "date", "citations", "statements"]


def _count(ties: dict[tuple[str, str], list[Any]], row: Mapping[str, Any], source: str) -> None:
    held = ties.setdefault((row["outlet"], source), [0, "", ""])
    held[0] += 1
    day = row["date"]
    if day:
        held[1] = min(held[1] or day, day)
        held[2] = max(held[2], day)


def _shared(quoted: Mapping[int, Sequence[tuple[str, str, str, int, int]]]) -> list[Shared]:
    """Quotations of several outlets whose earliest day is that of one outlet alone; undated copies cannot be first."""
    found = []
    for places in quoted.values():
        if len({outlet for _, outlet, _, _, _ in places}) < 2:
            continue
        dated = sorted(p for p in places if len(p[0]) == 10 and p[1])
        if not dated or len({p[1] for p in dated if p[0] == dated[0][0]}) > 1:
            continue
        day, outlet, article, start, end = dated[0]
        later = {p[1]: p[0] for p in reversed(dated) if p[1] != outlet}
        if later:
            ordered = tuple(sorted((d, o) for o, d in later.items()))
            found.append(Shared(outlet, article, day, start, end, ordered))
    return sorted(found, key=lambda s: (-len(s.later), s.date, s.first_article, s.start))


def _firsts(shared: Iterable[Shared]) -> tuple[tuple[str, int, int], ...]:
    """(outlet, quotations it had first, quotations it had later) by how often it was first."""
    first: Counter[str] = Counter()
    later: Counter[str] = Counter()
    for each in shared:
        first[each.first] += 1
        later.update(outlet for _, outlet in each.later)
    rows = [(outlet, first[outlet], later[outlet]) for outlet in first | later]
    return tuple(sorted(rows, key=lambda row: (-row[1], row[2], row[0])))


def _fold(name: str) -> str:
    words = re.sub(r"\([^)]*\)| - .*$", "", name.casefold()).split()
    kept = [w for w in words if w not in ("the", "news", "online", "com")]
    return " ".join(kept).removesuffix(".com")


def _between(ties: Iterable[Tie], outlets: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Outlet -> outlet of the corpus that it cites -> articles; outlets are matched by name without "The", "News", "Online"."""
    home: dict[str, str] = {}
    for outlet in sorted(outlets, key=lambda o: (-outlets[o], o)):
        if outlet:
            home.setdefault(_fold(outlet), outlet)
    graph: dict[str, dict[str, int]] = defaultdict(dict)
    for tie in ties:
        citing, cited = home.get(_fold(tie.outlet)), home.get(_fold(tie.source))
        if citing and cited and citing != cited:
            graph[citing][cited] = graph[citing].get(cited, 0) + tie.articles
    return {outlet: dict(sorted(cited.items())) for outlet, cited in sorted(graph.items())}


def _chains(graph: Mapping[str, Mapping[str, int]]) -> tuple[tuple[str, ...], ...]:
    """For each outlet the way of its most cited source, that source's most cited one, and so on until it repeats."""
    most = {outlet: max(cited, key=lambda c: (cited[c], c)) for outlet, cited in graph.items() if cited}
    found = []
    for outlet in sorted(most):
        chain = [outlet]
        while (following := most.get(chain[-1])) and following not in chain:
            chain.append(following)
        if len(chain) > 2:
            found.append(tuple(chain))
    return tuple(sorted(found, key=lambda c: (-len(c), c)))


def _circles(graph: Mapping[str, Mapping[str, int]]) -> tuple[tuple[str, ...], ...]:
    """Groups of outlets that cite one another in a circle: strongly connected components (Tarjan 1972), without recursion."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[tuple[str, ...]] = []
    for root in sorted(graph):
        if root in index:
            continue
        work = [(root, iter(graph.get(root, {})))]
        index[root] = low[root] = len(index)
        stack.append(root)
        while work:
            node, children = work[-1]
            child = next(children, None)
            if child is not None and child not in index:
                index[child] = low[child] = len(index)
                stack.append(child)
                work.append((child, iter(graph.get(child, {}))))
            elif child is not None:
                if child in stack:
                    low[node] = min(low[node], index[child])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    found.append(_popped(stack, node))
    return tuple(sorted((c for c in found if len(c) > 1), key=lambda c: (-len(c), c)))


def _popped(stack: list[str], node: str) -> tuple[str, ...]:
    place = stack.index(node)
    group = tuple(sorted(stack[place:]))
    del stack[place:]
    return group


def most_cited(ties: Iterable[Tie]) -> list[tuple[str, str, int, int]]:
    """(source id, source, articles, outlets) of every source, the most cited first."""
    articles: Counter[str] = Counter()
    outlets: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for tie in ties:
        articles[tie.source_id] += tie.articles
        outlets[tie.source_id].add(tie.outlet)
        names[tie.source_id] = tie.source
    rows = [(i, names[i], n, len(outlets[i])) for i, n in articles.items()]
    return sorted(rows, key=lambda row: (-row[2], row[1], row[0]))


def to_gexf(found: Sourcing) -> bytes:
    """Outlets and sources as nodes, ties with number of articles and first and last day; GEXF 1.3."""
    from lxml import etree

    root = etree.Element("gexf", xmlns="http://gexf.net/1.3", version="1.3")
    meta = etree.SubElement(root, "meta")
    etree.SubElement(meta, "creator").text = "cuibono"
    etree.SubElement(meta, "description").text = "Which outlet cites which source, in how many articles"
    graph = etree.SubElement(root, "graph", defaultedgetype="directed", mode="static")
    for kind, names in (("node", ("sort", "entity")), ("edge", ("first", "last"))):
        declared = etree.SubElement(graph, "attributes", {"class": kind})
        for number, name in enumerate(names):
            etree.SubElement(declared, "attribute", id=str(number), title=name, type="string")
    _nodes(etree.SubElement(graph, "nodes"), found)
    _edges(etree.SubElement(graph, "edges"), found)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data


def _nodes(parent: Any, found: Sourcing) -> None:
    for outlet in sorted({t.outlet for t in found.ties}):
        _node(parent, f"o:{outlet}", outlet, "outlet", "")
    for identifier, name in sorted({t.source_id: t.source for t in found.ties}.items()):
        _node(parent, f"s:{identifier}", name, "source", identifier)


def _node(parent: Any, key: str, label: str, sort: str, entity: str) -> None:
    from lxml import etree

    node = etree.SubElement(parent, "node", id=_xml(key), label=_xml(label or "(no outlet)"))
    _values(node, (sort, entity))


def _edges(parent: Any, found: Sourcing) -> None:
    from lxml import etree

    for number, tie in enumerate(found.ties):
        edge = etree.SubElement(
            parent,
            "edge",
            id=f"e{number}",
            source=_xml(f"o:{tie.outlet}"),
            target=_xml(f"s:{tie.source_id}"),
            weight=str(tie.articles),
        )
        _values(edge, (tie.first, tie.last))


def _values(element: Any, values: Sequence[str]) -> None:
    from lxml import etree

    held = etree.SubElement(element, "attvalues")
    for number, value in enumerate(values):
        etree.SubElement(held, "attvalue", {"for": str(number), "value": _xml(value)})


def _xml(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)
