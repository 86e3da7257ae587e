from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from cuibono.model import Amount, Candidate, Check, Evidence, Feature
from cuibono.reporting import phrases


def test_a_claim_reads_as_a_sentence(check: Check) -> None:
    assert phrases.statement(check.verdicts[5].claim) == (
        "Sund Freedom Fund funded Strait Monitor ($140,000, in 2021)"
    )
    assert (
        phrases.relation(check.verdicts[11].claim) == "Government of Norvania did not fund Granite Institute"
    )
    assert phrases.relation(check.verdicts[16].claim) == "This article cites Strait Monitor"


def test_what_the_text_adds_is_told_as_written_and_as_read(check: Check) -> None:
    rows = phrases.said(check.verdicts[5].claim)
    assert ("Amount", "“$140,000”, read as USD 140,000") in rows
    assert ("Time", "“in 2021”, read as 2021") in rows
    amount = Amount("over $5m a year", Decimal(5_000_000), "USD", "over", per="year")
    rows = phrases.said(replace(check.verdicts[5].claim, amount=amount))
    assert ("Amount", "“over $5m a year”, read as more than USD 5,000,000 a year") in rows
    assert ("Hedged", "yes: “reportedly”") in phrases.said(check.verdicts[9].claim)
    assert ("Said by", "the article itself") in phrases.said(check.verdicts[0].claim)


def test_who_stands_behind_a_reference_is_told(check: Check) -> None:
    read = [value for label, value in phrases.said(check.verdicts[3].claim) if label == "Read as"]
    assert read[0] == "“Westmark” is Government of Westmark (Westmark stands for its government)"
    assert read[1].startswith("“them” is Strait Monitor")


def test_a_record_without_a_summary_is_told_from_its_parts(check: Check) -> None:
    assert phrases.record_title(check.verdicts[1].evidence[0]) == (
        "Sund Freedom Fund paid Lighthouse Law Centre (USD 38,500, June 2021)"
    )
    unnamed = Evidence("x", "Control", "d", "1", "p", "self", None, source="id-a", target="id-b")
    assert phrases.record_title(unnamed) == "id-a controls id-b"


def test_what_decides_stands_first(check: Check) -> None:
    evidence = check.verdicts[11].evidence
    assert phrases.main_evidence(evidence[::-1]) == evidence
    assert phrases.main_evidence(evidence, 1) == evidence[:1]


def test_the_overview_counts_everything(check: Check, empty: Check) -> None:
    assert phrases.overview(check) == (
        "18 claims of influence set beside the records: 9 supported, 3 overstated, 1 misdated, 1 contradicted, "
        "2 unrecorded and 2 unresolved. 3 more passages no record can decide."
    )
    assert phrases.overview(empty) == "The text makes no claim of influence that was recognised."
    one = replace(check, verdicts=check.verdicts[:1], uncheckable=check.uncheckable[:1])
    assert phrases.overview(one) == (
        "1 claim of influence set beside the records: 1 supported. 1 more passage no record can decide."
    )


def test_lists_are_told_apart_by_what_their_silence_is_worth(check: Check) -> None:
    groups = phrases.by_completeness(check.ledger)
    assert [complete for complete, _ in groups] == ["yes", "except", "no"]
    assert phrases.searched_sentence(check.ledger) == (
        "4 lists were searched; 2 of them complete for what they cover."
    )
    assert phrases.searched_sentence(()) == "No list was searched."
    assert phrases.searched_sentence(check.ledger[2:3]) == (
        "1 list was searched; none is complete for what it covers."
    )


def test_editors_see_contradictions_first(check: Check) -> None:
    findings = [check.verdicts[i].finding for i in phrases.outstanding(check)]
    assert findings == ["contradicted", "misdated", "overstated", "overstated", "overstated"]


def test_what_weighs_most_explains_a_score() -> None:
    features = (
        Feature("a", 1.0, 0.1),
        Feature("b", 0.0, 5.0),
        Feature("c", 1.0, -0.4),
        Feature("d", 0.5, 0.4),
    )
    candidate = Candidate(("x",), "X", "Company", 0.5, features)
    assert [f.name for f in phrases.telling(candidate)] == ["c", "d", "a"]
    assert [f.name for f in phrases.telling(candidate, 1)] == ["c"]
