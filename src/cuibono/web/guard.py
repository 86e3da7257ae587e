"""What stands between the network and the app: host names, sizes, deadlines, other people's pages, headers on every answer.

Pure ASGI, so that a body is counted while it comes in and a slow sender is sent away before anything is kept.
"""

from __future__ import annotations

import time
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any, Final

from cuibono.web.settings import LOOPBACK_NAMES, Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = (
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),  # without any, browsers send forms with the origin "null"
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ("x-robots-tag", "noindex"),
)
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_ROOM: Final = 1 << 20  # for the other fields of a form around a file
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host")


class Refused(Exception):  # noqa: N818 - never leaves this module
    """An answer given before the app is asked."""

    def __init__(self, status: int, words: str) -> None:
        self.status, self.words = status, words
        super().__init__(words)


class Guard:
    """Wraps the app. What it refuses is answered in one plain line."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings
        self._hosts = settings.hosts or (() if settings.accounts else LOOPBACK_NAMES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
        }
        started = _Started(send, self._settings)
        try:
            self._check(scope, headers)
            await self._app(scope, _Bounded(receive, headers, self._settings, started), started)
        except Refused as refused:
            await started.refuse(refused)

    def _check(self, scope: Scope, headers: dict[str, str]) -> None:
        host = headers.get("host", "")
        name = _host_name(host)
        if self._hosts and name not in self._hosts:
            raise Refused(
                421, f"this server does not answer for {name[:100]!r}; start it with --host-name to add one"
            )
        if not self._settings.accounts and any(header in headers for header in _FORWARDED):
            raise Refused(403, "behind a proxy this server needs accounts: start it with --accounts")
        if scope["method"] not in _SAFE and not _own_page(headers, host):
            raise Refused(403, "this came from another site's page; open this site itself and try again")


def _host_name(host: str) -> str:
    return (host.rpartition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]).casefold()


def _own_page(headers: dict[str, str], host: str) -> bool:
    """Whether a changing request comes from a page of this site, or from no page at all (a program)."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or origin.partition("://")[2].casefold() == host.casefold()


class _Bounded:
    """Receives a body no larger than allowed, and no slower."""

    def __init__(
        self, receive: Receive, headers: dict[str, str], settings: Settings, started: _Started
    ) -> None:
        self._receive = receive
        self._started = started
        self._left = settings.max_bytes + _ROOM
        self._words = f"more than {settings.max_bytes >> 20} MB were sent: give the article alone"
        self._deadline = time.monotonic() + settings.body_seconds
        self._done = False
        length = headers.get("content-length", "")
        if length.isdigit() and int(length[:15]) > self._left:
            raise Refused(413, self._words)

    async def __call__(self) -> Message:
        import asyncio

        if self._done:  # the body is whole: what comes now is the end of the connection
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), max(0.01, self._deadline - time.monotonic()))
        except TimeoutError:
            raise await self._refused(408, "the request took too long to arrive; try again") from None
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            self._done = not message.get("more_body", False)
            if self._left < 0:
                raise await self._refused(413, self._words)
        return message

    async def _refused(self, status: int, words: str) -> Refused:
        """Answer at once: whoever reads the body may take the error for one of its own."""
        refused = Refused(status, words)
        await self._started.refuse(refused)
        return refused


class _Started:
    """Sends the answer with the headers that every answer carries."""

    def __init__(self, send: Send, settings: Settings) -> None:
        self._send = send
        self._yes = self._over = False
        self._headers = [(name.encode(), value.encode()) for name, value in HEADERS]
        if settings.accounts and settings.secure_cookies:
            self._headers.append((b"strict-transport-security", b"max-age=31536000"))

    async def refuse(self, refused: Refused) -> None:
        """Answer with a refusal, unless an answer has begun; what the app says after it is dropped."""
        if self._yes:
            return
        body = refused.words.encode()
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        await self({"type": "http.response.start", "status": refused.status, "headers": headers})
        await self({"type": "http.response.body", "body": body})
        self._over = True

    async def __call__(self, message: MutableMapping[str, Any]) -> None:
        if self._over:
            return
        if message["type"] == "http.response.start":
            self._yes = True
            own = {name.lower() for name, _ in message["headers"]}
            extra = [pair for pair in self._headers if pair[0] not in own]
            if b"cache-control" not in own:
                extra.append((b"cache-control", b"no-store"))
            message = {**message, "headers": [*message["headers"], *extra]}
        await self._send(message)
