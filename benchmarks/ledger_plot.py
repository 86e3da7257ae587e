"""The growth of the ledger as SVG: one panel a figure, one line a store, statements on a logarithmic axis."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

#: Store -> size -> value.
Lines = Mapping[str, Mapping[int, float]]
_COLOURS = ("#1b6ca8", "#c2571a", "#3c8d40", "#8a4fa3", "#777777")
_WIDTH, _HEIGHT, _LEFT, _TOP, _GAP = 250, 190, 46, 46, 34


def svg(panels: Sequence[tuple[str, Lines]]) -> str:
    """Panels side by side, two in a row; every value is written beside its point."""
    rows = (len(panels) + 1) // 2
    stores = dict.fromkeys(name for _, lines in panels for name in lines)
    colours = {name: _COLOURS[number % len(_COLOURS)] for number, name in enumerate(stores)}
    width, height = 2 * (_WIDTH + _LEFT + _GAP), rows * (_HEIGHT + _TOP + _GAP)
    drawn = []
    for number, (title, lines) in enumerate(panels):
        left = (number % 2) * (_WIDTH + _LEFT + _GAP) + _LEFT
        top = (number // 2) * (_HEIGHT + _TOP + _GAP) + _TOP
        drawn.append(_panel(title, lines, colours, left, top))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="10">\n'
        f'<rect width="{width}" height="{height}" fill="white"/>\n' + "\n".join(drawn) + "\n</svg>\n"
    )


def _panel(title: str, lines: Lines, colours: Mapping[str, str], left: int, top: int) -> str:
    sizes = sorted({size for line in lines.values() for size in line})
    values = [value for line in lines.values() for value in line.values()]
    low, high = math.log10(min(values)) - 0.15, math.log10(max(values)) + 0.15
    first, last = math.log10(sizes[0]), math.log10(max(sizes[-1], sizes[0] * 10))

    def x(size: float) -> float:
        return left + _WIDTH * (math.log10(size) - first) / (last - first)

    def y(value: float) -> float:
        return top + _HEIGHT * (high - math.log10(value)) / (high - low)

    parts = [
        f'<text x="{left}" y="{top - 26}" font-size="12" font-weight="bold">{escape(title)}</text>',
        f'<rect x="{left}" y="{top}" width="{_WIDTH}" height="{_HEIGHT}" fill="none" stroke="#ccc"/>',
    ]
    parts += [
        f'<text x="{x(size):.0f}" y="{top + _HEIGHT + 14}" text-anchor="middle">{size:,}</text>'
        for size in sizes
    ]
    place = left
    for name, line in lines.items():
        parts.append(_line(name, line, colours[name], x, y))
        parts.append(f'<text x="{place}" y="{top - 10}" fill="{colours[name]}">{escape(name)}</text>')
        place += 6 * len(name) + 14
    return "\n".join(parts)


def _line(name: str, line: Mapping[int, float], colour: str, x: object, y: object) -> str:
    assert callable(x)
    assert callable(y)
    points = [(x(size), y(value), value) for size, value in sorted(line.items())]
    path = " ".join(f"{px:.1f},{py:.1f}" for px, py, _ in points)
    marks = "".join(
        f'<circle cx="{px:.1f}" cy="{py:.1f}" r="2.5" fill="{colour}"/>'
        f'<text x="{px:.1f}" y="{py - 5:.1f}" text-anchor="middle" fill="{colour}">{_short(value)}</text>'
        for px, py, value in points
    )
    return f'<g><title>{escape(name)}</title><polyline points="{path}" fill="none" stroke="{colour}"/>{marks}</g>'


def _short(value: float) -> str:
    if value >= 10_000:
        return f"{value / 1000:,.0f}k"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
