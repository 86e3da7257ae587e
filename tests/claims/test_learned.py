"""The trained model: what it reads, how it scores, and what it may and may not do to claims."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.claims import extract
from cuibono.claims.english import extractor
from cuibono.claims.english.extractor import read
from cuibono.claims.learned import scorer
from cuibono.claims.learned.evidence import FLOOR, Board, Support, evidence
from cuibono.claims.learned.rendering import window
from cuibono.claims.learned.review import ALONE, NAME
from cuibono.claims.learned.scorer import Table, hashed, model
from cuibono.claims.learned.spots import spots
from cuibono.errors import ResourceError
from cuibono.model import PREDICATES, THIS_ARTICLE, Document
from cuibono.verification.settings import MIN_CONFIDENCE

TEXT = (
    "Larch Media is owned by Oren Holdings, whose chairman is Pavel Orlov. He told Vesper News that the Qatari government "
    "had funded the Peace League. Brendan Voss, a professor at Ambrose University, said the group was independent."
)


def words(text: str) -> list[tuple[str, ...]]:
    reading = read(Document("d", text, "en"))
    return [window(s, spots(s, reading.resolver)).words for s in reading.sentences]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The Russian government funds Larch Media.", "The Chinese government funds Larch Media."),
        ("Iran sanctioned the Alder Fund, Moscow said.", "France sanctioned the Alder Fund, London said."),
        ("Jane Morrow leads the Harlan Institute.", "Pavel Orlov leads the Harlan Institute."),
    ],
)
def test_the_model_reads_the_same_words_whatever_state_or_person_is_named(first: str, second: str) -> None:
    assert words(first) == words(second)


SWAPS = {
    "Russia": "Russian",
    "China": "Chinese",
    "Qatar": "Qatari",
    "Hungary": "Hungarian",
    "Israel": "Israeli",
}
SWAPPED = (
    "{0} funds Larch Media, a {1} broadcaster. Jane Morrow, a {1} lawyer, is a professor at Ambrose University. "
    "Vesper News, citing {1} officials, reported that the {1} government sanctioned Oren Holdings. "
    "Pavel Orlov, who leads the {1} branch of the Alder Fund, told Vesper News that {0} controls Birch Radio."
)


@pytest.mark.parametrize("state", sorted(SWAPS))
def test_swapping_the_state_changes_neither_claims_nor_confidence(state: str) -> None:
    def seen(name: str) -> list[tuple[str, tuple[str, ...], float]]:
        text = SWAPPED.format(name, SWAPS[name])
        return [(c.predicate, c.extractors, c.confidence) for c in extract(Document("d", text, "en")).claims]

    assert seen(state) == seen("Russia")
    assert seen("Russia")


def test_a_spot_covers_the_words_of_its_mention() -> None:
    reading = read(Document("d", TEXT, "en"))
    found = [spot for s in reading.sentences for spot in spots(s, reading.resolver)]
    assert {spot.mention.name for spot in found} >= {
        "Larch Media",
        "Oren Holdings",
        "Pavel Orlov",
        "Vesper News",
    }
    for spot in found:
        assert TEXT[spot.mention.span.start : spot.mention.span.end] == spot.mention.text


def test_a_reference_is_a_spot_with_its_trail() -> None:
    reading = read(Document("d", TEXT, "en"))
    found = [
        spot for s in reading.sentences for spot in spots(s, reading.resolver) if spot.mention.text == "He"
    ]
    assert [(spot.mention.name, bool(spot.mention.trail)) for spot in found] == [("Pavel Orlov", True)]


def table(keys: list[int], weights: list[list[int]]) -> Table:
    return Table(
        np.array(keys, np.uint32),
        np.array(weights, np.int8).reshape(len(keys), 2),
        np.array([0.5, 0.25]),
        np.array([-1.0, -2.0]),
    )


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.integers(0, 30), unique=True), max_size=6), st.sets(st.integers(0, 30)))
def test_scores_are_sums_of_the_weights_of_known_features(rows: list[list[int]], known: set[int]) -> None:
    keys = sorted(known)
    t = table(keys, [[k - 15, k % 7] for k in keys])
    expected = [
        [
            -1.0 + 0.5 * sum(k - 15 for k in row if k in known),
            -2.0 + 0.25 * sum(k % 7 for k in row if k in known),
        ]
        for row in rows
    ]
    assert np.allclose(t.scores(rows), np.array(expected).reshape(len(rows), 2))


def test_a_feature_said_twice_counts_once() -> None:
    assert hashed(["a", "b", "a"]) == hashed(["b", "a"]) or set(hashed(["a", "b", "a"])) == set(
        hashed(["a", "b"])
    )
    assert len(hashed(["a", "b", "a"])) == 2


def test_evidence_has_a_row_for_each_triple_and_a_weight_for_each_column() -> None:
    board = Board()
    board.of(("A", "funds", "B")).extractors = frozenset(["tree"])
    board.of((THIS_ARTICLE, "cites", "C")).fitted = 1.0
    rows = evidence(board.supports)
    assert rows.shape == (2, len(model().weights))
    assert evidence({}).size == 0


def test_partners_share_one_place_on_the_board() -> None:
    board = Board()
    assert board.of(("A", "partners_with", "B")) is board.of(("B", "partners_with", "A"))
    assert board.of(("A", "funds", "B")) is not board.of(("B", "funds", "A"))


def test_what_speaks_for_a_triple_makes_it_likelier() -> None:
    trained = model()
    doubted = {("A", "works_for", "B"): Support(frozenset(["tree"]), FLOOR, FLOOR)}
    backed = {("A", "works_for", "B"): Support(frozenset(["tree"]), 3.0, 3.0, "person", "org", 0, (0, 0, 1))}
    assert trained.probability(evidence(backed))[0] > trained.probability(evidence(doubted))[0] + 0.1


def test_the_model_takes_nothing_from_what_the_rules_claim() -> None:
    reading = read(Document("d", TEXT, "en"))
    list(extractor.extract([(reading.document, ())]))
    for sentence, tree in zip(
        reading.chosen, extractor.pipeline.parse(extractor.masked(s) for s in reading.chosen), strict=True
    ):
        extractor.attach(sentence, tree)
    ruled = {(c.subject.name, c.predicate, c.object.name) for c in extractor.rule_claims(reading)}
    both = {(c.subject.name, c.predicate, c.object.name) for c in extract(reading.document).claims}
    assert ruled <= both


def test_what_only_the_model_says_needs_review_to_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    eager = replace(model(), propose=0.02)
    monkeypatch.setattr("cuibono.claims.learned.review.model", lambda: eager)
    document = Document("d", TEXT, "en")
    alone = [c for c in extract(document).claims if c.extractors == (NAME,)]
    assert alone, "at so low a threshold the model proposes something"
    for claim in alone:
        assert claim.confidence <= ALONE < MIN_CONFIDENCE
        assert document.text[claim.span.start : claim.span.end] == claim.quote
        assert claim.predicate in PREDICATES


def test_confidence_is_a_probability_and_the_same_twice() -> None:
    document = Document("d", TEXT, "en")
    first, second = extract(document).claims, extract(document).claims
    assert first == second
    assert all(0 <= c.confidence <= 1 for c in first)


def test_the_model_file_holds_numbers_only() -> None:
    path = Path(scorer.__file__).parents[1] / "resources" / "english" / scorer.FILE
    with np.load(path, allow_pickle=False) as arrays:
        assert all(a.dtype.kind in "uifb" for a in arrays.values())
    assert path.stat().st_size < 25_000_000


def test_a_missing_or_damaged_model_file_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Files:
        def joinpath(self, *parts: str) -> Path:
            return tmp_path / parts[-1]

    monkeypatch.setattr(scorer.resources, "files", lambda _: Files())
    for content in (None, b"not a zip"):
        if content is not None:
            (tmp_path / scorer.FILE).write_bytes(content)
        model.cache_clear()
        with pytest.raises(ResourceError, match=r"pairs\.npz"):
            model()
    model.cache_clear()
