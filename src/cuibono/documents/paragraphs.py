"""Lines of set type back to paragraphs: words broken at line ends joined, running heads dropped, pages kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_HYPHEN: Final = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad\u00ac]$")
_BULLET: Final = re.compile(r"(?:[•‣◦▪●–—-]|\(?\d{1,2}[.)])\s+(?=\S)")
_DIGITS: Final = re.compile(r"\d+")
_FOLIO: Final = re.compile(
    r"(?:page|p\.|стр\.?|с\.|seite)?\s*[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:/|of|из|von)\s*\d{1,4})?", re.I
)
_END: Final = re.compile(r"[.!?:;…。”»\"')\]]$")
_MIN_PAGES: Final = 3  # a running head stands on at least so many pages


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, the page on which it begins (from 1), and whether it is a list item."""

    text: str
    page: int
    item: bool = False


def paragraphs(pages: Sequence[str]) -> Iterator[Paragraph]:
    """The paragraphs of ``pages`` (each the text of a page, line by line), in order."""
    heads = _running_heads(pages)
    open_: Paragraph | None = None
    for number, page in enumerate(pages, 1):
        lines = list(_body(page.split("\n"), heads))
        width = _width(lines)
        fresh = False
        previous = width
        for line in lines:
            if not line:
                fresh = bool(open_ and _ends(open_.text)) or (open_ is not None and open_.page == number)
                continue
            mark = _BULLET.match(line)
            if open_ is None or fresh or mark or _breaks(open_.text, line, previous, width):
                if open_ is not None:
                    yield open_
                open_ = Paragraph(line[mark.end() :] if mark else line, number, bool(mark))
            else:
                open_ = Paragraph(join_lines(open_.text, line), open_.page, open_.item)
            fresh, previous = False, len(line)
    if open_ is not None:
        yield open_


def join_lines(text: str, line: str) -> str:
    """``text`` and the line that follows, a word broken at the line end made whole.

    A hyphen between two small letters at a line end is taken for a break; before a capital or a digit it stays.
    """
    if _HYPHEN.search(text) and line[:1].islower():
        return text[:-1] + line
    return text + line if _HYPHEN.search(text) else f"{text} {line}"


def _breaks(text: str, line: str, previous: int, width: int) -> bool:
    """Whether a new paragraph begins at ``line``: the line before ended a sentence short of the full width."""
    if _HYPHEN.search(text) or line[:1].islower():
        return False
    short = previous < 0.75 * width
    return short and (_ends(text) or previous < 0.5 * width)


def _ends(text: str) -> bool:
    return _END.search(text) is not None


def _width(lines: Sequence[str]) -> int:
    """The usual length of a full line: nine in ten are no longer."""
    lengths = sorted(len(line) for line in lines if line)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _head_key(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.split())).casefold()


def _running_heads(pages: Sequence[str]) -> frozenset[str]:
    """First and last lines that most pages share but for the page number."""
    counts: Counter[str] = Counter()
    for page in pages:
        lines = [line for line in page.split("\n") if line.strip()]
        counts.update({_head_key(line) for line in (*lines[:2], *lines[-2:])})
    return frozenset(key for key, n in counts.items() if n >= _MIN_PAGES and n >= len(pages) / 2)


def _body(lines: Sequence[str], heads: frozenset[str]) -> Iterator[str]:
    """The lines of a page without running heads and page numbers at its ends."""
    stripped = [" ".join(line.split()) for line in lines]
    filled = [i for i, line in enumerate(stripped) if line]
    ends = {*filled[:2], *filled[-2:]}
    for i, line in enumerate(stripped):
        drop = i in ends and (_head_key(line) in heads or _FOLIO.fullmatch(line) is not None)
        if not drop:
            yield line
