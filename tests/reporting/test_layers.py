from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.reporting.layers import COLUMNS, columns_of, crossings, ordered, parts

KEYS = st.sampled_from("abcdefghij")
PAIRS = st.lists(st.tuples(KEYS, KEYS).filter(lambda p: p[0] != p[1]), min_size=1, max_size=25)


@settings(deadline=None)
@given(PAIRS)
def test_every_key_stands_in_one_column(pairs: list[tuple[str, str]]) -> None:
    columns, stations = columns_of(pairs)
    placed = [key for column in columns for key in column]
    made_up = [key for way in stations.values() for key in way]
    assert sorted(placed) == sorted({key for pair in pairs for key in pair} | set(made_up))
    assert len(columns) <= COLUMNS


@settings(deadline=None)
@given(PAIRS)
def test_long_lines_have_a_station_in_every_column_between(pairs: list[tuple[str, str]]) -> None:
    columns, stations = columns_of(pairs)
    at = {key: n for n, column in enumerate(columns) for key in column}
    for i, (source, target) in enumerate(pairs):
        between = list(range(at[source] + 1, at[target]))
        assert [at[s] for s in stations.get(i, [])] == between


def test_sources_stand_left_of_targets_where_there_is_no_circle() -> None:
    columns, _ = columns_of([("a", "b"), ("b", "c"), ("a", "c"), ("d", "c")])
    at = {key: n for n, column in enumerate(columns) for key in column}
    assert at["a"] < at["b"] < at["c"]
    assert at["d"] == at["c"] - 1


@settings(deadline=None)
@given(PAIRS)
def test_parts_split_the_keys(pairs: list[tuple[str, str]]) -> None:
    found = parts(pairs)
    assert sorted(key for part in found for key in part) == sorted({key for pair in pairs for key in pair})
    assert all(sum((s in part) + (t in part) for part in found) == 2 for s, t in pairs)
    assert all(any(s in part and t in part for part in found) for s, t in pairs)
    assert [len(p) for p in found] == sorted((len(p) for p in found), reverse=True)


@settings(deadline=None)
@given(PAIRS)
def test_ordering_never_adds_crossings(pairs: list[tuple[str, str]]) -> None:
    columns, _ = columns_of(pairs)
    after = ordered(columns, pairs)
    assert [sorted(c) for c in after] == [sorted(c) for c in columns]
    assert crossings(after, pairs) <= crossings(columns, pairs)


def test_a_plain_crossing_is_undone() -> None:
    pairs = [("a", "y"), ("b", "x")]
    assert crossings(ordered([["a", "b"], ["x", "y"]], pairs), pairs) == 0
