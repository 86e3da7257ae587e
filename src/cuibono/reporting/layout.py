"""Where the network's actors and lines stand in the picture.

A layered drawing in the manner of Sugiyama, Tagawa and Toda (1981): sources left, targets right, each part of the network
that hangs together in a band of its own, long lines led round the boxes between, order within a column by barycentres.
Integers only, no chance: the same network gives the same picture. Sizes are in the user units of the SVG (1 unit = 1 CSS
pixel at full size).
"""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cuibono.reporting.layers import Pair, columns_of, mean, ordered, parts
from cuibono.reporting.network import Line, Network, Node

BOX, GAP, MARGIN = 188, 150, 4
TEXT, PORT, EXIT, PAD, SPACE, BAND = 17, 19, 9, 8, 16, 34
LABEL, TIP, LOOP = 100, 7, 110
WRAP, MAX_TEXT = 23, 3
MAX_LINES = 90
SWEEPS = 8


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
    boxes: list[Box] = []
    curves: list[Curve] = []
    top = MARGIN
    for keys in parts([(tie.source, tie.target) for tie in drawn]):
        band = _Band([tie for tie in drawn if tie.source in keys], nodes)
        placed = band.boxes(top)
        boxes += placed.values()
        curves += band.curves(placed, top)
        top += band.height + BAND
    width = max((box.x + box.width for box in boxes), default=0) + MARGIN
    return Picture(
        width, max(top - BAND, 0) + MARGIN, tuple(boxes), tuple(curves), len(network.lines) - len(drawn)
    )


def _words(node: Node) -> tuple[str, ...]:
    words = textwrap.wrap(node.name, WRAP, max_lines=MAX_TEXT, placeholder="…")
    return tuple(words) or (node.key[:WRAP],)


