"""The numbers that findings depend on, named once."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

MIN_CONFIDENCE: Final = 0.5
"""A decisive finding on a claim extracted with less confidence than this asks for review."""

AMOUNT_TOLERANCE: Final = Decimal("0.10")
"""Sums that differ by no more than this share of the claimed sum do not differ."""

CONDUIT_SHARE: Final = Decimal("0.5")
"""A go-between is a conduit when more than this share of its recorded income comes from the payer."""

CONTROL_SHARE: Final = Decimal(50)
"""Per cent of the shares from which ownership implies control; a majority is more than this."""

MAX_HOPS: Final = 4
"""Links of a chain of ownership, control or parents that are followed."""

MAX_FETCHED: Final = 20_000
"""Neighbours fetched for one document; beyond it the rest is left out and the finding says so."""

MAX_SHOWN: Final = 8
"""Records shown beside a finding that do not decide it."""

MAX_DECIDING: Final = 40
"""Records listed as deciding a finding; sums always use all of them."""

GAP_DAYS: Final = 366
"""Two terms of office or spells of ownership that lie no further apart than this count as one."""

QUOTATION_REACH: Final = 400
"""Characters around a claim in which a quotation counts as one of the source it names."""

PURPOSE_LENGTH: Final = 120
"""Characters of a record's purpose that a summary shows."""

MAX_TOLD: Final = 3
"""Clauses of the first sentence of an explanation; the rest is counted."""
