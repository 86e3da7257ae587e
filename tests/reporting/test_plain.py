from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.reporting.plain import (
    host_of,
    line,
    plain_number,
    readable_date,
    readable_period,
    readable_sum,
    short,
    shown,
    storable,
    web_address,
)
from tests.reporting.strategies import hostile

BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@settings(deadline=None)
@given(hostile())
def test_nothing_invisible_or_direction_changing_is_shown(text: str) -> None:
    for char in shown(text):
        assert char in "\t\n\r\v\f\x85" or unicodedata.category(char) not in {"Cc", "Cs"}
        assert unicodedata.bidirectional(char) not in BIDI
    assert not set(line(text)) & set("\n\r\t\x85\u2028\u2029")
    shown(text).encode()


@settings(deadline=None)
@given(hostile(), st.integers(min_value=2, max_value=60))
def test_short_is_short(text: str, limit: int) -> None:
    assert len(short(text, limit)) <= limit
    assert short(text, 10_000) == line(text)


@settings(deadline=None)
@given(st.text())
def test_storable_keeps_offsets(text: str) -> None:
    assert len(storable(text)) == len(text)
    storable(text).encode()


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " https://a.example",
        "https://a.example/\nx",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "//a.example",
        "/local",
        "https://",
        "https://[::1",
        "https://a.example/\u202e",
        'https://a.example/"onclick="x',
        "file:///etc/passwd",
        "",
        None,
    ],
)
def test_only_plain_web_addresses_become_links(url: str | None) -> None:
    assert web_address(url) is None
    assert host_of(url) == ""


def test_web_addresses_stay_as_they_are() -> None:
    url = "https://www.registers.example/a?b=1&c=%20#d"
    assert web_address(url) == url
    assert host_of(url) == "registers.example"


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2020", "2020"),
        ("2020-03", "March 2020"),
        ("2020-03-05", "5 March 2020"),
        ("2020-13", "2020-13"),
        ("about 2020", "about 2020"),
        (None, ""),
    ],
)
def test_dates_read_as_precisely_as_they_are_known(iso: str | None, words: str) -> None:
    assert readable_date(iso) == words


def test_periods_read_as_since_until_and_to() -> None:
    assert readable_period("2019", None) == "since 2019"
    assert readable_period(None, "2020-01") == "until January 2020"
    assert readable_period("2019", "2019") == "2019"
    assert readable_period("2019", "2020") == "2019 to 2020"
    assert readable_period(None, None) == ""


def test_sums_carry_their_currency() -> None:
    assert readable_sum(Decimal("1234567.5"), "USD") == "USD 1,234,567.50"
    assert readable_sum(Decimal("24"), "%") == "24 %"
    assert readable_sum(Decimal("5E+30"), "USD").startswith("USD 5")
    assert readable_sum(Decimal("NaN"), "USD") == ""
    assert readable_sum(None, "USD") == ""


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_exported_numbers_lose_nothing(value: Decimal) -> None:
    assert Decimal(plain_number(value) or "") == value
