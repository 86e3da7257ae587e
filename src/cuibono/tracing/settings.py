"""The numbers that tracing depends on, named once. Costs are whole hundredths, so that sums are exact and ties are ties."""

from __future__ import annotations

from typing import Final

HUB_TIES: Final = 5_000
"""An actor in the middle that is tied to more others than this is not walked through: it links everybody."""

HOP_COST: Final = 100
HUB_COST: Final = 50
"""Added for each tenfold of others that an actor in the middle is tied to, beyond the first ten."""

WEAK_COST: Final = 100
"""Added for a hop that only a news report or an opinion speaks of."""

STANDING_COST: Final = {"self": 0, "regulator": 10, "third_party": 20, "other_state": 60}
"""Added by who speaks: the party's own record first, what one state says of another's bodies last."""

SINK_COST: Final = 150
"""Added where two ties meet head on: both give to the same body, both are members of it. It does not tie the two."""

SOURCE_COST: Final = 50
"""Added where two ties part: the same funder, owner or head stands behind both."""

SCHEMA_COST: Final = {
    "Control": 0,
    "Ownership": 0,
    "Parent": 0,
    "Payment": 10,
    "Debt": 20,
    "Directorship": 10,
    "Representation": 10,
    "Succession": 10,
    "Employment": 30,
    "Occupancy": 30,
    "Membership": 30,
    "ProjectParticipant": 40,
    "ContractAward": 30,
    "UnknownLink": 60,
    "Documentation": 80,
}
OTHER_COST: Final = 70
"""What a hop costs beside ``HOP_COST``: records that bind more cost less."""

PRIVATE: Final = frozenset({"Family", "Associate", "Similar"})
"""Kin and company of private persons, and guesses of identity: walked only when asked for by name."""

MUTUAL: Final = frozenset({"UnknownLink", "Succession", "Family", "Associate", "Similar"})
"""Relations that run neither way: a path goes through them without turning."""

BACKWARD: Final = frozenset({"Debt"})
"""Relations whose record runs against the money: a debt is written from debtor to creditor."""

MAX_ROWS: Final = 1_000_000
"""Partial paths held at once; beyond it the search is cut off and says so."""
