"""Run by :mod:`benchmarks.ledger` with a Python that has followthemoney, nomenklatura and plyvel; it knows nothing of cuibono.

    PYTHON benchmarks/ledger_peers.py read FILE ENTITIES          # FollowTheMoney's own reader, to statements in memory
    PYTHON benchmarks/ledger_peers.py store FILE IDS FOLDER       # nomenklatura's LevelDB store: fill, fetch, size

Prints one JSON object.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

DRAWS, IDS = 30, 200


def entities(path: str, most: int) -> Iterator[Any]:
    loads = import_module("orjson").loads
    with Path(path).open("rb") as file:
        for number, line in enumerate(file):
            if number >= most:
                return
            yield loads(line)


def read(path: str, most: str) -> dict[str, float]:
    """Statements a CPU second, values checked or taken as clean."""
    proxy = import_module("followthemoney.proxy").EntityProxy
    from_entity = import_module("followthemoney.statement").Statement.from_entity
    found = {}
    for name, cleaned in (("checked", False), ("as clean", True)):
        start, count = time.process_time(), 0
        for each in entities(path, int(most)):
            for _ in from_entity(proxy.from_dict(each, cleaned=cleaned), "bench"):
                count += 1
        found[name] = count / (time.process_time() - start)
    return found


def store(path: str, ids_file: str, folder: str) -> dict[str, Any]:
    """Fill nomenklatura's store and fetch entities with what refers to them."""
    dataset = import_module("followthemoney.dataset").Dataset.make({"name": "bench", "title": "Bench"})
    linker = import_module("nomenklatura.resolver").Linker({})
    base = import_module("nomenklatura.store.level").LevelDBStore(dataset, linker, Path(folder))
    entity = import_module("followthemoney").StatementEntity
    start, count = time.process_time(), 0
    with base.writer() as writer:
        for each in entities(path, 10**9):
            made = entity.from_data(dataset, {**each, "datasets": ["bench"]}, cleaned=True)
            writer.add_entity(made)
            count += len(made)
    filled = count / (time.process_time() - start)
    base.optimize()
    view = base.view(dataset)
    chance, ids = random.Random(3), Path(ids_file).read_text("utf-8").split()  # noqa: S311
    times, edges = [], 0
    for number in range(DRAWS + 1):
        some = chance.sample(ids, min(IDS, len(ids)))
        start, seen = time.process_time(), set()
        for id_ in some:
            view.get_entity(id_)
            seen |= {other.id for _, other in view.get_inverted(id_)}
        if number:
            times.append((time.process_time() - start) * 1000)
            edges += len(seen)
    base.close()
    size = sum(each.stat().st_size for each in Path(folder).rglob("*") if each.is_file())
    return {
        "rate": filled,
        "fetch": statistics.median(times),
        "best": min(times),
        "edges": edges / DRAWS,
        "bytes": size / count,
    }


if __name__ == "__main__":
    result = read(*sys.argv[2:]) if sys.argv[1] == "read" else store(*sys.argv[2:])
    sys.stdout.write(json.dumps(result) + "\n")
