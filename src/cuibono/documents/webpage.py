"""Web pages: the article's text with its structure, and what the page says about itself."""

from __future__ import annotations

import re
from itertools import groupby, islice
from typing import Any, Final
from urllib.parse import urlsplit

from cuibono.documents.builder import TextBuilder
from cuibono.documents.draft import Draft, Source
from cuibono.documents.encodings import decode
from cuibono.documents.limits import MAX_ELEMENTS, MAX_HTML
from cuibono.documents.links import absolute
from cuibono.documents.page_main import article_runs
from cuibono.documents.page_meta import page_meta
from cuibono.documents.page_runs import Run, page_runs
from cuibono.errors import DocumentError

_CHARSET: Final = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
_XML_CHARSET: Final = re.compile(rb"^\s*<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.:-]{1,40})", re.I)
_TIGHT: Final = frozenset({"item", "cell"})


def read_html(source: Source) -> Draft:
    """The article of a web page. Raises ``DocumentError`` for a page without text or nested too deep."""
    if len(source.data) > MAX_HTML:
        raise DocumentError(f"{source.name}: is a page of more than {MAX_HTML >> 20} MB; save the text alone")
    return read_page(decode(source.data, source.name, source.charset or _declared(source.data)), source)


def read_page(markup: str, source: Source) -> Draft:
    """The same for markup that is text already."""
    root = parse(markup, source.name)
    base = absolute(next(iter(root.xpath("//base/@href")), None), source.url) or source.url
    said = absolute(next(iter(root.xpath("//link[@rel='canonical']/@href")), None), base)
    runs = page_runs(root, base or said)
    meta = page_meta(root, runs, source.url, base)
    kept = article_runs(root, runs, meta.heading, _host(meta.url))
    if not kept:
        raise DocumentError(
            f"{source.name}: the page holds no text (made by scripts?); save it from a browser"
        )
    text = TextBuilder(source.name)
    previous: Run | None = None
    for run in _with_heading(kept, meta.heading, runs):
        _write(text, run, previous, is_title=run is meta.heading)
        previous = run
    return Draft(
        text=text.text,
        blocks=tuple(text.blocks),
        links=tuple(text.links),
        title=meta.title,
        author=meta.author,
        published=meta.published,
        publisher=meta.publisher,
        url=meta.url,
        declared_funding=meta.funding,
        language=meta.language,
    )


def parse(markup: str, name: str) -> Any:
    """The tree of ``markup``, without comments; nothing is fetched and no entity but HTML's own is known."""
    from lxml import etree, html

    # lxml.html's elements, not etree's: trafilatura takes no other.
    parser = html.HTMLParser(
        encoding="utf-8", recover=True, remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    try:
        root = etree.fromstring(markup.replace("\x00", "").encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise DocumentError(f"{name}: holds no HTML that can be read") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise DocumentError(f"{name}: its HTML is nested more than 2,000 levels deep; save the text alone")
    if root is None:
        raise DocumentError(f"{name}: holds no text to check")
    if sum(1 for _ in islice(root.iter(), MAX_ELEMENTS + 1)) > MAX_ELEMENTS:
        raise DocumentError(f"{name}: has more than {MAX_ELEMENTS:,} HTML elements; save the text alone")
    return root


def _declared(data: bytes) -> str | None:
    found = _XML_CHARSET.search(data[:1024]) or _CHARSET.search(data[:4096])
    return found[1].decode("ascii") if found else None


def _host(url: str | None) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""


def _with_heading(kept: list[Run], heading: Run | None, runs: list[Run]) -> list[Run]:
    """``kept`` with the title in front where the page shows it elsewhere, and without a second showing of it."""
    if heading is None:
        return kept
    order = {id(run): number for number, run in enumerate(runs)}
    own = order[id(heading)] if any(run is heading for run in kept) else -1
    rest = [
        run for run in kept if run is not heading and not (run.kind == "heading" and run.key == heading.key)
    ]
    before = [run for run in rest if order[id(run)] < own]
    return [*before, heading, *rest[len(before) :]]


def _write(text: TextBuilder, run: Run, previous: Run | None, *, is_title: bool) -> None:
    for url, pieces in groupby(run.pieces, key=lambda piece: piece[1]):
        if url:
            text.begin_link(url)
        for words, _ in pieces:
            text.add(words)
        if url:
            text.end_link()
    tight = previous is not None and previous.kind == run.kind and run.kind in _TIGHT
    same_row = previous is not None and previous.row == run.row and run.kind == "cell"
    before = "\t" if tight and same_row else "\n" if tight else "\n\n"
    text.close("title" if is_title else run.kind, level=1 if is_title else run.level, before=before)
