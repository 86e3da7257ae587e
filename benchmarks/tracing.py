"""Measure tracing: building, opening and searching a large graph; beside others; and against networkx on small ones.

    python -m benchmarks.tracing                       # 10 million records, 1 million actors, 4 hops, relations and dates
    python -m benchmarks.tracing --records 1000000
    python -m benchmarks.tracing --peers PYTHON        # beside igraph, rustworkx, DuckDB, ladybug in an environment that has them
    python -m benchmarks.tracing --verify 5000         # random small graphs: the same paths as networkx finds

Invented data: :mod:`benchmarks.tracing_data`. Times are CPU of one process; queries are those that have answers. The graph is opened in a
process of its own, once as it is and once after its file was read.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.tracing_data import DATASETS, SCHEMAS, Query, columns, graph_arrays, kinds, queries
from cuibono.ledger.memory import MemoryLedger
from cuibono.ledger.records import Edge
from cuibono.tracing import store, trace
from cuibono.tracing.assembling import Columns, tables
from cuibono.tracing.filters import Filter
from cuibono.tracing.graph import Graph
from cuibono.tracing.search import Found, cheapest

HOPS, BEST = 4, 10
PEERS = ("igraph", "rustworkx", "duckdb", "ladybug")
_OPEN = """
import sys, time
import numpy
from pathlib import Path
from cuibono.tracing.graph import Graph
from cuibono.tracing import store
start = time.process_time()
graph = Graph(*store.read(Path(sys.argv[1])))
graph.node(sys.argv[2])
print((time.process_time() - start) * 1000)
"""


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, what was found and the CPU milliseconds that it took."""

    query: Query
    found: Found
    milliseconds: float


def build(folder: Path, data: Columns, nodes: int) -> Path:
    path = folder / "graph.bin"
    start = time.process_time()
    arrays = graph_arrays(data, nodes)
    seconds = time.process_time() - start
    store.write(path, {"kinds": tables(kinds()), "currencies": ["USD"]}, arrays)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    say(f"  build    {seconds:8.1f} s, {path.stat().st_size / 1e6:,.0f} MB, at most {memory:,} MB of memory")
    return path


def opening(path: Path, node: str) -> None:
    times = [
        float(
            subprocess.run(
                [sys.executable, "-c", _OPEN, str(path), node], capture_output=True, text=True, check=True
            ).stdout
        )
        for _ in range(5)
    ]
    say(f"  open     {sorted(times)[2]:8.1f} ms and find an actor by id (median of 5 processes)")


def search(graph: Graph, query: Query) -> Asked:
    asked = Filter(frozenset(query.relations), query.first, query.last)
    start = time.process_time()
    found = cheapest(graph, [query.start], [query.goal], max_hops=HOPS, k=BEST, asked=asked)
    return Asked(query, found, (time.process_time() - start) * 1000)


def answered(graph: Graph, data: Columns, count: int) -> list[Asked]:
    """So many queries that have answers, each run twice, the second counted: as for a program that goes on asking."""
    wanted: list[Asked] = []
    tried = 0
    for query in queries(data, count * 12):
        tried += 1
        if search(graph, query).found.paths:
            wanted.append(search(graph, query))
        if len(wanted) == count:
            break
    say(f"  queries  {len(wanted):8} with answers, of {tried} drawn")
    return wanted


def told(asked: list[Asked]) -> None:
    times = np.array([a.milliseconds for a in asked])
    full = sum(len(a.found.paths) == BEST for a in asked)
    say(
        f"  search   {np.median(times):8.1f} ms median, {np.percentile(times, 95):.1f} ms at 95 %, {times.max():.1f} ms at most; "
        f"{full} with {BEST} paths, {sum(a.found.stopped for a in asked)} stopped early"
    )


