"""Lines and records are two writings of the same thing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.ledger.codec import (
    FIRST_SEEN,
    US,
    Codes,
    Value,
    characters,
    parse,
    parse_ties,
    statement_id,
    write_ties,
    write_value,
)

CODES = Codes.of(["Company", "Payment"], [f"prop{n}" for n in range(300)])
TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.just("\n"), min_size=1, max_size=20)
VALUES = st.builds(
    Value,
    prop=st.sampled_from(CODES.props),
    value=TEXT,
    lang=st.none() | st.just("rus"),
    original=st.none() | TEXT,
    first_seen=st.none() | st.just("2020"),
    last_seen=st.none() | st.just("2021-02"),
    source_url=st.none() | st.just("https://a.example/b"),
)


@settings(deadline=None, max_examples=200)
@given(st.lists(VALUES, max_size=6), st.sets(st.integers(0, 2**31), max_size=6))
def test_what_is_written_is_read(values: list[Value], ties: set[int]) -> None:
    fields = [write_value(CODES.prop_code[v.prop], v) for v in values]
    line = US.join(
        ["x-1", CODES.schema_code["Payment"] + write_ties(sorted(ties)), FIRST_SEEN + "2019", *fields]
    )
    record = parse(line, CODES)
    assert "\n" not in line
    assert (record.id, record.schema, record.first_seen) == ("x-1", "Payment", "2019")
    assert record.values == values
    assert list(record.pairs()) == [(v.prop, v.value) for v in values]
    assert parse_ties(record.ties) == sorted(ties)


def test_characters_are_printable_and_distinct() -> None:
    found = list(characters(500))
    assert len(set(found)) == 500
    assert all(ch.isprintable() or ord(ch) == 0xAD for ch in found)


def test_statement_ids_are_those_of_followthemoney() -> None:
    # printf 'd.e.name.x' | sha1sum, and with "@rus" behind
    assert statement_id("d", "e", "name", "x") == "046c4d8f802d05ec9e8f7e4c8224bde0bcaf48d5"
    assert statement_id("d", "e", "name", "x", "rus") == "be3a99de292bba8d4d98e7b0ea9765a801f08062"
