"""The report of an audit: one HTML file without script, that lets nothing in from outside; every word of a text is escaped."""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from cuibono import __version__
from cuibono.auditing.audit import Audit
from cuibono.auditing.charts import interval_chart, stacked_chart
from cuibono.auditing.files import main_rows
from cuibono.auditing.rates import (
    MIN_TESTED,
    THRESHOLD,
    Rate,
    Row,
    counted,
    folded,
    sensitivity,
    swaps,
    table,
)
from cuibono.auditing.resources import load
from cuibono.auditing.sourcing import Sourcing, most_cited
from cuibono.reporting.plain import line, web_address

_PER_GROUP, _ROWS = 60, 40


def to_html(audit: Audit, sourcing: Sourcing, title: str) -> str:
    """The whole report; the same audit gives the same text."""
    style = _style()
    return str(
        _environment()
        .get_template("audit.html.j2")
        .render(style=_own(style), policy=_own(_policy(style)), title=title, **_view(audit, sourcing))
    )


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'none'; base-uri 'none'; form-action 'none'"


@cache
def _style() -> str:
    return (files("cuibono.auditing") / "templates" / "audit.css").read_text(encoding="utf-8").strip()


@cache
def _environment() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("cuibono.auditing", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        line=line,
        number="{:,}".format,
        percent=lambda v: f"{v:.1%}",
        p=lambda v: f"{v:.3f}" if v >= 0.001 else "< 0.001",
    )
    return made


def _own(markup: str) -> Any:
    from markupsafe import Markup

    return Markup(markup)  # noqa: S704 - drawn here or shipped with cuibono, with every text in it escaped


def _view(audit: Audit, sourcing: Sourcing) -> dict[str, Any]:
    rows = main_rows(audit)
    tables = {key: table(rows, key) for key in ("kind", "state", "outlet", "source", "year", "topic")}
    years = sorted(tables["year"], key=lambda rate: rate.key)
    same, tried = swaps(audit.rows)
    cases = _shown(audit.rows)
    return {
        "articles": audit.done.articles,
        "bearers": audit.bearers,
        "all_cases": len(audit.rows),
        "counted": len(rows),
        "kinds": [_named(r) for r in tables["kind"]],
        "kinds_chart": _own(
            interval_chart([_named(r) for r in tables["kind"]], "Share told by kind of interest")
        ),
        "dated_kinds": [_named(r) for r in table(folded(counted(audit.rows, dated=True)), "kind")],
        "states": tables["state"][:_ROWS],
        "states_chart": _own(interval_chart(tables["state"][:20], "Share told by state behind the source")),
        "swap_same": same,
        "swap_tried": tried,
        "outlets": tables["outlet"][:_ROWS],
        "outlets_chart": _own(interval_chart(tables["outlet"][:20], "Share told by outlet")),
        "sources": tables["source"][:_ROWS],
        "years": years,
        "years_chart": _own(stacked_chart(years, "Cases by year")),
        "topics": tables["topic"][:_ROWS],
        "sensitivity": [rate for _, rate in sensitivity(folded(audit.rows))],
        "threshold": THRESHOLD,
        "most_cited": most_cited(sourcing.ties)[:_ROWS],
        "shared_count": len(sourcing.shared),
        "firsts": sourcing.firsts[:_ROWS],
        "chains": sourcing.chains[:20],
        "circles": sourcing.circles[:10],
        "cases": cases,
        "shown": len(cases),
        "per_group": _PER_GROUP,
        "payment_years": load("kinds")["payment_years"],
        "min_tested": MIN_TESTED,
        "problems": audit.problems,
        "datasets": audit.ledger,
        "software": f"cuibono {__version__}, records {audit.fingerprint[:12]}",
    }


def _named(rate: Rate) -> Rate:
    from dataclasses import replace

    kinds = load("kinds")["kinds"]
    return replace(rate, key=kinds[rate.key]["label"]) if rate.key in kinds else rate


def _shown(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Up to ``_PER_GROUP`` cases of each kind and outcome, evenly from the whole corpus."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.case["kind"], row.case["outcome"]].append(row)
    chosen: list[Row] = []
    for _, group in sorted(groups.items()):
        step = max(1.0, len(group) / _PER_GROUP)
        chosen += [group[int(i * step)] for i in range(min(len(group), _PER_GROUP))]
    return [_case(row) for row in chosen]


def _case(row: Row) -> dict[str, Any]:
    article, case = row.article, row.case
    return {
        "number": row.number,
        "outcome": "not disclosed in the text" if case["outcome"] == "not disclosed" else case["outcome"],
        "css": case["outcome"].split()[0],
        "source": case["source"],
        "label": load("kinds")["kinds"][case["kind"]]["label"],
        "other": case["records"][0]["other"] if case["records"] else "",
        "outlet": article["outlet"] or "(no outlet)",
        "date": article["date"],
        "title": article["title"],
        "article": article["id"],
        "url": web_address(article["url"]),
        "probability": f"{case['probability']:.2f}",
        "uses": [_marked(u) for u in case["uses"][:2]],
        "told": _told(case),
        "records": [_record(r) for r in case["records"]],
    }


def _marked(use: Mapping[str, Any]) -> dict[str, Any]:
    sentence, begin = use["sentence"], use["sentence_start"]
    start, end = use["start"] - begin, use["end"] - begin
    return {**use, "left": sentence[:start], "name": sentence[start:end], "right": sentence[end:]}


def _told(case: Mapping[str, Any]) -> dict[str, Any] | None:
    if case["told_rule"] is None:
        return None
    made = {
        name: case[f"told_{name}"] for name in ("rule", "level", "start", "end", "sentence", "sentence_start")
    }
    return _marked(made)


def _record(record: Mapping[str, Any]) -> dict[str, Any]:
    first, last = record["start"], record["end"]
    open_start, open_end = first.startswith("0001"), last.startswith("9999")
    days = (
        ""
        if not record["dated"]
        else f"{'' if open_start else first} to {'now' if open_end else last}".strip()
    )
    return {**record, "days": days, "url": web_address(record["url"])}
