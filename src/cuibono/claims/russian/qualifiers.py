"""Hedge, time, sum, instrument and quantifier of a tie: the nearest of each inside its own clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast, get_args

from cuibono.claims.amounts import find_amounts
from cuibono.claims.cues import Cue, find_cues
from cuibono.claims.periods import find_periods
from cuibono.claims.russian.ties import Scene, Tie
from cuibono.model import Amount, Period, Predicate, Quantifier, Span

MONEY: frozenset[Predicate] = frozenset({"funds", "owns"})


@dataclass(frozen=True, slots=True)
class Marks:
    """What one sentence holds: times, sums, qualifying words; spans are counted from the document's start."""

    periods: tuple[tuple[Span, Period], ...]
    amounts: tuple[tuple[Span, Amount], ...]
    cues: tuple[Cue, ...]


def marks_of(text: str, span: Span, reference: str | None, titles: Sequence[Span] = ()) -> Marks:
    """All marks of a sentence; what stands inside a title ("фонд «Демократия сегодня»") is none."""
    part, base = text[span.start : span.end], span.start

    def moved(inner: Span) -> Span:
        return Span(inner.start + base, inner.end + base)

    def outside(inner: Span) -> bool:
        return not any(t.start <= inner.start + base and inner.end + base <= t.end for t in titles)

    return Marks(
        tuple((moved(s), p) for s, p in find_periods(part, reference, "ru") if outside(s)),
        tuple((moved(s), a) for s, a in find_amounts(part, "ru") if outside(s)),
        tuple(Cue(c.kind, c.value, moved(c.span)) for c in find_cues(part, "ru") if outside(c.span)),
    )


def extent(scene: Scene, tie: Tie) -> Span:
    """The characters that a tie's clause and ends take up."""
    own = scene.clauses[tie.clause].words
    ends = [p for p in (tie.subject, tie.object) if p is not None]
    first = min([own[0], *tie.trigger, *(p.first for p in ends)])
    last = max([own[-1], *tie.trigger, *(p.last - 1 for p in ends)])
    return Span(scene.words[first].start, scene.words[last].end)


def _nearest(spans: Sequence[Span], inside: Span, anchor: int) -> int | None:
    fitting = [
        (min(abs(s.start - anchor), abs(s.end - anchor)), n)
        for n, s in enumerate(spans)
        if inside.start <= s.start and s.end <= inside.end
    ]
    return min(fitting)[1] if fitting else None


def beside(marks: Marks, span: Span) -> Span:
    """``span`` with the time right after it: what a description in passing says of itself; the verb's time is not its."""
    after = (s.end for s, _ in marks.periods if 0 <= s.start - span.end <= 2)
    return Span(span.start, next(after, span.end))


def period_of(marks: Marks, inside: Span, anchor: int) -> Period | None:
    index = _nearest([s for s, _ in marks.periods], inside, anchor)
    return marks.periods[index][1] if index is not None else None


def amount_of(marks: Marks, inside: Span, anchor: int, predicate: Predicate) -> Amount | None:
    """Money and shares belong to funding and ownership only, shares alone to ownership."""
    fitting = [(s, a) for s, a in marks.amounts if predicate == "funds" or a.currency == "%"]
    index = _nearest([s for s, _ in fitting], inside, anchor) if predicate in MONEY else None
    return fitting[index][1] if index is not None else None


def instrument_of(marks: Marks, inside: Span, anchor: int, predicate: Predicate) -> str | None:
    cues = [c for c in marks.cues if c.kind == "instrument"]
    index = _nearest([c.span for c in cues], inside, anchor) if predicate == "funds" else None
    return cues[index].value if index is not None else None


def quantifier_of(marks: Marks, inside: Span) -> Quantifier | None:
    values = [
        c.value
        for c in marks.cues
        if c.kind == "quantifier" and inside.start <= c.span.start and c.span.end <= inside.end
    ]
    return cast(Quantifier, values[0]) if values and values[0] in get_args(Quantifier) else None


def hedge_of(marks: Marks, inside: Span, text: str) -> str | None:
    """The hedge of a clause, as written."""
    cue = next(
        (
            c
            for c in marks.cues
            if c.kind == "hedge" and inside.start <= c.span.start and c.span.end <= inside.end
        ),
        None,
    )
    return text[cue.span.start : cue.span.end] if cue else None
