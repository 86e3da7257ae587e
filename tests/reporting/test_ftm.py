from __future__ import annotations

from typing import Any

import orjson
from hypothesis import given, settings

from cuibono.model import Check
from cuibono.reporting import to_ftm
from tests.reporting.sample import CIRCLE, IDS, bare, poisoned, sample
from tests.reporting.strategies import hostile

INTERVAL = {"startDate", "endDate", "date", "summary", "publisher", "sourceUrl", "retrievedAt", "recordId"}
INTEREST = INTERVAL | {"role", "status"}
THING = {"name", "country", "summary", "sourceUrl", "publisher"}
# Properties and required properties as followthemoney 4.11 defines them, for the schemas of the sample.
SCHEMAS: dict[str, tuple[set[str], set[str]]] = {
    "Payment": (INTERVAL | {"payer", "beneficiary", "amount", "currency"}, {"payer", "beneficiary"}),
    "Ownership": (INTEREST | {"owner", "asset"}, {"owner", "asset"}),
    "Control": (INTEREST | {"controller", "controlled"}, {"controller", "controlled"}),
    "Representation": (INTEREST | {"agent", "client"}, {"agent", "client"}),
    "UnknownLink": (INTEREST | {"subject", "object"}, {"subject", "object"}),
    "Documentation": (INTEREST | {"document", "entity"}, {"document", "entity"}),
    "Sanction": (INTERVAL | {"entity", "authority"}, {"entity"}),
    "Mention": ({"document", "name", "resolved", "detectedSchema"}, {"document", "name"}),
    "Article": (THING | {"fileName", "title", "author", "publishedAt", "language"}, {"fileName"}),
    "Organization": (THING, {"name"}),
    "Company": (THING, {"name"}),
    "PublicBody": (THING, {"name"}),
    "LegalEntity": (THING, {"name"}),
}


def entities(check: Check) -> dict[str, dict[str, Any]]:
    rows = [orjson.loads(line) for line in to_ftm(check).splitlines()]
    assert len({row["id"] for row in rows}) == len(rows)
    return {row["id"]: row for row in rows}


def test_every_entity_keeps_its_schema(check: Check) -> None:
    for row in entities(check).values():
        known, required = SCHEMAS[row["schema"]]
        assert set(row["properties"]) <= known, row
        assert required <= set(row["properties"]), row
        for values in row["properties"].values():
            assert values
            assert all(isinstance(value, str) and value for value in values)


def test_every_record_is_there_with_the_ledgers_own_id(check: Check) -> None:
    rows = entities(check)
    for verdict in check.verdicts:
        for evidence in verdict.evidence:
            if evidence.source or evidence.target:
                assert rows[evidence.entity_id]["schema"] == evidence.schema
                assert rows[evidence.entity_id]["datasets"] == [evidence.dataset]
    assert rows["pay-1201"]["properties"]["payer"] == [IDS["Sund Freedom Fund"][0]]
    assert rows["pay-1201"]["properties"]["amount"] == ["54000"]
    assert rows["san-3"]["properties"]["authority"] == ["Westmark Ministry of Finance"]


def test_an_allegation_is_never_a_record(check: Check) -> None:
    rows = entities(check)
    records = {e.entity_id for v in check.verdicts for e in v.evidence} | {
        e.entity_id for v in check.verdicts if v.today for e in v.today.evidence
    }
    records |= {i.evidence.entity_id for i in check.publisher.interests}
    actors = {id for a in check.actors for id in a.entity_ids} | {"media-1", "co-1"}
    for id, row in rows.items():
        assert id in records | actors or row["origin"] == "cuibono:extracted"
        assert (row.get("origin") == "cuibono:extracted") == (
            row["schema"] in ("Article", "Mention", "Documentation")
        )
    assert CIRCLE not in to_ftm(check).decode(), "a name that no record matches is nowhere"
    assert check.verdicts[10].claim.quote not in to_ftm(check).decode()


def test_mentions_are_resolved_only(check: Check) -> None:
    mentions = [row for row in entities(check).values() if row["schema"] == "Mention"]
    linked = [actor for actor in check.actors if actor.status == "linked"]
    assert len(mentions) == len(linked)
    assert {m["properties"]["resolved"][0] for m in mentions} == {a.entity_ids[0] for a in linked}


def test_edges_lead_to_entities_that_are_there(check: Check) -> None:
    rows = entities(check)
    for row in rows.values():
        for name in (
            "payer",
            "beneficiary",
            "owner",
            "asset",
            "controller",
            "controlled",
            "entity",
            "document",
        ):
            for value in row["properties"].get(name, []):
                assert value in rows


def test_same_check_same_lines_and_nothing_makes_one_article() -> None:
    assert to_ftm(sample()) == to_ftm(sample())
    assert [row["schema"] for row in entities(bare()).values()] == ["Article"]


@settings(deadline=None, max_examples=30)
@given(hostile())
def test_any_text_gives_readable_lines(poison: str) -> None:
    for line in to_ftm(poisoned(poison)).splitlines():
        assert orjson.loads(line)["schema"]
