"""The publisher: found by site or name, its interests then and now, and honest words when there are none."""

from __future__ import annotations

from typing import Any

import pytest

from cuibono.model import Actor, DeclaredFunding, Document, PublisherProfile
from cuibono.verification import profile_publisher
from tests.verification.ledgers import TODAY, ledger

CASE: dict[str, Any] = {
    "entities": {
        "o": {"name": "Steppe Herald", "website": "https://www.steppeherald.example/en", "country": "kz"},
        "g": {"name": "Government of Sylvania", "schema": "PublicBody"},
        "h": {"name": "Harbour Holding", "schema": "Company"},
        "t": {"name": "Top Trust", "schema": "Company"},
        "p": {
            "name": "Anna Berg",
            "schema": "Person",
            "birthDate": "1961-02-03",
            "address": "12 Hidden Lane",
        },
        "q": "Larkmere Endowment",
    },
    "records": [
        {"Ownership": ["h", "o"], "percentage": 70, "start": "2010"},
        {"Ownership": ["t", "h"], "percentage": 100, "start": "2010"},
        {"Payment": ["q", "o"], "amount": 5, "currency": "USD", "start": "2019"},
        {"Payment": ["g", "o"], "start": "2024"},
        {"Directorship": ["p", "o"], "role": "editor-in-chief", "start": "2015", "end": "2020"},
        {"Directorship": ["p", "o"], "role": "member of the board", "start": "2015"},
        {"Sanction": ["o"], "authority": "Council of the European Union", "start": "2023-06-23"},
    ],
}


def profile(**values: Any) -> PublisherProfile:
    given = {
        "published": "2022-01-14",
        "url": "https://steppeherald.example/2022/a",
        "publisher": None,
        **values,
    }
    return profile_publisher(Document("d", "A text.", "en", **given), ledger(CASE), today=TODAY)


def test_the_outlet_is_found_by_its_address() -> None:
    found = profile()
    assert found.actor is not None
    assert found.actor.entity_ids == ("o",)
    assert found.domain == "steppeherald.example"


@pytest.mark.parametrize(
    "url", ["https://news.steppeherald.example/x", "HTTPS://WWW.SteppeHerald.example:443/x"]
)
def test_hosts_below_the_site_are_the_outlets(url: str) -> None:
    assert profile(url=url).actor is not None


@pytest.mark.parametrize(
    "url",
    ["https://notsteppeherald.example/x", "https://example/", "https://steppeherald.example.evil.example/"],
)
def test_other_hosts_are_not(url: str) -> None:
    assert profile(url=url).actor is None


def test_each_tie_is_told_then_and_now() -> None:
    times = {(i.relation, i.other): (i.then, i.now) for i in profile().interests}
    assert times == {
        ("owned by", "Harbour Holding"): (True, True),
        ("Harbour Holding belongs to", "Top Trust"): (True, True),
        ("funded by", "Larkmere Endowment"): (True, True),
        ("funded by", "Government of Sylvania"): (False, True),
        ("led by", "Anna Berg"): (False, False),
        ("listed by", "Council of the European Union"): (False, True),
    }


def test_the_explanation_tells_the_listing_that_came_later() -> None:
    text = profile().explanation
    assert "no sanctions list at hand" in text
    assert "Council of the European Union (2023-06-23)" in text


def test_private_details_never_show() -> None:
    assert "1961" not in repr(profile())
    assert "Hidden" not in repr(profile())


def test_declared_funding_of_the_page_is_kept() -> None:
    declared = (DeclaredFunding("funder", "Larkmere Endowment"),)
    assert profile(declared_funding=declared).declared == declared


def test_what_was_searched_is_named() -> None:
    assert [s.dataset for s in profile().searched] == ["register"]


def test_an_unknown_outlet_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "cuibono.entities.link_name", lambda name, ledger: Actor(name, "unknown"), raising=False
    )
    found = profile(url=None, publisher="Nobody Press")
    assert found.interests == ()
    assert "Nobody Press is not known" in found.explanation


def test_a_page_without_publisher_and_address_says_so() -> None:
    found = profile(url=None)
    assert found.actor is None
    assert "does not say who publishes it" in found.explanation


def test_two_outlets_on_one_host_are_nobody_unless_the_name_tells() -> None:
    case = {
        "entities": {
            "a": {"name": "One", "website": "https://host.example"},
            "b": {"name": "Two", "website": "https://host.example"},
        }
    }
    document = Document("d", "A text.", "en", url="https://host.example/1")
    assert profile_publisher(document, ledger(case), today=TODAY).actor is None
    named = Document("d", "A text.", "en", url="https://host.example/1", publisher="Two")
    found = profile_publisher(named, ledger(case), today=TODAY)
    assert found.actor is not None
    assert found.actor.entity_ids == ("b",)
