"""Rates of disclosure: by outlet, source, kind, funder's state and year, copies folded, compared with what topics would lead to expect."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cuibono.auditing.statistics import benjamini_hochberg, binomial_test, wilson
from cuibono.auditing.stories import clusters

MIN_TESTED = 20
"""Fewer cases than this are counted and given an interval, and compared with nothing."""
THRESHOLD = 0.8
"""The probability of a link from which a case counts."""
THRESHOLDS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.99)


@dataclass(frozen=True, slots=True)
class Row:
    """One case with the article's own fields; ``story`` is the number of the story, ``number`` that of the case."""

    number: int
    article: Mapping[str, Any]
    case: Mapping[str, Any]
    story: int

    @property
    def told(self) -> bool:
        """Whether the text tells of the interest, in whole or in part."""
        return bool(self.case["outcome"] != "not disclosed")


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of cases whose text tells of the interest, with Wilson's 95 % interval.

    ``expected`` is the share that the topics and kinds of these cases would lead to expect from all other cases, ``p`` the two-sided
    exact test against it and ``adjusted`` the same with the false discovery rate controlled over its table; None below ``MIN_TESTED``.
    """

    key: str
    disclosed: int
    partly: int
    not_disclosed: int
    low: float
    high: float
    expected: float | None = None
    p: float | None = None
    adjusted: float | None = None

    @property
    def cases(self) -> int:
        return self.disclosed + self.partly + self.not_disclosed

    @property
    def share(self) -> float:
        """Told in whole or in part, of all cases."""
        return (self.disclosed + self.partly) / self.cases if self.cases else 0.0


def gather_rows(tables: Iterable[Any]) -> list[Row]:
    """All cases of the parts, in order of part and article, each with the number of its story."""
    held: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = []
    signatures: list[list[int]] = []
    articles = 0
    of_article: list[int] = []
    for table in tables:
        for article in _with_cases(table):
            for case in article["cases"]:
                held.append((article, case))
                of_article.append(articles)
            signatures.append(article["signature"])
            articles += 1
    stories = _joined(clusters(signatures), held, of_article)
    return [
        Row(number, article, case, stories[of_article[number]]) for number, (article, case) in enumerate(held)
    ]


def _joined(
    stories: list[int], held: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]], of_article: Sequence[int]
) -> list[int]:
    """Articles too short for a signature are one story where their text is the same."""
    first: dict[str, int] = {}
    for (article, _), number in zip(held, of_article, strict=True):
        home = first.setdefault(article["text_hash"], stories[number])
        stories[number] = min(home, stories[number])
    return stories


def _with_cases(table: Any) -> Iterator[Mapping[str, Any]]:
    import pyarrow.compute as pc

    wanted = table.filter(pc.greater(pc.list_value_length(table["cases"]), 0))
    yield from wanted.drop_columns(["statements", "citations"]).to_pylist()


def folded(rows: Iterable[Row]) -> list[Row]:
    """One case a story, source and kind: the earliest by date, then by order in the corpus."""
    kept: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        key = (row.story, row.case["source_id"], row.case["kind"])
        other = kept.get(key)
        if other is None or _age(row) < _age(other):
            kept[key] = row
    return sorted(kept.values(), key=lambda row: row.number)


def _age(row: Row) -> tuple[str, int]:
    return row.article["date"] or "9999", row.number


def counted(rows: Iterable[Row], *, threshold: float = THRESHOLD, dated: bool | None = None) -> list[Row]:
    """The cases whose link is probable enough, and with dated or undated records alone where asked for."""
    return [
        row
        for row in rows
        if row.case["probability"] >= threshold and (dated is None or row.case["dated"] == dated)
    ]


KEYS: Mapping[str, Callable[[Row], Iterable[str]]] = {
    "kind": lambda row: [row.case["kind"]],
    "outlet": lambda row: [row.article["outlet"] or "(no outlet)"],
    "source": lambda row: [row.case["source"]],
    "state": lambda row: row.case["state"].split() or ["(no state)"],
    "home": lambda row: row.case["home"].split() or ["(not on record)"],
    "year": lambda row: [row.article["date"][:4] or "(no date)"],
    "topic": lambda row: [row.article["topic"] or "(no topic)"],
}


def table(rows: Sequence[Row], key: str) -> list[Rate]:
    """The rates by one of ``KEYS``, the most frequent first, each compared with the expectation from all other rows."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for name in KEYS[key](row):
            groups[name].append(row)
    base = _Baseline(rows) if key != "kind" else None
    made = [_rate(name, group, base) for name, group in groups.items()]
    made.sort(key=lambda rate: (-rate.cases, rate.key))
    return _adjusted(made)


def _rate(name: str, group: Sequence[Row], base: _Baseline | None) -> Rate:
    by = [sum(row.case["outcome"] == o for row in group) for o in ("disclosed", "partly", "not disclosed")]
    told, cases = by[0] + by[1], len(group)
    low, high = wilson(told, cases)
    expected = base.expected(group) if base is not None and cases >= MIN_TESTED else None
    p = binomial_test(told, cases, expected) if expected is not None else None
    return Rate(name, by[0], by[1], by[2], low, high, expected, p)


def _adjusted(rates: Sequence[Rate]) -> list[Rate]:
    from dataclasses import replace

    tested = [r for r in rates if r.p is not None]
    values = dict(zip((r.key for r in tested), benjamini_hochberg([r.p or 0.0 for r in tested]), strict=True))
    return [replace(r, adjusted=values.get(r.key)) for r in rates]


class _Baseline:
    """What topics and kinds lead to expect: indirect standardisation, the group itself left out."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._told: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        self._kind: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        self._all = [0, 0]
        for row in rows:
            for counts in self._cells(row):
                counts[0] += row.told
                counts[1] += 1

    def _cells(self, row: Row) -> tuple[list[int], list[int], list[int]]:
        kind, topic = row.case["kind"], row.article["topic"]
        return self._told[kind, topic], self._kind[kind], self._all

    def expected(self, group: Sequence[Row]) -> float | None:
        """The mean share over the group of its rows' cells, without the group; None where nothing else is left."""
        own: dict[int, list[int]] = {}
        for row in group:
            for cell in self._cells(row):
                counts = own.setdefault(id(cell), [0, 0])
                counts[0] += row.told
                counts[1] += 1
        shares = [self._share(row, own) for row in group]
        known = [share for share in shares if share is not None]
        return sum(known) / len(known) if known else None

    def _share(self, row: Row, own: Mapping[int, Sequence[int]]) -> float | None:
        for cell in self._cells(row):
            mine = own[id(cell)]
            told, cases = cell[0] - mine[0], cell[1] - mine[1]
            if cases >= MIN_TESTED:
                return told / cases
        told, cases = self._all[0] - own[id(self._all)][0], self._all[1] - own[id(self._all)][1]
        return told / cases if cases else None


def sensitivity(rows: Sequence[Row]) -> list[tuple[float, Rate]]:
    """The rate over all cases at each linking threshold."""
    found = []
    for threshold in THRESHOLDS:
        kept = counted(rows, threshold=threshold)
        found.append((threshold, _rate(f"{threshold:.2f}", kept, None)))
    return found


def swaps(rows: Iterable[Row]) -> tuple[int, int]:
    """(answers that stay the same once the state's words are another state's, cases where that was tried)."""
    tried = [row.case["swapped"] for row in rows if row.case["swapped"] is not None]
    return sum(tried), len(tried)
