"""What a file is, told from its content; the name only breaks ties between kinds of text."""

from __future__ import annotations

import re
from typing import Final, Literal, NoReturn

from cuibono.documents.data import table
from cuibono.documents.draft import Source
from cuibono.documents.limits import MAX_BRACKETS, MAX_MARKDOWN
from cuibono.errors import DocumentError

Kind = Literal["text", "html", "pdf", "docx", "email", "mhtml", "warc"]

_HEAD: Final = 4096
_BOMS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_BINARY: Final = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
_HTML_TAG: Final = re.compile(
    rb"<(?:p|div|span|article|section|main|h[1-6]|ul|ol|li|table|tr|td|blockquote|br|a|meta|title|script|style|b|i|em|strong|img|figure)(?:\s[^<>]{0,2000})?/?>",
    re.I,
)
_TAG_NAME: Final = re.compile(rb"<([a-zA-Z][\w:.-]{0,60})")
_HTML_ROOTS: Final = frozenset({"html", "head", "body"})
_HEADER: Final = re.compile(
    rb"(?:From [^\n]{1,200}\r?\n)?((?:[!-9;-~]{1,60}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2,})"
)
# A memo may begin with From, Date and Subject; only machines write these.
_MACHINE_HEADER: Final = re.compile(
    rb"^(?:message-id|mime-version|received|return-path|content-type|delivered-to|x-mailer):", re.I | re.M
)
_FROM: Final = re.compile(rb"^(?:from|subject):", re.I | re.M)
_RELATED: Final = re.compile(
    rb"^content-type:\s*multipart/related|^snapshot-content-location:|^from: <saved by", re.I | re.M
)
_MARKDOWN: Final = (
    re.compile(r"^#{1,6} \S", re.M),
    re.compile(r"\[[^\]\n]{1,200}\]\(<?(?:https?://|/|#|mailto:)[^)\s]{0,500}\)"),
    re.compile(r"^(?:```|~~~)", re.M),
    re.compile(r"\*\*[^\s*][^*\n]{0,200}\*\*"),
    re.compile(r"^\|?\s*:?-{3,}:?\s*\|", re.M),
    re.compile(r"^\[[^\]\n]{1,60}\]: \S+", re.M),
    re.compile(r"\A---\n(?:[\w-]+:.*\n)+---\n"),
)
_MARKDOWN_NAMES: Final = (".md", ".markdown", ".mdown", ".mkd")


def kind_of(source: Source) -> Kind:
    """The kind of ``source``; text in an unknown shape is ``text``.

    Raises ``DocumentError`` for files that are no documents, naming what they seem to be and what to do.
    """
    data = source.data
    head = data[:_HEAD]
    if not data.strip():
        raise DocumentError(f"{source.name}: is empty; nothing to check")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _packed(source)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        _refuse_compound(source)
    if head.startswith(b"WARC/") or _packed_warc(head):
        return "warc"
    if not head.startswith(_BOMS):
        _refuse_known(source, head)
    return _kind_of_text(source, head.removeprefix(_BOMS[0]))


def _kind_of_text(source: Source, head: bytes) -> Kind:
    prolog, root = _prolog(source.data[: 16 * _HEAD])
    if root.rpartition(":")[2] in _HTML_ROOTS or prolog.startswith("<!doctype html"):
        return "html"
    if root and prolog.startswith("<?xml"):
        _refuse_xml(source, root)
    if (header := _HEADER.match(head)) and _MACHINE_HEADER.search(header[1]) and _FROM.search(header[1]):
        return "mhtml" if _RELATED.search(header[1]) else "email"
    if _html_by_weight(source, head):
        return "html"
    if _is_json(source.data):
        refuse(source.name, "JSON data", "json")
    return "text"


def _prolog(data: bytes) -> tuple[str, str]:
    """What stands before the first element (declaration or doctype, lower case), and that element's name."""
    position, prolog = 0, ""
    data = data.removeprefix(_BOMS[0])
    while True:
        position += len(data[position:]) - len(data[position:].lstrip())
        if data.startswith(b"<!--", position):
            end = data.find(b"-->", position)
        elif data.startswith((b"<?", b"<!"), position):
            end = data.find(b">", position)
            if data.find(b"[", position, max(end, 0)) >= 0:  # a document type with declarations of its own
                end = data.find(b">", max(data.find(b"]", position), position))
            prolog = prolog or data[position : position + 60].decode("latin-1").lower()
        else:
            break
        if end < 0:
            break
        position = end + 1 if data[end : end + 1] == b">" else end + 3
    found = _TAG_NAME.match(data, position)
    return prolog, found[1].decode("latin-1").lower() if found else ""


