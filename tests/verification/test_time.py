"""Time: prefixes stand for all their days; windows and records meet or do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.model import Claim, Mention, Period, Span
from cuibono.verification.time import (
    FIRST,
    LAST,
    Interval,
    Window,
    could_be_later,
    covers,
    first_day,
    interval,
    last_day,
    spoken,
    timing,
    window,
)

days = st.dates().map(lambda d: d.isoformat()).filter(lambda d: d >= "1000")
prefixes = days.flatmap(lambda d: st.sampled_from([d, d[:7], d[:4]]))


def claim(predicate: str = "owns", **values: object) -> Claim:
    here = Mention("x", Span(0, 1), "x")
    return Claim("c", "x", Span(0, 1), here, predicate, here, **values)  # type: ignore[arg-type]


@given(prefixes)
def test_a_prefix_lies_between_its_first_and_last_day(prefix: str) -> None:
    assert first_day(prefix) <= last_day(prefix)
    assert first_day(prefix).startswith(prefix)
    assert last_day(prefix).startswith(prefix)


@pytest.mark.parametrize(
    ("prefix", "last"), [("2020-02", "2020-02-29"), ("2021-02", "2021-02-28"), ("1999", "1999-12-31")]
)
def test_months_have_their_length(prefix: str, last: str) -> None:
    assert last_day(prefix) == last


@pytest.mark.parametrize("text", ["", "soon", "20", "c. 1990"])
def test_what_is_no_date_is_unbounded(text: str) -> None:
    assert (first_day(text), last_day(text)) == (FIRST, LAST)


@given(prefixes, prefixes)
def test_timing_is_one_of_in_earlier_later_and_mirrors(one: str, two: str) -> None:
    a, b = interval(one, one, event=True), interval(two, two, event=True)
    there = timing(a, Window(b.start, b.end))
    back = timing(b, Window(a.start, a.end))
    assert back == {"in": "in", "earlier": "later", "later": "earlier"}[there]


def test_a_state_without_an_end_is_in_force() -> None:
    assert interval("2010", None, event=False) == Interval("2010-01-01", LAST)


def test_an_event_without_an_end_is_over_on_its_day() -> None:
    assert interval("2010-05-05", None, event=True) == Interval("2010-05-05", "2010-05-05")


def test_the_present_asks_for_the_day_itself_and_the_past_for_any_before() -> None:
    assert window(claim(), "2022-01-14") == Window("2022-01-14", "2022-01-14")
    assert window(claim(past=True), "2022-01-14") == Window(FIRST, "2022-01-14")
    assert window(claim("funds"), "2022-01-14") == Window(FIRST, "2022-01-14")


@pytest.mark.parametrize(
    ("cue", "past", "present"),
    [
        ("under sanctions", False, True),
        ("sanctioned", True, False),
        ("sanctioned", False, False),
        ("is blacklisted", False, True),
    ],
)
def test_a_listing_is_an_act_or_a_state(cue: str, past: bool, present: bool) -> None:
    asked = window(claim("sanctioned", cue=cue, past=past), "2022-01-14")
    assert (asked.start == "2022-01-14") == present


@pytest.mark.parametrize(
    ("period", "stretch"),
    [
        (Period("since 2010", "2010"), True),
        (Period("until 2010", None, "2010"), True),
        (Period("in 2010", "2010", "2010"), False),
        (Period("from 2010 to 2014", "2010", "2014"), True),
        (Period("in the 1990s", "1990", "1999"), False),
        (Period("between March and May 2010", "2010-03", "2010-05"), False),
    ],
)
def test_a_stretch_is_claimed_whole_a_moment_is_not(period: Period, stretch: bool) -> None:
    assert window(claim(period=period), "2022-01-14").stretch == stretch


def test_spells_a_year_apart_are_one_and_longer_gaps_are_not() -> None:
    asked = Window("2010-01-01", "2022-01-14", explicit=True, since=True, stretch=True)
    first = interval("2010", "2014", event=False)
    assert covers([first, interval("2015-06", None, event=False)], asked, event=False)
    assert not covers([first, interval("2018", None, event=False)], asked, event=False)


@given(st.lists(st.tuples(prefixes, prefixes).map(sorted), max_size=4))
def test_more_records_never_cover_less(spans: list[list[str]]) -> None:
    asked = Window("2010-01-01", "2014-12-31", explicit=True, stretch=True)
    spells = [interval(a, b, event=False) for a, b in spans]
    if spells and covers(spells[:1], asked, event=False):
        assert covers(spells, asked, event=False)


def test_only_a_coarse_date_around_the_day_may_be_later() -> None:
    assert could_be_later("2022", "2022-01-14")
    assert not could_be_later("2021", "2022-01-14")
    assert not could_be_later("2022-01-13", "2022-01-14")
    assert not could_be_later(None, "2022-01-14")


def test_times_are_told_plainly() -> None:
    assert spoken("2015", "2019") == "2015 to 2019"
    assert spoken("2015", "2015") == "2015"
    assert spoken(None, "2019") == "until 2019"
    assert spoken(None, None) == ""
