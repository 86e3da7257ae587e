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
    assert [(s.other, s.relation, s.sources) for s in found.shared] == [
        ("Larkmere Endowment", "funded by", (0, 1))
    ]
    assert [len(records) for records in found.shared[0].evidence] == [1, 1]


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


def linking(*urls: str, **changed: Any) -> Sourcing:
    sites = {"w": {"name": "Meadow Watch", "website": "https://www.watch.example"}}
    entities = {**CASE["entities"], **sites}
    case = {
        **CASE,
        "entities": entities,
        "document": {"links": [{"url": u, "text": "here"} for u in urls]},
        **changed,
    }
    held = ledger(case)
    names = {i: e.caption for i, e in held.entities(case["entities"]).items()}
    claims = [claim(c, names, n) for n, c in enumerate(changed.get("claims", ()))]
    return profile_sources(claims, actors(case, held), held, document(case), today=TODAY)


def test_a_linked_site_on_record_is_a_source() -> None:
    (source,) = linking("https://watch.example/report", "https://data.watch.example/2").sources
    assert source.actor.entity_ids == ("w",)
    assert source.links == ("https://watch.example/report", "https://data.watch.example/2")
    assert source.interests


def test_a_source_that_is_cited_and_linked_is_one() -> None:
    (source,) = linking("https://watch.example/report", claims=[CITES_W]).sources
    assert source.spans
    assert source.links


def test_a_link_to_the_own_outlet_is_no_source() -> None:
    own = {
        "links": [{"url": "https://watch.example/other", "text": "more"}],
        "url": "https://watch.example/this",
    }
    assert linking(document=own).sources == ()


def test_a_link_to_nobody_on_record_is_no_source() -> None:
    assert linking("https://elsewhere.example/", "mailto:a@b.example", "https://[bad").sources == ()


def test_money_of_a_body_is_its_governments_interest() -> None:
    entities = {
        **CASE["entities"],
        "g": {"name": "Government of Freedonia", "schema": "PublicBody"},
        "m": {"name": "Ministry of Canals", "schema": "PublicBody"},
    }
    records = [{"Parent": ["g", "m"]}, {"Payment": ["m", "w"], "start": "2019", "id": "ministry"}]
    about = {"s": "g", "p": "directs", "o": "b"}
    (source,) = sourcing(CITES_W, about, entities=entities, records=records).sources
    assert [(u.other, u.evidence.entity_id) for u in source.unsaid] == [
        ("Government of Freedonia", "ministry")
    ]
    assert "no claim of the text speaks of that tie" in source.unsaid[0].rule
    assert "Ministry of Canals is a public body of Government of Freedonia" in source.unsaid[0].rule


def test_a_tie_without_a_date_says_so() -> None:
    records = [{"Payment": ["k", "w"], "id": "unsaid"}]
    (source,) = sourcing(CITES_W, ABOUT_K, records=records).sources
    assert "without a date" in source.unsaid[0].rule


def test_an_unknown_source_is_named_without_interests() -> None:
    found = sourcing({**CITES_W, "o": "Nobody Knows Club"}, actors={"Nobody Knows Club": "unknown"})
    assert [(s.name, s.interests) for s in found.sources] == [("Nobody Knows Club", ())]


def test_who_cites_whom_is_told_by_claims_and_by_records() -> None:
    records = [{"Documentation": ["i", "w"], "role": "cites", "id": "cite"}]
    found = sourcing(CITES_W, CITES_I, {"s": "b", "p": "cites", "o": "w"}, records=records)
    told = [(c.source, c.target, bool(c.claim), bool(c.evidence)) for c in found.chain]
    assert (THIS_ARTICLE, "Meadow Watch", True, False) in told
    assert ("Steppe Herald", "Meadow Watch", True, False) in told
    assert ("Meadow Institute", "Meadow Watch", False, True) in told


def test_swapping_two_sources_swaps_nothing_but_their_order() -> None:
    one, two = sourcing(CITES_W, CITES_I, ABOUT_K), sourcing(CITES_I, CITES_W, ABOUT_K)
    assert {s.name: (s.interests, s.unsaid) for s in one.sources} == {
        s.name: (s.interests, s.unsaid) for s in two.sources
    }


def test_in_russian_relations_and_rules_are_russian() -> None:
    held = ledger(CASE)
    names = {i: e.caption for i, e in held.entities(CASE["entities"]).items()}
    claims = [claim(c, names, n) for n, c in enumerate([CITES_W, CITES_I, ABOUT_K])]
    found = profile_sources(claims, actors(CASE, held), held, document(CASE), today=TODAY, language="ru")
    assert found.shared[0].relation == "финансирует —"
    assert "запись" in found.sources[0].unsaid[0].rule
