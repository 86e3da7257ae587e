"""One article to its cases: used or only named, told or not, true and public on the day."""

from __future__ import annotations

import pytest

from cuibono.auditing.cases import read_article
from tests.auditing.made import STATES, article, spotter

SPOTTER = spotter()


def only(text: str, **more: str):  # type: ignore[no-untyped-def]
    cases = read_article(article(text, **more), SPOTTER).cases
    assert len(cases) == 1, cases
    return cases[0]


def outcome(text: str, **more: str) -> str:
    return str(only(text, **more).outcome)


USED = (
    "The bridge will open in May, {X} reported.",
    "{X} said the bridge will open in May.",
    "According to {X}, the bridge will open in May.",
    "“It is late,” said Jane Doe, a senior fellow at the {X}.",
    "A {X} spokesman, John Doe, said that the bridge is late.",
    "A study by the {X} found that nobody crosses the bridge.",
    "The minister told {X} that the bridge is late.",
    "Jane Doe of the {X} said the bridge is late.",
    "The report, citing {X}, put the cost at a million.",
    "The bridge is late, the {X} wrote on Monday.",
    "In an interview with {X}, the mayor called it late.",
)
NAMED = (
    "The mayor praised {X} and went home.",
    "{X} did not respond to a request for comment.",
    "The court fined {X} for late payment.",
    "Protesters stood before the offices of {X}.",
)


@pytest.mark.parametrize("name", ["Marigold Policy Hall", "Volna Telegraph", "Jade Telegraph"])
@pytest.mark.parametrize("text", USED)
def test_a_source_is_whom_the_text_quotes_or_cites(text: str, name: str) -> None:
    assert only(text.format(X=name)).uses


@pytest.mark.parametrize("text", NAMED)
def test_a_name_alone_is_no_source(text: str) -> None:
    assert read_article(article(text.format(X="Volna Telegraph")), SPOTTER).cases == ()


ADJECTIVE = {
    "ru": "Russian",
    "us": "American",
    "cn": "Chinese",
    "qa": "Qatari",
    "gb": "British",
    "fr": "French",
}
NAMES = {
    "ru": "Russia",
    "us": "the United States",
    "cn": "China",
    "qa": "Qatar",
    "gb": "Britain",
    "fr": "France",
}
TOLD = (
    "The state-run {X} reported that the bridge is late.",
    "The bridge is late, reported {X}, which is funded by the {A} government.",
    "{X}, a {A} state broadcaster, reported that the bridge is late.",
    "{X} (owned by the government of {N}) reported that the bridge is late.",
    "{X} reported that the bridge is late. The outlet is financed by the {A} government.",
    "{A}-backed {X} said the bridge is late.",
    "The bridge is late, according to the government-funded {X}.",
    "{X} is a mouthpiece of the {A} government. The mayor left. {X} reported that the bridge is late.",
    "{X} said the bridge is late. Editor's note: {X} receives money from the {A} government.",
    "{A} state media said so first. The bridge is late, {A} state television {X} reported.",
)
UNTOLD = (
    "{X} reported that the bridge is late.",
    "The {A} outlet {X} reported that the bridge is late.",
    "{X} reported that the bridge, paid for by the city, is late.",
    "The {A} government opened the bridge. Far from it, {X} reported that it is late.",
)


@pytest.mark.parametrize("state", sorted(STATES))
@pytest.mark.parametrize("text", TOLD)
def test_a_state_behind_a_source_is_told_in_the_same_words_for_every_state(text: str, state: str) -> None:
    told = only(text.format(X=STATES[state][1], A=ADJECTIVE[state], N=NAMES[state]))
    assert (told.kind, told.outcome, told.state) == ("state", "disclosed", state)
    assert told.swapped is True


