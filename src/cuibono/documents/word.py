"""DOCX: python-docx opens the package, styles and relations; the body is walked here, so that nothing in it is lost.

Before anything is parsed, the package is measured (unpacked size, ratio, number of parts) and its XML searched for entities.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from cuibono.documents import dates
from cuibono.documents.builder import TextBuilder
from cuibono.documents.draft import Draft, Source
from cuibono.documents.hygiene import plain_name
from cuibono.documents.limits import MAX_PART, MAX_PARTS, MAX_RATIO, MAX_UNPACKED
from cuibono.documents.links import absolute, source_address
from cuibono.errors import DocumentError
from cuibono.model import BlockKind

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED: Final = frozenset(
    {f"{_W}{tag}" for tag in ("del", "moveFrom", "instrText", "pPr", "rPr", "tblPr", "sectPr")} | {_FALLBACK}
)
_SPACES: Final = frozenset({f"{_W}{tag}" for tag in ("tab", "br", "cr", "noBreakHyphen")})
_HEADING: Final = re.compile(r"heading\s*(\d)|^title$", re.I)
_QUOTE: Final = re.compile(r"quote", re.I)
_LIST: Final = re.compile(r"^list\b", re.I)
# Also as UTF-16, where each letter has a zero byte beside it.
_ENTITY: Final = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T|E\x00?N\x00?T)")
_XML: Final = (".xml", ".rels")
_TIGHT: Final = frozenset({"item", "cell"})


def read_docx(source: Source) -> Draft:
    """The text of a Word document. Raises ``DocumentError`` for bombs, entities, encryption and damage."""
    _guard(source)
    import docx

    document = docx.Document(io.BytesIO(source.data))
    writer = _Writer(document, source)
    writer.write(document.element.body)
    for part in _notes(document):
        writer.write(part)
    properties, text = document.core_properties, writer.text
    return Draft(
        text=text.text,
        blocks=tuple(text.blocks),
        links=tuple(text.links),
        title=writer.title or plain_name(properties.title),
        author=plain_name(properties.author) if properties.author != "python-docx" else None,
        published=dates.near_top(text.text, text.blocks),
        url=source_address(text.text),
        language=(properties.language or "")[:2].lower() or None,
    )


def _guard(source: Source) -> None:
    """Refuse a package that would unpack to too much, or whose XML declares entities, before any of it is parsed."""
    name = source.name
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise DocumentError(f"{name}: is encrypted; save it without a password")
            if len(parts) > MAX_PARTS or len({part.filename for part in parts}) < len(parts):
                raise DocumentError(f"{name}: is no sound DOCX file (too many parts, or one part twice)")
            _measure(parts, len(source.data), name)
            for part in parts:
                if part.filename.lower().endswith(_XML) or part.filename == "[Content_Types].xml":
                    _search(archive.read(part), name)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise DocumentError(
            f"{name}: is a damaged or cut-off DOCX file; get it again from its source"
        ) from error


def _measure(parts: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    unpacked = sum(part.file_size for part in parts)
    if (
        unpacked > MAX_UNPACKED
        or unpacked > MAX_RATIO * max(packed, 64 * 1024)
        or any(part.file_size > MAX_PART for part in parts)
    ):
        raise DocumentError(f"{name}: unpacks to {unpacked / (1 << 20):,.0f} MB (a zip bomb?); refused")


def _search(xml: bytes, name: str) -> None:
    if _ENTITY.search(xml):
        raise DocumentError(f"{name}: its XML declares entities, which no Word document does; refused")


def _notes(document: Any) -> Iterator[Any]:
    """Footnotes and endnotes: where reports name their sources."""
    from lxml import etree

    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(("/footnotes", "/endnotes")):
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            yield etree.fromstring(relation.target_part.blob, parser)


class _Writer:
    """Walks WordprocessingML without recursion and writes its paragraphs as blocks."""

    def __init__(self, document: Any, source: Source) -> None:
        self.text = TextBuilder(source.name)
        self.title: str | None = None
        self._relations = document.part.rels
        self._base = source.url
        self._styles = {
            style.style_id: style.name or "" for style in document.styles if getattr(style, "style_id", None)
        }
        self._cells = 0
        self._row_start = True
        self._last: BlockKind | None = None

    def write(self, root: Any) -> None:
        from lxml import etree

        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "start" and element.tag in _SKIPPED:
                walker.skip_subtree()
            elif event == "start":
                self._start(element)
            elif element.tag not in _SKIPPED:
                self._end(element)

    def _start(self, element: Any) -> None:
        tag = element.tag
        if tag == f"{_W}t":
            self.text.add(element.text or "")
        elif tag in _SPACES:
            self.text.add("-" if tag.endswith("Hyphen") else " ")
        elif tag == f"{_W}hyperlink":
            target = self._relations.get(element.get(f"{_R}id") or "")
            url = (
                absolute(target.target_ref, self._base) if target is not None and target.is_external else None
            )
            if url:
                self.text.begin_link(url)
        elif tag == f"{_W}tc":
            self._cells += 1
        elif tag == f"{_W}tr":
            self._row_start = True

    def _end(self, element: Any) -> None:
        if element.tag == f"{_W}hyperlink":
            self.text.end_link()
        elif element.tag == f"{_W}tc":
            self._cells = max(0, self._cells - 1)
        elif element.tag == f"{_W}p":
            self._paragraph(element)

    def _paragraph(self, element: Any) -> None:
        kind, level = self._role(element)
        if self._cells:
            kind, level = "cell", 0
        tight = kind == self._last and kind in _TIGHT
        before = "\t" if tight and kind == "cell" and not self._row_start else "\n" if tight else "\n\n"
        block = self.text.close(kind, level=level, before=before)
        if block is None:
            return
        self._last, self._row_start = kind, False
        if kind == "title" and self.title is None:
            self.title = self.text.text[block.span.start : block.span.end]

    def _role(self, element: Any) -> tuple[BlockKind, int]:
        style = element.find(f"{_W}pPr/{_W}pStyle")
        name = (
            self._styles.get(style.get(f"{_W}val"), style.get(f"{_W}val") or "") if style is not None else ""
        )
        if found := _HEADING.search(name):
            return ("heading", int(found[1])) if found[1] else ("title", 1)
        outline = element.find(f"{_W}pPr/{_W}outlineLvl")
        if outline is not None and (outline.get(f"{_W}val") or "9") in "012345678":
            return "heading", int(outline.get(f"{_W}val")) + 1
        numbering = element.find(f"{_W}pPr/{_W}numPr")
        if numbering is not None or _LIST.search(name):
            return "item", _indent(numbering)
        return (
            "quote" if _QUOTE.search(name) else "caption" if name.lower() == "caption" else "paragraph"
        ), 0


def _indent(numbering: Any) -> int:
    level = numbering.find(f"{_W}ilvl") if numbering is not None else None
    value = level.get(f"{_W}val") if level is not None else None
    return int(value) + 1 if value and value.isdigit() and len(value) == 1 else 1
