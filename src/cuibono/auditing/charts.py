"""Charts drawn as SVG on the server: shares with their intervals, and stacked counts by year. No script, no outside part."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from cuibono.auditing.rates import Rate

_ROW, _LEFT, _WIDE, _RIGHT = 24, 220, 420, 90


def interval_chart(rates: Sequence[Rate], title: str) -> str:
    """A line a rate: the share told as a point, Wilson's interval as a bar, the expected share as a tick."""
    height = _ROW * len(rates) + 40
    parts = [_open(_LEFT + _WIDE + _RIGHT, height, title)]
    for tenth in range(0, 11, 2):
        x = _LEFT + _WIDE * tenth / 10
        parts.append(f'<line class="grid" x1="{x:.1f}" y1="6" x2="{x:.1f}" y2="{height - 26}"/>')
        parts.append(
            f'<text class="axis" x="{x:.1f}" y="{height - 8}" text-anchor="middle">{tenth * 10} %</text>'
        )
    for number, rate in enumerate(rates):
        parts.append(_interval(rate, 16 + number * _ROW))
    return "".join([*parts, "</svg>"])


def _interval(rate: Rate, y: int) -> str:
    low, high, share = (_LEFT + _WIDE * value for value in (rate.low, rate.high, rate.share))
    label = escape(_short(rate.key, 32))
    expected = ""
    if rate.expected is not None:
        x = _LEFT + _WIDE * rate.expected
        expected = f'<line class="expected" x1="{x:.1f}" y1="{y - 7}" x2="{x:.1f}" y2="{y + 7}"/>'
    return (
        f'<text class="name" x="{_LEFT - 10}" y="{y + 4}" text-anchor="end">{label}</text>'
        f'<line class="range" x1="{low:.1f}" y1="{y}" x2="{high:.1f}" y2="{y}"/>{expected}'
        f'<circle class="point" cx="{share:.1f}" cy="{y}" r="4"/>'
        f'<text class="count" x="{_LEFT + _WIDE + 12}" y="{y + 4}">{rate.cases:,}</text>'
    )


def stacked_chart(rates: Sequence[Rate], title: str) -> str:
    """A column a rate, in the order given: disclosed, partly, not disclosed in the text."""
    most = max((rate.cases for rate in rates), default=1) or 1
    step, tall = max(26, min(60, 640 // max(1, len(rates)))), 180
    width, height = 60 + step * len(rates), tall + 50
    parts = [_open(width, height, title)]
    parts.append(f'<text class="axis" x="50" y="16" text-anchor="end">{most:,}</text>')
    for number, rate in enumerate(rates):
        x, y = 56 + number * step, float(tall + 10)
        for name, count in (("d", rate.disclosed), ("p", rate.partly), ("n", rate.not_disclosed)):
            high = tall * count / most
            y -= high
            parts.append(
                f'<rect class="{name}" x="{x}" y="{y:.1f}" width="{step - 6}" height="{high:.1f}">'
                f"<title>{escape(rate.key)}: {count:,} {_WORDS[name]}</title></rect>"
            )
        parts.append(
            f'<text class="axis" x="{x + (step - 6) / 2:.1f}" y="{tall + 28}" text-anchor="middle">'
            f"{escape(_short(rate.key, 9))}</text>"
        )
    return "".join([*parts, "</svg>"])


_WORDS = {"d": "disclosed", "p": "partly", "n": "not disclosed in the text"}


def _open(width: float, height: float, title: str) -> str:
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(title)}" '
        f'width="{width:g}" height="{height:g}"><title>{escape(title)}</title>'
    )


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
