"""Addresses: made absolute, found in running text, and the one that is a text's own source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin, urlsplit

from cuibono.documents.hygiene import clean
from cuibono.documents.limits import MAX_LINKS
from cuibono.model import Link, Span

ADDRESS: Final = re.compile(r"https?://[^\s<>\"“”«»{}|\\^`]{1,2000}", re.I)
_URL_TAIL: Final = re.compile(r"[.,;:!?'’…*_\]]+$")
_SOURCE_LINE: Final = re.compile(
    r"(?:(?:source|url|link|original|from|источник|ссылка|дереккөз|джерело|quelle|fuente)\s*:\s*)?<?(https?://\S{1,2000}?)>?",
    re.I,
)


def find_links(text: str) -> Iterator[Link]:
    """Addresses written out in ``text``, without the punctuation after them."""
    for count, found in enumerate(ADDRESS.finditer(text)):
        if count == MAX_LINKS:
            return
        url = trim_url(found[0])
        if len(url) > 10:
            yield Link(url, url, Span(found.start(), found.start() + len(url)))


def trim_url(url: str) -> str:
    """``url`` without closing punctuation and without a bracket that it does not open."""
    url = _URL_TAIL.sub("", url)
    while url.endswith(")") and url.count("(") < url.count(")"):
        url = _URL_TAIL.sub("", url[:-1])
    return url


def source_address(text: str) -> str | None:
    """The address that stands alone on a line: the text's own source. None where several do, as in a list of notes."""
    found = {m[1] for line in text.split("\n") if (m := _SOURCE_LINE.fullmatch(line.strip()))}
    return found.pop() if len(found) == 1 else None


def absolute(href: str | None, base: str | None) -> str | None:
    """The absolute http(s) address of ``href``, None for anything else (scripts, mail, anchors, no base to resolve)."""
    if not href or len(href) > 4000:
        return None
    href = clean(href).strip()
    if href.startswith("#"):
        return None
    try:
        url = urljoin(base, href) if base else href
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return None
    return re.sub(r"\s", "%20", url)