@dataclass(slots=True)
class _Band:
    """One part of the network: its columns, the stations of its long lines, and the top of everything in it."""

    lines: Sequence[Line]
    nodes: Mapping[str, Node]
    columns: list[list[str]] = field(init=False)
    stations: dict[int, list[str]] = field(init=False)
    heights: dict[str, int] = field(init=False)
    tops: dict[str, int] = field(init=False)
    hops: list[Pair] = field(init=False)

    def __post_init__(self) -> None:
        pairs = [(tie.source, tie.target) for tie in self.lines]
        self.columns, self.stations = columns_of(pairs)
        self.hops = [hop for i, pair in enumerate(pairs) for hop in _hops(pair, self.stations.get(i, []))]
        self.columns = ordered(self.columns, self.hops)
        self.heights = self._heights()
        self.tops = self._tops()

    @property
    def height(self) -> int:
        return max(self.tops[key] + self.heights[key] for key in self.tops)

    @property
    def _left(self) -> int:
        """Room at the left for lines that turn back into the first column, label included."""
        first = set(self.columns[0])
        return MARGIN + (LOOP if any(tie.target in first for tie in self.lines) else 0)

    def _heights(self) -> dict[str, int]:
        into: dict[str, int] = defaultdict(int)
        out: dict[str, int] = defaultdict(int)
        for tie in self.lines:
            into[tie.target] += 1
            out[tie.source] += 1
        heights = {
            key: max(len(_words(node)) * TEXT + 2 * PAD, into[key] * PORT + PAD, out[key] * EXIT + PAD)
            for key, node in self.nodes.items()
        }
        return {key: heights.get(key, PORT) for column in self.columns for key in column}

    def _tops(self) -> dict[str, int]:
        """Stack the columns, then move each actor towards its neighbours as far as order and space allow."""
        tops: dict[str, int] = {}
        for column in self.columns:
            at = 0
            for key in column:
                tops[key] = at
                at += self.heights[key] + self._space(key)
        near: dict[str, list[str]] = defaultdict(list)
        for a, b in self.hops:
            near[a].append(b)
            near[b].append(a)
        for sweep in range(SWEEPS):
            for column in self.columns if sweep % 2 == 0 else self.columns[::-1]:
                self._settle(column, near, tops)
        lowest = min(tops.values())
        return {key: top - lowest for key, top in tops.items()}

    def _space(self, key: str) -> int:
        return SPACE if key in self.nodes else 0

    def _settle(self, column: Sequence[str], near: Mapping[str, list[str]], tops: dict[str, int]) -> None:
        """Between the highest and the lowest place that the wish and the neighbours in the column allow."""
        wanted = {
            key: mean([tops[k] + self.heights[k] // 2 for k in near[key]]) - self.heights[key] // 2
            for key in column
        }
        down, up = {}, {}
        at = -(10**9)
        for key in column:
            down[key] = at = max(wanted[key], at)
            at += self.heights[key] + self._space(key)
        at = 10**9
        for key in reversed(column):
            up[key] = at = min(wanted[key], at - self.heights[key] - self._space(key))
        at = -(10**9)
        for key in column:
            tops[key] = at = max((down[key] + up[key]) // 2, at)
            at += self.heights[key] + self._space(key)

    def boxes(self, top: int) -> dict[str, Box]:
        """The actors of this band as boxes, ``top`` units down."""
        return {
            key: Box(
                self.nodes[key],
                self._x(n),
                top + self.tops[key],
                BOX,
                self.heights[key],
                _words(self.nodes[key]),
            )
            for n, column in enumerate(self.columns)
            for key in column
            if key in self.nodes
        }

    def _x(self, column: int) -> int:
        return self._left + column * (BOX + GAP)

    def curves(self, boxes: Mapping[str, Box], top: int) -> list[Curve]:
        """The lines of this band, each from its own place at the source to its own place at the target."""
        middle = {key: top + self.tops[key] + self.heights[key] // 2 for key in self.tops}
        ways = [[tie.source, *self.stations.get(i, []), tie.target] for i, tie in enumerate(self.lines)]
        starts = _ports([(way[0], middle[way[1]]) for way in ways], boxes)
        ends = _ports([(way[-1], middle[way[-2]]) for way in ways], boxes)
        column = {key: n for n, keys in enumerate(self.columns) for key in keys}
        return [
            _curve(
                tie,
                boxes[tie.source],
                boxes[tie.target],
                starts[i],
                ends[i],
                [(self._x(column[key]), middle[key]) for key in ways[i][1:-1]],
            )
            for i, tie in enumerate(self.lines)
        ]


def _hops(pair: Pair, stations: Sequence[str]) -> list[Pair]:
    way = [pair[0], *stations, pair[1]]
    return [(way[i], way[i + 1]) for i in range(len(way) - 1)]


def _ports(ends: Sequence[tuple[str, int]], boxes: Mapping[str, Box]) -> list[int]:
    """The height at which each line meets its box: evenly apart, in the order of where the lines come from."""
    groups: dict[str, list[int]] = defaultdict(list)
    for i, (key, _) in enumerate(ends):
        groups[key].append(i)
    ports = [0] * len(ends)
    for key, group in groups.items():
        box = boxes[key]
        step = min(PORT, (box.height - PAD) // len(group))
        first = box.y + box.height // 2 - step * (len(group) - 1) // 2
        for n, i in enumerate(sorted(group, key=lambda i: (ends[i][1], i))):
            ports[i] = first + n * step
    return ports


def _curve(
    tie: Line, source: Box, target: Box, start: int, end: int, stations: Sequence[tuple[int, int]]
) -> Curve:
    """From the source's right side to the target's left; a line that turns back leaves at the left."""
    tip, run = target.x - TIP, target.x - LABEL
    if target.x > source.x:
        x, y = source.x + source.width, start
        path = f"M{x} {y}"
        for station_x, station_y in stations:
            path += f"{_bend(x, y, station_x, station_y)}H{station_x + BOX}"
            x, y = station_x + BOX, station_y
        path += f"{_bend(x, y, run, end)}H{tip}"
    else:
        far = min(source.x, target.x) - LOOP
        path = f"M{source.x} {start}C{far} {start} {far} {end} {run + 40} {end}H{tip}"
    return Curve(tie, path, target.x - TIP - 6, end - 4)


def _bend(x: int, y: int, to_x: int, to_y: int) -> str:
    reach = (to_x - x) // 2
    return f"C{x + reach} {y} {to_x - reach} {to_y} {to_x} {to_y}"
