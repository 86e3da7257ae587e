"""The relation rules of Russian, typed (``resources/russian/relations.yml``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from cuibono.claims.lexicon import load
from cuibono.model import Predicate


@dataclass(frozen=True, slots=True)
class Slot:
    """Where an end of a relation stands: a case, after a preposition (or fixed words), or after a noun of shares."""

    case: str
    prep: str = ""
    stake: bool = False


@dataclass(frozen=True, slots=True)
class VerbRule:
    predicate: Predicate
    lemmas: frozenset[str]
    subject: tuple[Slot, ...]
    object: tuple[Slot, ...]
    seller: tuple[Slot, ...]
    needs: frozenset[str]
    needs_text: re.Pattern[str] | None
    person: str
    object_kind: str
    person_subject: str

    @property
    def transitive(self) -> bool:
        """Has a passive: nominative subject, accusative object."""
        slots = {*self.subject, *self.object}
        return {Slot("nomn"), Slot("accs")} <= slots


@dataclass(frozen=True, slots=True)
class NounRule:
    predicate: Predicate
    lemmas: frozenset[str]
    holder: str
    person: bool
    modifier: frozenset[str]
    org_complement: bool
    needs_text: re.Pattern[str] | None
    copula: bool


@dataclass(frozen=True, slots=True)
class PhraseRule:
    predicate: Predicate
    cues: tuple[str, ...]
    person: bool


@dataclass(frozen=True, slots=True)
class EventRule:
    predicate: Predicate
    lemmas: frozenset[str]
    subject: tuple[Slot, ...]
    object: tuple[Slot, ...]
    denies: bool
    light: frozenset[str]


@dataclass(frozen=True, slots=True)
class Relations:
    verbs: tuple[VerbRule, ...]
    nouns: tuple[NounRule, ...]
    phrases: tuple[PhraseRule, ...]
    events: tuple[EventRule, ...]
    words: dict[str, frozenset[str]]
    offices: frozenset[str]
    bound_offices: tuple[str, ...]
    past_modifiers: frozenset[str]
    copulas: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reporting:
    sources: tuple[str, ...]
    citing_sources: tuple[str, ...]
    say: frozenset[str]
    cite: frozenset[str]
    tell: frozenset[str]
    deny: frozenset[str]
    deny_nouns: frozenset[str]
    wrong: frozenset[str]
    answer: frozenset[str]
    texts: frozenset[str]


def _slots(value: Any) -> tuple[Slot, ...]:
    rows = value if isinstance(value, list) else [value] if value else []
    slots = []
    for row in rows:
        *prep, case = str(row).split()
        stake = prep[:1] == ["stake"]
        slots.append(Slot(case, " ".join(prep[1:] if stake else prep), stake))
    return tuple(slots)


def _pattern(row: dict[str, Any], key: str) -> re.Pattern[str] | None:
    return re.compile(row[key], re.IGNORECASE) if key in row else None


def _verb(row: dict[str, Any], words: dict[str, frozenset[str]]) -> VerbRule:
    return VerbRule(
        cast(Predicate, row["predicate"]),
        frozenset(row["lemmas"]),
        _slots(row["subject"]),
        _slots(row["object"]),
        _slots(row.get("seller")),
        words[row["needs"]] if "needs" in row else frozenset(),
        _pattern(row, "needs_prep"),
        row.get("person", ""),
        row.get("object_kind", ""),
        row.get("person_subject", ""),
    )


def _noun(row: dict[str, Any]) -> NounRule:
    return NounRule(
        cast(Predicate, row["predicate"]),
        frozenset(row["lemmas"]),
        row["holder"],
        row.get("person") == "true",
        frozenset(row.get("modifier", ())),
        row.get("org_complement") == "true",
        _pattern(row, "needs_words"),
        row.get("copula") == "true",
    )


@cache
def relations() -> Relations:
    """The relation rules; raises :class:`~cuibono.errors.ResourceError` when they are missing or damaged."""
    data: dict[str, Any] = load("russian/relations.yml")
    words = {name: frozenset(lemmas) for name, lemmas in data["words"].items()}
    return Relations(
        tuple(_verb(row, words) for row in data["verbs"]),
        tuple(_noun(row) for row in data["nouns"]),
        tuple(
            PhraseRule(row["predicate"], tuple(row["cues"]), row.get("person") == "true")
            for row in data["phrases"]
        ),
        tuple(
            EventRule(
                row["predicate"],
                frozenset(row["lemmas"]),
                _slots(row["subject"]),
                _slots(row["object"]),
                row.get("denies") == "true",
                frozenset(row.get("light", data["light"])),
            )
            for row in data["events"]
        ),
        words,
        frozenset(data["offices"]),
        tuple(data["bound_offices"]),
        frozenset(data["past_modifiers"]),
        frozenset(data["copulas"]),
    )


@cache
def role_nouns() -> frozenset[str]:
    """The nouns that describe a holder: "президент", "владелец", "сотрудник"."""
    return frozenset(lemma for rule in relations().nouns for lemma in rule.lemmas)


@cache
def reporting() -> Reporting:
    """The words of saying, citing and denying; raises :class:`~cuibono.errors.ResourceError` when damaged."""
    data: dict[str, Any] = load("russian/reporting.yml")
    return Reporting(
        tuple(data["sources"]),
        tuple(data["citing_sources"]),
        frozenset(data["say"]),
        frozenset(data["cite"]),
        frozenset(data["tell"]),
        frozenset(data["deny"]),
        frozenset(data["deny_nouns"]),
        frozenset(data["wrong"]),
        frozenset(data["answer"]),
        frozenset(data["texts"]),
    )
