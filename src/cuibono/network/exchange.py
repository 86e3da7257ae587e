"""One request and its answer, over a guarded connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import SplitResult, urljoin, urlunsplit

from cuibono.errors import FetchError
from cuibono.network.addresses import Resolver, ascii_host, system_resolver

if TYPE_CHECKING:
    import ssl

    import httpcore

MAX_REDIRECTS: Final = 5
STEP_SECONDS: Final = 10.0  # for one connection attempt or one read


@dataclass(frozen=True, slots=True)
class Network:
    """How names become addresses and addresses connections; tests put their own in the place of the system's."""

    resolve: Resolver = system_resolver
    backend: Callable[[], httpcore.NetworkBackend] | None = None
    trust: Callable[[], ssl.SSLContext] | None = None


def next_address(url: str, location: str) -> str:
    """Where a redirect leads to. Raises ``FetchError`` for one to no address."""
    try:
        return urljoin(url, location).partition("#")[0]
    except ValueError as error:
        raise FetchError(f"{location[:100]!r}: a redirect to no address") from error


@contextmanager
def exchange(
    parts: SplitResult, headers: Sequence[tuple[str, str]], network: Network, deadline: float, advice: str
) -> Iterator[httpcore.Response]:
    """The open answer to ``GET`` for a checked URL; ``deadline`` is a time of ``time.monotonic``.

    Whatever goes wrong inside the block, reading the body included, becomes one line of ``FetchError``; ``advice`` says what to do when
    the host is slow.
    """
    import httpcore

    from cuibono.network.guarded import GuardedBackend

    host = ascii_host(parts.hostname or "")
    pool = httpcore.ConnectionPool(
        ssl_context=network.trust() if network.trust else _system_trust(),
        max_connections=1,
        retries=0,
        network_backend=GuardedBackend(network, deadline),
    )
    every = [("Host", _netloc(host, parts.port)), *headers]
    try:
        with pool, pool.stream("GET", _wire(host, parts), headers=every, extensions=_timeouts()) as response:
            yield response
    except (httpcore.TimeoutException, TimeoutError) as error:
        raise FetchError(f"{host}: did not answer in time; {advice}") from error
    except httpcore.ConnectError as error:
        raise FetchError(f"{host}: no connection ({_reason(error)})") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
        raise FetchError(f"{host}: broke off or answered what is no HTTP ({_reason(error)})") from error


def _wire(host: str, parts: SplitResult) -> str:
    """The address in ASCII, as it goes over the wire."""
    wire = urlunsplit((parts.scheme, _netloc(host, parts.port), parts.path or "/", parts.query, ""))
    if wire.isascii():
        return wire
    from urllib.parse import quote

    return quote(wire, safe="%/:?#[]@!$&'()*+,;=~")


def _reason(error: BaseException) -> str:
    words = " ".join(str(error).split())[:120]
    return words or type(error).__name__


def _netloc(host: str, port: int | None) -> str:
    shown = f"[{host}]" if ":" in host else host
    return shown if port is None else f"{shown}:{port}"


def _timeouts() -> dict[str, Any]:
    step = STEP_SECONDS
    return {"timeout": {"connect": step, "read": step, "write": step, "pool": step}}


@cache
def _system_trust() -> ssl.SSLContext:
    """The system's certificate authorities and those of certifi, for machines that have none."""
    import ssl

    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
