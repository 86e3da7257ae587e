"""The article cut into blocks and pieces, so that every claim is marked where it stands, overlaps included."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cuibono.model import BlockKind, Document, Finding, Span, Uncheckable, Verdict

# The finding whose colour a shared piece of text takes: what an editor must see first.
_RANK: dict[Finding, int] = {
    "contradicted": 0,
    "misdated": 1,
    "overstated": 2,
    "supported": 3,
    "unrecorded": 4,
    "unresolved": 5,
}
MAX_LEVELS = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text with the same marks: ``findings`` of the claims over it, most pressing first, at most two.

    ``numbers`` are those claims (from 1), ``kinds`` the kinds of uncheckable passages over it. ``ends`` and ``notes`` are what
    ends with this piece: claims to point to, and indexes of uncheckable passages.
    """

    text: str
    findings: tuple[Finding, ...] = ()
    numbers: tuple[int, ...] = ()
    passages: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """A block of the article in pieces; ``ends`` are all claims that end in it: their cards stand beside it."""

    kind: BlockKind
    level: int
    page: int | None
    pieces: tuple[Piece, ...]

    @property
    def ends(self) -> tuple[int, ...]:
        return tuple(number for piece in self.pieces for number in piece.ends)

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def marked(self) -> bool:
        return any(p.numbers or p.passages or p.ends or p.notes for p in self.pieces)


def marked_blocks(
    document: Document, verdicts: Sequence[Verdict], uncheckable: Sequence[Uncheckable]
) -> tuple[MarkedBlock, ...]:
    """All of the text in order. Every claim ends in exactly one block, even where its span is empty or lies between blocks."""
    bounds = _blocks(document)
    if not bounds:
        bounds = [("paragraph", 0, None, Span(0, len(document.text)))]
    claims = [(number, v.claim.span, v.finding) for number, v in enumerate(verdicts, 1)]
    passages = [(index, u.span) for index, u in enumerate(uncheckable)]
    starts = [span.start for _, _, _, span in bounds]
    claim_homes = _homes(starts, [(n, span) for n, span, _ in claims])
    note_homes = _homes(starts, passages)
    return tuple(
        MarkedBlock(
            kind,
            level,
            page,
            _pieces(document.text, span, claims, passages, claim_homes.get(i, []), note_homes.get(i, [])),
        )
        for i, (kind, level, page, span) in enumerate(bounds)
    )


def _blocks(document: Document) -> list[tuple[BlockKind, int, int | None, Span]]:
    """Blocks that do not overlap, in order; text that no block covers becomes paragraphs."""
    found: list[tuple[BlockKind, int, int | None, Span]] = []
    at = 0
    for block in sorted(document.blocks, key=lambda b: (b.span, b.kind)):
        start, end = max(block.span.start, at), min(block.span.end, len(document.text))
        if start >= end:
            continue
        found += _paragraphs(document.text, at, start)
        found.append((block.kind, block.level, block.page, Span(start, end)))
        at = end
    return found + _paragraphs(document.text, at, len(document.text))


def _paragraphs(text: str, start: int, end: int) -> list[tuple[BlockKind, int, int | None, Span]]:
    lines = re.finditer(r"[^\n\r]*\S[^\n\r]*", text[start:end])
    return [("paragraph", 0, None, Span(start + m.start(), start + m.end())) for m in lines]


def _homes(starts: Sequence[int], spans: Sequence[tuple[int, Span]]) -> dict[int, list[tuple[int, Span]]]:
    """For each block the spans that end in it: the block that holds the last character, else the one before."""
    homes: dict[int, list[tuple[int, Span]]] = {}
    for number, span in spans:
        index = max(bisect_right(starts, max(span.end - 1, 0)) - 1, 0)
        homes.setdefault(index, []).append((number, span))
    return homes


def _pieces(
    text: str,
    block: Span,
    claims: Sequence[tuple[int, Span, Finding]],
    passages: Sequence[tuple[int, Span]],
    ending: Sequence[tuple[int, Span]],
    notes: Sequence[tuple[int, Span]],
) -> tuple[Piece, ...]:
    over = [(n, s, f) for n, s, f in claims if s.start < block.end and s.end > block.start]
    lost = [(i, s) for i, s in passages if s.start < block.end and s.end > block.start]
    ends = {n: min(max(s.end, block.start), block.end) for n, s in ending}
    note_ends = {i: min(max(s.end, block.start), block.end) for i, s in notes}
    cuts = {block.start, block.end, *ends.values(), *note_ends.values()}
    for span in [s for _, s, _ in over] + [s for _, s in lost]:
        cuts |= {max(span.start, block.start), min(span.end, block.end)}
    points = sorted(cuts)
    pairs = list(pairwise(points)) or [(block.start, block.end)]
    return tuple(
        _piece(text, start, end, over, lost, ends, note_ends, first=start == block.start)
        for start, end in pairs
    )


def _piece(
    text: str,
    start: int,
    end: int,
    over: Sequence[tuple[int, Span, Finding]],
    lost: Sequence[tuple[int, Span]],
    ends: dict[int, int],
    notes: dict[int, int],
    *,
    first: bool,
) -> Piece:
    here = [(n, f) for n, s, f in over if s.start <= start and s.end >= end]
    findings = sorted({f for _, f in here}, key=_RANK.__getitem__)
    return Piece(
        text[start:end],
        tuple(findings[:MAX_LEVELS]),
        tuple(n for n, _ in here),
        tuple(i for i, s in lost if s.start <= start and s.end >= end),
        tuple(n for n, at in ends.items() if at == end or (first and at == start)),
        tuple(i for i, at in notes.items() if at == end or (first and at == start)),
    )
