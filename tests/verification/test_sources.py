"""The sources of an article: who stands behind them, what they share, what is left unsaid."""

from __future__ import annotations

from typing import Any

from cuibono.model import THIS_ARTICLE
from cuibono.verification.sources import Sourcing, profile_sources
from tests.verification.ledgers import TODAY, actors, claim, document, ledger

CASE: dict[str, Any] = {
    "entities": {
        "w": "Meadow Watch",
        "i": "Meadow Institute",
        "f": "Larkmere Endowment",
        "k": {"name": "Kestrel Mining", "schema": "Company"},
        "b": "Steppe Herald",
    },
    "records": [
        {"Payment": ["f", "w"], "start": "2019"},
        {"Payment": ["f", "i"], "start": "2020"},
        {"Payment": ["k", "w"], "start": "2018", "id": "unsaid"},
        {"Payment": ["b", "w"], "start": "2024", "id": "later"},
    ],
}
CITES_W = {"s": THIS_ARTICLE, "p": "cites", "o": "w"}
CITES_I = {"s": THIS_ARTICLE, "p": "cites", "o": "i"}
ABOUT_K = {"s": "k", "p": "owns", "o": "b"}


def sourcing(*given: dict[str, Any], **changed: Any) -> Sourcing:
    case = {**CASE, **changed}
    held = ledger(case)
    names = {i: e.caption for i, e in held.entities(case["entities"]).items()}
    claims = [claim(c, names, n) for n, c in enumerate(given)]
    return profile_sources(claims, actors(case, held), held, document(case), today=TODAY)


def test_only_what_the_article_itself_cites_is_a_source() -> None:
    found = sourcing(CITES_W, {"s": "i", "p": "cites", "o": "b"}, {**CITES_I, "polarity": "denied"})
    assert [s.actor.name for s in found.sources] == ["Meadow Watch"]


def test_who_stands_behind_a_source_is_told_then_and_now() -> None:
    (source,) = sourcing(CITES_W).sources
    assert {(i.other, i.then, i.now) for i in source.interests} == {
        ("Larkmere Endowment", True, True),
        ("Kestrel Mining", True, True),
        ("Steppe Herald", False, True),
    }


def test_a_shared_funder_of_two_sources_is_found() -> None:
    found = sourcing(CITES_W, CITES_I)
    assert [(s.caption, s.part, s.actors) for s in found.shared] == [("Larkmere Endowment", "funder", (0, 1))]


def test_a_tie_to_somebody_the_article_speaks_of_is_left_unsaid() -> None:
    (source,) = sourcing(CITES_W, ABOUT_K).sources
    assert [(u.other, u.evidence.entity_id) for u in source.unsaid] == [("Kestrel Mining", "unsaid")]


def test_a_tie_that_the_article_tells_is_said() -> None:
    told = {"s": "k", "p": "funds", "o": "w"}
    (source,) = sourcing(CITES_W, ABOUT_K, told).sources
    assert source.unsaid == ()


def test_a_later_tie_is_no_interest_then() -> None:
    (source,) = sourcing(CITES_W, ABOUT_K).sources
    assert all(u.evidence.entity_id != "later" for u in source.unsaid)


def test_a_news_report_is_no_interest_on_record() -> None:
    weak = [{**r, "dataset": "paper"} for r in CASE["records"]]
    (source,) = sourcing(CITES_W, ABOUT_K, records=weak, datasets={"paper": {"source_kind": "news"}}).sources
    assert source.unsaid == ()
