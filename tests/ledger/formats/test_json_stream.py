"""JSON record by record: exact sums, bounded memory, one clear line for what is none."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.errors import RecordError
from cuibono.ledger.formats import Context, json_stream
from cuibono.ledger.formats.json_stream import at, money, records, word
from cuibono.ledger.rejects import Rejects


def read(path: Path, *keys: str) -> list[Any]:
    with Rejects(path.with_suffix(".rejects")) as rejects:
        return list(records(path, Context("d", rejects), keys))


FORMS = {
    "an array": "[{0}, {1}]",
    "a package": '{{"meta": {{"things": [1]}}, "things": [{0}, {1}], "after": 1}}',
    "lines": "{0}\n{1}\n",
    "lines behind a byte order mark": "\ufeff{0}\n\n{1}\n",
    "an array behind a byte order mark": "\ufeff\n [{0},{1}]",
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_records(tmp_path: Path, form: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(FORMS[form].format('{"id": "a", "n": 1}', '{"id": "b"}'), encoding="utf-8")
    assert [each["id"] for each in read(path, "things")] == ["a", "b"]


BROKEN = {
    "half an array": '[{"id": "a"}, {"id": ',
    "an array that is none": "[{id: 1}]",
    "half a package": '{"things": [{"id": "a"}',
    "wrong encoding": b'[{"id": "\xff\xfe"}]',
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_json_is_told_in_one_line(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x.json"
    data = BROKEN[name]
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(RecordError) as error:
        read(path, "things")
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_record_of_a_size_beyond_reason_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "LARGEST", 1 << 18)
    path = tmp_path / "x.json"
    path.write_text(f'[{{"id": "{"x" * (1 << 20)}"}}]', encoding="utf-8")
    with pytest.raises(RecordError, match="without a whole record"):
        read(path)


PITS = {
    "plain": "[" * 200_000,
    "of objects": "[" + '{"a":' * 200_000,
    "behind many records": "[" + '{"a": 1}, ' * 1000 + "[" * 200_000,
    "closed again": "[" + ("[" * 20_000 + "]" * 20_000 + ",") * 9,
    "behind brackets in a text": '["' + "]" * 300_000 + '", ' + "[" * 300_000,
}


@pytest.mark.parametrize("name", PITS)
def test_a_pit_of_brackets_is_refused_at_once(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(PITS[name], encoding="utf-8")
    with pytest.raises(RecordError, match="nested more than"):
        read(path, "things")


def test_brackets_in_texts_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps([{"id": str(n), "text": "[[[" * 50} for n in range(3000)]), encoding="utf-8")
    assert len(read(path)) == 3000


@settings(deadline=None, max_examples=80)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**15), max_value=10**15))
def test_sums_are_never_rounded(tmp_path_factory: pytest.TempPathFactory, sum_: Decimal) -> None:
    path = tmp_path_factory.mktemp("j") / "x.json"
    path.write_text(f'[{{"n": {sum_:f}}}]', encoding="utf-8")
    (record,) = read(path)
    assert money(record["n"]) == f"{sum_:f}"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Decimal("1e40"), None),
        (Decimal("1e-40"), None),
        (float("nan"), None),
        (True, None),
        (None, None),
        ("1,000.50", "1000.50"),
        ("a lot", None),
        (12.5, "12.5"),
        (3.0, "3"),
        (7, "7"),
        ([1], None),
    ],
)
def test_money(value: Any, said: str | None) -> None:
    assert money(value) == said


def test_paths_that_break_off_give_nothing() -> None:
    tree = json.loads('{"a": [{"b": " x "}], "c": 1}')
    assert word(at(tree, "a", 0, "b")) == "x"
    assert at(tree, "a", 1, "b") is None
    assert at(tree, "c", "b") is None
    assert word(at(tree, "a")) == ""
