"""Plain text: stays whole, so that every offset holds; title, address and date are read off it conservatively."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cuibono.documents import dates
from cuibono.documents.builder import too_long
from cuibono.documents.draft import Draft
from cuibono.documents.hygiene import clean
from cuibono.documents.limits import MAX_CHARACTERS
from cuibono.documents.links import ADDRESS, find_links, source_address
from cuibono.errors import DocumentError
from cuibono.model import Block, BlockKind, Span

_BULLET: Final = re.compile(r"(?:[-*•‣◦▪●–—]\s+|\(?(?:\d{1,3}|[a-zа-я])[.)]\s+)(?=\S)")
_QUOTED: Final = re.compile(r"(?:>\s?)+")
_LINE: Final = re.compile(r"[^\n]*\n?")
_STOP: Final = (".", ",", ";", ":", "…", "-", "–", "。")
_MAX_TITLE: Final = 200
_MAX_HEADING: Final = 120
_WRAP: Final = (45, 100)  # lines of a paragraph that was wrapped by hand are about this long


def read_plain(raw: str, *, name: str = "text") -> Draft:
    """``raw`` as it is, but for newlines and invisible characters, with blocks, links and what its first lines say."""
    text = clean(raw)
    if len(text) > MAX_CHARACTERS:
        raise DocumentError(too_long(name))
    blocks = tuple(_blocks(text))
    title = next((text[b.span.start : b.span.end] for b in blocks if b.kind == "title"), None)
    url = source_address(text)
    return Draft(
        text=text,
        blocks=blocks,
        links=tuple(find_links(text)),
        title=title,
        published=(dates.near_top(text, blocks) if len(blocks) > 1 else None) or dates.from_url(url),
        url=url,
    )


def _blocks(text: str) -> Iterator[Block]:
    chunks = list(_chunks(text))
    first = True
    for lines in chunks:
        if first and (title := _title(text, lines)) is not None:
            yield title
            lines = lines[1:]
        first = False
        if _wrapped(lines):
            yield _block(text, Span(lines[0].start, lines[-1].end), len(lines) == 1 and len(chunks) > 1)
            continue
        for line in lines:
            yield _block(text, line, True)


def _chunks(text: str) -> Iterator[list[Span]]:
    """Runs of lines without a blank one between them, each line without its outer white space."""
    lines: list[Span] = []
    for found in _LINE.finditer(text):
        line = found[0]
        words = line.strip()
        if words:
            start = found.start() + len(line) - len(line.lstrip())
            lines.append(Span(start, start + len(words)))
        elif lines:
            yield lines
            lines = []
    if lines:
        yield lines


def _wrapped(lines: list[Span]) -> bool:
    """Whether lines are one paragraph wrapped by hand: all but the last are about as long as each other."""
    lengths = [line.end - line.start for line in lines]
    return len(lines) > 1 and min(lengths[:-1]) >= _WRAP[0] and max(lengths) <= _WRAP[1]


def _title(text: str, lines: list[Span]) -> Block | None:
    """The first line when it is short, ends without a full stop, and longer text that it cannot be a part of follows."""
    line = lines[0]
    words = text[line.start : line.end]
    rest = text[line.end :].strip()
    if (
        len(words) > _MAX_TITLE
        or len(rest) < 2 * len(words)
        or words.endswith(_STOP)
        or not any(c.isalpha() for c in words)
        or words[0].islower()
        or _BULLET.match(words)
        or _QUOTED.match(words)
        or ADDRESS.search(words)
        or (len(lines) > 1 and (_wrapped(lines) or not _fresh(text, lines[1], line)))
    ):
        return None
    return Block("title", line, 1)


def _fresh(text: str, following: Span, line: Span) -> bool:
    """Whether the next line starts anew: no small letter, and not of the length to which the first was wrapped."""
    if text[following.start].islower():
        return False
    length, other = line.end - line.start, following.end - following.start
    return not (length >= _WRAP[0] and other <= _WRAP[1] and abs(length - other) < 25)


def _block(text: str, line: Span, may_head: bool) -> Block:
    words = text[line.start : line.end]
    for kind, mark in (("item", _BULLET), ("quote", _QUOTED)):
        if (found := mark.match(words)) and found.end() < len(words):
            return Block(kind, Span(line.start + found.end(), line.end))  # type: ignore[arg-type]
    kind_: BlockKind = "heading" if may_head and _is_heading(words) else "paragraph"
    return Block(kind_, line, 2 if kind_ == "heading" else 0)


def _is_heading(words: str) -> bool:
    return (
        len(words) <= _MAX_HEADING
        and len(words.split()) >= 2
        and not words.endswith((*_STOP, "!", "”", '"', "»", ")"))
        and (words[0].isupper() or words[0] in "“«\"'")
        and not ADDRESS.search(words)
        and not any(c in words for c in ".;")
    )
