"""The graph of a ledger: kept in a file that processes share by mapping it, disposable, built anew when missing or stale."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cuibono.tracing import store
from cuibono.tracing.assembling import Columns, assemble, kinds_of, tables
from cuibono.tracing.collecting import Collected, around, whole
from cuibono.tracing.filters import Filter
from cuibono.tracing.ranking import settings_mark
from cuibono.tracing.views import KeptLedger, LedgerView

__all__ = ["Filter", "Graph", "LedgerView", "graph_of", "graph_path"]
FORMAT = 1
KEPT_VERSIONS = 3
"""Graphs of so many states of a ledger stay beside it; older ones are removed when a new one is written."""
Int = NDArray[Any]


class Graph:
    """Actors as nodes, numbered in the order of their smallest ids, and the arrays of :mod:`cuibono.tracing.assembling`."""

    def __init__(self, meta: dict[str, Any], arrays: dict[str, Int]) -> None:
        self.kinds = kinds_of(meta)
        self.currencies: tuple[str, ...] = tuple(meta["currencies"])
        self.arrays = arrays
        self.ends, self.neighbour, self.key = (arrays[n] for n in ("ends", "neighbour", "key"))
        self.pair, self.through = arrays["pair"], arrays["through"]
        self._ids = store.Strings(arrays["id_bytes"], arrays["id_offsets"])

    def __len__(self) -> int:
        """How many actors it has."""
        return len(self.through)

    @property
    def records(self) -> int:
        """How many records it has."""
        return len(self.arrays["kind"])

    def node(self, identifier: str) -> int | None:
        """The number of the actor that has this entity id; None when no record ties it."""
        place = self._ids.find(identifier)
        return int(self.arrays["id_node"][place]) if place is not None else None

    def nodes(self, ids: Iterable[str]) -> tuple[int, ...]:
        """The numbers of the actors of these ids, each once, in order."""
        return tuple(sorted({n for i in ids if (n := self.node(i)) is not None}))

    def members(self, node: int) -> tuple[str, ...]:
        """The entity ids of an actor, sorted; the first is its name here."""
        first, last = self.arrays["member_ends"][node : node + 2]
        return tuple(self._ids[int(place)] for place in self.arrays["member"][first:last])

    def whole(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The ids given and all others of the same actors, sorted."""
        held = set(ids)
        return tuple(sorted(held.union(*(self.members(node) for node in self.nodes(held)))))

    def name(self, node: int) -> str:
        """The smallest entity id of an actor."""
        return self._ids[int(self.arrays["member"][self.arrays["member_ends"][node]])]

    def ties(self, node: int) -> int:
        """How many others records tie an actor to."""
        return int(self.ends[node + 1] - self.ends[node])


def graph_of(ledger: LedgerView, actors: Collection[str] = (), *, levels: int = 8) -> Graph:
    """The graph of a ledger in a folder, opened from its file or built and kept; of any other, what lies around ``actors``."""
    if not hasattr(ledger, "fingerprint") or not hasattr(ledger, "path"):
        return built(around(ledger, actors, levels))
    kept: KeptLedger = ledger  # type: ignore[assignment]
    wanted = _mark(kept)
    for path in _homes(kept):
        with suppress(OSError, ValueError, KeyError):
            meta, arrays = store.read(path)
            if meta["mark"] == wanted:
                return Graph(meta, arrays)
    meta, arrays = made(whole(kept))
    meta["mark"] = wanted
    return _keep(kept, meta, arrays)


def graph_path(ledger: KeptLedger) -> Path | None:
    """The file that holds the graph of a ledger now; None when there is none yet."""
    return next((path for path in _homes(ledger) if path.exists()), None)


def built(collected: Collected) -> Graph:
    """A graph in memory."""
    return Graph(*made(collected))


def made(collected: Collected) -> tuple[dict[str, Any], dict[str, Int]]:
    """(header, arrays) of a graph."""
    node_of, member, member_ends = _clustered(collected)
    columns = collected.columns
    numbered = Columns(
        node_of[columns.source],
        node_of[columns.target],
        *(getattr(columns, n) for n in ("kind", "first", "last", "amount", "currency", "row")),
    )
    arrays = assemble(len(member_ends) - 1, collected.kinds, numbered)
    arrays["id_bytes"], arrays["id_offsets"] = store.pack(collected.ids)
    arrays |= {"id_node": node_of.astype(np.uint32), "member": member, "member_ends": member_ends}
    return {"kinds": tables(collected.kinds), "currencies": list(collected.currencies)}, arrays


def _clustered(collected: Collected) -> tuple[Int, Int, Int]:
    """(node of every id, ids in order of node, where those of a node begin)."""
    ids = collected.ids
    root = np.arange(len(ids), dtype=np.int64)
    if collected.same:
        first: dict[str, int] = {}
        same = collected.same
        root = np.array([first.setdefault(same.get(i, i), n) for n, i in enumerate(ids)], dtype=np.int64)
    _, node_of = np.unique(root, return_inverse=True)
    count = int(node_of.max()) + 1 if len(ids) else 0
    ends = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(node_of, minlength=count), out=ends[1:])
    return node_of, np.argsort(node_of, kind="stable").astype(np.uint32), ends


def _mark(ledger: KeptLedger) -> str:
    text = f"{FORMAT}\n{ledger.fingerprint}\n{settings_mark(ledger.datasets)}"
    return hashlib.sha256(text.encode()).hexdigest()


def _homes(ledger: KeptLedger) -> list[Path]:
    """Where the file may lie: in the ledger's folder, else in the user's cache; never inside the package."""
    name = f"graph-{_mark(ledger)[:24]}.bin"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cuibono" / name
    folder = Path(ledger.path).resolve()
    if Path(__file__).resolve().parents[1] in folder.parents:
        return [cache]
    return [folder / ".graphs" / name, cache]


def _keep(ledger: KeptLedger, meta: dict[str, Any], arrays: dict[str, Int]) -> Graph:
    """Write the file where it can be written, and open it from there; else stay in memory."""
    for path in _homes(ledger):
        with suppress(OSError, ValueError):
            path.parent.mkdir(parents=True, exist_ok=True)
            store.write(path, meta, arrays)
            _forget_older(path)
            return Graph(*store.read(path))
    return Graph(meta, arrays)


def _forget_older(path: Path) -> None:
    """Remove all but the newest graphs beside a new one."""
    with suppress(OSError):
        others = sorted(path.parent.glob("graph-*.bin"), key=lambda p: p.stat().st_mtime_ns, reverse=True)
        for other in others[KEPT_VERSIONS:]:
            other.unlink()
