"""Times in a text, normalised to periods.

The rules are data (``resources/periods_<language>.yml``). First every point of time is found ("March 2014", "last
year"), then the words around it make it a period: "since" leaves the end open, "until" the start, "before 2014" ends
with 2013, "after 2014" starts with 2015, "from ... to" and "2015-2019" join two points. Ends are ISO prefixes, both
inclusive. Readings that usage leaves open are fixed thus: an early, mid or late year is four months, a decade its
years 0-3, 3-6, 6-9; winter reaches from December to February on both sides; a fiscal year is the calendar year that
it is named after; a month or weekday without a year is the latest that is not after the reference date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from cuibono.claims.isodates import UNKNOWN, Interval, successor
from cuibono.claims.timepoints import DEICTIC, Context, TimeGrammar, resolve, time_grammar
from cuibono.claims.wordlists import fill, has_rules
from cuibono.model import Period, Span

FRAME_WINDOW = 48
"""Characters before a point that are searched for its preposition."""
POINT_WINDOW = 72
"""Characters around a word of time that its point can take in."""
MODES = ("since", "until", "before", "after", "in", "part")


@dataclass(frozen=True, slots=True)
class _Point:
    start: int
    end: int
    rule: str
    groups: tuple[tuple[str, str | None], ...]
    weak: bool

    @property
    def has_year(self) -> bool:
        return any(name in ("year", "decade", "century") and value for name, value in self.groups)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words around points, compiled."""

    frame: re.Pattern[str]
    openers: dict[str, re.Pattern[str]]
    joints: dict[str, re.Pattern[str]]
    year_before: re.Pattern[str]
    year_after: re.Pattern[str]
    things: re.Pattern[str]
    not_times: re.Pattern[str]
    capital: re.Pattern[str]


@cache
def _words(language: str) -> _Words:
    grammar = time_grammar(language)
    rules, parts = grammar.rules, {**grammar.parts, "things": grammar.rules["things"]}
    modes = "|".join(
        f"(?P<{mode}>{fill(rules['frames'][mode], parts)})" for mode in MODES if mode in rules["frames"]
    )
    insensitive = re.IGNORECASE
    return _Words(
        frame=re.compile(rf"(?<!\w)(?:{modes}){fill(rules['frame_tail'], parts)}$", insensitive),
        openers={
            k: re.compile(rf"(?<!\w)(?:{fill(v, parts)}){rules['frame_tail']}$", insensitive)
            for k, v in rules["openers"].items()
        },
        joints={k: re.compile(v, insensitive) for k, v in rules["joints"].items()},
        year_before=re.compile(fill(rules["year_before"], parts), insensitive),
        year_after=re.compile(fill(rules["year_after"], parts)),
        things=re.compile(rf"\s+(?:{rules['things']})(?!\w)", insensitive),
        not_times=re.compile(rules["not_times"]),
        capital=re.compile(
            rf"(?<!\w)(?!{rules['plain_capitals']}(?!\w))[^\W\d_a-zа-яё](?:[\w’'.](?!['’]s ))*[ -]$"
        ),
    )


def _windows(text: str, grammar: TimeGrammar) -> list[tuple[int, int]]:
    """Where a time can stand: the words around each word that times are made of; all else need not be read."""
    windows: list[tuple[int, int]] = []
    for match in grammar.gate.finditer(text):
        start = text.rfind(" ", 0, max(0, match.start() - POINT_WINDOW)) + 1
        end = text.find(" ", match.end() + POINT_WINDOW)
        end = len(text) if end < 0 else end
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _points(text: str, grammar: TimeGrammar) -> list[_Point]:
    """The points of time, leftmost and longest first, none inside another."""
    found = [
        _Point(match.start(), match.end(), rule.rule, tuple(match.groupdict().items()), rule.weak)
        for start, end in _windows(text, grammar)
        for rule in grammar.points
        for match in rule.pattern.finditer(text, start, end)
    ]
    found.sort(key=lambda p: (p.start, -p.end, p.weak))
    kept: list[_Point] = []
    for candidate in found:
        if not kept or candidate.start >= kept[-1].end:
            kept.append(candidate)
        elif candidate.end > kept[-1].end and kept[-1].weak and not candidate.weak:
            kept[-1] = candidate
    return kept


def _consecutive(left: _Point, right: _Point) -> bool:
    """ "in 2016 and 2017": one stretch; "in 2014 and 2017" are two times."""
    years = [dict(p.groups).get("year") for p in (left, right)]
    return left.rule == right.rule == "year" and int(years[1] or 0) - int(years[0] or 0) == 1


def _joint_after(text: str, left: _Point, right: _Point, words: _Words) -> tuple[bool, int]:
    """Whether the two points are one range, and where that range starts in the text."""
    between, before = text[left.end : right.start], text[max(0, left.start - FRAME_WINDOW) : left.start]
    for name, opener in words.openers.items():
        found = opener.search(before)
        if found and words.joints[name].fullmatch(between):
            return True, left.start - len(before) + found.start()
    if _consecutive(left, right) and words.joints["pair"].fullmatch(between):
        mode, start = _frame(text, left, words)
        if mode == "in":
            return True, start
    return words.joints["plain"].fullmatch(between) is not None and (
        left.rule == right.rule or left.weak
    ), left.start


def _range(left: Interval, right: Interval) -> Interval:
    start, end = left.start, right.end
    if start and end and start[: len(end)] > end[: len(start)]:
        return UNKNOWN
    return Interval(start, end)


