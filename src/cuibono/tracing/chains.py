"""Chains of ownership and control: links in a row, with the product of their shares.

The rule for when a chain holds (each link half or more, or control) is that of beneficial-ownership practice: a holder of half
or more decides at every step. The product is the economic share that reaches the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

HALF = Decimal(50)


@dataclass(frozen=True, slots=True, order=True)
class Holding:
    """One link: ``source`` holds ``share`` per cent of ``target`` (None: not stated), or has ``control`` of it.

    ``key`` is the id of the record behind it.
    """

    source: str
    target: str
    key: str
    share: Decimal | None = None
    control: bool = False

    @property
    def solid(self) -> bool:
        return self.control or (self.share is not None and self.share >= HALF)


@dataclass(frozen=True, slots=True)
class Chain:
    """Holdings from the first holder down to the last thing held."""

    holdings: tuple[Holding, ...]

    @property
    def nodes(self) -> tuple[str, ...]:
        return (self.holdings[0].source, *(h.target for h in self.holdings))

    @property
    def solid(self) -> bool:
        """Whether every link is control or half of the shares or more."""
        return all(h.solid for h in self.holdings)

    @property
    def share(self) -> Decimal | None:
        """The product of the shares in per cent; None where a link states none."""
        shares = [h.share for h in self.holdings]
        if any(s is None for s in shares):
            return None
        return reduce(lambda total, s: total * (s or Decimal(0)) / 100, shares, Decimal(100))


def chains(
    holdings: Iterable[Holding], starts: frozenset[str], ends: frozenset[str], *, max_hops: int = 4
) -> tuple[Chain, ...]:
    """All chains of 1 to ``max_hops`` links from one of ``starts`` to one of ``ends`` that pass no node twice.

    Ordered: solid ones first, then fewer links, then the larger product, then record ids. A chain ends at the first of
    ``starts`` that it reaches going up.
    """
    above: dict[str, list[Holding]] = {}
    for holding in sorted(holdings, key=lambda h: (h.source, h.target, h.key)):
        above.setdefault(holding.target, []).append(holding)
    found = [chain for end in sorted(ends) for chain in _climb(above, starts, (), end, max_hops, {end})]
    return tuple(sorted(found, key=_order))


def _order(chain: Chain) -> tuple[bool, int, Decimal, tuple[str, ...]]:
    share = chain.share
    product = -share if share is not None else Decimal(1)
    return (not chain.solid, len(chain.holdings), product, tuple(h.key for h in chain.holdings))


def _climb(
    above: Mapping[str, list[Holding]],
    starts: frozenset[str],
    below: tuple[Holding, ...],
    node: str,
    hops: int,
    seen: set[str],
) -> list[Chain]:
    if hops == 0:
        return []
    found: list[Chain] = []
    for holding in above.get(node, ()):
        if holding.source in seen:
            continue
        path = (holding, *below)
        if holding.source in starts:
            found.append(Chain(path))
        else:
            found += _climb(above, starts, path, holding.source, hops - 1, seen | {holding.source})
    return found
