"""The cases as CSV and Parquet, the rates as JSON: one line a case, spreadsheet-safe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cuibono.auditing.audit import Audit
from cuibono.auditing.rates import KEYS, THRESHOLD, Rate, Row, counted, folded, sensitivity, swaps, table

COLUMNS = (
    "case",
    "article",
    "story",
    "counted",
    "outlet",
    "date",
    "title",
    "url",
    "topic",
    "source",
    "source_id",
    "mention",
    "kind",
    "outcome",
    "dated",
    "state",
    "home",
    "probability",
    "use",
    "use_start",
    "use_end",
    "use_sentence",
    "told_rule",
    "told_level",
    "told_start",
    "told_end",
    "told_sentence",
    "relation",
    "other",
    "record",
    "dataset",
    "version",
    "publisher",
    "record_url",
    "record_start",
    "record_end",
    "swapped",
)


def case_rows(audit: Audit) -> list[dict[str, Any]]:
    """All cases in the columns of ``COLUMNS``; ``counted`` says which are in the main tables."""
    kept = {row.number for row in main_rows(audit)}
    return [_flat(row, row.number in kept) for row in audit.rows]


def main_rows(audit: Audit) -> list[Row]:
    """The cases of the main tables: links probable enough, one a story, source and kind, records with dates or without."""
    return folded(counted(audit.rows))


def _flat(row: Row, is_counted: bool) -> dict[str, Any]:
    article, case = row.article, row.case
    use = case["uses"][0]
    record = case["records"][0]
    return {
        "case": row.number,
        "article": article["id"],
        "story": row.story,
        "counted": is_counted,
        **{name: article[name] for name in ("outlet", "date", "title", "url", "topic")},
        **{
            name: case[name]
            for name in ("source", "source_id", "mention", "kind", "outcome", "dated", "state")
        },
        **{name: case[name] for name in ("home", "probability", "swapped")},
        "use": use["rule"],
        "use_start": use["start"],
        "use_end": use["end"],
        "use_sentence": use["sentence"],
        **{
            name: case[name]
            for name in ("told_rule", "told_level", "told_start", "told_end", "told_sentence")
        },
        **{name: record[name] for name in ("relation", "other", "record", "dataset", "version", "publisher")},
        "record_url": record["url"],
        "record_start": record["start"],
        "record_end": record["end"],
    }


def cases_csv(audit: Audit) -> bytes:
    """The cases as CSV; cells that a spreadsheet takes for a formula are made harmless."""
    from cuibono.reporting.output import csv_bytes
    from cuibono.reporting.plain import line

    rows = case_rows(audit)
    return csv_bytes(COLUMNS, ([_cell(row[name], line) for name in COLUMNS] for row in rows))


def _cell(value: Any, line: Any) -> Any:
    return line(value) if isinstance(value, str) else ("" if value is None else value)


def cases_parquet(audit: Audit, path: Path) -> None:
    """The cases as Parquet, by rename."""
    import pyarrow as pa
    from pyarrow import parquet

    kinds: Mapping[str, Any] = {
        **dict.fromkeys(("case", "story", "use_start", "use_end", "told_start", "told_end"), pa.int64()),
        **dict.fromkeys(("counted", "dated", "swapped"), pa.bool_()),
        "probability": pa.float64(),
    }
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
    held = path.with_name(f".{path.name}.tmp")
    parquet.write_table(pa.Table.from_pylist(case_rows(audit), schema=schema), held, compression="zstd")
    held.replace(path)


def rates_object(audit: Audit) -> dict[str, Any]:
    """Every table of the report as plain values."""
    rows = main_rows(audit)
    same, tried = swaps(audit.rows)
    dated = folded(counted(audit.rows, dated=True))
    return {
        "articles": audit.done.articles,
        "cases": len(audit.rows),
        "counted": len(rows),
        "threshold": THRESHOLD,
        "tables": {key: [rate_object(r) for r in table(rows, key)] for key in KEYS},
        "dated_only": {key: [rate_object(r) for r in table(dated, key)] for key in ("kind", "state", "year")},
        "unfolded": [rate_object(r) for r in table(counted(audit.rows), "kind")],
        "sensitivity": [{"threshold": t, **rate_object(r)} for t, r in sensitivity(folded(audit.rows))],
        "states_swapped": {"same": same, "tried": tried},
        "problems": list(audit.problems),
        "ledger": [{"dataset": n, "version": v, "title": t} for n, v, t in audit.ledger],
    }


def rate_object(rate: Rate) -> dict[str, Any]:
    """A rate with its share, rounded to six places."""
    row = {**asdict(rate), "cases": rate.cases, "share": rate.share}
    return {k: round(v, 6) if isinstance(v, float) else v for k, v in row.items()}


def summary_lines(audit: Audit) -> Sequence[str]:
    """The result on the terminal."""
    rows = main_rows(audit)
    lines = [
        f"{audit.done.articles:,} articles ({audit.done.kept:,} from an earlier run), {audit.bearers:,} actors with an "
        f"interest on record, {len(audit.rows):,} cases, {len(rows):,} counted"
    ]
    for rate in table(rows, "kind"):
        lines.append(
            f"  {rate.key:<8} {rate.not_disclosed:>7,} not disclosed in the text, {rate.disclosed:>6,} disclosed, "
            f"{rate.partly:>5,} partly: told in {rate.share:.1%} ({rate.low:.1%} to {rate.high:.1%})"
        )
    return [*lines, *(f"  not used: {problem}" for problem in audit.problems[:8])]
