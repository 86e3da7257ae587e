"""The numbers that tracing depends on, named once."""

from __future__ import annotations

from typing import Final

MAX_NODES: Final = 20_000
"""Actors looked at from one end; beyond it the search is cut off and says so."""

HUB_DEGREE: Final = 5_000
"""An actor in the middle with more records than this is not walked through: it links everybody."""

HOP_COST: Final = 1.0
HUB_COST: Final = 0.5
"""Added for each tenfold of records that an actor in the middle has beyond the first ten."""

WEAK_COST: Final = 1.0
"""Added for a hop that only a news report or an opinion speaks of."""

SCHEMA_COST: Final = {
    "Control": 0.0,
    "Ownership": 0.0,
    "Parent": 0.0,
    "Payment": 0.1,
    "Debt": 0.2,
    "Directorship": 0.1,
    "Representation": 0.1,
    "Succession": 0.1,
    "Employment": 0.3,
    "Occupancy": 0.3,
    "Membership": 0.3,
    "ProjectParticipant": 0.4,
    "ContractAward": 0.3,
    "UnknownLink": 0.6,
    "Documentation": 0.8,
}
OTHER_COST: Final = 0.7
"""What a hop costs beside ``HOP_COST``: records that bind more cost less."""
