"""Who may stand where: the sort of actor that a claim's frame and a name's own words allow."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Literal

from cuibono.entities.data import rules
from cuibono.entities.names import name_shape, parse
from cuibono.model import Claim

Family = Literal["person", "organization"]
BOTH: frozenset[Family] = frozenset({"person", "organization"})


@cache
def _families() -> dict[str, str]:
    return {schema: family for family, schemas in rules("types")["families"].items() for schema in schemas}


def family(schema: str, name: str) -> Family:
    """What a record is. A schema that leaves it open is decided by the words of the record's name."""
    found = _families().get(schema, "organization")
    if found == "either":
        return "person" if name_shape(name) == "person" else "organization"
    return "person" if found == "person" else "organization"


def families_at(claims: Iterable[Claim], name: str) -> frozenset[Family]:
    """What the frames of all claims about ``name`` allow together; both where frames disagree or none speaks."""
    frames = rules("types")["frames"]
    wanted: set[str] = set()
    for claim in claims:
        if claim.subject.name == name:
            wanted.add(frames[claim.predicate]["subject"])
        if claim.object.name == name:
            wanted.add(frames[claim.predicate]["object"])
    wanted.discard("any")
    if wanted == {"person"}:
        return frozenset({"person"})
    if wanted == {"organization"}:
        return frozenset({"organization"})
    return BOTH


def allowed(name: str, frame: frozenset[Family]) -> frozenset[Family]:
    """What the frame and the name's words allow together.

    Words decide where the frame does not. A frame that wants an organisation outweighs a name that only looks like a
    person's ("Charles Schwab"), and never the other way round; empty where the two exclude each other.
    """
    shape = name_shape(name)
    if shape == "unknown":
        return frame
    if frame == BOTH:
        return frozenset({shape})
    if shape == "organization" and frame == {"person"}:
        return frozenset()
    return frame


_NAME_LIKE = re.compile(r"[^\W\d_]")


def is_name(text: str) -> bool:
    """Whether there is a name at all: a capital, a digit or letters without case, and not generic words alone."""
    letters = [c for c in text if c.isalpha()]
    if not letters or not any(c.isupper() or c.lower() == c.upper() for c in letters):
        return False
    return parse(text).distinctive or (name_shape(text) == "person" and parse(text, True).distinctive)
