"""The name index: the same whatever the order, shared as a file, thrown away when it does not fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cuibono.entities import NameIndex
from cuibono.entities.arrays import UnreadableError, read_arrays, write_arrays
from cuibono.entities.index import build_arrays, homes
from cuibono.entities.ranking import search

from .fakes import ledger


def test_the_order_of_names_does_not_change_the_index() -> None:
    rows = list(ledger().names())
    one, other = build_arrays(rows)[1], build_arrays(rows[::-1])[1]
    assert all(np.array_equal(one[name], other[name]) for name in one)


def test_a_kept_index_answers_like_a_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cuibono.entities.index.SMALL", 0)
    records = ledger()
    records.path = tmp_path
    built = NameIndex.open(records)
    kept = NameIndex.open(records)
    assert list((tmp_path / ".names").iterdir())
    for name in ("Ablyazov", "Kazakhstan Bureau for Human Rights", "Gasprom"):
        assert search(built, name) == search(kept, name)


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"nonsense",
        b"cuibono names\n\xff\xff\xff\xff\xff\xff\xff\xff",
        b"cuibono names\n\x02\0\0\0\0\0\0\0[]",
    ],
)
def test_a_damaged_file_is_built_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes) -> None:
    monkeypatch.setattr("cuibono.entities.index.SMALL", 0)
    records = ledger()
    records.path = tmp_path
    NameIndex.open(records)
    (path,) = (tmp_path / ".names").iterdir()
    path.write_bytes(damage)
    assert len(NameIndex.open(records)) == len(NameIndex.build(records.names()))


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.idx"
    write_arrays(path, {}, {"x": np.arange(1000, dtype=np.uint32)})
    path.write_bytes(path.read_bytes()[:-500])
    with pytest.raises(UnreadableError):
        read_arrays(path)


def test_where_nothing_can_be_written_the_index_stays_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cuibono.entities.index.SMALL", 0)
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    records = ledger()
    records.path = blocked
    assert search(NameIndex.open(records), "Gazprom")[0].name == "Gazprom"


def test_no_file_is_put_into_the_package() -> None:
    import cuibono.entities

    records = ledger()
    records.path = Path(cuibono.entities.__file__).parents[1] / "starter"
    assert all(records.path not in home.parents for home in homes(records))


def test_near_spellings_are_found_best_first() -> None:
    index = NameIndex.build(ledger().names())
    for query, expected in (
        ("Mukhtar Ablyasov", "ablyazov"),
        ("Uralskaja Nedelja", "uralsk"),
        ("Agence France Press", "afp"),
    ):
        assert index.entity_id(search(index, query)[0].entity) == expected


def test_an_empty_ledger_has_an_index() -> None:
    assert search(NameIndex.build([]), "Gazprom") == []
