"""Days as people and metadata write them, to ISO prefixes; what is ambiguous or implausible is no date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final

from cuibono.documents.data import table
from cuibono.errors import DocumentError
from cuibono.model import Block

_EARLIEST: Final = 1600
_TOP_BLOCKS: Final = 8
_DATE_LINE: Final = 80
_ISO: Final = re.compile(r"\s*(\d{4})(?:\s*$|-(\d{2})(?:\s*$|-(\d{2})(?=$|[T\s+Z])))")
_COMPACT: Final = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?=$|T|\s)")
_SLASHED: Final = re.compile(r"\s*(\d{4})/(\d{1,2})/(\d{1,2})(?=$|\s)")
_DOTTED: Final = re.compile(r"(?<![\d.,])(\d{1,2})\.(\d{1,2})\.(\d{4})(?![\d.]\d)")
_VISIBLE_ISO: Final = re.compile(r"(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?!\d|-\d)")
_CJK: Final = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_URL: Final = re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})(?:[/-](\d{1,2}))?(?=[/_.-]|$)")
_URL_COMPACT: Final = re.compile(r"[/_-]((?:19|20)\d{2})([01]\d)([0-3]\d)(?=[/_.-]|$)")


def iso_prefix(value: str, what: str = "date") -> str:
    """``value`` if it is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` and such a day exists; else ``DocumentError``."""
    text = value.strip()
    found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text, re.ASCII)
    if found is None or _exists(*(int(part) if part else 1 for part in found.groups())) is None:
        raise DocumentError(f"{what} {value[:40]!r} is no date: write 2022, 2022-01 or 2022-01-14")
    return text


def from_metadata(value: object) -> str | None:
    """The day in a metadata field (ISO 8601 of any precision, ``14 January 2022``, an e-mail date); None if unclear.

    A time of day and zone are cut off: the day is that of the publisher's own clock.
    """
    if not isinstance(value, str):
        return None
    value = value[:100]
    for pattern in (_ISO, _COMPACT, _SLASHED):
        if found := pattern.match(value):
            return _prefix(*found.groups())
    return visible(value)


def visible(text: str) -> str | None:
    """The first full day written out in ``text``: words in the languages of ``months.yml``, or ``14.01.2022``."""
    hits = [(m.start(), day) for m, day in _days(text) if day]
    return min(hits)[1] if hits else None


def near_top(text: str, blocks: Sequence[Block]) -> str | None:
    """A full day in one of the first blocks that is short and no sentence: where reports and letters print theirs."""
    for block in blocks[:_TOP_BLOCKS]:
        words = text[block.span.start : block.span.end]
        if len(words) <= _DATE_LINE and not is_prose(words) and (day := visible(words)):
            return day
    return None


def is_prose(line: str) -> bool:
    """Whether a line is a sentence rather than a byline: it ends with a stop after several words."""
    return line.endswith((".", "!", "?", "”", '"', "»")) and len(line.split()) > 8


def _days(text: str) -> list[tuple[re.Match[str], str | None]]:
    found: list[tuple[re.Match[str], str | None]] = []
    for pattern in (_VISIBLE_ISO, _CJK):
        found += [(m, _prefix(m[1], m[2], m[3])) for m in pattern.finditer(text)]
    found += [(m, _prefix(m[3], m[2], m[1])) for m in _DOTTED.finditer(text)]
    months, patterns = _named()
    for pattern in patterns:
        for m in pattern.finditer(text):
            found.append((m, _prefix(m["year"], str(months[m["month"].lower()]), m["day"])))
    return found


@cache
def _named() -> tuple[dict[str, int], tuple[re.Pattern[str], ...]]:
    """Months by name, and the orders in which day, month and year stand: 14 January 2022, January 14, 2022 and the Kazakh one."""
    months = {
        str(name).lower(): number + 1
        for names in table("months").values()
        for number, forms in enumerate(names)
        for name in forms.split()
    }
    words = "|".join(sorted(map(re.escape, months), key=lambda word: (-len(word), word)))
    day, year = r"(?<![\d.])(?P<day>\d{1,2})", r"(?P<year>\d{4})(?!\d)"
    day_first = re.compile(
        rf"{day}(?:st|nd|rd|th|º|er|\.)?\s+(?:de\s+|of\s+)?(?P<month>{words})\b\.?,?\s+(?:de\s+|del\s+)?{year}",
        re.I,
    )
    month_first = re.compile(
        rf"\b(?P<month>{words})\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{year}", re.I
    )
    year_first = re.compile(
        rf"(?<!\d)(?P<year>\d{{4}})\s+жыл(?:ғы|дың)\s+(?P<day>\d{{1,2}})[\s-]+(?P<month>{words})", re.I
    )
    return months, (day_first, month_first, year_first)


def from_url(url: str | None) -> str | None:
    """The date in a path such as ``/2022/01/14/`` or ``/2022/01/``, as precise as it is there; never a bare year."""
    if not url:
        return None
    path = re.sub(r"^[a-z]+://[^/]*", "", url.partition("?")[0].partition("#")[0])
    found = _URL.search(path) or _URL_COMPACT.search(path)
    return _prefix(*found.groups()) if found else None


def _prefix(year: str, month: str | None, day: str | None) -> str | None:
    """The ISO prefix, or None where no such day exists or it lies before printing or after tomorrow."""
    value = _exists(int(year), int(month or 1), int(day or 1))
    latest = datetime.now(UTC).date() + timedelta(days=1)
    if value is None or value.year < _EARLIEST or value > latest:
        return None
    return value.isoformat()[: 10 if day else 7 if month else 4]


def _exists(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
