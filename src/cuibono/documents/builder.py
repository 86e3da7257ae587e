"""Builds a text block by block, with the spans of blocks and links as it goes."""

from __future__ import annotations

import re
from typing import Final

from cuibono.documents.hygiene import clean
from cuibono.documents.limits import MAX_CHARACTERS, MAX_LINKS
from cuibono.errors import DocumentError
from cuibono.model import Block, BlockKind, Link, Span

_SPACES: Final = re.compile(r"\s+")
# What stands between a block and the one before it: a blank line, but a line break inside lists, a tab inside rows.
_BREAK: Final = "\n\n"


class TextBuilder:
    """Collects inline pieces into blocks and blocks into one text.

    Call :meth:`add` for each piece of inline text and :meth:`close` at the end of a block; :meth:`close` without text does
    nothing. White space inside a block is collapsed to single spaces. ``text[span]`` of a link is exactly its words.
    """

    def __init__(self, name: str = "text") -> None:
        self._name = name
        self._parts: list[str] = []
        self._length = 0
        self._inline: list[str] = []
        self._inline_length = 0
        self._space = False
        self._open: list[tuple[str, int, int]] = []
        self._pending: tuple[str, int] | None = None
        self.blocks: list[Block] = []
        self.links: list[Link] = []

    def add(self, piece: str) -> None:
        """Append inline text to the open block."""
        piece = _SPACES.sub(" ", clean(piece))
        if not piece:
            return
        if piece[0] == " ":
            self._space = True
        words = piece.strip(" ")
        if words:
            if self._space and self._inline:
                self._put(" ")
            self._put(words)
            self._space = piece[-1] == " "

    def _put(self, text: str) -> None:
        self._inline.append(text)
        self._inline_length += len(text)

    def begin_link(self, url: str) -> None:
        """The text added from here to :meth:`end_link` is the words of a link to ``url``."""
        self.end_link()
        self._pending = (url, self._inline_length)

    def end_link(self) -> None:
        """End the open link, if there is one; a link without words is dropped."""
        if self._pending is not None and self._inline_length > self._pending[1]:
            self._open.append((*self._pending, self._inline_length))
        self._pending = None

    @property
    def empty(self) -> bool:
        """Whether the open block has no text yet."""
        return not self._inline

    @property
    def position(self) -> int:
        """Where the open block ends so far, from its own start."""
        return self._inline_length

    def close(
        self, kind: BlockKind, *, level: int = 0, page: int | None = None, before: str = _BREAK
    ) -> Block | None:
        """End the open block as ``kind``; ``before`` separates it from the text so far. The block, or None if empty."""
        self.end_link()
        inline, links = "".join(self._inline), self._open
        self._inline, self._inline_length, self._space, self._open = [], 0, False, []
        if not inline:
            return None
        if self._parts:
            self._append(before)
        start = self._length
        self._append(inline)
        block = Block(kind, Span(start, start + len(inline)), level, page)
        self.blocks.append(block)
        for url, begin, end in links[: max(0, MAX_LINKS - len(self.links))]:
            self._link(url, inline, begin, end, start)
        return block

    def _link(self, url: str, inline: str, begin: int, end: int, start: int) -> None:
        words = inline[begin:end]
        begin += len(words) - len(words.lstrip())
        words = words.strip()
        if words:
            self.links.append(Link(url, words, Span(start + begin, start + begin + len(words))))

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        if self._length > MAX_CHARACTERS:
            raise DocumentError(too_long(self._name))

    @property
    def text(self) -> str:
        """The text of all closed blocks."""
        return "".join(self._parts)


def too_long(name: str) -> str:
    """The message for a text over the limit."""
    return f"{name}: the text is longer than {MAX_CHARACTERS:,} characters; check it in parts"
