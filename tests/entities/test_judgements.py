"""Judgements join and part records, say why, lie apart from the records, and can be taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.entities import judge, judgements_of, link_name, undo, who_card
from cuibono.entities.clusters import cluster
from cuibono.entities.judgements import FILE, Judgement, Judgements, judgements_path
from cuibono.errors import InputError, LedgerError, NotInLedgerError

from .fakes import FakeLedger, ledger, thing

RECORDS = (
    thing("orda-1", "Company", "Orda Media", country="kz"),
    thing("orda-2", "Company", "Orda Media", country="kz", dataset="two"),
    thing("sher", "Company", "Sherlock Press", dataset="three"),
    thing("man", "Person", "Orda Medin"),
)
WORDS = {"by": "A. Judge", "why": "same founders on both pages"}


@pytest.fixture
def records(tmp_path: Path) -> FakeLedger:
    made = ledger(*RECORDS)
    made.path = tmp_path
    return made


def test_what_is_judged_the_same_is_linked_together_and_says_why(records: FakeLedger) -> None:
    assert link_name("Sherlock Press", records).entity_ids == ("sher",)
    made = judge(records, "sher", "orda-1", "same", **WORDS)
    actor = link_name("Sherlock Press", records)
    assert set(actor.entity_ids) == {"sher", "orda-1"}
    assert made.id in actor.note
    assert "A. Judge" in actor.note
    assert set(who_card("sher", records).entity_ids) == {"sher", "orda-1"}


def test_what_is_judged_different_is_parted_though_the_rule_joins_it(records: FakeLedger) -> None:
    assert set(link_name("Orda Media", records).entity_ids) == {"orda-1", "orda-2"}
    judge(records, "orda-1", "orda-2", "different", **WORDS)
    assert link_name("Orda Media", records).status == "tie"


def test_the_rule_gives_its_reasons(records: FakeLedger) -> None:
    (candidate,) = link_name("Orda Media", records).candidates
    assert [f.note for f in candidate.features if f.name == "same_as"] == [
        "orda-2 by rule: the same name (Orda Media) in two, and no country, number or date that conflicts"
    ]


def test_a_judgement_taken_back_has_no_effect_and_stays_on_file(records: FakeLedger) -> None:
    before = link_name("Orda Media", records)
    made = judge(records, "orda-1", "orda-2", "different", **WORDS)
    undo(records, made.id, by="B. Judge", why="mixed them up")
    assert link_name("Orda Media", records) == before
    (kept,) = judgements_of(records).entries
    assert "B. Judge" in kept.undone
    with pytest.raises(InputError, match="already"):
        undo(records, made.id, by="B", why="again")


def test_the_last_word_on_a_pair_holds(records: FakeLedger) -> None:
    judge(records, "orda-1", "orda-2", "different", **WORDS)
    judge(records, "orda-2", "orda-1", "same", **WORDS)
    assert set(link_name("Orda Media", records).entity_ids) == {"orda-1", "orda-2"}
    assert [j.opinion for j in judgements_of(records).in_force] == ["same"]


def test_records_and_their_fingerprint_stay_as_they_are(records: FakeLedger) -> None:
    before = records.fingerprint
    judge(records, "sher", "orda-1", "same", **WORDS)
    assert records.fingerprint == before
    assert [p.name for p in records.path.iterdir() if p.suffix == ".jsonl"] == [FILE]


@pytest.mark.parametrize(
    ("a", "b", "words", "error"),
    [
        ("orda-1", "orda-1", WORDS, InputError),
        ("orda-1", "nobody", WORDS, NotInLedgerError),
        ("orda-1", "man", WORDS, InputError),
        ("orda-1", "sher", {"by": "", "why": "x"}, InputError),
        ("orda-1", "sher", {"by": "x", "why": "  "}, InputError),
        ("orda-1", "sher", {**WORDS, "at": "yesterday"}, InputError),
    ],
)
def test_a_judgement_needs_two_actors_a_judge_and_a_reason(
    records: FakeLedger, a: str, b: str, words: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        judge(records, a, b, "same", **words)
    assert not judgements_path(records).exists()


def test_judgements_cannot_contradict_each_other(records: FakeLedger) -> None:
    judge(records, "orda-1", "orda-2", "same", **WORDS)
    judge(records, "orda-2", "sher", "same", **WORDS)
    with pytest.raises(InputError, match="through others"):
        judge(records, "orda-1", "sher", "different", **WORDS)


def test_a_damaged_file_is_named_with_its_line(records: FakeLedger) -> None:
    judge(records, "orda-1", "orda-2", "same", **WORDS)
    with judgements_path(records).open("a") as file:
        file.write('{"half": \n')
    with pytest.raises(LedgerError, match="line 2"):
        link_name("Orda Media", records)


def test_a_judgement_on_the_ledger_of_the_package_goes_to_the_users_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import cuibono.entities

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    made = ledger(*RECORDS)
    made.path = Path(cuibono.entities.__file__).parents[1] / "starter"
    judge(made, "orda-1", "orda-2", "different", **WORDS)
    assert list(tmp_path.rglob(FILE))
    assert not list(made.path.rglob(FILE))


IDS = ["a", "b", "c", "d", "e"]
OPINIONS = st.lists(
    st.tuples(st.sampled_from(["same", "different"]), st.sampled_from(IDS), st.sampled_from(IDS)), max_size=8
)


@given(OPINIONS, st.permutations(IDS))
@settings(deadline=None, max_examples=150)
def test_groups_hold_every_record_once_and_what_was_judged(
    opinions: list[tuple[str, str, str]], order: list[str]
) -> None:
    judged = Judgements(
        Judgement(str(n), o, *sorted((a, b)), "x", "y", "2026-01-01")  # type: ignore[arg-type]
        for n, (o, a, b) in enumerate(opinions)
        if a != b
    )
    entities = [thing(i, "Company", "Orda Media", dataset=i) for i in order]
    groups = cluster(entities, judged)
    assert sorted(i for g in groups for i in g.ids) == IDS
    place = {i: n for n, g in enumerate(groups) for i in g.ids}
    for judgement in judged.in_force:
        if judgement.opinion == "same":
            assert place[judgement.a] == place[judgement.b]
        elif judgement.b not in judged.kin(judgement.a):
            assert place[judgement.a] != place[judgement.b]


def test_the_file_is_lines_of_json(records: FakeLedger) -> None:
    made = judge(records, "sher", "orda-1", "same", **WORDS, at="2026-05-01T10:00")
    undo(records, made.id, by="B", why="no")
    first, second = map(json.loads, judgements_path(records).read_text().splitlines())
    assert (first["a"], first["b"], first["at"]) == ("orda-1", "sher", "2026-05-01T10:00")
    assert second["undo"] == made.id


def test_what_lies_beside_the_records_is_no_damage(tmp_path: Path) -> None:
    from cuibono.ledger import create, verify

    create(tmp_path / "ledger")
    (tmp_path / "ledger" / ".names").mkdir()
    (tmp_path / "ledger" / FILE).write_text("")
    assert not verify(tmp_path / "ledger")
