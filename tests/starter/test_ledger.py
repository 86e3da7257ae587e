"""What the starter ledger must hold: every predicate, every side, and the facts that findings depend on."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from build_starter import DOCS, content, fill, is_current, tables
from cuibono.ledger import Ledger, starter_path, verify
from cuibono.ledger.records import Edge
from starter_facts import Actor, FactFile

NEO, NED, HRW = "cb-new-eastern-outlook", "cb-national-endowment-for-democracy", "cb-human-rights-watch"
US = "cb-government-of-the-united-states"
KIBHR = "cb-kazakhstan-international-bureau-for-human-rights-and-rule-of-law"

# Predicate -> how its records are told, and how many there must be.
PREDICATES = {
    "funds": (lambda e: e.schema == "Payment", 300),
    "owns": (lambda e: e.schema == "Ownership", 50),
    "directs": (lambda e: e.schema == "Control", 100),
    "founded": (lambda e: e.schema in ("Directorship", "Membership") and e.role == "founder", 50),
    "leads": (lambda e: e.schema == "Directorship" and e.role not in ("founder", "board member"), 80),
    "works_for": (lambda e: e.schema == "Employment", 10),
    "member_of": (lambda e: e.schema == "Membership" and e.role == "member", 60),
    "partners_with": (lambda e: e.schema == "UnknownLink" and e.role == "partner", 10),
    "represents": (lambda e: e.schema == "Representation", 80),
    "sanctioned": (lambda e: e.schema == "Sanction", 150),
    "cites": (lambda e: e.schema == "Documentation" and e.role == "cites", 5),
}

CONTINENTS = {
    "Africa": "dz ao cd ci dj eg er et gh ke ma na ng rw sd sn so td tn tz ug za zm zw",
    "Asia": "af am az bd bh cn ge hk id il in iq ir jo jp kg kh kp kr kw kz la lb lk mm mn my om ph pk qa sa sg "
    "sy th tj tm tr tw uz vn ye",
    "Europe": "al at be bg by ch cy cz de dk ee es fi fr gb gr hu ie is it lt lv md me mk mt nl no pl pt ro rs ru "
    "se ua va xk",
    "North America": "ca cu do ht mx ni pa sv us",
    "South America": "ar bo br cl co ec pe py uy ve",
    "Oceania": "au nz",
}

SIDES = {
    "United States": {"us"},
    "Russia": {"ru"},
    "China": {"cn", "hk"},
    "Gulf": {"sa", "ae", "qa", "bh", "kw", "om"},
    "Europe": set(CONTINENTS["Europe"].split()) - {"ru", "by", "ua"} | {"eu"},
    "Iran": {"ir"},
    "Turkey": {"tr"},
    "Israel": {"il"},
    "Ukraine": {"ua"},
    "Kazakhstan": {"kz"},
    "India": {"in"},
    "Latin America": set(CONTINENTS["South America"].split()) | {"mx", "cu", "ni"},
    "Africa": set(CONTINENTS["Africa"].split()),
}


def test_there_are_at_least_four_hundred_records(edges: tuple[Edge, ...]) -> None:
    assert len([edge for edge in edges if edge.schema != "Parent"]) >= 400


@pytest.mark.parametrize("predicate", PREDICATES)
def test_every_predicate_has_records(edges: tuple[Edge, ...], predicate: str) -> None:
    holds, least = PREDICATES[predicate]
    assert sum(map(holds, edges)) >= least


@pytest.mark.parametrize("side", SIDES)
def test_every_side_has_records_of_influence(
    edges: tuple[Edge, ...], actors: dict[str, Actor], side: str
) -> None:
    """The side pays, owns, controls, or is represented: what a text may accuse it of."""
    accused = [edge.target if edge.schema == "Representation" else edge.source for edge in edges
               if edge.schema in ("Payment", "Ownership", "Control", "Representation")]  # fmt: skip
    countries = Counter(c for id_ in accused if id_ for c in actors[id_].properties.get("country", ()))
    assert sum(countries[code] for code in SIDES[side]) >= 5


def test_state_media_of_thirty_countries_on_every_continent(
    edges: tuple[Edge, ...], actors: dict[str, Actor]
) -> None:
    controllers = {actors[e.source].properties["country"][0] for e in edges
                   if e.schema == "Control" and e.source and e.dataset == "state-media-matrix"}  # fmt: skip
    classified = {actors[e.source].properties["country"][0] for e in edges
                  if e.source and e.dataset == "state-media-matrix"}  # fmt: skip
    assert len(controllers) >= 30
    assert len(classified) >= 60
    for continent, codes in CONTINENTS.items():
        assert classified & set(codes.split()), continent


def test_listings_come_from_six_states_and_unions(edges: tuple[Edge, ...]) -> None:
    counts = Counter(edge.first("country") or "un" for edge in edges if edge.schema == "Sanction")
    assert set(counts) == {"us", "gb", "eu", "un", "cn", "ru"}
    assert min(counts.values()) >= 9


def test_targets_of_listings_are_of_many_states(edges: tuple[Edge, ...], actors: dict[str, Actor]) -> None:
    targets = {c for e in edges if e.schema == "Sanction" and e.target
               for c in actors[e.target].properties.get("country", ())}  # fmt: skip
    assert {"ru", "us", "ir", "by", "sy", "kp", "de", "gb", "mm", "cn"} <= targets


def test_every_listing_names_a_body_of_the_ledger_as_authority(
    edges: tuple[Edge, ...], actors: dict[str, Actor]
) -> None:
    bodies = {actor.name for actor in actors.values() if actor.schema == "PublicBody"}
    for edge in edges:
        if edge.schema == "Sanction":
            assert edge.first("authority") in bodies
            assert edge.first("listingDate")


def test_every_record_has_a_source_address_and_both_ends(ledger: Ledger, edges: tuple[Edge, ...]) -> None:
    ends = {end for edge in edges for end in (edge.source, edge.target) if end}
    assert set(ledger.entities(ends)) == ends
    for edge in edges:
        assert (edge.source_url or "").startswith("http"), edge.id
        assert edge.source or edge.schema == "Sanction", edge.id


def test_new_eastern_outlook_is_on_no_list_on_31_january_2022(edges: tuple[Edge, ...]) -> None:
    listings = {e.first("country"): e.start for e in edges if e.schema == "Sanction" and e.target == NEO}
    assert set(listings) == {"us", "gb", "eu"}
    assert all(start and start > "2022-01-31" for start in listings.values())
    assert listings["gb"] == "2022-03-15"
    assert listings["us"] is not None
    assert listings["us"] <= "2023-01-21"


@pytest.mark.parametrize("name", ["national-endowment-for-democracy", "human-rights-watch", "freedom-house",
                                  "national-democratic-institute", "international-republican-institute"])  # fmt: skip
def test_china_listed_five_american_organisations_on_2_december_2019(
    edges: tuple[Edge, ...], name: str
) -> None:
    assert [e.start for e in edges if e.schema == "Sanction" and e.target == f"cb-{name}"
            and e.first("country") == "cn"] == ["2019-12-02"]  # fmt: skip


@pytest.mark.parametrize("grantee", [KIBHR, "cb-ar-rukh-khak"])
def test_the_endowments_grants_in_kazakhstan_in_2020_are_on_record(
    edges: tuple[Edge, ...], grantee: str
) -> None:
    grants = [e for e in edges if e.schema == "Payment" and (e.source, e.target) == (NED, grantee)]
    assert [e.dataset for e in grants if e.date == "2020"] == ["ned-grants-copies"]


def test_the_grantees_are_found_under_their_spellings(ledger: Ledger) -> None:
    spellings: dict[str, set[str]] = {}
    for row in ledger.names():
        spellings.setdefault(row.entity_id, set()).add(row.name)
    assert {"Ar.Rukh.Khak", "Ar/Rukh/Khak", "Ar Rukh Haq", "Ар.Рух.Хак"} <= spellings["cb-ar-rukh-khak"]
    assert {"Kazakhstan International Bureau of Human Rights", "КМБПЧ"} <= spellings[KIBHR]
    assert {"Oyan Qazaqstan", "Оян, Қазақстан"} <= spellings["cb-oyan-qazaqstan"]
    assert {"RT", "Russia Today"} <= spellings["cb-rt"]


@pytest.mark.parametrize("year", range(1988, 2026))
def test_the_endowment_lives_on_federal_money_in_every_year(edges: tuple[Edge, ...], year: int) -> None:
    """Else grants of a few foundations would make one of them the source of all that the Endowment pays."""
    income: Counter[str] = Counter()
    for edge in edges:
        if (
            edge.schema == "Payment"
            and edge.target == NED
            and edge.amount
            and (edge.start or "") <= str(year)
        ):
            income[edge.source or ""] += int(edge.amount)
    assert income[US] > sum(income.values()) / 2


@pytest.mark.parametrize(("year", "million"), [("2018", 170), ("2019", 180), ("2020", 300), ("2022", 315)])
def test_appropriations_cite_the_public_law(edges: tuple[Edge, ...], year: str, million: int) -> None:
    found = [
        e
        for e in edges
        if (e.source, e.target, e.date) == (US, NED, year) and e.dataset == "us-appropriations"
    ]
    assert [e.amount for e in found] == [Decimal(million * 1_000_000)]
    assert "PLAW-" in (found[0].source_url or "")


@pytest.mark.parametrize(
    ("agent", "principal"),
    [("cb-t-r-productions", "cb-ano-tv-novosti"), ("cb-rttv-america", "cb-ano-tv-novosti"),
     ("cb-ria-global", "cb-rossiya-segodnya"), ("cb-xinhua-news-agency-north-america", "cb-xinhua-news-agency")],
)  # fmt: skip
def test_agents_of_state_media_are_registered_with_dates(
    edges: tuple[Edge, ...], agent: str, principal: str
) -> None:
    found = [e for e in edges if e.schema == "Representation" and (e.source, e.target) == (agent, principal)]
    assert found
    assert all(edge.start for edge in found)


def test_agencies_lead_to_their_governments(ledger: Ledger) -> None:
    for body, government in [
        ("cb-office-of-foreign-assets-control", US),
        ("cb-foreign-commonwealth-and-development-office", "cb-government-of-the-united-kingdom"),
        ("cb-rossotrudnichestvo", "cb-government-of-russia"),
        ("cb-ministry-of-foreign-affairs-of-china", "cb-government-of-china"),
        ("cb-voice-of-america", US),
    ]:
        chain = [body]
        while parents := (ledger.entities([chain[-1]])[chain[-1]]).get("parent"):
            chain.append(parents[0])
        assert chain[-1] == government


def test_the_publishers_of_checked_articles_are_found_by_domain(ledger: Ledger) -> None:
    for domain, outlet in [
        ("journal-neo.org", NEO), ("rt.com", "cb-rt"), ("hrw.org", HRW), ("eurasianet.org", "cb-eurasianet"),
        ("globaltimes.cn", "cb-global-times"), ("aljazeera.com", "cb-al-jazeera"), ("vlast.kz", "cb-vlast"),
        ("washingtonpost.com", "cb-the-washington-post"), ("rferl.org", "cb-radio-free-europe-radio-liberty"),
    ]:  # fmt: skip
        sites = ledger.entities([outlet])[outlet].get("website")
        assert any(domain in site for site in sites), outlet


def test_the_ledger_in_the_package_is_whole() -> None:
    assert verify(starter_path()) == []
    assert not list(starter_path().rglob(".lock"))


def test_the_ledger_in_the_package_is_what_the_facts_say() -> None:
    assert is_current(starter_path()), "run scripts/build_starter.py"


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    from build_starter import build

    for name in ("one", "two"):
        build(tmp_path / name)
    one, two = ({p.relative_to(tmp_path / n): p.read_bytes() for p in (tmp_path / n).rglob("*") if p.is_file()}
                for n in ("one", "two"))  # fmt: skip
    assert one == two
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_the_page_about_the_starter_ledger_says_what_the_facts_say(
    actors: dict[str, Actor], files: list[FactFile]
) -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert fill(text, tables(actors, files)) == text, "run scripts/build_starter.py --docs"
