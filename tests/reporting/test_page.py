from __future__ import annotations

import base64
import hashlib
import itertools
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from lxml import html

from cuibono.model import FINDINGS, Check, Document, Evidence, Span, Verdict
from cuibono.reporting import to_html
from cuibono.reporting.page import _part
from tests.reporting.sample import TEXT, bare, poisoned, sample
from tests.reporting.strategies import hostile

PAGE = to_html(sample())


@pytest.fixture(scope="module")
def tree() -> Any:
    return html.fromstring(PAGE)


def shape(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """Tags with their attribute names, in order: what a browser would build, words left out."""
    return [(str(e.tag), tuple(sorted(e.attrib))) for e in html.fromstring(page).iter()]


@settings(deadline=None, max_examples=60)
@given(hostile())
def test_no_text_becomes_markup_script_or_address(poison: str) -> None:
    page = to_html(poisoned(poison))
    root = html.fromstring(page)
    harmless = set(shape(PAGE)) | set(shape(to_html(bare()))) | set(shape(to_html(poisoned("words"))))
    assert {tag for tag, _ in shape(page)} <= {tag for tag, _ in harmless}
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on"), (element.tag, name)
            assert name != "style"
            if name in ("href", "src", "action", "data", "xlink:href"):
                assert value.startswith(("#", "http://", "https://")), value
    assert [s.text for s in root.iter("script")] == [_part("report.js")]
    assert [s.text for s in root.iter("style")] == [_part("report.css")]
    assert not {"\x1b", "\u202e", "\u2066", "\x00", "\ufeff", "\x07"} & set(page)
    page.encode()


@settings(deadline=None, max_examples=40)
@given(hostile())
def test_the_page_has_the_same_shape_whatever_the_words(poison: str) -> None:
    harmless = re.sub(r"[<>&\"'`=:/;{}%\[\]|@#!\\-]", "x", poison)
    assert shape(to_html(poisoned(poison))) == shape(to_html(poisoned(harmless)))


def test_the_policy_pins_style_and_script_by_hash(tree: Any) -> None:
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy
    for directive, tag in (("style-src", "style"), ("script-src", "script")):
        (inline,) = re.findall(rf"<{tag}>(.*?)</{tag}>", PAGE, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert rules[directive] == f"'sha256-{digest}'"


def test_the_page_asks_nothing_from_outside(tree: Any) -> None:
    assert not tree.xpath("//link|//img|//iframe|//object|//embed|//base|//form|//@src|//@srcset")
    assert "@import" not in PAGE
    assert "url(" not in PAGE.split("<style>")[1].split("</style>")[0]


def test_every_verdict_has_a_card_and_a_mark_and_they_lead_to_each_other(tree: Any, check: Check) -> None:
    for number, verdict in enumerate(check.verdicts, 1):
        (card,) = tree.xpath(f"//details[@data-n='{number}']")
        assert f"f-{verdict.finding}" in card.get("class")
        assert card.xpath(f".//*[@id='c{number}']")
        assert card.xpath(f".//a[@href='#m{number}']")
        (mark,) = tree.xpath(f"//a[@id='m{number}']")
        assert mark.get("href") == f"#c{number}"
        assert verdict.finding in mark.get("aria-label").lower()
        marked = tree.xpath(f"//mark[contains(concat(' ', @data-c, ' '), ' {number} ')]")
        words = "".join(_words(m) for m in marked)
        assert "".join(words.split()) == "".join(verdict.claim.quote.split())


def _words(element: Any) -> str:
    return "".join(element.itertext())


def test_the_article_is_shown_word_for_word() -> None:
    tree = html.fromstring(PAGE)
    for extra in tree.xpath("//div[@class='prose']//a[contains(@class, 'ref')]|//span[@class='kind']"):
        extra.drop_tree() if extra.get("class") == "kind" else _empty(extra)
    shown = " ".join(_words(part) for part in tree.xpath("//div[@class='prose']"))
    title, rest = TEXT.split("\n\n", 1)
    assert title == tree.xpath("//h1")[0].text_content()
    assert "".join(shown.split()) == "".join(rest.split())


def _empty(element: Any) -> None:
    for child in list(element):
        element.remove(child)
    element.text = ""


def test_a_finding_is_never_told_by_colour_alone(tree: Any, check: Check) -> None:
    css = _part("report.css")
    patterns = {
        re.search(rf"\.f-{f} {{[^}}]*--line: (\w+); --thick: ([\d.]+px)", css).groups() for f in FINDINGS
    }  # type: ignore[union-attr]
    assert len(patterns) == len(FINDINGS)
    for finding in FINDINGS:
        assert tree.xpath(f"//*[local-name()='symbol' and @id='i-{finding}']")
    for ref in tree.xpath("//a[contains(@class, 'ref')]"):
        assert ref.xpath(".//*[local-name()='use']")


def test_every_inner_link_leads_somewhere_and_ids_are_unique(tree: Any) -> None:
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {href[1:] for href in tree.xpath("//@href") if href.startswith("#")}
    assert targets <= set(ids)
    assert set(tree.xpath("//label/@for")) <= set(ids)


@pytest.mark.parametrize("make", [sample, bare])
def test_headings_come_in_order_and_landmarks_are_there(make: Any) -> None:
    root = html.fromstring(to_html(make()))
    levels = [int(h.tag[1]) for h in root.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))
    for landmark in ("header", "nav", "main", "footer"):
        assert len(root.xpath(f"//{landmark}")) == 1
    assert root.xpath("//a[@class='skip']/@href") == ["#article"]
    assert all(root.xpath(f"//*[@id='{i}']") for i in root.xpath("//@aria-labelledby"))


def test_evidence_stands_with_its_source_and_what_was_searched(tree: Any, check: Check) -> None:
    for number, verdict in enumerate(check.verdicts, 1):
        (card,) = tree.xpath(f"//details[@data-n='{number}']")
        text = card.text_content()
        for evidence in verdict.evidence:
            assert evidence.entity_id in text
            assert evidence.source_url in card.xpath(".//a/@href")
        for difference in verdict.differences:
            assert difference.claimed in text
            assert difference.recorded in text
        for searched in verdict.searched:
            assert searched.title[:40] in text


def test_every_line_of_the_network_names_its_evidence(tree: Any, check: Check) -> None:
    titles = [t.text for t in tree.xpath("//*[contains(@class, 'tie ')]/*[local-name()='title']")]
    rows = [r.text_content() for r in tree.xpath("//section[@id='network']//tbody/tr")]
    for evidence in {e.entity_id for v in check.verdicts for e in v.evidence}:
        assert any(evidence in title for title in titles)
        assert any(evidence in row for row in rows)


def test_then_and_today_are_both_told(tree: Any) -> None:
    (card,) = tree.xpath("//details[@data-n='18']")
    assert "Unrecorded" in card.text_content()
    assert "Today, 20 February 2022: Supported" in " ".join(card.text_content().split())
    publisher = tree.xpath("//section[@id='publisher']")[0].text_content()
    assert "– no" in publisher
    assert "✓ in force" in publisher


def test_limits_and_licences_are_named(tree: Any, check: Check) -> None:
    text = " ".join(tree.text_content().split())
    assert "reports evidence, never motive" in text
    assert "Not recorded is not false" in text
    for searched in check.ledger:
        assert searched.licence in text


def test_nothing_known_still_makes_a_page(empty: Check) -> None:
    text = html.fromstring(to_html(empty)).text_content()
    assert "Nothing much happened." in text
    assert "no claim of influence" in text
    assert "does not say who published it" in text
    assert "no date in the text" in text


def test_the_same_check_gives_the_same_page() -> None:
    assert to_html(sample()) == PAGE


def test_invisible_characters_are_counted() -> None:
    check = replace(bare(), document=Document("d", "a\u202eb\u200bc", "en"))
    text = html.fromstring(to_html(check)).text_content()
    assert "2 invisible or direction-changing characters" in text
    assert "abc" in text


def large(claims: int) -> Check:
    """An article of ``claims`` claims in paragraphs of four, 26 lists searched for each, many records for some."""
    check = sample()
    lists = tuple(replace(check.ledger[i % 4], dataset=f"list_{i}", complete="no") for i in range(26))
    text, verdicts = "", []
    for i in range(claims):
        base = check.verdicts[i % len(check.verdicts)]
        start = len(text)
        text += base.claim.quote
        claim = replace(base.claim, span=Span(start, len(text)))
        verdicts.append(replace(base, claim=claim, searched=lists, evidence=_many(base, 1 + i % 4 * 5)))
        text += ". Some words stand between. " if i % 4 else "\n\n"
    document = replace(check.document, text=text, blocks=())
    return replace(check, document=document, verdicts=tuple(verdicts), uncheckable=(), ledger=lists)


def _many(verdict: Verdict, times: int) -> tuple[Evidence, ...]:
    return tuple(replace(e, entity_id=f"{e.entity_id}-{n}") for e in verdict.evidence for n in range(times))


def test_two_hundred_claims_stay_under_two_megabytes() -> None:
    page = to_html(large(200))
    assert len(page.encode()) < 2_000_000
    assert len(html.fromstring(page).xpath("//details[@data-n]")) == 200


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contrast(a: str, b: str) -> float:
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _palettes() -> list[dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\}", _part("report.css"), re.DOTALL)
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block)) for block in blocks]
    return [
        {k: v if len(v) == 7 else "#" + "".join(c * 2 for c in v[1:]) for k, v in p.items()} for p in found
    ]


@pytest.mark.parametrize("palette", _palettes(), ids=["light", "dark", "print"])
def test_contrast_meets_wcag_aa(palette: dict[str, str]) -> None:
    for ground in ("paper", "card"):
        for ink in ("ink", "soft", "link", *FINDINGS):
            assert _contrast(palette[ink], palette[ground]) >= 4.5, (ink, ground)
    for finding in FINDINGS:
        for ink in ("ink", "soft", finding):
            assert _contrast(palette[ink], palette[f"{finding}-t"]) >= 4.5, (ink, finding)
