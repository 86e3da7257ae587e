"""Whether the ends of a tie can stand in its relation, and what a citation or measure is."""

from __future__ import annotations

import re

from cuibono.claims.russian.actors import Resolved
from cuibono.claims.russian.phrases import Phrase
from cuibono.claims.russian.ties import Tie
from cuibono.model import Predicate

HIRING = frozenset({"нанять", "нанимать", "консультировать", "проконсультировать"})
"""Verbs by which a state, too, is an employer or client."""


def measure(text: str) -> str | None:
    """The measure that a clause names: "нежелательная организация" and "иностранный агент" are not one another."""
    low = text.lower()
    if "нежелательн" in low:
        return "undesirable"
    return "foreign agent" if re.search(r"иностранн\w+ агент|иноагент", low) else None


def is_outlet(phrase: Phrase, resolved: Resolved) -> bool:
    """A named outlet or an organisation whose figures are used; no government, party, company or person."""
    if (
        resolved.generic
        or resolved.kind != "org"
        or (phrase.kind in ("description", "pronoun") and "media" not in resolved.classes)
    ):
        return False
    if "media" in resolved.classes:
        return True
    return not resolved.classes & {"state", "party", "company"} or (
        resolved.classes & {"ngo"} != frozenset() and "state" not in resolved.classes
    )


def plausible(tie: Tie, subject: Resolved, object_: Resolved) -> bool:
    """A body of the state or a place has no owner or head here; people do not fund, own or found states."""
    if tie.predicate in ("leads", "works_for") and subject.kind != "person":
        return tie.predicate == "works_for" and False
    if tie.rule in HIRING and object_.kind == "place":
        return True
    if tie.predicate in (
        "leads",
        "works_for",
        "member_of",
        "founded",
        "owns",
        "directs",
    ) and object_.kind in ("place", "person"):
        return False
    if tie.predicate in ("funds",) and object_.kind == "place":
        return False
    if object_.generic and tie.predicate not in ("funds", "owns", "founded", "directs"):
        return False
    return not (object_.generic and not subject.name)


def predicate_of(tie: Tie, subject: Resolved) -> Predicate:
    """ "руководит": a person leads, an organisation directs."""
    if (
        tie.predicate == "directs"
        and subject.kind == "person"
        and tie.rule in ("руководить", "управлять", "заправлять")
    ):
        return "leads"
    return tie.predicate
