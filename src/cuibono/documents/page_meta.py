"""Title, author, date, publisher and address of a web page: what it states first, what it shows second, its address last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Final
from urllib.parse import urlsplit

from cuibono.documents import dates
from cuibono.documents.data import table
from cuibono.documents.hygiene import plain_name
from cuibono.documents.links import absolute
from cuibono.documents.page_runs import Run, fold
from cuibono.documents.schema_org import Linked, linked_data
from cuibono.model import DeclaredFunding

_SEPARATOR: Final = re.compile(r"\s+[|–—·•:\-]+\s+|\s*[|»]\s*")
_BY: Final = re.compile(r"^(?:by|written by|author|автор|von|par|por)\b[:\s]+", re.I)
_MAX_AUTHOR: Final = 120
_MAX_DATE_LINE: Final = 120
_BELOW_TITLE: Final = 8  # runs under the title in which a date line is looked for
_MIN_PROSE: Final = 160  # letters from which on a run is the story, not a byline


@dataclass(frozen=True, slots=True)
class PageMeta:
    """What a page says about itself; fields as in ``Document``. ``heading`` is the run that shows the title."""

    title: str | None
    author: str | None
    published: str | None
    publisher: str | None
    url: str | None
    language: str | None
    funding: tuple[DeclaredFunding, ...]
    heading: Run | None


def page_meta(root: Any, runs: list[Run], url: str | None, base: str | None) -> PageMeta:
    """Read the metadata of the page under ``root``, whose visible runs are ``runs``."""
    fields = _fields(root)
    canonical = _canonical(root, fields, base)
    linked = linked_data(root, canonical or url)
    publisher = next(
        (name for name in (linked.publisher, *_outlets(fields)) if name and not _is_platform(name)), None
    )
    title, heading = _title(root, runs, linked.title or _first(fields, "title"), publisher)
    return PageMeta(
        title=title,
        author=linked.author or _authors(fields) or _byline(root),
        published=_published(root, runs, heading, linked, fields)
        or dates.from_url(canonical or linked.url or url),
        publisher=publisher,
        url=canonical or linked.url or url,
        language=_language(root),
        funding=(*linked.funding, *_funders(fields)),
        heading=heading,
    )


def _fields(root: Any) -> dict[str, list[str]]:
    """The values of each <meta> field by its lower-case name, in order."""
    found: dict[str, list[str]] = {}
    for element in root.xpath("//meta[@content]")[:500]:
        for attribute in ("property", "name", "itemprop"):
            for name in (element.get(attribute) or "").lower().split():
                found.setdefault(name, []).append(element.get("content"))
    return found


def _values(fields: dict[str, list[str]], what: str) -> Iterator[str]:
    for name in table("pages")["meta"][what]:
        yield from fields.get(name, ())


def _first(fields: dict[str, list[str]], what: str) -> str | None:
    return next((name for value in _values(fields, what) if (name := plain_name(value))), None)


def _outlets(fields: dict[str, list[str]]) -> Iterator[str]:
    for value in _values(fields, "publisher"):
        if (name := plain_name(value)) and not name.startswith(("http://", "https://")):
            yield name


def _is_platform(name: str) -> bool:
    return fold(name) in {fold(platform) for platform in table("pages")["platforms"]}


def _authors(fields: dict[str, list[str]]) -> str | None:
    for name in table("pages")["meta"]["author"]:
        people = [p for v in fields.get(name, ()) if (p := _person(v))]
        if people:
            return ", ".join(dict.fromkeys(people))
    return None


def _person(value: str) -> str | None:
    name = _BY.sub("", plain_name(value) or "")
    return name if name and len(name) <= _MAX_AUTHOR and not name.startswith(("http", "@")) else None


def _byline(root: Any) -> str | None:
    """The author where the page marks one up; several different ones are none."""
    marked = root.xpath("//*[@rel='author' or @itemprop='author' or contains(@class, 'byline')]")[:20]
    people = {
        p for e in marked if (p := _person(" ".join("".join(e.itertext()).split()))) and not dates.visible(p)
    }
    return people.pop() if len(people) == 1 else None


def _funders(fields: dict[str, list[str]]) -> Iterator[DeclaredFunding]:
    for value in _values(fields, "funder"):
        for part in value.split(";"):
            name = plain_name(part.partition("citation_funder=")[2] if "=" in part else part)
            if name:
                yield DeclaredFunding("funder", name)


def _canonical(root: Any, fields: dict[str, list[str]], base: str | None) -> str | None:
    links = root.xpath("//link[translate(@rel, 'CANONIL', 'canonil')='canonical']/@href")
    for value in (*links, *_values(fields, "url")):
        found = absolute(str(value), base)
        if found and (urlsplit(found).path.strip("/") or urlsplit(found).query):
            return found
    return None


def _language(root: Any) -> str | None:
    said = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip().lower()
    found = re.match(r"[a-z]{2}(?=$|[-_])", said)
    return found[0] if found else None


def _title(
    root: Any, runs: list[Run], stated: str | None, publisher: str | None
) -> tuple[str | None, Run | None]:
    """The title, and the heading that shows it: the page's words for it where they agree with what it states."""
    head = plain_name(" ".join("".join(e.itertext()) for e in root.xpath("//head/title | //title")[:1]))
    candidates = [run for run in runs if run.kind == "heading" and run.level <= 2 and len(run.text) <= 400]
    for known in (stated, head):
        for run in candidates:
            if known and _agree(run.key, fold(known)):
                return run.text, run
    if stated:
        return stated, None
    first = next((run for run in candidates if run.level == 1 and not run.chrome), None)
    if first is not None and fold(first.text) != fold(publisher or ""):
        return first.text, first
    return _without_site(head, publisher), None


def _agree(shown: str, known: str) -> bool:
    short, long = sorted((shown, known), key=len)
    return len(short) >= 8 and short in long and len(short) >= 0.4 * len(long)


def _without_site(head: str | None, publisher: str | None) -> str | None:
    """A <title> without the site's name after (or before) a separator."""
    if not head or not publisher:
        return head
    parts = [part for part in _SEPARATOR.split(head) if part.strip() and fold(part) != fold(publisher)]
    return max(parts, key=len) if parts and len(parts) < len(_SEPARATOR.split(head)) else head


def _published(
    root: Any, runs: list[Run], heading: Run | None, linked: Linked, fields: dict[str, list[str]]
) -> str | None:
    stated: Iterable[object] = (linked.published, *_values(fields, "published"))
    for value in stated:
        if day := dates.from_metadata(value):
            return day
    for value in root.xpath("//*[@itemprop='datePublished' or @pubdate]/@datetime"):
        if day := dates.from_metadata(str(value)):
            return day
    return _beside_title(runs, heading)


def _beside_title(runs: list[Run], heading: Run | None) -> str | None:
    """A date in a short line around the title, before the story begins; a <time> there counts by its machine form."""
    where = next((i for i, run in enumerate(runs) if run is heading), None)
    if where is None:
        return None
    below = takewhile(lambda run: len(run.key) < _MIN_PROSE, runs[where + 1 : where + 1 + _BELOW_TITLE])
    for run in (*below, *reversed(runs[max(0, where - 2) : where])):
        if run.chrome or len(run.key) >= _MIN_PROSE:
            continue
        if day := _time_element(run.element) or (
            dates.visible(run.text) if len(run.text) <= _MAX_DATE_LINE else None
        ):
            return day
    return None


def _time_element(element: Any) -> str | None:
    if element is None:
        return None
    return next(
        (day for v in element.xpath(".//time/@datetime")[:1] if (day := dates.from_metadata(str(v)))), None
    )
