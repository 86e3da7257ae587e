"""Names to records, measured: alias retrieval, pairs, scripts, calibration; beside peers in environments of their own.

    python -m benchmarks.entities [retrieval] [pairs] [scripts] [--peers PYTHON]... [--queries N] [--svg FILE]

PYTHON runs ``benchmarks/entities_peers.py``; give it for each environment (one for scikit-learn, rapidfuzz, tantivy; one
for nomenklatura). Registers are read from ``../shared/records``, labelled pairs from ``labels/``. Times are CPU seconds of
the same run on one core. See :mod:`benchmarks.entities_screening` for screening.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.entities_registers import Registered, Row, ofac, part, registers
from benchmarks.entities_sets import PAIRS, RESEMBLING, SCRIPTS, resemblance
from cuibono.entities.compare import compare_names, decisive
from cuibono.entities.index import NameIndex
from cuibono.entities.names import parse
from cuibono.entities.ranking import search

DISTRACTORS = 100_000
SEARCHES = ("tfidf", "tantivy", "rapidfuzz", "name-based", "logic-v1", "logic-v2")
MATCHERS = ("compare-rapidfuzz", "compare-name-based", "compare-logic-v1", "compare-logic-v2")
PEERS = Path(__file__).with_name("entities_peers.py")


def peer(pythons: Sequence[str], method: str, given: dict[str, Any]) -> Any:
    """What a peer answers, by the first environment that has it; None where none has."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.json", Path(folder) / "out.json"
        source.write_text(json.dumps(given), encoding="utf-8")
        for python in pythons:
            done = subprocess.run(
                [python, str(PEERS), method, str(source), str(target)], capture_output=True, check=False
            )
            if done.returncode == 0:
                return json.loads(target.read_text(encoding="utf-8"))
    return None


@dataclass(frozen=True, slots=True)
class Ranks:
    """Where the right answer stood for each query, 99 where it did not; and whether the names resemble each other."""

    ranks: Sequence[int]
    alike: Sequence[bool]

    def recall(self, at: int, alike: bool) -> float:
        chosen = [r < at for r, a in zip(self.ranks, self.alike, strict=True) if a or not alike]
        return sum(chosen) / max(1, len(chosen))

    def __str__(self) -> str:
        return "  ".join(
            f"{words} @1 {self.recall(1, alike):.3f} @10 {self.recall(10, alike):.3f}"
            for words, alike in (("all", False), ("resembling", True))
        )


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def indexed(entities: Sequence[Registered]) -> NameIndex:
    return NameIndex.build(Row(e.id, "Person" if e.person else "Organization", e.names[0]) for e in entities)


def retrieval(pythons: Sequence[str], count: int) -> None:
    """Aliases of held-out entities against all main names of the list of 31 January 2022."""
    entities = list(ofac())
    asked = [(alias, e) for e in entities if part(e.id) == "test" for alias in e.names[1:]]
    random.Random(1).shuffle(asked)  # noqa: S311 (no secret)
    asked = asked[:count]
    alike = [resemblance(alias, e.names[0]) >= RESEMBLING for alias, e in asked]
    print(
        f"{len(entities):,} main names, {len(asked):,} aliases, {sum(alike):,} resemble (from {RESEMBLING})"
    )
    before, start = memory(), time.process_time()
    index = indexed(entities)
    for alias, _ in asked[:20]:
        search(index, alias)
    built, start = time.process_time() - start, time.process_time()
    found = [[index.entity_id(f.entity) for f in search(index, alias)] for alias, _ in asked]
    seconds = time.process_time() - start
    ranks = [ids.index(e.id) if e.id in ids else 99 for ids, (_, e) in zip(found, asked, strict=True)]
    print(_row("cuibono", Ranks(ranks, alike), len(asked) / seconds, built, memory() - before))
    place = {e.id: i for i, e in enumerate(entities)}
    given = {"names": [e.names[0] for e in entities], "queries": [alias for alias, _ in asked]}
    for method in SEARCHES if pythons else ():
        done = peer(pythons, method, given)
        if done is not None:
            gold = [place[e.id] for _, e in asked]
            ranks = [row.index(g) if g in row else 99 for row, g in zip(done["found"], gold, strict=True)]
            rate = len(asked) / done["seconds"]
            print(_row(method, Ranks(ranks, alike), rate, done["build"], done["memory"]))


