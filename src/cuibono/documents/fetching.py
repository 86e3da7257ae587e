"""Fetching a page from the open internet, through :mod:`cuibono.network`: limits on its size, kind and packing."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import SplitResult, urlunsplit

from cuibono.documents.data import table
from cuibono.documents.limits import MAX_BYTES, USER_AGENT
from cuibono.errors import FetchError
from cuibono.network import MAX_REDIRECTS, Network, checked_url, exchange, next_address

if TYPE_CHECKING:
    import httpcore

MAX_SECONDS: Final = 30.0
_HEADERS: Final = (
    ("User-Agent", USER_AGENT),
    ("Accept", "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.9,*/*;q=0.1"),
    ("Accept-Encoding", "gzip, deflate"),
    ("Accept-Language", "en,*;q=0.5"),
)
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CHUNK: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address served: the body unpacked, its media type and character set, and the address after redirects."""

    data: bytes
    content_type: str | None
    final_url: str
    charset: str | None = None


def fetch(
    url: str,
    *,
    max_bytes: int = MAX_BYTES,
    max_seconds: float = MAX_SECONDS,
    max_redirects: int = MAX_REDIRECTS,
    network: Network | None = None,
) -> Fetched:
    """The document at ``url``, following up to ``max_redirects`` redirects within ``max_seconds`` in all.

    ``max_bytes`` limits the body as sent and as unpacked. ``network`` is for tests: whatever it resolves to must be public
    all the same. Raises ``FetchError``, one line, for everything that stands in the way.
    """
    network = network or Network()
    deadline = time.monotonic() + max_seconds
    for _ in range(max_redirects + 1):
        parts = checked_url(url)
        answer = _get(parts, network, deadline, max_bytes)
        if isinstance(answer, Fetched):
            return answer
        url = next_address(url, answer)
    raise FetchError(
        f"{_host(parts)}: more than {max_redirects} redirects; open it in a browser and save the page"
    )


def _get(parts: SplitResult, network: Network, deadline: float, max_bytes: int) -> Fetched | str:
    """One request: what it brought, or the address it sends us on to."""
    advice = "try again later or save the page from a browser"
    with exchange(parts, _HEADERS, network, deadline, advice) as response:
        return _answer(response, parts, max_bytes, deadline)


def _host(parts: SplitResult) -> str:
    return parts.hostname or ""


def _answer(
    response: httpcore.Response, parts: SplitResult, max_bytes: int, deadline: float
) -> Fetched | str:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
    host = _host(parts)
    if response.status in _REDIRECTS and headers.get("location"):
        return headers["location"]
    if response.status != 200:
        raise FetchError(f"{host}: answered with status {response.status}{_hint(response.status)}")
    kind, charset = _content_type(headers.get("content-type"))
    if kind is not None and kind not in table("network")["content_types"]:
        raise FetchError(
            f"{host}: serves {kind[:60]}, which is no document; give the address of the article itself"
        )
    if headers.get("content-length", "").isdigit() and int(headers["content-length"][:15]) > max_bytes:
        raise FetchError(_too_large(host, max_bytes))
    encoding = headers.get("content-encoding", "").strip().lower()
    body = _limited(_unpacked(response.iter_stream(), encoding, host, max_bytes, deadline), host, max_bytes)
    return Fetched(body, kind, urlunsplit(parts._replace(fragment="")), charset)


def _content_type(value: str | None) -> tuple[str | None, str | None]:
    kind, _, rest = (value or "").partition(";")
    charset = rest.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    return kind.strip().lower() or None, charset or None


def _hint(status: int) -> str:
    if status in (401, 402, 403, 429, 451):
        return " (it wants a person, a payment or a pause); open it in a browser and save the page"
    return "; check the address" if status in (404, 410) else ""


def _too_large(host: str, max_bytes: int) -> str:
    return f"{host}: serves more than {max(1, max_bytes >> 20)} MB; give the address of the article alone"


def _limited(chunks: Iterable[bytes], host: str, max_bytes: int) -> bytes:
    parts, size = [], 0
    for chunk in chunks:
        size += len(chunk)
        if size > max_bytes:
            raise FetchError(_too_large(host, max_bytes))
        parts.append(chunk)
    return b"".join(parts)


def _unpacked(
    chunks: Iterable[bytes], encoding: str, host: str, max_bytes: int, deadline: float
) -> Iterator[bytes]:
    """``chunks`` unpacked step by step, so that no bomb unfolds in memory; also limits what is sent."""
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise FetchError(f"{host}: packs its pages as {encoding[:30]!r}, which was not asked for")
    unpacker = zlib.decompressobj(47) if encoding not in ("", "identity") else None
    sent = 0
    try:
        for chunk in chunks:
            sent += len(chunk)
            if sent > max_bytes:
                raise FetchError(_too_large(host, max_bytes))
            if time.monotonic() > deadline:
                raise TimeoutError
            yield from _steps(unpacker, chunk) if unpacker else (chunk,)
    except zlib.error as error:
        raise FetchError(f"{host}: sent a body that cannot be unpacked") from error


def _steps(unpacker: Any, chunk: bytes) -> Iterator[bytes]:
    while chunk:
        yield unpacker.decompress(chunk, _CHUNK)
        chunk = unpacker.unconsumed_tail
