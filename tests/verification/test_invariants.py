"""The invariants of findings, on generated worlds."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.ledger.memory import MemoryLedger
from cuibono.ledger.records import Edge
from cuibono.model import DECISIVE, Verdict
from cuibono.verification import verify
from cuibono.verification.settings import MAX_HOPS
from tests.verification.ledgers import TODAY, actors, claim, document, ledger, verdicts
from tests.verification.worlds import STATES, claims, worlds

quick = settings(deadline=None, max_examples=80)


def edge_ids(case: dict[str, Any]) -> set[str]:
    return {str(r["id"]) for r in case["records"]}


@quick
@given(worlds())
def test_no_decisive_finding_without_evidence_that_resolves(case: dict[str, Any]) -> None:
    for verdict in verdicts(case):
        deciding = [e for e in verdict.evidence if e.role == "decides"]
        assert bool(deciding) == (verdict.finding in DECISIVE)
        assert {e.entity_id for e in verdict.evidence} <= edge_ids(case)
        if verdict.today is not None and verdict.today.finding in DECISIVE:
            assert any(e.role == "decides" for e in verdict.today.evidence)


@quick
@given(worlds())
def test_contradicted_only_through_polarity_quantifier_or_an_upper_bound(case: dict[str, Any]) -> None:
    for verdict in verdicts(case):
        if verdict.finding != "contradicted":
            continue
        fields = {d.field for d in verdict.differences}
        if verdict.claim.polarity == "denied":
            assert "polarity" in fields
        else:
            amount = verdict.claim.amount
            limit = amount is not None and amount.bound in ("under", "at_most") and "amount" in fields
            assert limit or (verdict.claim.quantifier in ("only", "largest") and "quantifier" in fields)
        assert all(d.recorded for d in verdict.differences)


@quick
@given(worlds())
def test_absence_never_contradicts_nor_decides(case: dict[str, Any]) -> None:
    empty = {**case, "records": [], "datasets": {**case["datasets"], "register": {}}}
    assert {v.finding for v in verdicts(empty)} == {"unrecorded"}


@quick
@given(worlds())
def test_unrecorded_names_datasets_versions_and_completeness(case: dict[str, Any]) -> None:
    for verdict in verdicts(case):
        if verdict.finding == "unrecorded":
            assert verdict.searched
            assert all(s.dataset and s.version and s.complete for s in verdict.searched)


@settings(deadline=None, max_examples=120)
@given(st.data(), st.sampled_from(STATES), st.sampled_from(STATES))
def test_swapping_states_in_text_and_records_changes_no_finding(data: Any, one: Any, two: Any) -> None:
    if one == two:
        return
    case = data.draw(worlds((one, two)))
    swapped = swap(case, one, two)
    assert [(v.finding, fields(v)) for v in verdicts(case)] == [
        (v.finding, fields(v)) for v in verdicts(swapped)
    ]


def swap(case: dict[str, Any], one: tuple[str, str, str], two: tuple[str, str, str]) -> dict[str, Any]:
    pairs = {one[0]: two[0], two[0]: one[0], one[2]: two[2], two[2]: one[2]}
    codes = {one[1]: two[1], two[1]: one[1]}

    def change(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: codes.get(v, v) if k == "country" else change(v) for k, v in value.items()}
        if isinstance(value, list):
            return [change(v) for v in value]
        if not isinstance(value, str):
            return value
        for old, new in sorted(pairs.items(), key=lambda p: -len(p[0])):
            if old in value:
                return value.replace(old, new)
        return value

    return {**case, "entities": change(case["entities"]), "records": change(case["records"])}


def fields(verdict: Verdict) -> list[str]:
    return [d.field for d in verdict.differences]


@quick
@given(worlds(), st.integers(0, 10_000))
def test_same_input_same_output_in_whatever_order_records_come(case: dict[str, Any], seed: int) -> None:
    shuffled = list(case["records"])
    random.Random(seed).shuffle(shuffled)  # noqa: S311
    one, two = verdicts(case), verdicts({**case, "records": shuffled})
    assert repr(one) == repr(two)


@quick
@given(worlds())
def test_denying_turns_supported_into_contradicted_and_nothing_else(case: dict[str, Any]) -> None:
    denied = {**case, "claims": [{**c, "polarity": "denied"} for c in case["claims"]]}
    for yes, no in zip(verdicts(case), verdicts(denied), strict=True):
        assert (yes.finding == "supported") == (no.finding == "contradicted")
        assert no.finding in ("contradicted", "unrecorded")


@quick
@given(worlds())
def test_an_allegation_is_never_evidence(case: dict[str, Any]) -> None:
    """What else a text says changes no verdict: each claim alone gets what it gets among the others."""
    together = verdicts(case)
    alone = [verdicts({**case, "claims": [c]})[0] for c in case["claims"]]
    assert [replace(v, claim=None) for v in together] == [replace(v, claim=None) for v in alone]  # type: ignore[arg-type]


@quick
@given(worlds(), st.lists(st.sampled_from(["Payment", "Control", "Membership"]), max_size=4))
def test_an_unrelated_dataset_changes_only_what_was_searched(case: dict[str, Any], extra: list[str]) -> None:
    wider = {
        **case,
        "entities": {**case["entities"], "x": "Elsewhere Trust", "y": "Elsewhere Club"},
        "records": [
            *case["records"],
            *({s: ["x", "y"], "start": "2015", "dataset": "far", "id": f"x{i}"} for i, s in enumerate(extra)),
        ],
        "datasets": {**case["datasets"], "far": {"coverage": {"relations": extra}}},
    }
    for one, two in zip(verdicts(case), verdicts(wider), strict=True):
        assert replace(one, searched=()) == replace(two, searched=())


@quick
@given(worlds(), st.sampled_from(["2001", "2016", None]), st.integers(1, 10**6))
def test_a_record_changed_elsewhere_changes_nothing_here(
    case: dict[str, Any], start: Any, amount: int
) -> None:
    far = {"Payment": ["x", "y"], "amount": 5, "currency": "USD", "id": "far", "start": "2015"}
    changed = {**far, "amount": amount, "role": "partner", **({"start": start} if start else {})}
    wider = {**case, "entities": {**case["entities"], "x": "Elsewhere Trust", "y": "Elsewhere Club"}}
    one = verdicts({**wider, "records": [*case["records"], far]})
    two = verdicts({**wider, "records": [*case["records"], changed]})
    assert one == two


@quick
@given(worlds())
def test_taking_away_news_reports_changes_no_finding(case: dict[str, Any]) -> None:
    without = {**case, "records": [r for r in case["records"] if r.get("dataset") != "paper"]}
    without["datasets"] = {**case["datasets"]}
    assert [v.finding for v in verdicts(case)] == [v.finding for v in verdicts(without)]


@quick
@given(worlds())
def test_no_private_property_reaches_a_verdict(case: dict[str, Any]) -> None:
    person = {
        **case["entities"]["p"],
        "birthDate": "1961-02-03",
        "passportNumber": "SECRET-77",
        "address": "12 Hidden Lane",
    }
    found = repr(verdicts({**case, "entities": {**case["entities"], "p": person}}))
    assert "1961" not in found
    assert "SECRET-77" not in found
    assert "Hidden Lane" not in found


class CountingLedger(MemoryLedger):
    calls = 0

    def edges(self, ids: Iterable[str]) -> tuple[Edge, ...]:
        self.calls += 1
        return super().edges(ids)


@settings(deadline=None, max_examples=30)
@given(worlds(), st.lists(claims(), min_size=20, max_size=40))
def test_the_ledger_is_asked_a_few_times_however_many_claims(case: dict[str, Any], many: list[Any]) -> None:
    plain = ledger(case)
    counting = CountingLedger(plain._entities.values(), plain._edges, plain.datasets)
    names = {i: e.caption for i, e in plain._entities.items()}
    given_claims = [claim(c, names, i) for i, c in enumerate(many)]
    verify(given_claims, actors(case, plain), counting, document(case), today=TODAY)
    assert counting.calls <= MAX_HOPS + 2


@quick
@given(worlds())
def test_every_explanation_is_one_to_a_few_plain_sentences(case: dict[str, Any]) -> None:
    for verdict in verdicts(case):
        text = verdict.explanation
        assert text.endswith((".", "”"))
        assert "{" not in text
        assert "None" not in text
        assert "\n" not in text


@settings(deadline=None, max_examples=60)
@given(worlds())
def test_in_russian_the_findings_are_the_same_and_the_words_are_russian(case: dict[str, Any]) -> None:
    held = ledger(case)
    names = {i: e.caption for i, e in held.entities(case["entities"]).items()}
    given_claims = [claim(c, names, i) for i, c in enumerate(case["claims"])]
    known, text = actors(case, held), document(case)
    english = verify(given_claims, known, held, text, today=TODAY)
    russian = verify(given_claims, known, held, text, today=TODAY, language="ru")
    for one, two in zip(english, russian, strict=True):
        assert (one.finding, fields(one)) == (two.finding, fields(two))
        assert bool(one.needs_review) == bool(two.needs_review)
        assert any("а" <= letter <= "я" for letter in two.explanation.lower())