def _row(name: str, ranks: Ranks, rate: float, built: float, grown: float) -> str:
    return f"{name:<12} {ranks}  {rate:7.0f} queries/s  build {built:5.1f} s  {grown:5.0f} MB"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def scripts() -> None:
    """Names in other scripts against the Latin main names of 100,000 others and their own."""
    asked = lines(SCRIPTS)
    targets = {row["b_id"]: row for row in asked}
    keys = {parse(row["b"], row["schema"] == "Person").key for row in asked}
    others = [
        e
        for register in registers().values()
        if register and register[0].register != "un"  # the UK's list repeats it
        for e in register
        if e.id not in targets and e.names[0].isascii() and parse(e.names[0], e.person).key not in keys
    ]
    random.Random(5).shuffle(others)  # noqa: S311 (no secret)
    rows = [Row(i, row["schema"], row["b"]) for i, row in targets.items()]
    rows += [Row(e.id, "Person" if e.person else "Organization", e.names[0]) for e in others[:DISTRACTORS]]
    index = NameIndex.build(rows)
    start = time.process_time()
    ranks: dict[str, list[int]] = {}
    for row in asked:
        found = [index.entity_id(f.entity) for f in search(index, row["a"])]
        rank = found.index(row["b_id"]) if row["b_id"] in found else 99
        for group in ("all", row["kind"], *(["without CJK"] if row["kind"] != "CJK" else [])):
            ranks.setdefault(group, []).append(rank)
    seconds = (time.process_time() - start) / len(asked)
    print(
        f"{len(asked)} names in {len(ranks) - 2} scripts among {len(rows):,}: {seconds * 1000:.1f} ms a name"
    )
    for group, values in sorted(ranks.items()):
        at = [sum(v < n for v in values) / len(values) for n in (1, 10)]
        print(f"  {group:<12} {len(values):>4}  @1 {at[0]:.3f} @10 {at[1]:.3f}")


def f1(scores: Sequence[float], same: Sequence[bool], threshold: float) -> float:
    taken = [s >= threshold for s in scores]
    right = sum(t and y for t, y in zip(taken, same, strict=True))
    return 2 * right / max(1, sum(taken) + sum(same))


def best_f1(scores: Sequence[float], same: Sequence[bool]) -> tuple[float, float]:
    """(F1, threshold) at the threshold that suits these very pairs best."""
    return max((f1(scores, same, t), t) for t in sorted(set(scores)))


def pairs(pythons: Sequence[str], svg: Path | None) -> None:
    """F1, precision where a link may rest on the name, and calibration on ``labels/pairs.jsonl``."""
    rows = lines(PAIRS)
    same = [bool(row["same"]) for row in rows]
    scores = [float(compare_names(row["a"], row["b"], row["schema"])) for row in rows]
    sure = [s >= decisive(row["schema"] == "Person") for s, row in zip(scores, rows, strict=True)]
    right = sum(y for y, s in zip(same, sure, strict=True) if s)
    print(f"{len(rows):,} pairs, {sum(same)} of one actor")
    print(
        f"cuibono      F1 at 0.5 {f1(scores, same, 0.5):.3f}, best {best_f1(scores, same)[0]:.3f}; decisive: "
        f"precision {right / max(1, sum(sure)):.4f} ({sum(sure) - right} wrong of {sum(sure)}), recall "
        f"{right / sum(same):.3f}; calibration error {calibration_error(scores, same):.3f}"
    )
    given = {"pairs": [[row["a"], row["b"], row["schema"]] for row in rows]}
    for method in MATCHERS if pythons else ():
        theirs = peer(pythons, method, given)
        if theirs is not None:
            value, threshold = best_f1(theirs, same)
            print(f"{method.removeprefix('compare-'):<12} best F1 {value:.3f} (at {threshold:.2f})")
    for row, s, y in zip(rows, scores, same, strict=True):
        if s >= decisive(row["schema"] == "Person") and not y:
            print(f"  wrong: {row['a']} | {row['b']} {s:.4f} ({row['kind']}, {row['schema']})")
    if svg is not None:
        svg.write_text(reliability_svg(scores, same), encoding="utf-8")


