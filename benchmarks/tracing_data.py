"""An invented graph with a heavy tail for measuring tracing, and queries on it; the same seed gives the same graph.

Payers are few and pay many (Zipf with exponent 3/4), receivers are many (exponent 1/2), as in registers of grants and of companies. A
fifth of the records bear no date; half of those that last have no end. Numbers of nodes are shuffled.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from cuibono.ledger.records import Dataset
from cuibono.tracing.assembling import Columns, Int, Kind, assemble
from cuibono.tracing.filters import ALWAYS, NEVER
from cuibono.tracing.ranking import record_cost, way

SCHEMAS = {
    "Payment": 0.45,
    "Ownership": 0.12,
    "Directorship": 0.15,
    "Employment": 0.05,
    "Membership": 0.08,
    "UnknownLink": 0.08,
    "Control": 0.03,
    "Documentation": 0.04,
}
DATASETS = (
    Dataset("own", "1", "Own lists", "P", standing="self"),
    Dataset("register", "1", "A register", "P", standing="regulator"),
    Dataset("wiki", "1", "An encyclopaedia", "P", standing="third_party"),
    Dataset("ministry", "1", "What a ministry says", "P", standing="other_state"),
    Dataset("paper", "1", "A newspaper", "P", standing="third_party", source_kind="news"),
)
SHARES = (0.3, 0.4, 0.2, 0.05, 0.05)


def kinds() -> list[Kind]:
    return [Kind(s, d.name, record_cost(s, d), way(s)) for d in DATASETS for s in SCHEMAS]


def columns(records: int, nodes: int, seed: int = 1) -> Columns:
    """So many records between so many nodes."""
    chance = np.random.default_rng(seed)
    names = chance.permutation(nodes)
    source = names[(nodes * chance.random(records) ** 4).astype(np.int64)]
    target = names[(nodes * chance.random(records) ** 2).astype(np.int64)]
    schema = chance.choice(len(SCHEMAS), records, p=list(SCHEMAS.values()))
    speaker = chance.choice(len(DATASETS), records, p=SHARES)
    first = chance.integers(date(1990, 1, 1).toordinal(), date(2025, 12, 31).toordinal(), records)
    lasts = (schema != 0) & (chance.random(records) < 0.5)
    last = np.where(schema == 0, first, np.where(lasts, first + chance.integers(30, 4000, records), ALWAYS))
    undated = chance.random(records) < 0.2
    amount = np.where(schema == 0, np.round(np.exp(chance.normal(11, 2, records))), np.nan)
    return Columns(
        source,
        target,
        speaker * len(SCHEMAS) + schema,
        np.where(undated, NEVER, first),
        np.where(undated, ALWAYS, last),
        amount,
        np.where(schema == 0, 1, 0),
        np.arange(records),
    )


def graph_arrays(data: Columns, nodes: int) -> dict[str, Int]:
    """The arrays of the graph, each node an actor with one id, its number."""
    arrays = assemble(nodes, kinds(), data)
    width = len(str(nodes - 1))
    arrays["id_bytes"] = np.frombuffer(
        "".join(f"{n:0{width}}" for n in range(nodes)).encode(), dtype=np.uint8
    )
    arrays["id_offsets"] = np.arange(nodes + 1, dtype=np.uint64) * np.uint64(width)
    arrays["id_node"] = arrays["member"] = np.arange(nodes, dtype=np.uint32)
    arrays["member_ends"] = np.arange(nodes + 1, dtype=np.int64)
    return arrays


@dataclass(frozen=True, slots=True)
class Query:
    """Two nodes, the relations and the time asked."""

    start: int
    goal: int
    relations: tuple[str, ...]
    first: str
    last: str


def queries(data: Columns, count: int, seed: int = 2) -> list[Query]:
    """Half between actors drawn evenly, half between ends of records drawn evenly: the busy come up more often."""
    chance = np.random.default_rng(seed)
    tied = np.unique(np.concatenate([data.source, data.target]))
    made = []
    names = list(SCHEMAS)
    for number in range(count):
        if number % 2:
            start, goal = chance.choice(tied, 2, replace=False).tolist()
        else:
            places = chance.integers(0, len(data.source), 2)
            start, goal = int(data.source[places[0]]), int(data.target[places[1]])
        wanted = [names[0], *(names[n] for n in sorted(chance.choice(np.arange(1, 8), 3, replace=False)))]
        year = int(chance.integers(1995, 2018))
        if start != goal:
            made.append(Query(start, goal, tuple(wanted), str(year), str(year + int(chance.integers(3, 9)))))
    return made
