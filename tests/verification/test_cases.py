"""Every row and comparison of the findings, as small cases: a claim, a ledger, the expected finding with its differences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from cuibono.model import DECISIVE, Verdict
from tests.verification.ledgers import verdicts

FILES = sorted(Path(__file__).parent.glob("cases/*.yml"))
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['id']}")
    for path in FILES
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
KEYS = {
    "id", "entities", "records", "datasets", "claim", "claims", "finding", "fields", "shows", "today", "says",
    "review", "when", "same", "actors", "document", "decides", "findings", "explains", "now", "run",
}  # fmt: skip


def plain(value: Any) -> Any:
    """Dates and numbers of YAML as the text they were."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return str(value) if hasattr(value, "isoformat") else value


@pytest.mark.parametrize("case", CASES)
def test_a_case_gets_its_finding_and_differences(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS, set(case) - KEYS
    case = plain(case)
    found = verdicts({**case, "today": case.get("run", "2026-01-01")})
    expected = case.get("findings", [case.get("finding")])
    assert [v.finding for v in found] == expected, [v.explanation for v in found]
    _check(found[0], case)


def _check(verdict: Verdict, case: dict[str, Any]) -> None:
    if "fields" in case:
        assert [d.field for d in verdict.differences] == case["fields"], verdict.differences
    for word in case.get("says", ()):
        assert any(word in f"{d.claimed} {d.recorded}" for d in verdict.differences), verdict.differences
    for word in case.get("explains", ()):
        assert word in verdict.explanation, verdict.explanation
    for role in ("shows", "decides"):
        if role in case:
            assert [e.entity_id for e in verdict.evidence if e.role == role] == case[role]
    if "review" in case:
        assert (verdict.needs_review is not None) == case["review"], verdict.needs_review
    today = case.get("today")
    assert (verdict.today.finding if verdict.today else None) == today, verdict.today
    if verdict.finding in DECISIVE:
        assert verdict.explanation


def test_there_are_cases_of_every_predicate_and_finding() -> None:
    cases = [p.values[0] for p in CASES]
    predicates = {c["p"] for case in cases for c in case.get("claims", [case.get("claim")])}
    findings = {f for case in cases for f in case.get("findings", [case.get("finding")])}
    assert len(CASES) >= 120
    assert len(predicates) == 11
    assert findings == {"supported", "overstated", "misdated", "contradicted", "unrecorded", "unresolved"}
