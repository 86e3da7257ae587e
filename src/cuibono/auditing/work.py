"""The work of an audit, defined once: a table of articles in, a table of what they hold out.

The same class runs in this process, in local processes and on a cluster: it holds nothing but the index of interests and the names
of the ledger, both read from files, and its result depends on nothing but its input and these.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from cuibono.auditing.cases import Read, read_article
from cuibono.auditing.data import Article, Case, Citation, Holding
from cuibono.auditing.interests import Interests
from cuibono.auditing.mentions import Spotter
from cuibono.auditing.quotes import statements
from cuibono.auditing.stories import signature

_S, _I = pa.string(), pa.int64()
ARTICLES = pa.schema(
    [
        ("id", _S),
        ("text", pa.large_string()),
        ("outlet", _S),
        ("date", _S),
        ("url", _S),
        ("title", _S),
        ("topic", _S),
        ("links", pa.list_(_S)),
        ("origin", _S),
    ]
)
_RECORD = pa.struct(
    [(name, _S) for name in ("relation", "other", "record", "dataset", "version", "publisher", "url")]
    + [(name, _S) for name in ("state", "home", "start", "end")]
    + [("dated", pa.bool_())]
)
_USE = pa.struct(
    [("rule", _S), ("kind", _S), ("start", _I), ("end", _I), ("sentence_start", _I), ("sentence", _S)]
)
_CASE = pa.struct(
    [(name, _S) for name in ("source_id", "source", "mention", "kind", "state", "home", "outcome")]
    + [("dated", pa.bool_()), ("probability", pa.float64()), ("swapped", pa.bool_())]
    + [("records", pa.list_(_RECORD)), ("uses", pa.list_(_USE))]
    + [("told_rule", _S), ("told_level", _S), ("told_start", _I), ("told_end", _I)]
    + [("told_sentence_start", _I), ("told_sentence", _S)]
)
_CITATION = pa.struct([("source_id", _S), ("source", _S), ("kind", _S), ("rule", _S)])
_STATEMENT = pa.struct([("hash", pa.uint64()), ("start", _I), ("end", _I)])
RESULTS = pa.schema(
    [
        ("id", _S),
        ("origin", _S),
        ("outlet", _S),
        ("date", _S),
        ("url", _S),
        ("title", _S),
        ("topic", _S),
        ("characters", _I),
        ("text_hash", _S),
        ("signature", pa.list_(pa.uint32())),
        ("cases", pa.list_(_CASE)),
        ("citations", pa.list_(_CITATION)),
        ("statements", pa.list_(_STATEMENT)),
    ]
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the work depends on besides its input: where the ledger and the index of interests lie."""

    ledger: str | None
    interests: str
    fingerprint: str = ""

    def digest(self) -> str:
        """A hash of everything that changes the result: the records, the rules, the code's version."""
        from cuibono import __version__

        parts = [self.fingerprint, __version__, *_rule_files()]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _rule_files() -> list[str]:
    from importlib.resources import files

    folder = files(__package__).joinpath("resources")
    return [
        hashlib.sha256(item.read_bytes()).hexdigest()
        for item in sorted(folder.iterdir(), key=lambda p: p.name)
        if item.name.endswith((".yml", ".txt"))
    ]


class Work:
    """Reads articles: ``work(table)`` gives one row an article in the columns of ``RESULTS``, in the order of the input."""

    def __init__(self, settings: Settings) -> None:
        from cuibono.entities import Screener
        from cuibono.ledger import open_ledger

        self._ledger = open_ledger(settings.ledger)
        interests = Interests.read(Path(settings.interests))
        self._spotter = Spotter(Screener.open(self._ledger), self._ledger, interests)

    def __call__(self, table: pa.Table) -> pa.Table:
        return read_table(table, self._spotter)


def read_table(table: pa.Table, spotter: Spotter) -> pa.Table:
    """The work with a spotter at hand; equal texts of one outlet and day are read once."""
    known: dict[tuple[str, ...], Read] = {}
    rows = []
    for row in table.to_pylist():
        article = Article(**{**row, "links": tuple(row["links"] or ())})
        key = (article.text, article.outlet, article.date, article.url, *article.links)
        if key not in known:
            known[key] = read_article(article, spotter)
        rows.append(_row(article, known[key]))
    return pa.Table.from_pylist(rows, schema=RESULTS)


def articles_table(articles: Sequence[Article]) -> pa.Table:
    """Articles as a table in the columns of ``ARTICLES``."""
    return pa.Table.from_pylist([asdict(a) for a in articles], schema=ARTICLES)


def _row(article: Article, read: Read) -> Mapping[str, Any]:
    told = bool(read.cases or read.citations)
    return {
        "id": article.id,
        "origin": article.origin,
        "outlet": article.outlet,
        "date": article.date,
        "url": article.url,
        "title": article.title,
        "topic": article.topic,
        "characters": len(article.text),
        "text_hash": hashlib.sha256(article.text.encode()).hexdigest()[:16],
        "signature": signature(article.text) if told else [],
        "cases": [_case(article.text, case) for case in read.cases],
        "citations": [_citation(c) for c in read.citations],
        "statements": [{"hash": h, "start": s, "end": e} for h, s, e in statements(article.text)],
    }


def _case(text: str, case: Case) -> Mapping[str, Any]:
    told = case.told
    return {
        "source_id": case.source_id,
        "source": case.source,
        "mention": case.mention,
        "kind": case.kind,
        "state": case.state,
        "home": case.home,
        "outcome": case.outcome,
        "dated": case.dated,
        "probability": case.probability,
        "swapped": case.swapped,
        "records": [_record(h) for h in case.holdings],
        "uses": [
            {
                "rule": u.rule,
                "kind": u.kind,
                "start": u.start,
                "end": u.end,
                "sentence_start": u.sentence_start,
                "sentence": text[u.sentence_start : u.sentence_end],
            }
            for u in case.uses
        ],
        "told_rule": told.rule if told else None,
        "told_level": told.level if told else None,
        "told_start": told.start if told else None,
        "told_end": told.end if told else None,
        "told_sentence_start": told.sentence_start if told else None,
        "told_sentence": text[told.sentence_start : told.sentence_end] if told else None,
    }


def _record(holding: Holding) -> Mapping[str, Any]:
    names = ("relation", "other", "record", "dataset", "version", "publisher", "url")
    return {name: getattr(holding, name) for name in (*names, "state", "home", "start", "end", "dated")}


def _citation(citation: Citation) -> Mapping[str, Any]:
    return {name: getattr(citation, name) for name in ("source_id", "source", "kind", "rule")}
