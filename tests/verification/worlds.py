"""Generated small worlds: actors of all kinds, records of all schemas, claims of all shapes."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from cuibono.model import PREDICATES

STATES = [
    ("Russia", "ru", "Russian Foreign Ministry"),
    ("China", "cn", "Chinese Ministry of Foreign Affairs"),
    ("the United States", "us", "Office of Foreign Assets Control"),
    ("the United Kingdom", "gb", "Foreign, Commonwealth and Development Office"),
    ("Iran", "ir", "Ministry of Foreign Affairs of the Islamic Republic of Iran"),
    ("Kazakhstan", "kz", "Ministry of Foreign Affairs of Kazakhstan"),
    ("Qatar", "qa", "Ministry of Interior of Qatar"),
    ("France", "fr", "French Treasury"),
    ("Israel", "il", "Israeli Ministry of Defense"),
    ("Turkey", "tr", "Ministry of Trade of Turkey"),
]

SCHEMAS = [
    "Payment", "Control", "Ownership", "Directorship", "Employment", "Membership", "Representation", "UnknownLink",
    "Debt", "Parent", "Succession", "Sanction", "Documentation", "ProjectParticipant",
]  # fmt: skip
ROLES = [
    "chair",
    "director",
    "deputy head",
    "founder",
    "partner",
    "renamed",
    "merger",
    "member",
    "cites",
    None,
]
NODES = ["g", "m", "h", "a", "b", "n", "c", "p"]
dates = st.none() | st.sampled_from(["2009", "2014", "2015-06", "2018", "2020", "2020-03-01", "2022", "2024"])


def entities(one: tuple[str, str, str], two: tuple[str, str, str]) -> dict[str, Any]:
    """Two governments, a ministry of the first, and private actors."""
    return {
        "g": {"name": f"Government of {one[0]}", "schema": "PublicBody", "country": one[1]},
        "m": {"name": f"Ministry of Culture of {one[0]}", "schema": "PublicBody", "country": one[1]},
        "h": {"name": f"Government of {two[0]}", "schema": "PublicBody", "country": two[1]},
        "a": {"name": "Larkmere Endowment", "country": "ch"},
        "b": {"name": "Steppe Herald", "country": "no"},
        "n": "Meadow Institute",
        "c": {"name": "Harbour Holding", "schema": "Company"},
        "p": {"name": "Anna Berg", "schema": "Person"},
    }


@st.composite
def records(draw: st.DrawFn, authorities: tuple[str, str]) -> list[dict[str, Any]]:
    rows = []
    for number in range(draw(st.integers(0, 9))):
        schema = draw(st.sampled_from(SCHEMAS))
        ends = draw(st.lists(st.sampled_from(NODES), min_size=2, max_size=2, unique=True))
        row: dict[str, Any] = {schema: ends if schema != "Sanction" else ends[:1]}
        start, end = draw(dates), draw(dates)
        if start:
            row["start"] = start
        if end and (not start or end >= start):
            row["end"] = end
        if schema in ("Payment", "Debt") and draw(st.booleans()):
            row["amount"] = draw(st.integers(1, 1000))
            row["currency"] = draw(st.sampled_from(["USD", "EUR"]))
            row["purpose"] = draw(st.sampled_from(["grant", "contract", "a thing"]))
        if schema == "Ownership" and draw(st.booleans()):
            row["percentage"] = draw(st.integers(1, 100))
        if schema == "Sanction":
            row["authority"] = draw(st.sampled_from(authorities))
        role = draw(st.sampled_from(ROLES))
        if role:
            row["role"] = role
        row["dataset"] = draw(st.sampled_from(["register", "second", "paper"]))
        rows.append({**row, "id": f"r{number}"})
    return rows


@st.composite
def claims(draw: st.DrawFn) -> dict[str, Any]:
    ends = draw(st.lists(st.sampled_from(NODES), min_size=2, max_size=2, unique=True))
    given: dict[str, Any] = {"s": ends[0], "p": draw(st.sampled_from(PREDICATES)), "o": ends[1]}
    given["past"] = draw(st.booleans())
    if draw(st.booleans()):
        start, end = draw(dates), draw(dates)
        if start and end and end < start:
            start, end = end, start
        given["period"] = {"text": "", "start": start, "end": end}
    if draw(st.booleans()):
        unit = draw(st.sampled_from(["USD", "EUR", "%", None]))
        bound = draw(st.sampled_from(["exact", "over", "under", "at_most", "at_least", "about"]))
        given["amount"] = {"value": draw(st.integers(1, 100)), "currency": unit, "bound": bound}
    quantifier = draw(st.sampled_from([None, None, "only", "largest", "most", "part"]))
    if quantifier:
        given["quantifier"] = quantifier
        given["quantified"] = draw(st.sampled_from([None, "subject", "object"]))
    if draw(st.booleans()):
        given["instrument"] = draw(st.sampled_from(["grant", "contract"]))
    return given


@st.composite
def worlds(draw: st.DrawFn, states: tuple[Any, Any] = (STATES[0], STATES[1])) -> dict[str, Any]:
    """A case with one to three claims, as :func:`tests.verification.ledgers.verdicts` reads it."""
    one, two = states
    return {
        "entities": entities(one, two),
        "records": [{"Parent": ["g", "m"], "id": "r-parent"}, *draw(records((one[2], two[2])))],
        "datasets": {"paper": {"source_kind": "news"}, "second": {"retrieved": "2019-01-01"}},
        "claims": draw(st.lists(claims(), min_size=1, max_size=3)),
        "when": draw(st.sampled_from(["2010-01-01", "2017-05-05", "2022-01-14"])),
    }
