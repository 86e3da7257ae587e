"""The word lists of Russian, typed (``resources/russian/lexicon.yml``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from cuibono.claims.lexicon import load


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Lemmas without ё. ``heads`` maps a class ("media") to the nouns that may head its members' descriptions."""

    heads: dict[str, frozenset[str]]
    weak: frozenset[str]
    bodies: frozenset[str]
    people: frozenset[str]
    standing: frozenset[str]
    synonyms: tuple[frozenset[str], ...]
    works: frozenset[str]
    eponymous: frozenset[str]
    acronym_stop: frozenset[str]
    state_acronyms: frozenset[str]
    plural_acronyms: frozenset[str]
    particles: frozenset[str]
    seats: frozenset[str]
    nations: tuple[str, ...]
    inside: dict[str, frozenset[str]]
    foreign: dict[str, str]
    state_names: frozenset[str]

    def classes(self, head: str) -> frozenset[str]:
        """The classes of a noun; of "пресс-клуб" those of its last part."""
        return frozenset(
            name for name, words in self.heads.items() if {head, head.rpartition("-")[2]} & words
        )

    def is_head(self, lemma: str) -> bool:
        return bool(self.classes(lemma))

    def of_nation(self, word: str) -> bool:
        """Whether an adjective names a nation or state: "американский", "государственный"."""
        return word.lower().startswith(self.nations)


@cache
def lexicon() -> Lexicon:
    """The word lists; raises :class:`~cuibono.errors.ResourceError` when they are missing or damaged."""
    data: dict[str, Any] = load("russian/lexicon.yml")
    return Lexicon(
        heads={name: frozenset(words) for name, words in data["heads"].items()},
        weak=frozenset(data["weak_heads"]),
        bodies=frozenset(data["state_bodies"]),
        people=frozenset(data["people"]),
        synonyms=tuple(frozenset(group) for group in data["synonyms"]),
        standing=frozenset(data["standing_people"]),
        works=frozenset(data["works"]),
        eponymous=frozenset(data["eponymous_heads"]),
        acronym_stop=frozenset(data["acronym_stop"]),
        state_acronyms=frozenset(data["state_acronyms"]),
        plural_acronyms=frozenset(data["plural_acronyms"]),
        particles=frozenset(data["particles"]),
        seats=frozenset(data["seats"]),
        nations=tuple(data["nations"]),
        foreign=dict(data["foreign_heads"]),
        state_names=frozenset(data["state_names"]),
        inside={prep: frozenset(words) for prep, words in data["inside"].items()},
    )
