"""Last checks on a candidate: states are not employers, unreal clauses make no claim, ends must be actors."""

from __future__ import annotations

from cuibono.claims.english.candidates import Candidate
from cuibono.claims.english.kinds import is_office
from cuibono.claims.english.reporting import Stance

_PERSON_ACTS = frozenset(("leads",))


def accepted(c: Candidate, view: Stance) -> bool:
    """Whether the candidate becomes a claim."""
    if (not view.real and c.predicate != "cites") or c.subject.mention.name == c.object.mention.name:
        return False
    if c.subject.kind in ("place", "work") or c.object.kind in ("work",):
        return False
    if c.object.kind == "place" and c.predicate not in ("funds", "sanctioned"):
        return False
    if c.predicate in _PERSON_ACTS and c.subject.kind not in ("person", "unknown"):
        return False
    return not (
        c.predicate in ("leads", "works_for", "founded")
        and c.object.kind in ("state", "place")
        and " " not in c.object.mention.name
        and not is_office(c.object.mention.text)
    )
