"""Invented organisations of several states with records of every kind, and a spotter over their names."""

from __future__ import annotations

from collections.abc import Iterator

from cuibono.auditing.data import Article
from cuibono.auditing.interests import Interests
from cuibono.auditing.mentions import Spotter
from cuibono.entities.screening import Screener
from cuibono.ledger.memory import MemoryLedger
from cuibono.ledger.records import Dataset, Edge, Entity

STATES = {
    "ru": ("Government of Russia", "Volna Telegraph"),
    "us": ("Government of the United States", "Prairie Telegraph"),
    "cn": ("Government of China", "Jade Telegraph"),
    "qa": ("Government of Qatar", "Dune Telegraph"),
    "gb": ("Government of the United Kingdom", "Albion Telegraph"),
    "fr": ("Government of France", "Lutetia Telegraph"),
}


def thing(id_: str, name: str, schema: str = "Organization", **props: str | tuple[str, ...]) -> Entity:
    held = {k: (v,) if isinstance(v, str) else v for k, v in props.items()}
    aliases = held.get("alias", ())
    return Entity(id_, schema, name, (name, *aliases), {"name": (name,), **held}, ("made",))


def edge(id_: str, schema: str, source: str | None, target: str, **more: str) -> Edge:
    start, end, date = more.get("start"), more.get("end"), more.get("date")
    props = {k: (v,) for k, v in more.items() if k in ("authority", "percentage", "endDate", "role")}
    return Edge(
        id_,
        schema,
        source,
        target,
        "made",
        "1",
        start or date,
        end or date,
        date,
        properties=props,
        source_url=f"https://records.example/{id_}",
    )


THINGS = [
    *(thing(f"gov-{c}", g, "PublicBody", country=c, topics="gov.national") for c, (g, _) in STATES.items()),
    *(
        thing(f"tel-{c}", t, country=c, website=f"https://{t.split()[0].lower()}.example")
        for c, (_, t) in STATES.items()
    ),
    thing("hall", "Marigold Policy Hall", country="us"),
    thing("fund", "Okonjo Foundation", country="us"),
    thing("post", "Harbour Dispatch", "Company", country="us", alias=("HBD",)),
    thing("owner", "Lindqvist Holdings", "Company", country="se"),
    thing("tycoon", "Ebba Lindqvist", "Person", country="se"),
    thing("firm", "Castellan Strategies", "Company", country="us"),
    thing("pipe", "Northern Pipe Works", "Company", country="ru"),
    thing("twin-a", "Delta Observatory", country="us"),
    thing("twin-b", "Delta Observatory", country="in"),
]
EDGES = [
    *(edge(f"control-{c}", "Control", f"gov-{c}", f"tel-{c}", start="2005") for c in STATES),
    edge("grant", "Payment", "fund", "hall", date="2014-05-01"),
    edge("owns", "Ownership", "owner", "post", start="2010", percentage="80"),
    edge("owns-owner", "Ownership", "tycoon", "owner", start="2012", percentage="60"),
    edge("agent", "Representation", "firm", "gov-qa", start="2013-01-01", end="2016-12-31"),
    edge("list", "Sanction", None, "pipe", start="2014-07-16", authority="Council of the European Union"),
    edge("undated", "Payment", "gov-us", "twin-a"),
]
DATASET = Dataset("made", "1", "Invented records", "Nobody", retrieved="2020-01-01")


class Made(MemoryLedger):
    def all_edges(self) -> Iterator[Edge]:
        return iter(self._edges)


def ledger(things: list[Entity] = THINGS, edges: list[Edge] = EDGES) -> Made:
    return Made(things, edges, [DATASET])


def spotter(things: list[Entity] = THINGS, edges: list[Edge] = EDGES) -> Spotter:
    held = ledger(things, edges)
    pairs = [(e.id, name) for e in things for name in e.names]
    return Spotter(Screener.build(pairs), held, Interests.of(held))


def article(text: str, **more: str) -> Article:
    return Article(**{"id": "a1", "text": text, "outlet": "The Plain Paper", "date": "2015-06-01", **more})  # type: ignore[arg-type]
