"""Every format is known by its content, reads its own kind, and says what it could not take."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from cuibono.errors import RecordError
from cuibono.ledger import Ledger, add, create, detect, open_ledger, verify
from cuibono.ledger.formats import Format, all_formats, named, read_head
from cuibono.ledger.metadata import load
from tests.ledger.formats.samples import SAMPLES, put

SECRETS = ("N7654321", "700111222", "Home street", "1948-12", "1970-04", "1971-05", "1978-07")


def bring(tmp: Path, name: str, **options: Any) -> Path:
    """A ledger with the sample of one format, its format found by content."""
    ledger, source = tmp / "ledger", tmp / "source"
    source.mkdir(parents=True)
    create(ledger)
    settings: dict[str, Any] = {"retrieved": "2024-01-01", "dataset": "d", "max_rejects": 0.6, **options}
    add(ledger, SAMPLES[name][1](source), **settings)
    return ledger


def told(ledger: Path) -> list[tuple[str | None, str]]:
    paths = list(ledger.glob("d/*/rejects.jsonl"))
    lines = paths[0].read_text(encoding="utf-8").splitlines() if paths else []
    return [(row["field"], row["reason"]) for row in map(json.loads, lines)]


def edges(ledger: Ledger) -> list[Any]:
    return sorted(ledger.all_edges(), key=lambda e: (e.schema, e.start or "", e.source or "", e.id))


def by_name(ledger: Ledger, name: str) -> Any:
    (id_,) = {row.entity_id for row in ledger.names() if row.name == name}
    return ledger.entity(id_)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_format_is_found_by_content_and_no_other_claims_it(tmp_path: Path, name: str) -> None:
    source = SAMPLES[name][1](tmp_path)
    assert detect(source).name == SAMPLES[name][0]
    head = b"" if source.is_dir() else read_head(source)
    claims = [
        f.name for f in all_formats().values() if (f.folders or not source.is_dir()) and f.sniff(head, source)
    ]
    assert claims == [SAMPLES[name][0]]


@pytest.mark.parametrize("name", SAMPLES)
def test_importing_twice_gives_the_same_and_says_so(tmp_path: Path, name: str) -> None:
    ledger = bring(tmp_path, name)
    again = add(
        ledger, SAMPLES[name][1](tmp_path / "source"), retrieved="2024-02-01", dataset="d", max_rejects=0.6
    )
    assert again.unchanged
    assert verify(ledger) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_no_number_of_a_person_is_stored_or_told(tmp_path: Path, name: str) -> None:
    ledger = bring(tmp_path, name)
    with open_ledger(ledger) as opened:
        ids = [*opened.entity_ids(), *(e.id for e in opened.all_edges())]
        text = repr(opened.statements(ids)) + repr(told(ledger))
    assert not [secret for secret in SECRETS if secret in text]


def test_the_metadata_of_every_format_is_valid() -> None:
    for each in all_formats().values():
        if each.metadata:
            assert load(dict(each.metadata), fallback="x").title


def test_what_the_user_says_goes_before_what_the_format_says(tmp_path: Path) -> None:
    (tmp_path / "d.yml").write_text(
        "title: My copy\ncoverage: {complete: no, basis: half of the file}", encoding="utf-8"
    )
    ledger = bring(tmp_path, "ofac-sdn", metadata=tmp_path / "d.yml")
    with open_ledger(ledger) as opened:
        dataset = opened.dataset("d")
    assert (dataset.title, dataset.coverage.complete) == ("My copy", "no")
    assert dataset.publisher.startswith("United States Department of the Treasury")


def test_statements(tmp_path: Path) -> None:
    ledger = bring(tmp_path, "statements")
    with open_ledger(ledger) as opened:
        entity = opened.entity("x")
        assert entity is not None
        assert (entity.schema, entity.names) == ("Company", ("Example Ltd",))
        said = {s.prop: s for s in entity.statements}
    name, place = said["name"], said["country"]
    assert (name.lang, name.original_value) == ("eng", "EXAMPLE LTD")
    assert (name.first_seen, name.last_seen, place.first_seen) == ("2020-01-02", "2021-01-02", "2024-01-01")
    assert (place.value, place.original_value) == ("kz", "Kazakhstan")
    assert told(ledger) == [("entity_id", "missing")]


def test_ofac(tmp_path: Path) -> None:
    ledger = bring(tmp_path, "ofac-sdn")
    with open_ledger(ledger) as opened:
        firm, person, ship = (opened.entity(f"ofac-{n}") for n in (101, 103, 104))
        assert firm is not None and person is not None and ship is not None  # noqa: PT018
        assert firm.names == ("EXAMPLE TRADING CO., LTD.", "EXAMPLE TRADING", "ETC")
        assert (firm.first("website"), firm.first("incorporationDate")) == (
            "http://www.trading.example.org",
            "2001-02-03",
        )
        assert firm.get("address") == ("1 Example street, Almaty, Kazakhstan",)
        assert (person.schema, person.names) == ("Person", ("Jan DOE", "Johnny DOE"))
        assert person.get("position") == ("Director of Examples", "Member of the Example Council")
        assert (person.first("birthDate"), person.first("nationality"), person.first("country")) == (
            "1948",
            "kz",
            "kz",
        )
        assert {s.original_value for s in person.statements if s.prop == "name"} == {"DOE, Jan"}
        assert (ship.schema, ship.first("imoNumber"), ship.first("flag")) == ("Vessel", "7406784", "pa")
        assert "OLD STAR" in ship.get("previousName")
        listings = [e for e in opened.edges(["ofac-101"]) if e.schema == "Sanction"]
        assert [(e.first("program"), e.start) for e in listings] == [("EXMP", None), ("EXMP-EO1", None)]
        (link,) = [e for e in opened.edges(["ofac-101"]) if e.schema == "UnknownLink"]
        assert (link.source, link.target, link.role) == ("ofac-101", "ofac-102", "linked to")
        holding = opened.entity("ofac-102")
        assert holding is not None
        assert holding.get("legalForm") == ("State-Owned Enterprise",)
    assert [field for field, _ in told(ledger)] == ["type", "ent_num"]


def test_ofac_with_a_header_and_alone(tmp_path: Path) -> None:
    head = "ID,Name,Type,Country,Title,F,G,H,I,J,K,Details\n"
    source = put(
        tmp_path / "list.csv",
        head + "7,EXAMPLE HOLDING,-0- ,EXMP,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n,,,,,,,,,,,\n",
    )
    create(tmp_path / "l")
    done = add(tmp_path / "l", source, retrieved="2023-01-21")
    assert (done.dataset, done.entities, done.edges, done.rejects) == ("ofac-sdn", 2, 1, 0)


def test_uk(tmp_path: Path) -> None:
    ledger = bring(tmp_path, "uk-sanctions")
    with open_ledger(ledger) as opened:
        outlook, person = opened.entity("gb-fcdo-exa0001"), opened.entity("gb-fcdo-exa0002")
        assert outlook is not None and person is not None  # noqa: PT018
        assert (outlook.names, outlook.get("weakAlias")) == (("EXAMPLE OUTLOOK", "Outlook"), ("Outlook",))
        assert (outlook.first("country"), outlook.first("website")) == ("ru", "http://outlook.example.org")
        assert (person.names, person.first("birthDate"), person.first("nationality")) == (
            ("Jan DOE",),
            "1967",
            "kz",
        )
        (listing,) = opened.edges(["gb-fcdo-exa0001"])
        assert (listing.start, listing.first("program"), listing.first("country")) == (
            "2022-03-15",
            "EXA",
            "gb",
        )
    assert {field for field, _ in told(ledger)} == {"date_designated", "subject_type", "unique_id"}


def test_eu(tmp_path: Path) -> None:
    ledger = bring(tmp_path, "eu-annexes")
    with open_ledger(ledger) as opened:
        outlook = by_name(opened, "Example Outlook")
        assert outlook.names == ("Example Outlook", "EXAMPLE OUTLOOK", "Outlook", "Еxample")
        listings = [(e.start, e.first("provisions"), e.first("recordId")) for e in opened.edges([outlook.id])]
        assert listings == [
            (None, "Services ban", "39999R0002 annex XV"),
            ("2023-07-28", "Asset freeze", "39999R0001 annex I.ENTITIES"),
        ]
        person = by_name(opened, "DOE Jan")
        assert (person.first("birthDate"), person.first("nationality")) == ("1970", "kz")
    assert [field for field, _ in told(ledger)] == ["schema"]


def test_un(tmp_path: Path) -> None:
    ledger = bring(tmp_path, "un-consolidated")
    with open_ledger(ledger) as opened:
        person, group = opened.entity("unsc-42"), opened.entity("unsc-43")
        assert person is not None and group is not None  # noqa: PT018
        assert (person.names, person.first("birthDate")) == (("JAN DOE", "Johnny Doe", "JD"), "1971")
        assert (person.get("position"), person.first("nationality")) == (("Director", "Colonel"), "cd")
        assert (group.names, group.first("country")) == (("EXAMPLE GROUP", "EG"), "so")
        assert group.get("notes") == ("Founded by <Jan> & others.",)
        assert [e.start for e in opened.edges(["unsc-43"])] == ["2014-06-30"]
    assert [field for field, _ in told(ledger)] == ["DATAID"]


def test_cn(tmp_path: Path) -> None:
    ledger = bring(tmp_path, "cn-measures")
    with open_ledger(ledger) as opened:
        watch, person = by_name(opened, "Example Watch"), by_name(opened, "Jan Doe")
        assert watch.names == ("Example Watch", "EW", "样本观察")
        assert [s.lang for s in watch.statements if s.value == "样本观察"] == ["zho"]
        assert [(e.start, e.first("authority")) for e in opened.edges([watch.id])] == [
            ("2019-12-02", "Ministry of Foreign Affairs"),
            ("2020-08-12", "Ministry of Commerce"),
        ]
        (measure,) = opened.edges([person.id])
        assert (measure.start, measure.end, measure.first("country")) == ("2020-08-10", "2023-07-13", "cn")
        assert (person.first("position"), person.first("wikidataId")) == ("President, Example Watch", "Q1")
    assert told(ledger) == [("Name", "missing")]


def test_fara(tmp_path: Path) -> None:
    ledger = bring(tmp_path, "fara")
    with open_ledger(ledger) as opened:
        agent = opened.entity("us-fara-7001")
        assert agent is not None
        assert agent.names == ("Example Strategies LLC", "ExStrat")
        first, second = edges(opened)
        assert (first.schema, first.source, first.start, first.end) == (
            "Representation",
            "us-fara-7001",
            "2017-11-10",
            "2022-09-30",
        )
        assert by_name(opened, "Ministry of Examples — café").first("country") == "kr"
        assert (second.source, second.start, second.end) == ("us-fara-7002", "2020-01-02", None)
        assert by_name(opened, "TV Example").get("country") == ()
    assert {field for field, _ in told(ledger)} == {"Country/Location Represented", "Foreign Principal"}


def test_state_media(tmp_path: Path) -> None:
    ledger = bring(tmp_path, "state-media")
    with open_ledger(ledger) as opened:
        tv, corporation, daily = (
            by_name(opened, name) for name in ("Example TV", "Example Corporation", "Private Daily")
        )
        assert {(e.schema, e.source) for e in opened.edges([tv.id]) if e.source == "gov-kz"} == {
            ("Control", "gov-kz"),
            ("Payment", "gov-kz"),
        }
        owner = by_name(opened, "Example Broadcasting")
        assert ("Ownership", owner.id) in {(e.schema, e.source) for e in opened.edges([tv.id])}
        assert [(e.schema, e.source) for e in opened.edges([corporation.id])] == [("Payment", "gov-gb")]
        assert [e.schema for e in opened.edges([daily.id])] == ["Ownership"]
        government = opened.entity("gov-kz")
        assert government is not None
        assert (government.caption, government.schema) == ("Government of Kazakhstan", "PublicBody")
    assert [field for field, _ in told(ledger)] == ["Country", "Typology"]


def test_grants(tmp_path: Path) -> None:
    ledger = bring(tmp_path, "grants")
    with open_ledger(ledger) as opened:
        watch = by_name(opened, "Example Watch")
        grants = opened.edges([watch.id])
        assert [(str(e.amount), e.currency, e.start) for e in grants] == [("25000", "USD", "2010")] * 2
        assert grants[0].get("summary") == ("for Kazakhstan",)
        (unknown,) = opened.edges([by_name(opened, "Example Institute").id])
        assert (unknown.amount, unknown.currency, unknown.start) == (None, None, "2011-05")
    assert told(ledger) == [("donee", "missing")]


def test_bods(tmp_path: Path) -> None:
    ledger = bring(tmp_path, "bods")
    with open_ledger(ledger) as opened:
        owner = opened.entity("bods-p1")
        assert owner is not None
        assert (owner.names, owner.first("birthDate")) == (("Aru Bekova", "Aruzhan B"), "1978")
        ties = {e.schema: e for e in opened.edges(["bods-e1"])}
        assert set(ties) == {"Ownership", "Control", "Directorship"}
        assert (ties["Ownership"].first("percentage"), ties["Ownership"].start) == ("60", "2016-04-06")
        assert (ties["Control"].start, ties["Directorship"].start) == ("2017", "2020-03-04")
        assert opened.entity("bods-e2") is None
    assert told(ledger) == [("interestedParty", "an end that is not named")]


def test_bods_of_the_older_shape(tmp_path: Path) -> None:
    statements = [
        {
            "statementID": "a",
            "statementType": "entityStatement",
            "entityType": "registeredEntity",
            "name": "Example Ltd",
        },
        {
            "statementID": "b",
            "statementType": "personStatement",
            "personType": "knownPerson",
            "names": [{"fullName": "Aru Bekova"}],
        },
        {
            "statementID": "c",
            "statementType": "ownershipOrControlStatement",
            "subject": {"describedByEntityStatement": "a"},
            "interestedParty": {"describedByPersonStatement": "b"},
            "interests": [{"type": "shareholding", "share": {"minimum": 25, "maximum": 50}}],
        },
    ]
    create(tmp_path / "l")
    done = add(tmp_path / "l", put(tmp_path / "b.jsonl", "\n".join(map(json.dumps, statements))), dataset="d")
    with open_ledger(tmp_path / "l") as opened:
        (tie,) = opened.all_edges()
    assert (done.rejects, tie.source, tie.target, tie.first("percentage")) == (0, "bods-b", "bods-a", "25")


def test_iati(tmp_path: Path) -> None:
    ledger = bring(tmp_path, "iati")
    with open_ledger(ledger) as opened:
        watch, ministry = by_name(opened, "Example Watch"), by_name(opened, "Ministry of Examples")
        money = {e.first("purpose"): e for e in opened.all_edges() if e.schema == "Payment"}
        paid, came = money["disbursement"], money["incoming funds"]
        assert (paid.source, paid.target, str(paid.amount), paid.currency) == (
            ministry.id,
            watch.id,
            "1000.50",
            "GBP",
        )
        assert (came.target, came.currency, came.start) == (ministry.id, "USD", "2020-01-06")
        (part,) = [e for e in opened.edges([watch.id]) if e.schema == "ProjectParticipant"]
        assert part.role == "implementing"
        project = opened.entity(str(part.target))
        assert project is not None
        assert (project.first("startDate"), project.first("country")) == ("2020-01-02", "kz")
    assert told(ledger) == [("iati-identifier", "missing")]


@pytest.mark.parametrize("name", ["ror", "ror (json)"])
def test_ror(tmp_path: Path, name: str) -> None:
    ledger = bring(tmp_path, name)
    with open_ledger(ledger) as opened:
        university = opened.entity("ror-0aaa")
        assert university is not None
        assert university.names[0] == "Example University"
        assert (university.first("abbreviation"), university.first("country")) == ("EU", "kz")
        found = {(e.schema, e.source, e.target) for e in opened.edges(["ror-0aaa"])}
    if name == "ror":
        assert found == {("Parent", "ror-0bbb", "ror-0aaa"), ("UnknownLink", "ror-0aaa", "ror-0bbb")}
        assert [s.lang for s in university.statements if s.value == "Пример"] == ["rus"]


BOMBS = {
    "entities in entities": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><CONSOLIDATED_LIST>&b;</CONSOLIDATED_LIST>',
    "a file read by an entity": '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><CONSOLIDATED_LIST><ENTITY><DATAID>1</DATAID><FIRST_NAME>&f;</FIRST_NAME></ENTITY></CONSOLIDATED_LIST>',
    "an outer document type": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><CONSOLIDATED_LIST/>',
    "half a document": "<CONSOLIDATED_LIST><ENTITY><DATAID>1</DATAID>",
    "a deep document": "<CONSOLIDATED_LIST>" + "<a>" * 200 + "</a>" * 200 + "</CONSOLIDATED_LIST>",
    "another encoding than it says": '<?xml version="1.0" encoding="utf-8"?><CONSOLIDATED_LIST>\xff</CONSOLIDATED_LIST>',
}


@pytest.mark.parametrize("name", BOMBS)
def test_xml_that_attacks_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    create(tmp_path / "l")
    source = put(tmp_path / "un.xml", BOMBS[name], "latin-1")
    with pytest.raises(RecordError) as error:
        add(tmp_path / "l", source, dataset="d")
    assert "\n" not in str(error.value)
    assert "root:" not in str(error.value)
    assert verify(tmp_path / "l") == []


def test_others_can_add_their_own_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(path: Path, context: Any) -> Iterator[dict[str, Any]]:
        for number, name in enumerate(path.read_text(encoding="utf-8").splitlines()[1:], 2):
            context.at(number)
            yield {"id": f"own-{number}", "schema": "Company", "properties": {"name": [name]}}

    own = Format("own", "Our own list", lambda head, path: head.startswith(b"OWN LIST"), read)
    entry = EntryPoint("own", "x:y", "cuibono.formats")
    monkeypatch.setattr(EntryPoint, "load", lambda self: own)
    monkeypatch.setattr("cuibono.ledger.formats.entry_points", lambda group: [entry])
    all_formats.cache_clear()
    try:
        create(tmp_path / "l")
        assert (
            add(
                tmp_path / "l", put(tmp_path / "x", "OWN LIST\nExample One\nExample Two\n"), dataset="d"
            ).entities
            == 2
        )
        assert named("own") is own
    finally:
        monkeypatch.undo()
        all_formats.cache_clear()
    with pytest.raises(RecordError, match="ofac-sdn"):
        named("own")


RECORDS = Path(__file__).parents[4] / "shared" / "records"
REAL = {
    "un-consolidated": ("un_consolidated/UN_consolidated_2026-02.xml.gz", 2006, 1003),
    "cn-measures": ("cn_sanctions/sanctions.csv", 1049, 592),
    "state-media": ("state_media_matrix/State_Media_Matrix.csv", 5000, 3400),
    "iati": ("iati_dfid_2011/KO.xml", 240, 190),
}


@pytest.mark.skipif(not RECORDS.exists(), reason="the real registers are not at hand")
@pytest.mark.parametrize("name", REAL)
def test_the_real_register_comes_in_whole(tmp_path: Path, name: str) -> None:
    path, entities, ties = REAL[name]
    create(tmp_path / "l")
    assert detect(RECORDS / path).name == name
    done = add(tmp_path / "l", RECORDS / path, dataset="d")
    assert (done.entities, done.edges) >= (entities, ties)
    assert done.rejects == 0
    shutil.rmtree(tmp_path / "l")
