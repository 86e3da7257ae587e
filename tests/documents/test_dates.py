"""Dates are as precise as they are written, and what could be two days is none."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.documents import dates
from cuibono.documents.data import table


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2022", "2022"), ("2022-01", "2022-01"), ("2022-01-14", "2022-01-14"), ("2022-01-14T23:59:00+06:00", "2022-01-14"),
        ("2022-01-14 10:00", "2022-01-14"), ("20220114", "2022-01-14"), ("2022/1/4", "2022-01-04"), ("14 January 2022", "2022-01-14"),
        ("January 14, 2022", "2022-01-14"), ("Jan. 14, 2022", "2022-01-14"), ("Fri, 14 Jan 2022 10:00:00 GMT", "2022-01-14"),
        ("14 января 2022 г.", "2022-01-14"), ("14 січня 2022", "2022-01-14"), ("2022 жылғы 14 қаңтар", "2022-01-14"),
        ("14. Januar 2022", "2022-01-14"), ("14 janvier 2022", "2022-01-14"), ("14 de enero de 2022", "2022-01-14"),
        ("1er janvier 2022", "2022-01-01"), ("14.01.2022", "2022-01-14"), ("2022年1月14日", "2022-01-14"), ("4.1.2022", "2022-01-04"),
        ("01/02/2022", None), ("2022-02-30", None), ("2022-13-01", None), ("32 January 2022", None), ("1642118400", None),
        ("May", None), ("", None), ("0001-01-01", None), ("3000-01-01", None), ("version 1.2.2022.4", None), ("10.11.12", None),
        (None, None), (2022, None), (["2022-01-14"], None),
    ],
)  # fmt: skip
def test_metadata_dates(written: object, expected: str | None) -> None:
    assert dates.from_metadata(written) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/2022/01/14/story", "2022-01-14"), ("https://a.example/2022/01/story", "2022-01"),
        ("https://a.example/2022-01-14/story", "2022-01-14"), ("https://a.example/news/20220114-story.html", "2022-01-14"),
        ("https://a.example/2022/story", None), ("https://a.example/story?d=/2022/01/14/", None), ("https://a.example/2022/13/01/x", None),
        ("https://2022.example/01/14/", None), ("https://a.example/1234567890123", None), (None, None), ("", None),
    ],
)  # fmt: skip
def test_dates_in_addresses(url: str | None, expected: str | None) -> None:
    assert dates.from_url(url) == expected


@settings(deadline=None, max_examples=100)
@given(st.dates(date(1800, 1, 1), date(2020, 1, 1)))
def test_any_day_is_read_back_in_every_language(day: date) -> None:
    for months in table("months").values():
        name = months[day.month - 1].split()[0]
        assert dates.visible(f"{day.day} {name} {day.year}") == day.isoformat()
    assert dates.visible(f"{day:%d.%m.%Y}") == dates.from_metadata(day.isoformat()) == day.isoformat()


def test_the_future_is_no_date_but_tomorrow_may_be_elsewhere() -> None:
    today = datetime.now(UTC).date()
    assert dates.from_metadata((today + timedelta(days=1)).isoformat()) is not None
    assert dates.from_metadata((today + timedelta(days=3)).isoformat()) is None


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=60))
def test_any_text_has_a_date_or_none(text: str) -> None:
    for found in (dates.from_metadata(text), dates.visible(text), dates.from_url(text)):
        assert found is None or dates.iso_prefix(found) == found