def _html_by_weight(source: Source, head: bytes) -> bool:
    """A fragment without ``<html>``: it begins with a tag, or the server or the name says so and tags are there."""
    tags = len(_HTML_TAG.findall(head))
    said = source.content_type in ("text/html", "application/xhtml+xml")
    if said:
        return tags > 0
    if _is_markdown_name(source):
        return False
    named = source.name.lower().endswith((".html", ".htm", ".xhtml"))
    return tags >= (1 if named else 3) and (named or head.lstrip().startswith(b"<"))


def is_markdown(source: Source, text: str) -> bool:
    """Whether a text is Markdown: named so and marked up at least once, or marked up in two ways without the name."""
    signs = sum(bool(pattern.search(text[: 64 * 1024])) for pattern in _MARKDOWN)
    return signs >= (1 if _is_markdown_name(source) else 2)


def fits_markdown(text: str) -> bool:
    """Whether ``text`` is small and tame enough for a Markdown parser; a book, or a wall of brackets, is read as plain text."""
    return len(text) <= MAX_MARKDOWN and all(part.count("[") <= MAX_BRACKETS for part in text.split("\n\n"))


def _is_markdown_name(source: Source) -> bool:
    return source.content_type == "text/markdown" or source.name.lower().endswith(_MARKDOWN_NAMES)


def looks_binary(data: bytes) -> bool:
    """Whether the first bytes hold control characters that no text has."""
    return _BINARY.search(data[:_HEAD]) is not None


def refuse(name: str, what: str, advice: str) -> NoReturn:
    """Raise the error for a file that is no document; ``advice`` names a line of ``advice.yml``."""
    raise DocumentError(f"{name}: seems to be {what}; {table('advice')[advice]}")


def _refuse_known(source: Source, head: bytes) -> None:
    for entry in table("signatures"):
        mark, offset = bytes.fromhex(entry["hex"]), entry.get("offset", 0)
        if head[offset : offset + len(mark)] == mark and (entry.get("text") or looks_binary(head)):
            refuse(source.name, entry["what"], entry["advice"])


def _packed(source: Source) -> Kind:
    """``docx`` for a packed Word document; any other packed file is refused by what it holds."""
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError) as error:
        raise DocumentError(
            f"{source.name}: is a damaged or cut-off ZIP or DOCX file; get it again from its source"
        ) from error
    if "word/document.xml" in names:
        return "docx"
    for entry in table("packages"):
        if any(name.startswith(entry["member"]) for name in names):
            refuse(source.name, entry["what"], entry["advice"])
    refuse(source.name, "a ZIP archive", "archive")


def _refuse_compound(source: Source) -> NoReturn:
    """OLE compound files: an encrypted DOCX, or an office file of before 2007."""
    if "EncryptedPackage".encode("utf-16-le") in source.data:
        raise DocumentError(f"{source.name}: is encrypted; save it without a password")
    refuse(source.name, "an old Office file (.doc, .xls, .ppt or .msg)", "office")


def _packed_warc(head: bytes) -> bool:
    if not head.startswith(b"\x1f\x8b"):
        return False
    import zlib

    try:
        return zlib.decompressobj(31).decompress(head, 8).startswith(b"WARC/")
    except zlib.error:
        return False


def _refuse_xml(source: Source, root: str) -> None:
    local = root.rpartition(":")[2]
    if local == "svg":
        refuse(source.name, "an SVG image", "image")
    what = {"rss": "a news feed (RSS)", "feed": "a news feed (Atom)", "rdf": "RDF data"}.get(local)
    refuse(source.name, what or f"XML data (<{root[:40]}>)", "other")


def _is_json(data: bytes) -> bool:
    """Whether the whole is JSON or JSON lines (an object or array, not a lone word or number)."""
    if data.lstrip()[:1] not in (b"{", b"["):
        return False
    import orjson

    for part in (data.lstrip().partition(b"\n")[0], data):
        try:
            value = orjson.loads(part)
        except orjson.JSONDecodeError:
            continue
        return isinstance(value, dict) or (isinstance(value, list) and part is data)
    return False
