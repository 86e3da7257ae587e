"""What a page says of itself: stated before shown, shown before its address, and nothing from its footer or its neighbours."""

from __future__ import annotations

import json

import pytest

from cuibono.documents import read_bytes
from cuibono.model import DeclaredFunding, Document
from tests.documents import make

BODY = (make.PROSE, make.PROSE.replace("Harbour", "Quay"))


def read_head(
    head: str = "", *body: str, url: str | None = None, title: str = "Who pays the Lantern Institute"
) -> Document:
    return read_bytes(make.article(*(body or BODY), head=head, title=title), name="page.html", url=url)


def ld(data: object) -> str:
    text = json.dumps(data).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>'


NEWS = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Who pays the Lantern Institute",
    "datePublished": "2022-01-14T23:30:00+06:00",
    "dateModified": "2023-05-01",
    "author": [{"@type": "Person", "name": "Ada Writer"}, {"@type": "Person", "name": "Ben &amp; Clerk"}],
    "publisher": {"@type": "NewsMediaOrganization", "name": "The Gazette", "url": "https://gazette.example/"},
    "url": "https://gazette.example/2022/01/14/who-pays",
}


def test_json_ld_is_believed_first() -> None:
    document = read_head(ld(NEWS) + '<meta property="og:site_name" content="Other name">')
    assert document.title == "Who pays the Lantern Institute"
    assert document.author == "Ada Writer, Ben & Clerk"
    assert document.published == "2022-01-14"
    assert document.publisher == "The Gazette"
    assert document.url == "https://gazette.example/2022/01/14/who-pays"


def test_open_graph_and_meta_fields_stand_in() -> None:
    document = read_head(
        '<meta property="og:title" content="Who pays the Lantern Institute | Gazette"><meta property="og:site_name" content="Gazette">'
        '<meta name="author" content="By Ada Writer"><meta property="article:published_time" content="2021-03-05T10:00Z">'
        '<meta property="og:url" content="https://gazette.example/a">'
    )
    assert (document.author, document.published, document.publisher) == (
        "Ada Writer",
        "2021-03-05",
        "Gazette",
    )
    assert document.url == "https://gazette.example/a"
    assert document.title == "Who pays the Lantern Institute"


@pytest.mark.parametrize(
    ("head", "body", "url", "expected"),
    [
        ("", ("<p><time datetime='2021-05-06T01:00'>6 May</time> by Ada</p>", *BODY), None, "2021-05-06"),
        ("", ("<p class='date'>Tallinn, 6 May 2021</p>", *BODY), None, "2021-05-06"),
        ("", ("<p>Опубликовано 14 января 2022 г.</p>", *BODY), None, "2022-01-14"),
        ("", BODY, "https://g.example/2020/02/03/story", "2020-02-03"),
        ("", BODY, "https://g.example/2020/02/story.html", "2020-02"),
        ("", BODY, "https://g.example/story-20200203.html", "2020-02-03"),
        ("", BODY, "https://g.example/2020/story", None),
        ("", BODY, None, None),
        ('<meta name="date" content="2020">', BODY, None, "2020"),
        ('<meta name="date" content="2020-07">', BODY, None, "2020-07"),
        ('<meta name="date" content="03/04/2020">', BODY, None, None),
        ('<meta name="date" content="9999-01-01">', BODY, None, None),
        ('<meta property="article:modified_time" content="2021-01-01">', BODY, None, None),
        ('<meta name="date" content="2020-07-08">', ("<p>6 May 2021</p>", *BODY), "https://g.example/2022/02/03/x", "2020-07-08"),
    ],
)  # fmt: skip
def test_the_date_is_stated_or_beside_the_title_or_in_the_address_and_else_unknown(
    head: str, body: tuple[str, ...], url: str | None, expected: str | None
) -> None:
    assert read_head(head, *body, url=url).published == expected


def test_a_date_of_another_story_or_of_the_footer_is_never_taken() -> None:
    page = make.article(*BODY).replace(b"</h3>", b"</h3><time datetime='2030-01-01'>1 January 2024</time>")
    assert read_bytes(page.replace(b"Copyright 2031", b"1 May 2024"), name="p.html").published is None


def test_a_platform_that_hosts_the_page_is_not_its_publisher() -> None:
    hosted = {**NEWS, "publisher": {"@type": "Organization", "name": "Blogger"}}
    assert read_head(ld(hosted)).publisher is None
    assert (
        read_head(ld(hosted) + '<meta property="og:site_name" content="The Gazette">').publisher
        == "The Gazette"
    )


