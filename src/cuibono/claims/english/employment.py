"""Which bearer and which body a relation noun may join: staff of a government's office, lawyers of a legal body."""

from __future__ import annotations

from cuibono.claims.english.kinds import fits, is_office
from cuibono.claims.english.mentions import Argument
from cuibono.claims.english.rules import RoleFrame, role_words


def fits_role(frame: RoleFrame, bearer: Argument, argument: Argument) -> bool:
    """Whether bearer and argument are of the kinds that the frame joins, and two different actors."""
    return (
        (fits(bearer.kind, frame.bearer_kind, bearer.mention.name) or _lone_surname(frame, bearer))
        and (
            fits(argument.kind, frame.argument_kind, argument.mention.name)
            or (
                frame.predicate == "works_for"
                and argument.kind == "state"
                and is_office(argument.mention.text)
            )
        )
        and bearer.mention.name != argument.mention.name
        and not _other_sort(frame, bearer, argument)
    )


def _lone_surname(frame: RoleFrame, bearer: Argument) -> bool:
    """Whether an unknown name of one word bears an office that only persons bear: "Neal, as chairman of X"."""
    name = bearer.mention.name
    return (
        bearer.kind == "unknown"
        and frame.bearer_kind == frozenset(("person",))
        and frame.predicate == "leads"
        and name.isalpha()
        and name.istitle()
        and not bearer.mention.trail
    )


def _other_sort(frame: RoleFrame, bearer: Argument, argument: Argument) -> bool:
    """A partner "at" a firm is its staff, an attorney "for" a legal body too: neither partner nor agent of it."""
    if "same_sort" in frame.flags:
        return bearer.kind == "person" and argument.kind in ("org", "outlet")
    named = set(argument.mention.name.casefold().split())
    legal = argument.kind in ("org", "unknown") and bool(named & role_words("legal_bodies"))
    if frame.predicate == "represents" and "agent_rule" in frame.flags:
        return legal and bearer.kind == "person"
    return "legal_staff" in frame.flags and not legal
