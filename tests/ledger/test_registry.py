"""``sources.yml`` has the shape that the code reads, and says of every register whose it is and what it covers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from cuibono.errors import NotInLedgerError
from cuibono.ledger.formats import all_formats
from cuibono.ledger.registry import SourceModel, official_source, official_sources
from cuibono.network import checked_url

GOOD: Mapping[str, Any] = {
    "name": "x",
    "title": "T",
    "publisher": {"name": "P", "country": "kz"},
    "licence": "CC0",
    "url": "https://a.example/",
    "changes": "daily",
    "coverage": {"basis": "the law"},
    "smallest": 1,
    "largest": 10,
    "files": [{"name": "a.csv", "url": "https://a.example/a.csv"}],
}


@pytest.mark.parametrize("name", official_sources())
def test_every_register_is_described_whole(name: str) -> None:
    source = official_sources()[name]
    assert source.title
    assert source.publisher
    assert source.licence
    assert source.covers
    assert checked_url(source.url).scheme == "https"
    assert source.format in all_formats()
    for file in source.files:
        assert checked_url(file.url).scheme == "https"


def test_registers_of_more_than_one_side_are_there() -> None:
    assert {"us", "cn", "ru", "eu", "gb", "ua", "ch", "un"} <= {
        s.country for s in official_sources().values()
    }


def test_an_unknown_name_lists_those_that_are_known() -> None:
    with pytest.raises(NotInLedgerError, match="ofac-sdn"):
        official_source("nothing")


@pytest.mark.parametrize(
    "wrong",
    [
        {"files": []},
        {"files": [{"name": "../a", "url": "https://a.example/"}]},
        {"files": [{"name": "a", "url": "http://a.example/"}]},
        {"files": [{"name": "a", "url": "https://a.example/1"}, {"name": "A", "url": "https://a.example/2"}]},
        {"changes": "sometimes"},
        {"smallest": 0},
        {"smallest": 11},
        {"format": "nothing"},
        {"licence": ""},
        {"url": None},
        {"coverage": {}},
        {"unheard_of": 1},
    ],
)
def test_an_entry_of_another_shape_is_refused(wrong: dict[str, Any]) -> None:
    SourceModel.model_validate(GOOD)
    with pytest.raises((ValidationError, ValueError)):
        SourceModel.model_validate({**GOOD, **wrong})
