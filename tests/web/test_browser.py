"""Every way through the pages, in a real browser: no error on its console, nothing asked of anybody outside, axe content."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.web.browser import ARTICLE
from tests.web.server import Server, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.skipif(find_spec("playwright") is None, reason="playwright is not installed"),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium: apt-get install chromium"),
]
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--hide-scrollbars"),
]
WIDTHS = {"phone": (390, 844), "tablet": (820, 1100), "wide": (1400, 1000)}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server")) as made:
        yield made


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Reader:
    """One page in the browser that notes what goes wrong on it."""

    def __init__(self, chromium: Any, server: Server, **options: Any) -> None:
        width, height = WIDTHS["wide"]
        given = {
            "viewport": {"width": width, "height": height},
            "reduced_motion": "reduce",
            "locale": "en-US",
        }
        self.context = chromium.new_context(**{**given, **options}, base_url=server.base)
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.wrong: list[str] = []
        self.page.on(
            "console", lambda m: self.wrong.append(m.text) if m.type in ("error", "warning") else None
        )
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda r: None if r.url.startswith(server.base) else self.wrong.append(r.url))


@pytest.fixture
def reader(chromium: Any, server: Server) -> Iterator[Reader]:
    made = Reader(chromium, server)
    yield made
    made.context.close()
    assert not made.wrong


@pytest.fixture(scope="module")
def check(chromium: Any, server: Server) -> str:
    """A check handed in as a reporter does; its address."""
    reader = Reader(chromium, server)
    page = reader.page
    page.goto("/")
    page.fill("#text", ARTICLE)
    page.click("summary:has-text('When and where')")
    page.fill("#published", "2021-03-05")
    page.click("button:has-text('Check')")
    page.wait_for_selector("details.card")
    assert not reader.wrong
    address = str(page.url).removeprefix(server.base)
    reader.context.close()
    return address


def test_a_text_goes_from_the_form_to_its_cards(reader: Reader, check: str) -> None:
    reader.page.goto(check)
    assert reader.page.locator("details.card").count() >= 3
    assert reader.page.locator("mark.m").count() >= 3


def test_files_are_dropped_and_queued(reader: Reader) -> None:
    page = reader.page
    page.goto("/")
    files = [
        {"name": f"{n}.txt", "mimeType": "text/plain", "buffer": f"{ARTICLE} No. {n}".encode()}
        for n in (1, 2)
    ]
    page.set_input_files("#files", files)
    page.click("button:has-text('Check')")
    page.wait_for_selector(".checks li:nth-child(1) .mini")
    page.wait_for_selector(".checks li:nth-child(2) .mini")


def test_keys_move_from_claim_to_claim(reader: Reader, check: str) -> None:
    page = reader.page
    page.goto(check)
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.closest('details').dataset.n")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.closest('details').dataset.n")
    page.keyboard.press("k")
    assert [first, second] == ["1", "2"]
    assert page.evaluate("document.activeElement.closest('details').dataset.n") == "1"
    page.keyboard.press("o")
    assert page.locator("details.card[open]").count() == page.locator("details.card").count()


def test_a_link_to_a_claim_opens_its_card(reader: Reader, check: str) -> None:
    page = reader.page
    page.goto(check)
    page.keyboard.press("c")
    claim = page.locator("details.card").nth(1).get_attribute("data-claim")
    page.goto(f"{check}/claims/{claim}")
    page.wait_for_selector("details.card[data-n='2'][open]")
    page.goto(f"{check}?finding=none-such#c2")
    page.wait_for_url(re.compile(r"/checks/\w+#c2$"))


def test_filters_narrow_and_are_lifted(reader: Reader, check: str) -> None:
    page = reader.page
    page.goto(check)
    every = page.locator("details.card:visible").count()
    page.select_option("#f-relation", "owns")
    page.click("#filter button")
    page.wait_for_selector("#filter .shown")
    assert 0 < page.locator("details.card:visible").count() < every
    page.click("#filter .shown a")
    page.wait_for_selector("#filter .shown", state="detached")
    assert page.locator("details.card:visible").count() == every


def test_a_finding_is_judged_in_place_and_undone(reader: Reader, check: str) -> None:
    page = reader.page
    page.goto(f"{check}#c1")
    card = page.locator("details.card[data-n='1']")
    card.locator("a:has-text('Judge this finding')").click()
    card.locator("input[value=not_a_claim]").check()
    card.locator("button:has-text('Keep')").click()
    card.locator("[role=alert]:has-text('say why')").wait_for()
    card.locator("textarea").fill("The text quotes somebody.")
    card.locator("button:has-text('Keep')").click()
    card.locator(".judgements:has-text('not a claim')").wait_for()
    page.reload()
    assert card.locator(".stamp:has-text('The text quotes somebody.')").count() == 1
    page.goto(f"{check}/history")
    page.locator(".judgements button").first.click()
    page.wait_for_url(re.compile("#c1$"))
    page.goto(check)
    assert card.locator(".stamp").count() == 0


def test_a_name_is_corrected_and_the_text_checked_again(reader: Reader, check: str) -> None:
    page = reader.page
    page.goto(f"{check}#names")
    row = page.locator("#names tr", has_text="Quiet Lantern")
    row.locator("a:has-text('Correct')").click()
    page.fill("#q", "Human Rights Watch")
    page.click("button:has-text('Search')")
    found = page.locator(".candidates li", has_text="Human Rights Watch").first
    found.locator("input[name=why]").fill("a test of the form")
    found.locator("button:has-text('This is the one')").click()
    page.wait_for_selector("#names tr:has-text('decided on')", state="attached")
    page.goto("/names")
    page.locator("button:has-text('Undo')").first.click()
    page.wait_for_selector(".undone")


def test_files_are_handed_over(reader: Reader, check: str) -> None:
    page = reader.page
    page.goto(check)
    page.click("summary:has-text('Hand over')")
    with page.expect_download() as loading:
        page.click(".menu a:has-text('XLSX')")
    assert loading.value.suggested_filename.endswith("claims.xlsx")


def test_the_records_are_searched_and_walked(reader: Reader) -> None:
    page = reader.page
    page.goto("/search")
    page.fill("#q", "National Endowment for Democracy")
    page.press("#q", "Enter")
    page.click("table a >> nth=0")
    page.wait_for_selector("svg.bars")
    page.click("a:has-text('Find a path from here')")
    page.fill("#b", "Human Rights Watch")
    page.click("button:has-text('Find paths')")
    page.wait_for_selector("section.path")
    page.click("nav.bar a:has-text('Ledger')")
    page.click(".lists a >> nth=0")
    page.wait_for_selector("dl.facts")


def test_every_page_works_without_script(chromium: Any, server: Server) -> None:
    reader = Reader(chromium, server, java_script_enabled=False)
    page = reader.page
    page.set_default_timeout(15_000)
    page.goto("/")
    page.fill("#text", ARTICLE + "Without script.")
    page.click("button:has-text('Check')")
    for _ in range(60):
        page.wait_for_timeout(500)
        page.reload()
        if page.locator("details.card").count():
            break
    if not page.locator("details.card[data-n='1'][open]").count():
        page.locator("details.card[data-n='1'] > summary").click()
    page.locator("details.card[data-n='1'] a:has-text('Judge this finding')").click()
    page.check("input[value=accept]")
    page.click("button:has-text('Keep')")
    assert page.locator("details.card[data-n='1'] .stamp:has-text('Accepted')").count() == 1
    reader.context.close()


PAGES = (
    "/",
    "/search?q=media",
    "/paths?a=Government of the United States&b=Ar.Rukh.Khak",
    "/ledger",
    "/ledger/actors",
    "/names",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", ["phone", "wide"])
def test_axe_finds_nothing(chromium: Any, server: Server, check: str, width: str, scheme: str) -> None:
    found = find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        pytest.skip("axe-playwright-python, which carries axe, is not installed")
    axe = (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")
    wide, high = WIDTHS[width]
    reader = Reader(chromium, server, viewport={"width": wide, "height": high}, color_scheme=scheme)
    entity = "/entities/cb-national-endowment-for-democracy"
    claim_page = f"{check}/claims/{_first_claim(reader, check)}/judge"
    for address in (*PAGES, entity, check, f"{check}/history", claim_page):
        reader.page.goto(address)
        reader.page.evaluate(
            "document.querySelectorAll('details:not(.menu)').forEach(d => { d.open = true; })"
        )
        reader.page.evaluate(axe)
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        result = reader.page.evaluate("tags => axe.run({runOnly: tags})", tags)
        told = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in result["violations"]]
        assert not told, f"{address} ({width}, {scheme}): {told}"
    reader.context.close()


def _first_claim(reader: Reader, check: str) -> str:
    reader.page.goto(check)
    return str(reader.page.locator("details.card").first.get_attribute("data-claim"))


@pytest.mark.parametrize("width", list(WIDTHS))
def test_no_page_is_wider_than_its_window(chromium: Any, server: Server, check: str, width: str) -> None:
    wide, high = WIDTHS[width]
    reader = Reader(chromium, server, viewport={"width": wide, "height": high})
    for address in (*PAGES, "/entities/cb-national-endowment-for-democracy", check, f"{check}/history"):
        reader.page.goto(address)
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= wide, address
    reader.context.close()
