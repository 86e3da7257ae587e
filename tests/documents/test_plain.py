"""Plain text stays whole; title, address, date and blocks are read off it, and nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.documents import from_text, read_bytes
from cuibono.documents.hygiene import clean
from cuibono.model import Document
from tests.documents import make
from tests.documents.test_hostile import sound

STORY = f"Who pays the Lantern Institute?\n{make.PROSE}\nThe money trail\n{make.PROSE}\n\n- Harbour Fund\n- Quay Trust\n"


def shown(document: Document, kind: str) -> list[str]:
    return [document.text[b.span.start : b.span.end] for b in document.blocks if b.kind == kind]


def test_the_text_is_the_decoded_text_so_that_offsets_hold() -> None:
    text = "A  line with\ttabs, “quotes” and  no-break spaces.\n\n  An indented one.\n"
    assert from_text(text).text == text
    assert read_bytes(text.encode(), name="a.txt").text == text
    assert read_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), name="a.txt").text == text


def test_blocks_tell_title_heading_paragraph_and_item_apart() -> None:
    document = from_text(STORY)
    assert document.title == "Who pays the Lantern Institute?"
    assert shown(document, "title") == ["Who pays the Lantern Institute?"]
    assert shown(document, "heading") == ["The money trail"]
    assert shown(document, "item") == ["Harbour Fund", "Quay Trust"]
    assert shown(document, "paragraph") == [make.PROSE, make.PROSE]


@pytest.mark.parametrize(
    "text",
    [
        make.PROSE,
        "The fund paid.\nThe institute took the money and went on to publish a report that nobody ever read in full.",
        "the first line goes on in small letters\nand here it ends after a good while, with more words than before it.",
        "A line that was wrapped by hand at about seventy columns stands here\nand goes on in the next, which is as long as the one above it was,\nuntil it ends.",
        "A line that was wrapped by hand at about seventy columns: the trust of\nHarbour gave the institute money in three of the last seven years, and\nQuay did not.",
        "https://news.example/a\n" + make.PROSE,
        "- an item\n" + make.PROSE,
    ],
)
def test_a_first_line_that_may_be_a_sentence_is_no_title(text: str) -> None:
    assert from_text(text).title is None


def test_hand_wrapped_lines_are_one_paragraph() -> None:
    lines = [
        "The Harbour Fund gave a grant to the Lantern Institute in the year 2019,",
        "and the institute, which sits in Tallinn, spent it on a series of talks",
        "about the sea.",
    ]
    document = from_text("\n".join(lines) + "\n\n" + "\n".join(lines))
    assert shown(document, "paragraph") == ["\n".join(lines)] * 2


def test_an_address_alone_on_a_line_is_the_source_and_dates_the_text() -> None:
    document = from_text(STORY + "\nhttps://gazette.example/2022/01/14/who-pays/\n1 comment on this story\n")
    assert document.url == "https://gazette.example/2022/01/14/who-pays/"
    assert document.published == "2022-01-14"
    labelled = from_text(STORY + "\nSource: https://gazette.example/story\n")
    assert labelled.url == "https://gazette.example/story"
    assert labelled.published is None


def test_several_addresses_on_lines_of_their_own_are_notes_and_no_source() -> None:
    document = from_text(STORY + "\nhttps://a.example/1\nhttps://b.example/2\n")
    assert document.url is None
    assert [link.url for link in document.links] == ["https://a.example/1", "https://b.example/2"]


def test_a_byline_dates_the_text_and_a_date_in_the_story_does_not() -> None:
    assert from_text(f"Who pays the Institute\nTallinn, 3 March 2021\n{make.PROSE}").published == "2021-03-03"
    told = "On 3 March 2021 the fund said that it had paid the institute in full and on time."
    assert from_text(f"Who pays the Institute\n{told}\n{make.PROSE}").published is None
    assert from_text(told).published is None


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("See https://a.example/x.", "https://a.example/x"),
        ("(https://a.example/x)", "https://a.example/x"),
        ("https://a.example/Fund_(trust), and so on", "https://a.example/Fund_(trust)"),
        ("“https://a.example/x?b=1&c=2”", "https://a.example/x?b=1&c=2"),
        ("<https://a.example/x>", "https://a.example/x"),
        ("https://a.example/x!!!", "https://a.example/x"),
    ],
)
def test_addresses_in_the_text_become_links_without_the_punctuation_around_them(
    written: str, url: str
) -> None:
    document = from_text(f"{make.PROSE} {written}")
    assert [link.url for link in document.links] == [url]
    sound(document)


def test_a_name_given_becomes_the_id_and_the_language_given_wins() -> None:
    document = from_text(
        make.PROSE, name="p1", language="EN", published="2020", publisher="Gazette", url="https://g.example/"
    )
    assert (document.id, document.language, document.published) == ("p1", "en", "2020")
    assert (document.publisher, document.url) == ("Gazette", "https://g.example/")


def test_the_same_text_has_the_same_id_and_another_another() -> None:
    assert from_text(make.PROSE).id == from_text(make.PROSE).id
    assert from_text(make.PROSE).id != from_text(make.PROSE + " ").id
    assert len(from_text(make.PROSE).sha256) == 64


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet=st.sampled_from("ab .\n\t-•>#1)“”A\u200b\u202e\rхттp://"), max_size=200))
def test_text_is_only_ever_cleaned_never_rearranged(text: str) -> None:
    if clean(text).strip():
        document = from_text(text)
        assert document.text == clean(text)
        sound(document)
