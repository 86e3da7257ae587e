"""Since when a value is on record goes from version to version, value by value."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.ledger import add, create, export, open_ledger, verify
from tests.ledger.support import METADATA, thing, write_lines

Lines = list[dict[str, Any]]


def bring(ledger: Path, day: str, lines: Lines, **options: Any) -> Any:
    if not ledger.exists():
        create(ledger)
    source = write_lines(ledger.parent / f"{day}.json", lines)
    return add(ledger, source, dataset="payments", metadata={**METADATA, "retrieved": day}, **options)


def seen(ledger: Path, id_: str, as_of: str | None = None) -> dict[str, tuple[str | None, str | None]]:
    with open_ledger(ledger, as_of=as_of) as opened:
        return {s.value: (s.first_seen, s.last_seen) for s in opened.statements([id_])}


def test_a_value_keeps_the_day_on_which_it_was_first_seen(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    bring(ledger, "2021-01-01", [thing("a", name="A", alias=["Alpha"])])
    bring(ledger, "2022-01-01", [thing("a", name="A", alias=["Alpha", "Alef"]), thing("b", name="B")])
    bring(ledger, "2023-01-01", [thing("a", name="A", alias=["Alef"]), thing("b", name="B", alias=["Be"])])
    assert seen(ledger, "a", "2021") == {
        "A": ("2021-01-01", "2021-01-01"),
        "Alpha": ("2021-01-01", "2021-01-01"),
    }
    assert seen(ledger, "a", "2022") == {
        "A": ("2021-01-01", "2022-01-01"),
        "Alpha": ("2021-01-01", "2022-01-01"),
        "Alef": ("2022-01-01", "2022-01-01"),
    }
    assert seen(ledger, "a") == {"A": ("2021-01-01", "2023-01-01"), "Alef": ("2022-01-01", "2023-01-01")}
    assert seen(ledger, "b") == {"B": ("2022-01-01", "2023-01-01"), "Be": ("2023-01-01", "2023-01-01")}
    assert verify(ledger) == []


def test_what_was_gone_and_returns_is_first_seen_anew(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    for day, lines in (
        ("2021-01-01", [thing("a", name="A")]),
        ("2022-01-01", [thing("b", name="B")]),
        ("2023-01-01", [thing("a", name="A"), thing("b", name="B")]),
    ):
        bring(ledger, day, lines)
    assert seen(ledger, "a") == {"A": ("2023-01-01", "2023-01-01")}
    assert seen(ledger, "b") == {"B": ("2022-01-01", "2023-01-01")}


def test_an_older_list_filled_in_later_knows_only_what_was_before_it(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    bring(ledger, "2023-01-01", [thing("a", name="A"), thing("b", name="B")])
    bring(ledger, "2021-01-01", [thing("a", name="A")])
    bring(ledger, "2022-01-01", [thing("a", name="A"), thing("c", name="C")])
    assert seen(ledger, "a", "2022") == {"A": ("2021-01-01", "2022-01-01")}
    assert seen(ledger, "a") == {"A": ("2023-01-01", "2023-01-01")}


def test_what_the_source_says_of_first_seen_goes_before(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    bring(ledger, "2021-01-01", [{**thing("a", name="A"), "first_seen": "2015-05-05"}])
    bring(ledger, "2022-01-01", [{**thing("a", name="A", alias=["Al"]), "first_seen": "2014"}])
    assert seen(ledger, "a") == {"A": ("2014", "2022-01-01"), "Al": ("2014", "2022-01-01")}
    bring(ledger, "2023-01-01", [thing("a", name="A", alias=["Al", "El"])])
    assert seen(ledger, "a")["A"] == ("2014", "2023-01-01")
    assert seen(ledger, "a")["El"] == ("2023-01-01", "2023-01-01")


def test_carrying_changes_nothing_else_and_the_same_content_is_still_recognised(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    bring(ledger, "2021-01-01", [thing("a", name="A")])
    changed = [thing("a", name="A"), thing("b", "Company", name="B", parent="a")]
    bring(ledger, "2022-01-01", changed)
    assert bring(ledger, "2023-01-01", list(reversed(changed))).unchanged
    create(tmp_path / "fresh")
    source = write_lines(tmp_path / "x.json", changed)
    add(tmp_path / "fresh", source, dataset="payments", metadata={**METADATA, "retrieved": "2022-01-01"})
    with open_ledger(ledger) as one, open_ledger(tmp_path / "fresh") as two:
        assert {i: e.properties for i, e in one.entities(["a", "b"]).items()} == {
            i: e.properties for i, e in two.entities(["a", "b"]).items()
        }
        assert [(e.id, e.source, e.target) for e in one.edges(["a"])] == [
            (e.id, e.source, e.target) for e in two.edges(["a"])
        ]
        assert {s.id for s in one.statements(["a", "b"])} == {s.id for s in two.statements(["a", "b"])}


def test_a_register_that_only_says_that_it_looked_again_is_unchanged(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    said = {"first_seen": "2015-05-05", "last_seen": "2021-01-01"}
    bring(ledger, "2021-01-01", [{**thing("a", name="A"), **said}])
    again = [{**thing("a", name="A"), **said, "last_seen": "2022-01-01"}]
    assert bring(ledger, "2022-01-01", again).unchanged
    assert not bring(ledger, "2022-01-01", [{**again[0], "first_seen": "2016"}]).unchanged


VALUES = st.lists(st.sampled_from(["A", "B", "C", "D\nE"]), min_size=1, max_size=4, unique=True)
VERSIONS = st.lists(
    st.dictionaries(st.sampled_from(["x", "y", "z"]), VALUES, min_size=1), min_size=2, max_size=5
)


@settings(deadline=None, max_examples=25)
@given(VERSIONS)
def test_first_seen_is_the_beginning_of_the_unbroken_run_of_versions(
    versions: list[dict[str, list[str]]],
) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "ledger"
        since: dict[tuple[str, str], str] = {}
        for number, version in enumerate(versions):
            day = f"20{10 + number}-01-01"
            bring(ledger, day, [thing(id_, notes=values) for id_, values in version.items()])
            now = {(id_, value) for id_, values in version.items() for value in values}
            since = {said: since.get(said, day) for said in now}
        with open_ledger(ledger) as opened:
            current = opened.dataset("payments").retrieved
            for said in opened.statements(["x", "y", "z"]):
                assert said.first_seen == since[said.entity_id, said.value]
                assert said.last_seen == current
            rows = [json.loads(json.dumps(row)) for row in export(opened, "payments", "statements")]
        import pyarrow.parquet as pq

        (path,) = (ledger / "payments" / opened.dataset("payments").version).glob("statements.parquet")
        stored = {
            (r["entity_id"], r["value"]): r["first_seen"] or current for r in pq.read_table(path).to_pylist()
        }
        assert stored == {(r["entity_id"], r["value"]): r["first_seen"] or current for r in rows}
