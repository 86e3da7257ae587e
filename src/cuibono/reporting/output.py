"""Writing results: every file appears whole or not at all, and no spreadsheet runs what a text says."""

from __future__ import annotations

import csv
import io
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

STDOUT = "-"
# A cell that begins so is a formula to a spreadsheet (OWASP, "CSV Injection"); full-width forms count too.
_FORMULA = tuple("=+-@\t\r\n|%＝＋－＠")


def write(place: str | Path, data: bytes) -> None:
    """Write ``data`` to a file by rename, or to standard output for ``-``.

    Raises :class:`OSError` when the place cannot be written; then nothing is left behind there.
    """
    if str(place) == STDOUT:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    path = Path(place)
    if path.exists() and not path.is_file():  # a pipe or a device takes bytes as they come
        path.write_bytes(data)
        return
    _replace(Path(os.path.realpath(path)), data)


def _replace(path: Path, data: bytes) -> None:
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    current = os.umask(0o077)
    os.umask(current)
    return current


def safe_cell(value: object) -> str:
    """``value`` as a CSV cell that no spreadsheet takes for a formula: such a cell gets an apostrophe in front."""
    text = "" if value is None else str(value)
    return (
        f"'{text}"
        if text.lstrip(" \u00a0\u3000\ufeff").startswith(_FORMULA) or text.startswith(_FORMULA)
        else text
    )


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as CSV: UTF-8 with a byte order mark (spreadsheets need it), CRLF, every cell formula-safe."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(header)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig", "replace")
