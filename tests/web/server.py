"""A real server in a process of its own, on loopback, for tests that need one."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Server:
    """``cuibono serve`` on a free port; ``kill`` ends it as a power cut would."""

    def __init__(self, data: Path, *options: str, environment: dict[str, str] | None = None) -> None:
        self.data, self.options = data, options
        self._environment = {**os.environ, **(environment or {})}
        self.port = free_port()
        self._process: subprocess.Popen[str] | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, seconds: float = 60) -> None:
        command = [
            sys.executable,
            "-m",
            "cuibono",
            "serve",
            "--port",
            str(self.port),
            "--data",
            str(self.data),
        ]
        with (self.data / "log.txt").open("a") as log:
            self._process = subprocess.Popen(
                [*command, *self.options], stderr=log, stdout=log, text=True, env=self._environment
            )
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            assert self._process.poll() is None, self.log
            if self.answers():
                return
            time.sleep(0.1)
        raise AssertionError(f"no answer: {self.log}")

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    @property
    def log(self) -> str:
        return (self.data / "log.txt").read_text(encoding="utf-8")

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def serving(data: Path, *options: str, environment: dict[str, str] | None = None) -> Iterator[Server]:
    server = Server(data, *options, environment=environment)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def children(pid: int) -> list[int]:
    """Processes that any thread of a process started, where the system tells."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for found in lists for child in found.read_text().split()]
