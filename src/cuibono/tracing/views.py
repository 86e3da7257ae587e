"""What tracing asks of a ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from cuibono.ledger.records import Dataset, Edge, Entity


class LedgerView(Protocol):
    """Any ledger: datasets, and entities and edges by id."""

    @property
    def datasets(self) -> Sequence[Dataset]: ...

    def entities(self, ids: Iterable[str]) -> Mapping[str, Entity]: ...

    def edges(self, ids: Iterable[str]) -> Sequence[Edge]: ...


class KeptLedger(LedgerView, Protocol):
    """A ledger in a folder."""

    @property
    def fingerprint(self) -> str: ...
    @property
    def path(self) -> Path: ...

    def names(self) -> Iterator[Any]: ...
