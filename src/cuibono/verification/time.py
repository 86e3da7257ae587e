"""Time of claims and records: prefixes, windows, and whether a record is in time.

Dates are ISO prefixes (``"2020"``, ``"2020-03"``, ``"2020-03-15"``). A prefix stands for all its days: a record of
``"2020"`` may lie on any day of that year, and is compared leniently, at the coarser precision.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from cuibono.model import Claim
from cuibono.verification.resources import load
from cuibono.verification.settings import GAP_DAYS
from cuibono.verification.text import first_phrase, fold, has_phrase

Timing = Literal["in", "earlier", "later", "unknown"]
EVENTS = frozenset({"funds", "founded", "cites"})
_PREFIX = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
FIRST, LAST = "0001-01-01", "9999-12-31"


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from ``start`` to ``end``, both inclusive, as ISO dates; ``dated`` is False when the record gave no date."""

    start: str
    end: str
    dated: bool = True


@dataclass(frozen=True, slots=True)
class Window:
    """The time that a claim speaks of: first and last day, and whether all of it is claimed (``stretch``).

    ``explicit`` tells a time that the text gives from the default (the document's date).
    """

    start: str
    end: str
    explicit: bool = False
    since: bool = False
    until: bool = False
    stretch: bool = False


def first_day(prefix: str) -> str:
    """``"2020-02"`` -> ``"2020-02-01"``; what is no date at all counts as unbounded."""
    match = _PREFIX.match(prefix)
    if match is None:
        return FIRST
    year, month, day = match.groups()
    return f"{year}-{month or '01'}-{day or '01'}"


def last_day(prefix: str) -> str:
    """``"2020-02"`` -> ``"2020-02-29"``."""
    match = _PREFIX.match(prefix)
    if match is None:
        return LAST
    year, month, day = match.groups()
    month = month or "12"
    if day is None:
        valid = 1 <= int(month) <= 12 and int(year) >= 1
        day = f"{monthrange(int(year), int(month))[1]:02d}" if valid else "31"
    return f"{year}-{month}-{day}"


def is_event(claim: Claim) -> bool:
    """Payments, foundings and the act of listing happen; all other relations last."""
    if claim.predicate == "sanctioned":
        return not speaks_of_state(claim)
    return claim.predicate in EVENTS


def speaks_of_state(claim: Claim) -> bool:
    """A listing told as a state of things ("under sanctions"), not as the act."""
    if claim.past:
        return False
    return claim.nature == "state" or bool(first_phrase(claim.cue, load("roles")["listed_state"]))


def window(claim: Claim, when: str) -> Window:
    """What time the claim speaks of, read on the day ``when``."""
    period = claim.period
    if period is None or (period.start is None and period.end is None):
        if is_event(claim) or claim.past:
            return Window(FIRST, last_day(when))
        return Window(first_day(when), last_day(when))
    start = first_day(period.start) if period.start else FIRST
    end = last_day(period.end) if period.end else last_day(when)
    return Window(
        start,
        max(start, end),
        explicit=True,
        since=period.end is None,
        until=period.start is None,
        stretch=_is_stretch(period.text, period.start, period.end),
    )


def _is_stretch(text: str, start: str | None, end: str | None) -> bool:
    if start is None or end is None:
        return True
    if start[:4] == end[:4]:
        return False
    folded = fold(text)
    return not folded or any(has_phrase(folded, word) for word in load("roles")["stretch"])


def interval(start: str | None, end: str | None, *, event: bool) -> Interval:
    """The days of a record. A state without an end is in force; an event without an end is over on its day."""
    if start is None and end is None:
        return Interval(FIRST, LAST, dated=False)
    if event:
        begin = start or end or ""
        return Interval(first_day(begin), last_day(end or begin))
    return Interval(first_day(start) if start else FIRST, last_day(end) if end else LAST)


def timing(days: Interval, asked: Window) -> Timing:
    """Where a record lies beside the window: with common time ``in``, else ``earlier`` or ``later``."""
    if not days.dated:
        return "unknown"
    if days.start > asked.end:
        return "later"
    return "earlier" if days.end < asked.start else "in"


def covers(spells: Iterable[Interval], asked: Window, *, event: bool) -> bool:
    """Whether the recorded time reaches as far as the claimed time.

    Asked only of claims of a stretch of time. Of events, only "since" is asked: the first must lie at its beginning.
    """
    merged = _merged(spells)
    if not asked.stretch or not merged:
        return True
    if event:
        return not asked.since or _same_start(merged[0].start, asked.start)
    return any(
        (asked.until or _same_start(spell.start, asked.start)) and spell.end >= _floor(asked)
        for spell in merged
    )


def _floor(asked: Window) -> str:
    """The first day from which a spell counts as reaching the window's end, at the precision of a year."""
    return asked.end if asked.since else f"{asked.end[:4]}-01-01"


def _same_start(recorded: str, claimed: str) -> bool:
    return recorded <= f"{claimed[:4]}-12-31"


def _merged(spells: Iterable[Interval]) -> Sequence[Interval]:
    merged: list[Interval] = []
    for spell in sorted(spells, key=lambda item: (item.start, item.end)):
        if merged and spell.start <= _plus(merged[-1].end, GAP_DAYS):
            merged[-1] = Interval(merged[-1].start, max(merged[-1].end, spell.end))
        else:
            merged.append(spell)
    return merged


def _plus(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return LAST


def could_be_later(start: str | None, when: str) -> bool:
    """A record dated only by year or month that may lie after the day ``when`` although it is compared as by then."""
    return start is not None and len(start) < len(when) and last_day(start) > last_day(when)


def spoken(start: str | None, end: str | None) -> str:
    """A record's time in words, as a register would print it: ``"2015-2019"``, ``"since 2015"``, ``"2020-03-15"``."""
    if start and end:
        return start if start == end else f"{start} to {end}"
    if start:
        return start
    return f"until {end}" if end else ""
