"""A fact file that cannot be built is refused with one line that names the file and the fact."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from build_starter import entity_lines, main, to_jsonl
from starter_facts import FactError, load

ACTORS = [
    {
        "id": "cb-alda",
        "schema": "Organization",
        "name": "Alda Fund",
        "country": "is",
        "source": "https://alda.example",
    },
    {
        "id": "cb-brim",
        "schema": "Company",
        "name": "Brim Daily",
        "alias": ["Brim"],
        "source": "https://brim.example",
    },
]
FACT = {
    "relation": "Payment",
    "from": "cb-alda",
    "to": "cb-brim",
    "date": "2020",
    "source": "https://alda.example/2020",
}


def write(
    folder: Path, actors: list[dict[str, Any]], facts: list[dict[str, Any]], name: str = "gifts"
) -> Path:
    for part in ("actors", "datasets"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "actors" / "all.yml").write_text(yaml.safe_dump({"dataset": "gifts", "actors": actors}))
    dataset = {"name": name, "title": "Gifts", "publisher": {"name": "Alda Fund"}, "version": "2020"}
    data = {"dataset": dataset, "facts": [{"rows": facts}]}
    (folder / "datasets" / "gifts.yml").write_text(yaml.safe_dump(data))
    return folder


def lines_of(folder: Path) -> list[dict[str, Any]]:
    actors, files = load(folder)
    return entity_lines(files[0], actors)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"from": "cb-nobody"}, "gifts.yml: Payment cb-nobody -> cb-brim: no such actor 'cb-nobody'"),
        ({"source": None}, "no source address"),
        ({"relation": "Gift"}, "gifts.yml: unknown relation 'Gift'"),
        ({"amuont": 5}, "unknown key 'amuont'"),
        ({"percentage": 5}, "unknown key 'percentage'"),
    ],
)
def test_a_broken_fact_is_named(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(FactError) as error:
        load(write(tmp_path, ACTORS, [{**FACT, **change}]))
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": "Alda"}, "is no id"),
        ({"schema": "Club"}, "unknown schema 'Club'"),
        ({"nmae": "x"}, "unknown key 'nmae'"),
        ({"name": ""}, "no name"),
        ({"id": "cb-brim"}, "described twice"),
        ({"parent": "cb-nobody"}, "no such parent"),
    ],
)
def test_a_broken_actor_is_named(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(FactError, match=message):
        load(write(tmp_path, [{**ACTORS[0], **change}, ACTORS[1]], []))


def test_a_dataset_is_called_like_its_file(tmp_path: Path) -> None:
    with pytest.raises(FactError, match=r"gifts.yml: the dataset is called 'presents'"):
        load(write(tmp_path, ACTORS, [FACT], name="presents"))


def test_the_same_fact_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FactError, match="said twice"):
        lines_of(write(tmp_path, ACTORS, [FACT, FACT]))


def test_a_row_goes_before_its_group_and_spellings_become_aliases(tmp_path: Path) -> None:
    folder = write(tmp_path, ACTORS, [])
    group = {**FACT, "purpose": "grant", "rows": [{"to_as": "The Brim Daily", "purpose": "loan"}]}
    path = folder / "datasets" / "gifts.yml"
    path.write_text(yaml.safe_dump({**yaml.safe_load(path.read_text()), "facts": [group]}))
    lines = {line["schema"]: line["properties"] for line in lines_of(folder)}
    assert lines["Payment"]["purpose"] == ["loan"]
    assert lines["Company"]["alias"] == ["Brim", "The Brim Daily"]


def test_a_listing_takes_name_and_country_from_its_authority(tmp_path: Path) -> None:
    listing = {
        "relation": "Sanction",
        "by": "cb-alda",
        "to": "cb-brim",
        "listed": "2020-05",
        "source": "https://a.example",
    }
    line = lines_of(write(tmp_path, ACTORS, [listing]))[-1]
    assert line["properties"]["authority"] == ["Alda Fund"]
    assert line["properties"]["country"] == ["is"]
    assert line["properties"]["startDate"] == line["properties"]["listingDate"] == ["2020-05"]


@settings(deadline=None, max_examples=30)
@given(years=st.lists(st.integers(1950, 2030), min_size=1, max_size=6, unique=True), data=st.data())
def test_the_order_of_facts_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, years: list[int], data: st.DataObject
) -> None:
    rows = [{**FACT, "date": str(year)} for year in years]
    shuffled = data.draw(st.permutations(rows))
    written = [
        to_jsonl(lines_of(write(tmp_path_factory.mktemp("facts"), ACTORS, each))) for each in (rows, shuffled)
    ]
    assert written[0] == written[1]
    assert len({json.loads(line)["id"] for line in written[0].splitlines()}) == len(years) + 2


def test_the_command_line_writes_lines_that_parse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lines", str(tmp_path)]) == 0
    assert "datasets in" in capsys.readouterr().out
    for path in tmp_path.glob("*.ftm.json"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert set(json.loads(line)) == {"id", "schema", "properties"}
