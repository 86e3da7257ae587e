"""Sums and shares: value, currency, bound, rounding, rate; counted people are none."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.claims.amounts import find_amounts
from cuibono.claims.wordlists import load_rules

ENGLISH = [
    ("$1.3m", "1300000", "USD", "exact", "50000", None),
    ("$1.3 million", "1300000", "USD", "exact", "50000", None),
    ("€3bn", "3000000000", "EUR", "exact", "500000000", None),
    ("US$5 million", "5000000", "USD", "exact", "500000", None),
    ("C$2,500", "2500", "CAD", "exact", "0.5", None),
    ("A$1,369,773", "1369773", "AUD", "exact", "0.5", None),
    ("HK$20m", "20000000", "HKD", "exact", "500000", None),
    ("₽5 million", "5000000", "RUB", "exact", "500000", None),
    ("₸10 billion", "10000000000", "KZT", "exact", "500000000", None),
    ("about 40 million tenge", "40000000", "KZT", "about", "500000", None),
    ("1.3 million New Zealand dollars", "1300000", "NZD", "exact", "50000", None),
    ("95 million shillings", "95000000", None, "exact", "500000", None),
    ("almost 19 billion rubles", "19000000000", "RUB", "about", "500000000", None),
    ("10 million Swiss francs", "10000000", "CHF", "exact", "500000", None),
    ("4 million Saudi riyals", "4000000", "SAR", "exact", "500000", None),
    ("3 crore rupees", "30000000", None, "exact", "5000000", None),
    ("5 lakh Indian rupees", "500000", "INR", "exact", "50000", None),
    ("more than $100 million", "100000000", "USD", "over", "500000", None),
    ("at least €2m", "2000000", "EUR", "at_least", "500000", None),
    ("up to £400", "400", "GBP", "at_most", "0.5", None),
    ("less than £400", "400", "GBP", "under", "0.5", None),
    ("$5 million or more", "5000000", "USD", "at_least", "500000", None),
    ("$2-3 million", "2000000", "USD", "at_least", "500000", None),
    ("between $2 million and $3 million", "2000000", "USD", "at_least", "500000", None),
    ("60,000 to 90,000 euros", "60000", "EUR", "at_least", "0.5", None),
    ("millions of dollars", "2000000", "USD", "at_least", "500000", None),
    ("tens of thousands of euros", "20000", "EUR", "at_least", "5000", None),
    ("half a million dollars", "500000", "USD", "exact", "50000", None),
    ("two hundred million euros", "200000000", "EUR", "exact", "50000000", None),
    ("$2 million a year", "2000000", "USD", "exact", "500000", "year"),
    ("$10,000 per month", "10000", "USD", "exact", "0.5", "month"),
    ("51 percent", "51", "%", "exact", "0.5", None),
    ("0.5%", "0.5", "%", "exact", "0.05", None),
]
RUSSIAN = [
    ("около 5,2 млн долларов", "5200000", "USD", "about", "50000", None),
    ("более 1 млрд долларов", "1000000000", "USD", "over", "500000000", None),
    ("12 млн рублей", "12000000", "RUB", "exact", "500000", None),
    ("12 000 000 тенге", "12000000", "KZT", "exact", "0.5", None),
    ("сотни миллионов рублей", "200000000", "RUB", "at_least", "50000000", None),
    ("от 2 до 3 млн евро", "2000000", "EUR", "at_least", "500000", None),
    ("до 3 млн евро", "3000000", "EUR", "at_most", "500000", None),
    ("полмиллиона долларов", "500000", "USD", "exact", "50000", None),
    ("1,5 миллиарда рублей в год", "1500000000", "RUB", "exact", "50000000", "year"),
    ("65,43%", "65.43", "%", "exact", "0.005", None),
    ("контрольный пакет", "50", "%", "over", "0", None),
]


@pytest.mark.parametrize(
    "row", [("en", *row) for row in ENGLISH] + [("ru", *row) for row in RUSSIAN], ids=lambda row: row[1]
)
def test_a_sum_is_read(row: tuple[str, str, str, str | None, str, str, str | None]) -> None:
    language, words, value, currency, bound, rounding, per = row
    text = f"X {words} Y" if language == "en" else f"Х {words}, У"
    ((span, amount),) = find_amounts(text, language)
    assert text[span.start : span.end] == amount.text == words
    assert (amount.value, amount.currency, amount.bound) == (Decimal(value), currency, bound)
    assert (amount.rounding, amount.per) == (Decimal(rounding), per)


@pytest.mark.parametrize(
    ("text", "words", "value", "bound"),
    [
        ("It holds a majority stake in the bank.", "majority", "50", "over"),
        ("a minority shareholder", "minority", "50", "under"),
        ("a third of its budget", "a third", "33.3", "exact"),
        ("up to half the income of the institute", "up to half", "50", "at_most"),
        ("a wholly-owned subsidiary", "wholly", "100", "exact"),
    ],
)
def test_shares_in_words_are_percentages(text: str, words: str, value: str, bound: str) -> None:
    ((_, amount),) = find_amounts(text)
    assert (amount.text, amount.value, amount.currency, amount.bound) == (words, Decimal(value), "%", bound)


def test_a_yearly_grant_is_a_rate() -> None:
    ((_, amount),) = find_amounts("It received an annual grant of $500,000.")
    assert (amount.value, amount.per) == (Decimal(500000), "year")


def test_two_sums_joined_by_and_stay_two() -> None:
    assert [a.value for _, a in find_amounts("$100,000 and $200,000")] == [Decimal(100000), Decimal(200000)]


def test_the_second_of_a_list_may_lack_its_currency() -> None:
    found = find_amounts("Институт А — 4,2 млн долларов; институт Б — 2,1 млн; фонд В — 870 тысяч.", "ru")
    assert [(a.value, a.currency) for _, a in found] == [
        (Decimal(4200000), "USD"),
        (Decimal(2100000), None),
        (Decimal(870000), None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "12 million people live there",
        "2,000 employees",
        "4.5 million viewers",
        "5 pounds of sugar",
        "in 2020",
        "5m away",
        "Article 5",
    ],
)
def test_counted_things_are_no_sums(text: str) -> None:
    assert find_amounts(text) == ()


def test_a_figure_of_absurd_length_is_no_sum() -> None:
    assert find_amounts("$" + "9" * 400 + " was paid") == ()


def test_a_language_without_rules_gives_nothing() -> None:
    assert find_amounts("5 миллион теңге", "kk") == ()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_currencies_are_iso_codes_and_bounds_are_the_models(language: str) -> None:
    rules = load_rules("amounts", language)
    codes = {*rules["prefixes"].values(), *rules["suffixes"].values()}
    assert all(code == "%" or (len(code) == 3 and code.isupper()) for code in codes)
    assert {*rules["bounds"], *rules["bounds_after"]} <= {"about", "at_least", "at_most", "over", "under"}
    assert {*rules["rates"], *rules["rates_before"]} <= {"year", "month"}


@settings(deadline=None, max_examples=150)
@given(
    st.integers(1, 999_999_999), st.sampled_from([("$", "USD"), ("€", "EUR"), ("£", "GBP"), ("A$", "AUD")])
)
def test_a_written_integer_keeps_its_value_and_half_a_unit_of_rounding(
    value: int, currency: tuple[str, str]
) -> None:
    ((_, amount),) = find_amounts(f"paid {currency[0]}{value:,} to it")
    assert (amount.value, amount.currency, amount.rounding) == (Decimal(value), currency[1], Decimal("0.5"))


PIECES = st.lists(
    st.sampled_from(
        ["$", "5", "1.3", "million", "%", "more than", "of", "dollars", "a", "year", "-", "to", "and", "€", "bn", "half", "its", "budget",
         "млн", "рублей", "до", "5,2", "тысяч", "12 000"]
    ),
    max_size=12,
).map(" ".join)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(PIECES, st.sampled_from(["en", "ru"]))
def test_spans_are_exact_and_apart_and_values_finite(text: str, language: str) -> None:
    found = find_amounts(text, language)
    assert all(text[span.start : span.end] == amount.text for span, amount in found)
    assert all(a[0].end <= b[0].start for a, b in itertools.pairwise(found))
    assert all(amount.value.is_finite() and amount.value >= 0 and amount.rounding >= 0 for _, amount in found)
