"""PDF: paragraphs across lines and pages, the page kept, no furniture of the page in the text."""

from __future__ import annotations

import pytest

from cuibono.documents import read_bytes
from cuibono.documents.paragraphs import Paragraph, join_lines, paragraphs
from cuibono.model import Document
from tests.documents import make
from tests.documents.test_hostile import sound

PAGE_1 = [
    "Gazette Report 12",
    "Who pays the Lantern Institute",
    "14 January 2022",
    "",
    "The Harbour Fund gave a grant to the Lantern Institute in the year of 2019, and the insti-",
    "tute, which is based in Tallinn, spent all of it on a series of talks about the sea and on a",
    "print of them. Nobody objected.",
    "The Quay Trust paid for the rest, as its own report of the year 2020 shows on the page twelve,",
    "while the accounts of the institute name no such payment and",
    "1",
]
PAGE_2 = [
    "Gazette Report 12",
    "keep silent about the matter. See https://gazette.example/report for the list of those who",
    "took part in the talks and of those who did not come, with the reasons that they gave for it.",
    "2",
]
PAGE_3 = [
    "Gazette Report 12",
    "A last page with some more words about nothing in particular, so that there are three.",
    "3",
]


def read_pdf(pages: list[list[str]], **info: str) -> Document:
    document = read_bytes(make.pdf(pages, info=info), name="report.pdf")
    sound(document)
    return document


def test_lines_become_paragraphs_and_broken_words_whole() -> None:
    text = read_pdf([PAGE_1, PAGE_2, PAGE_3]).text
    assert "and the institute, which is based in Tallinn, spent all of it on a series" in text
    assert "Nobody objected.\n\nThe Quay Trust" in text


def test_a_paragraph_goes_on_over_the_page_and_keeps_the_page_it_began_on() -> None:
    document = read_pdf([PAGE_1, PAGE_2, PAGE_3])
    pages = {document.text[b.span.start : b.span.end][:9]: b.page for b in document.blocks}
    assert "name no such payment and keep silent about the matter." in document.text
    assert (pages["The Quay "], pages["A last pa"]) == (1, 3)


def test_running_heads_and_page_numbers_are_no_text() -> None:
    document = read_pdf([PAGE_1, PAGE_2, PAGE_3])
    assert "Gazette Report" not in document.text
    assert not any(document.text[b.span.start : b.span.end] in {"1", "2", "3"} for b in document.blocks)


def test_metadata_and_the_printed_date_are_read() -> None:
    document = read_pdf(
        [PAGE_1, PAGE_2],
        Title="Who pays the Lantern Institute",
        Author="Ada Writer",
        CreationDate="D:20230501120000Z",
    )
    assert (document.title, document.author, document.published) == (
        "Who pays the Lantern Institute",
        "Ada Writer",
        "2022-01-14",
    )
    assert [link.url for link in document.links] == ["https://gazette.example/report"]


def test_the_day_on_which_the_file_was_made_is_not_the_day_of_the_text() -> None:
    assert read_pdf([PAGE_2, PAGE_3], CreationDate="D:20230501120000Z").published is None


def test_a_numbered_heading_begins_a_paragraph_under_a_full_line() -> None:
    lines = "This line of the paragraph above is as long as all the others are, up to its end.\n2.3 Sources of money\n"
    found = [p.text for p in paragraphs([lines * 2])]
    assert found[1].startswith("2.3 Sources of money")


@pytest.mark.parametrize("title", ["Microsoft Word - draft3.docx", "untitled", "report_final.pdf"])
def test_the_name_of_a_file_is_no_title(title: str) -> None:
    assert read_pdf([PAGE_2, PAGE_3], Title=title).title is None


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["the insti-", "tute paid"], "the institute paid"),
        (["the US-", "Russia talks"], "the US-Russia talks"),
        (["in 2019-", "2020 it"], "in 2019-2020 it"),
        (["the end -", "and more"], "the end - and more"),
        (["one", "two"], "one two"),
        ([], ""),
    ],
)
def test_hyphens_at_line_ends(lines: list[str], joined: str) -> None:
    assert join_lines(lines) == joined


def test_list_items_are_told_apart() -> None:
    page = "Those who paid are named here, one after the other:\n• Harbour Fund\n• Quay Trust\n1. First\n2. Second"
    found = list(paragraphs([page]))
    assert [p.text for p in found if p.item] == ["Harbour Fund", "Quay Trust", "First", "Second"]
    assert found[0] == Paragraph("Those who paid are named here, one after the other:", 1)


def test_many_lines_take_no_quadratic_time() -> None:
    page = "\n".join(["words that go on and on without any end to them at all, line after line"] * 60_000)
    assert len(list(paragraphs([page]))) == 1
