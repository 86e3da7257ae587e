"""Corpora to articles, one at a time: JSON lines, CSV, Parquet, folders, web archives, feeds; packed with gzip, bzip2 or xz.

What cannot be used is counted by reason and named once each, and never ends the run.
"""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import lzma
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast

from cuibono.auditing.data import Article
from cuibono.auditing.fields import Mapper, Unusable
from cuibono.auditing.limits import MAX_LINE
from cuibono.errors import CuibonoError, InputError

Form = Literal["jsonl", "csv", "tsv", "parquet", "warc", "feed", "document"]
_PACKED: Mapping[str, Callable[..., Any]] = {
    ".gz": gzip.open,
    ".bz2": bz2.open,
    ".xz": lzma.open,
    ".lzma": lzma.open,
}
_FORMS: Mapping[str, Form] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".warc": "warc",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
}
_BROKEN = (OSError, EOFError, lzma.LZMAError, zlib.error)


@dataclass(slots=True)
class Problems:
    """What could not be used: how often for which reason, and where first."""

    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)

    def add(self, reason: str, where: str) -> None:
        """Count one more."""
        self.counts[reason] += 1
        self.first.setdefault(reason, where)

    def lines(self) -> list[str]:
        """One line a reason, the most frequent first."""
        rows = sorted(self.counts.items(), key=lambda row: (-row[1], row[0]))
        return [f"{count:,} x {reason} (first: {self.first[reason]})" for reason, count in rows]


@dataclass(slots=True)
class Corpus:
    """Files and folders read as one stream of articles; ``problems`` fills while it is read."""

    sources: Sequence[str]
    mapper: Mapper
    form: Form | None = None
    problems: Problems = field(default_factory=Problems)

    def __iter__(self) -> Iterator[Article]:
        for source in self.sources:
            if source == "-":
                yield from self._stream(sys.stdin.buffer, "standard input", self.form or "jsonl")
            else:
                yield from self._path(Path(source))

    def _path(self, path: Path) -> Iterator[Article]:
        if not path.exists():
            raise InputError(f"{path}: there is no such file or folder")
        files = [path] if not path.is_dir() else (p for p in sorted(path.rglob("*")) if p.is_file())
        for file in files:
            if path.is_dir() and (file.name.startswith(".") or file.is_symlink()):
                continue
            yield from self._file(file)

    def _file(self, path: Path) -> Iterator[Article]:
        form = self.form or form_of(path)
        try:
            if form == "parquet":
                yield from self._parquet(path)
            elif form == "document":
                yield from self._document(path)
            else:
                with opened(path) as stream:
                    yield from self._stream(stream, str(path), form)
        except _BROKEN as error:
            self.problems.add("file damaged, cut off or not readable", f"{path}: {error}")

    def _stream(self, stream: BinaryIO, name: str, form: Form) -> Iterator[Article]:
        if form in ("csv", "tsv"):
            yield from self._rows(_csv_rows(stream, name, "\t" if form == "tsv" else ",", self.problems))
        elif form == "warc":
            from cuibono.auditing.archives import pages

            yield from pages(stream, name, self.problems)
        elif form == "feed":
            from cuibono.auditing.feeds import entries

            yield from self._rows(entries(stream, name, self.problems))
        else:
            yield from self._rows(_json_rows(stream, name, self.problems))

    def _rows(self, rows: Iterable[tuple[Mapping[str, Any], str]]) -> Iterator[Article]:
        for row, origin in rows:
            try:
                article = self.mapper.article(row, origin)
            except Unusable as reason:
                self.problems.add(str(reason), origin)
                continue
            for name in ("outlet", "date"):
                if not getattr(article, name):
                    self.problems.add(f"no {name} (the article is read all the same)", origin)
            yield article

    def _parquet(self, path: Path) -> Iterator[Article]:
        import pyarrow as pa
        from pyarrow import parquet

        try:
            file = parquet.ParquetFile(path)
            number = 0
            for batch in file.iter_batches(batch_size=256):
                rows = batch.to_pylist()
                yield from self._rows((row, f"{path}, row {number + i + 1}") for i, row in enumerate(rows))
                number += len(rows)
        except (pa.ArrowException, UnicodeDecodeError) as error:
            self.problems.add("no Parquet file, or a damaged one", f"{path}: {str(error).splitlines()[0]}")

    def _document(self, path: Path) -> Iterator[Article]:
        from cuibono.documents import read

        try:
            document = read(path)
        except CuibonoError as error:
            self.problems.add("a document that cannot be read", str(error))
            return
        yield from self._rows([(document_row(document), str(path))])


