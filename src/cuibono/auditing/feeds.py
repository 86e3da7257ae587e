"""RSS and Atom feeds saved to disk: an entry at a time, from however long a feed; no entity is resolved, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from cuibono.auditing.limits import MAX_FEED, MAX_FEED_ENTRY

if TYPE_CHECKING:
    from cuibono.auditing.corpus import Problems

_ENTRY = ("item", "entry")
_TEXT = ("encoded", "content", "description", "summary")
_DATE = ("pubdate", "published", "date", "updated")
_CHUNK = 1 << 16


def entries(stream: BinaryIO, name: str, problems: Problems) -> Iterator[tuple[Mapping[str, Any], str]]:
    """The entries of a feed as rows with the usual field names; the longest of an entry's texts is its text."""
    from lxml import etree

    parser = etree.XMLPullParser(
        ("start", "end"), resolve_entities=False, no_network=True, huge_tree=False, recover=True
    )
    taken, number, outlet = 0, 0, ""
    depth = 0
    while piece := stream.read(_CHUNK):
        taken += len(piece)
        if taken > MAX_FEED:
            problems.add(f"a feed longer than {MAX_FEED >> 20} MB: cut off there", name)
            return
        try:
            parser.feed(piece)
        except etree.XMLSyntaxError:
            problems.add("a feed that is no XML", name)
            return
        for event, element in cast("Iterator[tuple[str, Any]]", parser.read_events()):
            tag = _local(element)
            if tag in _ENTRY:
                depth += 1 if event == "start" else -1
            if event == "start":
                continue
            if tag == "title" and depth == 0 and not outlet:
                outlet = "".join(element.itertext())[:200]
            if tag in _ENTRY:
                number += 1
                yield _row(element, outlet, f"{name}, entry {number}", problems), f"{name}, entry {number}"
                element.clear()
                while element.getprevious() is not None and element.getparent() is not None:
                    del element.getparent()[0]
    if not number:
        problems.add("a feed without an entry", name)


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _row(element: Any, outlet: str, where: str, problems: Problems) -> Mapping[str, Any]:
    parts: dict[str, list[str]] = {}
    address = ""
    for child in element:
        tag = _local(child)
        parts.setdefault(tag, []).append("".join(child.itertext())[: MAX_FEED_ENTRY + 1])
        if tag == "link" and child.get("href") and child.get("rel", "alternate") == "alternate":
            address = child.get("href")
    texts = [text for tag in _TEXT for text in parts.get(tag, ())]
    longest = max(texts, key=len, default="")
    if len(longest) > MAX_FEED_ENTRY:
        problems.add("an entry that is too long: cut", where)
    plain, links = _plain(longest[:MAX_FEED_ENTRY])
    return {
        "id": next(iter(parts.get("guid", parts.get("id", ()))), None),
        "text": plain,
        "outlet": outlet,
        "date": next((v for tag in _DATE for v in parts.get(tag, ())), None),
        "url": address or next(iter(parts.get("link", ())), ""),
        "title": next(iter(parts.get("title", ())), ""),
        "links": links,
    }


def _plain(markup: str) -> tuple[str, list[str]]:
    """The text of an entry, which is HTML as a rule, and the addresses that it links to."""
    if "<" not in markup:
        return markup.strip(), []
    from lxml import etree, html

    try:
        root = html.fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, ValueError):
        return markup, []
    for element in root.iter("p", "br", "div", "li", "h1", "h2", "h3", "blockquote"):
        element.tail = "\n" + (element.tail or "")
    for element in list(root.iter("script", "style")):
        element.drop_tree()
    return root.text_content().strip(), [a.get("href") for a in root.iter("a") if a.get("href")]