def test_what_the_user_says_wins() -> None:
    document = read_bytes(
        make.article(*BODY, head=ld(NEWS)),
        name="p",
        published="2019-05",
        publisher="Me",
        url="https://me.example/",
    )
    assert (document.published, document.publisher, document.url) == ("2019-05", "Me", "https://me.example/")


def test_a_publisher_is_never_guessed_from_the_address() -> None:
    assert read_head(url="https://gazette.example/story").publisher is None


@pytest.mark.parametrize(
    ("head", "title", "expected"),
    [
        ("", "Who pays the Lantern Institute", "Who pays the Lantern Institute"),
        (
            '<meta property="og:title" content="A wholly different headline">',
            "Who pays",
            "A wholly different headline",
        ),
        (
            '<meta property="og:title" content="&lt;b&gt;Bold&lt;/b&gt; headline of it">',
            "Something",
            "Bold headline of it",
        ),
    ],
)
def test_the_title_is_the_one_shown_where_it_agrees_with_the_one_stated(
    head: str, title: str, expected: str
) -> None:
    assert read_head(head, title=title).title == expected


FUNDERS = {
    **NEWS,
    "funder": {"@type": "Organization", "name": "Harbour Fund", "url": "https://harbour.example/"},
    "sponsor": "Quay Trust",
    "funding": {"@type": "Grant", "funder": {"@type": "Organization", "name": "Lamp Foundation"}},
    "publisher": {
        "@type": "NewsMediaOrganization",
        "name": "The Gazette",
        "ownershipFundingInfo": "https://gazette.example/about",
        "parentOrganization": {"@id": "#group"},
    },
}


def test_declared_funding_is_read_from_json_ld() -> None:
    graph = {"@graph": [FUNDERS, {"@id": "#group", "@type": "Organization", "name": "Gazette Group"}]}
    assert read_head(ld(graph)).declared_funding == (
        DeclaredFunding("funder", "Harbour Fund", "https://harbour.example/"),
        DeclaredFunding("sponsor", "Quay Trust", None),
        DeclaredFunding("funder", "Lamp Foundation", None),
        DeclaredFunding(
            "ownershipFundingInfo", "https://gazette.example/about", "https://gazette.example/about"
        ),
        DeclaredFunding("parentOrganization", "Gazette Group", None),
    )


def test_declared_funding_is_read_from_microdata_and_meta_fields() -> None:
    body = '<p>This work is paid for by <span itemprop="funder" itemscope><a href="https://h.example/" itemprop="url"><span itemprop="name">Harbour Fund</span></a></span>.</p>'
    head = '<meta name="citation_funding_source" content="citation_funder=Quay Trust;"><meta property="schema:sponsor" content="Lamp">'
    assert set(read_head(head, *BODY, body).declared_funding) == {
        DeclaredFunding("funder", "Harbour Fund", "https://h.example/"),
        DeclaredFunding("funder", "Quay Trust", None),
        DeclaredFunding("sponsor", "Lamp", None),
    }


def test_funders_of_an_organisation_that_a_story_is_about_are_not_declared() -> None:
    story = {**NEWS, "about": {"@type": "Organization", "name": "Vesna", "funder": {"name": "Someone"}}}
    assert read_head(ld(story)).declared_funding == ()


@pytest.mark.parametrize(
    "script",
    [
        "{",
        "[1, 2",
        '{"a": ' * 3000,
        "null",
        '"text"',
        "[[[]]]",
        '{"@type": 5, "author": {"name": ["x"]}}',
        '{"@type": "NewsArticle", "url": ["http://["]}',
    ],
)
def test_broken_json_ld_is_passed_over(script: str) -> None:
    document = read_head(f'<script type="application/ld+json">{script}</script>')
    assert document.title == "Who pays the Lantern Institute"


def test_the_first_article_of_several_counts_unless_another_gives_the_pages_address() -> None:
    other = {**NEWS, "url": "https://gazette.example/b", "datePublished": "2001-01-01"}
    canonical = '<link rel="canonical" href="https://gazette.example/2022/01/14/who-pays">'
    assert read_head(canonical + ld([other, NEWS])).published == "2022-01-14"
    assert read_head(ld([other, NEWS])).published == "2001-01-01"


def test_names_from_metadata_are_one_clean_line() -> None:
    hostile = {**NEWS, "publisher": {"name": "Ga\u202ezet\u200bte <script>alert(1)</script>\n Ltd"}}
    assert read_head(ld(hostile)).publisher == "Gazette alert(1) Ltd"
