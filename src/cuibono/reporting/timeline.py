"""The time line: when the text says that a relation held, and when records say so, on one scale with the article's day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass

from cuibono.model import Check, Evidence, Finding, Verdict
from cuibono.reporting.phrases import record_title, relation
from cuibono.reporting.plain import readable_date, readable_period, short
from cuibono.reporting.tongue import say

LABELS, PLOT, ROW, TOP = 330, 880, 26, 44
EDGE = 12
MAX_ROWS = 60
# Records of something that happened once: shown as a point, not as a stretch without end.
EVENTS = frozenset({"Payment", "Documentation", "Succession", "Article"})
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch (``width`` > 0) or a point of time on a row; ``open_end``: no end is on record."""

    x: int
    width: int
    open_end: bool
    decides: bool
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """One claim: the time that the text gives (None: none) and those of its records."""

    number: int
    finding: Finding
    label: str
    y: int
    claimed: Bar | None
    recorded: tuple[Bar, ...]
    claimed_words: str
    recorded_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawing in SVG units; ``ticks`` and ``days`` are (x, words): years, and the days that matter."""

    width: int
    height: int
    rows: tuple[Row, ...]
    ticks: tuple[tuple[int, str], ...]
    days: tuple[tuple[int, str], ...]
    left_out: int


def moment(iso: str | None, *, end: bool = False) -> float | None:
    """An ISO prefix as years with a fraction: its first day, or with ``end`` its last; None when it is no date."""
    found = _ISO.match(iso or "")
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    if year is None or (month is not None and not 1 <= month <= 12) or year < 1:
        return None
    months = month or (12 if end else 1)
    length = monthrange(year, months)[1] if year < 9999 else 31
    days = min(day or (length if end else 1), length)
    return year + (months - 1) / 12 + (days - (0 if end else 1)) / (12 * length)


def timeline(check: Check) -> Timeline | None:
    """The time line of a check; None when nothing in it has a date."""
    dated = [(number, v) for number, v in enumerate(check.verdicts, 1) if _moments(v)]
    if not dated:
        return None
    days = [(m, words) for iso, words in _days(check) if (m := moment(iso)) is not None]
    moments = [m for _, v in dated for m in _moments(v)] + [m for m, _ in days]
    scale = _Scale(min(moments), max(moments))
    shown = dated[:MAX_ROWS]
    rows = tuple(_row(n, v, TOP + i * ROW, scale) for i, (n, v) in enumerate(shown))
    return Timeline(
        LABELS + PLOT + 2 * EDGE,
        TOP + len(rows) * ROW + 34,
        rows,
        scale.ticks(),
        tuple((scale.x(m), words) for m, words in days),
        len(dated) - len(shown),
    )


class _Scale:
    """Years to units, whole years at both ends."""

    def __init__(self, first: float, last: float) -> None:
        self.first = int(first)
        self.last = max(int(last) + 1, self.first + 1)

    def x(self, when: float) -> int:
        share = (when - self.first) / (self.last - self.first)
        return LABELS + EDGE + round(PLOT * min(max(share, 0.0), 1.0))

    def ticks(self) -> tuple[tuple[int, str], ...]:
        step = next(
            s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10000) if (self.last - self.first) / s <= 12
        )
        years = range(-(-self.first // step) * step, self.last + 1, step)
        return tuple((self.x(year), str(year)) for year in years)


def _days(check: Check) -> list[tuple[str | None, str]]:
    article = check.reference or check.document.published
    return [
        (article, say("article, {day}").format(day=readable_date(article))),
        (check.as_of, say("checked, {day}").format(day=readable_date(check.as_of))),
    ]


def _evidence(verdict: Verdict) -> Sequence[Evidence]:
    return (*verdict.evidence, *(verdict.today.evidence if verdict.today else ()))


def _moments(verdict: Verdict) -> list[float]:
    period = verdict.claim.period
    pairs = [(period.start, period.end)] if period else []
    pairs += [(e.start, e.end) for e in _evidence(verdict)]
    return [m for start, end in pairs for m in (moment(start), moment(end, end=True)) if m is not None]


def _row(number: int, verdict: Verdict, y: int, scale: _Scale) -> Row:
    period = verdict.claim.period
    words = readable_period(period.start, period.end) if period else ""
    claimed = (
        _bar(period.start, period.end, scale, event=False, decides=True, title=words) if period else None
    )
    bars, said = [], []
    for evidence in _evidence(verdict):
        title = record_title(evidence)
        event = evidence.schema in EVENTS
        bar = _bar(
            evidence.start, evidence.end, scale, event=event, decides=evidence.role == "decides", title=title
        )
        if bar:
            bars.append(bar)
            dates = readable_date(evidence.start) if event and not evidence.end else ""
            said.append(f"{dates or readable_period(evidence.start, evidence.end)}: {title}")
    label = short(relation(verdict.claim, 60), 46)
    return Row(number, verdict.finding, label, y, claimed, tuple(bars), words, tuple(said))


def _bar(
    start: str | None, end: str | None, scale: _Scale, *, event: bool, decides: bool, title: str
) -> Bar | None:
    """A point for an event, a stretch else; what has no end on record runs to the edge."""
    first, last = moment(start), moment(end, end=True)
    if first is None and last is None:
        return None
    x = scale.x(first) if first is not None else LABELS + EDGE
    if event and (end is None or end == start):
        middle = moment(start, end=True)
        return Bar((x + scale.x(middle)) // 2 if middle else x, 0, False, decides, title)
    right = scale.x(last) if last is not None else LABELS + EDGE + PLOT
    return Bar(x, max(right - x, 3), last is None, decides, title)
