"""Files for the tests, made in memory: what is sound first, what is broken or hostile after it."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage

PROSE = (
    "The Harbour Fund gave a grant to the Lantern Institute in 2019. The institute, which is based in Tallinn, says that the "
    "money paid for a series of lectures. A spokesman for the fund said that it would publish its accounts in the spring."
)
PROSE_RU = (
    "Фонд «Гавань» выделил грант институту «Фонарь» в 2019 году. В институте заявили, что на эти деньги был проведён цикл лекций, "
    "а отчёт о расходах будет опубликован весной. Представитель фонда отказался от дополнительных комментариев."
)
PROSE_KK = (
    "«Айлақ» қоры 2019 жылы «Шам» институтына грант бөлді. Институт өкілдерінің айтуынша, бұл қаражатқа дәрістер өткізілген, "
    "ал шығындар туралы есеп көктемде жарияланады. Қор өкілі қосымша түсініктеме беруден бас тартты."
)


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def article(*paragraphs: str, head: str = "", title: str = "Who pays the Lantern Institute") -> bytes:
    """A page of the usual build: navigation, article, related stories, footer."""
    body = "".join(p if p.startswith("<") else f"<p>{p}</p>" for p in paragraphs)
    return page(
        '<header><nav><a href="/">Home</a> <a href="/world">World</a> <a href="/money">Money</a></nav></header>'
        f"<main><article><h1>{title}</h1>{body}</article></main>"
        '<aside class="related"><h3>Related</h3><ul><li><a href="/a/1">Ten other stories that nobody asked for today</a></li>'
        '<li><a href="/a/2">Another headline that is not a part of this article</a></li></ul></aside>'
        "<footer><p>Copyright 2031 The Example Gazette. All rights reserved.</p></footer>",
        f"<title>{title} - The Example Gazette</title>{head}",
    )


def pdf(
    pages: Sequence[Sequence[str]],
    *,
    info: dict[str, str] | None = None,
) -> bytes:
    """A PDF with one text line a string, in a built-in font; an empty page has no text at all."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for lines in pages:
        shown = b"".join(b"(%s) Tj 0 -14 Td\n" % _pdf_string(line) for line in lines)
        stream = b"BT /F1 11 Tf 60 760 Td\n%sET" % shown
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    trailer = b"/Root 1 0 R"
    if info:
        objects.append(
            b"<< %s >>" % b" ".join(b"/%s (%s)" % (k.encode(), _pdf_string(v)) for k, v in info.items())
        )
        trailer += b" /Info %d 0 R" % len(objects)
    return _assemble(objects, trailer)


def drawn_pdf(stream: bytes, filters: bytes = b"") -> bytes:
    """A PDF of one page whose drawing commands are ``stream`` as it stands."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(stream), filters, stream),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 3 0 R >>",
    ]
    return _assemble(objects, b"/Root 1 0 R")


def _pdf_string(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _assemble(objects: Sequence[bytes], trailer: bytes) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start))
    return out.getvalue()


def encrypted_pdf(password: str, data: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def docx_of(*paragraphs: str) -> bytes:
    import docx

    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    return saved(document)


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def repacked(data: bytes, parts: dict[str, bytes]) -> bytes:
    """A ZIP file with some of its parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def mail(body: str | None = PROSE, html: str | None = None, **headers: str) -> bytes:
    message = EmailMessage()
    fields = {
        "From": "Ada Writer <ada@example.org>",
        "To": "editor@example.org",
        "Subject": "Who pays the institute",
        "Date": "Fri, 14 Jan 2022 23:30:00 +0500",
        "Message-ID": "<1@example.org>",
    }
    for name, value in {**fields, **headers}.items():
        message[name] = value
    if body is not None:
        message.set_content(body)
    if html is not None:
        if body is None:
            message.set_content(html, subtype="html")
        else:
            message.add_alternative(html, subtype="html")
    return message.as_bytes()


def warc_record(kind: str, url: str, block: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2022-01-20T10:00:00Z\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def http_response(
    body: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK", more: str = ""
) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body


def gzipped_members(*records: bytes) -> bytes:
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)
