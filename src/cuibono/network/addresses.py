"""Which hosts may be fetched from: public ones, told by every address that a name resolves to."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from cuibono.errors import FetchError, ResourceError

Resolver = Callable[[str, int], Sequence[str]]


@cache
def _table() -> Mapping[str, Any]:
    import yaml

    path = files("cuibono.network") / "resources" / "network.yml"
    try:
        rows: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ResourceError(
            "the resource network/network.yml is missing or damaged: install cuibono again"
        ) from error
    return rows


PORTS: Final[frozenset[int]] = frozenset(_table()["ports"])
# The registries are written out, because `is_global` of the standard library differs between its versions.
_CLOSED4: Final = tuple(ipaddress.IPv4Network(network) for network in _table()["closed4"])
_OPEN6: Final = tuple(ipaddress.IPv6Network(network) for network in _table()["open6"])
_CLOSED6: Final = tuple(ipaddress.IPv6Network(network) for network in _table()["closed6"])


def is_public(address: str) -> bool:
    """Whether ``address`` (IPv4 or IPv6, no zone) is on the open internet."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in network for network in _CLOSED4)
    return (
        ip.scope_id is None
        and any(ip in network for network in _OPEN6)
        and not any(ip in network for network in _CLOSED6)
    )


def system_resolver(host: str, port: int) -> Sequence[str]:
    """The addresses of ``host`` by the system's own means. Raises ``OSError`` when there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def public_addresses(host: str, port: int, resolve: Resolver = system_resolver) -> tuple[str, ...]:
    """All addresses of ``host``, each of them public. Raises ``FetchError`` when one is not, or none is found."""
    try:
        addresses = tuple(resolve(host, port))
    except (OSError, UnicodeError) as error:
        raise FetchError(f"{host}: no such host, or no network; check the address") from error
    if not addresses:
        raise FetchError(f"{host}: no such host; check the address")
    for address in addresses:
        if not is_public(address):
            raise FetchError(
                f"{host}: is at {address[:60]}, a private or local address; only public ones are fetched"
            )
    return addresses


def checked_url(url: str) -> SplitResult:
    """``url`` in parts, if it is an http(s) address without credentials, on a port of ``PORTS``. Else ``FetchError``."""
    shown = url[:200]
    if any(ord(c) <= 0x20 or ord(c) == 0x7F for c in url) or "\\" in url or len(url) > 4000:
        raise FetchError(
            f"{shown!r}: is no address that can be fetched (spaces or control characters, or too long)"
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchError(f"{shown}: is no address") from error
    if parts.scheme not in ("http", "https"):
        raise FetchError(f"{shown}: only http and https addresses are fetched")
    if parts.username is not None or parts.password is not None:
        raise FetchError(f"{parts.hostname}: an address with a user name or password is not fetched")
    if not parts.hostname or "%" in parts.hostname:
        raise FetchError(f"{shown}: names no host")
    if port is not None and port not in PORTS:
        raise FetchError(
            f"{parts.hostname}: port {port} is not fetched from; only {', '.join(map(str, sorted(PORTS)))}"
        )
    return parts


def ascii_host(host: str) -> str:
    """``host`` as it goes over the wire: international names in their ASCII form. Raises ``FetchError``."""
    if host.isascii():
        return host
    import idna

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise FetchError(f"{host[:100]}: is no host name") from error
