"""What the role of a record says: head, founder, partner, renaming."""

from __future__ import annotations

import re
from functools import cache

from cuibono.verification.resources import load
from cuibono.verification.text import fold, has_phrase

_PARTS = re.compile(r"[,;/&|]|\band\b|\bи\b")


@cache
def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted({fold(word) for word in load("roles")[name]}))


def has_role(text: str, name: str) -> bool:
    """Whether the text holds a word of the list ``name`` of ``roles.yml``."""
    folded = fold(text)
    return any(has_phrase(folded, word) for word in _words(name))


def is_head(role: str | None) -> bool:
    """Whether the role leads the organisation; an empty role counts, a bare "director" does not here."""
    if not role or not fold(role):
        return True
    return any(_heads(fold(part)) for part in _PARTS.split(role))


def is_bare_head(role: str | None) -> bool:
    """Whether the whole role is a word such as "director", which names a head or a member of a board."""
    return bool(role) and any(fold(part) in _words("bare_head") for part in _PARTS.split(role or ""))


def _heads(part: str) -> bool:
    if any(has_phrase(part, phrase) for phrase in _words("head_despite")):
        return True
    if any(has_phrase(part, word) for word in _words("not_head")):
        return False
    return any(has_phrase(part, word) for word in _words("head"))


def is_founder(role: str | None) -> bool:
    """Whether the role says that its holder founded the organisation."""
    return bool(role) and has_role(role or "", "founder")


def is_partner(role: str | None) -> bool:
    """Whether a loose tie is one of partners; an empty role is not."""
    if not role or has_role(role, "not_partner"):
        return False
    return has_role(role, "partner")


def is_renaming(text: str) -> bool:
    """Whether the words of a succession tell of a new name, not of a merger or a spin-off."""
    return has_role(text, "renaming") and not has_role(text, "not_renaming")
