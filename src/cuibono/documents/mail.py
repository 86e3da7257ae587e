"""E-mail (.eml) and saved pages in its form (MHTML), with the standard library."""

from __future__ import annotations

from dataclasses import replace
from email import policy
from email.message import Message
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any, Final

from cuibono.documents.draft import Draft, Source
from cuibono.documents.encodings import decode
from cuibono.documents.hygiene import plain_name
from cuibono.documents.links import absolute
from cuibono.documents.plain import read_plain
from cuibono.errors import DocumentError

_MAX_PARTS: Final = 1_000
_PAGE_TYPES: Final = ("text/html", "application/xhtml+xml")


def read_mail(source: Source) -> Draft:
    """The text of a message, its subject as title, its sender as author (the name, never the address), its date.

    A saved page (MHTML) is read as the page that it holds. Raises ``DocumentError`` for a message without text.
    """
    message = BytesParser(policy=policy.compat32).parsebytes(source.data)
    saved = _header(message, "Snapshot-Content-Location") or message.get_content_type() == "multipart/related"
    plain, page = _bodies(message)
    if page is not None and (saved or plain is None or not _text(plain, source).strip()):
        draft = _page(page, message, source)
    elif plain is not None:
        draft = read_plain(_text(plain, source), name=source.name)
    else:
        raise DocumentError(
            f"{source.name}: the message holds no text (attachments only?); give the attachment itself"
        )
    if saved and _header(message, "Snapshot-Content-Location"):
        return draft
    return replace(
        draft,
        title=plain_name(_header(message, "Subject")) or draft.title,
        author=plain_name(parseaddr(_header(message, "From"))[0]) or None,
        published=_date(_header(message, "Date")) or draft.published,
        url=absolute(_header(message, "Archived-At").strip("<> "), None) or draft.url,
    )


def _bodies(message: Message) -> tuple[Message | None, Message | None]:
    """The first plain text and the first HTML part that are no attachments."""
    plain: Message | None = None
    page: Message | None = None
    for count, part in enumerate(message.walk()):
        if count > _MAX_PARTS:
            break
        if part.is_multipart() or str(part.get("Content-Disposition", "")).strip().lower().startswith(
            "attachment"
        ):
            continue
        kind = part.get_content_type()
        if kind == "text/plain" and plain is None:
            plain = part
        elif kind in _PAGE_TYPES and page is None:
            page = part
    return plain, page


def _payload(part: Message) -> bytes:
    data: Any = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _text(part: Message, source: Source) -> str:
    return decode(_payload(part), source.name, part.get_content_charset())


def _page(part: Message, message: Message, source: Source) -> Draft:
    from cuibono.documents.webpage import read_html

    said = _header(message, "Snapshot-Content-Location") or _header(part, "Content-Location")
    url = source.url or absolute(said, None)
    return read_html(Source(_payload(part), source.name, "text/html", part.get_content_charset(), url))


def _header(message: Message, name: str) -> str:
    """A header with its encoded words decoded; empty where it is missing or broken."""
    from email.header import decode_header, make_header

    value = message.get(name)
    if value is None:
        return ""
    try:
        return str(make_header(decode_header(str(value)[:4000])))
    except (ValueError, LookupError):
        return str(value)[:4000]


def _date(value: str) -> str | None:
    try:
        return parsedate_to_datetime(value[:200]).date().isoformat() if value else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
