"""Broken and hostile input: each gets one clear line, or is read as what a person would see."""

from __future__ import annotations

import gzip
import io
import os
import time
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cuibono.documents import from_text, read, read_bytes
from cuibono.errors import CuibonoError, DocumentError
from cuibono.model import Document
from tests.documents import make

DOCX = make.docx_of(make.PROSE)
PDF = make.pdf([[make.PROSE[:80], make.PROSE[80:160]]])
BOMB = (
    "<!DOCTYPE w ["
    + '<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)


def _zip_with_password_flag() -> bytes:
    data = bytearray(DOCX)
    start = data.find(b"PK\x01\x02")
    while start >= 0:
        data[start + 8] |= 1
        start = data.find(b"PK\x01\x02", start + 4)
    return bytes(data)


def _twice_the_same_part() -> bytes:
    out = io.BytesIO(DOCX)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/document.xml", b"<w/>")
    return out.getvalue()


def _ole(marker: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + marker.encode("utf-16-le") + bytes(100)


REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "only white space": (b" \n\t\n", "is empty"),
    "a page without text": (make.page("<script>var a = 'NED funds X'</script><img src=x>"), "holds no text"),
    "PNG image": (b"\x89PNG\r\n\x1a\n" + bytes(50), "seems to be a PNG image; run text recognition"),
    "JPEG named .txt": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "seems to be a JPEG image"),
    "SVG image": (b'<?xml version="1.0"?><svg xmlns="x"><text>hi</text></svg>', "seems to be an SVG image"),
    "sound": (b"ID3\x04\x00\x00\x00\x00" + bytes(90), "seems to be a sound file (MP3); check a transcript"),
    "video": (b"\x00\x00\x00\x20ftypisom" + bytes(90), "MP4"),
    "program": (b"\x7fELF\x02\x01\x01" + bytes(90), "seems to be a program (ELF)"),
    "Windows program": (b"MZ\x90\x00\x03\x00\x00\x00" + bytes(90), "seems to be a Windows program"),
    "gzip": (gzip.compress(make.PROSE.encode()), "seems to be a gzip archive; unpack it"),
    "ZIP renamed .html": (make.zipped({"a.txt": b"x"}), "seems to be a ZIP archive; unpack it"),
    "ZIP without an end": (make.zipped({"a.txt": b"x" * 500})[:60], "damaged or cut-off ZIP"),
    "Excel workbook": (make.zipped({"xl/workbook.xml": b"x"}), "seems to be an Excel workbook"),
    "presentation": (make.zipped({"ppt/presentation.xml": b"x"}), "seems to be a PowerPoint presentation"),
    "OpenDocument": (
        make.zipped({"mimetype": b"x", "content.xml": b"x"}),
        "OpenDocument file (.odt, .ods, .odp); save it as",
    ),
    "EPUB": (make.zipped({"META-INF/container.xml": b"x"}), "EPUB"),
    "old Word file": (_ole("WordDocument"), "seems to be an old Office file (.doc"),
    "DOCX with a password": (_ole("EncryptedPackage"), "is encrypted; save it without a password"),
    "DOCX with encrypted parts": (_zip_with_password_flag(), "is encrypted"),
    "DOCX cut off": (DOCX[: len(DOCX) // 2], "damaged or cut-off"),
    "DOCX with one part twice": (_twice_the_same_part(), "one part twice"),
    "DOCX that is a zip bomb": (
        make.repacked(DOCX, {"word/media/image1.png": b"\0" * (40 << 20)}),
        "a zip bomb?); refused",
    ),
    "DOCX with one part too large": (
        make.repacked(DOCX, {"word/media/a.bin": b"\0" * (65 << 20)}),
        "a zip bomb?); refused",
    ),
    "DOCX with billion laughs": (
        make.repacked(DOCX, {"word/document.xml": BOMB.encode() + b"<w>&i;</w>"}),
        "its XML declares entities",
    ),
    "DOCX with billion laughs in UTF-16": (
        make.repacked(DOCX, {"word/document.xml": (BOMB + "<w>&i;</w>").encode("utf-16")}),
        "its XML declares entities",
    ),
    "DOCX with an outside entity": (
        make.repacked(DOCX, {"docProps/core.xml": b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'}),
        "its XML declares entities",
    ),
    "DOCX without sound XML": (
        make.repacked(DOCX, {"word/document.xml": b"<w:document"}),
        "is a damaged DOCX file",
    ),
    "DOCX without its types": (make.zipped({"word/document.xml": b"<w/>"}), "is a damaged DOCX file"),
    "XML with billion laughs": (('<?xml version="1.0"?>' + BOMB + "<w>&i;</w>").encode(), "XML data (<w>)"),
    "news feed": (b'<?xml version="1.0"?><rss><channel/></rss>', "a news feed (RSS)"),
    "PDF with no text": (make.pdf([[], []]), "has no text layer (2 pages of images: a scan?)"),
    "PDF with a stamp only": (make.pdf([["Scan 12"]]), "has no text layer"),
    "PDF that is a bomb": (
        make.drawn_pdf(zlib.compress(b"\0" * (200 << 20), 1), b"/Filter /FlateDecode"),
        "a bomb?); refused",
    ),
    "PDF with a page of endless drawing": (
        make.drawn_pdf(b"0 0 m 1 1 l S " * 700_000),
        "page 1 holds more than 8 MB of drawing",
    ),
    "PDF cut off": (PDF[: len(PDF) // 3], "PDF"),
    "PDF that is a header only": (b"%PDF-1.7\n", "PDF"),
    "PDF with a password": (make.encrypted_pdf("secret", PDF), "is encrypted; save it without a password"),
    "rich text": (b"{\\rtf1\\ansi hello}", "seems to be a rich text file (RTF); save it as DOCX"),
    "PostScript": (b"%!PS-Adobe-3.0\n", "PostScript"),
    "SQLite": (b"SQLite format 3\x00" + bytes(90), "SQLite database"),
    "Parquet": (b"PAR1\x15\x04" + bytes(90), "Parquet table"),
    "JSON": (b'{"a": [1, 2]}', "seems to be JSON data"),
    "JSON lines": (b'{"id": 1, "text": "x"}\n{"id": 2, "text": "y"}\n', "`cuibono claims` reads JSON lines"),
    "random bytes": (bytes(range(256)) * 20, "binary data, not a text"),
    "a text with NUL bytes all over": (b"a\x00b\x01c" * 500, "binary data, not a text"),
    "mixed encodings": (
        ("Қазақстан және Ресей. " * 50).encode() + "Казахстан и Россия. \n".encode("cp1251") * 20,
        "line 1: mixes encodings",
    ),
    "tags nested 100,000 deep": (
        make.page("<div>" * 100_000 + make.PROSE),
        "nested more than 2,000 levels deep",
    ),
    "an e-mail of attachments only": (
        b"From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\nx",
        "the message holds no text",
    ),
    "web archive without a page": (
        make.warc_record("response", "http://a.example/", make.http_response(b"x", "image/png")),
        "a web archive without a page",
    ),
    "web archive cut off": (
        make.warc_record("response", "http://a.example/", make.http_response(make.page("x" * 900)))[:300],
        "cut-off web archive",
    ),
    "web archive that is a gzip bomb": (
        gzip.compress(b"WARC/1.0\r\n" + b"\0" * (260 << 20), compresslevel=1),
        "zip bomb",
    ),
    "a text of six million characters": (b"The fund paid. " * 400_000, "longer than 5,000,000 characters"),
    "a page of six million characters": (
        make.page("<p>" + "The fund paid. " * 400_000),
        "longer than 5,000,000 characters",
    ),
}


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_what_is_no_document_is_refused_in_one_line_that_names_it(case: str) -> None:
    data, fragment = REFUSED[case]
    with pytest.raises(DocumentError) as error:
        read_bytes(data, name="article.html")
    message = str(error.value)
    assert fragment in message
    assert message.startswith("article.html")
    assert "\n" not in message
    assert error.value.exit_code == 2


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"nothing\.html: there is no such file"):
        read(tmp_path / "nothing.html")


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="is a folder; give the files in it"):
        read(tmp_path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(make.PROSE, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(DocumentError, match="may not be read; check its permissions"):
        read(path)


def test_a_permission_error_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(make.PROSE, encoding="utf-8")

    def closed(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(DocumentError, match="may not be read; check its permissions"):
        read(path)


def test_a_file_of_500_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.html"
    with path.open("wb") as file:
        file.truncate(500 << 20)
    started = time.process_time()
    with pytest.raises(DocumentError, match=r"large\.html: is larger than 50 MB"):
        read(path)
    assert time.process_time() - started < 0.2


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_an_endless_device_is_read_no_further_than_the_limit() -> None:
    with pytest.raises(DocumentError, match="is larger than 2 MB"):
        read("/dev/zero", max_bytes=2 << 20)


@pytest.mark.parametrize("name", ["a" * 5000, "a\x00b"])
def test_what_is_no_file_name_is_refused(name: str) -> None:
    with pytest.raises(DocumentError, match=r"is no file name|there is no such file"):
        read(name)


def test_a_wrong_date_is_refused_with_the_form_that_is_right(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(make.PROSE, encoding="utf-8")
    for wrong in ("14.01.2022", "2022-13-01", "2022-02-30", "yesterday", "2022-1"):
        with pytest.raises(DocumentError, match="is no date: write 2022, 2022-01 or 2022-01-14"):
            read(path, published=wrong)


SHOWN: dict[str, tuple[bytes, str, str]] = {
    # name: (bytes, what must be in the text, what must not)
    "scripts in every attribute": (
        make.page(
            f'<p onclick="alert(1)" style="x:expression(1)" title="&lt;script&gt;">{make.PROSE}'
            '<a href="javascript:alert(1)">here</a><img src=x onerror=alert(1)></p><script>alert(1)</script>'
            '<iframe srcdoc="<p>Framed words</p>"></iframe><svg><script>alert(1)</script></svg>'
        ),
        "Lantern Institute",
        "alert",
    ),
    "names with markup": (
        make.page(f"<p>{make.PROSE} &lt;b&gt;Acme&lt;/b&gt; paid.</p>"),
        "<b>Acme</b> paid",
        "&lt;",
    ),
    "hidden words": (
        make.page(f'<p>{make.PROSE}</p><p style="display: none">Hidden claim</p><p hidden>Hidden too</p>'),
        "Lantern",
        "Hidden",
    ),
    "right-to-left override": (
        f"{make.PROSE} The \u202etnemnrevog\u202c paid.".encode(),
        "The tnemnrevog paid",
        "\u202e",
    ),
    "zero-width space in a name": (
        "The Har\u200bbour Fu\u00adnd gave money.".encode(),
        "The Harbour Fund gave",
        "\u200b",
    ),
    "NUL bytes": (make.PROSE.replace("Fund", "Fu\x00nd").encode(), "Harbour Fund", "\x00"),
    "UTF-16 with a mark": (make.PROSE_RU.encode("utf-16"), "Фонд «Гавань»", "\ufffd"),
    "UTF-16 without a mark": (make.PROSE.encode("utf-16-le"), "Harbour Fund", "\x00"),
    "Russian UTF-16 without a mark": (make.PROSE_RU.encode("utf-16-be"), "Фонд «Гавань»", "\x00"),
    "Windows Cyrillic": (make.PROSE_RU.encode("cp1251"), "Фонд «Гавань»", "\ufffd"),
    "KOI8": (make.PROSE_RU.encode("koi8_r", "ignore"), "цикл лекций", "\ufffd"),
    "curly quotation marks of Windows": (f"“{make.PROSE}” – it’s so".encode("cp1252"), "– it’s so", "\ufffd"),
    "one broken byte": (make.PROSE_RU.encode() + b"\xff.", "Фонд «Гавань»", "\ufffe"),
    "tags nested 1,500 deep": (make.page("<div>" * 1500 + f"<p>{make.PROSE}"), "Harbour Fund", "<div"),
    "a declared character set that is wrong": (
        f'<html><meta charset="iso-8859-1"><p>{make.PROSE_RU}</p>'.encode(),
        "Фонд «Гавань»",
        "Ð",
    ),
    "a declared character set that does not exist": (
        f'<html><meta charset="unicode_escape"><p>{make.PROSE} \\u0041</p>'.encode(),
        "\\u0041",
        "\ufffd",
    ),
    "PDF that opens without a password": (make.encrypted_pdf("", PDF), "Harbour Fund", "\x00"),
}


@pytest.mark.parametrize("case", sorted(SHOWN))
def test_hostile_but_readable_input_shows_what_a_person_would_see(case: str) -> None:
    data, shown, hidden = SHOWN[case]
    document = read_bytes(data, name="article")
    assert shown in document.text
    assert hidden not in document.text
    assert all(link.url.startswith(("http://", "https://")) for link in document.links)
    sound(document)


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    document = from_text("The fund paid \ud800 the institute.")
    assert document.text == "The fund paid \ufffd the institute."
    document.text.encode("utf-8")


def sound(document: Document) -> None:
    """The invariants of every document that comes out of the room."""
    length = len(document.text)
    assert all(0 <= b.span.start < b.span.end <= length for b in document.blocks)
    starts = [b.span.start for b in document.blocks]
    assert starts == sorted(starts)
    for block in document.blocks:
        words = document.text[block.span.start : block.span.end]
        assert words == words.strip()
    for link in document.links:
        assert link.span is not None
        assert document.text[link.span.start : link.span.end] == link.text
    document.text.encode("utf-8")


def sound_or_refused(data: bytes, name: str) -> None:
    """Reading gives a sound document or one clear line; anything else fails the test."""
    message = ""
    try:
        sound(read_bytes(data, name=name))
    except CuibonoError as error:
        message = str(error)
    assert "\n" not in message


MARKUP = st.sampled_from(
    [b"<p>", b"</p>", b"<table><tr><td>", b"<li>", b"<a href='http://[", b"<a href='//x'>y</a>", b"<h1>", b"&#x110000;",
     b"<!--", b"-->", b"<![CDATA[", b"<script type='application/ld+json'>{", b"</script>", b"<meta property='og:title' content='",
     b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>", b"PK\x03\x04", b"From: a\r\nSubject: =?x?q?=ff?=\r\n",
     b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n", b"WARC/1.0\r\nContent-Length: 5\r\n\r\n",
     b"# T\n", b"[a](http://", b"> ", b"- ", b"|-|-|\n", b"---\na: &a [*a]\n---\n", b"\xff\xfe", b"\xef\xbb\xbf", b"\x00",
     "\u202e".encode(), "ұ".encode(), b"\xed\xa0\x80", b"the fund paid the institute a grant of money in 2019. "]
)  # fmt: skip


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=st.one_of(
        st.binary(max_size=400),
        st.lists(st.one_of(MARKUP, st.binary(max_size=12)), max_size=14).map(b"".join),
    ),
    name=st.sampled_from(["a.html", "a.md", "a.txt", "a.pdf", "-"]),
)
def test_reading_never_raises_anything_but_a_clear_error(data: bytes, name: str) -> None:
    sound_or_refused(data, name)


@settings(deadline=None, max_examples=40)
@given(
    at=st.integers(0, len(DOCX) - 1),
    byte=st.integers(0, 255),
    cut=st.booleans(),
    which=st.sampled_from([DOCX, PDF]),
)
def test_a_damaged_office_file_or_pdf_is_read_or_refused(at: int, byte: int, cut: bool, which: bytes) -> None:
    at %= len(which)
    data = which[:at] if cut else which[:at] + bytes([byte]) + which[at + 1 :]
    sound_or_refused(data, "a")


@settings(deadline=None, max_examples=80)
@given(st.text(max_size=300))
def test_any_text_keeps_its_invariants(text: str) -> None:
    message = ""
    try:
        sound(from_text(text))
    except DocumentError as error:
        message = str(error)
    assert not message or "holds no text" in message
