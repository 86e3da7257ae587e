"""The same queries on the same graph by others; runs alone in an environment that has them, see :mod:`benchmarks.tracing`.

    python benchmarks/tracing_peers.py igraph|rustworkx|duckdb|ladybug FOLDER SECONDS

FOLDER holds ``columns.npz`` and ``queries.json``; a line of JSON goes to standard output for every query. igraph and rustworkx get
the records that the filter admits and the actors near enough to both ends (breadth first), enumerate all simple paths and rank
them here. DuckDB walks and ranks in one recursive query, ladybug matches in Cypher and the paths are ranked here. One thread each.
"""

from __future__ import annotations

import itertools
import json
import os
import resource
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

FAR = 1 << 28
SINK, SOURCE, HUB = 150, 50, 5_000
Answer = list[tuple[int, list[int]]]


class Data:
    """The columns, and the admitted records of one query."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        columns = np.load(folder / "columns.npz")
        self.c = {name: columns[name] for name in columns.files}
        pairs = np.unique(np.sort(np.stack([self.c["source"], self.c["target"]], 1), axis=1), axis=0)
        pairs = pairs[pairs[:, 0] != pairs[:, 1]]
        nodes = int(max(self.c["source"].max(), self.c["target"].max())) + 1
        self.ties = np.bincount(pairs.ravel(), minlength=nodes)
        self.through = np.round(50 * np.maximum(0.0, np.log10(np.maximum(self.ties, 1)) - 1)).astype(int)
        self.shut = self.ties > HUB
        self.queries = json.loads((folder / "queries.json").read_text())

    def admitted(self, query: dict[str, Any]) -> np.ndarray:
        c = self.c
        keep = (
            np.isin(c["schema"], query["schemas"])
            & (c["first"] <= query["last"])
            & (c["last"] >= query["first"])
        )
        keep &= c["source"] != c["target"]
        for end in ("source", "target"):
            keep &= ~self.shut[c[end]] | np.isin(c[end], [query["start"], query["goal"]])
        return np.flatnonzero(keep)

    def rank(self, paths: Iterator[list[int]], rows: np.ndarray) -> Answer:
        """The ten best of these paths by the ranking."""
        best: dict[tuple[int, int], tuple[int, int]] = {}
        c = self.c
        columns = (c[n][rows].tolist() for n in ("source", "target", "cost", "ways"))
        for a, b, cost, ways in zip(*columns, strict=True):
            for one, two, bits in ((a, b, ways), (b, a, 3 if ways == 3 else 3 - ways)):
                ahead, back = best.get((one, two), (FAR, FAR))
                best[one, two] = (
                    min(ahead, cost) if bits & 1 else ahead,
                    min(back, cost) if bits & 2 else back,
                )
        ranked = sorted({(self._cost(p, best), tuple(p)) for p in paths})
        return [(cost, list(path)) for cost, path in ranked[:10]]

    def _cost(self, path: list[int], best: dict[tuple[int, int], tuple[int, int]]) -> int:
        ahead = back = 0
        for step in itertools.pairwise(path):
            one, two = best[step]
            ahead, back = min(ahead, back + SOURCE) + one, min(back, ahead + SINK) + two
        return min(ahead, back) + sum(int(self.through[n]) for n in path[1:-1])


def near(data: Data, query: dict[str, Any], rows: np.ndarray) -> np.ndarray:
    """The records that can lie on a path of four hops: breadth first from both ends."""
    source, target = data.c["source"][rows], data.c["target"][rows]
    far = [_hops(source, target, query[end], len(data.ties)) for end in ("start", "goal")]
    least = np.minimum(far[0][source] + far[1][target], far[0][target] + far[1][source])
    kept: np.ndarray = rows[least <= 3]
    return kept


def _hops(source: np.ndarray, target: np.ndarray, start: int, nodes: int) -> np.ndarray:
    hops = np.full(nodes, 99)
    hops[start] = 0
    for step in range(1, 4):
        for one, two in ((source, target), (target, source)):
            reached = two[hops[one] == step - 1]
            hops[reached] = np.minimum(hops[reached], step)
    return hops


def by_igraph(data: Data, query: dict[str, Any]) -> Answer:
    import igraph

    rows = near(data, query, data.admitted(query))
    nodes, flat = np.unique(
        np.stack([data.c["source"][rows], data.c["target"][rows]], 1), return_inverse=True
    )
    place = {int(n): i for i, n in enumerate(nodes)}
    if query["start"] not in place or query["goal"] not in place:
        return []
    edges = np.unique(np.sort(flat.reshape(-1, 2), axis=1), axis=0)
    graph = igraph.Graph(n=len(nodes), edges=edges.tolist())
    found = graph.get_all_simple_paths(place[query["start"]], to=place[query["goal"]], maxlen=4)
    return data.rank(([int(nodes[n]) for n in path] for path in found), rows)


def by_rustworkx(data: Data, query: dict[str, Any]) -> Answer:
    import rustworkx

    rows = near(data, query, data.admitted(query))
    nodes, flat = np.unique(
        np.stack([data.c["source"][rows], data.c["target"][rows]], 1), return_inverse=True
    )
    place = {int(n): i for i, n in enumerate(nodes)}
    if query["start"] not in place or query["goal"] not in place:
        return []
    edges = np.unique(np.sort(flat.reshape(-1, 2), axis=1), axis=0)
    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(len(nodes)))
    graph.add_edges_from_no_data([tuple(e) for e in edges.tolist()])
    # Its cutoff counts nodes beyond the first.
    found = rustworkx.all_simple_paths(graph, place[query["start"]], place[query["goal"]], cutoff=5)
    return data.rank(([int(nodes[n]) for n in path] for path in found), rows)


SQL = """
with recursive adj as (
  select a, b, min(cf) cf, min(cb) cb from (
    select source a, target b, case when ways & 1 > 0 then cost else {far} end cf,
           case when ways & 2 > 0 then cost else {far} end cb, schema, first, last from ties
    union all
    select target, source, case when ways & 2 > 0 then cost else {far} end,
           case when ways & 1 > 0 then cost else {far} end, schema, first, last from ties)
  where list_contains({schemas}, schema) and first <= {last} and last >= {first} and a <> b group by a, b),
