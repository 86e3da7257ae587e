"""The company a name keeps breaks a tie, and never by the record that would decide the claim."""

from __future__ import annotations

from cuibono.entities import link_actors
from cuibono.ledger.records import Edge
from cuibono.model import Actor

from .fakes import ALL, FakeLedger, claim, text, thing

ONE = thing("orda-kz", "Company", "Orda Media")
TWO = thing("orda-mn", "Company", "Orda Media", dataset="one")
OTHER = thing("lena", "Company", "Lena Steel")


def records(*edges: Edge) -> FakeLedger:
    return FakeLedger((*ALL, ONE, TWO, OTHER), edges)


def tie(source: str, target: str) -> Edge:
    return Edge(f"{source}-{target}", "UnknownLink", source, target, "one", "1")


def actors(ledger: FakeLedger, *claims: tuple[str, str]) -> dict[str, Actor]:
    document = text("Gazprom paid Orda Media. Lena Steel paid Agence France-Presse.")
    made = [claim(document, subject, "funds", object_) for subject, object_ in claims]
    return {a.name: a for a in link_actors(document, made, ledger)}


CLAIMS = (("Gazprom", "Orda Media"), ("Lena Steel", "Agence France-Presse"))


def test_without_company_a_tie_stays_one() -> None:
    assert actors(records(), *CLAIMS)["Orda Media"].status == "tie"


def test_another_actor_of_the_text_who_shares_a_record_decides() -> None:
    actor = actors(records(tie("orda-mn", "lena")), *CLAIMS)["Orda Media"]
    assert actor.entity_ids == ("orda-mn",)
    assert "Lena Steel" in actor.note
    assert actor.candidates[0].features[0].name == "other_actors"


def test_the_other_end_of_the_claim_never_decides() -> None:
    assert actors(records(tie("gazprom", "orda-mn")), *CLAIMS)["Orda Media"].status == "tie"


def test_company_of_both_leaves_the_tie() -> None:
    found = actors(records(tie("orda-mn", "lena"), tie("afp", "orda-kz")), *CLAIMS)
    assert found["Orda Media"].status == "tie"


def test_who_was_founded_later_is_not_meant() -> None:
    young = thing("orda-new", "Company", "Orda Media", incorporationDate="2021-05")
    ledger = FakeLedger((*ALL, ONE, young))
    document = text("Gazprom paid Orda Media.")
    made = [claim(document, "Gazprom", "funds", "Orda Media")]
    from dataclasses import replace

    (dated,) = (
        a
        for a in link_actors(replace(document, published="2020-01-01"), made, ledger)
        if a.name == "Orda Media"
    )
    assert dated.entity_ids == ("orda-kz",)
    (later,) = (
        a
        for a in link_actors(replace(document, published="2021-05-20"), made, ledger)
        if a.name == "Orda Media"
    )
    assert later.status == "tie"
