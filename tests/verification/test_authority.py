"""Authorities: texts of all states are read by one rule."""

from __future__ import annotations

import pytest

from cuibono.verification.authority import is_state_name, known_body, match, read_authority, state_named
from cuibono.verification.resources import load
from cuibono.verification.text import fold

TEXTS = [
    (alias, str(state)) for state, bodies in load("authorities").items() for body, aliases in bodies.items() for alias in (body, *aliases)
]  # fmt: skip


@pytest.mark.parametrize(("text", "state"), TEXTS)
def test_every_text_of_the_table_is_read_as_its_state(text: str, state: str) -> None:
    assert read_authority(text).states == {state}


def test_no_text_stands_for_two_bodies() -> None:
    bodies: dict[str, str] = {}
    for state, listed in load("authorities").items():
        for body, aliases in listed.items():
            for alias in (body, *aliases):
                assert bodies.setdefault(fold(alias), f"{state} {body}") == f"{state} {body}"


@pytest.mark.parametrize("code", sorted(load("states")["states"]))
def test_every_state_is_read_by_its_name_and_adjective(code: str) -> None:
    state = load("states")["states"][code]
    for name in state["names"]:
        assert state_named(f"Ministry of Foreign Affairs of {name}") == code
        assert is_state_name(fold(f"Government of {name}"))
    for adjective in state["adjectives"]:
        assert state_named(f"the {adjective} foreign ministry") == code


def test_no_word_stands_for_two_states() -> None:
    codes: dict[str, str] = {}
    for code, state in load("states")["states"].items():
        for word in (*state["names"], *state["adjectives"]):
            assert codes.setdefault(fold(word), code) == code


@pytest.mark.parametrize(
    ("text", "countries", "publisher", "states"),
    [
        ("Ministry of Foreign Affairs", ("cn",), None, {"cn"}),
        ("Ministry of Foreign Affairs", (), "ru", {"ru"}),
        ("Ministry of Foreign Affairs", (), None, set()),
        ("Russian Foreign Ministry", ("cn",), None, {"ru"}),
        ("Treasury", ("gb",), None, {"gb"}),
    ],
)
def test_the_text_speaks_before_the_record_and_the_record_before_the_list(
    text: str, countries: tuple[str, ...], publisher: str | None, states: set[str]
) -> None:
    assert read_authority(text, countries, publisher).states == states


def test_an_acronym_is_none_inside_a_word_or_in_small_letters() -> None:
    assert known_body("the masses gathered") is None
    assert known_body("mas") is None
    assert known_body("MAS") is not None


def test_another_states_body_of_the_same_name_is_another() -> None:
    claimed = [read_authority("Ministry of Foreign Affairs", ("ru",))]
    recorded = [read_authority("Ministry of Foreign Affairs", ("cn",))]
    assert match(claimed, frozenset(), recorded).kind == "other"


def test_a_state_named_itself_needs_no_body() -> None:
    claimed = [read_authority("Government of Ukraine")]
    assert not match(claimed, frozenset(), [read_authority("Ukraine")]).named


def test_the_nearest_of_several_authorities_counts() -> None:
    claimed = [read_authority("Government of the United Kingdom")]
    recorded = [read_authority("OFAC"), read_authority("HM Treasury")]
    found = match(claimed, frozenset(), recorded)
    assert (found.kind, found.text) == ("same", "HM Treasury")


def test_no_authority_is_no_match() -> None:
    assert match([read_authority("Government of France")], frozenset(), []).kind == "unknown"
