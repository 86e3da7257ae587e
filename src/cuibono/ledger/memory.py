"""A ledger in memory: for tests, and for records that a program has at hand already."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from cuibono.ledger.records import Dataset, Edge, Entity


class MemoryLedger:
    """Entities, edges and datasets as given, fetched like those of a ledger on disk."""

    def __init__(
        self,
        entities: Iterable[Entity] = (),
        edges: Iterable[Edge] = (),
        datasets: Iterable[Dataset] = (),
    ) -> None:
        self._entities = {entity.id: entity for entity in entities}
        self._edges = tuple(edges)
        self._datasets = tuple(sorted(datasets, key=lambda d: (d.name, d.version)))
        self._around: dict[str, list[Edge]] = {}
        for edge in self._edges:
            for end in dict.fromkeys((edge.source, edge.target)):
                if end is not None:
                    self._around.setdefault(end, []).append(edge)

    @property
    def datasets(self) -> tuple[Dataset, ...]:
        """The datasets by name."""
        return self._datasets

    @property
    def fingerprint(self) -> str:
        """A hash of the dataset versions."""
        text = "\n".join(f"{d.name} {d.version} {d.sha256}" for d in self._datasets)
        return hashlib.sha256(text.encode()).hexdigest()

    def entities(self, ids: Iterable[str]) -> dict[str, Entity]:
        """The entities with these ids that are there, by id."""
        return {i: self._entities[i] for i in dict.fromkeys(ids) if i in self._entities}

    def edges(self, ids: Iterable[str]) -> tuple[Edge, ...]:
        """All edges that touch one of the ids, each once."""
        found = {
            (e.id, e.dataset, e.source, e.target): e
            for i in dict.fromkeys(ids)
            for e in self._around.get(i, ())
        }
        return tuple(found.values())

    def websites(self) -> Iterator[tuple[str, str]]:
        """(host name, entity id) for every website on record; lower case, without ``www.``."""
        for entity in self._entities.values():
            for url in entity.get("website"):
                yield (
                    url.split("//")[-1].split("/")[0].split(":")[0].casefold().removeprefix("www."),
                    entity.id,
                )
