"""What readers of registers share: tables, ids, dates in the styles of registers, names of countries."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from cuibono.errors import RecordError
from cuibono.ledger.formats import LONGEST_LINE as _LONGEST
from cuibono.ledger.formats import Context, open_packed
from cuibono.ledger.schema import vocabulary
from cuibono.ledger.values import iso_date

Row = Mapping[str, str]
_FIELD_LIMIT = 1 << 20
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ID_HEX = 20
_DMY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4}|\d{2})")
_MONTHS = {
    name: n
    for n, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_DAY_MONTH_NAME = re.compile(r"(?:(\d{1,2}) )?([A-Za-z]{3})[a-z]* (\d{4})")
_SITE = re.compile(
    r"https?://[^\s;,<>\"]+|(?<![@\w./-])(?:[a-z0-9-]+\.)+[a-z]{2,24}(?:/[^\s;,<>\"]*)?(?![\w@])",
    re.IGNORECASE,
)
_PUNCTUATION = re.compile(r"[^\w]+")


def entity(id_: str, schema: str, **props: Any) -> dict[str, Any]:
    """An entity; values are strings, sequences of strings, or None; empty ones are left out."""
    values = {name: listed(value) for name, value in props.items()}
    return {
        "id": id_,
        "schema": schema,
        "properties": {name: found for name, found in values.items() if found},
    }


def listed(value: Any) -> list[Any]:
    """A value or several as a list without empty ones."""
    if value is None or value == "":
        return []
    if isinstance(value, str) or not isinstance(value, (list, tuple, set)) or hasattr(value, "_fields"):
        return [value]
    return [each for each in (sorted(value) if isinstance(value, set) else value) if each]


def sites(text: str) -> list[str]:
    """The web addresses in a cell that may hold several, with words between them; empty where there is none."""
    found = [match.rstrip(".,;)") for match in _SITE.findall(text)]
    return [site for site in found if "." in site]


def make_id(prefix: str, *parts: str | None) -> str:
    """``prefix-<hash of the parts>``: the same parts give the same id in every import."""
    text = "\x1f".join(part or "" for part in parts)
    return f"{prefix}-{hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:_ID_HEX]}"


def slug(text: str) -> str:
    """Letters, digits and single dashes, lower case: a part of an id."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))


def fold(name: str) -> str:
    """A name without case and punctuation, for telling whether two rows mean the same organisation."""
    return _PUNCTUATION.sub(" ", name.casefold()).strip()


def _plain(name: str) -> str:
    """A country's name without accents too, ``&`` as ``and``."""
    from anyascii import anyascii

    return fold(str(anyascii(name)).replace("&", " and "))


@lru_cache(maxsize=1)
def _country_names() -> Mapping[str, str]:
    import yaml

    text = files("cuibono.ledger.resources").joinpath("countries.yml").read_text(encoding="utf-8")
    extra = {_plain(name): code for code, names in yaml.safe_load(text).items() for name in names}
    return {**{_plain(name): code for name, code in vocabulary().country_codes.items()}, **extra}


@lru_cache(maxsize=4096)
def country(text: str) -> str | None:
    """The code of a country as registers write it: ``KOREA, NORTH``, ``Congo, Democratic Republic of the``, ``USSR``."""
    names = _country_names()
    found = names.get(_plain(text))
    if found is None and "," in text:
        head, _, tail = text.partition(",")
        found = names.get(_plain(f"{tail} {head}")) or names.get(_plain(f"{tail} of {head}"))
    return found


@lru_cache(maxsize=16_384)
def day_first(text: str) -> str | None:
    """``02.12.2019``, ``22.03.21``, ``28/7/2023``, ``10 Dec 1948``, ``Dec 1948``, an ISO date."""
    return _date(text.strip(), 0, 1)


@lru_cache(maxsize=16_384)
def month_first(text: str) -> str | None:
    """``04/25/2025`` as the United States write it, or what :func:`day_first` reads."""
    return _date(text.strip(), 1, 0)


def _date(text: str, day_at: int, month_at: int) -> str | None:
    found = _DMY.fullmatch(text)
    if found:
        numbers = [int(part) for part in found.groups()]
        year = numbers[2] if numbers[2] > 99 else 2000 + numbers[2]
        return _full(year, numbers[month_at], numbers[day_at])
    named = _DAY_MONTH_NAME.fullmatch(text)
    if named and named.group(2).lower() in _MONTHS:
        month = _MONTHS[named.group(2).lower()]
        return _full(int(named.group(3)), month, int(named.group(1) or 0))
    return iso_date(text)


def _full(year: int, month: int, day: int) -> str | None:
    try:
        found = date(year, month, day or 1).isoformat()
    except ValueError:
        return None
    return found if day else found[:7]


def decoded(path: Path, context: Context | None = None) -> io.TextIOWrapper:
    """The text of a file: UTF-16 where a byte order mark says so, UTF-8 where all of it is, else Windows-1252."""
    import codecs

    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding, errors = "utf-8-sig", "strict"
    with open_packed(path) as file:
        try:
            first = file.read(1 << 20)
            if first.startswith(_UTF_16):
                encoding, errors, first = "utf-16", "replace", b""
            while first:
                decoder.decode(first)
                first = file.read(1 << 20)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            encoding, errors = "cp1252", "replace"
    return io.TextIOWrapper(open_packed(path, context), encoding=encoding, errors=errors, newline="")