@pytest.mark.parametrize("state", sorted(STATES))
@pytest.mark.parametrize("text", UNTOLD)
def test_a_state_left_out_is_left_out_for_every_state(text: str, state: str) -> None:
    told = only(text.format(X=STATES[state][1], A=ADJECTIVE[state], N=NAMES[state]))
    assert (told.outcome, told.swapped) == ("not disclosed", True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Marigold Policy Hall, funded by the Okonjo Foundation, said it is late.", "disclosed"),
        ("The Marigold Policy Hall, an Okonjo-backed think tank, said it is late.", "disclosed"),
        ("The Marigold Policy Hall said it is late. The group has received grants from Okonjo.", "disclosed"),
        ("The Marigold Policy Hall, whose donors include the Okonjo Foundation, said so.", "disclosed"),
        ("The Marigold Policy Hall, whose donors include oil firms, said it is late.", "partly"),
        ("The Marigold Policy Hall said it is late.", "not disclosed"),
        ("The Okonjo Foundation met. The Marigold Policy Hall said it is late.", "not disclosed"),
        ("The Harbour Dispatch, owned by Lindqvist Holdings, reported it.", "disclosed"),
        ("The Harbour Dispatch, a unit of Lindqvist Holdings, reported it.", "disclosed"),
        ("The Harbour Dispatch reported it.", "not disclosed"),
        ("Castellan Strategies, a registered foreign agent, said it is late.", "disclosed"),
        ("Castellan Strategies, which lobbies for Qatar, said it is late.", "disclosed"),
        ("Castellan Strategies said it is late.", "not disclosed"),
        ("The sanctioned Northern Pipe Works said it is late.", "disclosed"),
        ("Northern Pipe Works said it is late.", "not disclosed"),
    ],
)
def test_every_kind_of_interest_has_its_words(text: str, expected: str) -> None:
    cases = read_article(article(text), SPOTTER).cases
    assert {c.outcome for c in cases} == {expected}


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2013-12-31", 0), ("2014-04-30", 0), ("2014-05-01", 1), ("2017-12-31", 1), ("2018-01-01", 0)],
)
def test_a_grant_counts_from_its_day_for_three_years(day: str, counts: int) -> None:
    text = "The Marigold Policy Hall said it is late."
    assert len(read_article(article(text, date=day), SPOTTER).cases) == counts


@pytest.mark.parametrize(("day", "counts"), [("2012-12-31", 0), ("2014-01-01", 1), ("2017-01-01", 0)])
def test_an_agent_counts_while_registered(day: str, counts: int) -> None:
    text = "Castellan Strategies said it is late."
    assert len(read_article(article(text, date=day), SPOTTER).cases) == counts


def test_an_owner_of_the_owner_counts_from_the_day_of_both() -> None:
    held = only("The Harbour Dispatch reported it.")
    assert {(h.other, h.start[:4]) for h in held.holdings} == {
        ("Lindqvist Holdings", "2010"),
        ("Ebba Lindqvist", "2012"),
    }


def test_a_name_of_two_actors_is_nobody() -> None:
    assert read_article(article("The Delta Observatory said it is late."), SPOTTER).cases == ()


def test_an_outlet_is_no_source_of_itself() -> None:
    text = "Volna Telegraph reported that the bridge is late."
    assert read_article(article(text, outlet="Volna Telegraph"), SPOTTER).cases == ()
    assert read_article(article(text, url="https://www.volna.example/a"), SPOTTER).cases == ()


def test_a_link_is_a_use() -> None:
    made = read_article(article("The bridge is late."), SPOTTER)
    assert made.cases == ()
    from dataclasses import replace

    linked = replace(article("The bridge is late."), links=("https://www.volna.example/bridge",))
    assert [c.uses[0].rule for c in read_article(linked, SPOTTER).cases] == ["link"]


def test_without_a_date_only_records_without_a_date_count() -> None:
    assert read_article(article("Volna Telegraph reported it.", date=""), SPOTTER).cases == ()


def test_a_denied_interest_is_told_in_part() -> None:
    assert (
        outcome("Volna Telegraph, which denies being funded by the Russian government, said so.") == "partly"
    )


def test_every_place_of_a_case_lies_in_the_text() -> None:
    text = "Hello. The state-run Volna Telegraph reported that the bridge is late. Goodbye."
    case = only(text)
    assert text[case.uses[0].start : case.uses[0].end] == "Volna Telegraph"
    assert case.told is not None
    assert text[case.told.start : case.told.end] == "state-run"
    assert text[case.told.sentence_start : case.told.sentence_end].startswith("The state-run")


@pytest.mark.parametrize(
    "text",
    [
        "The Volna Telegraph Foundation said it is late.",
        "The Volna Telegraph PAC said it is late.",
        "Al-Volna Telegraph-Svet said it is late.",
        "(Photo: John Doe/via Volna Telegraph)",
    ],
)
def test_a_name_within_another_name_or_credit_is_no_source(text: str) -> None:
    made = read_article(article(text), SPOTTER)
    assert all(case.probability < 0.8 for case in made.cases)


def test_an_acronym_needs_its_country_or_full_name() -> None:
    assert only("HBD reported it.").probability < 0.8
    assert only("HBD reported it from America.").probability >= 0.8
    assert only("The Harbour Dispatch (HBD) is late. HBD reported it.").probability >= 0.8
