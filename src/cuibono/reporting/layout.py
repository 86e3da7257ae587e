"""Where the network's actors and lines stand in the picture.

A layered drawing in the manner of Sugiyama, Tagawa and Toda (1981): sources left, targets right, each part of the network
that hangs together in a band of its own, order within a column by barycentres. Integers only, no chance: the same
network gives the same picture. Sizes are in the user units of the SVG (1 unit = 1 CSS pixel at full size).
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cuibono.reporting.network import Line, Network, Node

BOX, GAP, MARGIN = 210, 190, 26
LINE, PORT, PAD, SPACE, BAND = 17, 19, 8, 16, 30
COLUMNS, WRAP, MAX_TEXT = 4, 28, 3
MAX_LINES = 90
SWEEPS = 6


@dataclass(frozen=True, slots=True)
class Box:
    """An actor's place: top left corner, size, and its name in lines."""

    node: Node
    x: int
    y: int
    width: int
    height: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """A line's path, and where its label ends (right-aligned, just before the target)."""

    line: Line
    path: str
    label_x: int
    label_y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A whole drawing; ``left_out`` lines were too many to draw (the table has them)."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    curves: tuple[Curve, ...]
    left_out: int


def picture(network: Network) -> Picture:
    """Lay a network out; claims are drawn before records when there are more than ``MAX_LINES`` lines."""
    drawn = [tie for tie in network.lines if tie.source != tie.target][:MAX_LINES]
    nodes = {node.key: node for node in network.nodes}
    boxes: dict[str, Box] = {}
    top = MARGIN
    for part in _parts(drawn):
        placed = _place([tie for tie in drawn if tie.source in part], nodes, top)
        boxes.update(placed)
        top = max(box.y + box.height for box in placed.values()) + BAND
    curves = _curves(drawn, boxes)
    width = max((box.x + box.width for box in boxes.values()), default=0) + MARGIN
    return Picture(width, top, tuple(boxes.values()), curves, len(network.lines) - len(drawn))


def _parts(lines: Sequence[Line]) -> list[set[str]]:
    """Sets of keys that hang together, the one with most actors first."""
    parts: list[set[str]] = []
    for tie in lines:
        touched = [part for part in parts if tie.source in part or tie.target in part]
        merged = {tie.source, tie.target}.union(*touched)
        parts = [part for part in parts if part not in touched] + [merged]
    order = {tie.source: i for i, tie in reversed(list(enumerate(lines)))}
    return sorted(parts, key=lambda part: (-len(part), min(order.get(key, len(lines)) for key in part)))


def _place(lines: Sequence[Line], nodes: Mapping[str, Node], top: int) -> dict[str, Box]:
    keys = list(dict.fromkeys(key for tie in lines for key in (tie.source, tie.target)))
    columns = _ordered(_columns(keys, _ranks(keys, lines)), lines)
    heights = _heights(keys, lines, nodes)
    tops = _tops(columns, lines, heights)
    lowest = min(tops.values())
    return {
        key: Box(
            nodes[key],
            MARGIN + _loop_room(columns, lines) + number * (BOX + GAP),
            top + tops[key] - lowest,
            BOX,
            heights[key],
            _words(nodes[key]),
        )
        for number, column in enumerate(columns)
        for key in column
    }


def _loop_room(columns: Sequence[Sequence[str]], lines: Sequence[Line]) -> int:
    """Room at the left for lines that turn back into the first column, label included."""
    first = set(columns[0])
    return GAP - 60 if any(tie.target in first for tie in lines) else 0


def _words(node: Node) -> tuple[str, ...]:
    words = textwrap.wrap(node.name, WRAP, max_lines=MAX_TEXT, placeholder="…") or [node.key[:WRAP]]
    return tuple(words)


def _ranks(keys: Sequence[str], lines: Sequence[Line]) -> dict[str, int]:
    """Columns by longest path from a source; lines that close a circle are left out of the count."""
    onward = _without_circles(keys, lines)
    ranks = dict.fromkeys(keys, 0)
    for _ in range(COLUMNS):
        for source, target in onward:
            ranks[target] = min(max(ranks[target], ranks[source] + 1), COLUMNS - 1)
    targets: dict[str, list[str]] = defaultdict(list)
    for source, target in onward:
        targets[source].append(target)
    for key in keys:  # a pure source stands right before its nearest target
        if targets[key] and not any(target == key for _, target in onward):
            ranks[key] = max(min(ranks[t] for t in targets[key]) - 1, 0)
    return ranks


def _without_circles(keys: Sequence[str], lines: Sequence[Line]) -> list[tuple[str, str]]:
    """The lines as pairs, those left out that lead back to an actor on the way (depth-first, in order)."""
    targets: dict[str, list[str]] = defaultdict(list)
    for tie in lines:
        targets[tie.source].append(tie.target)
    entered = {target for tie in lines for target in (tie.target,)}
    roots = [key for key in keys if key not in entered] + list(keys)
    done: set[str] = set()
    onward: list[tuple[str, str]] = []
    for root in roots:
        if root in done:
            continue
        way = {root}
        stack = [(root, iter(dict.fromkeys(targets[root])))]
        while stack:
            key, rest = stack[-1]
            target = next(rest, None)
            if target is None:
                done.add(key)
                way.discard(key)
                stack.pop()
            elif target not in way:
                onward.append((key, target))
                if target not in done:
                    way.add(target)
                    stack.append((target, iter(dict.fromkeys(targets[target]))))
    return onward


