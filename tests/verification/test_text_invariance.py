"""One rule for all states, from text to finding: the same sentences about another state get the same findings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cuibono.ledger import add, create, open_ledger
from tests.verification.casefiles import read
from tests.verification.test_from_text import METADATA
from tests.verification.test_on_disk import lines

# name with its article, adjective, capital, code
STATES = [
    ("the United States", "US", "Washington", "us"),
    ("Russia", "Russian", "Moscow", "ru"),
    ("China", "Chinese", "Beijing", "cn"),
    ("the United Kingdom", "British", "London", "gb"),
    ("France", "French", "Paris", "fr"),
    ("Germany", "German", "Berlin", "de"),
    ("Iran", "Iranian", "Tehran", "ir"),
    ("Turkey", "Turkish", "Ankara", "tr"),
    ("Qatar", "Qatari", "Doha", "qa"),
    ("Saudi Arabia", "Saudi", "Riyadh", "sa"),
    ("Israel", "Israeli", "Jerusalem", "il"),
    ("India", "Indian", "New Delhi", "in"),
    ("Kazakhstan", "Kazakh", "Astana", "kz"),
]
SENTENCES = [
    ("The Steppe Herald is funded by the {adjective} government.", ["funds", "supported"]),
    ("The Steppe Herald is financed by {capital}.", ["funds", "supported"]),
    ("The government of {name} gave the Steppe Herald $5 million.", ["funds", "overstated"]),
    ("The {adjective} government controls the Steppe Herald.", ["directs", "overstated"]),
    (
        "The Steppe Herald has never received money from the {adjective} government.",
        ["funds", "contradicted"],
    ),
    ("The Canal Post is controlled by the {adjective} government.", ["directs", "supported"]),
    ("The Canal Post is not controlled by the government of {name}.", ["directs", "contradicted"]),
    ("The Canal Post is funded by the {adjective} government.", ["funds", "unrecorded"]),
    ("Kestrel Mining lobbies for the {adjective} government.", ["represents", "supported"]),
    ("The Meadow Institute is funded by the {adjective} government.", ["funds", "supported"]),
]


def world(state: tuple[str, str, str, str]) -> dict[str, Any]:
    name, adjective, _, code = state
    bare = name.removeprefix("the ")
    return {
        "entities": {
            "g": {
                "name": f"Government of {name}",
                "schema": "PublicBody",
                "country": code,
                "alias": [bare, f"{adjective} government"],
            },
            "m": {"name": "Canal and Bridges Ministry", "schema": "PublicBody", "country": code},
            "s": {"name": "Steppe Herald", "country": "no"},
            "c": {"name": "Canal Post", "country": "no"},
            "k": {"name": "Kestrel Mining", "schema": "Company", "country": "ca"},
            "i": {"name": "Meadow Institute", "country": "no"},
        },
        "records": [
            {"Parent": ["g", "m"]},
            {"Payment": ["g", "s"], "amount": 44000, "currency": "USD", "start": "2020"},
            {"Payment": ["m", "i"], "amount": 1000, "currency": "USD", "start": "2020"},
            {"Control": ["g", "c"], "start": "2014"},
            {"Representation": ["k", "g"], "start": "2018"},
        ],
    }


@pytest.mark.parametrize("state", STATES, ids=[s[0] for s in STATES])
def test_the_same_sentences_about_another_state_get_the_same_findings(
    state: tuple[str, str, str, str], tmp_path: Path
) -> None:
    create(tmp_path / "ledger")
    file = tmp_path / "register.ftm.json"
    file.write_text("\n".join(map(json.dumps, lines(world(state))["register"])), encoding="utf-8")
    add(tmp_path / "ledger", file, dataset="register", metadata=METADATA, format="ftm")
    name, adjective, capital, _ = state
    with open_ledger(tmp_path / "ledger") as ledger:
        got = {
            text: read(text.format(name=name, adjective=adjective, capital=capital), ledger)
            for text, _ in SENTENCES
        }
    assert got == {text: [expected] for text, expected in SENTENCES}


def test_there_are_a_hundred_sentences_or_more() -> None:
    assert len(STATES) * len(SENTENCES) >= 100
