"""Two languages, both whole; dates and numbers in each one's manner."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from cuibono.reporting import to_html
from cuibono.reporting.plain import readable_date, readable_period, readable_sum
from cuibono.reporting.tongue import speaking
from cuibono.web.speech import chosen, tongue_for
from tests.reporting.sample import sample
from tests.web import messages
from tests.web.browser import Browser

UPDATE = "run python -m tests.web.messages and translate"
RU = {"accept-language": "ru"}


def key(id: Any) -> Any:
    return tuple(id) if isinstance(id, (list, tuple)) else id


def test_every_phrase_is_in_the_russian_catalogue_and_no_other() -> None:
    used = {key(m.id) for m in messages.used() if m.id}
    kept = {key(m.id) for m in messages.russian() if m.id}
    assert used - kept == set(), UPDATE
    assert kept - used == set(), UPDATE


def test_every_phrase_is_translated_with_all_its_forms() -> None:
    for message in messages.russian():
        if not message.id:
            continue
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(forms), f"{message.id}: {UPDATE}"
        assert len(forms) == (3 if message.pluralizable else 1)
        assert not message.fuzzy


def test_what_is_filled_in_is_the_same_in_both_languages() -> None:
    holes = re.compile(r"%\(\w+\)s|\{\w+\}|<[^>]+>")
    for message in messages.russian():
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = sorted(holes.findall(ids[-1]))
        for form in message.string if isinstance(message.string, tuple) else (message.string,):
            assert sorted(holes.findall(form)) == wanted, message.id


@pytest.mark.parametrize("address", ["/", "/search?q=media", "/paths", "/ledger", "/names", "/nothing-here"])
def test_a_russian_page_says_nothing_in_english(browser: Browser, address: str) -> None:
    page = browser.get(address, headers=RU).text
    assert '<html lang="ru">' in page
    shown = re.sub(r"<bdi>.*?</bdi>|<code>.*?</code>|<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL)
    for phrase in ("Check", "Search", "Nothing here", "no such", "Ledger", "From", "lists", "Names"):
        assert phrase not in shown, phrase


def test_a_report_is_whole_in_russian() -> None:
    with speaking(tongue_for("ru")):
        report = to_html(sample())
    assert '<html lang="ru">' in report
    for message in messages.russian():
        if (
            isinstance(message.id, str)
            and len(message.id) > 25
            and "{" not in message.id
            and "%" not in message.id
        ):
            assert message.id not in report, message.id
    assert report != to_html(sample())


def test_dates_and_sums_are_written_as_in_the_language() -> None:
    assert readable_date("2020-03-15") == "15 March 2020"
    assert readable_sum(Decimal("1234567.50"), "USD") == "USD 1,234,567.50"
    with speaking(tongue_for("ru")):
        assert readable_date("2020-03-15") == "15 марта 2020"
        assert readable_date("2020-03") == "март 2020"
        assert readable_date("2020-13-45") == "2020-13-45"
        assert readable_period("2019", None) == "с 2019"
        assert readable_sum(Decimal("1234567.50"), "USD").replace("\xa0", " ") == "USD 1 234 567,50"


@pytest.mark.parametrize(
    ("number", "words"), [(1, "1 список"), (3, "3 списка"), (11, "11 списков"), (21, "21 список")]
)
def test_counted_things_take_their_form(number: int, words: str) -> None:
    said = tongue_for("ru").count("%(num)s list", "%(num)s lists", number)
    assert said % {"num": number} == words


@pytest.mark.parametrize(
    ("cookie", "header", "code"),
    [
        (None, None, "en"),
        (None, "ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        (None, "de,en;q=0.8,ru;q=0.9", "ru"),
        ("en", "ru", "en"),
        ("xx", "ru", "ru"),
        (None, ";;;q=x,,", "en"),
    ],
)
def test_the_readers_choice_comes_first(cookie: str | None, header: str | None, code: str) -> None:
    assert chosen(cookie, header) == code


def test_the_language_is_kept_and_leads_back(browser: Browser) -> None:
    answer = browser.get("/language/ru?next=/ledger")
    assert answer.headers["location"] == "/ledger"
    assert '<html lang="ru">' in browser.get("/ledger").text
    assert browser.get("/language/ru?next=//evil.example").headers["location"] == "/"
    browser.http.cookies.clear()