def _columns(keys: Sequence[str], ranks: Mapping[str, int]) -> list[list[str]]:
    used = sorted(set(ranks.values()))
    return [[key for key in keys if ranks[key] == rank] for rank in used]


def _ordered(columns: list[list[str]], lines: Sequence[Line]) -> list[list[str]]:
    """Order each column by the mean place of its neighbours, to and fro: fewer crossings."""
    near: dict[str, list[str]] = defaultdict(list)
    for tie in lines:
        near[tie.source].append(tie.target)
        near[tie.target].append(tie.source)
    for sweep in range(SWEEPS):
        place = {key: i * 1000 // len(column) for column in columns for i, key in enumerate(column)}
        turn = columns if sweep % 2 == 0 else columns[::-1]
        for column in turn:
            old = {key: i for i, key in enumerate(column)}
            column.sort(key=lambda key: (_mean([place[k] for k in near[key]]), old[key]))
            place.update({key: i * 1000 // len(column) for i, key in enumerate(column)})
    return columns


def _mean(values: Sequence[int]) -> int:
    return sum(values) // len(values) if values else 0


def _heights(keys: Sequence[str], lines: Sequence[Line], nodes: Mapping[str, Node]) -> dict[str, int]:
    into = {key: sum(tie.target == key for tie in lines) for key in keys}
    return {key: max(len(_words(nodes[key])) * LINE + 2 * PAD, into[key] * PORT + PAD) for key in keys}


def _tops(
    columns: Sequence[Sequence[str]], lines: Sequence[Line], heights: Mapping[str, int]
) -> dict[str, int]:
    """Stack the columns, then move each actor towards its neighbours as far as the order and the space allow."""
    tops: dict[str, int] = {}
    for column in columns:
        at = 0
        for key in column:
            tops[key] = at
            at += heights[key] + SPACE
    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 == 0 else columns[::-1]:
            _settle(column, lines, heights, tops)
    return tops


def _settle(
    column: Sequence[str], lines: Sequence[Line], heights: Mapping[str, int], tops: dict[str, int]
) -> None:
    middle = {key: tops[key] + heights[key] // 2 for key in tops}
    wanted = {}
    for key in column:
        near = [
            middle[t.target if t.source == key else t.source] for t in lines if key in (t.source, t.target)
        ]
        wanted[key] = (_mean(near) if near else middle[key]) - heights[key] // 2
    down, at = {}, -(10**9)
    for key in column:
        down[key] = at = max(wanted[key], at)
        at += heights[key] + SPACE
    up, at = {}, 10**9
    for key in reversed(column):
        at = min(wanted[key], at - heights[key] - SPACE)
        up[key] = at
    at = -(10**9)
    for key in column:
        tops[key] = at = max((down[key] + up[key]) // 2, at)
        at += heights[key] + SPACE


def _curves(lines: Sequence[Line], boxes: Mapping[str, Box]) -> tuple[Curve, ...]:
    into: dict[str, list[int]] = defaultdict(list)
    out: dict[str, list[int]] = defaultdict(list)
    for i, tie in enumerate(lines):
        into[tie.target].append(i)
        out[tie.source].append(i)
    ends = _ports(into, boxes, lambda i: boxes[lines[i].source].y)
    starts = _ports(out, boxes, lambda i: boxes[lines[i].target].y)
    return tuple(_curve(tie, boxes, starts[i], ends[i]) for i, tie in enumerate(lines))


def _ports(groups: Mapping[str, list[int]], boxes: Mapping[str, Box], place: object) -> dict[int, int]:
    """The height at which each line meets its box: evenly apart, in the order of the other ends."""
    ports: dict[int, int] = {}
    for key, group in groups.items():
        box = boxes[key]
        step = min(PORT, (box.height - PAD) // len(group))
        first = box.y + box.height // 2 - step * (len(group) - 1) // 2
        for n, i in enumerate(sorted(group, key=lambda i: (place(i), i))):  # type: ignore[operator]
            ports[i] = first + n * step
    return ports


def _curve(tie: Line, boxes: Mapping[str, Box], start: int, end: int) -> Curve:
    """From the source's right side to the target's left; a line that turns back leaves at the left."""
    source, target = boxes[tie.source], boxes[tie.target]
    tip = target.x - 7
    run = target.x - 120
    if target.x > source.x:
        at = source.x + source.width
        bend = max((run - at) // 2, 24)
        path = f"M{at} {start}C{at + bend} {start} {run - bend} {end} {run} {end}H{tip}"
    else:
        far = min(source.x, target.x) - 116
        path = f"M{source.x} {start}H{source.x - 8}C{far} {start} {far} {end} {run} {end}H{tip}"
    return Curve(tie, path, target.x - 12, end - 4)
