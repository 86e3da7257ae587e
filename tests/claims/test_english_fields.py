"""Fields beside the triple: who says so, hedges, times, sums, instruments, references with their trail."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cuibono.claims import extract
from cuibono.model import Claim, Document


def one(text: str, predicate: str) -> Claim:
    found = [
        c
        for c in extract(Document("d", text, "en", published="2022-01-14")).claims
        if c.predicate == predicate
    ]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("According to the Daily Ledger, Qatar funded the Peace League.", "Daily Ledger"),
        ("Qatar funded the Peace League, the Daily Ledger reported.", "Daily Ledger"),
        ("The Pentagon said that Moscow controls the Wagner Group.", "Pentagon"),
        ("The filings show that Qatar funded the Peace League.", "filings"),
        ("Qatar funded the Peace League.", None),
    ],
)
def test_whoever_says_so_is_the_attribution(text: str, source: str | None) -> None:
    claim = next(c for c in extract(Document("d", text, "en")).claims if c.predicate in ("funds", "directs"))
    assert claim.attribution == source


@pytest.mark.parametrize(
    ("text", "hedged"),
    [
        ("Qatar reportedly funded the Peace League.", True),
        ("Qatar is believed to have funded the Peace League.", True),
        ("Pavel Orlov was accused of funding the Peace League.", True),
        ("The Daily Ledger said that Qatar funded the Peace League.", False),
        ("Qatar funded the Peace League.", False),
    ],
)
def test_hedges_are_told_from_plain_attribution(text: str, hedged: bool) -> None:
    assert one(text, "funds").hedged is hedged


@pytest.mark.parametrize(
    "text",
    [
        "The Peace League has never been funded by Qatar.",
        "The Peace League denied that it was funded by Qatar.",
        "The Peace League gets no money from Qatar.",
        "It rejected the claim that Qatar funds the Peace League.",
    ],
)
def test_denials_are_denied(text: str) -> None:
    assert one(text, "funds").polarity == "denied"


def test_time_and_sum_belong_to_their_own_clause() -> None:
    claim = one("The Harlan Foundation gave the Open Press Institute $2.5 million in 2019.", "funds")
    assert claim.amount is not None
    assert claim.amount.value == Decimal("2500000")
    assert claim.period is not None
    assert claim.period.start == "2019"


def test_the_instrument_is_named() -> None:
    assert (
        one("The Harlan Foundation gave a $2 million grant to the Open Press Institute.", "funds").instrument
        == "grant"
    )


def test_nature_tells_a_stake_from_a_subsidiary() -> None:
    assert one("Tencent holds a 5 percent stake in Epic Games.", "owns").nature == "stake"
    assert one("Vega Print is a subsidiary of Orion Holding.", "owns").nature == "subsidiary"


def test_former_offices_are_past() -> None:
    assert one("Jane Morrow, a former chairwoman of Norland Group, spoke.", "leads").past
    assert not one("Jane Morrow is the chairwoman of Norland Group.", "leads").past


def test_references_keep_their_trail() -> None:
    claim = one("Norland Group has offices in Riga. The company owns Kanal Sever.", "owns")
    assert claim.subject.text == "The company"
    assert claim.subject.name == "Norland Group"
    assert claim.subject.trail


def test_an_acronym_stands_for_the_full_name() -> None:
    text = "The Open Press Institute (OPI) is small. OPI is funded by Qatar."
    assert one(text, "funds").object.name == "Open Press Institute"


def test_agreement_of_tree_and_pattern_is_confidence() -> None:
    agreed = one("Jane Morrow, director of the Harlan Institute, spoke.", "leads")
    assert set(agreed.extractors) >= {"tree", "pattern"}
    assert agreed.confidence > one("Norland Group put $2 million into Lyra Online.", "funds").confidence


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Norland Group owned the Harlan Herald in 2009, a former editor recalled.", "former editor"),
        ("The Harlan Foundation is funded by Qatar, he said on Tuesday.", "he"),
    ],
)
def test_who_spoke_last_in_the_sentence_is_the_source(text: str, source: str) -> None:
    assert {c.attribution for c in extract(Document("d", text, "en")).claims} == {source}
