"""E-mail and saved pages (MHTML): the words, who wrote them and when; never an address of a person."""

from __future__ import annotations

import pytest

from cuibono.documents import read_bytes
from tests.documents import make
from tests.documents.test_hostile import sound

HTML = make.article(
    make.PROSE, make.PROSE.replace("Harbour", "Quay"), '<p>See <a href="https://h.example/">the list</a>.</p>'
).decode()


def test_a_plain_message_gives_subject_sender_date_and_text() -> None:
    document = read_bytes(make.mail(), name="a.eml")
    sound(document)
    assert document.text.strip() == make.PROSE
    assert (document.title, document.author, document.published) == (
        "Who pays the institute",
        "Ada Writer",
        "2022-01-14",
    )
    assert "ada@example.org" not in repr(document)


def test_a_bare_address_is_no_author() -> None:
    assert read_bytes(make.mail(From="ada@example.org"), name="a").author is None


def test_the_html_part_is_read_where_there_is_no_text() -> None:
    document = read_bytes(make.mail(body=None, html=HTML), name="a.eml")
    sound(document)
    assert make.PROSE in document.text
    assert [link.url for link in document.links] == ["https://h.example/"]
    assert document.title == "Who pays the institute"


def test_the_text_part_is_preferred_where_it_says_something() -> None:
    assert (
        read_bytes(make.mail(body="Plain words of the message.", html=HTML), name="a").text.strip()
        == "Plain words of the message."
    )
    assert make.PROSE in read_bytes(make.mail(body=" \n", html=HTML), name="a").text


def test_encoded_words_and_old_character_sets_are_decoded() -> None:
    raw = (
        b"From: =?koi8-r?B?4dPF09g=?= <a@b.example>\r\nSubject: =?utf-8?q?=D0=9A=D1=82=D0=BE_=D0=BF=D0=BB=D0=B0=D1=82=D0=B8=D1=82?=\r\n"
        b"Date: Tue, 1 Feb 2022 10:00:00 +0300\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=windows-1251\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n\r\n"
    ) + make.PROSE_RU.encode("cp1251")
    document = read_bytes(raw, name="a")
    assert document.title == "Кто платит"
    assert "цикл лекций" in document.text
    assert document.published == "2022-02-01"


@pytest.mark.parametrize(
    "date", ["", "yesterday", "99 Foo 2022", "Fri, 14 Jan 20222222222222 10:00:00 +0000"]
)
def test_a_broken_date_is_no_date(date: str) -> None:
    raw = make.mail().replace(b"Fri, 14 Jan 2022 23:30:00 +0500", date.encode())
    assert read_bytes(raw, name="a").published is None


def test_attachments_are_no_text() -> None:
    raw = (
        b"From: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n"
        b"Content-Disposition: attachment; filename=x.txt\r\n\r\nattached words\r\n--b\r\nContent-Type: text/plain\r\n\r\nThe message itself.\r\n--b--\r\n"
    )
    assert read_bytes(raw, name="a").text.strip() == "The message itself."


def test_a_memo_with_from_and_date_lines_is_plain_text() -> None:
    memo = f"From: the editor\nTo: all\nDate: 3 March 2022\nSubject: money\n\n{make.PROSE}"
    assert read_bytes(memo.encode(), name="memo.txt").text == memo


def test_a_saved_page_is_read_as_the_page_it_holds() -> None:
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://gazette.example/2022/01/14/story\r\nSubject: Saved\r\n"
        'Date: Mon, 1 May 2023 10:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: https://gazette.example/2022/01/14/story\r\n\r\n"
    )
    document = read_bytes((head + HTML + "\r\n--b--\r\n").encode(), name="a.mhtml")
    assert make.PROSE in document.text
    assert document.url == "https://gazette.example/2022/01/14/story"
    assert document.published == "2022-01-14", "the page's own date, not the day on which it was saved"
    assert document.title == "Who pays the Lantern Institute"
