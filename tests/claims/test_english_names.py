"""Names without a named-entity model."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.claims.english.names import find_names
from cuibono.claims.english.text import sentences, tokenize


def names(text: str, known: frozenset[str] = frozenset()) -> list[str]:
    return [n.text for n in find_names(text, tokenize(text, 0, len(text)), known)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "He met the Center for Strategic and International Studies.",
            ["Center for Strategic and International Studies"],
        ),
        ("It thanked Human Rights Watch and Freedom House.", ["Human Rights Watch", "Freedom House"]),
        ("She left the University of California, Los Angeles.", ["University of California, Los Angeles"]),
        ("The Council of the European Union met.", ["Council of the European Union"]),
        (
            "It paid “Vlast,” the “North Kazakhstan Legal Media Center,” and Ar/Rukh/Khak.",
            ["Vlast", "North Kazakhstan Legal Media Center", "Ar/Rukh/Khak"],
        ),
        ("It got 1.3 million New Zealand dollars.", []),
        ("NED President Carl Gershman spoke.", ["NED", "Carl Gershman"]),
        ("Secretary of State Mike Pompeo spoke.", ["Mike Pompeo"]),
        ("He joined Radio Free Europe/Radio Liberty.", ["Radio Free Europe/Radio Liberty"]),
        ("The Qatari foreign ministry denied it.", ["Qatari foreign ministry"]),
        ("On Monday the group met.", []),
        ("Using leaked papers, Bahrain Watch reported it.", ["Bahrain Watch"]),
        ("They run iLaw and T&R Productions.", ["iLaw", "T&R Productions"]),
        ("It cited a report titled “The Long Road to Asia” by RAND.", ["The Long Road to Asia", "RAND"]),
        ("Nord Stream 2 AG is a company.", ["Nord Stream 2 AG"]),
    ],
)
def test_names_are_found_whole(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_an_acronym_in_parentheses_goes_with_its_name() -> None:
    text = "The Legal Policy Research Center (LPRC) closed."
    (name,) = find_names(text, tokenize(text, 0, len(text)))
    assert name.acronym == "LPRC"


def test_known_names_are_accepted_where_capitals_say_nothing() -> None:
    assert "Inter" in names("Inter is watched by many.", frozenset({"inter"}))


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=200))
def test_tokens_and_names_hold_their_own_text(text: str) -> None:
    for span in sentences(text):
        tokens = tokenize(text, span.start, span.end)
        assert all(text[t.start : t.end] == t.text for t in tokens)
        found = find_names(text, tokens)
        assert all(text[n.start : n.end] == n.text for n in found)
        assert all(a.last <= b.first for a, b in pairwise(found))


def test_sentences_do_not_end_at_abbreviations() -> None:
    text = "Mr. Smith of Acme Inc. met the U.S. Senate. It was late."
    assert [text[s.start : s.end] for s in sentences(text)] == [
        "Mr. Smith of Acme Inc. met the U.S. Senate.",
        "It was late.",
    ]
