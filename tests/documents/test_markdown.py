"""Markdown becomes what its rendered page shows, with structure and metadata."""

from __future__ import annotations

from cuibono.documents import read_bytes
from cuibono.model import Document
from tests.documents import make
from tests.documents.test_hostile import sound

TEXT = f"""---
title: "Who pays: the institute"
author: [Ada Writer, Ben Clerk]
date: 2022-01-14
publisher: The Gazette
url: https://gazette.example/who-pays
lang: en
---
# Who pays the *Lantern* Institute

{make.PROSE}

## Where it came from

The **Harbour Fund** gave [a grant of `€300`](/grants/7 "title") in 2019,
and see https://quay.example/list. <b>Bold</b> words &amp; entities.

- Harbour [Fund](https://harbour.example)
- Quay Trust
  1. Its daughter

> We were not asked,
> she said.

| Payer | Sum |
|-------|-----|
| Quay  | 300 |

<div>A box of the page</div>

    A block of code
"""


def read_md(text: str, name: str = "a.md") -> Document:
    document = read_bytes(text.encode(), name=name)
    sound(document)
    return document


def shown(document: Document) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, document.text[b.span.start : b.span.end]) for b in document.blocks]


def test_structure_is_kept_and_markup_is_not() -> None:
    assert shown(read_md(TEXT)) == [
        ("title", 1, "Who pays the Lantern Institute"),
        ("paragraph", 0, make.PROSE),
        ("heading", 2, "Where it came from"),
        (
            "paragraph",
            0,
            "The Harbour Fund gave a grant of €300 in 2019, and see https://quay.example/list. Bold words & entities.",
        ),
        ("item", 1, "Harbour Fund"),
        ("item", 1, "Quay Trust"),
        ("item", 2, "Its daughter"),
        ("quote", 0, "We were not asked, she said."),
        ("cell", 0, "Payer"),
        ("cell", 0, "Sum"),
        ("cell", 0, "Quay"),
        ("cell", 0, "300"),
        ("paragraph", 0, "A box of the page"),
        ("paragraph", 0, "A block of code"),
    ]


def test_rows_and_items_stand_on_lines_of_their_own() -> None:
    text = read_md(TEXT).text
    assert "Payer\tSum\nQuay\t300" in text
    assert "Harbour Fund\nQuay Trust\nIts daughter" in text


def test_links_are_absolute_and_point_at_their_words() -> None:
    assert [(link.url, link.text) for link in read_md(TEXT).links] == [
        ("https://gazette.example/grants/7", "a grant of €300"),
        ("https://quay.example/list", "https://quay.example/list"),
        ("https://harbour.example", "Fund"),
    ]


def test_front_matter_is_metadata() -> None:
    document = read_md(TEXT)
    assert document.title == "Who pays: the institute"
    assert document.author == "Ada Writer, Ben Clerk"
    assert (document.published, document.publisher) == ("2022-01-14", "The Gazette")
    assert document.url == "https://gazette.example/who-pays"


def test_front_matter_with_aliases_is_text_and_no_metadata() -> None:
    bomb = "---\na: &a [x, x]\nb: &b [*a, *a]\ntitle: Bomb\n---\n# The heading\n\n" + make.PROSE
    assert read_md(bomb).title != "Bomb"


def test_content_decides_not_the_name() -> None:
    marked = "# Who pays\n\nThe **Harbour Fund** gave [a grant](https://a.example/).\n"
    assert read_md(marked, "notes.txt").text.startswith("Who pays\n\nThe Harbour Fund gave a grant.")
    assert read_md(make.PROSE + " 2 * 3 * 4 is 24.", "a.md").text.endswith("2 * 3 * 4 is 24.")
    assert (
        read_md("Issue #1 and a_b_c.\n\nNo markup here.", "a.txt").text
        == "Issue #1 and a_b_c.\n\nNo markup here."
    )


def test_a_date_under_the_title_dates_the_text() -> None:
    assert read_md(f"# Who pays\n\nBy Ada Writer, 3 March 2022\n\n{make.PROSE}\n").published == "2022-03-03"


def test_markdown_too_large_for_a_parser_is_read_as_text() -> None:
    large = "# Who pays\n\n[a](https://a.example/) " + "[" * 6_000
    assert "[[[[" in read_md(large).text
    assert read_md(large).text.startswith("# Who pays")
