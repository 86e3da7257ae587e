"""Wilson's interval, the exact test and the control of the false discovery rate hold what they promise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.auditing.statistics import benjamini_hochberg, binomial_test, wilson


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (1, 10, 0.0179, 0.4042),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (50, 100, 0.4038, 0.5962),
        (0, 0, 0.0, 1.0),
    ],
)
def test_wilson_gives_the_published_values(k: int, n: int, low: float, high: float) -> None:
    assert wilson(k, n) == pytest.approx((low, high), abs=5e-5)


@settings(deadline=None, max_examples=200)
@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_the_share_and_mirrors(pair: tuple[int, int]) -> None:
    k, n = pair
    low, high = wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1
    other_low, other_high = wilson(n - k, n)
    assert (1 - other_high, 1 - other_low) == pytest.approx((low, high), abs=1e-9)


@pytest.mark.parametrize(
    ("k", "n", "p", "expected"),
    [(3, 10, 0.5, 0.34375), (0, 5, 0.5, 0.0625), (5, 10, 0.5, 1.0), (7, 20, 0.2, 0.09822)],
)
def test_the_binomial_test_is_exact(k: int, n: int, p: float, expected: float) -> None:
    assert binomial_test(k, n, p) == pytest.approx(expected, abs=2e-3)


def test_benjamini_and_hochberg_give_their_own_example() -> None:
    values = [0.01, 0.04, 0.03, 0.005]
    assert benjamini_hochberg(values) == pytest.approx([0.02, 0.04, 0.04, 0.02])


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), max_size=30))
def test_adjusted_values_keep_the_order_and_are_never_smaller(values: list[float]) -> None:
    adjusted = benjamini_hochberg(values)
    assert all(a >= v - 1e-12 for a, v in zip(adjusted, values, strict=True))
    order = sorted(range(len(values)), key=lambda i: values[i])
    assert [adjusted[i] for i in order] == sorted(adjusted)
