"""Web archives: the page of the capture, with its address."""

from __future__ import annotations

import gzip

import pytest

from cuibono.documents import read_bytes
from cuibono.documents.draft import Source
from cuibono.documents.warc import captures
from cuibono.errors import DocumentError
from tests.documents import make

URL = "https://gazette.example/2022/01/14/story"
INFO = make.warc_record("warcinfo", "", b"software: test\r\n")
IMAGE = make.warc_record(
    "response", "https://gazette.example/a.png", make.http_response(b"\x89PNG", "image/png")
)
MOVED = make.warc_record(
    "response", "https://gazette.example/", make.http_response(b"moved", status="301 Moved")
)
REQUEST = make.warc_record("request", URL, b"GET / HTTP/1.1\r\n\r\n")
BODY = make.article(make.PROSE, make.PROSE.replace("Harbour", "Quay"))
PAGE = make.warc_record("response", URL, make.http_response(BODY))
OTHER = make.warc_record(
    "response", "https://gazette.example/b", make.http_response(make.page("<p>Another page of the site.</p>"))
)


def test_the_first_page_that_was_served_whole_is_read() -> None:
    document = read_bytes(INFO + REQUEST + IMAGE + MOVED + PAGE + OTHER, name="a.warc")
    assert make.PROSE in document.text
    assert (document.url, document.published) == (URL, "2022-01-14")


def test_an_address_given_chooses_the_page() -> None:
    document = read_bytes(PAGE + OTHER, name="a.warc", url="https://gazette.example/b")
    assert document.text == "Another page of the site."


def test_packed_archives_are_unpacked_member_by_member() -> None:
    document = read_bytes(make.gzipped_members(INFO, IMAGE, PAGE), name="a.warc.gz")
    assert make.PROSE in document.text


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (gzip.compress(BODY), "Content-Encoding: gzip\r\n"),
        (b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY), "Transfer-Encoding: chunked\r\n"),
        (BODY, "Transfer-Encoding: chunked\r\n"),
    ],
    ids=["packed", "chunked", "said to be chunked"],
)
def test_bodies_are_read_as_they_were_sent(body: bytes, more: str) -> None:
    record = make.warc_record("response", URL, make.http_response(body, more=more))
    assert make.PROSE in read_bytes(record, name="a.warc").text


def test_every_capture_is_told_with_its_day_and_status() -> None:
    found = list(captures(Source(INFO + MOVED + PAGE, "a.warc")))
    assert [(c.url, c.day, c.status) for c in found] == [
        ("https://gazette.example/", "2022-01-20", 301),
        (URL, "2022-01-20", 200),
    ]


@pytest.mark.parametrize(
    "data", [PAGE[:-50], PAGE.replace(b"Content-Length: ", b"Content-Length: -"), PAGE + b"garbage"]
)
def test_a_damaged_archive_is_one_clear_line(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"a\.warc: is a damaged"):
        list(captures(Source(data, "a.warc")))
