from __future__ import annotations

from dataclasses import replace
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.model import Block, BlockKind, Check, Document, Finding, Span, Uncheckable, Verdict
from cuibono.reporting.marks import marked_blocks
from tests.reporting.sample import sample

BASE = sample()
TEXT = st.text(alphabet="ab \n", min_size=1, max_size=60)


@st.composite
def documents(draw: st.DrawFn) -> tuple[Document, tuple[Verdict, ...], tuple[Uncheckable, ...]]:
    text = draw(TEXT)
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(
        lambda p: Span(min(p), max(p))
    )
    blocks = draw(st.lists(st.tuples(st.sampled_from(get_args(BlockKind)), spans), max_size=4))
    findings = [(v.finding, v) for v in BASE.verdicts]
    verdicts = tuple(
        replace(v, claim=replace(v.claim, span=span, quote=text[span.start : span.end]))
        for (_, v), span in draw(st.lists(st.tuples(st.sampled_from(findings), spans), max_size=6))
    )
    passages = tuple(
        Uncheckable(text[s.start : s.end], s, "opinion") for s in draw(st.lists(spans, max_size=3))
    )
    document = Document("d", text, "en", blocks=tuple(Block(kind, span) for kind, span in blocks))
    return document, verdicts, passages


@settings(deadline=None, max_examples=300)
@given(documents())
def test_the_text_is_all_there_and_every_claim_ends_once(
    made: tuple[Document, tuple[Verdict, ...], tuple[Uncheckable, ...]],
) -> None:
    document, verdicts, passages = made
    blocks = marked_blocks(document, verdicts, passages)
    assert "".join("".join(b.text for b in blocks).split()) == "".join(document.text.split())
    assert sorted(n for b in blocks for n in b.ends) == list(range(1, len(verdicts) + 1))
    assert sorted(i for b in blocks for p in b.pieces for i in p.notes) == list(range(len(passages)))


@settings(deadline=None, max_examples=300)
@given(documents())
def test_pieces_carry_exactly_the_claims_over_them(
    made: tuple[Document, tuple[Verdict, ...], tuple[Uncheckable, ...]],
) -> None:
    document, verdicts, passages = made
    marked = dict.fromkeys(range(1, len(verdicts) + 1), "")
    for block in marked_blocks(document, verdicts, passages):
        for piece in block.pieces:
            for number in piece.numbers:
                marked[number] += piece.text
    for number, verdict in enumerate(verdicts, 1):
        assert "".join(marked[number].split()) == "".join(verdict.claim.quote.split())


def test_overlapping_claims_share_a_piece(check: Check) -> None:
    blocks = marked_blocks(check.document, check.verdicts, check.uncheckable)
    shared = [p for b in blocks for p in b.pieces if len(p.numbers) > 1]
    findings: set[tuple[Finding, ...]] = {p.findings for p in shared}
    assert ("overstated", "supported") in findings
    assert ("misdated", "unrecorded") in findings


def test_blocks_keep_their_kind(check: Check) -> None:
    kinds = [b.kind for b in marked_blocks(check.document, (), ())]
    assert kinds == [b.kind for b in check.document.blocks]
