"""Of a web page the article is kept, whole and in order, with its lists, tables and links; the page around it is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.documents import page_main, read_bytes
from cuibono.model import Document
from tests.documents import make
from tests.documents.test_hostile import sound

MORE = (
    "A second paragraph follows, in which a clerk of the institute explains at some length how the money was spent and on what.",
    "In a third one the fund answers that it had never been told of any of this, although its own report says something else.",
)


def read_page(data: bytes, url: str | None = "https://gazette.example/2022/01/14/story") -> Document:
    document = read_bytes(data, name="page.html", url=url)
    sound(document)
    return document


def shown(document: Document, kind: str) -> list[str]:
    return [document.text[b.span.start : b.span.end] for b in document.blocks if b.kind == kind]


def test_the_article_is_kept_and_the_page_around_it_is_not() -> None:
    document = read_page(make.article(make.PROSE, *MORE))
    assert document.text == "\n\n".join(["Who pays the Lantern Institute", make.PROSE, *MORE])


def test_trafilatura_is_asked_and_its_answer_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[str] = []
    real = page_main._ask

    def watched(root: object, *, fast: bool) -> str:
        found.append(real(root, fast=fast))
        return found[-1]

    monkeypatch.setattr(page_main, "_ask", watched)
    read_page(make.article(make.PROSE, *MORE))
    assert found
    assert MORE[0] in found[0]


LISTS = (
    "<p>Among those who took the money are:</p><ul><li><a href='https://vesna.example/'>Vesna</a></li>"
    "<li><a href='/o/2'>Quay</a></li><li>The Lamp</li></ul>"
)
TABLE = "<table><caption>Grants</caption><tr><th>Payee</th><th>Sum</th></tr><tr><td>Vesna</td><td>$ 300</td></tr></table>"


@pytest.mark.parametrize("place", ["middle", "end"])
def test_lists_tables_and_quotations_are_not_lost(place: str) -> None:
    parts = (
        LISTS,
        TABLE,
        "<blockquote><p>We paid.</p></blockquote>",
        "<figure><figcaption>The office in Tallinn</figcaption></figure>",
    )
    order = (make.PROSE, *MORE, *parts) if place == "end" else (make.PROSE, MORE[0], *parts, MORE[1])
    document = read_page(make.article(*order))
    assert shown(document, "item") == ["Vesna", "Quay", "The Lamp"]
    assert shown(document, "cell") == ["Payee", "Sum", "Vesna", "$ 300"]
    assert shown(document, "quote") == ["We paid."]
    assert shown(document, "caption") == ["Grants", "The office in Tallinn"]
    assert "Among those who took the money are:" in document.text
    assert "Payee\tSum\nVesna\t$ 300" in document.text
    assert "Ten other stories" not in document.text


def test_links_are_absolute_and_point_at_their_words() -> None:
    document = read_page(
        make.article(
            make.PROSE
            + ' See <a href="/a b">the <b>whole</b> list</a>, <a href="mailto:a@b.c">mail</a>, <a href="#top">top</a>, '
            '<a href="//other.example/x">elsewhere</a>.',
            *MORE,
        )
    )
    assert [(link.url, link.text) for link in document.links] == [
        ("https://gazette.example/a%20b", "the whole list"),
        ("https://other.example/x", "elsewhere"),
    ]


def test_relative_links_without_an_address_of_the_page_are_dropped() -> None:
    page = make.article(
        make.PROSE + ' See <a href="/list">the list</a> and <a href="https://o.example/">others</a>.', *MORE
    )
    assert [link.url for link in read_page(page, None).links] == ["https://o.example/"]


def test_a_base_element_counts_for_links() -> None:
    page = make.article(
        make.PROSE + ' See <a href="list">the list</a>.', *MORE, head='<base href="https://base.example/x/">'
    )
    assert [link.url for link in read_page(page, None).links] == ["https://base.example/x/list"]


def test_paragraphs_made_of_line_breaks_are_paragraphs() -> None:
    page = make.page(
        f"<div id=story><h1>Who pays the Lantern Institute</h1>{make.PROSE}<br><br>{MORE[0]}<br/>{MORE[1]}</div>"
    )
    assert shown(read_page(page), "paragraph") == [make.PROSE, f"{MORE[0]} {MORE[1]}"]


def test_a_fragment_or_a_short_page_is_read_whole() -> None:
    assert (
        read_page(b"<p>The fund paid the institute.</p><p>And Quay.</p>").text
        == "The fund paid the institute.\n\nAnd Quay."
    )
    assert read_page(make.page("<h1>Money</h1><p>The fund paid.</p>")).text == "Money\n\nThe fund paid."


def test_a_page_of_lists_alone_is_read() -> None:
    rows = "".join(f"<tr><td>Payee {i}</td><td>{i}00 dollars</td></tr>" for i in range(30))
    document = read_page(make.page(f"<h1>Grants of the year</h1><table>{rows}</table>"))
    assert len(shown(document, "cell")) == 60


def test_a_form_or_wrapper_around_the_whole_page_is_no_chrome() -> None:
    page = make.page(
        f'<form class="sidebar-layout"><div class="footer-wrap"><h1>Who pays it</h1><p>{make.PROSE}</p><p>{MORE[0]}</p></div></form>'
    )
    assert make.PROSE in read_page(page).text


def test_other_stories_inside_the_article_are_left_out() -> None:
    teaser = "<div class='teaser'><p>Quay denies it all</p><p>Now playing</p></div>"
    related = "<p>Read more:</p><p><a href='/x'>Another long headline of some other story entirely</a></p>"
    document = read_page(make.article(make.PROSE, teaser, MORE[0], related, MORE[1]))
    assert "Now playing" not in document.text
    assert "Another long headline" not in document.text
    assert MORE[1] in document.text


def test_a_standfirst_outside_the_story_is_kept() -> None:
    lead = "The Harbour Fund paid for more than it said, our papers show."
    page = make.page(
        f"<article><header><h1>Who pays the Lantern Institute</h1><div class='dek'>{lead}</div></header>"
        f"<div class='body'><p>{make.PROSE}</p><p>{MORE[0]}</p><p>{MORE[1]}</p></div></article>"
    )
    assert read_page(page).text.startswith(f"Who pays the Lantern Institute\n\n{lead}\n\nThe Harbour")


def test_windows_pages_are_read_by_their_declared_character_set() -> None:
    body = make.page(
        f"<h1>Кто платит институту</h1><p>{make.PROSE_RU}</p>",
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
    )
    document = read_page(body.decode().encode("cp1251"))
    assert "цикл лекций" in document.text
    assert document.language == "ru"


def test_the_servers_character_set_is_believed() -> None:
    document = read_bytes(
        f"<p>{make.PROSE_RU}</p>".encode("koi8_r", "ignore"),
        name="a",
        content_type="text/html; charset=KOI8-R",
    )
    assert "цикл лекций" in document.text


WORDS = st.sampled_from(
    ["Harbour", "paid", "the", "institute", "«Гавань»", "\u202e", "&lt;b&gt;", "2019", "$5"]
)
INLINE = st.lists(
    st.one_of(WORDS, WORDS.map(lambda w: f"<a href='/x'>{w}</a>"), WORDS.map(lambda w: f"<b> {w} </b>"), st.just("<br>")),
    min_size=1, max_size=8,
).map(" ".join)  # fmt: skip
BLOCK = st.tuples(
    st.sampled_from(["p", "li", "td", "h2", "blockquote", "div", "span", "figcaption"]), INLINE
).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>")


@settings(deadline=None, max_examples=60)
@given(st.lists(BLOCK, min_size=1, max_size=10))
def test_every_block_and_link_shows_what_the_page_shows(blocks: list[str]) -> None:
    document = read_page(make.page("".join(blocks) + f"<p>{make.PROSE}</p>"))
    sound(document)
    for block in document.blocks:
        assert "\n" not in document.text[block.span.start : block.span.end]
