"""One comparison that came out unequal, before it becomes a :class:`~cuibono.model.Difference`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cuibono.model import Difference

Weight = Literal["informs", "lessens", "misdates", "contradicts"]


@dataclass(frozen=True, slots=True)
class Gap:
    """``field`` as in findings, ``code`` of the sentence that explains it, and what it does to the finding.

    ``informs`` may stand on a supported claim, ``lessens`` makes it overstated, ``misdates`` misdated, ``contradicts`` contradicts
    it. ``review`` is a
    reason for a person to look, where the comparison could not be made in full.
    """

    field: str
    code: str
    claimed: str
    recorded: str
    weight: Weight = "informs"
    review: str | None = None

    def difference(self) -> Difference:
        return Difference(self.field, self.claimed, self.recorded)
