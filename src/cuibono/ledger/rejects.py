"""What an import could not take, with line, field and reason: ``rejects.jsonl`` of the version folder."""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType

from cuibono.errors import RecordError

_SHOWN = 3


class Rejected(Exception):  # noqa: N818  caught inside the room, never seen outside
    """One row cannot be taken; the import goes on."""

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.field = reason, field


class Rejects:
    """Counts and writes rejected rows, and single values left out of rows that were kept.

    ``rows`` counts rejected rows alone: they decide whether the import stops. Reasons never repeat a person's numbers.
    """

    def __init__(self, path: Path) -> None:
        self.rows = 0
        self.values = 0
        self._first: list[str] = []
        self._lines: set[int] = set()
        self._file = path.open("w", encoding="utf-8", newline="\n")

    def row(self, line: int, reason: str, field: str | None = None) -> None:
        """A row that is left out whole; a row that fails twice counts once."""
        if line not in self._lines:
            self._lines.add(line)
            self.rows += 1
        if len(self._first) < _SHOWN:
            self._first.append(f"line {line}{f', field {field!r}' if field else ''}: {reason}")
        self._write("row", line, reason, field)

    def value(self, line: int, reason: str, field: str | None = None) -> None:
        """A value that is left out of a row that is kept."""
        self.values += 1
        self._write("value", line, reason, field)

    def _write(self, kind: str, line: int, reason: str, field: str | None) -> None:
        entry = {"line": line, "field": field, "reason": reason, "left_out": kind}
        self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")

    def judge(self, path: Path, rows: int, share: float) -> None:
        """Raise :class:`RecordError` when more than ``share`` of ``rows`` were rejected.

        One bad row is let pass in any file that has a good one, unless ``share`` is 0.
        """
        allowed = max(1, int(share * rows)) if share > 0 else 0
        if self.rows <= allowed and (self.rows < rows or not rows):
            return
        reasons = "; ".join(self._first)
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
