"""Rows of a corpus to articles: which field is the text, and what a date means."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cuibono.auditing.data import Article
from cuibono.auditing.limits import MAX_LINKS, MAX_TEXT
from cuibono.auditing.resources import load
from cuibono.documents import dates
from cuibono.documents.links import ADDRESS, trim_url
from cuibono.errors import InputError

FIELDS = ("id", "text", "outlet", "date", "url", "title", "topic", "links")
_NUMBERED = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{2,4})\b")


class Unusable(Exception):  # noqa: N818 - not an error of the program: a row is counted and skipped
    """A row that is no article; the text says why in a few words that repeat, so that they can be counted."""


def parse_mapping(pairs: Iterable[str]) -> dict[str, str]:
    """``["text=body"]`` -> ``{"text": "body"}``. Raises :class:`InputError` for anything else."""
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if name not in FIELDS or not equals or not column:
            raise InputError(f"--field {pair!r}: write NAME=COLUMN with NAME one of {', '.join(FIELDS)}")
        found[name] = column
    return found


class Mapper:
    """Finds the fields of rows: by the mapping given, else by the usual names."""

    def __init__(self, mapping: Mapping[str, str] | None = None, *, outlet: str = "") -> None:
        self._given = dict(mapping or {})
        self._outlet = outlet
        self._known: dict[tuple[str, ...], dict[str, str]] = {}

    def article(self, row: Mapping[str, Any], origin: str) -> Article:
        """The article in a row. Raises :class:`Unusable` for one without text."""
        columns = self._columns(tuple(str(key) for key in row))
        if "text" not in columns:
            raise Unusable("no field that holds the text (name it with --field text=...)")
        value = {name: row.get(column) for name, column in columns.items()}
        text = value.get("text")
        if not isinstance(text, str) or not text.strip():
            raise Unusable("no text")
        if len(text) > MAX_TEXT:
            raise Unusable(f"text longer than {MAX_TEXT:,} characters")
        text = clean(text)
        url = _line(value.get("url"))
        return Article(
            id=_line(value.get("id")) or _hash(origin, text),
            text=text,
            outlet=self._outlet or _line(value.get("outlet")),
            date=read_date(value.get("date"), url),
            url=url,
            title=_line(value.get("title")),
            topic=_line(value.get("topic")),
            links=_links(value.get("links"), text),
            origin=origin,
        )

    def _columns(self, keys: tuple[str, ...]) -> dict[str, str]:
        if keys not in self._known:
            self._known[keys] = self._found(keys)
        return self._known[keys]

    def _found(self, keys: Sequence[str]) -> dict[str, str]:
        folded = {key.casefold(): key for key in keys}
        found: dict[str, str] = {}
        for name in FIELDS:
            wanted = [self._given[name]] if name in self._given else load("corpus")["fields"][name]
            column = next((folded[w.casefold()] for w in wanted if w.casefold() in folded), None)
            if column is not None:
                found[name] = column
        return found


def clean(text: str) -> str:
    """Text that can be stored: lone surrogates and NUL replaced, line ends made one."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text


def _line(value: object) -> str:
    if value is None or isinstance(value, (dict, list, tuple)):
        return ""
    return " ".join(clean(str(value)).split())[:2000]


def _hash(origin: str, text: str) -> str:
    return hashlib.sha256(f"{origin}\0{text}".encode()).hexdigest()[:20]


def _links(value: object, text: str) -> tuple[str, ...]:
    given = [v for v in value if isinstance(v, str)] if isinstance(value, (list, tuple)) else []
    written = [trim_url(m[0]) for m in ADDRESS.finditer(text)] if "http" in text else []
    return tuple(dict.fromkeys(u[:2000] for u in (*given, *written)))[:MAX_LINKS]


def read_date(value: object, url: str = "") -> str:
    """The day as an ISO prefix; of ``12/1/2014``, which means two days, the year alone; empty where nothing can be read."""
    text = str(value).strip() if value is not None else ""
    if found := _NUMBERED.match(text):
        return _numbered(*found.groups())
    return dates.from_metadata(text) or dates.from_url(url) or ""


def _numbered(first: str, second: str, year: str) -> str:
    year = year if len(year) == 4 else f"20{int(year) % 100:02}"
    one, two = int(first), int(second)
    if one == two or (one <= 12) != (two <= 12):
        month, day = (one, two) if one <= 12 else (two, one)
        return dates.from_metadata(f"{year}-{month:02}-{day:02}") or ""
    return dates.from_metadata(year) or ""
