"""A small web server that writes raw bytes, and a network that leads to it whatever the name: for tests of fetching."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import httpcore

PUBLIC = "93.184.215.14"
Route = Callable[[socket.socket, str], None]


class Server:
    """A small web server on a local port; ``routes`` write raw bytes, ``requests`` keeps what was asked."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.requests: list[str] = []
        self.routes: dict[str, Route] = {}
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._open = True
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while self._open:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(client,), daemon=True).start()

    def _answer(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            if self._tls is None:
                self._reply(client)
            else:
                with self._tls.wrap_socket(client, server_side=True) as secure:
                    self._reply(secure)

    def _reply(self, client: socket.socket) -> None:
        request = b""
        while b"\r\n\r\n" not in request and (part := client.recv(4096)):
            request += part
        text = request.decode("latin-1")
        self.requests.append(text)
        path = text.split(" ")[1] if " " in text else "/"
        self.routes.get(path.partition("?")[0], _not_found)(client, text)

    def close(self) -> None:
        self._open = False
        self._socket.close()


def _not_found(client: socket.socket, request: str) -> None:
    client.sendall(answer(b"nothing", status="404 Not Found"))


def answer(
    body: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK", more: str = ""
) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{more}\r\n"
    return head.encode() + body


def says(data: bytes) -> Route:
    return lambda client, request: client.sendall(data)


def moved(location: str, status: str = "302 Found") -> Route:
    return says(
        f"HTTP/1.1 {status}\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
    )


class Detour(httpcore.NetworkBackend):
    """Leads connections to public test addresses to the local server; keeps what was connected to."""

    def __init__(self, port: int, log: list[tuple[str, int]]) -> None:
        self._port, self._log = port, log

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        self._log.append((host, port))
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self._port, timeout)
