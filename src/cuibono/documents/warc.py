"""Web archives (WARC 1.0 and 1.1): the page that a capture holds, with the standard library.

Records are read as ISO 28500 lays them out; a file is read whole (it is within the size limit already), gzip members unpacked
one by one under a limit.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from cuibono.documents.draft import Source
from cuibono.documents.limits import MAX_UNPACKED
from cuibono.errors import DocumentError

_MAX_RECORDS: Final = 100_000
_MAX_HEADER: Final = 64 * 1024
_PAGES: Final = ("text/html", "application/xhtml+xml", "application/pdf", "text/plain")


@dataclass(frozen=True, slots=True)
class Capture:
    """One archived response: the address, the day of the capture (ISO), the status and the body as served."""

    url: str
    day: str
    status: int
    headers: Mapping[str, str]
    body: bytes


def main_page(source: Source) -> Source:
    """The first page in the archive that was served whole (or the one at ``source.url``), as a source of its own.

    Raises ``DocumentError`` when the archive is damaged or holds no page.
    """
    for capture in captures(source):
        kind = capture.headers.get("content-type", "").partition(";")[0].strip().lower()
        wanted = source.url is None or capture.url == source.url
        if capture.status == 200 and kind in _PAGES and wanted and capture.body.strip():
            charset = (
                capture.headers.get("content-type", "").lower().partition("charset=")[2].strip("\"' ") or None
            )
            return Source(capture.body, source.name, kind, charset, capture.url)
    raise DocumentError(f"{source.name}: is a web archive without a page in it")


def captures(source: Source) -> Iterator[Capture]:
    """The responses in the archive, in order. Raises ``DocumentError`` at the first damaged record."""
    data = _unpacked(source.data, source.name, member=31) if source.data[:2] == b"\x1f\x8b" else source.data
    position = 0
    for _ in range(_MAX_RECORDS):
        while data[position : position + 2] == b"\r\n":
            position += 2
        if position >= len(data):
            return
        end = data.find(b"\r\n\r\n", position, position + _MAX_HEADER)
        if end < 0 or not data.startswith(b"WARC/", position):
            raise DocumentError(f"{source.name}: is a damaged web archive (byte {position:,})")
        fields = _fields(data[position:end])
        length = fields.get("content-length", "")
        if not length.isdigit() or len(length) > 12 or end + 4 + int(length) > len(data):
            raise DocumentError(f"{source.name}: is a damaged or cut-off web archive (byte {position:,})")
        block = data[end + 4 : end + 4 + int(length)]
        position = end + 4 + int(length)
        if fields.get("warc-type", "").lower() == "response" and (
            found := _response(fields, block, source.name)
        ):
            yield found


def _fields(header: bytes) -> dict[str, str]:
    lines = header.decode("utf-8", "replace").split("\r\n")[1:]
    return {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _response(fields: Mapping[str, str], block: bytes, name: str) -> Capture | None:
    head, _, body = block.partition(b"\r\n\r\n")
    status = head.split(b"\r\n", 1)[0].split(b" ")[1:2]
    if not status or not status[0].isdigit():
        return None
    headers = _fields(head)
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    encoding = headers.get("content-encoding", "").lower()
    if encoding in ("gzip", "x-gzip", "deflate"):
        body = _unpacked(body, name, member=47)
    elif encoding not in ("", "identity"):
        return None
    url = fields.get("warc-target-uri", "").strip("<>")
    return Capture(url, fields.get("warc-date", "")[:10], int(status[0][:3]), headers, body)


def _unchunked(body: bytes) -> bytes:
    """A chunked body put together; some archivers store it so, others keep the header over a plain body."""
    parts: list[bytes] = []
    position = 0
    while (end := body.find(b"\r\n", position, position + 20)) >= 0:
        size = body[position:end].partition(b";")[0].strip()
        try:
            length = int(size, 16)
        except ValueError:
            break
        if length <= 0:
            return b"".join(parts)
        parts.append(body[end + 2 : end + 2 + length])
        position = end + 4 + length
    return b"".join(parts) if parts and position >= len(body) else body


def _unpacked(data: bytes, name: str, *, member: int) -> bytes:
    """All gzip members of ``data``, up to the limit."""
    parts, left = [], MAX_UNPACKED
    try:
        while data:
            unpacker = zlib.decompressobj(member)
            part = unpacker.decompress(data, left + 1)
            left -= len(part)
            if left < 0:
                raise DocumentError(
                    f"{name}: unpacks to more than {MAX_UNPACKED >> 20} MB (a zip bomb?); refused"
                )
            parts.append(part)
            if not unpacker.eof:
                raise DocumentError(f"{name}: is a cut-off web archive")
            data = unpacker.unused_data
    except zlib.error as error:
        raise DocumentError(f"{name}: is a damaged web archive") from error
    return b"".join(parts)
