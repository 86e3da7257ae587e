"""Formats of registers: one module a format, one shape for all.

A :class:`Format` knows its files by their content (``sniff``) and reads them as entities (``read``): mappings with ``id``,
``schema``, ``properties``. Others can add theirs under the entry point group ``cuibono.formats``: the entry point names a
:class:`Format` object.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import IO, Any, cast

from cuibono.errors import RecordError
from cuibono.ledger.formats import packed
from cuibono.ledger.formats.refusing import refusal
from cuibono.ledger.rejects import Rejects

GROUP = "cuibono.formats"
HEAD_BYTES = 65_536
#: A line longer than this is refused: no register has such, and memory must not follow the source.
LONGEST_LINE = 16 << 20
_BUILT_IN = (
    "ftm",
    "statements",
    "parquet",
    "opensanctions",
    "ofac_sdn",
    "ofac_xml",
    "ofac_advanced",
    "uk_sanctions",
    "uk_list",
    "eu_annexes",
    "un_consolidated",
    "cn_measures",
    "fara",
    "state_media",
    "us_grants",
    "bods",
    "iati",
    "threesixty",
    "ocds",
    "irs990",
    "usaspending",
    "icij",
    "gleif",
    "ror",
    "wikidata",
    "littlesis",
)
_MAGIC: Mapping[bytes, Callable[..., Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\x00": lzma.open,
    packed.ZIP: packed.open_member,
}
_BROKEN = (EOFError, gzip.BadGzipFile, lzma.LZMAError, zlib.error, zipfile.BadZipFile)


class _Deaf:
    """Stands in for :class:`Rejects` and keeps nothing."""

    rows = values = 0

    def begin(self, file: str) -> None: ...
    def row(self, place: int, reason: str, field: str | None = None) -> None: ...
    def value(self, place: int, reason: str, field: str | None = None) -> None: ...
    def place(self, line: int, file: str = "") -> int:
        return line


@dataclass(slots=True)
class Context:
    """What a reader is told and what it tells: set ``line`` through :meth:`at` before yielding what stands there."""

    dataset: str
    rejects: Rejects
    retrieved: str = ""
    line: int = 0
    rows: int = 0
    file: str = ""
    tick: Callable[[int], None] = field(default=lambda rows: None)
    size: int = 0
    held: Callable[[], Iterator[Mapping[str, Any]]] = field(default=lambda: iter(()))
    _followed: list[tuple[IO[bytes], int]] = field(default_factory=list)

    def at(self, line: int) -> None:
        """The next row of the source begins here."""
        self.line = line
        self.rows += 1
        if not self.rows & 0x3FFF:
            self.tick(self.rows)

    def begin(self, file: str) -> None:
        """The source has several files: lines are those of this one from now on."""
        self.file = file
        self.rejects.begin(file)

    def follow(self, raw: IO[bytes]) -> None:
        """Bytes are read from here: how far is told by :attr:`share`."""
        self._followed.append((raw, os.fstat(raw.fileno()).st_size))

    @property
    def share(self) -> float | None:
        """How much of the source's :attr:`size` is read, 0 to 1; None where that is not known."""
        done = sum(size if raw.closed else raw.tell() for raw, size in self._followed)
        return min(1.0, done / self.size) if self.size and done else None

    def close(self) -> None:
        """Let go of files behind unpackers."""
        for raw, _ in self._followed:
            raw.close()

    def quiet(self) -> Context:
        """Another context for a first reading of the source, whose complaints the second reading makes."""
        return Context(self.dataset, cast(Rejects, _Deaf()), self.retrieved, tick=self.tick)

    @property
    def place(self) -> int:
        """Where the row stands, for :class:`Rejects`."""
        return self.rejects.place(self.line, self.file)

    def reject(self, reason: str, field: str | None = None) -> None:
        """The row cannot be read."""
        self.rejects.row(self.place, reason, field)

    def leave_out(self, reason: str, field: str | None = None) -> None:
        """One value of the row cannot be read."""
        self.rejects.value(self.place, reason, field)


