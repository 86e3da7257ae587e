"""The facts beside the registers they were taken from; skipped where those are not at hand."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from starter_facts import Actor, Fact, FactFile

RECORDS = Path(__file__).resolve().parents[3] / "shared" / "records"

pytestmark = pytest.mark.skipif(
    not RECORDS.exists(), reason="the registers are not at hand (../shared/records)"
)


def table(name: str, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    path = RECORDS / name
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(io.StringIO(data.decode(encoding, errors="replace"), newline="")))


def facts_of(files: list[FactFile], *names: str) -> Iterator[Fact]:
    return (fact for file in files if file.name in names for fact in file.facts)


def first(fact: Fact, prop: str) -> str:
    return fact.properties.get(prop, [""])[0]


def iso(text: str) -> str:
    """A day as registers write it (15/03/2022, 02.12.2019, 22.03.21) as ISO."""
    day, month, year = re.split(r"[/.]", text)
    return f"{year if len(year) == 4 else '20' + year}-{int(month):02d}-{int(day):02d}"


def test_british_listings_carry_the_registers_dates(files: list[FactFile]) -> None:
    register = {
        row["unique_id"]: iso(row["date_designated"]) for row in table("uk_sanctions_list/subjects.csv")
    }
    for fact in facts_of(files, "uk-sanctions"):
        assert register[first(fact, "authorityId")] == first(fact, "listingDate")


def test_united_nations_listings_carry_the_lists_dates(files: list[FactFile]) -> None:
    data = gzip.decompress((RECORDS / "un_consolidated/UN_consolidated_2026-02.xml.gz").read_bytes())
    tree = ElementTree.fromstring(data)  # noqa: S314 - a file of ours
    listed = {(e.findtext("REFERENCE_NUMBER") or "").strip(): (e.findtext("LISTED_ON") or "")[:10]
              for e in tree.iter() if e.find("REFERENCE_NUMBER") is not None}  # fmt: skip
    for fact in facts_of(files, "un-sanctions"):
        assert listed[first(fact, "unscId")] == first(fact, "listingDate")


def numbers_on_ofac_list(day: str) -> set[str]:
    data = gzip.decompress((RECORDS / f"ofac_sdn/{day}/sdn.csv.gz").read_bytes()).decode(
        "utf-8", errors="replace"
    )
    return {row[0] for row in csv.reader(io.StringIO(data, newline="")) if row}


def test_american_listings_agree_with_three_lists(files: list[FactFile]) -> None:
    lists = {day: numbers_on_ofac_list(day) for day in ("2021-07-07", "2022-01-31", "2023-01-21")}
    for fact in facts_of(files, "ofac-sdn"):
        for day, numbers in lists.items():
            listed = first(fact, "listingDate") <= day
            assert (first(fact, "authorityId") in numbers) == listed, f"{fact.target} on {day}"


def test_asset_freezes_of_the_european_union_carry_the_annex_dates(files: list[FactFile]) -> None:
    days: dict[str, set[str]] = {}
    for path in (RECORDS / "eu_journal_sanctions/consolidated").iterdir():
        for row in table(f"eu_journal_sanctions/consolidated/{path.name}"):
            if re.fullmatch(r"[\d.]+", row["startDate"]):
                days.setdefault(row["celex"], set()).add(iso(row["startDate"]))
    freezes = [f for f in facts_of(files, "eu-sanctions") if first(f, "provisions") == "asset freeze"]
    assert len(freezes) >= 30
    for fact in freezes:
        match = re.search(r"reg/(\d{4})/(\d+)$", first(fact, "sourceUrl"))
        assert match
        assert first(fact, "listingDate") in days[f"3{match[1]}R{int(match[2]):04d}"]


def test_chinese_measures_carry_announcement_and_day(files: list[FactFile]) -> None:
    announced = {
        (row["Source URL"], iso(row["Date"])) for row in table("cn_sanctions/sanctions.csv") if row["Date"]
    }
    for fact in facts_of(files, "cn-measures"):
        assert (first(fact, "sourceUrl"), first(fact, "listingDate")) in announced


def test_registered_agents_are_rows_of_the_register(files: list[FactFile]) -> None:
    def american(text: str) -> str:
        return f"{text[6:]}-{text[:2]}-{text[3:5]}" if text else ""

    rows = table("fara/FARA_All_ForeignPrincipals.csv.gz", "latin-1")
    register: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        key = (row["Registration Number"], american(row["Foreign Principal Registration Date"]))
        register.setdefault(key, set()).add(american(row["Foreign Principal Termination Date"]))
    for fact in facts_of(files, "fara"):
        ends = register[first(fact, "recordId"), first(fact, "startDate")]
        assert first(fact, "endDate") in ends | {""}
        assert first(fact, "endDate") or any(not end or end < first(fact, "startDate") for end in ends)


def test_the_endowments_grants_carry_the_listed_sums(files: list[FactFile]) -> None:
    listed = {(row["source_url"], row["fiscal_year"], row["amount"].removesuffix(".0"))
              for row in table("ned_grants/ned_grants.csv")}  # fmt: skip
    names = ("ned-grants-pages", "ned-grants-copies", "ned-grants-hong-kong", "ned-grants-news")
    for fact in facts_of(files, *names):
        assert (first(fact, "sourceUrl"), first(fact, "date"), first(fact, "amount")) in listed


def test_the_whole_list_is_carried_whole(files: list[FactFile]) -> None:
    rows = [r for r in table("ned_grants/ned_grants.csv")
            if r["country"] == "Hong Kong" and r["list_completeness"].startswith("complete")]  # fmt: skip
    held = [
        f
        for f in facts_of(files, "ned-grants-hong-kong")
        if first(f, "date") in ("1994", "1996", "2002", "2004")
    ]
    assert len(held) == len(rows)


def test_state_media_carry_the_class_of_the_matrix(files: list[FactFile], actors: dict[str, Actor]) -> None:
    classes: dict[str, set[str]] = {}
    for row in table("state_media_matrix/State_Media_Matrix.csv"):
        for name in (row["Media company"], row["Main assets"]):
            classes.setdefault(re.sub(r"\W", "", name.casefold()), set()).add(row["Typology"].strip("?"))
    compared = 0
    for fact in facts_of(files, "state-media-matrix"):
        said = re.search(
            r"\((SC|CaPu|ISFM|ISF|ISM|IP)\)",
            " ".join(fact.properties.get("role", []) + fact.properties.get("purpose", [])),
        )
        assert said
        for name in (actors[fact.target].name, *actors[fact.target].properties.get("alias", ())):
            found = classes.get(re.sub(r"\W", "", name.casefold()))
            if found:
                compared += 1
                assert said[1] in found, f"{fact.target}: {said[1]} or {found}"
    assert compared >= 120


def test_foundations_grants_are_the_years_sums(files: list[FactFile], actors: dict[str, Actor]) -> None:
    owners = {name: actor.id for actor in actors.values()
              for key in ("name", "alias", "abbreviation") for name in actor.properties.get(key, ())}  # fmt: skip
    sums: dict[tuple[str | None, str | None, str], float] = {}
    for row in table("grants_us_foundations/grants.csv.gz"):
        if row["amount"] and not row["original_currency"]:
            key = (
                owners.get(row["donor"]),
                owners.get(row["donee"].removesuffix(", Inc.")),
                row["donation_date"][:4],
            )
            sums[key] = sums.get(key, 0) + float(row["amount"])
    for fact in facts_of(files, "us-foundation-grants"):
        assert int(sums[fact.source, fact.target, first(fact, "date")[:4]]) == int(first(fact, "amount")), (
            fact
        )
