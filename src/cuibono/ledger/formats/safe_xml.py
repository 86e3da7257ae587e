"""XML from strangers: read piece by piece, no document types, no entities, no network."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from cuibono.errors import RecordError
from cuibono.ledger.formats import Context, open_packed

if TYPE_CHECKING:
    from lxml import etree

    Element: TypeAlias = etree._Element
else:
    Element = object

_DEPTH = 64
#: One record may have so many elements; memory must not follow the source.
_MOST = 2_000_000


def elements(path: Path, tags: Collection[str], context: Context) -> Iterator[Element]:
    """Every element of these tags when it is whole, freed afterwards; :attr:`Context.line` is its line. Names lose their namespace.

    Raises :class:`RecordError` for a document type (where entities and bombs live), bad XML, and nesting beyond reason.
    """
    from lxml import etree

    with open_packed(path, context) as file:
        events = etree.iterparse(
            file,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            yield from _walk(events, set(tags), path, context)
        except etree.XMLSyntaxError as error:
            line = error.lineno or None
            raise RecordError(f"bad XML: {str(error.msg)[:120]}", path=path, line=line) from error
        except (EOFError, OSError) as error:
            raise RecordError("cannot be read to its end", path=path) from error


def _walk(events: etree.iterparse, tags: set[str], path: Path, context: Context) -> Iterator[Element]:
    depth, inside, held = 0, 0, 0
    for event, element in events:
        if event == "start":
            if "}" in element.tag:
                element.tag = element.tag.rpartition("}")[2]
            if depth == 0 and element.getroottree().docinfo.doctype:
                raise RecordError("has a document type: refused, registers need none", path=path)
            depth += 1
            inside += element.tag in tags
            if depth > _DEPTH:
                raise RecordError(f"nested more than {_DEPTH} deep", path=path)
            held = held + 1 if inside else 0
            if held > _MOST:
                raise RecordError(f"a record of more than {_MOST:,} elements: refused", path=path)
            continue
        depth -= 1
        if element.tag in tags:
            inside -= 1
            if not inside:
                context.at(int(element.sourceline or 0))
                yield element
        if not inside and depth:
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def text(element: Element, path: str) -> str | None:
    """The text of the first child at a path, white space as one space; None for none."""
    found = element.find(path)
    return _plain(found)


def texts(element: Element, path: str) -> list[str]:
    """The texts of all children at a path that have any."""
    return [words for found in element.iterfind(path) if (words := _plain(found))]


def _plain(element: Element | None) -> str | None:
    words = " ".join("".join(str(part) for part in element.itertext()).split()) if element is not None else ""
    return words or None
