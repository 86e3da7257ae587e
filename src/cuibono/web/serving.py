"""One server in one command: the app under uvicorn, its address told, its workers ended with it."""

from __future__ import annotations

import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cuibono.errors import InputError
from cuibono.web.app import create_app
from cuibono.web.settings import Settings, is_loopback

IDLE_SECONDS: Final = 5
CONNECTIONS: Final = 1000


@dataclass(frozen=True, slots=True)
class Listening:
    """Where a server listens, and by which certificate."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None
    proxy: str = ""


def run(settings: Settings, at: Listening) -> None:
    """Serve until interrupted. Raises :class:`InputError` for an address that cannot be had or accounts that are missing."""
    import uvicorn

    _check(settings, at)
    app = create_app(settings)
    _check_people(settings)
    listener = _listener(at)
    config = uvicorn.Config(
        app,
        log_level="warning",
        timeout_keep_alive=IDLE_SECONDS,
        limit_concurrency=CONNECTIONS,
        server_header=False,
        proxy_headers=bool(at.proxy),
        forwarded_allow_ips=at.proxy or None,
        ssl_certfile=str(at.certificate) if at.certificate else None,
        ssl_keyfile=str(at.key) if at.key else None,
        h11_max_incomplete_event_size=64 * 1024,
        http="h11",
        ws="none",
        timeout_graceful_shutdown=10,
    )
    print(f"cuibono: {_address(at, listener)}  (Ctrl+C ends it)", file=sys.stderr, flush=True)
    uvicorn.Server(config).run(sockets=[listener])


def _check(settings: Settings, at: Listening) -> None:
    if (at.certificate is None) != (at.key is None):
        raise InputError("TLS needs both --certificate and --key")
    open_plain = settings.accounts and settings.secure_cookies and not (at.certificate or at.proxy)
    if open_plain and not is_loopback(at.host):
        raise InputError(
            f"{at.host} can be reached from outside: give --certificate and --key, or --proxy with the address of a proxy "
            "that speaks TLS, or --plain-http for a network that you trust"
        )


def _check_people(settings: Settings) -> None:
    from cuibono.web.store import Store, people

    if not settings.accounts:
        return
    store = Store.open(settings.database_url, migrate=False)
    with store.reading() as connection:
        somebody = people.anybody(connection)
    store.close()
    if not somebody:
        raise InputError("nobody could sign in yet: make the first account with `cuibono users add NAME`")


def _listener(at: Listening) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in at.host.strip("[]") else socket.AF_INET
        listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((at.host.strip("[]"), at.port))
    except OSError as error:
        raise InputError(
            f"{at.host}:{at.port} cannot be listened on ({error.strerror or error}); give another with --port"
        ) from error
    listener.set_inheritable(True)
    return listener


def _address(at: Listening, listener: socket.socket) -> str:
    port = listener.getsockname()[1]
    host = f"[{at.host}]" if ":" in at.host and not at.host.startswith("[") else at.host
    return f"{'https' if at.certificate else 'http'}://{host}:{port}/"
