"""Web archives (WARC, ISO 28500) read as a stream: a page at a time, whatever the size of the archive."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

from cuibono.auditing.data import Article
from cuibono.auditing.fields import Mapper, Unusable
from cuibono.auditing.limits import MAX_CAPTURE
from cuibono.documents import read_bytes
from cuibono.errors import CuibonoError

if TYPE_CHECKING:
    from cuibono.auditing.corpus import Problems

_PAGES = ("text/html", "application/xhtml+xml")
_MAX_HEAD = 64 * 1024


def pages(stream: BinaryIO, name: str, problems: Problems) -> Iterator[Article]:
    """The pages of an archive in order; one that cannot be read is counted."""
    from cuibono.auditing.corpus import document_row

    mapper = Mapper()
    for number, (url, day, body, content_type) in enumerate(_responses(stream, name, problems), 1):
        where = f"{name}, page {number} ({url[:100]})"
        try:
            document = read_bytes(body, name=where, content_type=content_type, url=url)
            row = document_row(document)
            row["date"] = row["date"] or day
            yield mapper.article(row, where)
        except (CuibonoError, Unusable) as error:
            problems.add("an archived page that cannot be read", f"{where}: {error}")


def _responses(stream: BinaryIO, name: str, problems: Problems) -> Iterator[tuple[str, str, bytes, str]]:
    """(address, day, body, content type) of every page that was served whole."""
    data = _unpacked(stream)
    while True:
        head = _head(data)
        if head is None:
            return
        length = head.get("content-length", "")
        if not length.isdigit():
            problems.add("a damaged web archive: the rest of it is not read", name)
            return
        size = int(length)
        if head.get("warc-type", "").lower() != "response" or size > MAX_CAPTURE:
            if size > MAX_CAPTURE:
                problems.add(
                    f"an archived page larger than {MAX_CAPTURE >> 20} MB", head.get("warc-target-uri", "")
                )
            _skip(data, size)
            continue
        block = data.read(size)
        if len(block) < size:
            problems.add("a web archive that is cut off", name)
            return
        found = _page(block)
        if found is not None:
            yield head.get("warc-target-uri", "").strip("<>"), head.get("warc-date", "")[:10], *found


def _unpacked(stream: BinaryIO) -> io.BufferedReader:
    """The stream, unpacked where its members are packed and the file's name did not tell."""
    buffered = (
        io.BufferedReader(cast(io.RawIOBase, stream), 1 << 20) if not hasattr(stream, "peek") else stream
    )
    if buffered.peek(2)[:2] == b"\x1f\x8b":
        return io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=buffered)), 1 << 20)
    return cast(io.BufferedReader, buffered)


def _head(data: io.BufferedReader) -> dict[str, str] | None:
    line = data.readline(_MAX_HEAD)
    while line in (b"\r\n", b"\n"):
        line = data.readline(_MAX_HEAD)
    if not line:
        return None
    fields: dict[str, str] = {}
    while (line := data.readline(_MAX_HEAD)) not in (b"\r\n", b"\n", b""):
        key, _, value = line.decode("utf-8", "replace").partition(":")
        fields[key.strip().lower()] = value.strip()
    return fields


def _skip(data: io.BufferedReader, size: int) -> None:
    while size > 0 and (piece := data.read(min(size, 1 << 20))):
        size -= len(piece)


def _page(block: bytes) -> tuple[bytes, str] | None:
    head, _, body = block.partition(b"\r\n\r\n")
    status = head.split(b"\r\n", 1)[0].split(b" ")[1:2]
    fields: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").split("\r\n")[1:]:
        key, _, value = line.partition(":")
        fields[key.strip().lower()] = value.strip()
    kind = fields.get("content-type", "")
    if status != [b"200"] or kind.partition(";")[0].strip().lower() not in _PAGES:
        return None
    if fields.get("content-encoding", "").lower() in ("gzip", "x-gzip", "deflate"):
        unpacker = zlib.decompressobj(47)
        try:
            body = unpacker.decompress(body, MAX_CAPTURE)
        except zlib.error:
            return None
    return body, kind
