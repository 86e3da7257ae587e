"""Which records a search may walk: by relation and by time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from cuibono.errors import InputError
from cuibono.ledger.records import Edge
from cuibono.tracing.settings import PRIVATE

NEVER, ALWAYS = -(1 << 30), 1 << 30
"""Day numbers of a beginning and an end that are not on record."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records count: ``relations`` are schemas (None: all but kin and guesses of identity), ``start`` and ``end`` ISO prefixes of the time asked."""

    relations: frozenset[str] | None = None
    start: str | None = None
    end: str | None = None

    @property
    def plain(self) -> bool:
        """Whether it asks for nothing in particular."""
        return self.relations is None and self.start is None and self.end is None

    def admits(self, edge: Edge) -> bool:
        """Whether a record joins two actors, is of a relation asked for and has time in common with the span."""
        if edge.source is None or edge.target is None or edge.source == edge.target:
            return False
        return self.walks(edge.schema) and self.in_time(edge.start, edge.end)

    def walks(self, schema: str) -> bool:
        return schema not in PRIVATE if self.relations is None else schema in self.relations

    def in_time(self, start: str | None, end: str | None) -> bool:
        """Whether a record of these dates has time in common with the span; what is not on record does not exclude."""
        first, last = self.days
        return first_day(start) <= last and last_day(end) >= first

    @property
    def days(self) -> tuple[int, int]:
        """The span as day numbers, both ends inclusive."""
        return first_day(self.start), last_day(self.end)


def check_day(text: str | None, option: str) -> None:
    """Raise :class:`~cuibono.errors.InputError` for a text that is no ISO prefix of a date."""
    if text is not None and _parts(text) is None:
        raise InputError(f"{option} {text[:40]!r} is no date: write 2022-01-31, 2022-01 or 2022")


def first_day(text: str | None) -> int:
    """The first day of an ISO prefix, counted from 1 January of the year 1; ``NEVER`` for none."""
    parts = _parts(text) if text else None
    return parts[0].toordinal() if parts else NEVER


def last_day(text: str | None) -> int:
    """The last day of an ISO prefix; ``ALWAYS`` for none."""
    parts = _parts(text) if text else None
    return parts[1].toordinal() if parts else ALWAYS


def _parts(text: str) -> tuple[date, date] | None:
    """(first day, last day) of an ISO prefix; None for what is none."""
    try:
        numbers = [int(part) for part in text[:10].split("-")]
        year, month, day = (*numbers, 0, 0)[:3]
        return date(year, month or 1, day or 1), _last(year, month, day)
    except (ValueError, TypeError, OverflowError):
        return None


def _last(year: int, month: int, day: int) -> date:
    if day:
        return date(year, month, day)
    if year == 9999:
        return date.max
    following = date(year, month + 1, 1) if 0 < month < 12 else date(year + 1, 1, 1)
    return following - timedelta(days=1)
