"""What was imported is what is read, entity by entity and edge by edge."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cuibono.errors import InputError, LedgerError, NotInLedgerError
from cuibono.ledger import NameRow, add, open_ledger
from cuibono.ledger.codec import statement_id
from cuibono.ledger.schema import vocabulary
from tests.ledger.support import FUND, METADATA, PAPER, SMALL, ledger_of, payment, thing, write_lines


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return ledger_of(tmp_path, SMALL)[0]


def test_an_entity_keeps_every_spelling_in_order(small: Path) -> None:
    with open_ledger(small) as ledger:
        fund = ledger.entities(["nobody", "fund"])["fund"]
    assert fund.schema == "Organization"
    assert fund.caption == "Steppe Fund"
    assert fund.names == ("Steppe Fund", "SF", "Степной фонд")
    assert fund.get("country") == ("us",)
    assert fund.datasets == ("payments",)
    said = {(s.prop, s.value): s for s in fund.statements}
    assert said["alias", "SF"].id == statement_id("payments", "fund", "alias", "SF")
    assert said["alias", "SF"].first_seen == said["alias", "SF"].last_seen == "2024-05-01"


def test_a_payment_is_an_edge_with_sum_currency_and_dates(small: Path) -> None:
    with open_ledger(small) as ledger:
        grant = ledger.edge("grant-1")
    assert grant is not None
    assert (grant.source, grant.target, grant.schema) == ("fund", "paper", "Payment")
    assert (grant.amount, grant.currency) == (Decimal("12500.50"), "USD")
    assert (grant.start, grant.end, grant.date) == ("2020-03-05", "2020-03-05", "2020-03-05")
    assert grant.source_url == "https://steppe.example.org/g/1"
    assert (grant.dataset, grant.version) == ("payments", "2024-05-01")
    assert statement_id("payments", "grant-1", "amount", "12500.50") in grant.statement_ids


def test_the_original_of_a_normalised_value_is_kept(small: Path) -> None:
    with open_ledger(small) as ledger:
        said = {s.prop: s for s in ledger.statements(["grant-1"])}
    assert (said["amount"].value, said["amount"].original_value) == ("12500.50", "12,500.50")
    assert (said["date"].value, said["date"].original_value) == ("2020-03-05", "2020-3-5")
    assert said["currency"].original_value is None
    assert said["currency"].source_url == "https://steppe.example.org/g/1"


def test_dates_keep_their_precision_and_a_state_without_end_goes_on(small: Path) -> None:
    with open_ledger(small) as ledger:
        share, listing = ledger.edge("share-1"), ledger.edge("listing-1")
    assert share is not None
    assert listing is not None
    assert (share.start, share.end) == ("2015", "2021-06")
    assert (listing.source, listing.target) == (None, "paper")
    assert (listing.start, listing.end) == ("2022-03-15", None)
    assert listing.get("authority") == ("Council of Examples",)


def test_edges_are_found_from_either_end_and_sorted(small: Path) -> None:
    with open_ledger(small) as ledger:
        assert [e.id for e in ledger.edges(["fund"])] == ["grant-1"]
        assert [e.id for e in ledger.edges(["paper"])] == ["share-1", "grant-1", "listing-1"]
        assert ledger.edges(["paper"]) == ledger.edges(["paper", "fund", "owner", "paper"])
        assert ledger.edges(["nobody"]) == ()


def test_names_are_those_of_things_and_websites_are_domains(small: Path) -> None:
    with open_ledger(small) as ledger:
        names = list(ledger.names())
        assert NameRow("fund", "Organization", "Степной фонд", "alias", "payments") in names
        assert {row.entity_id for row in names} == {"fund", "paper", "owner"}
        assert list(ledger.websites()) == [("steppe.example.org", "fund")]
        assert list(ledger.entity_ids()) == ["fund", "owner", "paper"]
        assert {e.id for e in ledger.all_edges()} == {"grant-1", "share-1", "listing-1"}


def test_an_edge_is_no_entity(small: Path) -> None:
    with open_ledger(small) as ledger:
        assert ledger.entity("grant-1") is None
        assert ledger.edge("fund") is None


def test_an_entity_of_two_datasets_is_one(small: Path, tmp_path: Path) -> None:
    more = [thing("paper", "LegalEntity", name="Morning Paper LLP", website="morning.example.kz"), FUND]
    # "another" sorts before "payments": its values come first, the more specific schema holds
    add(small, write_lines(tmp_path / "b.json", more), dataset="another", metadata=METADATA)
    with open_ledger(small) as ledger:
        paper = ledger.entity("paper")
        assert paper is not None
        assert paper.datasets == ("another", "payments")
        assert paper.schema == "Company"
        assert paper.names == ("Morning Paper LLP", "The Morning Paper")
        assert {s.dataset for s in paper.statements} == {"another", "payments"}
        assert [d.name for d in ledger.datasets] == ["another", "payments"]
        assert ledger.dataset("another").entities == 2
        with pytest.raises(NotInLedgerError, match="another, payments"):
            ledger.dataset("nothing")


def test_an_edge_may_end_in_another_dataset(small: Path, tmp_path: Path) -> None:
    more = [
        thing("bank", "Company", name="Example Bank"),
        payment("p-9", "bank", "paper", amount="1", currency="KZT"),
    ]
    done = add(small, write_lines(tmp_path / "b.json", more), dataset="zz", metadata=METADATA)
    assert (done.entities, done.edges, done.rejects) == (2, 1, 0)
    with open_ledger(small) as ledger:
        assert "p-9" in {e.id for e in ledger.edges(["paper"])}
        paper = ledger.entity("paper")
        assert paper is not None
        assert paper.datasets == ("payments",)


def test_a_parent_is_an_edge_from_the_parent_to_the_child(tmp_path: Path) -> None:
    lines = [PAPER, thing("unit", "Company", name="Evening Supplement", parent="paper")]
    path, done = ledger_of(tmp_path, lines)
    with open_ledger(path) as ledger:
        (edge,) = ledger.edges(["paper"])
        assert (edge.schema, edge.source, edge.target) == ("Parent", "paper", "unit")
        assert ledger.edges(["unit"]) == (edge,)
        assert ledger.edge(edge.id) == edge
        assert edge.statement_ids == (statement_id("payments", "unit", "parent", "paper"),)
    assert done.edges == 1


def test_a_record_with_several_ends_ties_every_pair(tmp_path: Path) -> None:
    lines = [
        FUND,
        PAPER,
        thing("bank", name="Bank"),
        thing("p", "Payment", payer=["fund", "bank"], beneficiary="paper"),
    ]
    path, done = ledger_of(tmp_path, lines)
    with open_ledger(path) as ledger:
        assert [(e.source, e.target) for e in ledger.edges(["paper"])] == [
            ("bank", "paper"),
            ("fund", "paper"),
        ]
        assert [(e.source, e.target) for e in ledger.edges(["bank"])] == [("bank", "paper")]
    assert done.edges == 2


NAMES = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zs", "Zl", "Zp", "Cn", "Co")),
    min_size=1,
    max_size=12,
).filter(lambda text: any(ch.isalnum() for ch in text))
GRAPHS = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.integers(0, 7),
        st.sampled_from(["Payment", "Ownership", "UnknownLink", "Sanction"]),
    ),
    max_size=25,
)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(NAMES, min_size=1, max_size=3), min_size=8, max_size=8), GRAPHS, st.randoms())
def test_any_graph_is_read_as_it_was_written(
    tmp_path_factory: Any, names: Any, graph: Any, order: Any
) -> None:
    lines = [thing(f"t{n}", "Company", name=spellings) for n, spellings in enumerate(names)]
    for number, (a, b, schema) in enumerate(graph):
        ends = vocabulary().schemas[schema].ends
        props = dict(zip(ends, (f"t{a}", f"t{b}") if len(ends) == 2 else (f"t{b}",), strict=True))
        lines.append(thing(f"e{number}", schema, **props))
    order.shuffle(lines)
    path, done = ledger_of(tmp_path_factory.mktemp("graph"), lines)
    with open_ledger(path) as ledger:
        for number, spellings in enumerate(names):
            entity = ledger.entity(f"t{number}")
            assert entity is not None
            import unicodedata

            assert entity.get("name") == tuple(
                dict.fromkeys(unicodedata.normalize("NFC", s) for s in spellings)
            )
            touching = {
                f"e{k}"
                for k, (a, b, schema) in enumerate(graph)
                if number == b or (number == a and schema != "Sanction")
            }
            assert {e.id for e in ledger.edges([f"t{number}"])} == touching
        assert len(ledger.edges([f"t{n}" for n in range(8)])) == len(graph) == done.edges
        assert {e.id for e in ledger.all_edges()} == {f"e{k}" for k in range(len(graph))}


def test_no_ledger_is_one_clear_line(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(LedgerError, match="no ledger there"):
            open_ledger(path)


@pytest.mark.parametrize("day", ["soon", "2022-13", "31.01.2022", "../x"])
def test_a_day_that_is_no_date_is_refused(small: Path, day: str) -> None:
    with pytest.raises(InputError, match="is no date"):
        open_ledger(small, as_of=day)


def test_reading_loads_neither_pyarrow_nor_pydantic_nor_yaml(small: Path) -> None:
    code = (
        "import sys; from cuibono.ledger import open_ledger\n"
        f"ledger = open_ledger({str(small)!r}); ledger.entities(['fund']); ledger.edges(['paper']); list(ledger.names())\n"
        "heavy = {'pyarrow', 'pydantic', 'yaml', 'numpy', 'orjson'} & set(sys.modules)\n"
        "sys.exit(repr(heavy) if heavy else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
