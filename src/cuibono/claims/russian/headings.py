"""Lists under a heading: "Учредители фонда «X»: А, Б и В", "Активы холдинга «Y»:" and a line for each.

A heading is a noun of ``resources/russian/lists.yml`` with an actor in the genitive and a colon; every item after it, in
the same sentence or in the lines that follow with a bullet or number, stands in that relation to the actor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from cuibono.claims.lexicon import load
from cuibono.claims.russian.phrases import Phrase
from cuibono.claims.russian.ties import Scene
from cuibono.model import Predicate

BULLET = re.compile(r"\s*(?:[•▪·*—–-]|\d{1,2}[.)])\s*")


@dataclass(frozen=True, slots=True)
class Heading:
    """``item`` says on which side the listed actors stand; ``case`` in which the actor of the heading stands."""

    predicate: Predicate
    pattern: re.Pattern[str]
    item: str
    person: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """One item under a heading: the sentence and phrase of the heading's actor, and those of the item."""

    heading: Heading
    owner: tuple[int, Phrase]
    item: tuple[int, Phrase]
    cue: str


@cache
def headings() -> tuple[Heading, ...]:
    """The headings; raises :class:`~cuibono.errors.ResourceError` when they are missing or damaged."""
    data: dict[str, Any] = load("russian/lists.yml")
    return tuple(
        Heading(
            cast(Predicate, row["predicate"]),
            re.compile(row["pattern"], re.IGNORECASE),
            row["item"],
            bool(row.get("person", False)),
        )
        for row in data["headings"]
    )


def listed(scenes: Sequence[Scene]) -> Iterator[Listed]:
    """Every item of every list of a document."""
    for number, scene in enumerate(scenes):
        found = _heading(scene)
        if found is None:
            continue
        heading, owner, colon = found
        items = [(number, p) for p in _items(scene, colon)] or list(_lines(scenes, number))
        for place, phrase in items:
            if phrase.kind == "person" or not heading.person:
                yield Listed(heading, (number, owner), (place, phrase), scene.words[0].low)


def _heading(scene: Scene) -> tuple[Heading, Phrase, int] | None:
    """The heading that a sentence opens with, its actor, and where its colon stands."""
    words = scene.words
    colon = next((i for i, w in enumerate(words) if w.text == ":"), None)
    if colon is None:
        return None
    text = scene.text[words[0].start : words[colon].start]
    heading = next((h for h in headings() if h.pattern.match(text)), None)
    named = [p for p in scene.phrases if p.last <= colon and p.named and p.kind != "person"]
    if heading is None or len(named) != 1 or any(w.main == "VERB" for w in words[:colon]):
        return None
    return (heading, named[0], colon) if "gent" in named[0].cases or named[0].core == "quote" else None


def _items(scene: Scene, after: int) -> list[Phrase]:
    """The named phrases that open the parts between commas, semicolons and "и"; none where a verb makes a sentence."""
    if any(w.main in ("VERB", "PRTS") for w in scene.words[after:]):
        return []
    return [
        p
        for p in scene.phrases
        if p.first > after and p.named and "nomn" in p.cases and _opens(scene, p.first)
    ]


def _opens(scene: Scene, index: int) -> bool:
    before = scene.words[index - 1].text if index else ""
    return before in ("", ":", ",", ";", "и", "•", "—", "–", "-", "*", ".", ")") or before.isdigit()


def _lines(scenes: Sequence[Scene], number: int) -> Iterator[tuple[int, Phrase]]:
    """The first name of each line with a bullet or number after a heading that ends in a colon."""
    if scenes[number].words[-1].text != ":":
        return
    text, end = scenes[number].text, scenes[number].words[-1].end
    for place in range(number + 1, len(scenes)):
        start = scenes[place].words[0].start if scenes[place].words else end
        line = text[text.rfind("\n", 0, start) + 1 :]
        if not BULLET.match(line):
            return
        first = next((p for p in scenes[place].phrases if p.named and "nomn" in p.cases), None)
        if first is not None and _opens(scenes[place], first.first):
            yield place, first
