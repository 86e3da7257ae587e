"""Passages that no record can decide: exact quotes, one kind each, the same for every side."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.claims.uncheckable import find_uncheckable, uncheckable_rules
from cuibono.model import Document, Span, Uncheckable, UncheckableKind

STATES = ["Washington", "Moscow", "Beijing", "Riyadh", "Brussels", "London", "Tehran", "Ankara"]


def passages(text: str, language: str = "en") -> tuple[Uncheckable, ...]:
    return find_uncheckable(Document(id="t", text=text, language=language), [Span(0, len(text))], language)


CASES = [
    ("en", "The school is used as cover for a lobbying campaign.", "motive", "as cover for"),
    (
        "en",
        "The channel was set up in order to undermine its neighbour.",
        "motive",
        "undermine its neighbour",
    ),
    ("en", "The grant serves the objectives of the ministry.", "motive", "objectives"),
    ("en", "The merger is likely to fail.", "prediction", "likely to fail"),
    ("en", "Only time will tell.", "prediction", "time will tell"),
    ("en", "The council may collapse.", "prediction", "may collapse"),
    ("en", "Its owners ought to resign.", "opinion", "ought to resign"),
    ("en", "The spokesman called the report outrageous.", "opinion", "outrageous"),
    ("en", "He is a stooge of the bank.", "loaded", "stooge"),
    ("en", "the so-called Kestrelby Institute", "loaded", "so-called Kestrelby"),
    ("ru", "Компанию создали, чтобы скрыть имя владельца.", "motive", "скрыть имя владельца"),
    ("ru", "Время покажет.", "prediction", "Время покажет"),
    ("ru", "Это марионетка министерства.", "loaded", "марионетка"),
    ("ru", "Совет назвал закон абсурдным.", "opinion", "абсурдным"),
]


@pytest.mark.parametrize(("language", "text", "kind", "words"), CASES)
def test_undecidable_wording_is_found_with_its_kind(language: str, text: str, kind: str, words: str) -> None:
    found = passages(text, language)
    assert [item.kind for item in found] == [kind]
    assert words in found[0].quote


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The ministry paid the institute $2 million in 2020."),
        ("en", "Baltic Echo is owned by Raivo Kask, who founded it in 2004."),
        ("en", "The meeting will be held on 4 May."),
        ("en", "The board must register with the commission."),
        ("en", "Will Hurd sits on the board."),
        ("ru", "Фонд «Пример» учредил газету в 2010 году."),
        ("ru", "Газета принадлежит банку «Идея»."),
    ],
)
def test_plain_statements_are_left_alone(language: str, text: str) -> None:
    assert passages(text, language) == ()


@pytest.mark.parametrize(
    "template",
    ["{} wants a weak Europe.", "The paper is a puppet of {}.", "{} hopes to silence its critics."],
)
def test_the_same_words_count_whoever_is_meant(template: str) -> None:
    kinds = {tuple(item.kind for item in passages(template.format(state))) for state in STATES}
    assert len(kinds) == 1
    assert kinds != {()}


def test_a_quote_is_the_clause_and_not_the_sentence() -> None:
    (item,) = passages("The council paid the paper in 2019, and the paper will collapse without it.")
    assert item.quote == "the paper will collapse without it"


def test_a_language_without_rules_gives_nothing() -> None:
    assert passages("Бұл болады.", "kk") == ()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_rule_has_a_kind_of_the_model_and_every_kind_a_rule(language: str) -> None:
    rules = uncheckable_rules(language)
    assert {rule.kind for rule in rules} == set(get_args(UncheckableKind))
    assert all(
        rule.cue and "<" not in rule.pattern.exact.pattern.replace("(?<", "").replace("(?P<", "")
        for rule in rules
    )


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.sampled_from([row[1] for row in CASES] + ["“", "(", " – ", "\n"]), max_size=5).map(" ".join),
    st.sampled_from(["en", "ru"]),
)
def test_quotes_are_exact_ordered_apart_and_inside_their_sentence(text: str, language: str) -> None:
    half = len(text) // 2
    sentences = [Span(0, half), Span(half, len(text))]
    found = find_uncheckable(Document(id="t", text=text, language=language), sentences, language)
    assert all(text[item.span.start : item.span.end] == item.quote for item in found)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))
    assert all(
        any(s.start <= item.span.start and item.span.end <= s.end for s in sentences) for item in found
    )


@pytest.mark.parametrize(
    "text",
    [
        "The Steppe Herald ran an article, “Regime of the generals nears its end”, on Monday.",
        "In a report titled “The puppet masters of Freedonia” the institute lists nine donors.",
        "A court ruled that the charges were politically motivated and set her free.",
    ],
)
def test_the_title_of_a_work_and_the_finding_of_a_court_are_no_wording_of_the_text(text: str) -> None:
    assert passages(text) == ()


def test_the_same_words_outside_a_title_still_count() -> None:
    text = "In a report titled “The donors of Freedonia” the institute praises the military regime."
    assert [p.kind for p in passages(text)] == ["loaded"]
    assert passages("She said that the charges were politically motivated.")[0].kind == "motive"
