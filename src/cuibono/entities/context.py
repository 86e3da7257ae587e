"""What stands beside a name in the text: places and type words that may tell namesakes apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from cuibono.entities.data import rules
from cuibono.entities.folding import fold
from cuibono.entities.states import states_named
from cuibono.ledger.records import Entity
from cuibono.model import Span

if TYPE_CHECKING:
    from cuibono.entities.retrieval import Scored

REACH = 60
"""Characters on each side of a name, within its sentence, that count as beside it."""
DESCRIBING = (
    "description",
    "summary",
    "sector",
    "classification",
    "topics",
    "legalForm",
    "position",
    "keywords",
    "notes",
)

_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_])|\n+")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """States and type words beside the mentions of a name, the states that the whole text names, and its date."""

    states: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    states_in_text: frozenset[str] = frozenset()
    date: str | None = None

    def narrow(self, rivals: Sequence[Scored]) -> tuple[list[Scored], str]:
        """Those of the rivals that agree with what stands beside the name, and what decided; all where nothing does."""
        fitting = list(rivals)
        why: list[str] = []
        if self.states:
            here = [s for s in fitting if not self.states.isdisjoint(s.candidate.countries)]
            if 0 < len(here) < len(fitting) and all(s.candidate.countries for s in fitting):
                fitting = here
                why.append("place beside the name: " + ", ".join(sorted(self.states)))
        if self.types and len(fitting) > 1:
            typed = [s for s in fitting if self.types & record_types(s.entities)]
            if 0 < len(typed) < len(fitting):
                fitting = typed
                why.append("sort of actor beside the name: " + ", ".join(sorted(self.types)))
        if self.date and len(fitting) > 1:
            there = [s for s in fitting if not came_later(s.entities, self.date)]
            if 0 < len(there) < len(fitting):
                fitting = there
                why.append(f"there by {self.date}")
        return fitting, "; ".join(why)


def came_later(entities: Sequence[Entity], date: str) -> bool:
    """Whether all records say that it was founded or born only after ``date`` (ISO prefixes, compared as far as both go)."""
    starts = [v for e in entities for prop in ("incorporationDate", "birthDate") for v in e.get(prop)]
    return bool(starts) and all(s[: len(date)] > date[: len(s)] for s in starts)


@cache
def _all_types() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for kind, words in rules("types")["beside"].items():
        for word in words:
            found.setdefault(fold(word), set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in found.items()}


def type_words(text: str) -> frozenset[str]:
    """Sorts of actor that the words of a piece of text name."""
    return frozenset(kind for word in _WORD.findall(fold(text)) for kind in _all_types().get(word, ()))


def record_types(entities: Sequence[Entity]) -> frozenset[str]:
    """Sorts of actor that a record names: by schema, by its names, by what it says of itself."""
    found: set[str] = set()
    for entity in entities:
        found.update(rules("types")["record_types"].get(entity.schema, ()))
        for text in (*entity.names, *(value for prop in DESCRIBING for value in entity.get(prop))):
            found |= type_words(text)
    return frozenset(found)


def surroundings(text: str, spans: Sequence[Span], name: str) -> Surroundings:
    """What stands within ``REACH`` characters of the mentions, in their sentences, outside the name itself."""
    states: set[str] = set()
    types: set[str] = set()
    for span in spans:
        for piece in _beside(text, span):
            states |= states_named(piece)
            types |= type_words(piece)
    return Surroundings(frozenset(states), frozenset(types), _states_in_text(text))


def _beside(text: str, span: Span) -> tuple[str, str]:
    before = _SENTENCE.split(text[max(0, span.start - REACH) : span.start])[-1]
    after = _SENTENCE.split(text[span.end : span.end + REACH])[0]
    return before, after


@cache
def _state_words() -> re.Pattern[str]:
    from cuibono.entities.lexicon import state_phrases

    names = {text for _, kind, text in state_phrases() if kind in ("name", "adjective") and len(text) > 3}
    return re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n)))) + r")\b")


@lru_cache(maxsize=4)  # asked once an actor of the same text
def _states_in_text(text: str) -> frozenset[str]:
    return states_named(" ; ".join(sorted(set(_state_words().findall(text)))[:40]))
