"""What a format's reader hands over: everything about a document that its bytes say."""

from __future__ import annotations

from dataclasses import dataclass

from cuibono.model import Block, DeclaredFunding, Link


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes to read and what is known about them from outside.

    ``name`` is for messages (a path, an address, "standard input"); ``content_type`` and ``charset`` as the server said;
    ``url`` the address that the bytes came from, or that the user gave.
    """

    data: bytes
    name: str
    content_type: str | None = None
    charset: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A document before it has an id, a language and the user's overrides; fields as in ``Document``.

    ``language`` is what the source declares, used only where the text itself does not tell.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    title: str | None = None
    author: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    declared_funding: tuple[DeclaredFunding, ...] = ()
    language: str | None = None
