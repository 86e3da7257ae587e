"""Money: sums that no list counts twice, bounds, shares, instruments."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.ledger.records import Edge
from cuibono.model import Amount
from cuibono.verification import money
from cuibono.verification.records import Record


def paid(number: int, amount: int | None, dataset: str = "one", year: str = "2020", **props: str) -> Record:
    edge = Edge(
        f"p{number}", "Payment", "a", "b", dataset, "1", year,
        amount=None if amount is None else Decimal(amount), currency="USD",
        properties={k: (v,) for k, v in props.items()},
    )  # fmt: skip
    return Record(edge, "a", "b", None, "Payment")


def claimed(
    value: int, bound: str = "exact", text: str = "", currency: str = "USD", rounding: int = 0
) -> Amount:
    return Amount(text or str(value), Decimal(value), currency, bound, Decimal(rounding))  # type: ignore[arg-type]


sums = st.lists(st.integers(1, 50), max_size=6)


@given(sums)
def test_a_list_repeated_in_another_dataset_adds_nothing(amounts: list[int]) -> None:
    once = [paid(i, a) for i, a in enumerate(amounts)]
    again = [paid(i + 100, a, "two") for i, a in enumerate(amounts)]
    assert money.totals(once) == money.totals(once + again)


@given(sums)
def test_equal_payments_of_one_list_are_several(amounts: list[int]) -> None:
    held = [paid(i, a) for i, a in enumerate(amounts)]
    assert money.totals(held).get("USD", 0) == sum(amounts)


@given(sums, sums)
def test_what_one_list_alone_holds_is_never_more_than_all(one: list[int], two: list[int]) -> None:
    held = [paid(i, a) for i, a in enumerate(one)] + [paid(i + 50, a, "two") for i, a in enumerate(two)]
    assert money.largest_single_source(held, "USD") <= money.totals(held).get("USD", Decimal(0))


@given(
    st.integers(1, 10**6),
    st.integers(1, 10**6),
    st.sampled_from(["exact", "about", "at_least", "over", "under", "at_most"]),
)
def test_every_comparison_has_one_answer_and_equals_itself(value: int, recorded: int, bound: str) -> None:
    amount = claimed(value, bound)
    assert money.compare(amount, Decimal(value), Decimal(value)) == "equal"
    found = money.compare(amount, Decimal(recorded), Decimal(recorded))
    if recorded > value and bound in ("at_least", "over"):
        assert found == "equal"
    if found == "exceeds_bound":
        assert bound in ("under", "at_most")
        assert recorded > value


@given(st.integers(10, 10**6))
def test_ten_per_cent_is_the_edge(value: int) -> None:
    amount = claimed(value * 10)
    assert money.compare(amount, Decimal(value * 9), Decimal(value * 9)) == "equal"
    assert money.compare(amount, Decimal(value * 9 - 1), Decimal(value * 9 - 1)) == "more_claimed"


@pytest.mark.parametrize(
    ("text", "quote", "limit"),
    [
        ("less than $50,000", "", True),
        ("no more than $50,000", "", True),
        ("up to $50,000", "", False),
        ("$50,000", "received up to $50,000 a year", False),
        ("$50,000", "received at most $50,000", True),
        ("nearly $50,000", "", False),
        ("до 50 000 долларов", "", False),
    ],
)
def test_limits_are_told_from_loose_figures(text: str, quote: str, limit: bool) -> None:
    assert money.is_upper_bound(claimed(50000, "at_most", text), quote) == limit


@pytest.mark.parametrize(
    ("text", "majority", "half"),
    [
        ("51", True, True), ("51.00 %", True, True), ("50", False, True), ("49,9", False, False), ("50-75", True, True),
        ("25-50", False, False), ("75 to 100", True, True), (">50%", True, True), ("more than 25", False, False), ("100", True, True),
    ],
)  # fmt: skip
def test_shares_are_read_as_registers_write_them(text: str, majority: bool, half: bool) -> None:
    edge = Edge("o", "Ownership", "a", "b", "one", "1", properties={"percentage": (text,)})
    share = money.share_of(edge)
    assert share is not None
    assert (share.majority, share.half) == (majority, half)


@pytest.mark.parametrize("text", ["", "a lot", "1200"])
def test_a_share_that_cannot_be_read_is_none(text: str) -> None:
    assert (
        money.share_of(Edge("o", "Ownership", "a", "b", "one", "1", properties={"percentage": (text,)}))
        is None
    )


@pytest.mark.parametrize(
    ("purpose", "kinds"),
    [
        ("Grant: media training", {"grant"}),
        ("subscription to the wire", {"subscription"}),
        ("contract for printing", {"contract"}),
        ("federal appropriation", {"subsidy"}),
        ("integrated planting", set()),
        ("грант на обучение", {"grant"}),
    ],
)
def test_instruments_are_whole_words(purpose: str, kinds: set[str]) -> None:
    assert money.instruments_of(paid(1, 1, purpose=purpose).edge) == kinds


def test_a_loan_is_no_income() -> None:
    assert not money.is_income(paid(1, 1, purpose="loan for a press").edge)
    assert money.is_income(paid(1, 1, purpose="grant").edge)


def test_a_sum_that_only_stands_converted_is_read() -> None:
    edge = Edge("p", "Payment", "a", "b", "one", "1", properties={"amountEur": ("100000",)})
    assert Record(edge, "a", "b", None, "Payment").money == (Decimal(100000), "EUR")


def test_a_sum_without_a_currency_is_not_compared() -> None:
    edge = Edge("p", "Payment", "a", "b", "one", "1", amount=Decimal(5))
    assert money.totals([Record(edge, "a", "b", None, "Payment")]) == {}


def test_money_is_printed_plainly() -> None:
    assert money.format_sum(Decimal("44000.00"), "USD") == "44,000 USD"
    assert money.format_sum(Decimal("44000.5"), "USD") == "44,000.50 USD"
    assert money.format_share(Decimal("99.80")) == "99.8 %"
    assert money.format_share(Decimal(48)) == "48 %"
