"""A list of names against a ledger: names from CSV in, one answer a row out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cuibono.entities.index import Records
from cuibono.entities.linking import SHOWN, link_name
from cuibono.errors import RecordError
from cuibono.model import Actor, Candidate

NAME_COLUMNS = ("name", "names", "caption", "entity")
MOST_BYTES = 1 << 28
"""Larger lists are refused: split them."""
LONGEST_CELL = 10_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One row of a list: its line in the file, the name, and a FollowTheMoney schema and ISO country where given."""

    line: int
    name: str
    schema: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What the ledger says of one row. ``status`` is that of :class:`~cuibono.model.Actor`; only a ``linked`` row has ids.

    ``probability`` and ``spelling`` are those of the best candidate, linked or not.
    """

    line: int
    name: str
    status: str
    caption: str | None
    schema: str | None
    countries: tuple[str, ...]
    entity_ids: tuple[str, ...]
    datasets: tuple[str, ...]
    probability: float | None
    spelling: str | None
    note: str
    candidates: tuple[Candidate, ...]

    def cells(self) -> tuple[object, ...]:
        """The row as cells in the order of :data:`COLUMNS`; several values of one cell are parted by ``;``."""
        shown = "; ".join(f"{c.caption} [{c.entity_ids[0]}] {c.probability:.2f}" for c in self.candidates)
        return (
            self.line,
            self.name,
            self.status,
            self.caption,
            self.schema,
            ";".join(self.countries),
            ";".join(self.entity_ids),
            ";".join(self.datasets),
            self.probability,
            self.spelling,
            self.note,
            "" if self.status == "linked" else shown,
        )


COLUMNS = (
    "line", "name", "status", "caption", "schema", "countries", "entity_ids", "datasets", "probability", "spelling",
    "note", "candidates",
)  # fmt: skip


def read_names(data: bytes, source: str) -> list[Asked]:
    """The names of a CSV file: from its column ``name``, or one a line where there is a single column.

    Columns ``schema`` and ``country`` narrow a row. Commas, semicolons or tabs part the cells, by the first line. Raises
    :class:`~cuibono.errors.RecordError` with the line of the first fault; nothing is answered then.
    """
    if len(data) > MOST_BYTES:
        raise RecordError(f"more than {MOST_BYTES >> 20} MiB: split the list", path=source)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RecordError("not UTF-8: save the list as UTF-8 CSV", path=source, line=line) from error
    rows = list(_rows(text, source))
    if not rows:
        raise RecordError("no names in it", path=source)
    return list(_asked(rows, source))


def _rows(text: str, source: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of each row that is not empty."""
    first = text.lstrip("\r\n").splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=first.count) if any(d in first for d in ",;\t") else "\t"
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise RecordError("a NUL byte: this is no text file", path=source, line=line)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise RecordError(f"no CSV: {error}", path=source, line=line) from error


def _asked(rows: Sequence[tuple[int, list[str]]], source: str) -> Iterator[Asked]:
    header = [cell.strip().lower() for cell in rows[0][1]]
    named = next((header.index(name) for name in NAME_COLUMNS if name in header), None)
    if named is None and len(header) > 1:
        raise RecordError("no column called name", path=source, line=rows[0][0], field="name")
    places = {key: header.index(key) for key in ("schema", "country") if named is not None and key in header}
    for line, cells in rows if named is None else rows[1:]:
        if len(cells) > len(header):
            raise RecordError(
                f"{len(cells)} cells under {len(header)} headings: is a comma not quoted?",
                path=source,
                line=line,
            )
        if max(map(len, cells)) > LONGEST_CELL:
            raise RecordError(f"a cell of more than {LONGEST_CELL:,} characters", path=source, line=line)
        given = {k: cells[p].strip() for k, p in places.items() if p < len(cells)}
        place = named or 0
        yield Asked(
            line,
            cells[place].strip() if place < len(cells) else "",
            given.get("schema") or None,
            given.get("country") or None,
        )


def answers(asked: Iterable[Asked], ledger: Records) -> Iterator[Answered]:
    """One answer for each row, in order; rows that ask the same are looked up once."""
    known: dict[tuple[str, str | None, str | None], Actor] = {}
    for row in asked:
        key = (row.name, row.schema, row.country)
        if key not in known:
            known[key] = link_name(row.name, ledger, schema=row.schema, country=row.country)
        yield _answered(row, known[key])


def _answered(row: Asked, actor: Actor) -> Answered:
    best = actor.candidates[0] if actor.candidates else None
    return Answered(
        line=row.line,
        name=row.name,
        status=actor.status,
        caption=actor.caption,
        schema=actor.schema,
        countries=actor.countries,
        entity_ids=actor.entity_ids,
        datasets=best.datasets if best and actor.status == "linked" else (),
        probability=best.probability if best else None,
        spelling=best.pair[1] if best else None,
        note=actor.note,
        candidates=actor.candidates[:SHOWN],
    )
