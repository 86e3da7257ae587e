"""PDF: the text layer, page by page, with pypdf. A scan without one is named as such.

The date is one printed near the top; the file's own creation date is that of a build or a printout and is not used.
"""

from __future__ import annotations

import io
import logging
import re
import time
from typing import TYPE_CHECKING, Any, Final

from cuibono.documents import dates
from cuibono.documents.builder import TextBuilder, too_long
from cuibono.documents.draft import Draft, Source
from cuibono.documents.hygiene import clean, plain_name
from cuibono.documents.limits import MAX_CHARACTERS, MAX_PAGE_DRAWING, MAX_PAGES, MAX_PDF_SECONDS
from cuibono.documents.links import find_links, source_address
from cuibono.documents.paragraphs import paragraphs
from cuibono.errors import DocumentError
from cuibono.model import Block, Span

if TYPE_CHECKING:
    from pypdf import PdfReader

_INFO: Final = ("/Title", "/Author")
_NO_TITLE: Final = re.compile(
    r"untitled|^microsoft word\b|\.(?:docx?|pdf|indd|qxd|odt|rtf|pptx?)$|^slide \d", re.I
)
_MIN_TEXT: Final = 20  # letters in all; fewer are a stamp on a scan


def read_pdf(source: Source) -> Draft:
    """The text of a PDF. Raises ``DocumentError`` when it is encrypted, damaged, too long or a scan without text."""
    from pypdf.errors import LimitReachedError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = _open(source)
        pages = _pages(reader, source.name)
        info = _info(reader)
    except LimitReachedError as error:
        raise DocumentError(
            f"{source.name}: unpacks to more than a PDF of text does (a bomb?); refused"
        ) from error
    except PyPdfError as error:
        raise DocumentError(
            f"{source.name}: is a damaged or cut-off PDF; get it again from its source"
        ) from error
    if sum(map(str.isalpha, "".join(pages))) < _MIN_TEXT:
        raise DocumentError(
            f"{source.name}: has no text layer ({len(pages)} pages of images: a scan?); run text recognition on it first"
        )
    return _draft(pages, info, source.name)


def _open(source: Source) -> PdfReader:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    reader = PdfReader(io.BytesIO(source.data), strict=False)
    if reader.is_encrypted:
        try:
            unlocked = reader.decrypt("") != 0  # many carry rights only and open without a password
        except (DependencyError, NotImplementedError) as error:
            raise DocumentError(_encrypted(source.name)) from error
        if not unlocked:
            raise DocumentError(_encrypted(source.name))
    return reader


def _encrypted(name: str) -> str:
    return f"{name}: is encrypted; save it without a password and try again"


def _pages(reader: PdfReader, name: str) -> list[str]:
    count = len(reader.pages)
    if count == 0:
        raise DocumentError(f"{name}: is a PDF without pages")
    if count > MAX_PAGES:
        raise DocumentError(f"{name}: has {count:,} pages, more than {MAX_PAGES:,}; check it in parts")
    started, length, pages = time.monotonic(), 0, []
    for number, page in enumerate(reader.pages, 1):
        drawing = page.get_contents()
        if drawing is not None and len(drawing.get_data()) > MAX_PAGE_DRAWING:
            raise DocumentError(
                f"{name}: page {number} holds more than {MAX_PAGE_DRAWING >> 20} MB of drawing; check the other pages alone"
            )
        text = clean(page.extract_text() or "")
        length += len(text)
        if length > MAX_CHARACTERS:
            raise DocumentError(too_long(name))
        if time.monotonic() - started > MAX_PDF_SECONDS:
            raise DocumentError(
                f"{name}: takes more than {MAX_PDF_SECONDS:.0f} seconds to read; check it in parts"
            )
        pages.append(text)
    return pages


def _info(reader: PdfReader) -> dict[str, str]:
    """The document information as strings; broken entries are passed over."""
    try:
        info: Any = reader.metadata or {}
        return {str(key): str(info[key]) for key in _INFO if key in info}
    except Exception:  # metadata is no reason to refuse a text
        return {}


def _draft(pages: list[str], info: dict[str, str], name: str) -> Draft:
    text = TextBuilder(name)
    for paragraph in paragraphs(pages):
        text.add(paragraph.text)
        tight = paragraph.item and text.blocks and text.blocks[-1].kind == "item"
        text.close(
            "item" if paragraph.item else "paragraph", page=paragraph.page, before="\n" if tight else "\n\n"
        )
    title = plain_name(info.get("/Title"))
    title = None if title and _NO_TITLE.search(title) else title
    whole = text.text
    return Draft(
        text=whole,
        blocks=tuple(_headed(whole, text.blocks, title)),
        links=tuple(find_links(whole)),
        title=title,
        author=plain_name(info.get("/Author")),
        published=dates.near_top(whole, text.blocks),
        url=source_address("\n".join(pages)),
    )


def _headed(text: str, blocks: list[Block], title: str | None) -> list[Block]:
    """``blocks`` with the first-page block that reads like the title marked as such."""
    key = re.sub(r"\W", "", title or "").casefold()
    for i, block in enumerate(blocks[:10]):
        if key and re.sub(r"\W", "", text[block.span.start : block.span.end]).casefold() == key:
            return [
                *blocks[:i],
                Block("title", Span(block.span.start, block.span.end), 1, block.page),
                *blocks[i + 1 :],
            ]
    return blocks
