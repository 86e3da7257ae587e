"""Lines of set type back to paragraphs: words broken at line ends joined, running heads dropped, pages kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

_HYPHEN: Final = re.compile(r"(?<=[^\W_])[-\u2010\u00ad\u00ac]$")
_BULLET: Final = re.compile(r"(?:[•‣◦▪●–—-]|\(?\d{1,2}[.)])\s+(?=\S)")
_NUMBERED: Final = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?\s+[^\W\d_a-z]")  # "2.3 Simple parsing"
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
    lines: list[str] = []
    begun, item = 1, False
    for number, page in enumerate(pages, 1):
        body = list(_body(page.split("\n"), heads))
        width = _width(body)
        gap, previous = True, width
        for line in body:
            if not line:
                gap = True
                continue
            mark = _BULLET.match(line)
            # A blank line ends a paragraph, the margin between two pages only where a sentence ends.
            blank = gap and bool(lines) and (begun == number or _ends(lines[-1]))
            if lines and (
                mark or blank or _NUMBERED.match(line) or _breaks(lines[-1], line, previous, width)
            ):
                yield Paragraph(join_lines(lines), begun, item)
                lines = []
            if not lines:
                begun, item = number, bool(mark)
            lines.append(line[mark.end() :] if mark else line)
            gap, previous = False, len(line)
    if lines:
        yield Paragraph(join_lines(lines), begun, item)


def join_lines(lines: Sequence[str]) -> str:
    """``lines`` as running text, words broken at line ends made whole.

    A hyphen between two small letters at a line end is taken for a break; before a capital or a digit it stays.
    """
    parts: list[str] = []
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        if not _HYPHEN.search(line):
            parts += (line, " ")
        else:
            parts.append(line[:-1] if following[:1].islower() else line)
    return "".join(parts).strip()


def _breaks(before: str, line: str, previous: int, width: int) -> bool:
    """Whether a new paragraph begins at ``line``: the line before ended a sentence short of the full width."""
    if _HYPHEN.search(before) or line[:1].islower():
        return False
    short = previous < 0.75 * width
    return short and (_ends(before) or previous < 0.5 * width)


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
