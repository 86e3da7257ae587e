"""Issues as text, JSON, SARIF 2.1.0 and GitHub annotations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from cuibono import __version__
from cuibono.auditing.lint import Issue
from cuibono.auditing.resources import load
from cuibono.reporting.plain import line

_SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"


def as_text(issues: Sequence[Issue]) -> str:
    """A line an issue, a line with what could be added and where it is shown."""
    rows = []
    for issue in issues:
        note = f" (accepted: {line(issue.accepted)})" if issue.accepted else ""
        rows.append(
            f"{issue.file}:{issue.line}:{issue.column}: {issue.level}: {line(issue.message)} [{issue.rule}]{note}"
        )
        if issue.suggestion and not issue.accepted:
            rows.append(f"    could be added: {line(issue.suggestion)} {line(issue.url)}".rstrip())
    return "".join(f"{row}\n" for row in rows)


def as_json(issues: Sequence[Issue]) -> str:
    """One object with all issues."""
    import orjson

    data = {"software": f"cuibono {__version__}", "issues": [asdict(i) for i in issues]}
    return orjson.dumps(data, option=orjson.OPT_INDENT_2).decode() + "\n"


def as_sarif(issues: Sequence[Issue]) -> str:
    """SARIF 2.1.0 for code scanning; accepted issues are suppressed with their reason."""
    import orjson

    rules = [
        {
            "id": name,
            "shortDescription": {"text": name.replace("-", " ")},
            "defaultConfiguration": {"level": row["level"]},
        }
        for name, row in load("lint")["rules"].items()
    ]
    driver = {"name": "cuibono", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(i) for i in issues],
    }
    data = {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}
    return orjson.dumps(data, option=orjson.OPT_INDENT_2).decode() + "\n"


def _result(issue: Issue) -> dict[str, Any]:
    region = {
        "startLine": issue.line,
        "startColumn": issue.column,
        "endLine": issue.end_line,
        "endColumn": issue.end_column,
    }
    place = {"artifactLocation": {"uri": issue.file.replace("\\", "/")}, "region": region}
    text = line(issue.message) + (f". Could be added: {line(issue.suggestion)}" if issue.suggestion else "")
    made: dict[str, Any] = {
        "ruleId": issue.rule,
        "level": issue.level,
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
    }
    if issue.record:
        made["properties"] = {"record": issue.record, "url": issue.url}
    if issue.accepted:
        made["suppressions"] = [{"kind": "external", "justification": issue.accepted}]
    return made


def as_github(issues: Sequence[Issue]) -> str:
    """Workflow commands that GitHub shows beside the lines; accepted issues are left out."""
    rows = []
    for issue in issues:
        if issue.accepted:
            continue
        kind = {"note": "notice"}.get(issue.level, issue.level)
        where = (
            f"file={_property(issue.file)},line={issue.line},endLine={issue.end_line},"
            f"col={issue.column},title={_property(issue.rule)}"
        )
        text = line(issue.message) + (
            f". {line(issue.suggestion)} {line(issue.url)}" if issue.suggestion else ""
        )
        rows.append(f"::{kind} {where}::{_data(text.rstrip())}\n")
    return "".join(rows)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Mapping[str, Callable[[Sequence[Issue]], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}
