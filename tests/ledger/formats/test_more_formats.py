"""What each of the further formats reads: ties with dates and sums, nothing that the register does not say."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from cuibono.errors import RecordError
from cuibono.ledger import Ledger, add, create, detect, diff, open_ledger
from tests.ledger.formats import more_samples as samples
from tests.ledger.formats.more_samples import put
from tests.ledger.formats.test_formats import bring, by_name, told


def ties(ledger: Ledger, *schemas: str) -> list[tuple[Any, ...]]:
    """(schema, source, target, start, end, amount, currency) of the edges of these schemas."""
    return sorted(
        (
            e.schema,
            e.source,
            e.target,
            e.start,
            e.end,
            None if e.amount is None else str(e.amount),
            e.currency,
        )
        for e in ledger.all_edges()
        if e.schema in schemas
    )  # type: ignore[type-var]


def roles(ledger: Ledger) -> list[tuple[str, str | None]]:
    return sorted((e.schema, e.role) for e in ledger.all_edges() if e.role)  # type: ignore[type-var]


def test_the_three_files_of_ofac_give_their_entries_the_same_ids(tmp_path: Path) -> None:
    found: list[set[str]] = []
    for name in ("ofac-sdn", "ofac-xml", "ofac-advanced"):
        with open_ledger(bring(tmp_path / name, name)) as opened:
            found.append(
                {*opened.entity_ids(), *(e.id for e in opened.all_edges() if e.schema == "Sanction")}
            )
    shared = {"ofac-101", "ofac-103", "ofac-104", "ofac-101-exmp", "ofac-101-exmp-eo1"}
    assert all(shared <= ids for ids in found)


def test_ofac_simple(tmp_path: Path) -> None:
    ledger = bring(tmp_path, "ofac-xml")
    with open_ledger(ledger) as opened:
        company, person, ship = (opened.entity(f"ofac-{n}") for n in (101, 103, 104))
        assert company is not None
        assert person is not None
        assert ship is not None
        assert company.names == ("EXAMPLE TRADING CO.", "ETC", "OLD TRADING")
        assert (company.get("weakAlias"), company.get("previousName")) == (("ETC",), ("OLD TRADING",))
        assert (company.first("incorporationDate"), company.first("taxNumber")) == ("2001-02-03", "998877")
        assert (person.caption, person.first("birthDate"), person.first("nationality")) == (
            "Jan DOE",
            "1948",
            "kz",
        )
        original = {s.original_value for s in person.statements if s.prop == "name"}
        assert original == {"DOE, Jan"}
        assert (ship.first("imoNumber"), ship.first("flag")) == ("7406784", "pa")
        assert {e.start for e in opened.all_edges()} == {None}
    assert told(ledger) == [("sdnType", "missing or unknown")]


def test_ofac_advanced_dates_listings_and_relates_parties(tmp_path: Path) -> None:
    ledger = bring(tmp_path, "ofac-advanced")
    with open_ledger(ledger) as opened:
        listings = opened.edges(["ofac-101"])
        dated = [(e.start, e.first("program"), e.first("reason")) for e in listings if e.schema == "Sanction"]
        assert dated == [
            ("2024-03-05", "EXMP", "Executive Order 99999"),
            ("2024-03-05", "EXMP-EO1", "Executive Order 99999"),
        ]
        assert ties(opened, "Control") == [("Control", "ofac-103", "ofac-101", None, None, None, None)]
        assert [role for schema, role in roles(opened) if schema == "UnknownLink"] == [
            "Leader or official of",
            "formerly Owned or Controlled By",
        ]
    assert [field for field, _ in told(ledger)] == ["PartySubTypeID", "ProfileID"]


def test_the_raw_uk_list(tmp_path: Path) -> None:
    ledger = bring(tmp_path, "uk-list")
    with open_ledger(ledger) as opened:
        outlook = opened.entity("gb-fcdo-exa0001")
        assert outlook is not None
        assert outlook.names == ("EXAMPLE OUTLOOK", "Пример", "OUTLOOK")
        assert {s.lang for s in outlook.statements if s.value == "Пример"} == {"rus"}
        (listing,) = opened.edges([outlook.id])
        assert (listing.start, listing.get("provisions")) == ("2022-03-15", ("Asset freeze", "Travel ban"))
        assert listing.first("reason") == "Spreads examples."
        person = opened.entity("gb-fcdo-exa0002")
        assert person is not None
        assert (person.caption, person.first("birthDate"), person.first("lastName")) == (
            "Jan DOE",
            "1948",
            "DOE",
        )
    assert [field for field, _ in told(ledger)] == ["Date Designated", "Designation Type"]


def test_the_former_uk_list(tmp_path: Path) -> None:
    with open_ledger(bring(tmp_path, "uk-list (OFSI)")) as opened:
        person = opened.entity("gb-ofsi-14001")
        assert person is not None
        assert (person.names, person.get("nationality")) == (("Jan DOE", "Johnny DOE"), ("kz", "ru"))
        assert [e.start for e in opened.edges([person.id])] == ["2020-12-31"]


@pytest.mark.parametrize("name", ["360giving", "360giving (csv)"])
def test_360giving(tmp_path: Path, name: str) -> None:
    ledger = bring(tmp_path, name)
    with open_ledger(ledger) as opened:
        (grant,) = opened.all_edges()
        assert (grant.source, grant.start, grant.end, grant.date) == (
            "gb-chc-1123456",
            "2019-12-08",
            "2021-06-30",
            "2019-12-08",
        )
        assert (float(str(grant.amount)), grant.currency) == (12345678.10, "GBP")
        assert (grant.first("programme"), grant.first("recordId")) == ("Open examples", "360G-example-1")
        assert by_name(opened, "Example Watch").first("country") == "kz"
        assert not [row for row in opened.names() if "Doe" in row.name]
    assert ("recipientOrganization.name", "missing") in told(ledger)


@pytest.mark.parametrize("name", ["ocds", "ocds (records)"])
def test_ocds(tmp_path: Path, name: str) -> None:
    with open_ledger(bring(tmp_path, name)) as opened:
        awards = ties(opened, "ContractAward")
        assert [row[2:] for row in awards if row[5]] == [
            ("gb-coh-01234567", "2021-04-20", "2022-05-01", "950000.55", "KZT")
        ]
        # Of several suppliers nobody knows whose share is what; cancelled awards are none.
        assert [row[5] for row in awards].count(None) == 2
        assert len(awards) == 3
        assert ties(opened, "Payment") == [
            ("Payment", "kz-bin-123456789012", "gb-coh-01234567", "2021-08-01", "2021-08-01", "1000.1", "KZT")
        ]
        contract = opened.entity(str(awards[-1][1]))
        assert contract is not None
        assert contract.first("authority") == "kz-bin-123456789012"


def test_irs_990(tmp_path: Path) -> None:
    ledger = bring(tmp_path, "irs990")
    with open_ledger(ledger) as opened:
        assert (
            ties(opened, "Payment")
            == [
                (
                    "Payment",
                    "us-ein-123456789",
                    "us-ein-987654321",
                    "2020-01-01",
                    "2020-12-31",
                    "25000",
                    "USD",
                )
            ]
            * 2
        )
        (head,) = [e for e in opened.all_edges() if e.schema == "Directorship"]
        assert (head.role, head.start, head.end) == ("PRESIDENT", "2020-01-01", "2020-12-31")
        fund = opened.entity("us-ein-123456789")
        assert fund is not None
        assert fund.caption == "EXAMPLE FUND OF EXAMPLETOWN"
        assert "7000 USD to an organisation in Central Asia" in str(fund.first("notes"))
        # A well paid accountant and a person who got a grant are nobody's business.
        assert {row.name for row in opened.names()} == {
            "EXAMPLE FUND OF EXAMPLETOWN",
            "EXAMPLE WATCH",
            "JAN DOE",
        }


def test_a_broken_return_among_others_is_left_out(tmp_path: Path) -> None:
    ledger = bring(tmp_path, "irs990 (folder)")
    with open_ledger(ledger) as opened:
        sums = {(e.start, str(e.amount)) for e in opened.all_edges() if e.schema == "Payment"}
        assert sums == {("2020-01-01", "25000"), ("2010-07-01", "600.50"), ("2021-01-01", "9000")}
        assert ("Directorship", "former CHAIR") in roles(opened)
        assert by_name(opened, "Example Press").first("country") == "gb"
    assert [reason for field, reason in told(ledger) if field is None] == [
        "Premature end of data in tag ReturnHeader line 1, line 1, column 56"
    ]


def test_usaspending_awards_and_transactions(tmp_path: Path) -> None:
    create(tmp_path / "l")
    source = samples.usaspending_zip(tmp_path)
    assert add(tmp_path / "l", source, retrieved="2024-01-01", max_rejects=0.6).dataset == "us-spending"
    with open_ledger(tmp_path / "l") as opened:
        award, action = (by_name(opened, name) for name in ("EXAMPLE WATCH", "EXAMPLE WORKS LLC"))
        (paid,) = [e for e in opened.edges([award.id]) if e.schema == "Payment"]
        assert (paid.start, paid.end, str(paid.amount), paid.first("purpose")) == (
            "2020-09-15",
            "2022-09-30",
            "150000.25",
            "grant",
        )
        (less,) = opened.edges([action.id])
        assert (str(less.amount), less.start, less.first("purpose")) == ("-1000.50", "2021-02-03", "contract")
        assert (less.source, paid.source) == (
            "us-agency-department-of-examples",
            "us-agency-bureau-of-examples",
        )
        parents = ties(opened, "Parent")
        assert [row[1:3] for row in parents] == [
            ("us-agency-department-of-examples", "us-agency-bureau-of-examples"),
            ("us-uei-zzcdef123456", "us-uei-abcdef123456"),
        ]


@pytest.mark.parametrize("packed", [False, True])
def test_icij_as_a_folder_and_as_an_archive(tmp_path: Path, packed: bool) -> None:
    create(tmp_path / "l")
    source = samples.icij_zip(tmp_path) if packed else samples.icij(tmp_path / "s")
    add(tmp_path / "l", source, dataset="d", retrieved="2024-01-01", max_rejects=0.5)
    with open_ledger(tmp_path / "l") as opened:
        assert [(schema, role) for schema, role in roles(opened)] == [
            ("Directorship", "director of"),
            ("Ownership", "shareholder of"),
            ("UnknownLink", "intermediary of"),
            ("UnknownLink", "nominee shareholder of"),
        ]
        company = opened.entity("icij-10000001")
        assert company is not None
        # 05/10/2012: nobody knows which is the month.
        assert (company.first("incorporationDate"), company.first("dissolutionDate")) == (
            "2006-03-23",
            "2012",
        )
        text = repr(opened.statements(opened.entity_ids()))
        assert "Home street" not in text


@pytest.mark.parametrize("name", ["gleif", "gleif (xml)", "gleif (json)"])
def test_gleif_says_the_same_in_each_of_its_forms(tmp_path: Path, name: str) -> None:
    with open_ledger(bring(tmp_path, name)) as opened:
        child = opened.entity(f"lei-{samples.CHILD.lower()}")
        assert child is not None
        if "json" not in name:
            assert child.names == ("Example Works Ltd", "Works", "Old Works Ltd")
            assert (child.first("jurisdiction"), child.get("country")) == ("gb", ("gb", "kz"))
            assert (child.first("incorporationDate"), child.first("registrationNumber")) == (
                "2001-02-03",
                "01234567",
            )
        if "xml" not in name:
            parent = f"lei-{samples.PARENT.lower()}"
            # The relationship's own period counts, not that of the accounts.
            assert ties(opened, "Control") == [("Control", parent, child.id, "2016-04-05", None, None, None)]
        if name == "gleif":
            assert [row[3] for row in ties(opened, "Succession")] == ["2015-06-07"]
            assert ("UnknownLink", "formerly is fund managed by") in roles(opened)


def test_wikidata_takes_ranks_precision_and_qualifiers(tmp_path: Path) -> None:
    with open_ledger(bring(tmp_path, "wikidata")) as opened:
        assert [row[:5] for row in ties(opened, "Ownership")] == [
            ("Ownership", "Q900002", "Q900001", "2015", None),
            ("Ownership", "Q900003", "Q900001", "2001-02-03", "2015-01-31"),
        ]
        owners = {e.source: e for e in opened.all_edges() if e.schema == "Ownership"}
        assert owners["Q900002"].first("percentage") == "51"
        assert owners["Q900003"].first("summary") == "another value is preferred there"
        assert ties(opened, "Payment")[0][1:5] == ("Q900004", "Q900001", "2020", "2020")
        (founder,) = [e for e in opened.all_edges() if e.schema == "Membership"]
        assert (founder.role, founder.date, founder.source_url) == (
            "founder",
            "1999-05",
            "https://news.example.org/1",
        )
        assert ("Directorship", "chief executive officer") in roles(opened)
        assert [row[1:3] for row in ties(opened, "Parent")] == [("Q900002", "Q900001")]
        paper, person = opened.entity("Q900001"), opened.entity("Q900003")
        assert paper is not None
        assert person is not None
        assert (paper.schema, paper.names) == ("Company", ("Example Paper", "The Paper", "Газета"))
        assert (person.schema, person.first("birthDate")) == ("Person", "1970")
        # Persons and rivers that no statement names stay out.
        assert opened.entity("Q900005") is None
        assert opened.entity("Q900006") is None


def test_wikidata_parent_with_dates_is_control_for_that_time(tmp_path: Path) -> None:
    dated = samples.wd_claim("Q2", qualifiers={"P582": [samples.wd_time("2010-01-01", 9)]})
    items = [samples.wd_item("Q1", "One", {"P749": [dated]}), samples.wd_item("Q2", "Two", {})]
    create(tmp_path / "l")
    add(tmp_path / "l", put(tmp_path / "w.json", "\n".join(map(json.dumps, items))), dataset="d")
    with open_ledger(tmp_path / "l") as opened:
        assert [row[:5] for row in ties(opened, "Control", "Parent")] == [
            ("Control", "Q2", "Q1", None, "2010")
        ]


def test_littlesis(tmp_path: Path) -> None:
    with open_ledger(bring(tmp_path, "littlesis")) as opened:
        assert ties(opened, "Payment") == [
            ("Payment", "littlesis-1", "littlesis-3", "2012", "2012", "2500", "USD")
        ]
        assert ties(opened, "Parent")[0][1:3] == ("littlesis-2", "littlesis-3")
        assert [e.first("percentage") for e in opened.all_edges() if e.schema == "Ownership"] == ["12.5"]
        assert roles(opened) == [("Directorship", "Chair"), ("UnknownLink", "former lobbying")]
        chair = next(e for e in opened.all_edges() if e.schema == "Directorship")
        assert chair.start == "2010-05"


def test_an_index_of_opensanctions_describes_its_file(tmp_path: Path) -> None:
    source = samples.opensanctions(tmp_path / "s")
    create(tmp_path / "l")
    for given in (source, source.parent):
        done = add(tmp_path / "l", given)
    assert (done.dataset, done.version, done.unchanged) == ("kz_examples", "2024-03-22", True)
    with open_ledger(tmp_path / "l") as opened:
        dataset = opened.dataset("kz_examples")
    assert (dataset.title, dataset.publisher, dataset.country, dataset.official) == (
        "Register of examples",
        "Office of Examples",
        "kz",
        True,
    )


def test_another_file_than_the_index_describes_is_refused(tmp_path: Path) -> None:
    source = samples.opensanctions(tmp_path / "s")
    with (tmp_path / "s" / "entities.ftm.json").open("a", encoding="utf-8") as file:
        file.write(json.dumps({**samples.ENTITY, "id": "ex-9"}) + "\n")
    create(tmp_path / "l")
    with pytest.raises(RecordError, match="checksum differs"):
        add(tmp_path / "l", source)


def test_an_index_without_its_file_says_what_is_missing(tmp_path: Path) -> None:
    source = samples.opensanctions(tmp_path / "s")
    (tmp_path / "s" / "entities.ftm.json").unlink()
    create(tmp_path / "l")
    with pytest.raises(
        RecordError, match=re.escape("put the index.json of one dataset beside its entities.ftm.json")
    ):
        add(tmp_path / "l", source)


def changes(path: Path, lines: Sequence[dict[str, Any]]) -> Path:
    return put(path, "".join(json.dumps(line) + "\n" for line in lines))


def test_a_delta_makes_the_version_that_the_whole_file_would_have_made(tmp_path: Path) -> None:
    def entity(id_: str, name: str, **more: list[str]) -> dict[str, Any]:
        return {"id": id_, "schema": "Company", "properties": {"name": [name], **more}}

    before = [entity("a", "One", country=["kz"]), entity("b", "Two"), entity("c", "Three")]
    after = [entity("a", "One", country=["kz"]), entity("b", "Two Ltd"), entity("d", "Four")]
    delta = [
        {"op": "MOD", "entity": after[1]},
        {"op": "DEL", "entity": {"id": "c"}},
        {"op": "ADD", "entity": after[2]},
    ]
    for name in ("by-delta", "whole"):
        create(tmp_path / name)
        add(tmp_path / name, changes(tmp_path / "old.json", before), dataset="d", retrieved="2024-01-01")
    add(tmp_path / "by-delta", changes(tmp_path / "delta.json", delta), dataset="d", retrieved="2024-02-01")
    add(tmp_path / "whole", changes(tmp_path / "new.json", after), dataset="d", retrieved="2024-02-01")
    said = []
    for name in ("by-delta", "whole"):
        with open_ledger(tmp_path / name) as opened:
            ids = sorted(opened.entity_ids())
            said.append([(s.entity_id, s.prop, s.value) for s in opened.statements(ids)])
    assert said[0] == said[1]
    found = diff(tmp_path / "by-delta", "d", "2024-01-01", "2024-02-01")
    assert [[each.id for each in part] for part in (found.added, found.removed, found.changed)] == [
        ["d"],
        ["c"],
        ["b"],
    ]


def test_a_delta_on_nothing_is_refused(tmp_path: Path) -> None:
    create(tmp_path / "l")
    source = changes(tmp_path / "delta.json", [{"op": "DEL", "entity": {"id": "c"}}])
    assert detect(source).name == "opensanctions-delta"
    with pytest.raises(RecordError, match="import the whole file first"):
        add(tmp_path / "l", source, dataset="d")


def bods_ties(tmp: Path, version: str, interest: dict[str, Any]) -> list[tuple[str, str | None]]:
    """(schema, role) of the tie that one interest makes, in the shape of one version of the standard."""
    entity: dict[str, Any] = {"entityType": "registeredEntity", "name": "Example Ltd"}
    place = {"name": "Kazakhstan", "code": "KZ"}
    entity["incorporatedInJurisdiction" if version == "0.2" else "jurisdiction"] = place
    person: dict[str, Any] = {
        "personType": "knownPerson",
        "names": [{"type": "individual", "fullName": "Aru Bekova"}],
    }
    if version == "0.2":
        person |= {"hasPepStatus": True, "pepStatusDetails": [{"reason": "Member of the Example Council"}]}
    else:
        person |= {
            "politicalExposure": {"status": "isPep", "details": [{"reason": "Member of the Example Council"}]}
        }
    statements = [
        {"statementID": "e", "statementType": "entityStatement", "statementDate": "2019-01-01", **entity},
        {"statementID": "p", "statementType": "personStatement", **person},
        {
            "statementID": "o",
            "statementType": "ownershipOrControlStatement",
            "subject": {"describedByEntityStatement": "e"},
            "interestedParty": {"describedByPersonStatement": "p"},
            "interests": [interest],
        },
    ]
    create(tmp / "l")
    done = add(tmp / "l", put(tmp / "b.json", json.dumps(statements)), dataset="d")
    assert done.rejects == 0
    with open_ledger(tmp / "l") as opened:
        company, owner = opened.entity("bods-e"), opened.entity("bods-p")
        assert company is not None
        assert owner is not None
        assert company.first("jurisdiction") == "kz"
        assert (owner.get("topics"), owner.get("position")) == (
            ("role.pep",),
            ("Member of the Example Council",),
        )
        return [(e.schema, e.role) for e in opened.all_edges()]


BODS_INTERESTS: dict[str, tuple[str, dict[str, Any], str]] = {
    "0.2 votes": ("0.2", {"type": "voting-rights", "interestLevel": "direct"}, "Control"),
    "0.2 shares": (
        "0.2",
        {"type": "shareholding", "share": {"minimum": 25, "exclusiveMinimum": True}},
        "Ownership",
    ),
    "0.2 surplus": ("0.2", {"type": "rights-to-surplus-assets-on-dissolution"}, "Ownership"),
    "0.2 official": ("0.2", {"type": "senior-managing-official"}, "Directorship"),
    "0.3 board": ("0.3", {"type": "appointmentOfBoard", "directOrIndirect": "indirect"}, "Control"),
    "0.3 seat": ("0.3", {"type": "boardChair"}, "Directorship"),
    "0.3 nominee": ("0.3", {"type": "nominee"}, "UnknownLink"),
    "0.3 beneficiary": ("0.3", {"type": "beneficiaryOfLegalArrangement"}, "UnknownLink"),
    "0.3 unknown": ("0.3", {"type": "unknownInterest"}, "UnknownLink"),
    "0.3 nothing": ("0.3", {}, "UnknownLink"),
}


@pytest.mark.parametrize("name", BODS_INTERESTS)
def test_interests_of_every_version_of_bods(tmp_path: Path, name: str) -> None:
    version, interest, schema = BODS_INTERESTS[name]
    ((found, _),) = bods_ties(tmp_path, version, interest)
    assert found == schema


def test_a_later_statement_of_bods_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    def said(name: str, number: str, **more: Any) -> dict[str, Any]:
        return {
            "statementID": number,
            "statementType": "entityStatement",
            "entityType": "registeredEntity",
            "name": name,
            **more,
        }

    rows = [said("Old Ltd", "a"), said("New Ltd", "b", replacesStatements=["a"])]
    create(tmp_path / "l")
    add(tmp_path / "l", put(tmp_path / "b.jsonl", "\n".join(map(json.dumps, rows))), dataset="d")
    with open_ledger(tmp_path / "l") as opened:
        assert [row.name for row in opened.names()] == ["New Ltd"]


IATI_1 = """<iati-activities version="1.05"><iati-activity default-currency="EUR"><iati-identifier>XX-1-7</iati-identifier>
<reporting-org ref="XX-1" type="10">Ministry of Examples</reporting-org><title>Roads</title>
<activity-date type="start-actual" iso-date="2012-03-04"/><activity-date type="end-actual">2014</activity-date>
<participating-org role="Funding" ref="XX-1">Ministry of Examples</participating-org>
<participating-org role="Implementing">Example Works</participating-org>
{transaction}</iati-activity></iati-activities>"""
TRANSACTION = (
    '<transaction><transaction-type code="{code}"/><value value-date="2013-02-01">500</value>'
    '<transaction-date iso-date="2013-02-01"/>{ends}</transaction>'
)
WORKS, BOTH = (
    "<{0}-org>Example Works</{0}-org>",
    "<provider-org>Example Works</provider-org><receiver-org>Ministry of Examples</receiver-org>",
)


@pytest.mark.parametrize(
    ("code", "ends", "paid"),
    [
        ("D", WORKS.format("receiver"), ("Ministry of Examples", "Example Works", "disbursement")),
        ("C", WORKS.format("receiver"), ("Ministry of Examples", "Example Works", "commitment")),
        ("IF", WORKS.format("provider"), ("Example Works", "Ministry of Examples", "incoming funds")),
        ("11", WORKS.format("provider"), ("Example Works", "Ministry of Examples", "incoming commitment")),
        ("7", BOTH, ("Example Works", "Ministry of Examples", "reimbursement")),
        ("7", WORKS.format("receiver"), None),
        ("8", WORKS.format("receiver"), ("Ministry of Examples", "Example Works", "purchase of equity")),
        ("12", WORKS.format("receiver"), None),
    ],
)
def test_transactions_of_iati(
    tmp_path: Path, code: str, ends: str, paid: tuple[str, str, str] | None
) -> None:
    create(tmp_path / "l")
    text = IATI_1.format(transaction=TRANSACTION.format(code=code, ends=ends))
    add(tmp_path / "l", put(tmp_path / "a.xml", text), dataset="d")
    with open_ledger(tmp_path / "l") as opened:
        names = {e.id: e.caption for e in opened.entities(opened.entity_ids()).values()}
        found = [
            (names[str(e.source)], names[str(e.target)], e.first("purpose"))
            for e in opened.all_edges()
            if e.schema == "Payment"
        ]
        project = opened.entity(
            str(next(e.target for e in opened.all_edges() if e.schema == "ProjectParticipant"))
        )
    assert found == ([paid] if paid else [])
    assert project is not None
    assert (project.first("startDate"), project.first("endDate")) == ("2012-03-04", "2014")
