"""Small files and ledgers for the tests of this room. All actors are invented."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cuibono.ledger import add, create
from cuibono.ledger.importing import Imported

Line = Mapping[str, Any]

METADATA: dict[str, Any] = {
    "title": "Register of invented payments",
    "publisher": {"name": "Office of Examples", "country": "kz", "official": True},
    "licence": "CC0",
    "url": "https://records.example.org/payments",
    "retrieved": "2024-05-01",
    "standing": "regulator",
    "coverage": {"relations": ["Payment"], "complete": "no", "basis": "the publisher's own page"},
}


def thing(id_: str, schema: str = "Organization", **props: Any) -> dict[str, Any]:
    """An entity line; single values may be given bare."""
    values = {key: value if isinstance(value, list) else [value] for key, value in props.items()}
    return {"id": id_, "schema": schema, "properties": values}


def payment(id_: str, payer: str, beneficiary: str, **props: Any) -> dict[str, Any]:
    return thing(id_, "Payment", payer=payer, beneficiary=beneficiary, **props)


FUND = thing(
    "fund",
    name="Steppe Fund",
    alias=["SF", "Степной фонд"],
    country="us",
    website="https://www.steppe.example.org/about",
)
PAPER = thing("paper", "Company", name="The Morning Paper", country="kz")
OWNER = thing("owner", "Person", name="Aru Bekova", nationality="kz")
GRANT = payment(
    "grant-1",
    "fund",
    "paper",
    amount="12,500.50",
    currency="USD",
    date="2020-3-5",
    sourceUrl="https://steppe.example.org/g/1",
)
SHARE = thing(
    "share-1", "Ownership", owner="owner", asset="paper", percentage="60", startDate="2015", endDate="2021-06"
)
LISTING = thing(
    "listing-1",
    "Sanction",
    entity="paper",
    authority="Council of Examples",
    listingDate="2022-03-15",
    startDate="2022-03-16",
)
SMALL: list[Line] = [FUND, PAPER, OWNER, GRANT, SHARE, LISTING]


def write_lines(path: Path, lines: Iterable[Line | str | bytes]) -> Path:
    """JSON lines; a string or bytes stands as it is."""
    with path.open("wb") as file:
        for line in lines:
            data = (
                line
                if isinstance(line, bytes)
                else (line if isinstance(line, str) else json.dumps(line)).encode()
            )
            file.write(data + b"\n")
    return path


def ledger_of(folder: Path, lines: Iterable[Line | str | bytes], **options: Any) -> tuple[Path, Imported]:
    """A new ledger in ``folder`` with one dataset ``payments`` of these lines."""
    ledger = folder / "ledger"
    if not ledger.exists():
        create(ledger)
    source = write_lines(folder / "source.json", lines)
    settings: dict[str, Any] = {"metadata": METADATA, "dataset": "payments", **options}
    return ledger, add(ledger, source, **settings)
