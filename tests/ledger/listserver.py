"""A web server for lists that keeps to the rules of HTTP, and breaks them on demand."""

from __future__ import annotations

import hashlib
import re
import socket
import time
from collections.abc import Callable, Sequence

from cuibono.network import Network
from tests.network.web import PUBLIC, Detour, Server

HOSTS = {"lists.example": [PUBLIC], "other.example": [PUBLIC], "inside.example": ["10.0.0.5"]}
Misdeed = Callable[["ListServer", socket.socket, str], bool]


def network_to(server: Server) -> Network:
    def resolve(host: str, port: int) -> Sequence[str]:
        if host in HOSTS:
            return HOSTS[host]
        if re.fullmatch(r"[\d.]+", host):
            return [host]
        raise socket.gaierror(-2, "Name or service not known")

    return Network(resolve, lambda: Detour(server.port, []))


class ListServer(Server):
    """Serves ``files`` by path, with ETag, ranges and conditional requests; ``misdeeds`` are done first, one a request."""

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, bytes] = {}
        self.misdeeds: list[Misdeed] = []
        self.statuses: list[int] = []
        self.etags = True

    def _reply(self, client: socket.socket) -> None:
        request = b""
        while b"\r\n\r\n" not in request and (part := client.recv(4096)):
            request += part
        text = request.decode("latin-1")
        self.requests.append(text)
        if self.misdeeds and self.misdeeds.pop(0)(self, client, text):
            return
        self.serve(client, text)

    def etag(self, path: str) -> str:
        return f'"{hashlib.sha256(self.files[path]).hexdigest()[:12]}"'

    def serve(self, client: socket.socket, text: str, *, most: int | None = None) -> None:
        """Answer as one should; ``most`` bytes of the body only."""
        path = text.split(" ")[1]
        body = self.files.get(path)
        if body is None:
            self.send(client, 404, b"nothing")
            return
        head = f"ETag: {self.etag(path)}\r\nAccept-Ranges: bytes\r\n" if self.etags else ""
        if self.etags and header(text, "If-None-Match") == self.etag(path):
            self.send(client, 304, b"", head)
            return
        wanted = re.fullmatch(r"bytes=(\d+)-", header(text, "Range") or "")
        if wanted and self.etags and header(text, "If-Range") == self.etag(path):
            start = int(wanted.group(1))
            head += f"Content-Range: bytes {start}-{len(body) - 1}/{len(body)}\r\n"
            self.send(client, 206, body[start:], head, most=most)
            return
        self.send(client, 200, body, head, most=most)

    def send(
        self, client: socket.socket, status: int, body: bytes, head: str = "", *, most: int | None = None
    ) -> None:
        self.statuses.append(status)
        length = f"Content-Length: {len(body)}\r\n" if status != 304 else ""
        client.sendall(f"HTTP/1.1 {status} X\r\n{length}{head}Connection: close\r\n\r\n".encode())
        client.sendall(body if most is None else body[:most])


def header(text: str, name: str) -> str | None:
    found = re.search(rf"^{name}: (.*)\r$", text, re.MULTILINE | re.IGNORECASE)
    return found.group(1) if found else None


def cut_off(after: int) -> Misdeed:
    """The connection ends in the middle of the body."""

    def misdeed(server: ListServer, client: socket.socket, text: str) -> bool:
        server.serve(client, text, most=after)
        return True

    return misdeed


def raw(data: bytes) -> Misdeed:
    """Whatever bytes."""

    def misdeed(server: ListServer, client: socket.socket, text: str) -> bool:
        client.sendall(data)
        return True

    return misdeed


def well_behaved(server: ListServer, client: socket.socket, text: str) -> bool:
    return False


def endless(server: ListServer, client: socket.socket, text: str) -> bool:
    """Bytes without end and without a length."""
    client.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    while True:
        client.sendall(b"x" * 65536)


def dripping(server: ListServer, client: socket.socket, text: str) -> bool:
    """A byte now and then, for ever."""
    client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    while True:
        client.sendall(b"x")
        time.sleep(0.02)
