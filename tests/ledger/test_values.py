"""Cleaning: what comes out is valid, clean text stays as it is, hostile marks are gone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.ledger import values

ANY = st.text(max_size=60)


@settings(deadline=None, max_examples=150)
@given(ANY)
def test_every_cleaner_is_idempotent(text: str) -> None:
    for kind, clean in values.CLEANERS.items():
        once = clean(text)
        assert once is None or clean(once) == once, kind


@settings(deadline=None, max_examples=150)
@given(ANY)
def test_clean_text_holds_no_control_and_no_direction_mark(text: str) -> None:
    for clean in (values.one_line, values.long_text, values.name):
        found = clean(text) or ""
        assert not any(ch in found for ch in "\x00\x1c\x1d\x1f\x7f\u200f\u202e\u2066\ufeff")


@pytest.mark.parametrize(
    ("given_", "clean"),
    [
        ("2020", "2020"),
        ("2020-3", "2020-03"),
        ("2020-3-5", "2020-03-05"),
        ("2020-03-05T10:20:30Z", "2020-03-05"),
        ("2020-03-05 10:20", "2020-03-05"),
        ("2020-00-00", "2020"),
        ("2020-05-00", "2020-05"),
        ("2020-02-30", None),
        ("2020-13", None),
        ("05.03.2020", None),
        ("yesterday", None),
        ("20201", None),
        ("", None),
    ],
)
def test_a_date_is_an_iso_prefix_whose_length_is_its_precision(given_: str, clean: str | None) -> None:
    assert values.iso_date(given_) == clean


@settings(deadline=None, max_examples=100)
@given(
    st.dates(
        min_value=__import__("datetime").date(1000, 1, 1), max_value=__import__("datetime").date(2999, 12, 31)
    )
)
def test_every_full_date_and_its_prefixes_stay_as_they_are(day: object) -> None:
    text = str(day)
    assert [values.iso_date(text[:n]) for n in (4, 7, 10)] == [text[:4], text[:7], text]


@pytest.mark.parametrize(
    ("given_", "sum_"),
    [
        ("1,338,860", Decimal(1338860)),
        ("0.10", Decimal("0.10")),
        ("12 000", Decimal(12000)),
        ("-5", Decimal(-5)),
        ("50 %", Decimal(50)),
        ("about ten", None),
        ("", None),
        (None, None),
    ],
)
def test_money_is_decimal_and_exact(given_: str | None, sum_: Decimal | None) -> None:
    assert values.decimal(given_) == sum_


@settings(deadline=None, max_examples=100)
@given(st.decimals(min_value=0, max_value=10**15, allow_nan=False, places=2))
def test_a_written_sum_is_read_back_exactly(amount: Decimal) -> None:
    assert values.decimal(values.number(f"{amount:,}")) == amount


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "http://",
        "https://localhost",
        "x",
        "vbscript:x",
        "http://a:b@",
        "//x",
    ],
)
def test_addresses_that_are_no_web_addresses_are_refused(address: str) -> None:
    assert values.url(address) is None


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        ("https://example.org", "https://example.org"),
        ("example.org/a b", "http://example.org/a%20b"),
        ("https://example.org?q=1", "https://example.org?q=1"),
        ("https://example.org:8080/x", "https://example.org:8080/x"),
        ("http://a.example, http://b.example", None),
        ("https://example.ru /", None),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_addresses_are_made_whole_or_refused(address: str, clean: str | None) -> None:
    assert values.url(address) == clean


@pytest.mark.parametrize(
    ("text", "clean"), [("+7 (727) 250-00-00", "+77272500000"), ("(495) 484-63-61", None), ("call me", None)]
)
def test_phones_are_international_numbers(text: str, clean: str | None) -> None:
    assert values.phone(text) == clean


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.Example.org:8080/x?y", "example.org"),
        ("example.org/about", "example.org"),
        ("http://поиск.example/", "поиск.example"),
        ("nonsense", None),
        ("http://[::1", None),
    ],
)
def test_the_domain_of_an_address(address: str, host: str | None) -> None:
    assert values.domain(address) == host


def test_names_keep_markup_as_text_and_lose_marks() -> None:
    assert values.name("\u202eevil <b>Fund</b>\x00\x1f  of\n Examples ") == "evil <b>Fund</b> of Examples"
    assert values.name("...") is None


def test_ids_are_those_that_followthemoney_allows() -> None:
    assert values.entity_id("NK-2Tb.3-x") == "NK-2Tb.3-x"
    for bad in ("", "a b", "../x", "a/b", "-a", "a\n", "ä", "a" * 201, "a:b", "a_b"):
        assert values.entity_id(bad) is None, bad


@settings(deadline=None, max_examples=400)
@given(
    st.sampled_from(sorted(values.CLEAN_ALREADY)),
    st.text("aZ0 .-_/:?#@&\t\n\u00e9\u202e", max_size=12)
    | st.from_regex(r"https?://[a-z.]{1,12}(/[ -~]{0,8})?", fullmatch=True)
    | st.text(max_size=6),
)
def test_what_passes_for_clean_is_what_cleaning_gives(kind: str, text: str) -> None:
    if values.CLEAN_ALREADY[kind].fullmatch(text):
        cleaner = values.CLEANERS.get(kind, values.one_line)
        assert cleaner(text) == text
