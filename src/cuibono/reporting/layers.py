"""The combinatorial half of a layered drawing: parts, columns, stations of long lines, order within a column.

Works on pairs of keys (source, target); everything is in the order of the pairs, so the result never depends on chance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

Pair = tuple[str, str]
COLUMNS = 4
SWEEPS = 8


def parts(pairs: Sequence[Pair]) -> list[set[str]]:
    """Sets of keys that hang together: the largest first, then in the order of the pairs."""
    found: list[set[str]] = []
    for source, target in pairs:
        touched = [part for part in found if source in part or target in part]
        merged = {source, target}.union(*touched)
        found = [part for part in found if part not in touched] + [merged]
    order: dict[str, int] = {}
    for i, pair in enumerate(pairs):
        order.setdefault(pair[0], i)
        order.setdefault(pair[1], i)
    return sorted(found, key=lambda part: (-len(part), min(order[key] for key in part)))


def columns_of(pairs: Sequence[Pair]) -> tuple[list[list[str]], dict[int, list[str]]]:
    """Keys in at most ``COLUMNS`` columns, sources left of targets where no circle forbids it.

    The second value names the stations of each pair (by index) that crosses a column: made-up keys, which stand in the
    columns too, so that the line gets a place of its own between the others.
    """
    keys = list(dict.fromkeys(key for pair in pairs for key in pair))
    ranks = _ranks(keys, pairs)
    used = {rank: n for n, rank in enumerate(sorted(set(ranks.values())))}
    columns: list[list[str]] = [[] for _ in used]
    for key in keys:
        columns[used[ranks[key]]].append(key)
    stations: dict[int, list[str]] = {}
    for i, (source, target) in enumerate(pairs):
        for n in range(used[ranks[source]] + 1, used[ranks[target]]):
            station = f"\x00{i}\x00{n}"
            stations.setdefault(i, []).append(station)
            columns[n].append(station)
    return columns, stations


def _ranks(keys: Sequence[str], pairs: Sequence[Pair]) -> dict[str, int]:
    """Columns by longest path from a source; a pure source then moves right up to its nearest target."""
    onward = list(_without_circles(keys, pairs))
    ranks = dict.fromkeys(keys, 0)
    for _ in range(COLUMNS):
        for source, target in onward:
            ranks[target] = min(max(ranks[target], ranks[source] + 1), COLUMNS - 1)
    targets: dict[str, list[str]] = defaultdict(list)
    for source, target in onward:
        targets[source].append(target)
    entered = {target for _, target in onward}
    for key in keys:
        if targets[key] and key not in entered:
            ranks[key] = max(min(ranks[target] for target in targets[key]) - 1, 0)
    return ranks


def _without_circles(keys: Sequence[str], pairs: Sequence[Pair]) -> Iterator[Pair]:
    """The pairs, those left out that lead back to a key on the way there (depth-first, in order)."""
    targets: dict[str, dict[str, None]] = defaultdict(dict)
    for source, target in pairs:
        targets[source][target] = None
    entered = {target for _, target in pairs}
    done: set[str] = set()
    for root in [key for key in keys if key not in entered] + list(keys):
        if root not in done:
            yield from _descend(root, targets, done)


def _descend(root: str, targets: Mapping[str, Mapping[str, None]], done: set[str]) -> Iterator[Pair]:
    way = {root}
    stack = [(root, iter(targets.get(root, {})))]
    while stack:
        key, rest = stack[-1]
        target = next(rest, None)
        if target is None:
            done.add(key)
            way.discard(key)
            stack.pop()
        elif target not in way:
            yield key, target
            if target not in done:
                way.add(target)
                stack.append((target, iter(targets.get(target, {}))))


def ordered(columns: Sequence[Sequence[str]], hops: Sequence[Pair]) -> list[list[str]]:
    """Each column by the mean place of its neighbours in the columns beside it, to and fro, the best order kept.

    The best is the one with the fewest crossings between columns that stand side by side.
    """
    near: dict[str, list[str]] = defaultdict(list)
    for source, target in hops:
        near[source].append(target)
        near[target].append(source)
    now = [list(column) for column in columns]
    best, fewest = [list(column) for column in now], crossings(now, hops)
    for sweep in range(SWEEPS):
        place = {key: i * 1000 // len(column) for column in now for i, key in enumerate(column)}
        for column in now if sweep % 2 == 0 else now[::-1]:
            old = {key: i for i, key in enumerate(column)}
            column.sort(key=lambda key: (mean([place[k] for k in near[key]]), old[key]))
            place.update({key: i * 1000 // len(column) for i, key in enumerate(column)})
        if (count := crossings(now, hops)) < fewest:
            best, fewest = [list(column) for column in now], count
    return best


def crossings(columns: Sequence[Sequence[str]], hops: Sequence[Pair]) -> int:
    """How often lines between neighbouring columns cross."""
    at = {key: (n, i) for n, column in enumerate(columns) for i, key in enumerate(column)}
    sides: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for source, target in hops:
        (n, i), (m, j) = sorted((at[source], at[target]))
        if m == n + 1:
            sides[n].append((i, j))
    return sum(
        (a[0] - b[0]) * (a[1] - b[1]) < 0
        for lines in sides.values()
        for k, a in enumerate(lines)
        for b in lines[k + 1 :]
    )


def mean(values: Sequence[int]) -> int:
    """The whole part of the mean; 0 for no values."""
    return sum(values) // len(values) if values else 0
