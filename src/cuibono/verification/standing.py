"""Whose record it is: the payer's or payee's own list, a regulator, another state, a third party."""

from __future__ import annotations

from cuibono.ledger.records import Dataset
from cuibono.model import Standing
from cuibono.verification.authority import state_named
from cuibono.verification.records import Record, Records
from cuibono.verification.resources import load
from cuibono.verification.text import fold


def standing_of(record: Record, records: Records) -> Standing:
    """Who speaks in this record: its dataset's standing, made precise by the actors of the record.

    A list whose publisher is one of the two actors is its own. An official list that speaks of somebody of another country is
    that state's statement.
    """
    dataset = records.dataset(record.edge)
    if dataset is None:
        return "third_party"
    if dataset.standing == "self" or _is_own(dataset, record, records):
        return "self"
    if not dataset.official or not dataset.country:
        return dataset.standing
    spoken_of = _spoken_of(record, records)
    if not spoken_of:
        return dataset.standing
    return "regulator" if spoken_of & _home(dataset.country.casefold()) else "other_state"


def _is_own(dataset: Dataset, record: Record, records: Records) -> bool:
    publisher = fold(dataset.publisher)
    ends = (node for node in (record.source, record.target) if node)
    return bool(publisher) and any(publisher in records.names(node) for node in ends)


def _spoken_of(record: Record, records: Records) -> frozenset[str]:
    """The countries of whom the record is about: the registrant of a representation, else whom it is done to."""
    node = record.source if record.schema == "Representation" else record.target
    if node is None:
        return frozenset()
    countries = records.countries(node)
    if countries:
        return countries
    named = [state_named(part.caption) for part in records.parts(node)]
    return frozenset(code for code in named if code)


def _home(country: str) -> frozenset[str]:
    members = frozenset(map(str, load("states")["members_of_eu"]))
    return members | {"eu"} if country == "eu" else frozenset({country})
