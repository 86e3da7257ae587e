"""What goes out comes back in as the same records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cuibono.errors import NotInLedgerError
from cuibono.ledger import add, create, export, open_ledger
from cuibono.ledger.exporting import ExportFormat
from tests.ledger.formats.samples import SAMPLES
from tests.ledger.support import SMALL, ledger_of


def carry(ledger: Path, out: Path, format_: ExportFormat, dataset: str) -> Path:
    with open_ledger(ledger) as opened:
        rows = [json.dumps(row) + "\n" for row in export(opened, dataset, format_)]
    out.write_text("".join(rows), encoding="utf-8")
    return out


@pytest.mark.parametrize("name", SAMPLES)
def test_statements_come_back_whole(tmp_path: Path, name: str) -> None:
    create(tmp_path / "one")
    create(tmp_path / "two")
    add(
        tmp_path / "one",
        SAMPLES[name][1](tmp_path / "source"),
        dataset="d",
        retrieved="2024-01-01",
        max_rejects=0.6,
    )
    file = carry(tmp_path / "one", tmp_path / "out.json", "statements", "d")
    done = add(tmp_path / "two", file, dataset="d", retrieved="2024-01-01", max_rejects=0)
    assert done.values_left_out == 0
    with open_ledger(tmp_path / "one") as one, open_ledger(tmp_path / "two") as two:
        ids = sorted({*one.entity_ids(), *(edge.id for edge in one.all_edges())})
        assert sorted(map(repr, one.statements(ids))) == sorted(map(repr, two.statements(ids)))
        assert one.edges(ids) == two.edges(ids)


def test_entities_come_back_with_every_value_and_edge(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, SMALL)
    file = carry(ledger, tmp_path / "out.json", "ftm", "payments")
    create(tmp_path / "two")
    add(tmp_path / "two", file, dataset="payments", retrieved="2024-05-01")
    with open_ledger(ledger) as one, open_ledger(tmp_path / "two") as two:
        ids = sorted(one.entity_ids())
        assert {i: e.properties for i, e in one.entities(ids).items()} == {
            i: e.properties for i, e in two.entities(ids).items()
        }
        assert [(e.id, e.amount, e.start, e.end) for e in one.edges(ids)] == [
            (e.id, e.amount, e.start, e.end) for e in two.edges(ids)
        ]


def test_an_unknown_dataset_is_told(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, SMALL)
    with open_ledger(ledger) as opened, pytest.raises(NotInLedgerError):
        list(export(opened, "nothing"))
