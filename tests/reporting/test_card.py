from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import orjson
import pytest
from hypothesis import given, settings
from rich.cells import cell_len
from rich.console import Console

from cuibono.entities.card import ListingLine, MoneyLine, NameLine, Source, TieLine, WhoCard
from cuibono.model import Candidate, Feature
from cuibono.reporting import card_json, card_object, print_card
from tests.reporting.sample import PILOT_HOUSES, spoiled
from tests.reporting.strategies import hostile

GRANTS = Source("sff_grants", "2021-12", "https://sund-freedom-fund.example/grants")
REGISTER = Source("wm_register", "2022-01", "javascript:alert(1)")

CARD = WhoCard(
    query="Strait Monitor",
    status="linked",
    note="the same name in two lists",
    caption="Strait Monitor",
    schema="Organization",
    countries=("wm",),
    entity_ids=("sff-r-12", "reg-8"),
    names=(
        NameLine("Strait Monitor", "name", (GRANTS, REGISTER)),
        NameLine("Sundwacht", "alias", (REGISTER,)),
        NameLine("SM", "abbreviation", (REGISTER,)),
    ),
    gives=(MoneyLine("Radio Skerry", "sff-r-40", None, None, None, 1, 1, (REGISTER,)),),
    receives=(
        MoneyLine("Sund Freedom Fund", "sff-001", "2021", "USD", Decimal("54000"), 3, 1, (GRANTS,)),
        MoneyLine("Granite Institute", None, "2020", "EUR", Decimal("1200.50"), 1, 0, (REGISTER,)),
    ),
    owners=(TieLine("Ownership", "Ferry Lines Holding", "co-1", None, "2014", None, "60 %", (REGISTER,)),),
    owns=(TieLine("Control", "Skerry Pod", "pod-1", None, "2019", "2020", "", (REGISTER,)),),
    heads=(TieLine("Directorship", "Ilse Vandermeer", "p-1", "director", "2018", None, "", (REGISTER,)),),
    ties=(TieLine("Membership of", "Harbour Club", "h-1", None, None, None, "", (REGISTER,)),),
    listings=(ListingLine("Westmark Ministry of Finance", "Order 4", "2021-09-14", None, "", (REGISTER,)),),
)


def printed(card: WhoCard, width: int = 80) -> str:
    stream = io.StringIO()
    print_card(card, Console(file=stream, width=width))
    return stream.getvalue()


def test_every_line_of_the_card_is_told_with_its_source() -> None:
    out = " ".join(printed(CARD).split())
    for words in (
        "Organization · wm · sff-r-12 reg-8",
        "2021 USD 54,000 from Sund Freedom Fund in 3 records (1 of them without a sum) [1]",
        "2020 EUR 1,200.50 from Granite Institute [2]",
        "– sum not stated to Radio Skerry [2]",
        "2014 Ferry Lines Holding owns a share of it (60 %, since 2014) [2]",
        "2019 controls Skerry Pod (2019 to 2020) [2]",
        "2018 Ilse Vandermeer is an officer of it (director, since 2018) [2]",
        "Harbour Club belongs to it [2]",
        "2021 Westmark Ministry of Finance, 14 September 2021 (Order 4) [2]",
        "[1] sff_grants 2021-12 https://sund-freedom-fund.example/grants",
    ):
        assert words in out, words
    assert "javascript" not in out


@pytest.mark.parametrize("status", ["tie", "unknown"])
def test_nothing_is_chosen_where_several_fit(status: str) -> None:
    card = WhoCard(query="The Pilot House", status=status, candidates=PILOT_HOUSES)  # type: ignore[arg-type]
    out = " ".join(printed(card).split())
    assert "nothing was chosen" in out
    assert "0.61 The Pilot House Ltd" in out
    assert "name +0.58 (same words, legal form aside)" in out


def test_json_has_every_field_and_exact_sums() -> None:
    data = orjson.loads(card_json(replace(CARD, candidates=PILOT_HOUSES)))
    assert list(data) == list(WhoCard.__dataclass_fields__)
    assert data["receives"][1]["amount"] == "1200.50"
    assert data["names"][0]["sources"][0]["url"] == GRANTS.url
    assert data["candidates"][0]["features"][0]["score"] == pytest.approx(0.582)


def test_what_is_no_card_is_refused() -> None:
    with pytest.raises(TypeError):
        card_object("Strait Monitor")  # type: ignore[arg-type]


@settings(deadline=None, max_examples=40)
@given(hostile())
def test_no_name_drives_the_terminal(poison: str) -> None:
    candidate = Candidate(("x",), "y", "Company", 0.5, (Feature("f", 1.0, 1.0, "n"),), ("a", "b"))
    card: WhoCard = spoiled(replace(CARD, candidates=(candidate, candidate)), poison)
    out = printed(card)
    assert not {char for char in out if char != "\n" and (ord(char) < 32 or 127 <= ord(char) < 160)}
    assert not {"\u202e", "\u2066", "\u200f"} & set(out)
    assert max(cell_len(row) for row in out.splitlines()) <= 80
    card_json(card)
