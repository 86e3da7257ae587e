"""The ledger as the web face reads it: a few opened copies, lent to one reader at a time, opened anew when it changed."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cuibono.errors import LedgerError

if TYPE_CHECKING:
    from cuibono.library import Ledger

COPIES: Final = 2
_LOOK_AGAIN: Final = 2.0  # seconds between two looks at whether the ledger changed
_WAIT: Final = 20.0


class Records:
    """Lends opened ledgers. Caches of an opened ledger are not made for many threads, so each has one reader at a time."""

    def __init__(self, path: Path | None, copies: int = COPIES) -> None:
        self._path = path
        self._free: queue.Queue[tuple[Ledger | None, str]] = queue.Queue()
        for _ in range(copies):
            self._free.put((None, ""))
        self._seen = (0.0, "")

    @contextmanager
    def borrow(self) -> Iterator[Ledger]:
        """An opened ledger with the newest versions. Raises :class:`LedgerError` when it cannot be opened."""
        try:
            ledger, mark = self._free.get(timeout=_WAIT)
        except queue.Empty:
            raise LedgerError("the records are in use by too many at once: try again in a moment") from None
        current = self._mark()
        try:
            if ledger is None or mark != current:
                ledger, mark = self._opened(ledger), current
            yield ledger
        finally:
            self._free.put((ledger, mark))

    def _opened(self, old: Ledger | None) -> Ledger:
        from cuibono.library import open_ledger

        fresh = open_ledger(self._path)
        if old is not None:
            old.close()
        return fresh

    def _mark(self) -> str:
        """When the list of versions was last replaced."""
        when, mark = self._seen
        if time.monotonic() - when < _LOOK_AGAIN and mark:
            return mark
        from cuibono.ledger import starter_path

        try:
            stat = ((self._path or starter_path()) / "ledger.json").stat()
            mark = f"{stat.st_mtime_ns}:{stat.st_ino}"
        except OSError:
            mark = "?"
        self._seen = (time.monotonic(), mark)
        return mark

    def close(self) -> None:
        """Let go of the files of those that are not lent; whoever borrows again opens them anew."""
        for _ in range(self._free.qsize()):
            ledger, _ = self._free.get()
            if ledger is not None:
                ledger.close()
            self._free.put((None, ""))