def table(
    path: Path,
    context: Context,
    header: Sequence[str] | None = None,
    delimiter: str = ",",
    marks: Collection[str] = (),
) -> Iterator[Row]:
    """The rows of a CSV file by column name, :attr:`Context.line` set to where each begins.

    Without ``header`` the first row names the columns; with ``marks`` the first row that holds all of these does, what
    stands above is left out. Rows with another number of fields are rejected, blank ones left out; a character 0x1A,
    which old systems write at the end, ends the table. Where a quote that never ends swallowed other rows, only the row with that quote is lost.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    context.begin(path.name)
    names = list(header) if header else None
    with decoded(path, context) as text:
        feed = _Feed(text)
        for begins, row in _rows(feed, delimiter, context, path):
            if not any(field.strip("\x1a ") for field in row):
                continue
            if names is None:
                names = [field.strip() for field in row]
                names = names if set(marks) <= set(names) else None
                continue
            context.at(begins)
            fitting = row if len(row) == len(names) else feed.taken_apart(len(names), delimiter)
            if fitting is None:
                context.reject(f"{len(row)} fields instead of {len(names)}")
                feed.give_back(len(names), delimiter)
            else:
                yield Cells(zip(names, (value.strip() for value in fitting), strict=True))
    if names is None:
        raise RecordError("no row names the columns", path=path)


class Cells(dict[str, str]):
    """A row by column name; a column that the table lacks is empty."""

    def __missing__(self, key: str) -> str:
        return ""


class _Feed:
    """Lines for the CSV reader. Those of the row at hand are kept, so that a broken row can be taken apart anew."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._again: deque[str] = deque()
        self._characters = 0
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._text.readline(_LONGEST)
        if not line:
            raise StopIteration
        self.number += 1
        self._characters += len(line)
        if len(line) == _LONGEST and not line.endswith(("\n", "\r")):
            while line and not line.endswith(("\n", "\r")):
                line = self._text.readline(_LONGEST)
            raise csv.Error(f"a line of more than {_LONGEST >> 20} MB")
        if self._characters > _LONGEST:
            raise csv.Error(f"a row of more than {_LONGEST >> 20} MB")
        self.taken.append(line)
        return line.replace("\0", "") if "\0" in line else line

    def begin(self) -> int:
        """A row begins on the next line, which is told."""
        self.taken.clear()
        self._characters = 0
        return self.number + 1

    def taken_apart(self, width: int, delimiter: str) -> list[str] | None:
        """The fields of a row of one line in which quotes stand inside quotes; None where they are not ``width``."""
        if len(self.taken) != 1:
            return None
        fields = self.taken[0].strip().removeprefix('"').removesuffix('"').split(f'"{delimiter}"')
        return fields if len(fields) == width else None

    def give_back(self, width: int, delimiter: str) -> None:
        """Read the lines behind the first of this row again, if one of them looks like a row of its own."""
        behind = self.taken[1:]
        if any(_width(line, delimiter) == width for line in behind):
            self._again.extendleft(reversed(behind))
            self.number -= len(behind)


def _width(line: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=delimiter), []))
    except csv.Error:
        return 0


def _rows(feed: _Feed, delimiter: str, context: Context, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line on which each begins. A row that is no CSV is rejected; reading goes on behind it."""
    reader = csv.reader(feed, delimiter=delimiter)
    width = 0
    while True:
        begins = feed.begin()
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            context.at(begins)
            context.reject(f"no CSV: {error}")
            feed.give_back(width, delimiter)
            continue
        except UnicodeError as error:
            raise RecordError("is no text in the encoding that it begins with", path=path) from error
        width = len(row)
        yield begins, row


def first_row(head: bytes, delimiter: str = ",", line: int = 0) -> list[str]:
    """The fields of one of the first lines of a table, for telling its format."""
    if head.startswith(_UTF_16):
        lines = head[: len(head) & ~1].decode("utf-16", "replace").split("\n", line + 1)
    else:
        raw = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", line + 1)
        lines = [each.decode("utf-8", "replace") for each in raw[: line + 1]]
    try:
        return [field.strip() for field in next(csv.reader(lines[line : line + 1], delimiter=delimiter), [])]
    except csv.Error:
        return []


def has_columns(head: bytes, wanted: Iterable[str], within: int = 1) -> bool:
    """Whether the first line of a table, or one of the first ``within``, names these columns."""
    asked = set(wanted)
    return any(asked <= set(first_row(head, line=line)) for line in range(within))


def find_file(folder: Path, *names: str) -> Path | None:
    """The file of one of these names in a folder, packed or not, whatever the case."""
    held = {path.name.lower(): path for path in sorted(folder.iterdir()) if path.is_file()}
    for name in names:
        for ending in ("", ".gz", ".xz", ".bz2"):
            if found := held.get(f"{name.lower()}{ending}"):
                return found
    return None
