"""Corpora of every form become the same articles; what is broken is counted and named, and ends nothing."""

from __future__ import annotations

import csv
import gzip
import io
import json
import lzma
from pathlib import Path

import pytest

from cuibono.auditing import feeds, fields
from cuibono.auditing.corpus import Corpus
from cuibono.auditing.data import Article
from cuibono.auditing.fields import Mapper, parse_mapping, read_date
from cuibono.errors import InputError

ROWS = [
    {
        "id": "1",
        "text": "One, see https://volna.example/a.",
        "source": "A",
        "date": "2015-06-01",
        "url": "https://a.example/1",
    },
    {"id": "2", "text": "Two “quoted” ünd mehr.", "source": "B", "date": "June 2, 2015", "url": ""},
]


def read(path: Path | str, **more: object) -> tuple[list[Article], Corpus]:
    corpus = Corpus([str(path)], Mapper(**more))  # type: ignore[arg-type]
    return list(corpus), corpus


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def jsonl() -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in ROWS)


def as_csv(delimiter: str = ",") -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(ROWS[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(ROWS)
    return stream.getvalue().encode()


def as_parquet(path: Path) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet

    parquet.write_table(pa.Table.from_pylist(ROWS), path)
    return path.read_bytes()


@pytest.mark.parametrize(
    "name", ["a.jsonl", "a.jsonl.gz", "a.ndjson.xz", "a.csv", "a.tsv", "a.csv.gz", "a.parquet"]
)
def test_every_form_gives_the_same_articles(tmp_path: Path, name: str) -> None:
    data = (
        as_parquet(tmp_path / "p")
        if "parquet" in name
        else jsonl()
        if "json" in name
        else as_csv("\t" if "tsv" in name else ",")
    )
    data = (
        gzip.compress(data) if name.endswith("gz") else lzma.compress(data) if name.endswith("xz") else data
    )
    found, corpus = read(write(tmp_path / name, data))
    assert [(a.id, a.text, a.outlet, a.date) for a in found] == [
        ("1", ROWS[0]["text"], "A", "2015-06-01"),
        ("2", ROWS[1]["text"], "B", "2015-06-02"),
    ]
    assert found[0].links == ("https://volna.example/a",)
    assert not corpus.problems.counts


def test_a_folder_is_read_in_order_of_name(tmp_path: Path) -> None:
    write(tmp_path / "b.jsonl", jsonl())
    (tmp_path / "a").mkdir()
    write(tmp_path / "a" / "note.txt", b"A note.\n\nIt says a thing or two about a bridge that is late.\n")
    found, _ = read(tmp_path)
    assert [a.text[:6] for a in found] == ["A note", "One, s", "Two “q"]


def test_fields_can_be_named() -> None:
    row = {"words": "Text.", "when": "2015", "paper": "P"}
    article = Mapper(parse_mapping(["text=words", "date=when", "outlet=paper"])).article(row, "x")
    assert (article.text, article.date, article.outlet) == ("Text.", "2015", "P")
    with pytest.raises(InputError, match="write NAME=COLUMN"):
        parse_mapping(["body"])


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2015-06-01T10:00:00Z", "2015-06-01"),
        ("Mon, 01 Jun 2015 10:00:00 GMT", "2015-06-01"),
        ("6/23/2015", "2015-06-23"),
        ("23/6/2015", "2015-06-23"),
        ("6/7/2015", "2015"),
        ("0001-01-01", ""),
        ("2150-01-01", ""),
        ("soon", ""),
        (None, ""),
    ],
)
def test_a_date_is_read_as_far_as_it_is_clear(value: object, day: str) -> None:
    assert read_date(value) == day


BROKEN = [
    (b'{"id": "1", "text": \n', "a line that is no JSON"),
    (b'["text"]\n', "a line that is no JSON object"),
    (b'{"id": "1"}\n', "no field that holds the text (name it with --field text=...)"),
    (b'{"text": ""}\n', "no text"),
    (b'{"text": 5}\n', "no text"),
    (b"\xff\xfe\x00\n", "a line that is no JSON"),
]


@pytest.mark.parametrize(("line", "reason"), BROKEN)
def test_a_broken_line_is_counted_and_the_next_is_read(tmp_path: Path, line: bytes, reason: str) -> None:
    found, corpus = read(write(tmp_path / "a.jsonl", line + jsonl()))
    assert len(found) == 2
    assert corpus.problems.counts[reason] == 1
    assert "line 1" in corpus.problems.first[reason]


def test_another_encoding_is_read_and_told(tmp_path: Path) -> None:
    found, corpus = read(write(tmp_path / "a.jsonl", '{"text": "Café “late”"}\n'.encode("cp1252")))
    assert found[0].text == "Café “late”"
    assert corpus.problems.counts["not in UTF-8 (read as Windows-1252)"] == 1


def test_missing_outlet_and_date_are_told_and_the_article_is_read(tmp_path: Path) -> None:
    found, corpus = read(write(tmp_path / "a.jsonl", b'{"text": "A text."}\n'))
    assert len(found) == 1
    assert set(corpus.problems.counts) == {
        "no outlet (the article is read all the same)",
        "no date (the article is read all the same)",
    }


