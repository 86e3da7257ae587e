from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from cuibono.model import FINDINGS, Check
from cuibono.reporting import check_schema, claim_line, to_claimreview
from cuibono.reporting.gexf import EDGE_FIELDS, NODE_FIELDS
from cuibono.reporting.table import COLUMNS
from cuibono.reporting.wording import finding_words

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def formats() -> set[str]:
    text = (DOCS / "formats.md").read_text(encoding="utf-8")
    return set(re.findall(r"`([^`\s]+)`", text))


def keys(schema: Any) -> set[str]:
    """Every property name in a JSON Schema."""
    if isinstance(schema, list):
        return {key for item in schema for key in keys(item)}
    if not isinstance(schema, dict):
        return set()
    own = set(schema["properties"]) if isinstance(schema.get("properties"), dict) else set()
    return own | {key for value in schema.values() for key in keys(value)}


def test_every_field_of_a_claim_is_documented(check: Check, formats: set[str]) -> None:
    assert set(claim_line(check.verdicts[0].claim, "d")) <= formats


def test_every_key_of_the_json_is_documented(formats: set[str]) -> None:
    counts = {*FINDINGS, "uncheckable"}
    assert keys(check_schema()) - counts <= formats


def test_every_column_and_attribute_is_documented(check: Check, formats: set[str]) -> None:
    assert {*COLUMNS, *NODE_FIELDS, *EDGE_FIELDS} <= formats
    reviews = {key for review in to_claimreview(check) for key in review if not key.startswith("@")}
    assert reviews <= formats


def test_the_legend_of_the_docs_is_that_of_the_report() -> None:
    text = (DOCS / "report.md").read_text(encoding="utf-8")
    for finding in FINDINGS:
        words = finding_words(finding)
        row = next(r for r in text.splitlines() if r.startswith(f"| {words.label} |"))
        assert f"| {words.symbol} |" in row
        assert words.meaning in row
    assert " ".join(f"{finding_words(f).ascii}" for f in FINDINGS) in text


def test_pictures_in_the_docs_are_there() -> None:
    for page in ("report.md", "formats.md"):
        for target in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", (DOCS / page).read_text(encoding="utf-8")):
            assert (DOCS / target).is_file()
