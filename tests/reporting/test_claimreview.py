from __future__ import annotations

import orjson
from hypothesis import given, settings

from cuibono.model import Check
from cuibono.reporting import claimreview_json, to_claimreview
from tests.reporting.sample import poisoned
from tests.reporting.strategies import hostile


def test_each_review_has_what_readers_of_claimreview_require(check: Check) -> None:
    reviews = to_claimreview(check, page="https://desk.example/report.html", author="The Desk")
    for review in reviews:
        assert review["@context"] == "https://schema.org"
        assert review["@type"] == "ClaimReview"
        assert review["url"].startswith("https://desk.example/report.html#c")
        assert review["claimReviewed"]
        assert review["author"] == {"@type": "Organization", "name": "The Desk"}
        assert review["itemReviewed"]["@type"] == "Claim"
        assert review["itemReviewed"]["appearance"]["url"] == check.document.url
        assert review["datePublished"] == check.as_of


def test_the_finding_is_a_word_never_a_number(check: Check) -> None:
    for review in to_claimreview(check):
        rating = review["reviewRating"]
        assert rating["alternateName"] in {
            "Supported",
            "Overstated",
            "Misdated",
            "Contradicted",
            "Unrecorded",
        }
        assert not {"ratingValue", "bestRating", "worstRating"} & set(rating)


def test_what_could_not_be_matched_is_no_review(check: Check) -> None:
    urls = [review["url"] for review in to_claimreview(check)]
    wanted = [f"#c{n}" for n, v in enumerate(check.verdicts, 1) if v.finding != "unresolved"]
    assert urls == wanted


def test_what_a_person_must_read_first_is_a_draft(check: Check) -> None:
    drafts = [r for r in to_claimreview(check) if "creativeWorkStatus" in r]
    assert len(drafts) == sum(bool(v.needs_review) for v in check.verdicts)


def test_a_denial_is_reviewed_as_one(check: Check) -> None:
    contradicted = next(
        r for r in to_claimreview(check) if r["reviewRating"]["alternateName"] == "Contradicted"
    )
    assert contradicted["claimReviewed"] == "Government of Norvania did not fund Granite Institute"
    assert contradicted["isBasedOn"][0]["identifier"] == "pay-88"


@settings(deadline=None, max_examples=30)
@given(hostile())
def test_the_markup_cannot_close_a_script_element(poison: str) -> None:
    data = claimreview_json(poisoned(poison))
    assert not {b"<", b">"} & {data[i : i + 1] for i in range(len(data))}
    assert isinstance(orjson.loads(data), list)


def test_no_claims_no_reviews(empty: Check) -> None:
    assert claimreview_json(empty) == b"[]"
