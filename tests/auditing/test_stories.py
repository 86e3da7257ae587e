"""Copies of a story are one story, other stories are not."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.auditing.stories import clusters, signature, similarity

WORDS = [f"w{i}" for i in range(3000)]


def text(seed: int, count: int = 400) -> str:
    chance = random.Random(seed)  # noqa: S311
    return " ".join(chance.choice(WORDS) for _ in range(count))


def test_an_edited_copy_joins_its_story_and_others_stay_apart() -> None:
    story = text(1)
    words = story.split()
    words[100] = "changed"
    copy = " ".join(["Agency", "report:", *words[:-20]])
    assert clusters([signature(t) for t in (story, text(2), copy, text(3), story)]) == [0, 1, 0, 3, 0]


def test_case_and_punctuation_make_no_other_story() -> None:
    story = text(1)
    assert signature(story) == signature(story.upper().replace(" ", ", ", 3))


def test_short_texts_stand_alone() -> None:
    assert signature("too short") == []
    assert clusters([[], []]) == [0, 1]


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 350))
def test_the_estimate_is_near_the_true_similarity(keep: int) -> None:
    one = text(11).split()
    two = " ".join(one[:keep] + text(12).split()[keep:])
    runs = lambda ws: {tuple(ws[i : i + 5]) for i in range(len(ws) - 4)}  # noqa: E731
    first, second = runs(one), runs(two.split())
    true = len(first & second) / len(first | second)
    assert abs(similarity(signature(" ".join(one)), signature(two)) - true) < 0.25
