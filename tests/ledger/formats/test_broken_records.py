"""One broken record among good ones never stops an import, whatever is wrong with it; documents that attack are refused."""

from __future__ import annotations

import copy
import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cuibono.errors import RecordError
from cuibono.ledger import add, create, verify
from cuibono.ledger.formats import Context, named, safe_xml
from cuibono.ledger.rejects import Rejects
from tests.ledger.formats import more_samples as samples
from tests.ledger.formats.more_samples import put
from tests.ledger.formats.samples import SAMPLES


def _loaded(writer: Any, file: str | None = None) -> Any:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = writer(Path(folder))
        path = path / file if file else path
        return json.loads(path.read_text(encoding="utf-8"))


#: Format -> (good records, how a file of records is written).
RECORDS: dict[str, tuple[list[Any], str | None]] = {
    "360giving": (samples.GRANTS_360[:1], "grants"),
    "ocds": ([samples.RELEASE], "releases"),
    "gleif": (_loaded(samples.gleif_json)["relations"], "relations"),
    "wikidata": (samples.WIKIDATA[:1], "lines"),
    "littlesis": ([*_loaded(samples.littlesis, "entities.json")[:2], *_loaded(samples.littlesis, "relationships.json")[:3]], None),
    "bods": (_loaded(SAMPLES["bods"][1]), None),
    "ror": (_loaded(SAMPLES["ror (json)"][1]), None),
    "opensanctions-delta": ([{"op": "ADD", "entity": samples.ENTITY}], "lines"),
    "ftm": ([samples.ENTITY], "lines"),
}  # fmt: skip
ODD = st.sampled_from(
    [
        None,
        5,
        -1.5,
        True,
        "",
        "x",
        [],
        {},
        [None],
        [[]],
        [5],
        {"a": 1},
        "9" * 400,
        "2020-99-99",
        {"id": {"id": []}},
    ]
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of everything inside a record."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*path, key)
        yield from places(each, (*path, key))


def broken(record: Any, path: tuple[Any, ...], odd: Any) -> Any:
    made = copy.deepcopy(record)
    inside = made
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = odd
    return made


def write(path: Path, records: list[Any], how: str | None) -> Path:
    if how == "lines":
        return put(path, "".join(json.dumps(each) + "\n" for each in records))
    return put(path, json.dumps({how: records} if how else records))


def read(name: str, path: Path) -> list[Any]:
    with Rejects(path.with_suffix(".rejects")) as rejects:
        context = Context("d", rejects)
        try:
            return list(named(name).read(path, context))
        finally:
            context.close()


@pytest.mark.parametrize("name", RECORDS)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_one_odd_value_costs_no_other_record(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    good, how = RECORDS[name]
    number = data.draw(st.integers(0, len(good) - 1))
    path = data.draw(st.sampled_from(list(places(good[number]))))
    odd = broken(good[number], path, data.draw(ODD))
    file = tmp_path_factory.mktemp("r") / "r.json"
    whole = {str(each["id"]) for each in read(name, write(file, good, how))}
    kept = {str(each.get("id")) for each in read(name, write(file, [*good, odd], how))}
    # Where a record is said twice, some formats go by the later one: only what the odd record is about may be lost.
    about = (
        {str(each["id"]) for each in read(name, write(file, [good[number]], how))} if len(good) > 1 else whole
    )
    if name == "bods":  # a tie falls with an end that loses its name
        about |= {id_ for id_ in whole if good[number]["recordId"] in id_ or id_.startswith("bods-r")}
    assert kept >= whole - about


TABLES = {
    "360giving": samples.threesixty_csv,
    "usaspending": samples.usaspending,
    "uk-list": samples.uk_list,
    "gleif": lambda folder: put(folder / "lei2.csv", samples.as_csv(samples.LEI_ROWS)),
    "icij": lambda folder: samples.icij(folder) / "relationships.csv",
    "cn-measures": SAMPLES["cn-measures"][1],
    "state-media": SAMPLES["state-media"][1],
    "grants": SAMPLES["grants"][1],
    "statements": SAMPLES["statements"][1],
}


@pytest.mark.parametrize("name", TABLES)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_one_odd_cell_costs_no_other_row(
    name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = TABLES[name](tmp_path_factory.mktemp("t"))
    before = len(read(name, file))
    rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8"))))
    last = list(rows[-1])
    last[data.draw(st.integers(0, len(last) - 1))] = data.draw(
        st.one_of(
            st.text(max_size=20),
            st.sampled_from(["=1+1", "9" * 5000, "31/02/2020", "\x00", "-0-", "00/00/0000"]),
        )
    )
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([*rows, last])
    file.write_bytes(out.getvalue().encode("utf-8", "replace"))
    assert len(read(name, file)) >= before


XML = {
    "ofac-xml": ("<sdnList>{0}</sdnList>", "sdnEntry"),
    "ofac-advanced": ("<Sanctions><ReferenceValueSets/>{0}</Sanctions>", "DistinctParty"),
    "irs990": ('<Return xmlns="http://www.irs.gov/efile">{0}</Return>', "RecipientTable"),
    "gleif": (
        '<lei:LEIData xmlns:lei="http://www.gleif.org/data/schema/leidata/2016">{0}</lei:LEIData>',
        "LEIRecord",
    ),
    "iati": ("<iati-activities>{0}</iati-activities>", "iati-activity"),
    "un-consolidated": ("<CONSOLIDATED_LIST>{0}</CONSOLIDATED_LIST>", "ENTITY"),
}
ATTACKS = {
    "entities in entities": ('<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>', "&b;"),
    "a file": ('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>', "&f;"),
    "an outer document type": ('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', ""),
    "a deep document": ("", "<a>" * 200 + "</a>" * 200),
    "half a document": ("", "<a>"),
}


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("name", XML)
def test_xml_that_attacks_is_refused_whatever_the_register(tmp_path: Path, name: str, attack: str) -> None:
    before, inside = ATTACKS[attack]
    create(tmp_path / "l")
    source = put(tmp_path / "x.xml", before + XML[name][0].format(inside))
    with pytest.raises(RecordError) as error:
        add(tmp_path / "l", source, dataset="d", format=name)
    assert "\n" not in str(error.value)
    assert "root:" not in str(error.value)
    assert verify(tmp_path / "l") == []


@pytest.mark.parametrize("name", XML)
def test_a_record_without_end_is_refused(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_xml, "_MOST", 1000)
    root, tag = XML[name]
    text = root.format(f"<{tag}>" + "<a/>" * 5000 + f"</{tag}>")
    with pytest.raises(RecordError, match="a record of more than 1,000 elements"):
        read(name, put(tmp_path / "x.xml", text))
