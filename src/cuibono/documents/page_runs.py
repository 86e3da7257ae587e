"""A web page as a list of runs: pieces of inline text with one role, in the order in which a reader meets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Final

from lxml import etree

from cuibono.documents.data import table
from cuibono.documents.hygiene import clean
from cuibono.documents.links import absolute
from cuibono.model import BlockKind

_SKIPPED: Final = frozenset(table("pages")["skipped_tags"].split())
_BLOCKS: Final = frozenset(table("pages")["block_tags"].split())
_PARTS: Final = frozenset({"nav", "aside", "footer", "form"})
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_ITEMS: Final = frozenset({"li", "dt", "dd"})
_CELLS: Final = frozenset({"td", "th"})
_CAPTIONS: Final = frozenset({"caption", "figcaption"})
_HIDDEN: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_WORDS: Final = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_MAX_CELL: Final = 400  # a longer cell is a layout, not a table
_MOST: Final = 0.5
_MAX_PARTS: Final = 8
_FOLD: Final = re.compile(r"[\W_]+")


@dataclass(slots=True, eq=False)
class Run:
    """Inline text with one role.

    ``pieces`` are (words, address or None); ``chrome`` says that it stands in a part of the page that is no article
    (navigation, footer, ...), ``parts`` are the elements that seem to be such parts; ``row`` numbers the table row of a cell; ``element`` is the block that it stands in.
    """

    kind: BlockKind
    level: int
    element: Any
    parts: tuple[Any, ...] = ()
    chrome: bool = False
    row: int = 0
    pieces: list[tuple[str, str | None]] = field(default_factory=list)
    text: str = ""
    key: str = ""

    def finish(self) -> bool:
        """Compute ``text`` and ``key``; whether anything is left to show."""
        self.text = " ".join(clean("".join(words for words, _ in self.pieces)).split())
        self.key = fold(self.text)
        return bool(self.text)

    @property
    def linked(self) -> float:
        """The share of the text that is links, 0 to 1."""
        words = sum(len(piece.strip()) for piece, url in self.pieces if url)
        return words / max(1, len(self.text))

    @property
    def addresses(self) -> list[str]:
        return [url for _, url in self.pieces if url]


def fold(text: str) -> str:
    """Letters and digits only, case folded: equal for what reads the same."""
    return _FOLD.sub("", text).casefold()


def page_runs(root: Any, base: str | None) -> list[Run]:
    """The visible runs of the page under ``root``; links are made absolute against ``base``."""
    runs = [run for run in _Walker(base).walk(root) if run.finish()]
    _mark_chrome(runs)
    return runs


def _mark_chrome(runs: list[Run]) -> None:
    """Set ``chrome``; what holds most of the page's text is no mere part of it, whatever it is called."""
    weights: dict[Any, float] = {}
    total = 0.0
    for run in runs:
        weight = len(run.text) * (1 - min(1.0, run.linked))
        total += weight
        for part in run.parts:
            weights[part] = weights.get(part, 0.0) + weight
    for run in runs:
        run.chrome = any(weights[part] <= _MOST * total for part in run.parts)


class _Walker:
    """Walks the tree without recursion: depth is the attacker's choice."""

    def __init__(self, base: str | None) -> None:
        self._base = base
        self._run: Run | None = None
        self._blocks: list[Any] = []
        self._chrome: list[Any] = []
        self._address: str | None = None
        self._articles = 0
        self._rows = 0
        self._breaks = 0

    def walk(self, root: Any) -> Iterator[Run]:
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag
            if event == "start":
                if not isinstance(tag, str) or tag in _SKIPPED or _is_hidden(element):
                    walker.skip_subtree()
                    continue
                yield from self._enter(element, tag)
                self._take(element.text)
            else:
                if isinstance(tag, str) and tag not in _SKIPPED and not _is_hidden(element):
                    yield from self._leave(element, tag)
                if element is not root:
                    self._take(element.tail)
        yield from self._flush()

    def _enter(self, element: Any, tag: str) -> Iterator[Run]:
        if tag in _BLOCKS:
            yield from self._flush()
            self._blocks.append(element)
            self._articles += tag in ("article", "main")
            self._rows += tag == "tr"
            if _is_chrome(element, tag, self._articles > 0):
                self._chrome.append(element)
        elif tag == "br":
            self._breaks += 1
            if self._breaks == 2:
                yield from self._flush()
            else:
                self._take("\n")
        elif tag == "a":
            self._address = absolute(element.get("href"), self._base)

    def _leave(self, element: Any, tag: str) -> Iterator[Run]:
        if tag in _BLOCKS:
            yield from self._flush()
            if self._blocks and self._blocks[-1] is element:
                self._blocks.pop()
            if self._chrome and self._chrome[-1] is element:
                self._chrome.pop()
            self._articles -= tag in ("article", "main")
        elif tag == "a":
            self._address = None

    def _take(self, text: str | None) -> None:
        if not text:
            return
        if text.strip():
            self._breaks = 0
        elif self._run is None:
            return
        if self._run is None:
            self._run = self._new_run()
        self._run.pieces.append((text, self._address))

    def _new_run(self) -> Run:
        kind, level = _role(self._blocks)
        element = self._blocks[-1] if self._blocks else None
        return Run(
            kind, level, element, tuple(self._chrome[-_MAX_PARTS:]), row=self._rows if kind == "cell" else 0
        )

    def _flush(self) -> Iterator[Run]:
        run, self._run, self._breaks = self._run, None, 0
        if run is not None:
            if run.kind == "cell" and sum(len(words) for words, _ in run.pieces) > _MAX_CELL:
                run.kind = "paragraph"
            yield run


def _role(blocks: list[Any]) -> tuple[BlockKind, int]:
    """The role that the nearest telling block gives, and its level."""
    for block in reversed(blocks[-40:]):
        tag = block.tag
        if tag in _HEADINGS:
            return "heading", _HEADINGS[tag]
        if tag in _ITEMS:
            return "item", sum(b.tag in ("ul", "ol", "dl") for b in blocks)
        if tag in _CELLS:
            return "cell", 0
        if tag in _CAPTIONS:
            return "caption", 0
        if tag == "blockquote":
            return "quote", 0
        if tag in ("article", "main", "section", "body", "table"):
            break
    return "paragraph", 0


def _is_hidden(element: Any) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style))


def _is_chrome(element: Any, tag: str, in_article: bool) -> bool:
    """Whether a block is a part of the page around the article; headers and footers of the article itself are not."""
    if tag in _PARTS:
        return not (tag == "footer" and in_article)
    if tag == "header":
        return not in_article and element.find(".//h1") is None
    if tag in ("html", "body", "main", "article", "p", "li", "td", "th", "tr", *_HEADINGS):
        return False
    said = f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}"[:500]
    return said.strip() != "" and _says_chrome(said)


@cache
def _vocabulary() -> tuple[frozenset[str], frozenset[str]]:
    words = table("pages")
    return frozenset(words["boilerplate_words"].split()), frozenset(words["content_words"].split())


@lru_cache(maxsize=4096)
def _says_chrome(said: str) -> bool:
    chrome, content = _vocabulary()
    words = {word.lower() for word in _WORDS.findall(said)}
    return bool(words & chrome) and not words & content
