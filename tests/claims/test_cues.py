"""Qualifying words: found with their kind, their normalised value and an exact span."""

from __future__ import annotations

import itertools
import re
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.claims.cues import KINDS, find_cues
from cuibono.claims.wordlists import load_rules
from cuibono.model import Quantifier

CASES = [
    ("en", "Baltic Echo is reportedly paid from abroad", "hedge", "reportedly"),
    ("en", "the site is said to be run by the embassy", "hedge", "is said to"),
    ("en", "he was charged with taking money", "hedge", "was charged with"),
    ("en", "it may have received cash", "hedge", "may have"),
    ("en", "a grant from the fund", "instrument", "grant"),
    ("en", "it lent the firm $3m", "instrument", "lent"),
    ("en", "alleged kickbacks", "instrument", "kickbacks"),
    ("en", "its sole owner", "quantifier", "sole"),
    ("en", "the largest donor to the institute", "quantifier", "largest"),
    ("en", "most of its money", "quantifier", "most of"),
    ("en", "partly funded by Doha", "quantifier", "partly"),
    ("en", "a former owner of the paper", "past", "former"),
    ("en", "the ex-head of the agency", "past", "ex-"),
    ("en", "it used to be owned by him", "past", "used to"),
    ("en", "it has never been paid by Moscow", "negation", "never"),
    ("en", "it isn't funded by Washington", "negation", "n't"),
    ("en", "the editor denies it", "negation", "denies"),
    ("en", "independent of the ministry", "negation", "independent of"),
    ("ru", "якобы получает деньги", "hedge", "якобы"),
    ("ru", "по некоторым данным, принадлежит банку", "hedge", "по некоторым данным"),
    ("ru", "получил грант в 2020 году", "instrument", "грант"),
    ("ru", "крупнейший донор института", "quantifier", "крупнейший"),
    ("ru", "бывший владелец газеты", "past", "бывший"),
    ("ru", "никогда не брал денег", "negation", "никогда"),
    ("ru", "партия отвергает обвинения", "negation", "отвергает"),
    ("ru", "адвокат назвал это ложью", "negation", "назвал это ложью"),
]


@pytest.mark.parametrize(("language", "text", "kind", "words"), CASES)
def test_a_cue_is_found(language: str, text: str, kind: str, words: str) -> None:
    found = [(cue.kind, text[cue.span.start : cue.span.end]) for cue in find_cues(text, language)]
    assert (kind, words) in found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("it not only owns the paper", "negation"),
        ("once again it paid", "past"),
        ("nevertheless it paid", "negation"),
    ],
)
def test_lookalikes_are_no_cues(text: str, kind: str) -> None:
    assert kind not in {cue.kind for cue in find_cues(text)}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_kind_has_words_and_quantifiers_are_the_models(language: str) -> None:
    rules = load_rules("cues", language)
    assert tuple(rules) == KINDS
    assert set(rules["quantifier"]) <= set(get_args(Quantifier))
    for values in rules.values():
        for patterns in values.values():
            assert patterns
            assert all(re.compile(pattern).groups == 0 for pattern in patterns)


def test_the_same_instrument_has_the_same_value_in_both_languages() -> None:
    assert set(load_rules("cues", "en")["instrument"]) == set(load_rules("cues", "ru")["instrument"])


def test_a_language_without_rules_gives_nothing() -> None:
    assert find_cues("ешқашан", "kk") == ()


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.sampled_from([row[1] for row in CASES]), max_size=4).map(". ".join),
    st.sampled_from(["en", "ru"]),
)
def test_cues_of_one_kind_never_overlap(text: str, language: str) -> None:
    cues = find_cues(text, language)
    assert list(cues) == sorted(cues, key=lambda cue: (cue.span, cue.kind))
    for kind in KINDS:
        spans = [
            cue.span
            for cue in cues
            if cue.kind == kind and text[cue.span.start : cue.span.end].lower() not in ("n't",)
        ]
        assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
