"""Markdown as the text that a reader of the rendered page sees; parsed with markdown-it-py, which comes with rich."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from cuibono.documents import dates
from cuibono.documents.builder import TextBuilder
from cuibono.documents.draft import Draft
from cuibono.documents.hygiene import clean, plain_name
from cuibono.documents.links import ADDRESS, absolute, source_address, trim_url
from cuibono.model import BlockKind

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT: Final = re.compile(r"\A---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_TAG: Final = re.compile(r"<!--.*?(?:-->|\Z)|</?[a-zA-Z][^<>]{0,2000}>", re.S)
_LISTS: Final = frozenset({"bullet_list_open", "ordered_list_open"})
_LEVEL_UP: Final = frozenset({*_LISTS, "blockquote_open"})
_TIGHT: Final = frozenset({"item", "cell"})


def read_markdown(raw: str, *, name: str = "text", url: str | None = None) -> Draft:
    """The rendered text of ``raw`` with headings, items, quotations, cells and links; front matter becomes metadata."""
    from markdown_it import MarkdownIt

    text = clean(raw)
    front, body = _front_matter(text)
    own = absolute(_field(front, "canonical_url", "url", "source", "permalink", "link"), url)
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 60}).enable("table")
    writer = _Writer(name, own or url)
    writer.write(parser.parse(body))
    builder = writer.text
    title = plain_name(_field(front, "title", "headline")) or _heading_title(builder)
    return Draft(
        text=builder.text,
        blocks=tuple(builder.blocks),
        links=tuple(builder.links),
        title=title,
        author=plain_name(_field(front, "author", "authors", "by")),
        published=dates.from_metadata(_field(front, "date", "published", "pubdate"))
        or dates.near_top(builder.text, builder.blocks)
        or dates.from_url(own),
        publisher=plain_name(_field(front, "publisher", "site", "publication")),
        url=own or source_address(builder.text),
        language=(_field(front, "lang", "language") or "")[:2].lower() or None,
    )


def _front_matter(text: str) -> tuple[Mapping[str, Any], str]:
    """The YAML mapping between ``---`` lines at the top, and the rest; aliases and anything but a mapping are no front matter."""
    found = _FRONT.match(text)
    if found is None:
        return {}, text
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(found[1], Loader=loader)):
            return {}, text
        fields = yaml.load(found[1], Loader=loader)  # noqa: S506 - the base loader makes strings, lists and mappings only
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, text
    return (fields, text[found.end() :]) if isinstance(fields, dict) else ({}, text)


def _field(front: Mapping[str, Any], *names: str) -> str | None:
    fields = {str(key).lower(): value for key, value in front.items()}
    for name in names:
        value = fields.get(name)
        if isinstance(value, list):
            value = ", ".join(part for part in value[:20] if isinstance(part, str))
        if isinstance(value, str) and value.strip():
            return value.strip()
    return None


def _heading_title(text: TextBuilder) -> str | None:
    """The only first-level heading, or the first block where it is a heading."""
    tops = [b for b in text.blocks if b.kind == "title"]
    return text.text[tops[0].span.start : tops[0].span.end] if tops else None


class _Writer:
    """Turns block tokens into blocks; nesting is kept as a stack of token types."""

    def __init__(self, name: str, base: str | None) -> None:
        self.text = TextBuilder(name)
        self._base = base
        self._stack: list[str] = []
        self._last: BlockKind | None = None
        self._row_start = True
        self._titled = False

    def write(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.type == "inline":
                self._inline(token.children or [])
            elif token.nesting == 1:
                self._open(token)
            elif token.nesting == -1:
                self._close(token)
            elif token.type in ("fence", "code_block"):
                self._plain(token.content)
            elif token.type == "html_block":
                self._plain(_TAG.sub(" ", token.content))

    def _open(self, token: Token) -> None:
        if token.type in _LEVEL_UP or token.type == "list_item_open":
            self._end_block("paragraph")
        if token.type == "tr_open":
            self._row_start = True
        self._stack.append(token.type)

    def _close(self, token: Token) -> None:
        kind = token.type.removesuffix("_close")
        if kind == "heading":
            self._end_heading(int(token.tag[1:]))
        elif kind in ("td", "th"):
            self._end_block("cell")
        elif kind == "paragraph":
            self._end_block(self._role())
        if self._stack:
            self._stack.pop()

    def _role(self) -> BlockKind:
        for opened in reversed(self._stack):
            if opened == "list_item_open":
                return "item"
            if opened == "blockquote_open":
                return "quote"
        return "paragraph"

    def _end_heading(self, level: int) -> None:
        if level == 1 and not self._titled and not self.text.blocks:
            self._titled = True
            self._end_block("title", 1)
        else:
            self._end_block("heading", level)

    def _end_block(self, kind: BlockKind, level: int = 0) -> None:
        if kind == "item":
            level = sum(opened in _LISTS for opened in self._stack)
        tight = kind == self._last and kind in _TIGHT
        before = "\t" if tight and kind == "cell" and not self._row_start else "\n" if tight else "\n\n"
        if self.text.close(kind, level=level, before=before) is not None:
            self._last = kind
            self._row_start = False

    def _plain(self, content: str) -> None:
        for part in re.split(r"\n\s*\n", content):
            self.text.add(part)
            self._end_block(self._role())

    def _inline(self, children: Sequence[Token]) -> None:
        linked = False
        for token in children:
            if token.type == "link_open":
                url = absolute(str(token.attrGet("href") or ""), self._base)
                linked = True
                if url:
                    self.text.begin_link(url)
            elif token.type == "link_close":
                self.text.end_link()
                linked = False
            elif token.type == "text" and not linked:
                self._words(token.content)
            elif token.type in ("text", "code_inline"):
                self.text.add(token.content)
            elif token.type in ("softbreak", "hardbreak"):
                self.text.add(" ")
            elif token.type == "image":
                self.text.add(token.content)

    def _words(self, words: str) -> None:
        """Text with bare addresses, which become links."""
        start = 0
        for found in ADDRESS.finditer(words):
            url = trim_url(found[0])
            self.text.add(words[start : found.start()])
            self.text.begin_link(url)
            self.text.add(url)
            self.text.end_link()
            start = found.start() + len(url)
        self.text.add(words[start:])
