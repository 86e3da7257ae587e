"""Names of a text to records: what links, what ties, what stays unknown."""

from __future__ import annotations

import pytest

from cuibono.entities import link_actors, link_name
from cuibono.model import THIS_ARTICLE, Actor

from .fakes import ABLYAZOV, KIBHR, NED, FakeLedger, claim, ledger, text, thing


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("National Endowment for Democracy", "ned"),
        ("the National Endowment for Democracy's", "ned"),
        ("NED", "ned"),
        ("Ar/Rukh/Khak", "ark"),
        ("Ар.Рух.Хак", "ark"),
        ("Ar Rukh Haq", "ark"),
        ("Уральская неделя", "uralsk"),
        ("«Уральская Неделя»", "uralsk"),
        ("URALSKAYA NEDELYA LLP", "uralsk"),
        ("Kazakhstan International Bureau for Human Rights", "kibhr"),
        ("Мухтар Аблязов", "ablyazov"),
        ("Ablyazov, Mukhtar", "ablyazov"),
        ("Карл Гершман", "gershman"),
        ("US State Department", "state"),
        ("Washington Post", "post"),
        ("ПАО «Газпром»", "gazprom"),
    ],
)
def test_usual_spellings_link(name: str, entity: str) -> None:
    assert link_name(name, ledger()).entity_ids == (entity,)


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("Washington", "us-gov"),
        ("Washington DC", "us-gov"),
        ("the White House", "us-gov"),
        ("US government", "us-gov"),
        ("the American government", "us-gov"),
        ("U.S.", "us-gov"),
        ("the United States", "us-gov"),
        ("США", "us-gov"),
        ("американские власти", "us-gov"),
        ("Moscow", "ru-gov"),
        ("the Kremlin", "ru-gov"),
        ("Russia", "ru-gov"),
        ("Russian authorities", "ru-gov"),
        ("Кремль", "ru-gov"),
        ("правительство России", "ru-gov"),
        ("Beijing", "cn-gov"),
        ("Chinese government", "cn-gov"),
        ("Пекин", "cn-gov"),
        ("Brussels", "eu"),
        ("ЕС", "eu"),
    ],
)
def test_metonyms_of_every_side_are_the_government(name: str, entity: str) -> None:
    assert link_name(name, ledger()).entity_ids == (entity,)


@pytest.mark.parametrize(
    "name",
    [
        "Gazprom Neft",
        "Washington Times",
        "US embassy in Kazakhstan",
        "RT America",
        "Ablyazov Foundation",
        "Rauf Ablyazov East European University",
        "Viktor Ablyazov",
        "Gazprom-funded group",
        "former National Endowment for Democracy staff",
        "critics of Gazprom",
        "National Endowment for the Humanities",
        "European Endowment for Democracy",
        "Tehran",
    ],
)
def test_what_is_somebody_else_stays_unknown(name: str) -> None:
    assert link_name(name, ledger()).status == "unknown"


@pytest.mark.parametrize(
    "name",
    [
        "Press Centre",
        "the Foundation",
        "media group",
        "these organizations",
        "donors",
        "ТОО",
        "National Bank",
        "...",
        "",
    ],
)
def test_generic_words_alone_are_no_name(name: str) -> None:
    records = ledger(thing("g", "Organization", name or "x"), thing("g2", "Organization", "Press Centre"))
    assert link_name(name, records).status == "generic"


def test_a_record_of_a_government_by_any_name_answers() -> None:
    assert link_name("Beijing", ledger()).caption == "People's Republic of China"


def test_a_state_without_a_record_is_unknown_but_named() -> None:
    actor = link_name("Tehran", ledger())
    assert (actor.status, actor.caption, actor.countries) == ("unknown", "Government of Iran", ("ir",))


def test_two_that_fit_equally_well_are_a_tie_with_both_shown() -> None:
    other = thing("vlast-by", "Company", "Vlast", country="by")
    records = ledger(thing("vlast-kz", "Company", "Vlast", country="kz"), other)
    actor = link_name("Vlast", records)
    assert (actor.status, len(actor.candidates)) == ("tie", 2)


def test_the_place_beside_the_name_breaks_a_tie() -> None:
    records = ledger(
        thing("vlast-kz", "Company", "Vlast", country="kz"),
        thing("vlast-by", "Company", "Vlast", country="by"),
    )
    document = text("Eurasian money reached the Kazakh outlet Vlast last year. NED funds Vlast.")
    actors = link_actors(document, [claim(document, "NED", "funds", "Vlast")], records)
    assert actors[1].entity_ids == ("vlast-kz",)
    assert "place beside the name" in actors[1].note


