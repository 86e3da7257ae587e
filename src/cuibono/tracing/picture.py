"""Paths as a picture: a lane a path, its actors as boxes, arrows as the records run; and a page of its own around it.

The page loads nothing and runs nothing. All that comes from records is escaped; only http and https addresses become links.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from cuibono.ledger.records import Dataset, Edge
from cuibono.tracing.describing import cautions, details, hop_verb, money_lines, more_records, plain, speaker
from cuibono.tracing.paths import Hop, Path, Paths

BOX, GAP, HEIGHT, LANE, MARGIN = 170, 150, 56, 104, 16
_LINE, _LINES, _LABEL = 24, 3, 25
SHOWN = 12
"""Records of one hop that the page lists; it says how many more there are."""

_STYLE = """
:root { color-scheme: light dark; --ink: #1c1c1c; --paper: #fff; --soft: #666; --line: #8a8a8a; --turn: #a05a00 }
@media (prefers-color-scheme: dark) { :root { --ink: #eee; --paper: #161616; --soft: #aaa; --line: #888; --turn: #e8a850 } }
body { font: 16px/1.45 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: var(--ink); background: var(--paper) }
h1 { font-size: 1.4rem } h2 { font-size: 1.05rem; margin: 1.6rem 0 .3rem }
ul, ol { margin: .2rem 0 .6rem; padding-left: 1.4rem } .soft { color: var(--soft) } .caution { color: var(--turn) }
svg { max-width: 100%; height: auto } a { color: inherit }
"""
_PICTURE_STYLE = """
.box { fill: none; stroke: #8a8a8a } .end { stroke-width: 2.5 } .turn { stroke: #a05a00; stroke-dasharray: 5 3 }
text { font: 13px system-ui, sans-serif; fill: currentColor; text-anchor: middle } .label { font-size: 11px }
line { stroke: #8a8a8a; stroke-width: 1.5 } .number { font-weight: bold }
"""


class Spot(NamedTuple):
    """Where a box stands: its left upper corner."""

    x: int
    y: int


def svg(paths: Sequence[Path]) -> str:
    """The paths as one SVG picture: arrows point as influence runs on record, dashed boxes mark where a path turns."""
    longest = max((len(path.nodes) for path in paths), default=1)
    width = MARGIN * 2 + 24 + longest * BOX + (longest - 1) * GAP
    height = MARGIN * 2 + len(paths) * LANE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">',
        f"<title>{_x(_title(paths))}</title><style>{_PICTURE_STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
        'orient="auto-start-reverse"><path d="M0 0 10 5 0 10z" fill="#8a8a8a"/></marker></defs>',
    ]
    for number, path in enumerate(paths):
        parts += _lane(path, number, MARGIN + number * LANE)
    return "\n".join([*parts, "</svg>"])


def _title(paths: Sequence[Path]) -> str:
    if not paths:
        return "No path"
    return f"Paths of evidence between {paths[0].captions[0]} and {paths[0].captions[-1]}"


def _lane(path: Path, number: int, y: int) -> Iterator[str]:
    turned = {n for turn in path.turns() for n in range(turn.first, turn.last + 1)}
    yield f'<text class="number" x="{MARGIN + 4}" y="{y + HEIGHT // 2 + 5}">{number + 1}</text>'
    for place, caption in enumerate(path.captions):
        spot = Spot(MARGIN + 24 + place * (BOX + GAP), y)
        kind = "end" if place in (0, len(path.hops)) else "turn" if place in turned else ""
        yield from _box(caption, spot, kind)
        if place < len(path.hops):
            yield from _arrow(path.hops[place], Spot(spot.x + BOX, y + HEIGHT // 2))


def _box(caption: str, spot: Spot, kind: str) -> Iterator[str]:
    yield (
        f'<g><title>{_x(caption)}</title><rect class="box {kind}" x="{spot.x}" y="{spot.y}" width="{BOX}" '
        f'height="{HEIGHT}" rx="6"/>'
    )
    lines = _wrapped(plain(caption), _LINE, _LINES)
    top = spot.y + HEIGHT // 2 + 5 - 8 * (len(lines) - 1)
    for place, line in enumerate(lines):
        yield f'<text x="{spot.x + BOX // 2}" y="{top + 16 * place}">{_x(line)}</text>'
    yield "</g>"


def _arrow(hop: Hop, spot: Spot) -> Iterator[str]:
    tips = {True: ' marker-end="url(#tip)"', False: ' marker-start="url(#tip)"'}
    mark = tips[hop.ahead] if hop.ahead is not None else ""
    yield f'<line x1="{spot.x + 3}" y1="{spot.y}" x2="{spot.x + GAP - 3}" y2="{spot.y}"{mark}/>'
    middle = spot.x + GAP // 2
    yield f'<text class="label" x="{middle}" y="{spot.y - 7}">{_x(_wrapped(hop_verb(hop), _LABEL, 1)[0])}</text>'
    told = details(hop.edge).strip(" ()")
    below = _wrapped(told, _LABEL, 2) if told else []
    for place, line in enumerate(below):
        yield f'<text class="label" x="{middle}" y="{spot.y + 15 + 13 * place}">{_x(line)}</text>'
    if hop.others:
        y = spot.y + 15 + 13 * len(below)
        yield f'<text class="label" x="{middle}" y="{y}">{more_records(len(hop.others))}</text>'


def _wrapped(text: str, width: int, most: int) -> list[str]:
    """At most ``most`` lines of about ``width`` characters; what is left out shows as an ellipsis."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    cut = [line if len(line) <= width else line[: width - 1] + "…" for line in lines[:most]]
    if len(lines) > most and not cut[-1].endswith("…"):
        cut[-1] = cut[-1][: width - 1] + "…"
    return cut or [""]


def page(paths: Paths, datasets: Sequence[Dataset], asked: str) -> str:
    """A page with the picture and, for each path, every record with its source; ``asked`` says what was searched."""
    named = {d.name: d for d in datasets}
    title = _x(_title(paths))
    parts = [
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>',
        f"<h1>{title}</h1>",
        f'<p class="soft">{_x(asked)}{". " + _x(paths.cut) if paths.cut else ""}</p>',
    ]
    if paths:
        parts.append(f"<div>{svg(paths)}</div>")
        parts.append(
            "<p>A tie on record shows no intent, and several payments in a row show no flow of money.</p>"
        )
    for number, path in enumerate(paths, 1):
        parts += _told(path, number, named)
    return "\n".join([*parts, "</body></html>", ""])


def _told(path: Path, number: int, datasets: Mapping[str, Dataset]) -> Iterator[str]:
    yield f"<h2>{number}. {_x(' - '.join(path.captions))}</h2>"
    yield from (f'<p class="caution">{_x(line)}</p>' for line in cautions(path))
    yield "<ol>"
    for hop, one, two in zip(path.hops, path.captions, path.captions[1:], strict=False):
        yield f"<li>{_x(one)} {_x(hop_verb(hop))} {_x(two)}<ul>"
        for edge in hop.records[:SHOWN]:
            yield f"<li>{_record(edge, datasets.get(edge.dataset))}</li>"
        if len(hop.records) > SHOWN:
            yield f"<li>{more_records(len(hop.records) - SHOWN)}</li>"
        yield "</ul></li>"
    yield "</ol>"
    yield from (f"<p>{_x(line[:1].upper() + line[1:])}</p>" for line in money_lines(path))


def _record(edge: Edge, dataset: Dataset | None) -> str:
    title = dataset.title if dataset else edge.dataset
    said = speaker(dataset) if dataset else None
    publisher = f" ({said}: {dataset.publisher})" if dataset and said else ""
    url = edge.source_url or ""
    link = f' <a rel="noreferrer noopener" href="{_x(url)}">{_x(url)}</a>' if _is_web(url) else f" {_x(url)}"
    return f'{_x(edge.schema + details(edge))}; {_x(title + publisher)}{link} <span class="soft">[{_x(edge.id)}]</span>'


def _is_web(url: str) -> bool:
    return url.lower().startswith(("https://", "http://"))


def _x(text: str) -> str:
    return escape(plain(text), quote=True)
