"""What an import could not take, with line, field and reason: ``rejects.jsonl`` of the version folder."""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType

from cuibono.errors import RecordError

_SHOWN = 3
_LINE_BITS, _FILES = 28, 250
_LINES = (1 << _LINE_BITS) - 1


class Rejected(Exception):  # noqa: N818  caught inside the room, never seen outside
    """One row cannot be taken; the import goes on."""

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.field = reason, field


class Rejects:
    """Counts and writes rejected rows, and single values left out of rows that were kept.

    ``rows`` counts rejected rows alone: they decide whether the import stops. Reasons never repeat a person's numbers.
    A place is a line, with the number of its file in front where the source has several: see :meth:`begin`.
    """

    def __init__(self, path: Path) -> None:
        self.rows = 0
        self.values = 0
        self._first: list[str] = []
        self._places: set[int] = set()
        self._files = [""]
        self._file = path.open("w", encoding="utf-8", newline="\n")

    def begin(self, file: str) -> None:
        """Lines are counted in this file of the source from now on."""
        if file not in self._files[1:] and len(self._files) < _FILES:
            self._files.append(file)

    def place(self, line: int, file: str = "") -> int:
        """One number for a line of a file; places of later files are larger."""
        return (self._files.index(file) if file in self._files else 0) << _LINE_BITS | min(line, _LINES)

    def row(self, place: int, reason: str, field: str | None = None) -> None:
        """A row that is left out whole; a row that fails twice counts once."""
        if place not in self._places:
            self._places.add(place)
            self.rows += 1
        if len(self._first) < _SHOWN:
            self._first.append(f"{self.where(place)}{f', field {field!r}' if field else ''}: {reason}")
        self._write("row", place, reason, field)

    def value(self, place: int, reason: str, field: str | None = None) -> None:
        """A value that is left out of a row that is kept."""
        self.values += 1
        self._write("value", place, reason, field)

    def where(self, place: int) -> str:
        """A place in words."""
        file = self._files[place >> _LINE_BITS]
        return f"{f'{file} ' if file else ''}line {place & _LINES}"

    def _write(self, kind: str, place: int, reason: str, field: str | None) -> None:
        file = self._files[place >> _LINE_BITS]
        entry: dict[str, object] = {"file": file} if file else {}
        entry |= {"line": place & _LINES, "field": field, "reason": reason, "left_out": kind}
        self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")

    def judge(self, path: Path, rows: int, share: float) -> None:
        """Raise :class:`RecordError` when more than ``share`` of ``rows`` were rejected.

        One bad row is let pass in any file that has a good one, unless ``share`` is 0.
        """
        allowed = max(1, int(share * rows)) if share > 0 else 0
        if self.rows <= allowed and (self.rows < rows or not rows):
            return
        reasons = "; ".join(self._first)
        if self.rows >= rows:
            which = "the only row" if rows == 1 else f"none of the {rows:,} rows"
            raise RecordError(
                f"{which} {'cannot' if rows == 1 else 'can'} be taken, nothing was stored: {reasons}"
                f"{'; ...' if self.rows > _SHOWN else ''}",
                path=path,
            )
        raise RecordError(
            f"{self.rows:,} of {rows:,} rows cannot be taken (at most {allowed:,} may be left out), nothing was stored: "
            f"{reasons}{'; ...' if self.rows > _SHOWN else ''}",
            path=path,
        )

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> Rejects:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.close()
