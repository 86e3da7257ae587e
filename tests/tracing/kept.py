"""A small ledger in a folder, of invented actors: a fund pays a body that pays a paper; the head of that body moves on."""

from __future__ import annotations

import json
from pathlib import Path

from cuibono.ledger import add

ENDS = {
    "Payment": ("payer", "beneficiary"),
    "Directorship": ("director", "organization"),
    "UnknownLink": ("subject", "object"),
}
PEOPLE = ["Ada Example", "Berta Example"]


def thing(identifier: str, name: str, schema: str = "Organization", country: str = "us") -> dict[str, object]:
    return {"id": identifier, "schema": schema, "properties": {"name": [name], "country": [country]}}


def tie(identifier: str, schema: str, one: str, two: str, **more: str) -> dict[str, object]:
    source, target = ENDS[schema]
    properties = {source: [one], target: [two], **{k: [v] for k, v in more.items()}}
    return {"id": identifier, "schema": schema, "properties": properties}


GRANTS = [
    thing("fund", "Example Fund"),
    thing("middle", "Middle Body"),
    thing("paper", "The Example Paper", "Company"),
    tie("g1", "Payment", "fund", "middle", amount="1000.50", currency="USD", date="2019-03"),
    tie("g2", "Payment", "fund", "middle", amount="7", currency="EUR", date="2020"),
    tie("g3", "Payment", "middle", "paper", amount="300", currency="USD", date="2021-05-06"),
]
HEADS = [
    thing("other-middle", "Middle Body"),
    thing("ada", PEOPLE[0], "Person"),
    thing("institute", "Institute of Examples"),
    tie("d1", "Directorship", "ada", "other-middle", startDate="2015", endDate="2018"),
    tie("d2", "Directorship", "ada", "institute", startDate="2019"),
]


def put(folder: Path, name: str, entities: list[dict[str, object]], retrieved: str = "2024-01-01") -> None:
    source = folder.parent / f"{name}-{retrieved}.json"
    source.write_text("".join(json.dumps(e) + "\n" for e in entities))
    add(folder, source, dataset=name, retrieved=retrieved)
