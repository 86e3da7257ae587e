"""Patterns that disregard case find what ``re.IGNORECASE`` finds, at the same offsets."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.claims.caseblind import case_blind, lowered
from cuibono.claims.uncheckable import uncheckable_rules

PATTERN = r"\b(?:Puppet|fake News|[A-F]x\S)|(?P<year>\d{4})\W"
WORDS = st.lists(
    st.sampled_from(["PUPPET", "puppet", "Fake news", "AXe", "bX1", "2022.", "İstanbul", "ſ", "straße"]),
    max_size=8,
)


@settings(deadline=None, max_examples=80)
@given(WORDS)
def test_the_spans_are_those_of_a_search_without_regard_to_case(words: list[str]) -> None:
    text = " ".join(words)
    expected = [m.span() for m in re.finditer(PATTERN, text, re.IGNORECASE)]
    assert [m.span() for m in case_blind(PATTERN).finditer(text)] == expected


@settings(deadline=None, max_examples=80)
@given(st.text())
def test_lower_case_keeps_every_offset(text: str) -> None:
    assert len(lowered(text)) == len(text)


def test_a_part_that_minds_the_case_still_does() -> None:
    pattern = case_blind(r"the (?-i:[A-Z])\w+")
    assert [m[0] for m in pattern.finditer("THE Empire, the empire")] == ["THE Empire"]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_most_rules_on_wording_take_the_fast_way(language: str) -> None:
    plain = [rule.pattern.plain for rule in uncheckable_rules(language)]
    assert sum(p is not None for p in plain) > len(plain) / 2
