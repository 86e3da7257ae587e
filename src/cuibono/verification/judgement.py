"""What :func:`cuibono.verification.judge.judge` returns: a finding with the comparisons and records behind it."""

from __future__ import annotations

from dataclasses import dataclass

from cuibono.model import Difference, Finding
from cuibono.verification.gap import Gap
from cuibono.verification.ties import Tie

THROUGH_MONEY = frozenset({"conduit", "go_between"})
"""Comparisons that tell a go-between's income themselves: the first sentence need not."""


@dataclass(frozen=True, slots=True)
class Note:
    """A further sentence or a reason for review: its ``code`` in the catalogue and the values of its placeholders."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """A finding on one day.

    ``decides`` are the ties that it rests on, ``shows`` those that inform. ``review`` and ``lead`` are codes of the message
    catalogue (``values`` fill the lead); ``fact`` is what the deciding records say, in words. ``document``: the article itself is
    the evidence.
    """

    finding: Finding
    gaps: tuple[Gap, ...] = ()
    decides: tuple[Tie, ...] = ()
    shows: tuple[Tie, ...] = ()
    review: tuple[Note, ...] = ()
    lead: str = ""
    fact: str = ""
    notes: tuple[Note, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    document: bool = False

    @property
    def differences(self) -> tuple[Difference, ...]:
        return tuple(gap.difference() for gap in self.gaps)