def _framed(interval: Interval, mode: str) -> Interval:
    start, end = interval
    if mode == "since":
        return Interval(start, None)
    if mode == "until":
        return Interval(None, end)
    if mode == "before":
        return Interval(None, successor(start, -1) if start else None)
    if mode == "after":
        return Interval(successor(end) if end else None, None)
    return interval


def _is_title(text: str, point: _Point, words: _Words) -> bool:
    """A model or title ("Agenda 2030", "1984" in quotation marks): no time."""
    before = text[max(0, point.start - FRAME_WINDOW) : point.start]
    quoted = before[-1:] in tuple('"“«‘„') and text[point.end : point.end + 1] in tuple('"”»’“')
    return quoted or words.not_times.search(before) is not None


def _stands_alone(text: str, point: _Point, words: _Words) -> bool:
    """Whether a lone number that could be a year is one, judged by what stands around it."""
    before, after = (
        text[max(0, point.start - FRAME_WINDOW) : point.start],
        text[point.end : point.end + FRAME_WINDOW],
    )
    if point.rule != "year" or words.capital.search(before):
        return False
    return words.year_before.search(before) is not None and words.year_after.match(after) is not None


def _frame(text: str, point: _Point, words: _Words) -> tuple[str | None, int]:
    """The mode of the preposition before a point and where it starts; (None, the point's start) without one."""
    if point.rule in DEICTIC:
        return None, point.start
    low = max(0, point.start - FRAME_WINDOW)
    found = words.frame.search(text, low, point.start)
    return (found.lastgroup, found.start()) if found else (None, point.start)


def _describes(text: str, point: _Point, start: int) -> bool:
    """ "from the 2016 campaign": the year belongs to the noun, the preposition does not belong to the year."""
    return (
        text[start : point.start].rstrip().endswith(" the")
        and re.match(r" [a-z]", text[point.end :]) is not None
    )


def _surely(text: str, point: _Point, mode: str | None) -> bool:
    """ "In 2020 people ...": a year; "in 2000 schools", "2020 people": a number."""
    return mode is not None and not text[point.start : point.end].endswith("00")


@dataclass(frozen=True, slots=True)
class _Reader:
    text: str
    words: _Words
    context: Context

    def single(self, point: _Point, previous: _Point | None) -> tuple[Span, Interval] | None:
        """A point with the preposition before it; None when it is no time after all."""
        text, words = self.text, self.words
        mode, start = _frame(text, point, words)
        if (
            point.rule == "year"
            and point.weak
            and words.things.match(text, point.end)
            and not _surely(text, point, mode)
        ):
            return None
        if _is_title(text, point, words) and point.rule in ("year", "years"):
            return None
        enumerated = previous is not None and re.fullmatch(
            r",? (?:and|or|и|или) |, ", text[previous.end : point.start]
        )
        if point.weak and mode is None and not enumerated and not _stands_alone(text, point, words):
            return None
        if point.weak and point.rule == "year" and _describes(text, point, start):
            mode, start = None, point.start
        interval = resolve(point.rule, dict(point.groups), self.context)
        if point.rule == "years" and interval == UNKNOWN:
            return None
        return Span(start, point.end), _framed(interval, mode or "in")

    def joined(self, left: _Point, right: _Point, start: int) -> tuple[Span, Interval]:
        """Two points as one range; a month without a year takes the year of the other end."""
        last = resolve(right.rule, dict(right.groups), self.context)
        near = self.context if left.has_year or not last.end else replace(self.context, reference=last.end)
        first = resolve(left.rule, dict(left.groups), near)
        return Span(start, right.end), _range(first, last)


def _starts_before(span: Span, previous_end: int) -> Span:
    return span if span.start >= previous_end else Span(previous_end, max(previous_end, span.end))


def _read(text: str, points: Sequence[_Point], reader: _Reader) -> list[tuple[Span, Interval]]:
    found: list[tuple[Span, Interval]] = []
    index, previous = 0, None
    while index < len(points):
        point, width = points[index], 1
        item: tuple[Span, Interval] | None = None
        if index + 1 < len(points):
            joined, start = _joint_after(text, point, points[index + 1], reader.words)
            if joined:
                item, width = reader.joined(point, points[index + 1], start), 2
        item = item or reader.single(point, previous)
        if item:
            span = _starts_before(item[0], found[-1][0].end if found else 0)
            found.append((span, item[1]))
            previous = points[index + width - 1]
            anchor = item[1].start or item[1].end
            if anchor:
                reader = replace(reader, context=replace(reader.context, anchor=anchor))
        index += width
    return found


def find_periods(
    text: str, reference: str | None = None, language: str = "en"
) -> tuple[tuple[Span, Period], ...]:
    """The times in ``text``, in order, none overlapping; each with its preposition and its period.

    ``reference`` is the ISO prefix that relative times ("last year", "in June", "this week") are counted from; without
    it, and where it is too coarse, they keep their text and have neither start nor end. "that year" and "two months
    earlier" count from the time named before them. A language without rules gives nothing. Raises ``ValueError``
    for a reference that is no ISO prefix.
    """
    if reference is not None and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", reference):
        raise ValueError(f"reference {reference!r} is no ISO date prefix such as 2022, 2022-01 or 2022-01-31")
    if not has_rules("periods", language):
        return ()
    grammar = time_grammar(language)
    reader = _Reader(text, _words(language), Context(reference, None, grammar.tables))
    found = _read(text, _points(text, grammar), reader)
    return tuple((span, Period(text[span.start : span.end], *interval)) for span, interval in found)
