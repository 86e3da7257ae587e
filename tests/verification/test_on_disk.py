"""The same cases over a ledger on disk: what FollowTheMoney lines become on import is what verification expects."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cuibono.ledger import add, create, open_ledger
from cuibono.verification import verify
from tests.verification import ledgers
from tests.verification.casefiles import plain
from tests.verification.test_cases import CASES

ENDS = {
    "Payment": ("payer", "beneficiary"),
    "Control": ("controller", "controlled"),
    "Ownership": ("owner", "asset"),
    "Directorship": ("director", "organization"),
    "Employment": ("employee", "employer"),
    "Membership": ("member", "organization"),
    "Representation": ("agent", "client"),
    "UnknownLink": ("subject", "object"),
    "Debt": ("debtor", "creditor"),
    "Succession": ("predecessor", "successor"),
    "Documentation": ("document", "entity"),
    "ProjectParticipant": ("participant", "project"),
    "Occupancy": ("holder", "post"),
    "ContractAward": ("contract", "supplier"),
    "Sanction": ("entity",),
}
DATES = {"start": "startDate", "end": "endDate"}


def lines(case: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Dataset -> FollowTheMoney entities; the dataset of the actors first, for others refer to it."""
    files: dict[str, list[dict[str, Any]]] = {"register": []}
    parents: dict[str, list[str]] = {}
    for number, given in enumerate(case.get("records", ())):
        row = dict(given)
        schema = next(iter(row))
        ends, dataset = row.pop(schema), row.pop("dataset", "register")
        row_id = str(row.pop("id", f"r{number}"))
        if schema == "Parent":
            parents.setdefault(ends[1], []).append(ends[0])
            continue
        props = {DATES.get(key, key): [str(value)] for key, value in row.items()}
        props.update({prop: [end] for prop, end in zip(ENDS[schema], ends, strict=False)})
        files.setdefault(dataset, []).append({"id": row_id, "schema": schema, "properties": props})
    for entity_id, given in case.get("entities", {}).items():
        values = {"name": given} if isinstance(given, str) else dict(given)
        schema = values.pop("schema", "Organization")
        said: dict[str, list[str]] = {
            str(k): list(map(str, v)) if isinstance(v, list) else [str(v)] for k, v in values.items()
        }
        for dataset in said.pop("datasets", ["register"]):
            above: dict[str, list[str]] = {"parent": parents[entity_id]} if entity_id in parents else {}
            own: dict[str, list[str]] = dict(said)
            own.update(above)
            files.setdefault(dataset, []).append({"id": entity_id, "schema": schema, "properties": own})
    return files


def metadata(name: str, given: dict[str, Any]) -> dict[str, Any]:
    publisher = {
        "name": given.get("publisher", f"Publisher of {name}"),
        "official": given.get("official", False),
    }
    if "country" in given:
        publisher["country"] = given["country"]
    kept: dict[str, Any] = {str(k): given[k] for k in ("standing", "source_kind", "coverage") if k in given}
    return {
        "title": given.get("title", f"List {name}"),
        "publisher": publisher,
        "retrieved": str(given.get("retrieved", "2021-12-31")),
        **kept,
    }


ON_DISK = [*CASES[::7], *(p for p in CASES if str(p.id).startswith(("contracts", "sums")))]


@pytest.mark.parametrize("param", [p.values[0] for p in ON_DISK], ids=[str(p.id) for p in ON_DISK])
def test_a_case_gets_the_same_finding_from_a_ledger_on_disk(param: dict[str, Any], tmp_path: Path) -> None:
    case = plain(param)
    home = tmp_path / "ledger"
    create(home)
    for name, rows in lines(case).items():
        file = tmp_path / f"{name}.ftm.json"
        file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        described = metadata(name, case.get("datasets", {}).get(name, {}))
        if rows:
            made = add(home, file, dataset=name, version="1", metadata=described, format="ftm", max_rejects=1)
            assert made.rejects == 0
    names = {i: e.caption for i, e in ledgers.ledger(case).entities(case.get("entities", {})).items()}
    given = case["claims"] if "claims" in case else [case["claim"]]
    claims = [ledgers.claim(c, names, i) for i, c in enumerate(given)]
    with open_ledger(home) as held:
        known = ledgers.actors(case, ledgers.ledger(case))
        found = verify(claims, known, held, ledgers.document(case), today=ledgers.TODAY)
    assert [v.finding for v in found] == case.get("findings", [case.get("finding")])