def document_row(document: Any) -> dict[str, Any]:
    """A document as a row with the usual field names."""
    return {
        "id": document.id,
        "text": document.text,
        "outlet": document.publisher,
        "date": document.published,
        "url": document.url,
        "title": document.title,
        "links": [link.url for link in document.links],
    }


def form_of(path: Path) -> Form:
    """The form that a file's name tells; anything else is taken for one document."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] in _PACKED:
        suffixes.pop()
    return _FORMS.get(suffixes[-1], "document") if suffixes else "document"


def opened(path: Path) -> BinaryIO:
    """A file's bytes, unpacked as they are read."""
    opener = _PACKED.get(path.suffix.lower())
    return cast(BinaryIO, opener(path, "rb")) if opener else path.open("rb")


def _lines(stream: BinaryIO, name: str, problems: Problems) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := stream.readline(MAX_LINE):
        number += 1
        if len(line) == MAX_LINE and not line.endswith(b"\n"):
            problems.add(f"a line longer than {MAX_LINE >> 20} MB", f"{name}, line {number}")
            while (more := stream.readline(MAX_LINE)) and not more.endswith(b"\n"):
                pass
            continue
        yield number, line


def _json_rows(stream: BinaryIO, name: str, problems: Problems) -> Iterator[tuple[Mapping[str, Any], str]]:
    import orjson

    for number, line in _lines(stream, name, problems):
        if not line.strip():
            continue
        where = f"{name}, line {number}"
        try:
            row = orjson.loads(_utf8(line.removeprefix(b"\xef\xbb\xbf"), where, problems))
        except orjson.JSONDecodeError:
            problems.add("a line that is no JSON", where)
            continue
        if isinstance(row, dict):
            yield row, where
        else:
            problems.add("a line that is no JSON object", where)


def _utf8(line: bytes, where: str, problems: Problems) -> bytes:
    """The line in UTF-8; one in another encoding is read as Windows-1252, as browsers do, and counted."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        problems.add("not in UTF-8 (read as Windows-1252)", where)
        return line.decode("cp1252", "replace").encode()
    return line


def _csv_rows(
    stream: BinaryIO, name: str, delimiter: str, problems: Problems
) -> Iterator[tuple[Mapping[str, Any], str]]:
    csv.field_size_limit(MAX_LINE)
    text = io.TextIOWrapper(
        io.BufferedReader(_Recoded(stream, name, problems)), encoding="utf-8", errors="replace", newline=""
    )
    reader = csv.DictReader(text, delimiter=delimiter)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.add("a row that is no CSV", f"{name}, line {reader.line_num}: {error}")
            continue
        if None in row or None in row.values():
            problems.add("a row with more or fewer cells than the head", f"{name}, line {reader.line_num}")
        yield {k: v for k, v in row.items() if k is not None}, f"{name}, line {reader.line_num}"


class _Recoded(io.RawIOBase):
    """Lines as UTF-8, line by line, so that one in another encoding spoils no other."""

    def __init__(self, stream: BinaryIO, name: str, problems: Problems) -> None:
        self._lines = _lines(stream, name, problems)
        self._name, self._problems = name, problems
        self._held = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._held:
            number, line = next(self._lines, (0, b""))
            if not line:
                return 0
            line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            self._held = _utf8(line, f"{self._name}, line {number}", self._problems).replace(b"\0", b"")
        count = min(len(buffer), len(self._held))
        buffer[:count] = self._held[:count]
        self._held = self._held[count:]
        return count
