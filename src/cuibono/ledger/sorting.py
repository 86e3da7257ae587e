"""Sort more lines than fit in memory: sorted runs on disk, merged on reading.

Lines are sorted as text. They begin with the entity id, then :data:`~cuibono.ledger.codec.US`, which sorts before every
character of an id, then the line number in fixed width: the order is that of ids, within one id that of the file.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

_RUN_CHARACTERS = 96_000_000


class Sorter:
    """Collects lines, then yields them sorted; ``folder`` receives the runs when one run is not enough."""

    def __init__(self, folder: Path, run_characters: int = _RUN_CHARACTERS) -> None:
        self._folder = folder
        self._limit = run_characters
        self._lines: list[str] = []
        self._size = 0
        self._runs: list[Path] = []

    def add(self, line: str) -> None:
        self._lines.append(line)
        self._size += len(line)
        if self._size > self._limit:
            self._spill()

    @property
    def spilled(self) -> bool:
        """Whether the lines went to disk."""
        return bool(self._runs)

    def _spill(self) -> None:
        self._lines.sort()
        path = self._folder / f"run-{len(self._runs):05}"
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in self._lines)
        self._runs.append(path)
        self._lines, self._size = [], 0

    def sorted(self) -> Iterator[str]:
        """All lines in order. What is in memory is sorted there; runs are merged from disk."""
        if not self._runs:
            self._lines.sort()
            yield from self._lines
            return
        if self._lines:
            self._spill()
        with ExitStack() as stack:
            files = [stack.enter_context(_open(path)) for path in self._runs]
            for line in heapq.merge(*files):
                yield line[:-1]

    def clear(self) -> None:
        """Forget the lines and remove the runs."""
        self._lines = []
        for path in self._runs:
            path.unlink()
        self._runs = []


def _open(path: Path) -> TextIO:
    return path.open("r", encoding="utf-8", newline="\n", buffering=1 << 20)
