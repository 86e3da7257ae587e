"""Measure the ledger: import, size on disk, opening, fetching; beside SQLite, DuckDB and FollowTheMoney's own reader.

    python -m benchmarks.ledger                          # 100,000 and 1,000,000 statements
    python -m benchmarks.ledger 10000000                 # ten million: some minutes, 3 GB of disk
    python -m benchmarks.ledger registers                # every register of ../shared/records, one table
    python -m benchmarks.ledger --ftm /tmp/ftm/bin/python   # with followthemoney, from an environment that has it

CPU seconds of this process. Fetching: 200 entities drawn at random, with all their statements and all edges at either end, the
median of 30 draws after one to warm up; the rivals get the same ids. Invented data: :mod:`benchmarks.ledger_data`.
"""

from __future__ import annotations

import argparse
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.ledger_data import write
from cuibono.errors import CuibonoError
from cuibono.ledger import add, create, open_ledger

RECORDS = Path(__file__).parent.parent.parent / "shared" / "records"
DRAWS, IDS = 30, 200
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


def draws(fetch: Callable[[list[str]], int], ids: list[str]) -> str:
    """Median milliseconds of a fetch, and how many edges came on average."""
    chance = random.Random(3)  # noqa: S311
    times, edges = [], 0
    for number in range(DRAWS + 1):
        some = chance.sample(ids, min(IDS, len(ids)))
        seconds, count = clocked(partial(fetch, some))
        if number:
            times.append(seconds * 1000)
            edges += count
    return f"{statistics.median(times):7.1f} ms (best {min(times):.1f}), {edges / DRAWS:.0f} edges"


def measure(folder: Path, statements: int, ftm: str | None) -> None:
    source, ledger = folder / f"{statements}.json", folder / f"ledger-{statements}"
    write(source, round(statements * 1.145))
    create(ledger)
    import_module("pyarrow.parquet")
    seconds, done = clocked(
        lambda: add(ledger, source, dataset="bench", retrieved="2024-01-01", keep_identifiers=True)
    )
    version = ledger / "bench" / done.version
    size = sum(path.stat().st_size for path in version.iterdir())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    say(f"\n{done.statements:,} statements, {done.entities:,} entities and records, {done.edges:,} edges")
    say(
        f"  import   {done.statements / seconds:9,.0f} statements a second, {seconds:.1f} s, at most {memory:,} MB"
    )
    parts = ", ".join(f"{p.name} {p.stat().st_size / done.statements:.2f}" for p in sorted(version.iterdir()))
    say(f"  disk     {size / done.statements:9.2f} bytes a statement ({parts})")
    if ftm:
        report = subprocess.run([ftm, "-c", _FTM, str(source)], capture_output=True, text=True, check=True)
        say(report.stdout.rstrip())
    seconds, opened = clocked(lambda: open_ledger(ledger))
    say(f"  open     {seconds * 1000:9.1f} ms")
    with opened:
        ids = sorted(set(opened.entity_ids()))

        def ours(some: list[str]) -> int:
            opened.entities(some)
            return len(opened.edges(some))

        say(f"  fetch    {draws(ours, ids)}")
    for name, rival in (("sqlite", _sqlite), ("duckdb", _duckdb)):
        if name == "sqlite" or find_spec(name):
            rival(folder / f"{statements}.{name}", ledger, ids)


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
    name: str, path: Path, base: Any, ledger: Path, ids: list[str], fill: Callable[[str, list[Any]], None]
) -> None:
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

    say(f"  {name:<8} {draws(fetch, ids)}, {path.stat().st_size / count:.1f} bytes a statement")
    base.close()


def _sqlite(path: Path, ledger: Path, ids: list[str]) -> None:
    base = sqlite3.connect(path)

    def fill(text: str, rows: list[Any]) -> None:
        base.executemany(text, rows)

    _rival("sqlite", path, base, ledger, ids, fill)


def _duckdb(path: Path, ledger: Path, ids: list[str]) -> None:
    base: Any = import_module("duckdb").connect(str(path))
    pyarrow = import_module("pyarrow")

    def fill(text: str, rows: list[Any]) -> None:
        if rows:
            table = text.split()[2]
            columns = [pyarrow.array(column) for column in zip(*rows, strict=True)]
            base.register("piece", pyarrow.table(columns, names=[f"c{n}" for n in range(len(columns))]))
            base.execute(f"insert into {table} select * from piece")  # noqa: S608

    _rival("duckdb", path, base, ledger, ids, fill)


_FTM = """
import sys, time, orjson
from followthemoney.proxy import EntityProxy
from followthemoney.statement import Statement
for cleaned in (False, True):
    start, count = time.process_time(), 0
    for number, line in enumerate(open(sys.argv[1], "rb")):
        if number >= 30000:
            break
        proxy = EntityProxy.from_dict(orjson.loads(line), cleaned=cleaned)
        for _ in Statement.from_entity(proxy, "bench"):
            count += 1
    seconds = time.process_time() - start
    how = "values taken as clean" if cleaned else "values checked"
    print(f"  followthemoney, to statements in memory, {how}: {count / seconds:,.0f} statements a second")
"""


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
    parser.add_argument("--ftm", metavar="PYTHON", help="a Python that has followthemoney")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.what == ["registers"]:
            registers(Path(folder))
        else:
            for size in [int(each) for each in options.what] or [100_000, 1_000_000]:
                measure(Path(folder), size, options.ftm)


if __name__ == "__main__":
    main()
