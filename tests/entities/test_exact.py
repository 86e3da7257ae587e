"""A name spelt as a record spells it is found, unless it could be anybody's."""

from __future__ import annotations

import pytest

import cuibono
from cuibono.entities import link_name


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("PEN Ukraine", "cb-pen-ukraine"),
        ("ANO TV-Novosti", "cb-ano-tv-novosti"),
        ("National Public Radio", "cb-national-public-radio"),
        ("Public Investment Fund", "cb-public-investment-fund"),
        ("Novaya Gazeta", "cb-novaya-gazeta"),
    ],
)
def test_exact_spellings_on_record_link(name: str, entity: str) -> None:
    with cuibono.open_ledger() as ledger:
        assert link_name(name, ledger).entity_ids == (entity,)


def test_an_acronym_of_an_organisation_is_not_taken_for_a_state() -> None:
    with cuibono.open_ledger() as ledger:
        assert link_name("IRI", ledger).entity_ids == ("cb-international-republican-institute",)


def test_almost_every_actor_of_the_starter_ledger_is_found_under_its_own_name() -> None:
    with cuibono.open_ledger() as ledger:
        own: dict[str, set[str]] = {}
        for row in ledger.names():
            if row.kind == "name":
                own.setdefault(row.name, set()).add(row.entity_id)
        missed = [n for n, ids in own.items() if not ids & set(link_name(n, ledger).entity_ids)]
    assert len(missed) <= len(own) / 50, missed


def test_two_generic_words_are_no_name() -> None:
    with cuibono.open_ledger() as ledger:
        for name in ("Press Centre", "The Foundation", "News Agency"):
            assert link_name(name, ledger).status == "generic"
