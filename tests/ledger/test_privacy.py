"""Natural persons: numbers, phones and addresses are not stored, birth dates only by the year, unless asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cuibono.ledger import open_ledger
from tests.ledger.support import PAPER, ledger_of, thing

PERSON = thing(
    "p",
    "Person",
    name="Aru Bekova",
    birthDate="1970-03-04",
    passportNumber="N1234567",
    idNumber="700304300123",
    taxNumber="998877",
    innCode="772899001122",
    phone="+77011234567",
    email="aru@home.example",
    address="5 Home street, Almaty",
    addressEntity="home",
    position="Minister of Examples",
    country="kz",
)
HOME = thing("home", "Address", full="5 Home street, Almaty")
OFFICE = thing("office", "Address", full="1 Office square, Almaty")
FIRM = thing(
    "firm", "Company", name="Firm", addressEntity="office", phone="+7 727 000 00 00", registrationNumber="123"
)
PASSPORT = thing("pass", "Passport", holder="p", number="N1234567")
SECRETS = (
    "N1234567",
    "700304300123",
    "998877",
    "772899001122",
    "77011234567",
    "aru@home",
    "Home street",
    "1970-03",
)


def stored(ledger: Path) -> str:
    with open_ledger(ledger) as opened:
        ids = [*opened.entity_ids(), "pass"]
        texts = [s.value + str(s.original_value) for s in opened.statements(ids)]
    rejects = "".join(path.read_text(encoding="utf-8") for path in ledger.glob("*/*/rejects.jsonl"))
    return "\n".join(texts) + rejects


def test_what_identifies_a_person_is_not_stored(tmp_path: Path) -> None:
    ledger, done = ledger_of(tmp_path, [PERSON, HOME, OFFICE, FIRM, PASSPORT])
    text = stored(ledger)
    assert not [secret for secret in SECRETS if secret in text]
    assert done.withheld == 10
    with open_ledger(ledger) as opened:
        person = opened.entity("p")
        assert person is not None
        assert (person.get("birthDate"), person.get("position")) == (("1970",), ("Minister of Examples",))
        assert set(opened.entity_ids()) == {"p", "firm", "office"}


def test_it_is_kept_when_asked_for(tmp_path: Path) -> None:
    ledger, done = ledger_of(tmp_path, [PERSON, HOME, OFFICE, FIRM, PASSPORT], keep_identifiers=True)
    text = stored(ledger)
    assert all(secret in text for secret in SECRETS)
    assert done.withheld == 0


def test_organisations_keep_theirs(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, [PERSON, OFFICE, FIRM])
    with open_ledger(ledger) as opened:
        firm = opened.entity("firm")
    assert firm is not None
    assert (firm.get("registrationNumber"), firm.get("phone")) == (("123",), ("+77270000000",))


def test_a_home_that_is_also_an_office_stays(tmp_path: Path) -> None:
    ledger, _ = ledger_of(
        tmp_path, [PERSON, HOME, thing("firm", "Company", name="Firm", addressEntity="home")]
    )
    with open_ledger(ledger) as opened:
        assert opened.entity("home") is not None


@pytest.mark.parametrize("value", ["1970-03-99", "the fourth of March 1970"])
def test_a_reason_never_repeats_what_a_person_was_born(tmp_path: Path, value: str) -> None:
    ledger, done = ledger_of(tmp_path, [thing("p", "Person", name="A", birthDate=value), PAPER])
    (path,) = ledger.glob("*/*/rejects.jsonl")
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    assert done.values_left_out == 1
    assert "1970" not in json.dumps(told)
    assert told["field"] == "birthDate"
