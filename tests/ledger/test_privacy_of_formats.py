"""Whatever register it comes from: what identifies a natural person is stored only when asked for, and never told in a reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cuibono.ledger import add, create, open_ledger
from cuibono.ledger.encoding import privacy
from cuibono.ledger.reader import Ledger
from cuibono.ledger.records import Statement
from cuibono.ledger.schema import vocabulary
from tests.ledger.formats.samples import SAMPLES

#: Shorter texts (a house number, a country) are found everywhere by chance.
_TELLING = 6


def stored(folder: Path, name: str, *, keep: bool) -> tuple[Path, Ledger]:
    ledger = folder / ("kept" if keep else "default")
    create(ledger)
    source = SAMPLES[name][1](folder / f"source-{keep}")
    options = {"dataset": "d", "retrieved": "2024-01-01", "max_rejects": 0.6, "keep_identifiers": keep}
    add(ledger, source, **options)  # type: ignore[arg-type]
    return ledger, open_ledger(ledger)


def said(ledger: Ledger) -> Iterator[Statement]:
    for _, record in ledger.records("d"):
        yield from ledger.statements([record.id])


def secrets(ledger: Ledger) -> set[str]:
    """What is kept of persons when it is asked for: numbers, homes, and days of birth."""
    rules = privacy()
    found = set()
    for statement in said(ledger):
        ancestors = vocabulary().schemas[statement.schema].ancestors
        if ("Person" in ancestors and statement.prop in rules["person"] - {"addressEntity"}) or (
            ancestors & rules["records"] and statement.prop in ("number", "personalNumber")
        ):
            found |= {statement.value, statement.original_value or ""}
        if "Person" in ancestors and statement.prop in rules["year_only"] and len(statement.value) > 4:
            found |= {statement.value, statement.original_value or ""}
    return {text for text in found if len(text) >= _TELLING}


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_that_identifies_a_person_is_stored(tmp_path: Path, name: str) -> None:
    _, kept = stored(tmp_path, name, keep=True)
    folder, default = stored(tmp_path, name, keep=False)
    rules = privacy()
    with kept, default:
        hidden = secrets(kept)
        organisations = {
            text
            for s in said(default)
            if "Person" not in vocabulary().schemas[s.schema].ancestors
            for text in (s.value, s.original_value)
            if text
        }
        for statement in said(default):
            ancestors = vocabulary().schemas[statement.schema].ancestors
            assert not ancestors & rules["records"]
            if "Person" in ancestors:
                assert statement.prop not in rules["person"]
                assert statement.prop not in rules["year_only"] or len(statement.value) == 4
                texts = statement.value, statement.original_value or ""
                assert not [secret for secret in hidden for text in texts if secret in text]
        # A home may be the seat of a firm too; it is stored as that alone.
        for secret in hidden - organisations:
            assert not [text for text in organisations if secret in text and len(text) < 200], secret
        for path in folder.glob("*/*/rejects.jsonl"):
            reasons = path.read_text(encoding="utf-8")
            assert not [secret for secret in hidden if json.dumps(secret)[1:-1] in reasons]


def test_some_format_has_something_to_hide(tmp_path: Path) -> None:
    """The test above would say little if no sample held a number or a home."""
    telling = []
    for name in SAMPLES:
        (tmp_path / name).mkdir()
        _, kept = stored(tmp_path / name, name, keep=True)
        with kept:
            if secrets(kept):
                telling.append(name)
    assert {"ofac-sdn", "uk-sanctions", "un-consolidated"} <= set(telling) or len(telling) >= 3, telling
