"""Measure the ledger: import, size on disk, opening, fetching; beside SQLite, DuckDB, nomenklatura's store and FollowTheMoney's own reader.

    python -m benchmarks.ledger                          # 100,000 and 1,000,000 statements
    python -m benchmarks.ledger 100000 1000000 10000000 --peers /tmp/peers/bin/python --plot docs/img/ledger-growth.svg
    python -m benchmarks.ledger registers                # every register of ../shared/records, one table

``--peers`` is a Python that has followthemoney, nomenklatura and plyvel (an environment of its own); DuckDB is taken from here if it is
installed. Ten million statements need some minutes, 6 GB of disk and are not filled into the slower rivals. ``--keep FOLDER`` keeps the invented
data for another run.

CPU seconds of the process that works. Fetching: 200 entities drawn at random, with all their statements and all edges at either end, the
median of 30 draws after one to warm up; the rivals get the same ids. Invented data: :mod:`benchmarks.ledger_data`.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.ledger_data import write
from benchmarks.ledger_plot import svg
from cuibono.errors import CuibonoError
from cuibono.ledger import add, create, open_ledger

RECORDS = Path(__file__).parent.parent.parent / "shared" / "records"
DRAWS, IDS = 30, 200
#: Filling more statements than this into the rivals takes too long.
LARGEST_RIVAL = 2_000_000
#: Register -> the day it was retrieved; several sources of one register are its versions.
REGISTERS: tuple[tuple[str, str], ...] = (
    ("ofac_sdn/2021-07-07", "2021-07-07"),
    ("ofac_sdn/2022-01-31", "2022-01-31"),
    ("ofac_sdn/2023-01-21", "2023-01-21"),
    ("uk_sanctions_list", "2026-05-13"),
    ("eu_journal_sanctions/consolidated", "2026-08-22"),
    ("un_consolidated/UN_consolidated_2026-02.xml.gz", "2026-02-27"),
    ("cn_sanctions/sanctions.csv", "2026-08-22"),
    ("fara", "2025-04-11"),
    ("state_media_matrix/State_Media_Matrix.csv", "2024-02-07"),
    ("grants_us_foundations/grants.csv.gz", "2026-06-14"),
    ("ror_orgs", "2026-06-23"),
    ("iati_dfid_2011/AF.xml.gz", "2011-06-02"),
    ("iati_dfid_2011/KO.xml", "2011-06-02"),
    ("iati_dfid_2011/OT.xml", "2011-06-02"),
    ("iati_dfid_2011/ZW.xml.gz", "2011-06-02"),
    ("ftm_samples/zala.entities.ftm.json", "2024-01-01"),
    ("ftm_samples/parteispenden.entities.ftm.json", "2024-01-01"),
    ("ftm_samples/eu_authorities.ftm.json", "2024-01-01"),
)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def clocked(call: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    result = call()
    return time.process_time() - start, result


def draws(fetch: Callable[[list[str]], int], ids: list[str]) -> dict[str, float]:
    """Median and best milliseconds of a fetch, and how many edges came on average."""
    chance = random.Random(3)  # noqa: S311
    times, edges = [], 0
    for number in range(DRAWS + 1):
        some = chance.sample(ids, min(IDS, len(ids)))
        seconds, count = clocked(partial(fetch, some))
        if number:
            times.append(seconds * 1000)
            edges += count
    return {"fetch": statistics.median(times), "best": min(times), "edges": edges / DRAWS}


def shown(name: str, found: Mapping[str, float]) -> None:
    rate = f", filled at {found['rate']:,.0f} statements a second" if "rate" in found else ""
    say(
        f"  {name:<13}{found['fetch']:7.1f} ms a fetch (best {found['best']:.1f}, {found['edges']:.0f} edges), "
        f"{found['bytes']:.1f} bytes a statement{rate}"
    )


def measure(folder: Path, statements: int, peers: str | None) -> dict[str, dict[str, float]]:
    """Figures by store for one size."""
    source, ledger = folder / f"{statements}.json", folder / f"ledger-{statements}"
    if not source.exists():
        write(source, round(statements * 1.145))
    shutil.rmtree(ledger, ignore_errors=True)
    create(ledger)
    import_module("pyarrow.parquet")
    wall = time.perf_counter()
    seconds, done = clocked(
        lambda: add(ledger, source, dataset="bench", retrieved="2024-01-01", keep_identifiers=True)
    )
    wall = time.perf_counter() - wall
    version = ledger / "bench" / done.version
    size = sum(path.stat().st_size for path in version.iterdir())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    say(f"\n{done.statements:,} statements, {done.entities:,} entities and records, {done.edges:,} edges")
    say(
        f"  import {done.statements / seconds:,.0f} statements a CPU second, {done.statements / wall:,.0f} a second by the clock, "
        f"at most {memory:,} MB"
    )
    parts = ", ".join(f"{p.name} {p.stat().st_size / done.statements:.2f}" for p in sorted(version.iterdir()))
    say(f"  bytes a statement: {parts}")
    seconds_open, opened = clocked(lambda: open_ledger(ledger))
    with opened:
        ids = sorted(set(opened.entity_ids()))

        def ours(some: list[str]) -> int:
            opened.entities(some)
            return len(opened.edges(some))

        found = draws(ours, ids)
    found |= {"rate": done.statements / seconds, "bytes": size / done.statements, "memory": memory}
    say(f"  open {seconds_open * 1000:.1f} ms")
    shown("cuibono", found)
    return {"cuibono": found, **rivals(folder, statements, ledger, source, ids, peers)}


def rivals(
    folder: Path, statements: int, ledger: Path, source: Path, ids: list[str], peers: str | None
) -> dict[str, dict[str, float]]:
    """The same of others, each with the same records and ids."""
    found: dict[str, dict[str, float]] = {}
    if peers:
        rates = _peer(peers, "read", source, 30_000)
        said = ", ".join(f"{how} {rate:,.0f}" for how, rate in rates.items())
        say(f"  followthemoney, to statements in memory, statements a CPU second, values {said}")
        found["followthemoney"] = {"rate": rates["checked"]}
    if statements > LARGEST_RIVAL:
        return found
    for name, rival in (("sqlite", _sqlite), ("duckdb", _duckdb)):
        if name == "sqlite" or find_spec(name):
            found[name] = rival(folder / f"{statements}.{name}", ledger, ids)
            shown(name, found[name])
    if peers:
        (folder / "ids.txt").write_text("\n".join(ids), encoding="utf-8")
        base = folder / f"{statements}.leveldb"
        found["nomenklatura"] = _peer(peers, "store", source, folder / "ids.txt", base)
        shown("nomenklatura", found["nomenklatura"])
        shutil.rmtree(base)
    return found


def _peer(python: str, *arguments: object) -> dict[str, float]:
    script = Path(__file__).with_name("ledger_peers.py")
    report = subprocess.run(
        [python, str(script), *map(str, arguments)], capture_output=True, text=True, check=True
    )
    result: dict[str, float] = json.loads(report.stdout)
    return result


def plot(path: Path, found: Mapping[int, Mapping[str, Mapping[str, float]]]) -> None:
    """Growth over the sizes that were measured."""

    def lines(figure: str) -> dict[str, dict[int, float]]:
        stores = dict.fromkeys(name for each in found.values() for name in each)
        rows = {
            name: {size: each[name][figure] for size, each in found.items() if figure in each.get(name, {})}
            for name in stores
        }
        return {name: row for name, row in rows.items() if row}

    panels = (
        ("Import, statements a CPU second", lines("rate")),
        ("200 entities with all edges, ms CPU", lines("fetch")),
        ("Bytes a statement on disk", lines("bytes")),
        ("Memory of the import, MB", lines("memory")),
    )
    path.write_text(svg(panels), encoding="utf-8")


def _rows(ledger: Path) -> Iterator[tuple[list[Any], list[Any]]]:
    """Statements and edges as rows, in pieces."""
    with open_ledger(ledger) as opened:
        batch: list[str] = []
        for edge in opened.all_edges():
            batch.append(edge.id)
        things = sorted(set(opened.entity_ids()))
        everything = things + sorted(set(batch))
        for start in range(0, len(everything), 20_000):
            said = opened.statements(everything[start : start + 20_000])
            yield [(s.id, s.entity_id, s.schema, s.prop, s.value, s.dataset, s.first_seen) for s in said], []
        yield (
            [],
            [(e.id, e.schema, e.source, e.target, e.start, e.end, str(e.amount)) for e in opened.all_edges()],
        )


_TABLES = (
    "create table statement (id text, entity_id text, schema text, prop text, value text, dataset text, first_seen text)",
    "create table edge (id text, schema text, source text, target text, start text, finish text, amount text)",
)
_INDEXES = (
    "create index by_entity on statement(entity_id)",
    "create index by_source on edge(source)",
    "create index by_target on edge(target)",
)


def _rival(
    path: Path, base: Any, ledger: Path, ids: list[str], fill: Callable[[str, list[Any]], None]
) -> dict[str, float]:
    for table in _TABLES:
        base.execute(table)
    count = 0
    for statements, edges in _rows(ledger):
        fill("insert into statement values (?,?,?,?,?,?,?)", statements)
        fill("insert into edge values (?,?,?,?,?,?,?)", edges)
        count += len(statements)
    for index in _INDEXES:
        base.execute(index)
    base.commit()

    def fetch(some: list[str]) -> int:
        marks = ",".join("?" * len(some))
        base.execute(f"select * from statement where entity_id in ({marks})", some).fetchall()  # noqa: S608
        both = (
            f"select * from edge where source in ({marks}) union select * from edge where target in ({marks})"  # noqa: S608
        )
        edges = base.execute(both, some + some).fetchall()
        named = [edge[0] for edge in edges]
        said = ",".join("?" * len(named))
        base.execute(f"select * from statement where entity_id in ({said})", named).fetchall()  # noqa: S608
        return len(edges)

    found = draws(fetch, ids) | {"bytes": path.stat().st_size / count}
    base.close()
    path.unlink()
    return found


def _sqlite(path: Path, ledger: Path, ids: list[str]) -> dict[str, float]:
    base = sqlite3.connect(path)

    def fill(text: str, rows: list[Any]) -> None:
        base.executemany(text, rows)

    return _rival(path, base, ledger, ids, fill)


def _duckdb(path: Path, ledger: Path, ids: list[str]) -> dict[str, float]:
    base: Any = import_module("duckdb").connect(str(path))
    pyarrow = import_module("pyarrow")

    def fill(text: str, rows: list[Any]) -> None:
        if rows:
            table = text.split()[2]
            columns = [pyarrow.array(column) for column in zip(*rows, strict=True)]
            base.register("piece", pyarrow.table(columns, names=[f"c{n}" for n in range(len(columns))]))
            base.execute(f"insert into {table} select * from piece")  # noqa: S608

    return _rival(path, base, ledger, ids, fill)


def registers(folder: Path) -> None:
    """Everything at hand in one table."""
    create(folder / "ledger")
    import_module("pyarrow.parquet")
    say(
        f"{'register':<24}{'version':<13}{'entities':>9}{'edges':>9}{'statements':>12}{'rejects':>9}{'seconds':>9}{'/s':>8}{'bytes':>12}"
    )
    for name, day in REGISTERS:
        source = RECORDS / name
        if not source.exists():
            continue
        named: dict[str, Any] = (
            {"dataset": f"iati-{source.name.split('.')[0].lower()}"} if name.startswith("iati") else {}
        )
        bring = partial(add, folder / "ledger", source, retrieved=day, **named)
        try:
            seconds, done = clocked(bring)
        except CuibonoError as error:
            say(f"{name:<24}{error}")
            continue
        size = sum(
            path.stat().st_size for path in (folder / "ledger" / done.dataset / done.version).iterdir()
        )
        say(
            f"{done.dataset:<24}{done.version:<13}{done.entities:>9,}{done.edges:>9,}{done.statements:>12,}"
            f"{done.rejects:>9}{seconds:>9.1f}{done.statements / seconds:>8,.0f}{size:>12,}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", nargs="*", help="numbers of statements, or: registers")
    parser.add_argument("--peers", metavar="PYTHON", help="a Python that has followthemoney and nomenklatura")
    parser.add_argument("--plot", metavar="SVG", type=Path, help="draw the growth")
    parser.add_argument("--keep", metavar="FOLDER", type=Path, help="keep the data and ledgers there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        if options.what == ["registers"]:
            registers(Path(temporary))
            return
        sizes = [int(each) for each in options.what] or [100_000, 1_000_000]
        found = {size: measure(folder, size, options.peers) for size in sizes}
        if options.plot:
            plot(options.plot, found)


if __name__ == "__main__":
    main()
