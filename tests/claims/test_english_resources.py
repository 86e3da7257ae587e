"""The rule files hold what the code reads, and damage is told plainly."""

from __future__ import annotations

from pathlib import Path

import pytest

from cuibono.claims.english import pipeline
from cuibono.claims.english.citations import citation_candidates
from cuibono.claims.english.kinds import kind_of, tables
from cuibono.claims.english.rules import nominal_frames, role_frames, verb_frames
from cuibono.claims.english.slots import SPECIAL_SLOTS
from cuibono.claims.lexicon import load, words
from cuibono.errors import ResourceError
from cuibono.model import PREDICATES

PLAIN_SLOTS = {
    "subj",
    "obj",
    "dative",
    "by",
    "to",
    "from",
    "for",
    "in",
    "into",
    "on",
    "at",
    "of",
    "with",
    "off",
    "over",
    "towards",
    "toward",
    "through",
    "via",
    "against",
    "out of",
    "on behalf of",
    "in the name of",
}


def test_every_predicate_but_citing_has_verb_or_role_frames() -> None:
    found = {
        f.predicate
        for frames in (*verb_frames().values(), *role_frames().values(), *nominal_frames().values())
        for f in frames
    }
    assert found == set(PREDICATES) - {"cites"}
    assert citation_candidates


def test_every_slot_is_known() -> None:
    for frames in verb_frames().values():
        for frame in frames:
            assert {*frame.subject, *frame.object} <= PLAIN_SLOTS | set(SPECIAL_SLOTS), frame


def test_states_have_seats_and_adjectives_of_one_shape() -> None:
    for state, row in load("english/places.yml")["states"].items():
        assert len(row) == 2, state
        assert all(isinstance(part, list) for part in row)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Carl Gershman", "person"),
        ("Harlan Foundation", "org"),
        ("Daily Ledger Post", "outlet"),
        ("Global Times", "outlet"),
        ("Meduza", "outlet"),
        ("Gazprom Inc.", "org"),
        ("Zorvex", "unknown"),
    ],
)
def test_kinds_by_words(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_words_that_yaml_would_turn_into_booleans_stay_words() -> None:
    assert {"no", "on", "off", "yes"} <= tables().not_a_name


def test_a_missing_rule_file_is_told_plainly() -> None:
    with pytest.raises(ResourceError, match="missing"):
        load("english/absent.yml")
    with pytest.raises(ResourceError, match="no entry"):
        words("english/names.yml", "absent")


def test_an_altered_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="lacks"):
        pipeline.check_model(tmp_path)
    for name in load("english/model.yml")["files"]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"altered")
    with pytest.raises(ResourceError, match="not the one"):
        pipeline.check_model(tmp_path)


def test_the_installed_model_is_the_pinned_one() -> None:
    pipeline.check_model(pipeline.model_folder())
