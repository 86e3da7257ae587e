"""The limits of what is read: everything that comes in is taken for hostile."""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 50 * 1024 * 1024  # of one source, before anything is unpacked
MAX_CHARACTERS: Final = 5_000_000  # of a document's text: about 1,600 pages
MAX_UNPACKED: Final = 200 * 1024 * 1024  # of all parts of a packed file together
MAX_PART: Final = 64 * 1024 * 1024  # of one part
MAX_PARTS: Final = 5_000
MAX_RATIO: Final = 200  # unpacked to packed; prose packs 3 to 10 times, repetitive Word markup up to 100
MAX_PAGES: Final = 3_000
MAX_PDF_SECONDS: Final = 120.0
MAX_PAGE_DRAWING: Final = (
    8 * 1024 * 1024
)  # bytes of drawing commands on one PDF page; a page of text has some 50 KB
MAX_LINKS: Final = 20_000
MAX_HTML: Final = (
    10 * 1024 * 1024
)  # of one page: the largest news pages, with all their scripts inside, have 3 MB
MAX_ELEMENTS: Final = 300_000
MAX_MARKDOWN: Final = 400_000  # characters; longer Markdown, or a paragraph with more brackets than this:
MAX_BRACKETS: Final = 5_000  # is read as plain text, since parsers take quadratic time on some of it
MAX_DEPTH: Final = (
    400  # of HTML given to the main-text heuristics; the reader itself goes to the parser's 2,048
)
USER_AGENT: Final = "cuibono/0.1 (reads one article that a person asked to check)"