walk as (
  select {start} node, [{start}] path, 0 gf, 0 gb, 0 hops
  union all
  select adj.b, list_append(path, adj.b),
         least(gf, gb + 50) + cf + case when adj.b = {goal} then 0 else t end,
         least(gb, gf + 150) + cb + case when adj.b = {goal} then 0 else t end, hops + 1
  from walk join adj on adj.a = walk.node join nodes on nodes.id = adj.b
  where hops < 4 and walk.node <> {goal} and not list_contains(path, adj.b) and (not shut or adj.b = {goal}))
select least(gf, gb) cost, path from walk where node = {goal} order by cost, path limit 10
"""


def duckdb_runner(data: Data, seconds: float) -> Callable[[dict[str, Any]], Answer | None]:
    import duckdb
    import pyarrow as pa

    con = duckdb.connect(config={"threads": 1})
    names = ("source", "target", "cost", "ways", "schema", "first", "last")
    con.register("t", pa.table({n: data.c[n].astype(np.int64) for n in names}))
    con.register("n", pa.table({"id": np.arange(len(data.ties)), "t": data.through, "shut": data.shut}))
    con.execute("create table ties as from t; create table nodes as from n")

    def run(query: dict[str, Any]) -> Answer | None:
        timer = threading.Timer(seconds, con.interrupt)
        timer.start()
        try:
            return [(int(c), list(p)) for c, p in con.execute(SQL.format(far=FAR, **query)).fetchall()]
        except (duckdb.InterruptException, duckdb.OutOfMemoryException):
            return None
        finally:
            timer.cancel()

    return run


def ladybug_runner(data: Data, seconds: float) -> Callable[[dict[str, Any]], Answer | None]:
    import ladybug
    import pyarrow as pa
    import pyarrow.parquet as pq

    c, folder = data.c, data.folder
    home = folder / f"ladybug-{os.getpid()}"
    con = ladybug.Connection(ladybug.Database(str(home)), num_threads=1)
    nodes = np.arange(len(data.ties))
    pq.write_table(pa.table({"id": nodes, "shut": data.shut}), folder / "n.parquet")
    names = ("source", "target", "schema", "first", "last")
    kept = c["source"] != c["target"]
    # Every record both ways: walked without regard to direction, some paths come back with actors that no record joins.
    ways = [names, ("target", "source", *names[2:])]
    both = {n: np.concatenate([c[w[i]][kept] for w in ways]).astype(np.int64) for i, n in enumerate(names)}
    pq.write_table(pa.table(both), folder / "e.parquet")
    con.execute("create node table N(id int64, shut boolean, primary key(id))")
    con.execute("create rel table T(from N to N, schema int64, first int64, last int64)")
    con.execute(f"copy N from '{folder / 'n.parquet'}'")
    con.execute(f"copy T from '{folder / 'e.parquet'}'")
    con.set_query_timeout(int(seconds * 1000))

    def run(query: dict[str, Any]) -> Answer | None:
        text = (
            f"match p = (a:N)-[r:T* acyclic 1..4 (e, n | where e.schema in {query['schemas']} and "
            f"e.first <= {query['last']} and e.last >= {query['first']} and not n.shut)]->(b:N) "
            f"where a.id = {query['start']} and b.id = {query['goal']} return nodes(p)"
        )
        try:
            rows = con.execute(text)
            found = [[node["id"] for node in row[0]] for row in rows.get_all()]
        except RuntimeError as error:
            if "nterrupt" in str(error) or "imeout" in str(error):
                return None
            raise
        return data.rank(iter(found), data.admitted(query))

    return run


def forked(
    work: Callable[[Data, dict[str, Any]], Answer], data: Data, seconds: float
) -> Callable[[dict[str, Any]], Answer | None]:
    """Each query in a process of its own, ended when its time is over."""

    def run(query: dict[str, Any]) -> Answer | None:
        read, write = os.pipe()
        child = os.fork()
        if not child:
            os.close(read)
            with os.fdopen(write, "w") as out:
                json.dump(work(data, query), out)
            os._exit(0)
        os.close(write)
        with os.fdopen(read) as answer:
            ready = select.select([answer], [], [], seconds)[0]
            if not ready:
                os.kill(child, signal.SIGKILL)
            text = answer.read()
        os.waitpid(child, 0)
        return json.loads(text) if text else None

    return run


def used() -> float:
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(s.ru_utime + s.ru_stime for s in spent)


def main() -> None:
    name, folder, seconds = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
    data = Data(folder)
    runners: dict[str, Callable[[], Callable[[dict[str, Any]], Answer | None]]] = {
        "igraph": lambda: forked(by_igraph, data, seconds),
        "rustworkx": lambda: forked(by_rustworkx, data, seconds),
        "duckdb": lambda: duckdb_runner(data, seconds),
        "ladybug": lambda: ladybug_runner(data, seconds),
    }
    before = used()
    run = runners[name]()
    print(json.dumps({"load": used() - before}), flush=True)
    for query in data.queries:
        before, wall = used(), time.monotonic()
        answer = run(query)
        print(
            json.dumps({"cpu": used() - before, "wall": time.monotonic() - wall, "answer": answer}),
            flush=True,
        )


if __name__ == "__main__":
    main()
