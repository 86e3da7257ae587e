"""Reading a source: where its bytes come from, which reader they go to, and what the user's own word overrides."""

from __future__ import annotations

import errno
import hashlib
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from cuibono.documents import dates
from cuibono.documents.draft import Draft, Source
from cuibono.documents.hygiene import clean, one_line, plain_name
from cuibono.documents.kinds import Kind, fits_markdown, is_markdown, kind_of
from cuibono.documents.languages import language_of
from cuibono.documents.limits import MAX_BYTES
from cuibono.errors import CuibonoError, DocumentError, FetchError
from cuibono.model import Document

_CHUNK: Final = 1 << 20
_LIKE_ADDRESS: Final = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/", re.I)


_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*)://")


def read(
    source: str | Path,
    *,
    published: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Document:
    """The document at ``source``: a path, ``-`` for standard input, or an http(s) address.

    ``published`` (an ISO prefix), ``publisher`` and ``url`` win over what the source says. Raises ``DocumentError`` for
    what cannot be read and ``FetchError`` for an address that may not or cannot be fetched; each is one line.
    """
    if isinstance(source, str) and source.lower().startswith(("http://", "https://")):
        from cuibono.documents.fetching import fetch

        fetched = fetch(source, max_bytes=max_bytes)
        draft_source = Source(fetched.data, source, fetched.content_type, fetched.charset, fetched.final_url)
        return _document(draft_source, published=published, publisher=publisher, url=url, fetched=True)
    if isinstance(source, str) and (scheme := _SCHEME.match(source)):
        raise FetchError(
            f"{scheme[1]}: addresses are not fetched, only http and https ones: {_shown(source)}"
        )
    data = _standard_input(max_bytes) if str(source) == "-" else _file(Path(source), max_bytes)
    name = "standard input" if str(source) == "-" else _shown(source)
    return _document(Source(data, name, url=url), published=published, publisher=publisher, url=url)


def read_bytes(
    data: bytes,
    *,
    name: str,
    content_type: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
) -> Document:
    """The document in ``data``; ``name`` stands in messages, ``content_type`` is what its server said of it."""
    kind, charset = split_content_type(content_type)
    source = Source(data, _shown(name), kind, charset, url)
    return _document(source, published=published, publisher=publisher, url=url)


def from_text(
    text: str,
    *,
    name: str | None = None,
    language: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
) -> Document:
    """A document of a text at hand; ``name``, where given, becomes its id. The text stays as it is, but for hygiene.

    Raises ``DocumentError`` for an empty or overlong text and for a ``published`` that is no date.
    """
    from cuibono.documents.plain import read_plain

    draft = read_plain(text, name=_shown(name or "text"))
    data = text.encode("utf-8", "surrogatepass")
    return _finish(
        draft,
        data,
        name=_shown(name or "text"),
        id=one_line(name) if name else None,
        language=language,
        published=published,
        publisher=publisher,
        url=url,
    )


def split_content_type(value: str | None) -> tuple[str | None, str | None]:
    """Media type and character set of a Content-Type header, each lower case or None."""
    if not value:
        return None, None
    kind, _, rest = value.partition(";")
    charset = next(
        (
            p.partition("=")[2].strip(" \"'")
            for p in rest.split(";")
            if p.strip().lower().startswith("charset=")
        ),
        None,
    )
    return kind.strip().lower() or None, (charset or "").lower() or None


def _document(
    source: Source,
    *,
    published: str | None,
    publisher: str | None,
    url: str | None,
    fetched: bool = False,
) -> Document:
    if published is not None:
        dates.iso_prefix(published, "the date given")
    draft = draft_of(source)
    if fetched and not url:
        url = _own_address(source.url, draft.url)
    return _finish(
        draft,
        source.data,
        name=source.name,
        id=None,
        language=None,
        published=published,
        publisher=publisher,
        url=url,
    )


def draft_of(source: Source) -> Draft:
    """What the bytes say, by the reader of their kind; a parser's failure becomes one line."""
    kind = kind_of(source)
    try:
        return _READERS[kind](source)
    except CuibonoError:
        raise
    except RecursionError as error:
        raise DocumentError(f"{source.name}: is nested too deep to be a document") from error
    except MemoryError as error:
        raise DocumentError(f"{source.name}: needs more memory than there is; check it in parts") from error
    except (
        Exception
    ) as error:  # parsers of others meet hostile bytes here: whatever they raise is the file's fault
        detail = one_line(f"{type(error).__name__}: {error}", limit=120)
        raise DocumentError(f"{source.name}: is a damaged {_NAMES[kind]} file ({detail})") from error


def _finish(
    draft: Draft,
    data: bytes,
    *,
    name: str,
    id: str | None,
    language: str | None,
    published: str | None,
    publisher: str | None,
    url: str | None,
) -> Document:
    if not draft.text.strip():
        raise DocumentError(f"{name}: holds no text to check")
    if published is not None:
        published = dates.iso_prefix(published, "the date given")
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(
        id=id or sha256[:16],
        text=draft.text,
        language=_language(draft, language),
        title=plain_name(draft.title),
        author=plain_name(draft.author),
        published=published or draft.published or dates.from_url(url),
        publisher=(one_line(publisher) if publisher else None) or plain_name(draft.publisher),
        url=(clean(url).strip() if url else None) or draft.url,
        links=draft.links,
        sha256=sha256,
        blocks=draft.blocks,
        declared_funding=draft.declared_funding,
    )


def _language(draft: Draft, given: str | None) -> str:
    if given:
        return one_line(given, limit=20).lower()
    found = language_of(draft.text)
    return draft.language if found == "und" and draft.language else found


def _own_address(final: str | None, canonical: str | None) -> str | None:
    """The page's canonical address where it is on the host that served it, else the address fetched.

    A page may call any address its own; believed across hosts, it could pass for another outlet.
    """
    from urllib.parse import urlsplit

    if final and canonical:
        served, named = (urlsplit(u).hostname or "" for u in (final, canonical))
        if served.removeprefix("www.").removeprefix("m.") == named.removeprefix("www."):
            return canonical
    return final


def _shown(name: object) -> str:
    return one_line(str(name).encode("utf-8", "replace").decode("utf-8"), limit=300) or "file"


def _file(path: Path, max_bytes: int) -> bytes:
    name = _shown(path)
    try:
        if path.is_dir():
            raise DocumentError(f"{name}: is a folder; give the files in it")
        if path.stat().st_size > max_bytes:
            raise DocumentError(_too_large(name, max_bytes))
        with path.open("rb") as file:
            return _bounded(file, name, max_bytes)
    except FileNotFoundError as error:
        hint = "; an address begins with https://" if _LIKE_ADDRESS.match(name) else ""
        raise DocumentError(f"{name}: there is no such file{hint}") from error
    except PermissionError as error:
        raise DocumentError(f"{name}: may not be read; check its permissions") from error
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise DocumentError(
                f"{name[:60]}...: is no file name; pass text through standard input with -"
            ) from error
        raise DocumentError(f"{name}: cannot be read ({error.strerror or type(error).__name__})") from error
    except ValueError as error:  # a NUL in the name
        raise DocumentError(f"{name}: is no file name") from error


def _standard_input(max_bytes: int) -> bytes:
    return _bounded(sys.stdin.buffer, "standard input", max_bytes)


def _bounded(file: BinaryIO, name: str, max_bytes: int) -> bytes:
    """All of ``file``, reading at most one byte more than ``max_bytes``: pipes and devices do not tell their size."""
    parts: list[bytes] = []
    left = max_bytes + 1
    while left > 0 and (part := file.read(min(_CHUNK, left))):
        parts.append(part)
        left -= len(part)
    if left <= 0:
        raise DocumentError(_too_large(name, max_bytes))
    return b"".join(parts)


def _too_large(name: str, max_bytes: int) -> str:
    size = f"{max_bytes / (1 << 20):,.0f} MB" if max_bytes >= 1 << 20 else f"{max_bytes:,} bytes"
    return f"{name}: is larger than {size}; give the article alone"


def _read_text(source: Source) -> Draft:
    from cuibono.documents.encodings import decode
    from cuibono.documents.plain import read_plain

    text = decode(source.data, source.name, source.charset)
    if is_markdown(source, text) and fits_markdown(text):
        from cuibono.documents.markdown import read_markdown

        return read_markdown(text, name=source.name, url=source.url)
    return read_plain(text, name=source.name)


def _read_html(source: Source) -> Draft:
    from cuibono.documents.webpage import read_html

    return read_html(source)


def _read_pdf(source: Source) -> Draft:
    from cuibono.documents.pdf import read_pdf

    return read_pdf(source)


def _read_docx(source: Source) -> Draft:
    from cuibono.documents.word import read_docx

    return read_docx(source)


def _read_mail(source: Source) -> Draft:
    from cuibono.documents.mail import read_mail

    return read_mail(source)


def _read_warc(source: Source) -> Draft:
    from cuibono.documents.warc import main_page

    return draft_of(main_page(source))


_READERS: Final[dict[Kind, Callable[[Source], Draft]]] = {
    "text": _read_text,
    "html": _read_html,
    "pdf": _read_pdf,
    "docx": _read_docx,
    "email": _read_mail,
    "mhtml": _read_mail,
    "warc": _read_warc,
}
_NAMES: Final[dict[Kind, str]] = {
    "text": "text",
    "html": "HTML",
    "pdf": "PDF",
    "docx": "DOCX",
    "email": "e-mail",
    "mhtml": "MHTML",
    "warc": "WARC",
}
