"""Dates as days: a record has time in common with a span exactly when their prefixes do not exclude it."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cuibono.ledger.records import Edge
from cuibono.tracing.filters import ALWAYS, NEVER, Filter, first_day, last_day

days = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.isoformat)
prefixes = st.tuples(days, st.sampled_from([4, 7, 10])).map(lambda pair: pair[0][: pair[1]])


@given(prefixes)
def test_a_prefix_begins_and_ends_with_its_own_days(text: str) -> None:
    first, last = date.fromordinal(first_day(text)), date.fromordinal(last_day(text))
    assert first.isoformat().startswith(text)
    assert last.isoformat().startswith(text)
    assert first == date.min or not date.fromordinal(first.toordinal() - 1).isoformat().startswith(text)
    assert last == date.max or not date.fromordinal(last.toordinal() + 1).isoformat().startswith(text)


@given(st.none() | prefixes, st.none() | prefixes, st.none() | prefixes, st.none() | prefixes)
def test_dates_of_different_precision_are_compared_at_the_coarser(
    start: str | None, end: str | None, since: str | None, until: str | None
) -> None:
    def after(one: str | None, two: str | None) -> bool:
        if one is None or two is None:
            return False
        length = min(len(one), len(two))
        return one[:length] > two[:length]

    edge = Edge("e", "Payment", "a", "b", "list", "1", start, end)
    assert Filter(None, since, until).admits(edge) == (not after(start, until) and not after(since, end))


def test_what_is_no_date_is_taken_for_none() -> None:
    assert {first_day(t) for t in (None, "", "soon", "2020-13", "2020-02-30")} == {NEVER}
    assert {last_day(t) for t in (None, "", "soon", "2020-13", "2020-02-30")} == {ALWAYS}