@dataclass(frozen=True, slots=True)
class Format:
    """``sniff(head, path)`` sees the first bytes, unpacked; ``read(path, context)`` yields entities.

    ``metadata`` describes the register, for formats that belong to one: the fields of ``dataset.yml``; ``describe`` reads them from
    the source where it describes itself.
    """

    name: str
    title: str
    sniff: Callable[[bytes, Path], bool]
    read: Callable[[Path, Context], Iterator[Mapping[str, Any]]]
    metadata: Mapping[str, Any] = field(default_factory=dict)
    folders: bool = False
    describe: Callable[[Path], Mapping[str, Any]] | None = None


@lru_cache(maxsize=1)
def all_formats() -> Mapping[str, Format]:
    """All formats by name: those that come with cuibono, then those that others registered."""
    found = [
        cast(Format, each)
        for module in (import_module(f"{__name__}.{name}") for name in _BUILT_IN)
        for each in (module.FORMAT, getattr(module, "DELTA", None))
        if each is not None
    ]
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        found.append(cast(Format, entry.load()))
    return {each.name: each for each in found}


def named(name: str) -> Format:
    """The format called so; raises :class:`RecordError` listing what there is."""
    known = all_formats()
    if name not in known:
        raise RecordError(f"no format {name[:40]!r}: known are {', '.join(known)}")
    return known[name]


def detect(path: Path) -> Format:
    """The format of a file or folder by its content; raises :class:`RecordError` when none fits or nothing is there."""
    if path.is_dir():
        for each in all_formats().values():
            if each.folders and each.sniff(b"", path):
                return each
        raise RecordError("a folder of no known format: name a file, or force one with --format", path=path)
    if packed.is_workbook(path):
        raise RecordError("a spreadsheet: declare its columns with --mapping", path=path)
    head = read_head(path)
    if not head.strip():
        raise RecordError("the file is empty", path=path)
    for each in all_formats().values():
        if each.sniff(head, path):
            return each
    raise RecordError(refusal(head), path=path)


def open_packed(path: Path, context: Context | None = None) -> IO[bytes]:
    """Open a file for reading, unpacking gzip, bzip2, xz or a zip of one file; ``context`` is told how far it is read."""
    try:
        raw = path.open("rb")
        magic = raw.read(6)
        raw.seek(0)
    except FileNotFoundError as error:
        raise RecordError("no such file", path=path) from error
    except OSError as error:
        raise RecordError(f"cannot be read: {error.strerror or error}", path=path) from error
    opener = next((opener for mark, opener in _MAGIC.items() if magic.startswith(mark)), None)
    size = os.fstat(raw.fileno()).st_size
    if context is not None:
        context.follow(raw)
        return packed.bounded(opener(raw), size, path) if opener else raw
    if opener is None:
        return raw
    raw.close()
    return packed.bounded(opener(path), size, path)


def read_head(path: Path) -> bytes:
    """The first bytes of a file, unpacked."""
    try:
        with open_packed(path) as file:
            return file.read(HEAD_BYTES)
    except _BROKEN as error:
        raise RecordError("a damaged archive", path=path) from error


def lines(path: Path, context: Context) -> Iterator[bytes]:
    """The lines of a file, blank ones left out, with :attr:`Context.line` set; one that is too long is rejected."""
    try:
        with open_packed(path, context) as file:
            number = 0
            while line := file.readline(LONGEST_LINE):
                number += 1
                if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                    context.at(number)
                    context.reject(f"a line of more than {LONGEST_LINE >> 20} MB")
                    while line and not line.endswith(b"\n"):
                        line = file.readline(LONGEST_LINE)
                elif not line.isspace():
                    context.at(number)
                    yield line
    except _BROKEN as error:
        raise RecordError(
            "a damaged archive: it ends or breaks in the middle", path=path, line=context.line
        ) from error
    except OSError as error:
        raise RecordError(f"cannot be read: {error.strerror or error}", path=path) from error
