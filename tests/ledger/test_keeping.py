"""verify names every file that is not as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cuibono.errors import CuibonoError, LedgerError
from cuibono.ledger import history, open_ledger, verify
from tests.ledger.support import SMALL, ledger_of, thing


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ledger, _ = ledger_of(
        tmp_path_factory.mktemp("keep"),
        [*SMALL, thing("x", "Wizard"), thing("y", name="Y", nome="Z")],
        max_rejects=0.5,
    )
    return ledger


FILES = ["ledger.json", "dataset.json", "statements.parquet", "edges.parquet", "records.bin", "rejects.jsonl"]


def find(ledger: Path, name: str) -> Path:
    return next(ledger.rglob(name))


def test_an_untouched_ledger_has_no_problem(whole: Path) -> None:
    assert verify(whole) == []


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(FILES), st.floats(0, 1, exclude_max=True), st.integers(0, 7))
def test_any_flipped_bit_is_found_and_its_file_named(whole: Path, name: str, where: float, bit: int) -> None:
    path = find(whole, name)
    data = path.read_bytes()
    damaged = bytearray(data)
    damaged[int(where * len(data))] ^= 1 << bit
    path.write_bytes(damaged)
    try:
        assert [problem.path for problem in verify(whole)] == [path]
        assert str(path) in str(verify(whole)[0])
    finally:
        path.write_bytes(data)


@pytest.mark.parametrize("name", FILES[1:])
def test_a_missing_file_is_named(whole: Path, name: str) -> None:
    path = find(whole, name)
    data = path.read_bytes()
    path.unlink()
    try:
        assert [(p.path, p.reason) for p in verify(whole)] == [(path, "missing")]
    finally:
        path.write_bytes(data)


def test_a_damaged_ledger_is_one_clear_line(whole: Path) -> None:
    for name in ("ledger.json", "dataset.json", "records.bin"):
        path = find(whole, name)
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2])
        try:
            with pytest.raises(LedgerError) as error:
                open_ledger(whole)
            assert str(path) in str(error.value)
            assert "\n" not in str(error.value)
        finally:
            path.write_bytes(data)


def test_what_does_not_belong_there_is_told(whole: Path) -> None:
    strays = [whole / "notes.txt", find(whole, "dataset.json").with_name("extra.bin")]
    for stray in strays:
        stray.write_text("x", encoding="utf-8")
    try:
        assert {problem.path for problem in verify(whole)} == set(strays)
    finally:
        for stray in strays:
            stray.unlink()


def test_there_is_no_history_of_what_never_was(whole: Path) -> None:
    with pytest.raises(CuibonoError, match="nothing"):
        history(whole, "nothing")
