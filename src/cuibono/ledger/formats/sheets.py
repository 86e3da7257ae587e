"""Spreadsheets from strangers (XLSX): read row by row, XML defused, formulas by the value that was saved with them."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from cuibono.errors import InputError, RecordError
from cuibono.ledger.formats import Context, packed
from cuibono.ledger.formats.shared import Cells

#: A sheet may unfold to so much; the table of all its strings is held in memory.
_LARGEST, _STRINGS = 4 << 30, 256 << 20
_WIDEST = 2_000
_LONGEST = 65_536


def rows(path: Path, context: Context, sheet: str | None = None) -> Iterator[Cells]:
    """The rows of a sheet (the first, or the one called ``sheet``) by column name; the first row that is not empty names the columns.

    Raises :class:`RecordError` for a bomb, entities, a sheet that is not there, :class:`InputError` where the library is missing.
    """
    _refuse_bombs(path)
    context.begin(path.name)
    try:
        import openpyxl
        from defusedxml import DefusedXmlException
    except ImportError as error:
        raise InputError("spreadsheets need two more libraries: pip install 'cuibono[xlsx]'") from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with path.open("rb") as file:
                book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
                try:
                    yield from _rows(_chosen(book, sheet, path), path, context)
                finally:
                    book.close()
    except DefusedXmlException as error:
        raise RecordError("declares entities: refused, spreadsheets need none", path=path) from error
    except (RecordError, GeneratorExit):
        raise
    except Exception as error:  # the library raises whatever comes when parts are missing or malformed
        raise RecordError(
            f"no readable spreadsheet: {type(error).__name__} {str(error)[:80]}", path=path
        ) from error


def _refuse_bombs(path: Path) -> None:
    """What the archive says of its sizes binds: no more than that is ever unfolded."""
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {info.filename: info.file_size for info in archive.infolist()}
    except (zipfile.BadZipFile, OSError) as error:
        raise RecordError("no readable spreadsheet: a damaged archive", path=path) from error
    whole = sum(sizes.values())
    strings = sizes.get("xl/sharedStrings.xml", 0)
    allowed = max(packed.LET_BE, path.stat().st_size * packed.MOST_TIMES)
    if whole > min(_LARGEST, allowed) or strings > _STRINGS:
        raise RecordError(f"unfolds to {whole:,} bytes: refused as a bomb", path=path)


def _chosen(book: Any, sheet: str | None, path: Path) -> Any:
    names = list(book.sheetnames)
    if sheet is not None and sheet not in names:
        raise RecordError(f"has no sheet {sheet[:40]!r}: there are {', '.join(names)[:200]}", path=path)
    chosen = book[sheet or names[0]] if names else None
    if chosen is None or not hasattr(chosen, "iter_rows"):
        raise RecordError("has no sheet of cells", path=path)
    # What a sheet says of its own size is not believed.
    chosen.reset_dimensions()
    return chosen


def _rows(sheet: Any, path: Path, context: Context) -> Iterator[Cells]:
    names: list[str] | None = None
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        if len(cells) > _WIDEST:
            context.at(number)
            context.reject(f"more than {_WIDEST:,} columns")
            continue
        values = [text(cell) for cell in cells]
        if not any(values):
            continue
        if names is None:
            names = values
            continue
        context.at(number)
        if any(values[len(names) :]):
            context.reject(f"{len(values)} fields instead of {len(names)}")
        elif any(len(value) > _LONGEST for value in values):
            context.reject("a value of more than 64 KB")
        else:
            padded = values + [""] * (len(names) - len(values))
            yield Cells((name, value) for name, value in zip(names, padded, strict=False) if name)
    if names is None:
        raise RecordError("the sheet is empty", path=path)


def text(cell: Any) -> str:
    """A cell as text: days as ISO dates, whole numbers without a point, mistakes of formulas as nothing."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    words = str(cell).strip()
    return (
        ""
        if words.startswith("#")
        and words.rstrip("!?/0A").isupper()
        and words.endswith(("!", "?", "/A", "/0!"))
        else words
    )
