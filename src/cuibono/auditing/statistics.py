"""The statistics of the rates: Wilson's interval, an exact binomial test, control of the false discovery rate."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, lgamma, log, log1p, sqrt

Z95 = 1.959963984540054


def wilson(successes: int, trials: int, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval for a share (Wilson 1927); (0, 1) for no trials.

    >>> [round(x, 4) for x in wilson(1, 10)]
    [0.0179, 0.4042]
    """
    if not 0 <= successes <= trials:
        raise ValueError(f"{successes} of {trials}")
    if trials == 0:
        return 0.0, 1.0
    share = successes / trials
    spread = z * z / trials
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * sqrt(share * (1 - share) / trials + spread / (4 * trials))
    low = 0.0 if successes == 0 else max(0.0, middle - half)
    high = 1.0 if successes == trials else min(1.0, middle + half)
    return low, high


def binomial_test(successes: int, trials: int, share: float) -> float:
    """Two-sided exact binomial test: the probability of outcomes no likelier than this one under ``share``."""
    if trials == 0:
        return 1.0
    share = min(max(share, 1e-12), 1 - 1e-12)
    seen = _log_mass(successes, trials, share)
    total = sum(exp(mass) for k in range(trials + 1) if (mass := _log_mass(k, trials, share)) <= seen + 1e-7)
    return min(1.0, total)


def _log_mass(k: int, n: int, share: float) -> float:
    ways = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    return ways + k * log(share) + (n - k) * log1p(-share)


def benjamini_hochberg(values: Sequence[float]) -> list[float]:
    """Adjusted p-values (Benjamini and Hochberg 1995), in the order given: reject where one is at most the wanted rate."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    adjusted = [1.0] * len(values)
    lowest = 1.0
    for rank in range(len(order), 0, -1):
        place = order[rank - 1]
        lowest = min(lowest, values[place] * len(values) / rank)
        adjusted[place] = lowest
    return adjusted