def bins(
    scores: Sequence[float], same: Sequence[bool], count: int = 10
) -> Iterator[tuple[float, float, int]]:
    """(mean probability, share of one actor's, number of pairs) of each tenth that holds pairs."""
    values, labels = np.array(scores), np.array(same, dtype=float)
    place = np.minimum((values * count).astype(int), count - 1)
    for each in range(count):
        here = place == each
        if here.any():
            yield float(values[here].mean()), float(labels[here].mean()), int(here.sum())


def calibration_error(scores: Sequence[float], same: Sequence[bool]) -> float:
    """Expected calibration error over ten bins of equal width (Naeini, Cooper, Hauskrecht 2015)."""
    return sum(n * abs(p - y) for p, y, n in bins(scores, same)) / len(scores)


def reliability_svg(scores: Sequence[float], same: Sequence[bool]) -> str:
    """A reliability plot: share of pairs that are one actor's against the probability that was given."""
    size, edge = 320, 48
    dots = []
    for p, y, n in bins(scores, same):
        x, up = edge + p * size, edge + (1 - y) * size
        dots.append(
            f'<circle cx="{x:.1f}" cy="{up:.1f}" r="{3 + n**0.5 / 4:.1f}" fill="#1f5fa8" fill-opacity="0.7">'
            f"<title>{n} pairs: given {p:.2f}, right {y:.2f}</title></circle>"
        )
    ticks = "".join(
        f'<text x="{edge + v * size:.0f}" y="{edge + size + 18}" text-anchor="middle">{v:.1f}</text>'
        f'<text x="{edge - 8}" y="{edge + (1 - v) * size + 4:.0f}" text-anchor="end">{v:.1f}</text>'
        for v in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    )
    whole = size + 2 * edge
    error = calibration_error(scores, same)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" width="{whole}" height="{whole}" '
        f'font-family="sans-serif" font-size="12" role="img">'
        f"<title>Reliability of the name score on {len(scores)} held-out pairs</title>"
        f'<rect width="{whole}" height="{whole}" fill="white"/>'
        f'<rect x="{edge}" y="{edge}" width="{size}" height="{size}" fill="none" stroke="#999"/>'
        f'<path d="M{edge} {edge + size}L{edge + size} {edge}" stroke="#999" stroke-dasharray="4 4"/>'
        f'{"".join(dots)}{ticks}<text x="{whole / 2}" y="{whole - 8}" text-anchor="middle">probability given</text>'
        f'<text x="14" y="{whole / 2}" text-anchor="middle" transform="rotate(-90 14 {whole / 2})">share right</text>'
        f'<text x="{whole / 2}" y="26" text-anchor="middle">{len(scores):,} held-out pairs, calibration error '
        f"{error:.3f}</text></svg>\n"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("parts", nargs="*", metavar="PART")
    options.add_argument("--peers", action="append", default=[], metavar="PYTHON")
    options.add_argument("--queries", type=int, default=2_500)
    options.add_argument("--svg", type=Path)
    chosen = options.parse_args()
    wanted = chosen.parts or ["retrieval", "pairs", "scripts"]
    if "retrieval" in wanted:
        retrieval(chosen.peers, chosen.queries)
    if "pairs" in wanted:
        pairs(chosen.peers, chosen.svg)
    if "scripts" in wanted:
        scripts()


if __name__ == "__main__":
    main()
