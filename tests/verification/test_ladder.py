"""The algebra of the ladder: closed, directed, and no rung skipped."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuibono.model import PREDICATES, Claim, Mention, Span
from cuibono.verification import ladder
from cuibono.verification.resources import load

ROWS = load("ladder")["rows"]
COLUMNS = ("supports", "implies", "overstates")
KINDS = sorted({kind for row in ROWS.values() for column in COLUMNS for kind in row[column]})
SCHEMAS = {
    "Control", "Ownership", "Payment", "ContractAward",
    "Debt", "UnknownLink", "Directorship", "Employment", "Membership",
    "Representation", "Project", "Occupancy", "Sanction", "Documentation",
}  # fmt: skip
STRENGTH = {"supports": 3, "implies": 2, "overstates": 1, "none": 0}
kinds = st.frozensets(st.sampled_from([*KINDS, "Parent", "Succession", "Family"]), max_size=4)
rows = st.sampled_from(sorted(ROWS))


def test_every_predicate_has_a_row_and_only_they() -> None:
    assert set(ROWS) == {*PREDICATES, "owns/stake"}


@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_row_has_its_columns_and_known_kinds(name: str) -> None:
    row = ROWS[name]
    assert set(row) <= {*COLUMNS, "either", "weaken_either"}
    assert {kind.split("/")[0] for column in COLUMNS for kind in row[column]} <= SCHEMAS
    assert set(row["either"]) <= set(chain(*(row[column] for column in COLUMNS)))


@pytest.mark.parametrize("name", sorted(ROWS))
def test_no_kind_stands_in_two_columns_of_a_row(name: str) -> None:
    listed = [kind for column in COLUMNS for kind in ROWS[name][column]]
    assert len(listed) == len(set(listed))


@given(rows, kinds)
def test_a_record_against_the_direction_never_says_more_than_along_it(row: str, held: frozenset[str]) -> None:
    assert STRENGTH[ladder.cell_reversed(row, held)] <= STRENGTH[ladder.cell(row, held)]


@given(kinds)
def test_partnership_has_no_direction(held: frozenset[str]) -> None:
    held |= {kind.split("/")[0] for kind in held}
    assert ladder.cell_reversed("partners_with", held) == ladder.cell("partners_with", held)


@given(rows, kinds, kinds)
def test_more_traits_never_say_less(row: str, some: frozenset[str], more: frozenset[str]) -> None:
    assert STRENGTH[ladder.cell(row, some | more)] >= STRENGTH[ladder.cell(row, some)]


@given(kinds)
def test_what_owns_outright_holds_a_stake(held: frozenset[str]) -> None:
    """A record is never read without its schema."""
    whole = held | {kind.split("/")[0] for kind in held}
    if ladder.cell("owns", whole) == "supports":
        assert ladder.cell("owns/stake", whole) == "supports"


@pytest.mark.parametrize(
    "kind", [k for name in ("funds", "owns", "owns/stake", "directs") for k in ROWS[name]["supports"]]
)
def test_what_supports_a_higher_rung_implies_partnership(kind: str) -> None:
    held = frozenset({kind, kind.split("/")[0]})
    assert ladder.cell("partners_with", held) in ladder.FIRM


@pytest.mark.parametrize("kind", ["Ownership", "Ownership/majority", "Control", "Representation"])
def test_owners_controllers_and_agents_never_fund(kind: str) -> None:
    assert ladder.cell("funds", frozenset({kind, kind.split("/")[0]})) == "none"


@pytest.mark.parametrize("lower", ["Payment", "Membership", "UnknownLink", "Directorship", "Employment"])
def test_lower_rungs_only_overstate_directs(lower: str) -> None:
    assert ladder.cell("directs", frozenset({lower})) == "overstates"


@given(st.sampled_from(sorted(ROWS)))
def test_a_kind_that_no_cell_names_says_nothing(row: str) -> None:
    assert ladder.cell(row, frozenset({"Family", "Succession"})) == "none"


def claim(cue: str, **values: object) -> Claim:
    here = Mention("x", Span(0, 1), "x")
    return Claim("c", "x", Span(0, 1), here, "owns", here, cue=cue, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cue", "row"),
    [
        ("owns", "owns"),
        ("subsidiary of", "owns"),
        ("belongs to", "owns"),
        ("holds a stake in", "owns/stake"),
        ("shareholder of", "owns/stake"),
        ("co-owner of", "owns/stake"),
        ("акционер", "owns/stake"),
    ],
)
def test_the_wording_of_ownership_chooses_the_row(cue: str, row: str) -> None:
    assert ladder.row_of(claim(cue)) == row


def test_a_nature_named_by_the_rules_chooses_the_row() -> None:
    assert ladder.row_of(claim("owns", nature="stake")) == "owns/stake"
