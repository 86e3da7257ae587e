"""The whole audit: files written, copies folded, markup harmless, tables even-handed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cuibono.auditing.charts import interval_chart
from cuibono.auditing.rates import Rate, Row, counted, folded, gather_rows, sensitivity, table
from cuibono.auditing.sourcing import sourcing, to_gexf
from cuibono.auditing.work import articles_table, read_table
from cuibono.cli import app
from tests.auditing.made import STATES, article, spotter

SPOTTER = spotter()
LONG = " ".join(f"The {n}th pier stands in the river and carries its part of the load." for n in range(40))


def work(*texts: str, **more: str):  # type: ignore[no-untyped-def]
    held = [article(t, id=f"a{n}", **more) for n, t in enumerate(texts)]
    return read_table(articles_table(held), SPOTTER)


def test_copies_of_a_story_are_one_case() -> None:
    rows = gather_rows(
        [work(*[f"Volna Telegraph reported it. {LONG} {n}." for n in range(6)], "Volna Telegraph said so.")]
    )
    assert len(rows) == 7
    assert len(folded(rows)) == 2


def test_the_same_short_text_ten_thousand_times_is_one_case() -> None:
    rows = gather_rows([work(*["Volna Telegraph reported it."] * 10_000)])
    assert (len(rows), len(folded(rows))) == (10_000, 1)


def test_every_case_is_in_every_table_once() -> None:
    texts = [
        f"{name} reported it on day {n}. {LONG[: 40 * n]}" for n, (_, name) in enumerate(STATES.values())
    ]
    rows = counted(gather_rows([work(*texts)]))
    for key in ("kind", "outlet", "source", "year", "topic", "state"):
        assert sum(rate.cases for rate in table(rows, key)) == len(rows) == len(texts)


def test_states_with_the_same_texts_get_the_same_rates() -> None:
    texts = [
        text.format(X=name)
        for _, name in STATES.values()
        for text in ("The state-run {X} reported it.", "{X} reported it.", "{X} said so, and went home.")
    ]
    rates = table(gather_rows([work(*texts)]), "state")
    assert {(r.disclosed, r.partly, r.not_disclosed) for r in rates} == {(1, 0, 2)}
    assert {r.key for r in rates} == set(STATES)


def test_an_outlet_that_differs_from_the_rest_is_found_and_the_rest_is_not() -> None:
    rows = [_row(n, "Open", "disclosed") for n in range(40)]
    rows += [
        _row(100 + n, f"Other {n % 4}", "disclosed" if n % 5 == 0 else "not disclosed") for n in range(200)
    ]
    rates = {r.key: r for r in table(rows, "outlet")}
    assert rates["Open"].adjusted is not None
    assert rates["Open"].adjusted < 0.001
    assert all((rates[f"Other {n}"].adjusted or 0) > 0.01 for n in range(4))


def test_few_cases_are_compared_with_nothing() -> None:
    rows = [_row(n, "Small" if n < 5 else "Large", "disclosed") for n in range(60)]
    rates = {r.key: r for r in table(rows, "outlet")}
    assert rates["Small"].p is None
    assert rates["Small"].adjusted is None


def _row(number: int, outlet: str, outcome: str, probability: float = 0.99) -> Row:
    fields = {"outlet": outlet, "date": "2015-01-01", "topic": "", "text_hash": str(number)}
    case = {"kind": "state", "source": "S", "source_id": "s", "state": "fr", "home": "", "outcome": outcome}
    return Row(number, fields, {**case, "dated": True, "probability": probability, "swapped": True}, number)


def test_the_threshold_takes_cases_away_only() -> None:
    rows = [_row(n, "A", "disclosed", n / 10) for n in range(11)]
    counts = [rate.cases for _, rate in sensitivity(rows)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == 11


QUOTE = "“Nobody knows when the bridge will open, and nobody will say who is to blame for it.”"


def test_the_first_publisher_of_a_quotation_is_found() -> None:
    from dataclasses import replace

    held = [
        replace(article(f"{QUOTE} That is all."), id="b", outlet="Second", date="2015-06-03"),
        replace(article(f"{QUOTE.upper()} So it was said."), id="a", outlet="First", date="2015-06-01"),
        replace(article("Volna Telegraph reported it."), id="c", outlet="Second"),
    ]
    found = sourcing([read_table(articles_table(held), SPOTTER)])
    assert found.firsts == (("First", 1, 0), ("Second", 0, 1))
    assert [(t.outlet, t.source) for t in found.ties] == [("Second", "Volna Telegraph")]


def test_outlets_that_cite_one_another_are_a_circle() -> None:
    from dataclasses import replace

    names = ["Volna Telegraph", "Jade Telegraph", "Dune Telegraph"]
    held = [
        replace(article(f"{cited} reported it."), id=str(n), outlet=outlet)
        for n, (outlet, cited) in enumerate(zip(names, names[1:] + names[:1], strict=True))
    ]
    held.append(replace(article("Volna Telegraph reported it."), id="x", outlet="Albion Telegraph"))
    found = sourcing([read_table(articles_table(held), SPOTTER)])
    assert found.circles == (tuple(sorted(names)),)
    assert ("Albion Telegraph", *names) in found.chains


def test_the_graph_is_gexf_whatever_a_name_holds() -> None:
    from lxml import etree

    made = read_table(articles_table([article("Volna Telegraph said so.", outlet="A<b>&\x01")]), SPOTTER)
    root = etree.fromstring(to_gexf(sourcing([made])))
    assert len(root.findall(".//{*}node")) == 2
    assert len(root.findall(".//{*}edge")) == 1


def test_a_chart_escapes_what_it_shows() -> None:
    chart = interval_chart([Rate("<script>", 1, 0, 1, 0.1, 0.9)], "A & B")
    assert "<script>" not in chart
    assert "&lt;script&gt;" in chart


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audit")
    rows = [
        {
            "id": "1",
            "text": "Xinhua reported that the bridge is late. <script>alert(1)</script>",
            "outlet": "=A<b>",
            "date": "2022-01-01",
        },
        {
            "id": "2",
            "text": "RT, the Russian state broadcaster, said the bridge is late.",
            "outlet": "B",
            "date": "2022-02-01",
            "title": "<img src=x>",
            "url": "javascript:alert(1)",
        },
        {"id": "3", "text": "Nothing."},
    ]
    corpus = folder / "corpus.jsonl"
    corpus.write_text("".join(json.dumps(r) + "\n" for r in rows) + "broken\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["audit", str(corpus), "--out", str(folder / "out"), "--workers", "1"])
    assert done.exit_code == 0, done.output
    assert "3 articles" in done.output
    return folder / "out"


def test_the_report_lets_nothing_in(finished: Path) -> None:
    page = (finished / "report.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "<img" not in page
    assert "javascript:" not in page
    assert "hidden" not in page
    assert "not disclosed in the text" in page


def test_every_case_stands_in_the_files(finished: Path) -> None:
    from pyarrow import parquet

    rows = list(csv.DictReader(io.StringIO((finished / "cases.csv").read_text(encoding="utf-8-sig"))))
    held = parquet.read_table(finished / "cases.parquet").to_pylist()
    assert [r["source"] for r in rows] == [r["source"] for r in held]
    assert {(r["mention"], r["outcome"]) for r in held if r["kind"] == "state"} == {
        ("Xinhua", "not disclosed"),
        ("RT", "disclosed"),
    }
    assert all(not cell.startswith("=") for row in rows for cell in row.values())
    assert json.loads((finished / "rates.json").read_bytes())["problems"]


def test_the_same_audit_gives_the_same_bytes(finished: Path) -> None:
    before = {p.name: p.read_bytes() for p in finished.glob("*.*")}
    corpus = finished.parent / "corpus.jsonl"
    done = CliRunner().invoke(app, ["audit", str(corpus), "--out", str(finished), "--workers", "1"])
    assert "(3 from an earlier run)" in done.output
    assert {p.name: p.read_bytes() for p in finished.glob("*.*")} == before


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["nowhere.jsonl"], "no such file"),
        (["--form", "odd"], "--form"),
        (["--field", "body"], "NAME=COLUMN"),
        (["--on", "ray"], "cluster"),
    ],
)
def test_what_cannot_be_used_is_one_line(tmp_path: Path, options: list[str], message: str) -> None:
    if "ray" in options:
        from importlib.util import find_spec

        if find_spec("ray"):
            pytest.skip("Ray is installed here")
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", encoding="utf-8")
    done = CliRunner().invoke(
        app, ["audit", str(empty), "--out", str(tmp_path / "o"), "--workers", "1", *options]
    )
    assert done.exit_code == 2
    assert message in done.output
    assert len(done.output.strip().splitlines()) == 1
