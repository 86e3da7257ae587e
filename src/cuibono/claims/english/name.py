"""A name found in a text."""

from __future__ import annotations

from dataclasses import dataclass

from cuibono.claims.english.kinds import Kind


@dataclass(frozen=True, slots=True)
class Name:
    """A name at one place. ``first``/``last`` are the masked tokens (quotation marks and "(ABC)" included), half open.

    ``acronym`` is the short form in parentheses after the name; ``title`` the words of office before a person.
    """

    start: int
    end: int
    text: str
    kind: Kind
    first: int
    last: int
    acronym: str | None = None
    title: str | None = None
    quoted: bool = False
