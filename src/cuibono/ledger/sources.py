"""The opened dataset versions of a ledger, searched together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cuibono.ledger.codec import STUB, US, Record, parse, parse_ties
from cuibono.ledger.recordfile import RecordFile
from cuibono.ledger.records import Dataset
from cuibono.ledger.schema import PARENT, vocabulary

#: Small datasets are held in memory, the smallest first, up to so many records: a ledger may have dozens of them, and
#: one look in a table is cheaper than dozens of searches.
HELD_RECORDS = 40_000


class Source:
    """One dataset version, opened. ``place`` is its rank in the order of datasets."""

    __slots__ = ("_ties_itself", "codes", "dataset", "file", "held", "parent", "place")

    def __init__(self, place: int, dataset: Dataset, file: RecordFile) -> None:
        self.place, self.dataset, self.file, self.codes = place, dataset, file, file.codes
        self.held: list[str] | None = None
        self.parent = US + file.codes.prop_code.get(PARENT, US)
        schemas = vocabulary().schemas
        self._ties_itself = frozenset(
            code for code, name in file.codes.schema_of.items() if name in schemas and schemas[name].edge
        )

    def parse(self, line: str) -> Record:
        """The record of a line; one that only lists ties has an empty schema."""
        return parse(line, self.codes)

    def at(self, ordinal: int) -> Record:
        """The record with this number."""
        return self.parse(self.file.at(ordinal) if self.held is None else self.held[ordinal])

    def ties(self, line: str) -> tuple[list[int], bool]:
        """The numbers of the records that tie this one, and whether it makes edges itself."""
        start = line.index(US) + 1
        end = line.find(US, start)
        head = line[start:] if end < 0 else line[start:end]
        return parse_ties(head[1:]), head[0] in self._ties_itself or (end > 0 and self.parent in line)

    def lines(self) -> Iterator[str]:
        """All lines in order of id."""
        return self.file.lines() if self.held is None else iter(self.held)

    def things(self) -> Iterator[tuple[str, str, list[str]]]:
        """(id, schema, fields) of all things in order of id."""
        schemas = vocabulary().schemas
        kinds = {
            code: name
            for code, name in self.codes.schema_of.items()
            if name in schemas and schemas[name].is_thing
        }
        for line in self.lines():
            id_, head, *fields = line.split(US)
            if head[0] != STUB and head[0] in kinds:
                yield id_, kinds[head[0]], fields


class Sources(Sequence[Source]):
    """All sources in order of dataset; finds an id in all of them at once."""

    def __init__(self, opened: Iterable[tuple[Dataset, RecordFile]]) -> None:
        self._all = tuple(Source(place, *pair) for place, pair in enumerate(opened))
        self._table: dict[str, list[tuple[Source, str]]] | None = None
        self._large: tuple[Source, ...] = self._all

    def __len__(self) -> int:
        return len(self._all)

    def __getitem__(self, index: int) -> Source:  # type: ignore[override]
        return self._all[index]

    def find(self, id_: str) -> list[tuple[Source, str]]:
        """Every line of this id with its source, in order of dataset."""
        table = self._table if self._table is not None else self._hold()
        found = table.get(id_, [])
        if not self._large:
            return found
        more = [(source, line) for source in self._large if (line := source.file.find(id_)) is not None]
        if not more or not found:
            return more or found
        return sorted([*found, *more], key=lambda pair: pair[0].place)

    def _hold(self) -> dict[str, list[tuple[Source, str]]]:
        """Take the small ones into memory."""
        table: dict[str, list[tuple[Source, str]]] = {}
        room = HELD_RECORDS
        small = set()
        for source in sorted(self._all, key=lambda source: (len(source.file), source.place)):
            room -= len(source.file)
            if room < 0:
                break
            small.add(source.place)
        for source in self._all:
            if source.place in small:
                held = list(source.file.lines())
                for line in held:
                    table.setdefault(line[: line.index(US)], []).append((source, line))
                source.held = held
        self._large = tuple(source for source in self._all if source.place not in small)
        self._table = table
        return table

    def close(self) -> None:
        """Let go of the files."""
        for source in self._all:
            source.file.close()
        self._all, self._large, self._table = (), (), {}
