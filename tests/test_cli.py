"""The command line: one clear line for what cannot be used, an exit status that says so, nothing half-written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cuibono.cli import main

EXAMPLES = Path(__file__).parent.parent / "examples"
ARTICLE = EXAMPLES / "grants-in-kazakhstan.html"


def run(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as stop:
        main([str(a) for a in arguments])
    code = stop.value.code
    assert isinstance(code, int)
    return code


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    err = capsys.readouterr().err
    assert "Traceback" not in err
    lines = [line for line in err.splitlines() if line.startswith("cuibono: ")]
    assert len(lines) == 1, err
    return lines[0]


BROKEN: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n ", "empty"),
    "archive.html": (b"PK\x03\x04" + b"\x00" * 60, "ZIP"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG"),
    "program.txt": (b"\x7fELF\x02\x01\x01" + b"\x00" * 200, "program"),
    "packed.html": (b"\x1f\x8b\x08\x00" + b"\x00" * 40, "gzip"),
    "scan.pdf": (b"%PDF-1.4\n%%EOF\n", "PDF"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "Office"),
}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_file_that_cannot_be_read_gets_one_line_and_status_2(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, says = BROKEN[name]
    (tmp_path / name).write_bytes(data)
    report = tmp_path / "report.html"
    assert run("check", tmp_path / name, "--html", report) == 2
    line = one_line(capsys)
    assert name in line
    assert says.lower() in line.lower()
    assert not report.exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == [name]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("check", "nowhere.html"), "nowhere.html"),
        (("check", "ftp://example.org/a"), "http"),
        (("check", "http://127.0.0.1/a"), "address"),
        (("check", "http://localhost:8080/a"), "address"),
        (("check", "https://[::1]/a"), "address"),
        (("check", "http://169.254.169.254/latest/meta-data"), "address"),
        (("check", "http://user:secret@example.org/"), "password"),
        (("check", str(ARTICLE), "--date", "yesterday"), "date"),
        (("check", str(ARTICLE), "--ledger", "no-such-ledger"), "no-such-ledger"),
        (("check", str(ARTICLE), "--as-of", "soon"), "2022-01-31"),
        (("check", str(ARTICLE), "--html", "no-such-folder/report.html"), "no-such-folder"),
        (("check", str(ARTICLE), "--json", "-", "--csv", "-"), "standard output"),
        (("check", str(ARTICLE), str(ARTICLE), "--gexf", "net.gexf"), "one article"),
        (("claims", "nowhere.jsonl"), "nowhere.jsonl"),
        (("ledger", "show", "no-such-dataset"), "no-such-dataset"),
        (("ledger", "list", "--ledger", "no-such-ledger"), "no-such-ledger"),
        (("ledger", "remove", "x", "--ledger", "no-such-ledger"), "no-such-ledger"),
        (("trace", "Nobody Of That Name", "RT"), "Nobody Of That Name"),
    ],
    ids=lambda value: " ".join(value)[:60] if isinstance(value, tuple) else None,
)
def test_what_cannot_be_used_is_named(
    arguments: tuple[str, ...],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) in (2, 3)
    assert says.lower() in one_line(capsys).lower()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b'{"id": "a", "text": "cut in', "line 2"),
        (b"[]", "line 2"),
        (b'{"id": "a"}', "text"),
        (b'{"id": "a", "text": 7}', "text"),
    ],
)
def test_a_broken_line_of_passages_is_named(
    line: bytes, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "passages.jsonl"
    file.write_bytes(b'{"id": "ok", "lang": "en", "text": "Nothing here."}\n' + line + b"\n")
    assert run("claims", file) == 2
    assert says in one_line(capsys)


def test_the_main_job_writes_what_was_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = {
        "html": "r.html",
        "json": "r.json",
        "claimreview": "c.json",
        "ftm": "f.jsonl",
        "gexf": "n.gexf",
        "csv": "v.csv",
    }
    options = [part for key, name in names.items() for part in (f"--{key}", str(tmp_path / name))]
    assert run("check", ARTICLE, *options) == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(names.values())
    shown = capsys.readouterr().out
    assert "supported" in shown
    assert (
        json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["document"]["published"] == "2022-02-10"
    )


def test_json_to_standard_output_is_one_object_an_article(capsys: pytest.CaptureFixture[str]) -> None:
    others = sorted(EXAMPLES.glob("*.html"))
    assert run("check", *others, "--json", "-") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(others)
    assert all(set(json.loads(line)) >= {"document", "verdicts", "publisher", "ledger"} for line in lines)


def test_one_bad_article_among_good_ones_is_told_and_the_rest_is_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"")
    assert run("check", bad, ARTICLE, "--json", "-") == 2
    out = capsys.readouterr()
    assert len(out.out.splitlines()) == 1
    assert "bad.txt" in out.err


def test_claims_reads_passages_and_text_files_alike(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "The Alder Fund finances the Birch Institute."
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "p1", "lang": "en", "text": text}) + "\n")
    (tmp_path / "a.txt").write_text(text)
    assert run("claims", tmp_path / "a.jsonl") == 0
    (from_passage,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert run("claims", tmp_path / "a.txt") == 0
    (from_file,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert from_passage["doc"] == "p1"
    assert {k: v for k, v in from_passage.items() if k not in ("doc", "id")} == {
        k: v for k, v in from_file.items() if k not in ("doc", "id")
    }
    assert text[from_passage["start"] : from_passage["end"]] == from_passage["quote"]
    assert (from_passage["subject"], from_passage["predicate"], from_passage["object"]) == (
        "Alder Fund",
        "funds",
        "Birch Institute",
    )


def test_who_tells_names_and_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("who", "National Endowment for Democracy") == 0
    out = capsys.readouterr().out
    assert "National Endowment for Democracy" in out
    assert "http" in out


@pytest.mark.parametrize("args", [("who", ""), ("who", " -- "), ("trace", "", "NED"), ("trace", "NED", "…")])
def test_an_empty_name_is_told_in_one_line(args: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*args) == 2
    assert "is no name" in capsys.readouterr().err


def test_several_articles_need_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(p) for p in sorted(EXAMPLES.glob("*.html"))[:2]]
    assert run("check", *files, "--html", tmp_path / "one.html") == 2
    assert "several articles need a folder" in capsys.readouterr().err
    assert not (tmp_path / "one.html").exists()


def test_who_as_json_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("who", "NED", "--json") == 0
    assert json.loads(capsys.readouterr().out)


def test_a_ledger_lives_from_init_to_remove(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, source, about = tmp_path / "ledger", tmp_path / "e.jsonl", tmp_path / "dataset.yml"
    entities = [
        {"id": "a", "schema": "Organization", "properties": {"name": ["Alder Fund"]}},
        {"id": "b", "schema": "Organization", "properties": {"name": ["Birch Institute"]}},
        {
            "id": "p",
            "schema": "Payment",
            "properties": {
                "payer": ["a"],
                "beneficiary": ["b"],
                "amount": ["1000"],
                "currency": ["EUR"],
                "date": ["2020"],
            },
        },
    ]
    source.write_text("".join(json.dumps(e) + "\n" for e in entities))
    about.write_text(
        "name: alder\ntitle: Alder Fund grants\npublisher: {name: Alder Fund}\nversion: '2021'\n"
        "standing: self\ncoverage: {relations: [Payment], complete: 'no', basis: the fund's page}\n"
    )
    assert run("ledger", "init", folder) == 0
    assert run("ledger", "add", source, "--ledger", folder, "--format", "ftm", "--metadata", about) == 0
    assert run("ledger", "list", "--ledger", folder) == 0
    assert "alder" in capsys.readouterr().out
    assert run("ledger", "show", "alder", "--ledger", folder) == 0
    assert "the fund's page" in capsys.readouterr().out
    assert run("ledger", "verify", "--ledger", folder) == 0
    article = tmp_path / "a.txt"
    article.write_text("The Alder Fund gave the Birch Institute a grant of 1,000 euros in 2020.")
    capsys.readouterr()
    assert run("check", article, "--ledger", folder, "--json", "-") == 0
    (verdict,) = json.loads(capsys.readouterr().out)["verdicts"]
    assert verdict["finding"] == "supported"
    assert verdict["evidence"][0]["entity_id"] == "p"
    assert run("ledger", "remove", "alder", "--ledger", folder) == 0
    assert run("ledger", "list", "--ledger", folder) == 0
    assert "alder" not in capsys.readouterr().out.replace("alder: removed", "")
