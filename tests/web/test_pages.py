"""Check, read, find again."""

from __future__ import annotations

import re

import pytest

from tests.web.browser import ARTICLE, Browser, alerts


def test_a_text_is_checked_and_its_page_shows_article_claims_and_cards(browser: Browser, check: str) -> None:
    page = browser.get(check)
    assert page.status_code == 200
    assert "Money and media in the capital" in page.text
    assert page.text.count('<details class="card') == len(browser.claims(check)) >= 3
    assert "Who publishes" in page.text


def test_the_same_text_is_the_same_check(browser: Browser, check: str) -> None:
    assert browser.hand_in(published="2021-03-05") == check
    assert browser.hand_in(ARTICLE + "One more line.", published="2021-03-05") != check


def test_a_check_is_listed_and_found_by_words_and_finding(browser: Browser, check: str) -> None:
    assert check in browser.get("/").text
    assert check in browser.get("/?words=capital+money").text
    assert check not in browser.get("/?words=nothing-like-this").text
    found = re.search(r'<details class="card f-(\w+)"', browser.get(check).text)
    assert found
    assert check in browser.get(f"/?finding={found[1]}").text


def test_filters_hide_cards_and_say_how_many_are_left(browser: Browser, check: str) -> None:
    page = browser.get(f"{check}?relation=owns").text
    hidden = len(re.findall(r'<details class="card[^>]* hidden', page))
    shown = page.count('<details class="card') - hidden
    assert 0 < shown < page.count('<details class="card')
    assert f"{shown} claim" in page


def test_a_claims_own_address_leads_to_its_card(browser: Browser, check: str) -> None:
    for number, claim in enumerate(browser.claims(check), 1):
        answer = browser.get(f"{check}/claims/{claim}")
        assert answer.status_code == 303
        assert answer.headers["location"] == f"{check}#c{number}"


def test_what_cannot_be_checked_says_so_in_one_line(fresh: Browser) -> None:
    check = fresh.post("/checks", {}, files={"files": ("a.pdf", b"%PDF-1.7 nothing", "application/pdf")})
    page = fresh.get(check.headers["location"])
    assert page.status_code == 200
    [alert] = alerts(page.text)
    assert "a.pdf" in alert
    assert "Traceback" not in page.text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "there is no text"),
        ({"text": "A text.", "published": "31/12/20x"}, "the date given"),
        ({"addresses": "ftp://example.org/a"}, "only http and https"),
        ({"addresses": "http://user:pw@example.org/"}, "password"),
    ],
)
def test_a_form_that_is_not_whole_comes_back_with_what_was_given(
    browser: Browser, form: dict[str, str], words: str
) -> None:
    answer = browser.post("/checks", form)
    assert answer.status_code in (400, 422)
    assert words in alerts(answer.text)[0]
    assert form.get("text", "") in answer.text


def test_checking_again_adds_a_run_and_keeps_the_earlier_one(fresh: Browser) -> None:
    check = fresh.hand_in()
    claims = fresh.claims(check)
    assert fresh.post(f"{check}/again", {}, at=check).status_code == 303
    assert fresh.claims(check) == claims
    history = fresh.get(f"{check}/history").text
    assert "?run=2" in history
    assert "This is an earlier result" in fresh.get(f"{check}?run=1").text
    assert fresh.get(f"{check}?run=3").status_code == 404


def test_a_deleted_check_is_gone(fresh: Browser) -> None:
    check = fresh.hand_in()
    assert fresh.post(f"{check}/delete", {}, at=check).headers["location"].endswith("#delete")
    assert fresh.get(check).status_code == 200
    assert fresh.post(f"{check}/delete", {"sure": "true"}, at=check).headers["location"] == "/"
    assert fresh.get(check).status_code == 404
    assert fresh.get("/").text.count('class="title"') == 0


def test_several_texts_are_a_queue(fresh: Browser) -> None:
    files = [("files", (f"{n}.txt", f"{ARTICLE} Number {n}.".encode(), "text/plain")) for n in range(3)]
    assert fresh.post("/checks", {}, files=files).headers["location"] == "/"
    assert fresh.get("/").text.count('class="title"') == 3


def test_lists_come_in_pages(fresh: Browser) -> None:
    files = [("files", (f"{n}.pdf", f"%PDF- {n}".encode(), "text/plain")) for n in range(30)]
    fresh.post("/checks", {}, files=files)
    assert fresh.get("/").text.count('class="title"') == 25
    assert 'rel="next"' in fresh.get("/").text
    assert fresh.get("/?p=2").text.count('class="title"') == 5


def test_a_page_says_how_far_a_check_is_and_then_loads_again(fresh: Browser) -> None:
    from sqlalchemy import update

    from cuibono.web.store import tables as t
    from cuibono.web.store.jobs import STAGES

    check = fresh.hand_in()
    with fresh.store.writing() as connection:
        connection.execute(update(t.checks).values(state="running", latest=0))
    for stage in STAGES:
        with fresh.store.writing() as connection:
            connection.execute(update(t.jobs).values(state="running", stage=stage, progress=0.4))
        for address in (check, f"{check}/progress"):
            page = fresh.get(address)
            assert page.status_code == 200
            assert "hx-refresh" not in page.headers
    with fresh.store.writing() as connection:
        connection.execute(update(t.checks).values(state="done", latest=1))
    assert fresh.get(f"{check}/progress").headers["hx-refresh"] == "true"
