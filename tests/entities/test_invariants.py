"""What no change of spelling, of the ledger or of the order of things may do to a link."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.entities import link_name
from cuibono.entities.data import rules
from cuibono.entities.model import models

from .fakes import ALL, FakeLedger, ledger, thing

KNOWN = [
    "National Endowment for Democracy", "NED", "Ar.Rukh.Khak", "Uralskaya Nedelya", "Mukhtar Ablyazov", "Carl Gershman",
    "Gazprom", "Agence France-Presse", "RT", "The Washington Post", "Kazakhstan International Bureau for Human Rights",
]  # fmt: skip
STRANGERS = [
    thing("s1", "Company", "Lena Steel Works"),
    thing("s2", "Person", "Ingrid Halvorsen"),
    thing("s3", "Organization", "Society of Night Bakers", "SNB"),
    thing("s4", "PublicBody", "Port Authority of Oran"),
    thing("s5", "Organization", "Foundation"),
    thing("s6", "Company", "Press Centre"),
    thing("s7", "Vessel", "Blue Heron"),
]


@given(st.sampled_from(KNOWN), st.lists(st.sampled_from(STRANGERS), unique_by=lambda e: e.id))
@settings(deadline=None, max_examples=80)
def test_an_unrelated_entity_never_changes_another_s_link(name: str, more: list) -> None:  # type: ignore[type-arg]
    assert link_name(name, ledger(*more)).entity_ids == link_name(name, ledger()).entity_ids


@given(st.sampled_from(["Gazprom", "Carl Gershman", "Agence France-Presse"]))
@settings(deadline=None)
def test_a_namesake_changes_a_link_to_a_tie_and_to_nothing_else(name: str) -> None:
    before = link_name(name, ledger())
    twin = thing("twin", before.schema or "Company", name, country="zz")
    after = link_name(name, ledger(twin))
    assert after.status == "tie"
    assert {i for c in after.candidates for i in c.entity_ids} >= {"twin", *before.entity_ids}


@given(st.randoms(use_true_random=False), st.sampled_from(KNOWN))
@settings(deadline=None, max_examples=40)
def test_the_order_of_records_does_not_count(draw: random.Random, name: str) -> None:
    entities = list(ALL)
    draw.shuffle(entities)
    assert link_name(name, FakeLedger(entities)) == link_name(name, ledger())


GENERIC = ["Press Centre", "Foundation", "Media Group", "Public Foundation", "The Institute", "News Agency"]


@given(st.sampled_from(GENERIC), st.lists(st.sampled_from(GENERIC), max_size=4, unique=True))
@settings(deadline=None, max_examples=60)
def test_generic_words_link_to_nothing_even_where_a_record_is_called_so(name: str, held: list[str]) -> None:
    more = [thing(f"g{i}", "Organization", each) for i, each in enumerate(held)]
    assert not link_name(name, ledger(*more)).entity_ids


def test_initials_link_only_where_one_name_has_them() -> None:
    one = thing("a", "Organization", "Society of Night Bakers")
    two = thing("b", "Organization", "Salt Network of Bergen")
    assert link_name("SNB", ledger(one)).entity_ids == ("a",)
    assert not link_name("SNB", ledger(one, two)).entity_ids


def test_an_acronym_on_record_goes_before_initials() -> None:
    bearer = thing("a", "Organization", "Northern Bakers", "SNB")
    other = thing("b", "Organization", "Society of Night Bakers")
    assert link_name("SNB", ledger(bearer, other)).entity_ids == ("a",)


@given(st.sampled_from(["person", "organization"]), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=200)
def test_bits_give_what_walking_the_trees_gives(kind: str, draw: random.Random) -> None:
    model = models()[kind]
    row = [draw.choice([0.0, 1.0, draw.random(), 4 * draw.random()]) for _ in model.features]
    walked = sum(model.contributions(row).values()) + model.bias
    assert model.odds(row) == pytest.approx(walked, abs=1e-6)


@pytest.mark.parametrize("name", ["transliteration", "words", "inflection", "types", "forms", "persons"])
def test_words_in_tables_are_words(name: str) -> None:
    """YAML reads an unquoted no as False and a bare number as one."""

    def leaves(value: object) -> None:
        if isinstance(value, dict):
            for key, held in value.items():
                assert isinstance(key, str), (name, key)
                leaves(held)
        elif isinstance(value, list):
            for held in value:
                leaves(held)
        else:
            assert not isinstance(value, bool), name
            assert value is not None, name

    leaves(dict(rules(name)))
