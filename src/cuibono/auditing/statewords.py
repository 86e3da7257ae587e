"""Words that stand for a state in running text: names, adjectives, capital, seat of government; and their exchange.

The words are those of the entities room (``metonyms.yml``): one table for all states.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from cuibono.entities.data import rules
from cuibono.entities.states import read_state


@dataclass(frozen=True, slots=True)
class StateWords:
    """What a state is called: names (the first is the usual one), adjectives, capitals and seats of government."""

    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """Every word, longest first."""
        return tuple(
            sorted({*self.names, *self.adjectives, *self.places}, key=lambda word: (-len(word), word))
        )


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    data = rules("metonyms")
    return {str(code).lower(): row for code, row in {**data["states"], **data["unions"]}.items()}


def codes() -> tuple[str, ...]:
    """Codes of all states of the table, in its order."""
    return tuple(_table())


@cache
def words_of(code: str) -> StateWords | None:
    """The words of a state, None for a code that the table does not know. Words that name other things too are left out."""
    row = _table().get(code)
    if row is None:
        return None
    doubtful = set(row.get("ambiguous", ()))
    names = (str(row["name"]), *row.get("also", ()))
    places = tuple(p for key in ("capital", "seat") for p in row.get(key, ()) if p not in doubtful)
    return StateWords(tuple(names), tuple(row.get("adj", ())), places)


def alternatives(code: str) -> str:
    """The words of a state as alternatives of a regular expression; one that never matches for an unknown state."""
    words = words_of(code)
    if words is None:
        return "(?!)"
    return "|".join(re.escape(word).replace("\\.", "\\.?") for word in words.all)


@lru_cache(maxsize=512)
def mentions(code: str) -> re.Pattern[str]:
    """Finds a word of the state as a whole word."""
    return re.compile(rf"(?<!\w)(?:{alternatives(code)})(?!\w)")


@lru_cache(maxsize=4096)
def state_of(name: str) -> str | None:
    """The code of the state that a name such as "Government of Qatar" stands for."""
    state = read_state(name)
    return state.code if state is not None else None


def exchanged(text: str, old: str, new: str) -> str:
    """``text`` with every word of one state put in the words of another: name for name, adjective for adjective.

    Where the other state lacks a word of that sort its name stands in.
    """
    mine, theirs = words_of(old), words_of(new)
    if mine is None or theirs is None:
        return text
    table = {
        **dict.fromkeys(mine.places, (theirs.places or theirs.names)[0]),
        **dict.fromkeys(mine.adjectives, (theirs.adjectives or theirs.names)[0]),
        **dict.fromkeys(mine.names, theirs.names[0]),
    }
    plain = {word.replace(".", ""): other for word, other in table.items()}
    return mentions(old).sub(lambda found: plain.get(found[0].replace(".", ""), found[0]), text)
