"""Findings hang on their records and on no others: take away, alter or double a record and see what follows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cuibono.model import DECISIVE, Verdict
from tests.verification import casefiles
from tests.verification.ledgers import verdicts
from tests.verification.worlds import worlds

quick = settings(deadline=None, max_examples=80)
DECIDED = [
    pytest.param(case, id=name)
    for name, case in casefiles.cases()
    if case.get("finding") in DECISIVE and case.get("records") and "claim" in case
]
OTHER: dict[str, Any] = {"start": "2031", "end": "1999", "amount": 987654, "percentage": 3, "currency": "XAF"}


def findings(case: dict[str, Any]) -> list[str]:
    return [v.finding for v in casefiles.found(case)]


@pytest.mark.parametrize("case", DECIDED)
def test_without_the_records_that_decide_the_finding_falls(case: dict[str, Any]) -> None:
    (verdict,) = casefiles.found(case)
    decides = {e.entity_id for e in verdict.evidence if e.role == "decides"}
    if verdict.evidence[0].schema == "Article":
        return
    rest = [r for n, r in enumerate(case["records"]) if str(r.get("id", f"r{n}")) not in decides]
    kept = [{**r, "id": r.get("id", f"r{case['records'].index(r)}")} for r in rest]
    (without,) = casefiles.found({**case, "records": kept})
    left = {e.entity_id for e in without.evidence if e.role == "decides"}
    assert not left & decides
    assert (without.finding, left) != (verdict.finding, decides)


@pytest.mark.parametrize("case", [p for p in DECIDED if p.values[0]["finding"] == "supported"])
def test_a_record_that_lies_in_the_far_future_supports_nothing(case: dict[str, Any]) -> None:
    later = [
        {**r, "start": "2031", "date": "2031", "end": "2040", "listingDate": "2031"} for r in case["records"]
    ]
    article = any(v.evidence and v.evidence[0].schema == "Article" for v in casefiles.found(case))
    if not article:
        assert "supported" not in findings({**case, "records": later})


def apart(case: dict[str, Any], prefix: str) -> dict[str, Any]:
    """The same world with other ids and other names: nobody of it is in the first."""

    def moved(record: dict[str, Any]) -> dict[str, Any]:
        schema = next(iter(record))
        ends = [prefix + str(end) for end in record[schema]]
        return {
            schema: ends,
            **{k: v for k, v in record.items() if k != schema},
            "id": prefix + str(record["id"]),
        }

    entities = {
        prefix + key: {**(one if isinstance(one, dict) else {"name": one})}
        for key, one in case["entities"].items()
    }
    for one in entities.values():
        one["name"] = f"{prefix.title()} {one['name']}"
    claims = [{**c, "s": prefix + c["s"], "o": prefix + c["o"]} for c in case["claims"]]
    return {"entities": entities, "records": [moved(r) for r in case["records"]], "claims": claims}


def together(one: dict[str, Any], two: dict[str, Any]) -> list[Verdict]:
    case = {
        **one,
        "entities": {**one["entities"], **two["entities"]},
        "records": [*one["records"], *two["records"]],
        "claims": [*one["claims"], *two["claims"]],
    }
    return list(verdicts(case))


@quick
@given(worlds(), worlds(), st.data())
def test_one_field_of_one_record_changes_nothing_that_does_not_depend_on_it(
    one: dict[str, Any], two: dict[str, Any], data: Any
) -> None:
    other = apart(two, "zz")
    assume(other["records"])
    number = data.draw(st.integers(0, len(other["records"]) - 1))
    field = data.draw(st.sampled_from(sorted(OTHER)))
    changed = [{**r, field: OTHER[field]} if n == number else r for n, r in enumerate(other["records"])]
    mine = len(one["claims"])
    before, after = together(one, other), together(one, {**other, "records": changed})
    assert before[:mine] == after[:mine]


@quick
@given(worlds())
def test_a_second_list_with_the_same_record_changes_no_finding(case: dict[str, Any]) -> None:
    again = [
        {**r, "id": f"again-{r['id']}", "dataset": "third"}
        for r in case["records"]
        if r.get("dataset", "register") == "register"
    ]
    doubled = {**case, "records": [*case["records"], *again]}
    for one, two in zip(verdicts(case), verdicts(doubled), strict=True):
        assert (one.finding, [d.field for d in one.differences]) == (
            two.finding,
            [d.field for d in two.differences],
        )


@quick
@given(worlds())
def test_a_further_partial_list_changes_only_what_was_searched(case: dict[str, Any]) -> None:
    far = {"coverage": {"relations": ["Payment", "Control", "Ownership", "Sanction"]}}
    wider = {**case, "datasets": {**case["datasets"], "far": far}}
    for one, two in zip(verdicts(case), verdicts(wider), strict=True):
        assert replace(one, searched=()) == replace(two, searched=())


@quick
@given(worlds())
def test_more_money_never_takes_support_away_but_from_only_largest_most_or_a_limit(
    case: dict[str, Any],
) -> None:
    claims = [
        {**c, "p": "funds", "quantifier": None, "amount": None} for c in case["claims"] if c["s"] != c["o"]
    ]
    one = {**case, "claims": claims}
    extra = {
        "Payment": [claims[0]["s"], claims[0]["o"]],
        "start": "2001",
        "amount": 7,
        "currency": "USD",
        "id": "more",
    }
    for was, is_ in zip(verdicts(one), verdicts({**one, "records": [*case["records"], extra]}), strict=True):
        assert was.finding != "supported" or is_.finding == "supported"
