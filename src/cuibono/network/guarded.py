"""The network under all fetching: connects to checked addresses only, and never beyond the deadline.

httpcore hands the host name of the URL to the backend, and uses the same name for TLS: the address is looked up, checked
and connected to here, in one place, so that nothing can change in between.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

import httpcore

from cuibono.network.addresses import public_addresses
from cuibono.network.exchange import STEP_SECONDS, Network

if TYPE_CHECKING:
    import ssl

_MAX_TRIES: Final = 4  # addresses of one host


def _left(deadline: float, timeout: float | None) -> float:
    """The seconds that one step may take: its own limit or what is left in all. Raises when nothing is left."""
    rest = deadline - time.monotonic()
    if rest <= 0:
        raise httpcore.ReadTimeout
    return min(rest, timeout or STEP_SECONDS)


class GuardedStream(httpcore.NetworkStream):
    """A connection of which every step ends at the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secure = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline, timeout))
        return GuardedStream(secure, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Looks a host up, refuses it unless all of its addresses are public, and connects to one of these."""

    def __init__(self, network: Network, deadline: float) -> None:
        self._resolve = network.resolve
        self._inner = network.backend() if network.backend else httpcore.SyncBackend()
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError("no address")
        for address in public_addresses(host, port, self._resolve)[:_MAX_TRIES]:
            try:
                return GuardedStream(
                    self._inner.connect_tcp(address, port, _left(self._deadline, timeout)), self._deadline
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure
