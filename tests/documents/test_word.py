"""DOCX: headings, lists, tables, links, notes and insertions, in the order of the page."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import parse_xml

from cuibono.documents import read_bytes
from cuibono.model import Document
from tests.documents import make
from tests.documents.test_hostile import sound

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def document_of() -> docx.document.Document:
    document = docx.Document()
    document.core_properties.author = "Ada Writer"
    document.core_properties.title = "Properties title"
    document.add_paragraph("Who pays the Lantern Institute", style="Title")
    document.add_paragraph("14 January 2022")
    document.add_heading("Where it came from", 2)
    document.add_paragraph(make.PROSE)
    document.add_paragraph("Harbour Fund", style="List Bullet")
    document.add_paragraph("Quay Trust", style="List Number")
    document.add_paragraph("We paid.", style="Quote")
    table = document.add_table(2, 2)
    for cell, words in zip(
        [c for row in table.rows for c in row.cells], ["Payer", "Sum", "Quay", "300"], strict=True
    ):
        cell.text = words
    return document


def read_docx(document: docx.document.Document) -> Document:
    read = read_bytes(make.saved(document), name="a.docx")
    sound(read)
    return read


def test_structure_is_kept_in_order() -> None:
    read = read_docx(document_of())
    assert [(b.kind, b.level, read.text[b.span.start : b.span.end]) for b in read.blocks] == [
        ("title", 1, "Who pays the Lantern Institute"),
        ("paragraph", 0, "14 January 2022"),
        ("heading", 2, "Where it came from"),
        ("paragraph", 0, make.PROSE),
        ("item", 1, "Harbour Fund"),
        ("item", 1, "Quay Trust"),
        ("quote", 0, "We paid."),
        ("cell", 0, "Payer"),
        ("cell", 0, "Sum"),
        ("cell", 0, "Quay"),
        ("cell", 0, "300"),
    ]
    assert "Payer\tSum\nQuay\t300" in read.text


def test_metadata_prefers_what_the_page_shows() -> None:
    read = read_docx(document_of())
    assert (read.title, read.author, read.published) == (
        "Who pays the Lantern Institute",
        "Ada Writer",
        "2022-01-14",
    )


def test_the_day_of_the_file_is_not_the_day_of_the_text() -> None:
    document = docx.Document()
    document.add_paragraph(make.PROSE)
    assert read_docx(document).published is None


def test_links_point_at_their_words_and_scripts_are_none() -> None:
    document = document_of()
    for url, words in (("https://harbour.example/list", "the list"), ("javascript:alert(1)", "a trap")):
        rel = document.part.relate_to(
            url,
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
            is_external=True,
        )
        document.element.body.insert(
            0,
            parse_xml(
                f'<w:p {W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
                f'<w:r><w:t xml:space="preserve">See </w:t></w:r><w:hyperlink r:id="{rel}"><w:r><w:t>{words}</w:t></w:r></w:hyperlink></w:p>'
            ),
        )
    read = read_docx(document)
    assert [(link.url, link.text) for link in read.links] == [("https://harbour.example/list", "the list")]
    assert "See a trap" in read.text


@pytest.mark.parametrize(
    ("xml", "shown", "hidden"),
    [
        ("<w:ins><w:r><w:t>inserted words</w:t></w:r></w:ins>", "inserted words", "zzz"),
        (
            "<w:del><w:r><w:delText>deleted words</w:delText></w:r></w:del><w:r><w:t>kept</w:t></w:r>",
            "kept",
            "deleted",
        ),
        ("<w:r><w:instrText>HYPERLINK secret</w:instrText><w:t>field</w:t></w:r>", "field", "secret"),
        (
            "<w:sdt><w:sdtContent><w:r><w:t>control text</w:t></w:r></w:sdtContent></w:sdt>",
            "control text",
            "zzz",
        ),
        ("<w:r><w:t>two</w:t><w:br/><w:t>lines</w:t><w:tab/><w:t>tab</w:t></w:r>", "two lines tab", "zzz"),
    ],
)
def test_what_word_shows_is_read_and_what_it_hides_is_not(xml: str, shown: str, hidden: str) -> None:
    document = document_of()
    document.element.body.insert(0, parse_xml(f"<w:p {W}>{xml}</w:p>"))
    text = read_docx(document).text
    assert shown in text
    assert hidden not in text


def test_footnotes_are_read_after_the_body() -> None:
    notes = f'<?xml version="1.0"?><w:footnotes {W}><w:footnote w:id="1"><w:p><w:r><w:t>Annual report of the Quay Trust.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    data = make.docx_of(make.PROSE)
    relations = make.part(data, "word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode(),
    )
    types = make.part(data, "[Content_Types].xml").replace(
        b"</Types>",
        b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>',
    )
    packed = make.repacked(
        data,
        {
            "word/footnotes.xml": notes.encode(),
            "word/_rels/document.xml.rels": relations,
            "[Content_Types].xml": types,
        },
    )
    assert read_bytes(packed, name="a.docx").text == f"{make.PROSE}\n\nAnnual report of the Quay Trust."


def test_deep_nesting_takes_no_recursion() -> None:
    deep = (
        "<w:sdt><w:sdtContent>" * 100
        + "<w:p><w:r><w:t>deep words</w:t></w:r></w:p>"
        + "</w:sdtContent></w:sdt>" * 100
    )
    document = document_of()
    document.element.body.insert(0, parse_xml(deep.replace("<w:sdt>", f"<w:sdt {W}>", 1)))
    assert "deep words" in read_docx(document).text
