"""What a sentence says does not hold is denied, whatever the verb looks like."""

from __future__ import annotations

import pytest

from cuibono.claims import extract
from cuibono.documents import from_text


def claims(text: str) -> set[tuple[str, str, str, str]]:
    found = extract(from_text(text, language="en")).claims
    return {(c.subject.name, c.predicate, c.object.name, c.polarity) for c in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Harbour Network is funded by Qatar rather than by Oman.",
            {
                ("Qatar", "funds", "Harbour Network", "affirmed"),
                ("Oman", "funds", "Harbour Network", "denied"),
            },
        ),
        (
            "It is a myth that the Alder Fund owns Birch Radio.",
            {("Alder Fund", "owns", "Birch Radio", "denied")},
        ),
        (
            "The claim that Birch Radio is funded by the Russian government is false.",
            {("Russian government", "funds", "Birch Radio", "denied")},
        ),
        (
            "The Cedar Watch debunked a post saying that the Alder Fund owns Birch Radio.",
            {("Alder Fund", "owns", "Birch Radio", "denied")},
        ),
        (
            "Birch Radio is funded by a licence fee, not by the British government.",
            {("British government", "funds", "Birch Radio", "denied")},
        ),
    ],
)
def test_untruth_outside_the_clause_denies(text: str, expected: set[tuple[str, str, str, str]]) -> None:
    assert claims(text) >= expected
    assert not {(s, p, o, "affirmed") for s, p, o, pol in expected if pol == "denied"} & claims(text)


def test_not_only_affirms_both() -> None:
    found = claims("Birch Radio is funded not only by Qatar but also by Oman.")
    assert all(polarity == "affirmed" for *_, polarity in found)


def test_an_exception_makes_no_claim_of_it() -> None:
    found = claims("Except for Hungary, every EU member sanctioned the Birch Bank.")
    assert not any(s == "Hungary" and p == "sanctioned" for s, p, *_ in found)


def test_the_lack_of_evidence_only_hedges() -> None:
    found = extract(
        from_text("No evidence shows that the CIA funds the Birch Institute.", language="en")
    ).claims
    assert [(c.polarity, c.hedged, c.attribution) for c in found] == [("affirmed", True, None)]
