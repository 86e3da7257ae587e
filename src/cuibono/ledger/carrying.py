"""Since when a value is on record: carried over from the version before.

A statement that the version before holds too keeps the ``first_seen`` that it has there, or that version's ``retrieved``; one that
is new, or that returns after it was gone, is first seen in this version. What a source itself says of first seen goes before. Last
seen is the ``retrieved`` of the last version that holds the statement, so it needs no carrying.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cuibono.ledger.codec import FIRST_SEEN, GS, SOURCE_URL, US, Record, parse
from cuibono.ledger.recordfile import RecordFile


class Past:
    """The records of the version before, read in step with those of a new one: ids must come in ascending order."""

    def __init__(self, file: RecordFile, retrieved: str, today: str) -> None:
        self._file, self._retrieved, self._today = file, retrieved, today
        self._lines: Iterator[str] = file.lines()
        self._line = next(self._lines, "")

    def carry(self, id_: str, code: str, fields: str) -> str:
        """``fields`` of a record with the days since when its values are known; as given where all are new."""
        line = self._find(id_)
        if not line or not fields:
            return fields
        _, head, *rest = line.split(US, 2)
        before = rest[0] if rest else ""
        if head[0] == code and before == fields and fields[0] > SOURCE_URL and GS not in fields:
            return f"{FIRST_SEEN}{self._retrieved}{US}{fields}" if self._retrieved != self._today else fields
        return self._compared(parse(line, self._file.codes), fields)

    def _find(self, id_: str) -> str:
        mark = id_ + US
        while self._line and not self._line.startswith(mark):
            if self._line[: self._line.index(US)] > id_:
                return ""
            self._line = next(self._lines, "")
        return self._line

    def _compared(self, record: Record, fields: str) -> str:
        marks = fields.split(US)
        whole = [field for field in marks if field[0] <= SOURCE_URL]
        if any(field[0] == FIRST_SEEN for field in whole):
            return fields
        since = self._since(record)
        values = marks[len(whole) :]
        days = [since.get(_said(field), self._today) for field in values]
        if not values:
            return fields
        common = Counter(days).most_common(1)[0][0]
        dated = [
            field if day == common else _dated(field, day) for field, day in zip(values, days, strict=True)
        ]
        if common != self._today:
            whole.insert(0, FIRST_SEEN + common)
        return US.join([*whole, *dated])

    def _since(self, record: Record) -> dict[str, str]:
        """What identifies a statement -> the day since when it is known."""
        first = record.first_seen or self._retrieved
        if not record.rich:
            return dict.fromkeys(record.fields, first)
        return {_said(field): _first(field) or first for field in record.fields}

    def close(self) -> None:
        self._lines = iter(())
        self._file.close()


def _said(field: str) -> str:
    """Property, value and language of a field: what makes a statement the same one."""
    if GS not in field:
        return field
    value, lang, *_ = field.split(GS)
    return f"{value}{GS}{lang}" if lang else value


def _first(field: str) -> str | None:
    """The first_seen that a field itself says."""
    parts = field.split(GS)
    return (parts[3] or None) if len(parts) > 3 else None


def _dated(field: str, day: str) -> str:
    """A field with its own first_seen, unless it has one."""
    value, *rest = field.split(GS)
    rest += [""] * (5 - len(rest))
    rest[2] = rest[2] or day
    return GS.join([value, *rest]).rstrip(GS)
