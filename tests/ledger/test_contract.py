"""What the ledger stores is valid FollowTheMoney by the official package (developer environments only)."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest

from cuibono.ledger import add, create, export_to, open_ledger
from cuibono.ledger.schema import vocabulary
from tests.ledger.formats.samples import SAMPLES
from tests.ledger.support import SMALL, ledger_of, thing

ftm = pytest.importorskip(
    "followthemoney", reason="followthemoney is not installed: a check for developer environments"
)


def test_every_stored_entity_is_valid_there(tmp_path: Path) -> None:
    hostile = [
        thing(
            "a",
            name=["\u202eX", "Y  Z"],
            country=["Kazakhstan", "us"],
            website="x.example.org/a b",
            incorporationDate="2020-1-2",
        ),
        thing("b", "Person", name="B", birthDate="1970-01-01", gender="F", topics=["role.pep"]),
        thing(
            "c", "Payment", payer="fund", beneficiary="a", amount=["1,000", 5], date="2020-01-01T00:00:00Z"
        ),
    ]
    ledger, _ = ledger_of(tmp_path, [*SMALL, *hostile])
    valid(ledger)


@pytest.mark.parametrize("name", SAMPLES)
def test_what_the_formats_read_is_valid_there(tmp_path: Path, name: str) -> None:
    create(tmp_path / "ledger")
    source = SAMPLES[name][1](tmp_path / "source")
    add(tmp_path / "ledger", source, dataset="d", retrieved="2024-01-01", max_rejects=0.6)
    valid(tmp_path / "ledger")


def valid(ledger: Path) -> None:
    """Every entity and record of a ledger, taken by the official package without loss."""
    with open_ledger(ledger) as opened:
        for entity in [*opened.entities(opened.entity_ids()).values(), *opened.all_edges()]:
            if entity.schema == "Parent":
                continue
            props = {prop: list(values) for prop, values in entity.properties.items()}
            said = {"id": entity.id, "schema": entity.schema, "properties": props}
            proxy = ftm.model.get_proxy(said, cleaned=False)
            proxy.schema.validate({"properties": props})
            # Its own spelling of an address (a slash at the end) or a number (IMO in front) may differ: none is lost.
            kept = {prop: len(values) for prop, values in proxy.to_dict()["properties"].items()}
            assert kept == {prop: len(values) for prop, values in props.items()}, entity.id


def test_statement_ids_are_the_same_there(tmp_path: Path) -> None:
    from followthemoney.statement import Statement

    ledger, _ = ledger_of(tmp_path, SMALL)
    with open_ledger(ledger) as opened:
        for said in opened.statements(["fund", "grant-1"]):
            assert said.id == Statement.make_key(
                "payments", said.entity_id, said.prop, said.value, None, lang=said.lang
            )


def test_the_vocabulary_is_that_of_the_package() -> None:
    model = ftm.model
    for name, schema in vocabulary().schemas.items():
        official = model.get(name)
        assert official is not None
        assert schema.ancestors == official.names
        assert set(schema.properties) == {p.name for p in official.properties.values() if not p.stub}


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_exported_is_read_there_as_the_same(tmp_path: Path, name: str) -> None:
    from followthemoney.statement import Statement
    from followthemoney.statement.serialize import read_csv_statements, read_json_statements

    create(tmp_path / "ledger")
    source = SAMPLES[name][1](tmp_path / "source")
    add(tmp_path / "ledger", source, dataset="d", retrieved="2024-01-01", max_rejects=0.6)
    with open_ledger(tmp_path / "ledger") as opened:
        for format_, file in (("statements", "s.json"), ("statements", "s.csv"), ("ftm", "e.json")):
            export_to(opened, "d", format_, tmp_path / file)  # type: ignore[arg-type]
        ids = [record.id for _, record in opened.records("d")]
        ours = {(s.id, s.entity_id, s.prop, s.value) for s in opened.statements(ids)}
    theirs = [s for s in read_json_statements(BytesIO((tmp_path / "s.json").read_bytes())) if s.prop != "id"]
    assert {(s.id, s.entity_id, s.prop, s.value) for s in theirs} == ours
    for s in theirs:
        assert s.id == Statement.make_key("d", s.entity_id, s.prop, s.value, s.external, lang=s.lang)
    table = read_csv_statements(BytesIO((tmp_path / "s.csv").read_bytes()))
    assert {s.id for s in table if s.prop != "id"} == {s[0] for s in ours}
    for line in (tmp_path / "e.json").read_text("utf-8").splitlines():
        said = json.loads(line)
        proxy = ftm.model.get_proxy(said, cleaned=True)
        assert (proxy.id, proxy.schema.name) == (said["id"], said["schema"])
        assert proxy.to_dict()["properties"] == said["properties"]
