"""The rules for a fact, held against every file in ``facts/``."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest

from cuibono.ledger.schema import vocabulary
from cuibono.ledger.values import iso_date
from starter_facts import NAME_KEYS, Actor, Fact, FactFile

WORDS_OF_OURS = ("summary", "purpose", "reason")
PRIVATE = {
    "birthDate",
    "birthPlace",
    "address",
    "phone",
    "email",
    "passportNumber",
    "nationality",
    "religion",
}

# Hosts of news reports and opinion pieces: a fact from there belongs into a dataset that is marked so.
NEWS_HOSTS = {
    "www.tellerreport.com", "qmonitor.kz", "finance.rambler.ru", "www.rferl.org", "rus.azattyq.org",
    "drvpu8u8hwoyd.cloudfront.net", "www.nytimes.com", "www.washingtonpost.com", "www.wsj.com", "www.bbc.com",
    "www.rt.com", "tass.com", "sputnikglobe.com", "www.globaltimes.cn", "www.chinadaily.com.cn", "www.aljazeera.com",
    "www.reuters.com", "apnews.com", "www.politico.com", "www.newsmax.com", "www.theguardian.com", "www.dw.com",
}  # fmt: skip

# Words that many organisations carry: a name of these alone would be found in any text.
GENERIC = set(
    """
    a and for in of on the to agency association authority board broadcasting bureau center central centre channel
    civil commission committee company corporation council daily democracy department development digital
    education embassy enterprise faculty federal federation film for foundation freedom fund general global
    government group holding holdings house independent information initiative innovation institute international
    investigative journal journalism labor laboratory law league legal magazine media ministry monitor movement
    national network new news office online organisation organization parliament partners party people policy
    political post press project public radio regional relations report republic research rights school service
    services society state states station studies television times trust tv union united university weekly world
    youth human
    """.split()  # noqa: SIM905
)
# Names of generic words that are proper names all the same: known to every reader as one house.
KNOWN_NAMES = {
    "United States Department of State", "State Department", "Department of State",
    "United States Agency for International Development", "United States Agency for Global Media",
    "Bureau of Democracy, Human Rights, and Labor", "Bureau of Democracy, Human Rights and Labor",
    "Department for International Development", "The Times", "National Media Group", "Press TV",
    "United World International", "United World International project", "Government of the United States",
    "United States", "United States government", "Legal Policy Research Centre", "Legal Policy Research Center",
    "Freedom House", "International Federation for Human Rights", "International Federation of Human Rights",
    "Global Times", "Regional Center of Human Rights", "National Public Radio", "Public Broadcasting Service",
}  # fmt: skip


def every_fact(files: list[FactFile]) -> list[tuple[FactFile, Fact]]:
    return [(file, fact) for file in files for fact in file.facts]


def test_every_fact_has_a_web_address(files: list[FactFile]) -> None:
    for file, fact in every_fact(files):
        for address in fact.properties["sourceUrl"]:
            assert re.match(r"https?://[^/\s]+\.[^/\s]+", address), f"{file.name}: {address}"


def test_every_actor_has_a_web_address(actors: dict[str, Actor]) -> None:
    for actor in actors.values():
        if actor.schema != "Person":
            assert actor.properties["sourceUrl"][0].startswith("http"), actor.id


def test_every_property_belongs_to_its_schema(actors: dict[str, Actor], files: list[FactFile]) -> None:
    schemas = vocabulary().schemas
    for actor in actors.values():
        assert set(actor.properties) <= set(schemas[actor.schema].properties), actor.id
    for file, fact in every_fact(files):
        assert set(fact.properties) <= set(schemas[fact.schema].properties), f"{file.name}: {fact}"


def test_both_ends_are_of_the_kind_that_the_schema_asks_for(
    actors: dict[str, Actor], files: list[FactFile]
) -> None:
    allowed = {
        "Ownership": {"Company"},
        "Employment": {"Company", "Organization", "PublicBody"},
        "Directorship": {"Company", "Organization", "PublicBody"},
        "Membership": {"Company", "Organization", "PublicBody"},
    }
    for file, fact in every_fact(files):
        target = actors[fact.target].schema
        assert target in allowed.get(fact.schema, {target}), f"{file.name}: {fact.schema} of a {target}"
        if fact.schema == "Employment" and fact.source:
            assert actors[fact.source].schema == "Person"
        if fact.schema == "Documentation" and fact.source:
            assert actors[fact.source].schema == "Document"


def test_dates_are_iso_prefixes_and_periods_do_not_run_backwards(files: list[FactFile]) -> None:
    for file, fact in every_fact(files):
        for prop in ("startDate", "endDate", "date", "listingDate"):
            for value in fact.properties.get(prop, ()):
                assert iso_date(value) == value, f"{file.name}: {prop} {value}"
        start, end = fact.properties.get("startDate"), fact.properties.get("endDate")
        if start and end:
            assert start[0][: len(end[0])] <= end[0][: len(start[0])], f"{file.name}: {fact}"


def test_money_is_a_positive_sum_with_a_currency(files: list[FactFile]) -> None:
    for file, fact in every_fact(files):
        if "amount" in fact.properties:
            assert int(fact.properties["amount"][0]) > 0, f"{file.name}: {fact}"
            assert fact.properties["currency"] == ["USD"], f"{file.name}: {fact}"


def test_shares_are_percentages(files: list[FactFile]) -> None:
    for file, fact in every_fact(files):
        for share in fact.properties.get("percentage", ()):
            assert 0 < float(share) <= 100, f"{file.name}: {fact}"


def test_words_of_ours_are_few(files: list[FactFile]) -> None:
    for file, fact in every_fact(files):
        for prop in WORDS_OF_OURS:
            for text in fact.properties.get(prop, ()):
                assert len(text.split()) <= 13, f"{file.name}: {text}"


def test_news_and_opinion_stand_apart(files: list[FactFile]) -> None:
    for file, fact in every_fact(files):
        hosts = {urlsplit(address).netloc for address in fact.properties["sourceUrl"]}
        if hosts & NEWS_HOSTS and fact.schema != "Documentation":
            assert file.metadata["source_kind"] in ("news", "opinion"), f"{file.name}: {hosts}"


def test_every_kind_of_source_is_there(files: list[FactFile]) -> None:
    kinds = {file.metadata["source_kind"] for file in files}
    assert kinds == {"register", "page", "transcript", "news", "opinion"}
    assert {file.metadata["standing"] for file in files} == {
        "self",
        "regulator",
        "other_state",
        "third_party",
    }


def test_people_are_in_public_roles_and_nothing_private_is_kept(
    actors: dict[str, Actor], files: list[FactFile]
) -> None:
    people = {actor.id: actor for actor in actors.values() if actor.schema == "Person"}
    for actor in people.values():
        assert not PRIVATE & set(actor.properties), actor.id
        assert actor.properties.get("position"), f"{actor.id}: in what public role?"
    tied = {end for _, fact in every_fact(files) for end in (fact.source, fact.target)}
    assert set(people) <= tied, f"no record of {sorted(set(people) - tied)}"


def test_no_name_is_made_of_generic_words_alone(actors: dict[str, Actor]) -> None:
    for actor in actors.values():
        if actor.schema in ("Document", "Person"):
            continue
        for key in NAME_KEYS:
            for name in actor.properties.get(key, ()):
                words = re.findall(r"\w+", name.lower())
                assert words, f"{actor.id}: {name!r}"
                assert set(words) - GENERIC or name in KNOWN_NAMES, f"{actor.id}: {name!r}"


def test_no_two_actors_have_the_same_name_and_country(actors: dict[str, Actor]) -> None:
    seen = Counter(
        (actor.name.casefold(), tuple(actor.properties.get("country", ()))) for actor in actors.values()
    )
    assert [key for key, count in seen.items() if count > 1] == []


def test_no_spelling_belongs_to_two_actors_unless_it_is_weak(actors: dict[str, Actor]) -> None:
    owners: dict[str, set[str]] = {}
    for actor in actors.values():
        for key in ("name", "alias", "abbreviation"):
            for name in actor.properties.get(key, ()):
                owners.setdefault(name.casefold(), set()).add(actor.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("prefix", ["Government of "])
def test_every_national_government_keeps_the_name_pattern(actors: dict[str, Actor], prefix: str) -> None:
    national = [a for a in actors.values() if "gov.national" in a.properties.get("topics", ())]
    assert len(national) >= 120
    assert all(a.name.startswith(prefix) and a.schema == "PublicBody" for a in national)
    assert all(any("government" in x.lower() for x in a.properties["alias"]) for a in national)


def test_completeness_is_claimed_for_one_list_only(files: list[FactFile]) -> None:
    whole = {file.name for file in files if file.metadata["coverage"]["complete"] != "no"}
    assert whole == {"ned-grants-hong-kong"}
    assert all(file.metadata["coverage"]["basis"] for file in files)


def test_every_relation_of_a_dataset_is_in_its_coverage(files: list[FactFile]) -> None:
    for file in files:
        held = {fact.schema for fact in file.facts}
        assert held <= set(file.metadata["coverage"]["relations"]), file.name
