"""Arithmetic on ISO 8601 prefixes (``2020``, ``2020-03``, ``2020-03-15``): the length is the precision.

All functions are total on valid prefixes; an :class:`Interval` has inclusive ends.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Literal, NamedTuple

Unit = Literal["day", "week", "month", "quarter", "year", "decade", "century"]
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
PREFIX_LENGTH = {"day": 10, "month": 7, "year": 4}


class Interval(NamedTuple):
    """First and last moment as ISO prefixes, both inclusive; None: open or not known."""

    start: str | None
    end: str | None


UNKNOWN = Interval(None, None)


def make_day(year: int, month: int, day: int) -> str | None:
    """The date, or None when the calendar has no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def year_of(prefix: str) -> int:
    return int(prefix[:4])


def month_of(prefix: str) -> int | None:
    return int(prefix[5:7]) if len(prefix) >= 7 else None


def day_of(prefix: str) -> date | None:
    """The day, where the prefix is precise to the day."""
    return date.fromisoformat(prefix) if len(prefix) == 10 else None


def month_prefix(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}"


def shift_months(prefix: str, months: int) -> str:
    """``prefix`` moved by ``months`` calendar months, to the precision of a month."""
    index = year_of(prefix) * 12 + (month_of(prefix) or 1) - 1 + months
    return month_prefix(max(1, index // 12), index % 12 + 1)


def successor(prefix: str, step: int = 1) -> str:
    """The year, month or day that is ``step`` after ``prefix``, at its own precision."""
    if len(prefix) == 4:
        return f"{year_of(prefix) + step:04d}"
    if len(prefix) == 7:
        return shift_months(prefix, step)
    return (date.fromisoformat(prefix) + timedelta(days=step)).isoformat()


def point(prefix: str) -> Interval:
    return Interval(prefix, prefix)


def third_of_year(year: int, part: str) -> Interval:
    """``early``, ``mid`` or ``late`` in a year: its months 1-4, 5-8, 9-12."""
    first = {"early": 1, "mid": 5, "late": 9}[part]
    return Interval(month_prefix(year, first), month_prefix(year, first + 3))


def third_of_decade(first_year: int, part: str) -> Interval:
    """``early``, ``mid`` or ``late`` in a decade: its years 0-3, 3-6, 6-9 (the thirds touch, since usage overlaps)."""
    offset = {"early": 0, "mid": 3, "late": 6}[part]
    return Interval(f"{first_year + offset:04d}", f"{first_year + offset + 3:04d}")


def third_of_month(prefix: str, part: str) -> Interval:
    """``early``, ``mid`` or ``late`` in a month: its days 1-10, 11-20, 21 to the last."""
    last = calendar.monthrange(year_of(prefix), month_of(prefix) or 1)[1]
    first, end = {"early": (1, 10), "mid": (11, 20), "late": (21, last)}[part]
    return Interval(f"{prefix}-{first:02d}", f"{prefix}-{end:02d}")


def months_of(year: int, first: int, last: int) -> Interval:
    return Interval(month_prefix(year, first), month_prefix(year, last))


def week_of(day: date) -> Interval:
    """Monday to Sunday of the week that holds ``day``."""
    monday = day - timedelta(days=day.weekday())
    return Interval(monday.isoformat(), (monday + timedelta(days=6)).isoformat())


def relative_unit(reference: str, unit: Unit, step: int) -> Interval:
    """The calendar ``unit`` that lies ``step`` units from the reference; unknown when the reference is too coarse."""
    if unit in ("day", "week"):
        day = day_of(reference)
        if day is None:
            return UNKNOWN
        return (
            point((day + timedelta(days=step)).isoformat())
            if unit == "day"
            else week_of(day + timedelta(weeks=step))
        )
    year = year_of(reference)
    if unit == "year":
        return point(f"{year + step:04d}")
    if unit == "decade":
        return Interval(f"{year // 10 * 10 + 10 * step:04d}", f"{year // 10 * 10 + 10 * step + 9:04d}")
    if unit == "century":
        return Interval(f"{year // 100 * 100 + 100 * step:04d}", f"{year // 100 * 100 + 100 * step + 99:04d}")
    if month_of(reference) is None:
        return UNKNOWN
    if unit == "month":
        return point(shift_months(reference, step))
    moved = shift_months(reference, 3 * step)
    first = ((month_of(moved) or 1) - 1) // 3 * 3 + 1
    return months_of(year_of(moved), first, first + 2)


def back(reference: str, unit: Unit, count: float) -> str | None:
    """The moment ``count`` units before the reference (negative: after), as precise as the unit; None when too coarse."""
    if unit in ("day", "week"):
        day = day_of(reference)
        days = round(count * (7 if unit == "week" else 1))
        if day is None:
            return None
        try:
            return (day - timedelta(days=days)).isoformat()
        except OverflowError:
            return None
    months = round(count * MONTHS_IN[unit])
    if unit in ("month", "quarter"):
        return shift_months(reference, -months) if month_of(reference) else None
    year = (
        year_of(reference) - months // 12 if months % 12 == 0 else year_of(shift_months(reference, -months))
    )
    return f"{year:04d}" if 1 <= year <= 9999 else None


def last_month_named(reference: str, month: int, step: int = 0) -> str | None:
    """The latest ``month`` (1-12) that is not after the reference's month; ``step`` years on."""
    current = month_of(reference)
    if current is None:
        return None
    year = year_of(reference) - (month > current) + step
    return month_prefix(year, month)


def last_weekday(reference: str, weekday: int) -> str | None:
    """The latest day of that weekday (0: Monday) that is not after the reference."""
    day = day_of(reference)
    return (day - timedelta(days=(day.weekday() - weekday) % 7)).isoformat() if day else None
