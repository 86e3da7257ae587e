"""The vocabulary is whole, and the edges of the ledger are the edges that FollowTheMoney declares."""

from __future__ import annotations

import pytest

from cuibono.ledger.encoding import codes, privacy
from cuibono.ledger.schema import NAME_KINDS, vocabulary

WORDS = vocabulary()


def test_every_schema_inherits_only_from_schemas_that_exist() -> None:
    assert all(up in WORDS.schemas for schema in WORDS.schemas.values() for up in schema.ancestors)


def test_every_edge_property_exists_and_refers_to_an_entity() -> None:
    for schema in WORDS.schemas.values():
        for prop in schema.ends:
            assert schema.properties[prop].type == "entity", schema.name


@pytest.mark.parametrize(
    ("schema", "ends"),
    [
        ("Payment", ("payer", "beneficiary")),
        ("Ownership", ("owner", "asset")),
        ("Control", ("controller", "controlled")),
        ("Directorship", ("director", "organization")),
        ("Employment", ("employee", "employer")),
        ("Membership", ("member", "organization")),
        ("Representation", ("agent", "client")),
        ("Succession", ("predecessor", "successor")),
        ("UnknownLink", ("subject", "object")),
        ("Documentation", ("document", "entity")),
        ("Occupancy", ("holder", "post")),
        ("Sanction", ("entity",)),
        ("Risk", ("entity",)),
    ],
)
def test_records_of_influence_run_from_their_source_to_their_target(
    schema: str, ends: tuple[str, ...]
) -> None:
    assert WORDS.schemas[schema].ends == ends


def test_properties_are_inherited() -> None:
    assert {"name", "country", "registrationNumber"} <= set(WORDS.schemas["PublicBody"].properties)
    assert WORDS.schemas["Company"].ancestors >= {"Organization", "LegalEntity", "Thing", "Asset"}


def test_the_more_specific_of_two_related_schemas_is_common_to_both() -> None:
    assert WORDS.common("LegalEntity", "Company") == WORDS.common("Company", "LegalEntity") == "Company"
    assert WORDS.common("Person", "Company") is None


def test_every_property_has_one_character_and_every_character_one_property() -> None:
    table = codes()
    assert len(table.prop_of) == len(WORDS.props) == len(set(WORDS.props))
    assert all(len(code) == 1 and code > "\x1f" for code in (*table.prop_of, *table.schema_of))
    used = {prop for schema in WORDS.schemas.values() for prop in schema.properties}
    assert used == set(WORDS.props)


def test_private_properties_exist_and_never_hold_a_name_or_a_tie() -> None:
    person = WORDS.schemas["Person"].properties
    hidden = privacy()["person"] | privacy()["year_only"]
    assert hidden <= set(person)
    assert not hidden & {*NAME_KINDS, "nationality", "position", "topics"}
    assert privacy()["records"] <= set(WORDS.schemas)


def test_countries_are_found_by_code_and_by_english_name() -> None:
    codes_ = WORDS.country_codes
    assert codes_["kz"] == codes_["kaz"] == codes_["kazakhstan"] == codes_["republic of kazakhstan"] == "kz"
    assert len(WORDS.countries) > 240