def measure(records: int, count: int, peers: str | None, seconds: float, few: int) -> None:
    nodes = max(records // 10, 10)
    say(
        f"\n{records:,} records between {nodes:,} actors, {HOPS} hops, {BEST} paths, 4 of 8 relations, 3 to 8 years"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = columns(records, nodes)
        path = build(folder, data, nodes)
        opening(path, "0" * len(str(nodes - 1)))
        graph = Graph(*store.read(path))
        say(
            f"           {int(graph.through.max() == 65_535 and (graph.through == 65_535).sum())} actors are not walked through"
        )
        asked = answered(graph, data, count)
        told(asked)
        if peers:
            beside(folder, data, asked[:few], peers, seconds)


def beside(folder: Path, data: Columns, asked: list[Asked], python: str, seconds: float) -> None:
    """The same queries by others, and whether their answers are the same."""
    table = kinds()
    np.savez(
        folder / "columns.npz",
        source=data.source,
        target=data.target,
        schema=data.kind % len(SCHEMAS),
        cost=np.array([k.cost for k in table])[data.kind],
        ways=np.array([k.ways for k in table])[data.kind],
        first=data.first,
        last=data.last,
    )
    (folder / "queries.json").write_text(json.dumps([_plain(a.query) for a in asked]))
    script = Path(__file__).with_name("tracing_peers.py")
    for peer in PEERS:
        done = subprocess.run(
            [python, str(script), peer, str(folder), str(seconds)],
            capture_output=True,
            text=True,
            check=False,
        )
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        _compare(peer, lines, asked, seconds, done.stderr)


def _plain(query: Query) -> dict[str, Any]:
    first, last = Filter(None, query.first, query.last).days
    names = list(SCHEMAS)
    return {
        "start": query.start,
        "goal": query.goal,
        "schemas": [names.index(name) for name in query.relations],
        "first": first,
        "last": last,
    }


def _compare(peer: str, lines: list[dict[str, Any]], asked: list[Asked], seconds: float, errors: str) -> None:
    rows = lines[1:]
    done = [(row, a) for row, a in zip(rows, asked, strict=False) if row["answer"] is not None]
    same = sum([(c, tuple(p)) for c, p in row["answer"]] == a.found.paths for row, a in done)
    times = np.array([row["cpu"] * 1000 for row, _ in done] or [float("nan")])
    say(
        f"  {peer:10} {len(done)} of {len(asked)} answered within {seconds:g} s, {same} the same; "
        f"{np.median(times):,.0f} ms median, {np.max(times):,.0f} ms at most"
        + (
            f"; ended: {errors.strip().splitlines()[-1][:100]}"
            if errors.strip() and len(rows) < len(asked)
            else ""
        )
    )


def verify(count: int) -> None:
    """Random small graphs: every path and cost as networkx and a trial of all directions give them."""
    from tests.tracing.reference import best_paths

    chance = random.Random(5)  # noqa: S311
    schemas = ["Control", "Payment", "Debt", "UnknownLink", "Documentation", "Membership", "ContractAward"]
    names = [d.name for d in DATASETS]
    paths = 0
    for _ in range(count):
        edges = [
            Edge(
                f"e{i}",
                chance.choice(schemas),
                f"n{chance.randrange(6)}",
                f"n{chance.randrange(6)}",
                chance.choice(names),
                "1",
            )
            for i in range(chance.randrange(4, 19))
        ]
        hops, k = chance.randrange(1, 7), chance.choice((1, 5, 100))
        found = trace(["n0"], ["n1"], MemoryLedger((), edges, DATASETS), max_hops=hops, k=k)
        got = [(round(p.cost * 100), p.nodes) for p in found]
        expected = best_paths(edges, DATASETS, "n0", "n1", hops)[:k]
        if got != expected:
            raise SystemExit(f"differs for {edges}: {got} is not {expected}")
        paths += len(got)
    say(f"{count:,} random graphs, {paths:,} paths: all as networkx finds them")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=10_000_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--peers", metavar="PYTHON")
    parser.add_argument("--seconds", type=float, default=20.0, help="for one query of a peer")
    parser.add_argument("--few", type=int, default=20, help="how many of the queries the peers get")
    parser.add_argument("--verify", type=int, metavar="N")
    given = parser.parse_args()
    if given.verify:
        verify(given.verify)
    else:
        measure(given.records, given.queries, given.peers, given.seconds, given.few)


if __name__ == "__main__":
    main()
