"""One importer at a time, across processes.

The lock is the operating system's own (``flock``; ``msvcrt.locking`` on Windows) on ``<ledger>/.lock``: it goes away with the
process that holds it, however that ends, so there is no stale lock to clear. Readers need none.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cuibono.errors import LedgerError

LOCK_NAME = ".lock"
_POLL_SECONDS = 0.05
# Windows locks are mandatory: lock a byte far behind the text, so that others can read who holds it.
_BYTE = 1 << 30

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        file.seek(_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _give(file: IO[bytes]) -> None:
        file.seek(_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _give(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


@contextlib.contextmanager
def importer_lock(ledger: Path, *, wait: float = 10.0) -> Iterator[None]:
    """Hold the ledger's importer lock; waits ``wait`` seconds for another importer, then raises :class:`LedgerError`."""
    with (ledger / LOCK_NAME).open("a+b") as file:
        _wait_for(file, ledger, time.monotonic() + wait)
        try:
            file.truncate(0)
            file.write(f"process {os.getpid()} on {socket.gethostname()}".encode())
            file.flush()
            yield
        finally:
            file.truncate(0)
            _give(file)


def _wait_for(file: IO[bytes], ledger: Path, deadline: float) -> None:
    while True:
        try:
            _take(file)
            return
        except OSError as error:
            if time.monotonic() >= deadline:
                raise LedgerError(
                    f"{ledger}: busy: {_holder(file)} is changing it; try again later"
                ) from error
        time.sleep(_POLL_SECONDS)


def _holder(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read(200).decode("utf-8", "replace") or "another import"
