"""A ledger in memory, made of real records, and a text with claims over it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from cuibono.ledger.records import Edge, Entity
from cuibono.model import Claim, Document, Mention, Predicate, Span


class Row(NamedTuple):
    entity_id: str
    schema: str
    name: str
    kind: str
    dataset: str


class FakeLedger:
    """What the entities room needs of a ledger."""

    def __init__(
        self, entities: Iterable[Entity], edges: Iterable[Edge] = (), path: Path | None = None
    ) -> None:
        self._entities = {entity.id: entity for entity in entities}
        self._edges = tuple(edges)
        self.path = path or Path("/nowhere/ledger")

    @property
    def fingerprint(self) -> str:
        text = repr(
            sorted((e.id, e.schema, e.names, tuple(e.properties.items())) for e in self._entities.values())
        )
        return hashlib.sha256(text.encode()).hexdigest()

    def names(self) -> Iterator[Row]:
        for entity in self._entities.values():
            for dataset in entity.datasets:
                for number, name in enumerate(entity.names):
                    yield Row(entity.id, entity.schema, name, "alias" if number else "name", dataset)

    def entities(self, ids: Iterable[str]) -> dict[str, Entity]:
        return {i: self._entities[i] for i in dict.fromkeys(ids) if i in self._entities}

    def edges(self, ids: Iterable[str]) -> tuple[Edge, ...]:
        wanted = set(ids)
        return tuple(e for e in self._edges if wanted & {e.source, e.target})


def thing(
    id: str, schema: str, *names: str, dataset: str = "one", **properties: str | tuple[str, ...]
) -> Entity:
    values = {k: v if isinstance(v, tuple) else (v,) for k, v in properties.items()}
    return Entity(id, schema, names[0], names, values, (dataset,))


NED = thing("ned", "Organization", "National Endowment for Democracy", "NED", country="us")
KIBHR = thing(
    "kibhr",
    "Organization",
    "Kazakhstan International Bureau for Human Rights and Rule of Law",
    "Kazakhstan International Bureau of Human Rights",
    country="kz",
)
ARK = thing("ark", "Organization", "Ar.Rukh.Khak", country="kz")
URALSK = thing("uralsk", "Company", "Uralskaya Nedelya", country="kz")
USA = thing("us-gov", "PublicBody", "Government of the United States", country="us")
RUSSIA = thing("ru-gov", "PublicBody", "Government of the Russian Federation", country="ru")
CHINA = thing("cn-gov", "PublicBody", "People's Republic of China", country="cn")
EU = thing("eu", "PublicBody", "European Union", "EU")
STATE = thing("state", "PublicBody", "United States Department of State", "State Department", country="us")
POST = thing("post", "Company", "The Washington Post", country="us")
ABLYAZOV = thing("ablyazov", "Person", "Mukhtar Ablyazov", country="kz")
GERSHMAN = thing("gershman", "Person", "Carl Gershman", country="us")
GAZPROM = thing("gazprom", "Company", "Gazprom", "PJSC Gazprom", country="ru")
RT = thing("rt", "Company", "RT", "Russia Today", country="ru")
AFP = thing("afp", "Company", "Agence France-Presse", "AFP", country="fr")
ALL = (NED, KIBHR, ARK, URALSK, USA, RUSSIA, CHINA, EU, STATE, POST, ABLYAZOV, GERSHMAN, GAZPROM, RT, AFP)


def ledger(*more: Entity) -> FakeLedger:
    return FakeLedger((*ALL, *more))


def claim(document: Document, subject: str, predicate: Predicate, object_: str) -> Claim:
    """A claim whose mentions stand in the text where the names first do."""

    def mention(name: str) -> Mention:
        start = max(0, document.text.find(name))
        end = start + len(name) if name in document.text else start
        return Mention(document.text[start:end], Span(start, end), name)

    whole = Span(0, len(document.text))
    return Claim(
        id=f"{subject}-{predicate}-{object_}",
        quote=document.text,
        span=whole,
        subject=mention(subject),
        predicate=predicate,
        object=mention(object_),
    )


def text(words: str) -> Document:
    return Document(id="doc", text=words, language="en", title="A title")