def test_the_sort_of_actor_beside_the_name_breaks_a_tie() -> None:
    records = ledger(
        thing("bank", "Company", "Orda", sector="banking, bank", country="kz"),
        thing("paper", "Company", "Orda", description="online newspaper", country="kz"),
    )
    document = text("NED funds the newspaper Orda.")
    actors = link_actors(document, [claim(document, "NED", "funds", "Orda")], records)
    assert actors[1].entity_ids == ("paper",)


def test_the_record_that_would_support_the_claim_breaks_no_tie() -> None:
    from cuibono.ledger.records import Edge

    one, two = (thing(i, "Company", "Orda", country="kz") for i in ("orda-1", "orda-2"))
    payment = Edge("p", "Payment", "ned", "orda-1", "one", "1")
    records = FakeLedger((NED, one, two), (payment,))
    document = text("NED funds Orda.")
    actors = link_actors(document, [claim(document, "NED", "funds", "Orda")], records)
    assert actors[1].status == "tie"


def test_one_name_in_two_datasets_is_one_candidate() -> None:
    again = thing("ned-2", "Organization", "National Endowment for Democracy", dataset="two", country="us")
    actor = link_name("National Endowment for Democracy", ledger(again))
    assert (actor.status, sorted(actor.entity_ids)) == ("linked", ["ned", "ned-2"])


@pytest.mark.parametrize(
    "conflicting",
    [
        {"country": "fr"},
        {"country": "us", "registrationNumber": "2"},
    ],
)
def test_what_conflicts_keeps_two_records_apart(conflicting: dict[str, str]) -> None:
    first = thing("a", "Company", "Meridian Analytica", country="us", registrationNumber="1")
    second = thing("b", "Company", "Meridian Analytica", dataset="two", **conflicting)
    assert link_name("Meridian Analytica", ledger(first, second)).status == "tie"


def test_a_frame_for_persons_keeps_out_organisations() -> None:
    records = ledger(thing("daniels", "Company", "Emma Daniels LLC"), thing("orlov", "Company", "Orlov"))
    document = text("Emma Daniels leads the fund. Orlov leads Gazprom.")
    claims = [
        claim(document, "Emma Daniels", "leads", "Gazprom"),
        claim(document, "Orlov", "leads", "Gazprom"),
    ]
    actors = {a.name: a for a in link_actors(document, claims, records)}
    assert actors["Emma Daniels"].status == actors["Orlov"].status == "unknown"
    assert actors["Gazprom"].status == "linked"


def test_a_frame_for_organisations_keeps_out_persons() -> None:
    document = text("Carl Gershman leads Mukhtar Ablyazov.")
    actors = link_actors(document, [claim(document, "Carl Gershman", "leads", "Mukhtar Ablyazov")], ledger())
    assert [a.status for a in actors] == ["linked", "unknown"]


def test_the_article_itself_is_the_document() -> None:
    document = text("AFP said so.")
    actors = link_actors(document, [claim(document, THIS_ARTICLE, "cites", "AFP")], ledger())
    assert [(a.status, a.entity_ids) for a in actors] == [("document", ()), ("linked", ("afp",))]


def test_every_distinct_name_has_one_actor_with_its_places() -> None:
    document = text("NED funds Gazprom. NED funds RT.")
    claims = [claim(document, "NED", "funds", "Gazprom"), claim(document, "NED", "funds", "RT")]
    actors = link_actors(document, claims, ledger())
    assert [a.name for a in actors] == ["NED", "Gazprom", "RT"]
    for actor in actors:
        for span in actor.spans:
            assert document.text[span.start : span.end] == actor.name


def test_a_doubtful_capital_counts_only_where_the_text_names_the_state() -> None:
    records = ledger(thing("peru", "PublicBody", "Government of Peru", country="pe"))
    with_state = text("Peru paid: Lima funds RT.")
    without = text("Lima funds RT.")
    found = [
        link_actors(d, [claim(d, "Lima", "funds", "RT")], records)[0].status for d in (with_state, without)
    ]
    assert found == ["linked", "unknown"]


def test_initials_link_only_where_one_name_has_them() -> None:
    one = thing("x", "Organization", "Baltic Forum for Reform and Progress")
    two = thing("y", "Organization", "Bureau of Fisheries Research Policy")
    assert link_name("BFRP", ledger(one)).entity_ids == ("x",)
    assert link_name("BFRP", ledger(one, two)).status != "linked"


def test_the_state_before_a_name_may_be_the_record_s_own() -> None:
    assert link_name("Kazakhstan's Uralskaya Nedelya", ledger()).entity_ids == ("uralsk",)
    assert link_name("Russia's Uralskaya Nedelya", ledger()).status == "unknown"


def test_same_input_same_links() -> None:
    def run() -> tuple[Actor, ...]:
        document = text("NED funds Kazakhstan International Bureau for Human Rights and Mukhtar Ablyazov.")
        claims = [claim(document, "NED", "funds", n) for n in (KIBHR.caption, ABLYAZOV.caption)]
        return link_actors(document, claims, ledger())

    assert run() == run()
