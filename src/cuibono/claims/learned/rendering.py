"""What the model reads: the words of a sentence, each actor as its kind and the common words of its name.

No name of a person, state or place gets through, so that a swap of names or states cannot change what the model says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cuibono.claims.english.kinds import in_dictionary, nationality, place_kind, tables
from cuibono.claims.english.tree import Sentence
from cuibono.claims.learned.spots import Spot

_KIND_WORDS = {
    "person": "person",
    "org": "organization",
    "outlet": "newspaper",
    "state": "country",
    "place": "place",
    "unknown": "name",
    "loose": "title",
}
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Window:
    """A sentence as the model reads it: ``words``; for each spot the index ``at`` of its kind word and the end of its words."""

    words: tuple[str, ...]
    at: tuple[int, ...]
    ends: tuple[int, ...]
    spots: tuple[Spot, ...]


def window(s: Sentence, found: Sequence[Spot]) -> Window:
    """``s`` rendered with the actors ``found`` in it."""
    words: list[str] = []
    at: list[int] = []
    ends: list[int] = []
    by_first = {spot.first: spot for spot in found}
    silent = {n.first: n.last for n in s.names if n.kind == "work"}
    i = 0
    while i < len(s.tokens):
        spot = by_first.get(i)
        if spot is not None:
            at.append(len(words))
            words += actor_words(spot)
            ends.append(len(words))
            i = spot.last
        elif i in silent:
            words.append("work")
            i = silent[i]
        else:
            words.append(_plain(s.tokens[i].text))
            i += 1
    return Window(tuple(words), tuple(at), tuple(ends), tuple(found))


def _plain(token: str) -> str:
    if nationality(token) or (token[0].isupper() and place_kind(token)):
        return "national"
    return token.casefold()


def actor_words(spot: Spot) -> list[str]:
    """The kind of an actor and the words by which its name, or the reference to it, tells what it is."""
    head = _KIND_WORDS.get(spot.kind, "name")
    if spot.mention.trail:
        return [head, *(w.casefold() for w in _WORD.findall(spot.mention.text))]
    if spot.kind in ("person", "place", "loose"):
        return [head]
    parts = [w.removesuffix("'s").removesuffix("’s") for w in _WORD.findall(spot.mention.text)]
    return [head, *(w.casefold() for w in parts if len(parts) > 1 and _tells(w))]


def _tells(word: str) -> bool:
    """Whether a word of a name is a common one that tells what kind of body it is."""
    low, t = word.casefold(), tables()
    if nationality(word) or place_kind(word) or low in t.given_names or low in t.places:
        return False
    return (
        low in t.organisation_words
        or low in t.government_nouns
        or (word[1:].islower() and in_dictionary(low))
    )
