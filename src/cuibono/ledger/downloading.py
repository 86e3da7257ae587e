"""Files of registers from the open internet: whole, checked, continued where they broke off, not fetched when unchanged.

While a file comes in it lies beside its place as ``<name>.part``, with ``<name>.part.json`` saying what it is a part of. It is
continued only when the server can tell that it is still the same file (``If-Range`` with a strong ETag or a date, RFC 9110
section 13.1.5), else begun again. Nothing appears under its own name before size and digest are checked.
"""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cuibono.errors import FetchError
from cuibono.ledger.files import flush_file, plain_errors, replace_atomically, sha256
from cuibono.network import MAX_REDIRECTS, Network, checked_url, exchange, next_address

if TYPE_CHECKING:
    import httpcore

USER_AGENT: Final = "cuibono/0.1 (public registers, fetched when a person asks for one)"
AGAIN: Final = "run the same command again, it continues where this one broke off"
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_TRIES: Final = 6
_PAUSE_SECONDS: Final = 1.0
#: Slower than this over a minute is taken for a server that means to hold us.
_SLOW_SECONDS, _SLOW_BYTES = 60.0, 30_000
_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15}|\*)")
_SHA256 = re.compile(r"sha-256=:?([A-Za-z0-9+/]{43}=):?", re.IGNORECASE)
_PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL)
Ticker = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of a file: whence, how large, its SHA-256, and how the server names this state of it."""

    url: str
    sha256: str = ""
    size: int = 0
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may bring, in bytes, and how long that may take, in seconds."""

    largest: int
    smallest: int = 1
    seconds: float = 3600.0
    pause: float = _PAUSE_SECONDS


class _Answer(NamedTuple):
    """The head of an answer that brings bytes: from where on, how many there are in all if that is told."""

    start: int
    total: int | None
    held: Held
    digest: str | None


class _Broken(Exception):  # noqa: N818  caught in this module
    """The answer ended early; what came is kept and can be continued."""


def download(
    url: str,
    target: Path,
    limits: Limits,
    *,
    known: Held | None = None,
    digest: str | None = None,
    network: Network | None = None,
    tick: Ticker = lambda done, total: None,
) -> Held | None:
    """Bring the file at ``url`` to ``target``; None when the server says that it is still ``known``.

    ``digest`` is the SHA-256 that the file must have. ``tick`` is told bytes so far and in all. Broken connections are taken up
    again a few times, and by the next call. Raises :class:`FetchError`, one line, for everything else that stands in the way.
    """
    network, deadline = network or Network(), time.monotonic() + limits.seconds
    part = _Part(target)
    failure: FetchError | None = None
    for attempt in range(_TRIES):
        before = part.size
        if attempt:
            time.sleep(min(limits.pause * attempt, max(0.0, deadline - time.monotonic())))
        try:
            answer = _attempt(url, part, limits, known, network, deadline, tick)
        except _Broken as broken:
            failure = FetchError(f"{broken}; {AGAIN}")
            if part.size <= before and attempt >= 2:
                break
            continue
        if answer is None:
            return None
        return _finish(part, answer, limits, digest)
    raise failure or FetchError(f"{url[:200]}: did not come whole; {AGAIN}")


def _finish(part: _Part, answer: _Answer, limits: Limits, digest: str | None) -> Held:
    """Check size and digest, and give the file its name."""
    host = checked_url(answer.held.url).hostname
    size, found = part.size, sha256(part.path)
    wanted = digest or answer.digest
    reason = None
    if size < limits.smallest:
        reason = f"sent {size:,} bytes where at least {limits.smallest:,} are expected: not the whole list"
    elif wanted and wanted != found:
        reason = "sent bytes that do not fit the digest: damaged on the way, or altered"
    elif _is_page(part.path):
        reason = "sent a web page in place of the file: it may have moved, or want a person; see its own page"
    if reason:
        part.drop()
        raise FetchError(f"{host}: {reason}")
    part.finish()
    return replace(answer.held, sha256=found, size=size)


def _is_page(path: Path) -> bool:
    with path.open("rb") as file:
        return _PAGE.match(file.read(2048).removeprefix(b"\xef\xbb\xbf")) is not None


