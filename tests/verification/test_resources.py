"""The rule files: well-formed, folded alike, complete."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import cuibono.verification as room
from cuibono.errors import ResourceError
from cuibono.verification.catalogue import LANGUAGES, messages, say, speaking
from cuibono.verification.resources import load

FOLDER = Path(next(iter(room.__path__))) / "resources"
SOURCES = "\n".join(p.read_text(encoding="utf-8") for p in sorted(FOLDER.parent.glob("*.py")))


@pytest.mark.parametrize("name", sorted(p.stem for p in FOLDER.glob("*.yml")))
def test_every_file_is_a_mapping_of_text_keys(name: str) -> None:
    def check(value: Any) -> None:
        if isinstance(value, dict):
            assert all(isinstance(key, str) for key in value), value.keys()
            for held in value.values():
                check(held)

    check(load(name))


def test_a_missing_file_is_told_in_one_line() -> None:
    with pytest.raises(ResourceError, match="nowhere"):
        load("nowhere")


@pytest.mark.parametrize("name", ["head", "not_head", "founder", "partner", "renaming", "ended_status"])
def test_lists_of_roles_name_no_word_twice(name: str) -> None:
    words = load("roles")[name]
    assert len(words) == len(set(words))


def codes(pattern: str) -> set[str]:
    return set(re.findall(pattern, SOURCES))


def test_every_gap_and_review_that_code_names_has_a_sentence() -> None:
    gaps = codes(r'Gap\(\s*"\w+",\s*f?"(\w+)"') | {"most_informs", "most_lessens"}
    assert {g for g in gaps if "{" not in g} <= set(messages()["gap"])
    assert codes(r'review="(\w+)"') | codes(r'Note\("(\w+)"\)') <= set(messages()["review"]) | set(
        messages()["note"]
    )


def test_every_lead_that_code_names_has_a_sentence() -> None:
    assert codes(r'lead="(\w+)"') <= set(messages()["lead"])


def leaves(tree: dict[str, Any], path: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in tree.items():
        found.update(
            leaves(value, f"{path}{key}.") if isinstance(value, dict) else {f"{path}{key}": str(value)}
        )
    return found


def fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


def test_every_language_says_the_same_with_the_same_values() -> None:
    english = leaves(messages("en"))
    for language in LANGUAGES:
        other = leaves(messages(language))
        assert other.keys() == english.keys()
        for key, text in english.items():
            assert fields(other[key]) <= fields(text), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_plain_names(language: str) -> None:
    for text in leaves(messages(language)).values():
        for _, field, _, _ in Formatter().parse(text):
            assert field is None or field.isidentifier()


def test_a_value_with_braces_is_no_placeholder() -> None:
    assert (
        say("gap", "not_only", claimed="", recorded="{source.__class__}")
        == "Not the only one: {source.__class__} is on record as well."
    )


def test_a_language_is_spoken_only_inside() -> None:
    with speaking("ru"):
        assert say("words", "no_date") == "даты нет"
    assert say("words", "no_date") == "no date on record"


def test_an_unknown_language_is_english() -> None:
    with speaking("tlh"):
        assert say("words", "no_date") == "no date on record"
