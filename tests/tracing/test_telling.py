"""Paths told: every hop with its source, money by year and currency, what is not shown, and files that others read."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from cuibono.errors import InputError
from cuibono.ledger.memory import MemoryLedger
from cuibono.ledger.records import Dataset, Edge, Entity
from cuibono.ledger.schema import vocabulary
from cuibono.tracing import (
    common,
    describe,
    page,
    path_object,
    paths_object,
    schemas_of,
    svg,
    to_cypher,
    to_gexf,
    trace,
)
from cuibono.tracing.describing import common_lines, common_object
from cuibono.tracing.exporting import NAMESPACE
from cuibono.tracing.relations import words
from tests.tracing.test_paths import graphs, ledger

LISTS = (
    Dataset("list", "1", "The fund's own list", "The Example Fund", standing="self"),
    Dataset("copy", "1", "A copy of it", "Somebody", standing="third_party"),
    Dataset("rival", "1", "What a ministry says", "The Ministry of Examples", standing="other_state"),
)
HOSTILE = '<script>alert("x")</script>\u202e\n\' OR 1=1 \\'


def held(edges: list[Edge], names: dict[str, str] | None = None) -> MemoryLedger:
    ids = sorted({i for e in edges for i in (e.source, e.target) if i})
    captions = names or {}
    things = [Entity(i, "Organization", captions.get(i, f"Body {i}"), (i,), {}, ("list",)) for i in ids]
    return MemoryLedger(things, edges, LISTS)


def paid(key: str, one: str, two: str, amount: int | None, year: str = "2019", dataset: str = "list") -> Edge:
    money = Decimal(amount) if amount is not None else None
    return Edge(
        key, "Payment", one, two, dataset, "1", year, amount=money, currency="USD" if money else None,
        source_url="https://example.org/list", statement_ids=(f"s-{key}",),
    )  # fmt: skip


CHAIN = [paid("p1", "a", "x", 1000), paid("p2", "a", "x", 500, "2020"), paid("p3", "x", "b", 70, "2021")]


def told(edges: list[Edge], a: str = "a", b: str = "b") -> str:
    ledger_ = held(edges)
    return "\n".join(line for path in trace([a], [b], ledger_) for line in describe(path, ledger_))


def test_every_hop_has_verb_source_address_record_and_date() -> None:
    text = told(CHAIN)
    assert (
        "Body a paid Body x (500 USD, 2020); The fund's own list https://example.org/list [p2] (and 1 more record)"
        in text
    )
    assert "Body x paid Body b (70 USD, 2021)" in text


def test_money_stands_by_year_and_flow_through_is_said_not_to_be_shown() -> None:
    text = told(CHAIN)
    assert "money, hop 1: 1,500 USD on record (2019: 1,000, 2020: 500)" in text
    assert "money, hop 2: 70 USD on record (2021: 70)" in text
    assert "not shown" in text


def test_one_payment_alone_says_nothing_of_flow() -> None:
    assert "not shown" not in told([paid("p", "a", "b", 5)])


def test_a_payment_that_two_lists_record_counts_once() -> None:
    edges = [paid("1", "a", "b", 5), paid("2", "a", "b", 5), paid("3", "a", "b", 5, dataset="copy")]
    (path,) = trace(["a"], ["b"], held(edges))
    assert path.money() == ((0, "2019", "USD", Decimal(10)),)


def test_two_who_give_to_the_same_body_are_said_not_to_be_tied() -> None:
    text = told([paid("1", "a", "x", 5), paid("2", "b", "x", 5)])
    assert "Body a and Body b both give to Body x; this does not tie them." in text


def test_two_who_get_from_the_same_funder_are_said_not_to_be_tied() -> None:
    text = told([paid("1", "x", "a", 5), paid("2", "x", "b", 5)])
    assert "Body x gives to both Body a and Body b; this does not tie them." in text


@pytest.mark.parametrize(
    "schema", ["Membership", "Employment", "Ownership", "Directorship", "Representation"]
)
def test_other_shared_bodies_are_told_in_their_own_words(schema: str) -> None:
    phrase = words()[schema].meet
    text = told([Edge("1", schema, "a", "x", "list", "1"), Edge("2", schema, "b", "x", "list", "1")])
    assert f"Body a and Body b both {phrase} Body x; this does not tie them." in text


def test_a_turn_across_a_loose_link_is_told_where_it_lies() -> None:
    link = Edge("l", "UnknownLink", "x", "y", "list", "1")
    text = told([paid("1", "a", "x", 5), link, paid("2", "b", "y", 5)])
    assert (
        "Between Body x and Body y the path turns, its ties point at each other; this does not tie Body a and Body b."
        in text
    )


def test_who_speaks_is_said_where_it_is_another_state() -> None:
    assert "so The Ministry of Examples says" in told([paid("1", "a", "b", 5, dataset="rival")])
    assert "says" not in told([paid("1", "a", "b", 5)])


@settings(deadline=None, max_examples=60)
@given(graphs())
def test_a_path_that_turns_always_says_so(edges: list[Edge]) -> None:
    for path in trace(["n0"], ["n1"], ledger(edges), k=100):
        ways = [hop.ahead for hop in path.hops if hop.ahead is not None]
        turned = any(one != two for one, two in itertools.pairwise(ways))
        assert bool(path.turns()) == turned
        assert sum("not tie" in line for line in path_object(path)["cautions"]) == len(path.turns())


def test_the_object_of_a_trace_holds_what_was_asked_and_every_statement() -> None:
    found = trace(["a"], ["b"], held(CHAIN))
    told = paths_object(found, {"names": ["a", "b"]})
    assert told["asked"] == {"names": ["a", "b"]}
    assert told["searched"] == "3 records between 3 actors in 3 datasets"
    assert [r["statements"] for h in told["paths"][0]["hops"] for r in h["records"]] == [
        ["s-p2"],
        ["s-p1"],
        ["s-p3"],
    ]
    assert told["paths"][0]["money"][0] == {"hop": 0, "year": "2019", "currency": "USD", "sum": "1000"}


def test_what_is_shared_is_told_with_a_record_for_each() -> None:
    edges = [paid("1", "x", "a", 5), paid("2", "x", "b", 7)]
    shared = common([["a"], ["b"]], held(edges))
    lines = list(common_lines(shared, ["A", "B"], held(edges)))
    assert lines[0] == "funder: Body x - of A, B"
    assert len(lines) == 3
    assert [len(r) for r in common_object(shared, {})["shared"][0]["records"]] == [1, 1]


def test_gexf_holds_every_record_once_in_its_own_direction() -> None:
    found = trace(["b"], ["a"], held(CHAIN))
    root = etree.fromstring(to_gexf(found))
    name = {"g": NAMESPACE}
    labels = {n.get("id"): n.get("label") for n in root.findall(".//g:node", name)}
    ends = [(labels[e.get("source")], labels[e.get("target")]) for e in root.findall(".//g:edge", name)]
    assert sorted(ends) == [("Body a", "Body x"), ("Body a", "Body x"), ("Body x", "Body b")]


def test_cypher_sets_nodes_before_ties_and_sums_as_numbers() -> None:
    lines = list(to_cypher(trace(["a"], ["b"], held(CHAIN))))
    assert sum("MERGE (n:Entity" in line for line in lines) == 3
    assert sum(":PAYMENT" in line and "r.amount = " in line for line in lines) == 3
    assert "r.amount = 1000," in "\n".join(lines)
    assert all(line.startswith("//") or line.endswith(";") for line in lines)


def test_names_cannot_break_out_of_any_output() -> None:
    edges = [paid("p1", "a", "x", 1)]
    edges.append(Edge("p2", "Payment", "x", "b", "list", "1", role=HOSTILE, source_url="javascript:alert(1)"))
    ledger_ = held(edges, {"x": HOSTILE})
    found = trace(["a"], ["b"], ledger_)
    html = page(found, ledger_.datasets, HOSTILE)
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert "\u202e" not in html
    etree.fromstring(svg(found))
    etree.fromstring(to_gexf(found))
    for line in to_cypher(found):
        assert "\n" not in line
        assert re.sub(r"\\.", "", line).count("'") % 2 == 0
    assert all("\n" not in line and "\u202e" not in line for line in describe(found[0], ledger_))


@settings(deadline=None, max_examples=30)
@given(graphs(), st.integers(1, 6))
def test_the_picture_has_a_box_for_every_actor_of_every_path(edges: list[Edge], hops: int) -> None:
    found = trace(["n0"], ["n1"], ledger(edges), max_hops=hops, k=5)
    root = etree.fromstring(svg(found))
    assert len(root.findall(".//{*}rect")) == sum(len(p.nodes) for p in found)
    arrows = [
        line for line in root.findall(".//{*}line") if line.get("marker-end") or line.get("marker-start")
    ]
    assert len(arrows) == sum(hop.ahead is not None for p in found for hop in p.hops)


def test_a_page_without_paths_says_what_was_searched() -> None:
    found = trace(["a"], ["z"], held(CHAIN))
    assert "No path" in page(found, LISTS, "Searched: 3 records")
    assert "Searched: 3 records" in page(found, LISTS, "Searched: 3 records")


def test_relations_are_asked_for_by_schema_claim_or_word() -> None:
    assert schemas_of(["payment"]) == {"Payment"}
    assert schemas_of(["funds, owns"]) == {"Payment", "Debt", "Ownership", "Parent"}
    assert schemas_of(["money", "leads"]) == {"Payment", "Debt", "Directorship", "Occupancy"}
    with pytest.raises(InputError, match="bribes"):
        schemas_of(["bribes"])


def test_every_schema_in_words_is_one_of_the_vocabulary() -> None:
    schemas = vocabulary().schemas
    for name, held_words in words().items():
        assert name == "Parent" or name in schemas
        assert held_words.names
        assert len(held_words.verb) == 2
        assert (held_words.meet is None) == (held_words.part is None)
