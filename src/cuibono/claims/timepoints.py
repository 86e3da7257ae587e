"""Points of time as words write them ("late March 2014", "two years ago"), each resolved to an interval.

A rule of ``resources/periods_<language>.yml`` names the function here that resolves it. All are total: what the words
or the reference date leave open is :data:`~cuibono.claims.isodates.UNKNOWN`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from cuibono.claims import isodates
from cuibono.claims.caseblind import CaseBlind, case_blind
from cuibono.claims.isodates import UNKNOWN, Interval, Unit, point
from cuibono.claims.wordlists import alternation, fill, load_rules

TABLES = (
    "months",
    "weekdays",
    "seasons",
    "quarters",
    "parts",
    "numbers",
    "units",
    "decade_words",
    "eras",
    "steps",
    "away",
)


@dataclass(frozen=True, slots=True)
class Lookup:
    """A word list that maps patterns to values."""

    rows: tuple[tuple[re.Pattern[str], Any], ...]

    def get(self, words: str | None) -> Any:
        """The value of the first pattern that matches all of ``words``; None when none does."""
        text = (words or "").strip()
        return (
            next((value for pattern, value in self.rows if pattern.fullmatch(text)), None) if text else None
        )


@dataclass(frozen=True, slots=True)
class PointRule:
    rule: str
    pattern: re.Pattern[str]
    weak: bool


@dataclass(frozen=True, slots=True)
class TimeGrammar:
    """The rules of one language, compiled."""

    gate: CaseBlind
    """A word that every point holds; it may find more."""
    tables: Mapping[str, Lookup]
    points: tuple[PointRule, ...]
    parts: Mapping[str, str]
    rules: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Context:
    """What a relative time is counted from: the reference date, and the time named before it in the text."""

    reference: str | None
    anchor: str | None
    tables: Mapping[str, Lookup]


def _lookup(rows: Mapping[Any, Any]) -> Lookup:
    return Lookup(tuple((re.compile(str(pattern), re.IGNORECASE), value) for pattern, value in rows.items()))


@cache
def time_grammar(language: str) -> TimeGrammar:
    """The compiled rules; raises :class:`~cuibono.errors.ResourceError` when they are missing."""
    rules = load_rules("periods", language)
    tables = {name: rules.get(name, {}) for name in TABLES}
    parts = {name.removesuffix("s"): alternation(map(str, rows)) for name, rows in tables.items()}
    parts.update(rules["parts_of_patterns"])
    points = tuple(
        PointRule(
            row["rule"],
            re.compile(r"(?<![\w$€£¥₽₸#])" + fill(row["pattern"], parts) + r"(?!\w)", re.IGNORECASE),
            row.get("weak", False),
        )
        for row in rules["points"]
    )
    gate = case_blind(fill(rules["gate"], parts).replace("(?-i:", "(?:"))
    return TimeGrammar(gate, {name: _lookup(rows) for name, rows in tables.items()}, points, parts, rules)


def _year(groups: Mapping[str, str | None]) -> int:
    return int(groups["year"] or 0)


def _month(groups: Mapping[str, str | None], context: Context) -> int | None:
    number = groups.get("number")
    month = int(number) if number else context.tables["months"].get(groups.get("month"))
    return month if month and 1 <= month <= 12 else None


def _count(groups: Mapping[str, str | None], context: Context) -> float | None:
    words = groups.get("count")
    if words is None:
        return _one_unless_plural(groups.get("unit"))
    value = words if words.isdigit() else context.tables["numbers"].get(words)
    return float(value) if value is not None else None


def _unit(groups: Mapping[str, str | None], context: Context) -> Unit | None:
    return cast("Unit | None", context.tables["units"].get(groups.get("unit")))


def _at(prefix: str | None) -> Interval:
    return point(prefix) if prefix else UNKNOWN


def _day(groups: Mapping[str, str | None], context: Context) -> Interval:
    month = _month(groups, context)
    return _at(isodates.make_day(_year(groups), month, int(groups["day"] or 0)) if month else None)


def _slashed(groups: Mapping[str, str | None], context: Context) -> Interval:
    """15/03/2022 and 03/15/2022 are plain; 03/04/2022 is a day of that year, no more."""
    first, second, year = int(groups["first"] or 0), int(groups["second"] or 0), _year(groups)
    readings = {isodates.make_day(year, first, second), isodates.make_day(year, second, first)} - {None}
    if len(readings) == 1:
        return _at(readings.pop())
    return point(f"{year:04d}") if readings else UNKNOWN


def _days(groups: Mapping[str, str | None], context: Context) -> Interval:
    month, year = _month(groups, context), _year(groups)
    if month is None:
        return UNKNOWN
    start = isodates.make_day(year, month, int(groups["day"] or 0))
    end = isodates.make_day(year, month, int(groups["day2"] or 0))
    return Interval(start, end) if start and end else UNKNOWN


def _day_named(groups: Mapping[str, str | None], context: Context) -> Interval:
    """A day and month without a year: the latest such day that is not after the reference."""
    month, day, reference = _month(groups, context), int(groups["day"] or 0), context.reference
    if month is None or reference is None:
        return UNKNOWN
    year = isodates.year_of(reference)
    here = isodates.make_day(year, month, day)
    if here is None:
        return UNKNOWN
    if here[: len(reference)] <= reference:
        return point(here)
    return _at(isodates.make_day(year - 1, month, day))


def _parted_month(prefix: str | None, groups: Mapping[str, str | None], context: Context) -> Interval:
    if prefix is None:
        return UNKNOWN
    part = context.tables["parts"].get(groups.get("part"))
    return isodates.third_of_month(prefix, part) if part else point(prefix)


def _month_year(groups: Mapping[str, str | None], context: Context) -> Interval:
    month = _month(groups, context)
    return _parted_month(isodates.month_prefix(_year(groups), month) if month else None, groups, context)


def _month_named(groups: Mapping[str, str | None], context: Context) -> Interval:
    """A month without a year: the latest that is not after the reference; "next March" the first after it."""
    month, step = _month(groups, context), context.tables["steps"].get(groups.get("step"))
    if month is None or context.reference is None:
        return UNKNOWN
    years = 1 if step == 1 else 0
    if step == -1 and month == isodates.month_of(context.reference):
        years = -1
    return _parted_month(isodates.last_month_named(context.reference, month, years), groups, context)


def _month_that(groups: Mapping[str, str | None], context: Context) -> Interval:
    month = _month(groups, context)
    return (
        point(isodates.month_prefix(isodates.year_of(context.anchor), month))
        if month and context.anchor
        else UNKNOWN
    )


def _season_in(year: int, months: list[int]) -> Interval:
    first, last = months
    return (
        isodates.months_of(year, first, last)
        if first <= last
        else Interval(f"{year - 1:04d}-12", f"{year + 1:04d}-02")
    )


def _season(groups: Mapping[str, str | None], context: Context) -> Interval:
    return _season_in(_year(groups), context.tables["seasons"].get(groups["season"]))


def _season_named(groups: Mapping[str, str | None], context: Context) -> Interval:
    """A season without a year: the one in progress at the reference, or the last that is over."""
    if context.reference is None or isodates.month_of(context.reference) is None:
        return UNKNOWN
    step = context.tables["steps"].get(groups.get("step")) or 0
    months = context.tables["seasons"].get(groups["season"])
    year = isodates.year_of(context.reference)
    candidates = [_season_in(y, months) for y in (year + 1, year, year - 1, year - 2)]
    begun = [season for season in candidates if (season.start or "") <= context.reference]
    running = bool(begun) and (begun[0].end or "") >= context.reference[:7]
    if step == 1:
        return candidates[len(candidates) - len(begun) - 1] if len(begun) < len(candidates) else UNKNOWN
    return begun[1] if step == -1 and running else begun[0]


def _quarter(groups: Mapping[str, str | None], context: Context) -> Interval:
    number = int(groups.get("digit") or 0) or context.tables["quarters"].get(groups.get("quarter"))
    return isodates.months_of(_year(groups), number * 3 - 2, number * 3)


def _half(groups: Mapping[str, str | None], context: Context) -> Interval:
    first = groups["half"] in ("1", "I") or context.tables["quarters"].get(groups["half"]) == 1
    return isodates.months_of(_year(groups), 1 if first else 7, 6 if first else 12)


def _decade_from(first_year: int, groups: Mapping[str, str | None], context: Context) -> Interval:
    part = context.tables["parts"].get(groups.get("part"))
    if part:
        return isodates.third_of_decade(first_year, part)
    return Interval(f"{first_year:04d}", f"{first_year + 9:04d}")


def _decade(groups: Mapping[str, str | None], context: Context) -> Interval:
    return _decade_from(int(groups["decade"] or 0), groups, context)


def _decade_short(groups: Mapping[str, str | None], context: Context) -> Interval:
    digits = int(groups["decade"] or 0)
    return _decade_from(digits + (1900 if digits >= 20 else 2000), groups, context)


def _decade_word(groups: Mapping[str, str | None], context: Context) -> Interval:
    return _decade_from(context.tables["decade_words"].get(groups["word"]), groups, context)


def _century(groups: Mapping[str, str | None], context: Context) -> Interval:
    number = int(groups["century"] or 0)
    return Interval(f"{number * 100 - 99:04d}", f"{number * 100:04d}")


def _plain_year(groups: Mapping[str, str | None], context: Context) -> Interval:
    return point(groups["year"] or "")


def _year_short(groups: Mapping[str, str | None], context: Context) -> Interval:
    return point(f"20{groups['year']}")


def _years(groups: Mapping[str, str | None], context: Context) -> Interval:
    """2015-2019 and 2019-20; an end before its start is no range (a serial number, a score)."""
    start, end = groups["year"] or "", groups["year2"] or ""
    end = start[: 4 - len(end)] + end
    return Interval(start, end) if start < end else UNKNOWN


def _year_part(groups: Mapping[str, str | None], context: Context) -> Interval:
    return isodates.third_of_year(_year(groups), context.tables["parts"].get(groups["part"]))


def _relative(groups: Mapping[str, str | None], context: Context) -> Interval:
    step, unit = context.tables["steps"].get(groups["step"]), _unit(groups, context)
    if context.reference is None or unit is None or step is None or (unit == "day" and step != 0):
        return UNKNOWN  # "the next day" counts from what is told, not from the day of writing
    return isodates.relative_unit(context.reference, unit, step)


def _part_of_this(groups: Mapping[str, str | None], context: Context) -> Interval:
    """ "earlier this year": from its start to the reference; "later this year": from the reference to its end."""
    unit, reference = _unit(groups, context), context.reference
    if reference is None or unit is None:
        return UNKNOWN
    whole = isodates.relative_unit(reference, unit, 0)
    if whole.start is None:
        return UNKNOWN
    return (
        Interval(reference, whole.end)
        if (groups["part"] or "").lower().startswith("late")
        else Interval(whole.start, reference)
    )


def _day_away(groups: Mapping[str, str | None], context: Context) -> Interval:
    step = context.tables["away"].get(groups["away"])
    return (
        UNKNOWN
        if context.reference is None or step is None
        else isodates.relative_unit(context.reference, "day", step)
    )


def _weekday(groups: Mapping[str, str | None], context: Context) -> Interval:
    number, reference = context.tables["weekdays"].get(groups["weekday"]), context.reference
    found = isodates.last_weekday(reference, number) if reference else None
    if found is None:
        return UNKNOWN
    step = context.tables["steps"].get(groups.get("step"))
    if step == 1:
        return point(isodates.successor(found, 7))
    return point(isodates.successor(found, -7) if step == -1 and found == reference else found)


def _ago(groups: Mapping[str, str | None], context: Context) -> Interval:
    count, unit = _count(groups, context), _unit(groups, context)
    if context.reference is None or count is None or unit is None:
        return UNKNOWN
    return _at(isodates.back(context.reference, unit, count))


def _earlier(groups: Mapping[str, str | None], context: Context) -> Interval:
    """ "two months earlier", "five years later": counted from the time named before it."""
    count, unit = _count(groups, context), _unit(groups, context)
    if context.anchor is None or count is None or unit is None:
        return UNKNOWN
    ahead = re.match(r"later|after|спустя|через", groups["way"] or "", re.IGNORECASE) is not None
    return _at(isodates.back(context.anchor, unit, -count if ahead else count))


def _that(groups: Mapping[str, str | None], context: Context) -> Interval:
    unit = _unit(groups, context)
    length = isodates.PREFIX_LENGTH.get(unit or "")
    return (
        point(context.anchor[:length])
        if context.anchor and length and len(context.anchor) >= length
        else UNKNOWN
    )


def _window(groups: Mapping[str, str | None], context: Context) -> Interval:
    """ "over the past five years": from so long before the reference up to it; "the next ..." the other way."""
    unit, reference = _unit(groups, context), context.reference
    count = _count(groups, context)
    if reference is None or unit is None or count is None:
        return UNKNOWN
    ahead = re.match(r"next|coming|following|ближайш|следующ", groups["way"] or "", re.IGNORECASE) is not None
    far = isodates.back(reference, unit, -count if ahead else count)
    if far is None:
        return UNKNOWN
    return Interval(reference, far) if ahead else Interval(far, reference)


def _one_unless_plural(unit: str | None) -> float | None:
    return None if re.search(r"s$|ы$|и$|а$|лет$|ев$", unit or "", re.IGNORECASE) else 1.0


def _era(groups: Mapping[str, str | None], context: Context) -> Interval:
    first, last = context.tables["eras"].get(groups["era"])
    return Interval(f"{first:04d}", f"{last:04d}")


def _text_only(groups: Mapping[str, str | None], context: Context) -> Interval:
    return UNKNOWN


RESOLVERS: dict[str, Callable[[Mapping[str, str | None], Context], Interval]] = {
    "day": _day,
    "slashed": _slashed,
    "days": _days,
    "day_named": _day_named,
    "month": _month_year,
    "month_named": _month_named,
    "month_that": _month_that,
    "season": _season,
    "season_named": _season_named,
    "quarter": _quarter,
    "half": _half,
    "decade": _decade,
    "decade_short": _decade_short,
    "decade_word": _decade_word,
    "century": _century,
    "year": _plain_year,
    "year_short": _year_short,
    "years": _years,
    "year_part": _year_part,
    "relative": _relative,
    "part_of_this": _part_of_this,
    "day_away": _day_away,
    "weekday": _weekday,
    "ago": _ago,
    "earlier": _earlier,
    "that": _that,
    "window": _window,
    "duration": _text_only,
    "era": _era,
    "text": _text_only,
}
DEICTIC = frozenset({"ago", "earlier", "window", "duration", "text"})
"""Rules whose words hold their own preposition: no frame is read before them."""


def resolve(rule: str, groups: Mapping[str, str | None], context: Context) -> Interval:
    """The interval that the words of a point stand for."""
    return RESOLVERS[rule](groups, context)
