"""Properties of extraction as a whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.claims import extract, extract_many
from cuibono.model import Claim, Document, Mention, Span

PASSAGE = (
    "The Peace League, set up by Ivan Sorel in 2011, is funded by the {adjective} government, according to the Daily Ledger. "
    "{state} gave the group $2 million in 2019, and its chairman, Pavel Orlov, used to work for the {adjective} embassy. "
    "Orlov denied that {capital} controls the league. The {adjective}-funded site Lyra Online belongs to Norland Group."
)
STATES = [
    ("US", "American", "Washington"), ("Russia", "Russian", "Moscow"), ("China", "Chinese", "Beijing"), ("Qatar", "Qatari", "Doha"),
    ("Turkey", "Turkish", "Ankara"), ("Israel", "Israeli", "Jerusalem"), ("Iran", "Iranian", "Tehran"), ("France", "French", "Paris"),
    ("Kazakhstan", "Kazakh", "Astana"), ("Saudi Arabia", "Saudi", "Riyadh"), ("India", "Indian", "New Delhi"), ("Germany", "German", "Berlin"),
]  # fmt: skip
UNRELATED = [
    "The weather in the valley stayed dry for a week, and the harvest was late.",
    "Cranes returned to the marsh in April.",
    "Tickets cost twelve euros and can be had at the door.",
]


def filled(state: tuple[str, str, str]) -> str:
    return PASSAGE.format(state=state[0], adjective=state[1], capital=state[2])


def shape(text: str, state: tuple[str, str, str]) -> set[tuple[object, ...]]:
    """The claims with the state's names taken out."""

    def plain(name: str | None) -> str | None:
        for word, mark in ((state[0], "STATE"), (state[1], "ADJECTIVE"), (state[2], "CAPITAL")):
            name = re.sub(rf"\b{word}\b", mark, name) if name else name
        return name.replace("ADJECTIVE", "STATE") if name in ("ADJECTIVE",) else name

    found = extract(Document("d", text, "en")).claims
    return {
        (
            plain(c.subject.name),
            c.predicate,
            plain(c.object.name),
            c.polarity,
            plain(c.attribution),
            c.hedged,
            c.past,
            plain(c.quote),
        )
        for c in found
    }


@settings(deadline=None, max_examples=12)
@given(st.sampled_from(STATES))
def test_every_span_holds_its_quote(state: tuple[str, str, str]) -> None:
    document = Document("d", filled(state), "en")
    for claim in extract(document).claims:
        for span, words in (
            (claim.span, claim.quote),
            (claim.subject.span, claim.subject.text),
            (claim.object.span, claim.object.text),
        ):
            assert document.text[span.start : span.end] == words or words == "[this article]"


@pytest.mark.parametrize("state", STATES[1:])
def test_swapping_the_named_state_changes_nothing_else(state: tuple[str, str, str]) -> None:
    assert shape(filled(state), state) == shape(filled(STATES[0]), STATES[0])


def test_the_passage_gives_claims() -> None:
    assert len(shape(filled(STATES[0]), STATES[0])) >= 7


@settings(deadline=None, max_examples=6)
@given(st.lists(st.sampled_from(UNRELATED), min_size=1, max_size=3), st.sampled_from(STATES[:4]))
def test_an_unrelated_paragraph_changes_no_claim(paragraphs: list[str], state: tuple[str, str, str]) -> None:
    text = filled(state)
    longer = text + "\n" + "\n".join(paragraphs)
    assert [replace(c, id="") for c in extract(Document("d", text, "en")).claims] == [
        replace(c, id="") for c in extract(Document("d", longer, "en")).claims
    ]


def test_extraction_is_deterministic_and_batches_change_nothing() -> None:
    documents = [Document(str(i), filled(state), "en") for i, state in enumerate(STATES)]
    assert list(extract_many(documents)) == [extract(d) for d in documents]


def test_claim_ids_are_distinct() -> None:
    found = extract(Document("d", filled(STATES[1]), "en")).claims
    assert len({c.id for c in found}) == len(found)


def test_an_unsupported_language_yields_a_note_and_no_claims() -> None:
    result = extract(Document("d", "Бұл мәтін қазақ тілінде жазылған.", "kk"))
    assert not result.claims
    assert "Kazakh" in result.notes[0]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "?", "“", "12", "A", "'s", "(", "\u202e", "X" * 5000, "A B " * 2000]
)
def test_odd_text_gives_no_error(text: str) -> None:
    extract(Document("d", text, "en"))


@settings(deadline=None, max_examples=40)
@given(st.text(alphabet="AaBb of the's.,\"“”()-–$5%\n", max_size=120))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    for claim in extract(Document("d", text, "en")).claims:
        assert text[claim.span.start : claim.span.end] == claim.quote


class Echo:
    """A proposer that repeats a claim, adds one that the text does not say, and one of its own."""

    name = "echo"

    def propose(self, document: Document, sentences: Sequence[Span]) -> Sequence[Claim]:
        known = extract(document).claims[0]
        invented = replace(known, quote="Not in the text", id="x")
        subject = Mention(
            "Ivan Sorel",
            Span(document.text.index("Ivan Sorel"), document.text.index("Ivan Sorel") + 10),
            "Ivan Sorel",
        )
        own = Claim("y", "Ivan Sorel", subject.span, subject, "works_for", known.object)
        return [known, invented, own]


def test_an_adapter_only_proposes_and_agreement_raises_confidence() -> None:
    document = Document("d", filled(STATES[0]), "en")
    plain, joined = extract(document), extract(document, adapters=[Echo()])
    assert len(joined.claims) == len(plain.claims) + 1
    assert "dropped" in joined.notes[0]
    agreed = [c for c in joined.claims if "echo" in c.extractors and len(c.extractors) > 1]
    assert agreed
    assert all(c.confidence >= 0.9 for c in agreed)
    assert [c.confidence for c in joined.claims if c.extractors == ("echo",)] == [0.5]
