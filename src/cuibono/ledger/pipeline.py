"""From entities to the files of one dataset version, in memory that does not grow with the source.

1. every entity is checked and written as a line (:mod:`encoding`), lines are sorted by id (:mod:`sorting`);
2. lines of one id are merged; the ends of edges are looked for;
3. records whose ends exist nowhere are rejected, the others numbered, and written to the record file and the Parquet files.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cuibono.ledger.carrying import Past
from cuibono.ledger.codec import GS, LAST_SEEN, SOURCE_URL, STUB, US, Codes, write_ties
from cuibono.ledger.edgerows import EdgeRows
from cuibono.ledger.encoding import codes
from cuibono.ledger.manifest import EDGES, RECORDS, STATEMENTS
from cuibono.ledger.recordfile import DICTIONARY_BYTES, RecordWriter
from cuibono.ledger.records import Dataset
from cuibono.ledger.rejects import Rejects
from cuibono.ledger.schema import PARENT, vocabulary
from cuibono.ledger.sorting import Sorter
from cuibono.ledger.tables import EdgeTable, StatementTable

_LINE_DIGITS = 9
_SAMPLES = 256
_DICTIONARY_SHARE = 32
_DIGEST_LINES = 2048
#: Place of last_seen among the parts of a field: value, lang, original, first_seen, last_seen, source_url.
_LAST_SEEN_AT = 4
Known = Callable[[set[str]], set[str]]


@dataclass(slots=True)
class Built:
    """What was written: counts, and the digest of what the records say."""

    entities: int = 0
    edges: int = 0
    statements: int = 0
    content: str = ""
    nowhere: int = 0


@dataclass(slots=True)
class _Survey:
    """What the second step finds out: all ids in order, and (record number, id at its end) for every edge."""

    ids: list[str] = field(default_factory=list)
    records: array[int] = field(default_factory=lambda: array("I"))
    ends: list[str] = field(default_factory=list)
    required: bytearray = field(default_factory=bytearray)
    sample: list[str] = field(default_factory=list)
    step: int = 1
    characters: int = 0

    def dictionary(self) -> str:
        """Sample text for the record file: worth its own bytes only where there is much to compress."""
        budget = min(DICTIONARY_BYTES, self.characters // _DICTIONARY_SHARE)
        return "\n".join(self.sample)[-budget:] if budget else ""

    def taste(self, line: str) -> None:
        """Keep an even sample of all lines."""
        self.characters += len(line)
        if len(self.ids) % self.step == 0:
            self.sample.append(line)
            if len(self.sample) > _SAMPLES:
                self.sample, self.step = self.sample[::2], self.step * 2


def merge(lines: Iterator[str], rejects: Rejects) -> Iterator[str]:
    """One line an id: the values of all its lines, each once; lines of a schema that does not fit are rejected."""
    held, mark = "", ""
    for line in lines:
        if mark and line.startswith(mark):
            held = _join(held, line, rejects)
            continue
        if held:
            yield held
        held, mark = line, line[: line.index(US) + 1]
    if held:
        yield held


def _join(one: str, other: str, rejects: Rejects) -> str:
    id_, head, fields = one.split(US, 2)
    _, other_head, more = other.split(US, 2)
    table = codes()
    names = [table.schema_of[text[_LINE_DIGITS]] for text in (head, other_head)]
    common = vocabulary().common(*names)
    if common is None:
        first, second = (int(text[:_LINE_DIGITS], 16) for text in (head, other_head))
        reason = f"id {id_} is a {names[0]} on {rejects.where(first)}, no {names[1]}"
        rejects.row(second, reason, "schema")
        return one
    parts = [text for text in (*fields.split(US), *more.split(US)) if text]
    whole = {text[0]: text for text in parts if text[0] <= SOURCE_URL}
    plain = dict.fromkeys(text for text in parts if text[0] > SOURCE_URL)
    return US.join([id_, head[:_LINE_DIGITS] + table.schema_code[common], *sorted(whole.values()), *plain])


class Pipeline:
    """Builds the files of one version in ``folder`` from the lines in ``sorter``.

    ``known`` tells which of some ids other datasets of the ledger hold; ``hidden`` are addresses that only persons refer to; ``past`` is the version
    before; ``tick`` is told the records written and their share.
    """

    def __init__(
        self,
        folder: Path,
        dataset: Dataset,
        rejects: Rejects,
        *,
        known: Known,
        hidden: frozenset[str] = frozenset(),
        past: Past | None = None,
        tick: Callable[[int, float], None] = lambda rows, share: None,
    ) -> None:
        self._folder = folder
        self._dataset = dataset
        self._rejects = rejects
        self._known = known
        self._hidden = hidden
        self._past = past
        self._tick = tick
        table, words = codes(), vocabulary()
        self._ends: dict[str, tuple[str, ...]] = {
            table.schema_code[s.name]: tuple(table.prop_code[prop] for prop in s.ends)
            for s in words.schemas.values()
            if s.edge
        }
        self._has_parent = {
            table.schema_code[s.name] for s in words.schemas.values() if "LegalEntity" in s.ancestors
        }
        self._parent = US + table.prop_code[PARENT]

    def build(self, sorter: Sorter) -> Built:
        """Run steps two and three."""
        store = _Store(self._folder / "merged", sorter.spilled)
        survey = self._survey(sorter, store)
        dropped = self._nowhere(survey, store)
        built = Built(nowhere=len(dropped))
        ids, ties = self._number(survey, dropped)
        self._write(built, store, survey, dropped, ids, ties)
        store.clear()
        return built

    def _survey(self, sorter: Sorter, store: _Store) -> _Survey:
        survey = _Survey()
        for line in merge(sorter.sorted(), self._rejects):
            id_, head, fields = line.split(US, 2)
            if id_ in self._hidden:
                continue
            code = head[_LINE_DIGITS]
            ends = self._ends.get(code)
            if ends is not None:
                found = [f for f in fields.split(US) if f and f[0] in ends]
                if self._lacks_end(head, ends, found):
                    continue
                self._note(survey, [f[1:] for f in found], required=True)
            elif code in self._has_parent and self._parent in US + fields:
                parents = [f[1:].partition("\x1d")[0] for f in fields.split(US) if f[0] == self._parent[1]]
                self._note(survey, parents, required=False)
            survey.taste(f"{id_}{US}{code}{US}{fields}")
            survey.ids.append(id_)
            store.add(line)
        sorter.clear()
        return survey

    def _lacks_end(self, head: str, ends: tuple[str, ...], found: list[str]) -> bool:
        """Whether a record lacks one of its ends, which is told; only now, as lines of one id may hold one end each."""
        held = {field[0] for field in found}
        missing = next((code for code in ends if code not in held), None)
        if missing is None:
            return False
        table = codes()
        schema = table.schema_of[head[_LINE_DIGITS]]
        self._rejects.row(int(head[:_LINE_DIGITS], 16), f"a {schema} needs it", table.prop_of[missing])
        return True

    def _note(self, survey: _Survey, ends: list[str], *, required: bool) -> None:
        for end in ends:
            survey.records.append(len(survey.ids))
            survey.ends.append(end.partition("\x1d")[0])
            survey.required.append(required)

    def _nowhere(self, survey: _Survey, store: _Store) -> set[int]:
        """Numbers of the edges with an end that no dataset holds; each is rejected with its line."""
        unknown = set(survey.ends).difference(survey.ids)
        unknown -= self._known(unknown)
        dropped = {
            record
            for record, end, required in zip(survey.records, survey.ends, survey.required, strict=True)
            if required and end in unknown
        }
        if dropped:
            wrong = {
                record: end
                for record, end in zip(survey.records, survey.ends, strict=True)
                if record in dropped and end in unknown
            }
            for number, line in enumerate(store):
                if number in dropped:
                    head = line.split(US, 2)[1]
                    reason = f"leads nowhere: {wrong[number]} is in no line and no other dataset"
                    self._rejects.row(int(head[:_LINE_DIGITS], 16), reason)
        return dropped

    def _number(self, survey: _Survey, dropped: set[int]) -> tuple[list[str], array[int]]:
        """All ids of the file in order, those of other datasets included; (end, record) pairs as one sorted array."""
        kept = (
            [id_ for number, id_ in enumerate(survey.ids) if number not in dropped] if dropped else survey.ids
        )
        held = set(kept)
        away = {
            end
            for record, end in zip(survey.records, survey.ends, strict=True)
            if record not in dropped and end not in held
        }
        ids = sorted([*kept, *away]) if away else kept
        place = {id_: number for number, id_ in enumerate(ids)}
        pairs = {
            place[end] << 32 | place[survey.ids[record]]
            for record, end in zip(survey.records, survey.ends, strict=True)
            if record not in dropped
        }
        return ids, array("Q", sorted(pairs))

    def _write(
        self,
        built: Built,
        store: _Store,
        survey: _Survey,
        dropped: set[int],
        ids: list[str],
        ties: array[int],
    ) -> None:
        lines = (
            (line for number, line in enumerate(store) if number not in dropped) if dropped else iter(store)
        )
        total, codes_ = len(ids), codes()
        edges = EdgeTable(self._folder / EDGES)
        with (
            RecordWriter(self._folder / RECORDS, codes_, survey.dictionary()) as records,
            StatementTable(self._folder / STATEMENTS, self._dataset.name, codes_) as table,
        ):
            output = _Output(built, records, table, edges, self._past, codes_)
            upcoming = next(lines, "")
            for number, (id_, tied) in enumerate(_tied(ids, ties)):
                if upcoming.startswith(id_ + US):
                    output.put(upcoming, tied)
                    upcoming = next(lines, "")
                else:
                    records.add(f"{id_}{US}{STUB}{tied}")
                if not number & 0x3FFF:
                    self._tick(number, number / total)
        edges.close()
        built.edges, built.content = edges.rows, output.digest()


def _tied(ids: list[str], ties: array[int]) -> Iterator[tuple[str, str]]:
    """Every id with the text of its ties."""
    at, count = 0, len(ties)
    coming = ties[0] >> 32 if count else -1
    for number, id_ in enumerate(ids):
        if number != coming:
            yield id_, ""
            continue
        first = at
        while at < count and ties[at] >> 32 == number:
            at += 1
        coming = ties[at] >> 32 if at < count else -1
        yield id_, write_ties([pair & 0xFFFFFFFF for pair in ties[first:at]])


class _Output:
    """Puts one merged line after the other into the files of a version."""

    def __init__(
        self,
        built: Built,
        records: RecordWriter,
        table: StatementTable,
        edges: EdgeTable,
        past: Past | None,
        table_of: Codes,
    ) -> None:
        self._built, self._records, self._table, self._edges = built, records, table, edges
        self._past, self._schema_of = past, table_of.schema_of
        self._rows = EdgeRows(table_of).rows
        self._digest = hashlib.sha256()
        self._said: list[str] = []

    def put(self, line: str, tied: str) -> None:
        id_, head, fields = line.split(US, 2)
        code = head[_LINE_DIGITS]
        # The digest is of what is said, not of when it was seen: what has not changed is recognised by it.
        said = _untimed(fields) if LAST_SEEN in fields or GS in fields else fields
        self._said.append(f"{id_}{US}{code}{US}{said}\n")
        if len(self._said) >= _DIGEST_LINES:
            self._feed()
        if self._past is not None:
            fields = self._past.carry(id_, code, fields)
        self._records.add(f"{id_}{US}{code}{tied}{US}{fields}" if fields else f"{id_}{US}{code}{tied}")
        count = _count(fields)
        self._table.add(id_, self._schema_of[code], fields, count)
        self._built.statements += count
        self._built.entities += 1
        if rows := self._rows(id_, code, fields):
            self._edges.add(rows)

    def _feed(self) -> None:
        self._digest.update("".join(self._said).encode())
        self._said = []

    def digest(self) -> str:
        self._feed()
        return self._digest.hexdigest()


def _untimed(fields: str) -> str:
    """Fields without the day on which the source last saw them: registers write their own last run there."""
    kept = []
    for each in fields.split(US):
        if GS in each:
            parts = each.split(GS)
            each = GS.join([*parts[:_LAST_SEEN_AT], "", *parts[_LAST_SEEN_AT + 1 :]])
        if each[:1] != LAST_SEEN:
            kept.append(each.rstrip(GS))
    return US.join(kept)


def _count(fields: str) -> int:
    """How many statements the fields hold."""
    if not fields:
        return 0
    total = fields.count(US) + 1
    return (
        total - sum(fields.startswith(mark) or US + mark in fields for mark in "\x01\x02\x03")
        if fields[0] <= "\x03"
        else total
    )


class _Store:
    """Merged lines, to be read several times: in memory, or on disk when the source was large."""

    def __init__(self, path: Path, on_disk: bool) -> None:
        self._path = path
        self._lines: list[str] = []
        self._file = path.open("w", encoding="utf-8", newline="\n") if on_disk else None

    def add(self, line: str) -> None:
        if self._file is None:
            self._lines.append(line)
        else:
            self._file.write(line + "\n")

    def __iter__(self) -> Iterator[str]:
        if self._file is None:
            yield from self._lines
            return
        self._file.flush()
        with self._path.open("r", encoding="utf-8", newline="\n", buffering=1 << 20) as file:
            for line in file:
                yield line[:-1]

    def clear(self) -> None:
        self._lines = []
        if self._file is not None:
            self._file.close()
            self._path.unlink()