def test_an_overlong_text_or_line_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "MAX_TEXT", 1000)
    monkeypatch.setattr("cuibono.auditing.corpus.MAX_LINE", 4000)
    data = json.dumps({"text": "a " * 800}).encode() + b"\n" + b'{"text": "' + b"b" * 9000 + b'"}\n' + jsonl()
    found, corpus = read(write(tmp_path / "a.jsonl", data))
    assert [a.id for a in found] == ["1", "2"]
    assert corpus.problems.counts["text longer than 1,000 characters"] == 1
    assert any("a line longer than" in reason for reason in corpus.problems.counts)


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.xz", "a.parquet", "a.warc.gz"])
def test_a_damaged_file_is_counted(tmp_path: Path, name: str) -> None:
    found, corpus = read(write(tmp_path / name, b"\x1f\x8b\x08\x00 nonsense" * 3))
    assert found == []
    assert corpus.problems.counts


def test_a_file_cut_off_gives_what_it_holds(tmp_path: Path) -> None:
    whole = gzip.compress(jsonl() * 2000)
    found, corpus = read(write(tmp_path / "a.jsonl.gz", whole[: len(whole) // 2]))
    assert len(found) > 10
    assert corpus.problems.counts["file damaged, cut off or not readable"] == 1


def test_nothing_there_is_one_line() -> None:
    with pytest.raises(InputError, match="no such file"):
        list(Corpus(["/nowhere/at/all"], Mapper()))


FEED = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss><channel><title>The Feed</title>{items}</channel></rss>"""
ITEM = """<item><title>T{n}</title><link>https://f.example/{n}</link><guid>g{n}</guid><pubDate>Mon, 01 Jun 2015 10:00:00 GMT</pubDate>
<description>&lt;p&gt;Text {n} &amp;x;&lt;/p&gt;&lt;script&gt;bad()&lt;/script&gt;&lt;a href="https://v.example/"&gt;more&lt;/a&gt;</description></item>"""


def feed(count: int) -> bytes:
    return FEED.format(items="".join(ITEM.format(n=n) for n in range(count))).encode()


def test_a_feed_gives_its_entries_and_resolves_nothing(tmp_path: Path) -> None:
    found, _ = read(write(tmp_path / "a.rss", feed(3)))
    assert [(a.id, a.outlet, a.date, a.url) for a in found][:1] == [
        ("g0", "The Feed", "2015-06-01", "https://f.example/0")
    ]
    assert len(found) == 3
    assert "root:" not in found[0].text
    assert "bad()" not in found[0].text
    assert found[0].links == ("https://v.example/",)


def test_an_atom_feed_gives_its_entries(tmp_path: Path) -> None:
    data = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom</title><entry><id>e</id><title>T</title>
    <link href="https://a.example/1"/><updated>2015-06-01T00:00:00Z</updated><content>A text.</content></entry></feed>"""
    found, _ = read(write(tmp_path / "a.atom", data))
    assert [(a.id, a.outlet, a.date, a.url, a.text) for a in found] == [
        ("e", "Atom", "2015-06-01", "https://a.example/1", "A text.")
    ]


class _Endless(io.RawIOBase):
    """A feed whose entries never stop."""

    def __init__(self) -> None:
        self._sent = 0

    def read(self, size: int = -1) -> bytes:
        self._sent += 1
        return (
            FEED.format(items="").partition("</channel>")[0].encode()
            if self._sent == 1
            else ITEM.format(n=self._sent).encode() * 50
        )


def test_a_feed_that_never_ends_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    from cuibono.auditing.corpus import Problems

    monkeypatch.setattr(feeds, "MAX_FEED", 1 << 20)
    problems = Problems()
    rows = list(feeds.entries(_Endless(), "endless", problems))  # type: ignore[arg-type]
    assert len(rows) > 100
    assert any("cut off" in reason for reason in problems.counts)


def warc() -> bytes:
    page = b"<html><head><title>Bridge</title></head><body><article><p>The bridge is late, Volna Telegraph reported on Monday. Nobody knows why it is so late.</p></article></body></html>"
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\nWARC-Date: 2015-06-01T00:00:00Z\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    ).encode()
    return head + block + b"\r\n\r\n"


@pytest.mark.parametrize("packed", [False, True])
def test_a_web_archive_gives_its_pages(tmp_path: Path, packed: bool) -> None:
    data = b"".join(gzip.compress(warc()) for _ in range(3)) if packed else warc() * 3
    found, corpus = read(write(tmp_path / ("a.warc.gz" if packed else "a.warc"), data))
    assert [(a.url, a.date) for a in found] == [("https://a.example/1", "2015-06-01")] * 3, corpus.problems
    assert "Volna Telegraph" in found[0].text


def test_a_web_archive_that_is_cut_off_gives_what_it_holds(tmp_path: Path) -> None:
    found, corpus = read(write(tmp_path / "a.warc", warc() + warc()[:-60]))
    assert len(found) == 1
    assert corpus.problems.counts