class _Part:
    """A file on its way in, and what it is a part of."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self.path = target.with_name(f"{target.name}.part")
        self._note = target.with_name(f"{target.name}.part.json")

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def of(self, url: str) -> Held | None:
        """What the part is a part of, if it can be continued from ``url``."""
        try:
            body = json.loads(self._note.read_bytes())
            held = Held(**body["held"])
            return held if body["asked"] == url and self.size and _validator(held) else None
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def begin(self, url: str, held: Held) -> None:
        """A new file: forget what was there."""
        self.drop()
        replace_atomically(self._note, json.dumps({"asked": url, "held": asdict(held)}).encode())

    def drop(self) -> None:
        for path in (self.path, self._note):
            path.unlink(missing_ok=True)

    def finish(self) -> None:
        flush_file(self.path)
        self.path.replace(self._target)
        self._note.unlink(missing_ok=True)


def _validator(held: Held) -> str | None:
    """What ``If-Range`` may carry: a strong ETag, or else the date."""
    if held.etag:
        return None if held.etag.startswith("W/") else held.etag
    return held.last_modified


def _attempt(
    url: str,
    part: _Part,
    limits: Limits,
    known: Held | None,
    network: Network,
    deadline: float,
    tick: Ticker,
) -> _Answer | None:
    """Follow redirects to an answer and take in what it brings."""
    started = part.of(url)
    if started is None:
        part.drop()
    headers = _headers(part.size, started, known)
    at = url
    for _ in range(MAX_REDIRECTS + 1):
        parts = checked_url(at)
        if url.startswith("https:") and parts.scheme != "https":
            raise FetchError(f"{parts.hostname}: the address leads from https to http: not followed")
        try:
            with exchange(parts, headers, network, deadline, AGAIN) as response:
                told = _told(response)
                if response.status in _REDIRECTS and told.get("location"):
                    at = next_address(at, told["location"])
                    continue
                return _take(response, told, url, at, part, started, limits, deadline, tick)
        except FetchError as error:
            if _passing(error) and time.monotonic() < deadline:
                raise _Broken(str(error).removesuffix(f"; {AGAIN}")) from error
            raise
    raise FetchError(f"{parts.hostname}: more than {MAX_REDIRECTS} redirects")


def _passing(error: FetchError) -> bool:
    """Whether trying again may help: the line broke or was slow, as :func:`cuibono.network.exchange` puts it."""
    cause = error.__cause__
    return cause is not None and not isinstance(cause, (FetchError, ValueError, UnicodeError))


def _headers(size: int, started: Held | None, known: Held | None) -> list[tuple[str, str]]:
    headers = [("User-Agent", USER_AGENT), ("Accept", "*/*"), ("Accept-Encoding", "identity")]
    if started is not None:
        headers += [("Range", f"bytes={size}-"), ("If-Range", _validator(started) or "")]
    elif known is not None and known.etag:
        headers.append(("If-None-Match", known.etag))
    elif known is not None and known.last_modified:
        headers.append(("If-Modified-Since", known.last_modified))
    return headers


def _told(response: httpcore.Response) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}


def _take(
    response: httpcore.Response,
    told: Mapping[str, str],
    asked: str,
    at: str,
    part: _Part,
    started: Held | None,
    limits: Limits,
    deadline: float,
    tick: Ticker,
) -> _Answer | None:
    host = checked_url(at).hostname
    if response.status == 304 and started is None:
        return None
    answer = _understood(response.status, told, at, str(host), part, started)
    if answer.total is not None and answer.total > limits.largest:
        part.drop()
        raise FetchError(_too_large(str(host), limits))
    if answer.start == 0:
        part.begin(asked, answer.held)
    _receive(response, part, answer, str(host), limits, deadline, tick)
    return answer


def _understood(
    status: int, told: Mapping[str, str], at: str, host: str, part: _Part, started: Held | None
) -> _Answer:
    """What the head of an answer says. Raises :class:`FetchError` for an answer that brings no file."""
    if told.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise FetchError(f"{host}: packs the file on its way though asked not to")
    held = Held(at, etag=_short(told.get("etag")), last_modified=_short(told.get("last-modified")))
    digest = _digest(told)
    length = told.get("content-length", "")
    if status == 200:
        return _Answer(0, int(length) if length.isdigit() and len(length) < 16 else None, held, digest)
    found = _RANGE.fullmatch(told.get("content-range", "").strip())
    same = started is not None and _validator(started) == (_validator(held) or _validator(started))
    if status == 206 and found and same and int(found.group(1)) == part.size:
        total = None if found.group(3) == "*" else int(found.group(3))
        return _Answer(part.size, total, held if held.etag else replace(started or held, url=at), digest)
    if status in (206, 304, 416):
        # Not what was asked for: forget the part and ask for the whole.
        part.drop()
        raise _Broken(f"{host}: cannot continue the file that was begun")
    raise FetchError(f"{host}: answered with status {status}{_hint(status)}")


def _short(value: str | None) -> str | None:
    return value if value and len(value) <= 200 else None


def _digest(told: Mapping[str, str]) -> str | None:
    """The SHA-256 of the whole file that the server tells (RFC 9530, RFC 3230)."""
    for name in ("repr-digest", "digest"):
        if found := _SHA256.search(told.get(name, "")):
            with suppress(ValueError):
                return base64.b64decode(found.group(1)).hex()
    return None


def _hint(status: int) -> str:
    if status in (401, 402, 403, 451):
        return " (it wants a person or an account): fetch the file with a browser and add that"
    if status in (429, 500, 502, 503, 504):
        return ": try again later"
    return ": the list may have moved; see its own page" if status in (404, 410) else ""


def _too_large(host: str, limits: Limits) -> str:
    return f"{host}: sends more than {limits.largest:,} bytes, the most that this list may have"


def _receive(
    response: httpcore.Response,
    part: _Part,
    answer: _Answer,
    host: str,
    limits: Limits,
    deadline: float,
    tick: Ticker,
) -> None:
    size, began = answer.start, time.monotonic()
    with plain_errors(part.path, "write what comes"):
        file = part.path.open("ab")
    with file:
        for chunk in response.iter_stream():
            size += len(chunk)
            if size > limits.largest:
                file.close()
                part.drop()
                raise FetchError(_too_large(host, limits))
            with plain_errors(part.path, "write what comes"):
                file.write(chunk)
                file.flush()
            tick(size, answer.total)
            now = time.monotonic()
            slow = now - began > _SLOW_SECONDS and size - answer.start < _SLOW_BYTES
            if now > deadline or slow:
                raise FetchError(f"{host}: too slow: {size:,} bytes so far; {AGAIN}")
    if answer.total is not None and size < answer.total:
        raise _Broken(f"{host}: broke off after {size:,} of {answer.total:,} bytes")


def read_held(body: Any) -> Held | None:
    """:class:`Held` from JSON; None for anything else."""
    try:
        return Held(**body)
    except TypeError:
        return None
