"""Handing changes to a web address: public hosts only, one try, no redirect, what the host answers is not read."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Final

from cuibono.errors import FetchError
from cuibono.network import Network, checked_url

MAX_SECONDS: Final = 20.0


def post(url: str, payload: Mapping[str, Any], *, network: Network | None = None) -> int:
    """Send ``payload`` as JSON; returns the status. Raises :class:`FetchError` for an address that may not or cannot be reached,
    and for an answer that is no success.
    """
    import httpcore
    import orjson

    from cuibono.network.guarded import GuardedBackend

    parts = checked_url(url)
    network = network or Network()
    data = orjson.dumps(payload)
    headers = [
        ("Host", parts.netloc.rpartition("@")[2]),
        ("Content-Type", "application/json"),
        ("User-Agent", "cuibono"),
    ]
    backend = GuardedBackend(network, time.monotonic() + MAX_SECONDS)
    trust = network.trust() if network.trust else _trust()
    try:
        with httpcore.ConnectionPool(ssl_context=trust, max_connections=1, network_backend=backend) as pool:
            answer = pool.request("POST", parts.geturl(), headers=headers, content=data)
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise FetchError(
            f"{parts.hostname}: the changes could not be handed over ({type(error).__name__})"
        ) from error
    if not 200 <= answer.status < 300:
        raise FetchError(f"{parts.hostname}: answered {answer.status} to the changes")
    return int(answer.status)


def _trust() -> Any:
    import ssl

    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
