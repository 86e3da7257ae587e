"""What a name may be: person, organisation, outlet, state, place. Tables from YAML, no model."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

from cuibono.claims.lexicon import flatten, load, words

Kind = Literal["person", "org", "outlet", "state", "place", "work", "unknown"]

_NAMES, _PLACES = "english/names.yml", "english/places.yml"


@dataclass(frozen=True, slots=True)
class Tables:
    """The word lists of ``names.yml`` and ``places.yml``, case-folded unless said otherwise."""

    not_a_name: frozenset[str]
    small_words: frozenset[str]
    name_openers: frozenset[str]
    no_names: frozenset[str]
    weekdays: frozenset[str]
    currencies: frozenset[str]
    bodies_after_and: frozenset[str]
    organisation_words: frozenset[str]
    outlet_words: frozenset[str]
    outlets: frozenset[str]
    place_endings: frozenset[str]
    event_endings: frozenset[str]
    suffixes: frozenset[str]
    titles: frozenset[str]
    qualifiers: frozenset[str]
    weak_titles: frozenset[str]
    long_titles: frozenset[str]
    office_words: frozenset[str]
    particles: frozenset[str]
    joins: dict[str, frozenset[str]]
    field_words: frozenset[str]
    possessives: frozenset[str]
    government_nouns: frozenset[str]
    government_modifiers: frozenset[str]
    work_cues: frozenset[str]
    given_names: frozenset[str]
    states: dict[str, str]
    nationalities: dict[str, str]
    places: frozenset[str]
    adjectives: frozenset[str]
    adjectives_cased: frozenset[str]

    def common(self, word: str) -> bool:
        """Whether a word at the head of a sentence says nothing about being a name: it is in the small dictionary."""
        return word in self.not_a_name or (word not in self.given_names and in_dictionary(word))


_SMALL = [
    "a",
    "an",
    "the",
    "this",
    "that",
    "these",
    "those",
    "he",
    "she",
    "it",
    "they",
    "we",
    "you",
    "i",
    "his",
    "her",
    "its",
    "their",
    "our",
    "my",
    "your",
    "and",
    "but",
    "or",
    "nor",
    "so",
    "yet",
    "for",
    "if",
    "as",
    "at",
    "by",
    "in",
    "on",
    "of",
    "to",
    "from",
    "with",
    "what",
    "who",
    "which",
    "when",
    "where",
    "why",
    "how",
    "whose",
    "whom",
    "is",
    "are",
    "was",
    "were",
    "not",
    "no",
]


def _folded(key: str) -> frozenset[str]:
    return frozenset(w.casefold() for w in words(_NAMES, key))


@cache
def tables() -> Tables:
    """The tables, read once."""
    rows = load(_PLACES)["states"]
    states: dict[str, str] = {}
    nationalities: dict[str, str] = {}
    for state, (people, seats) in rows.items():
        states[state.casefold()] = state
        states.update((seat.casefold(), state) for seat in flatten(seats))
        nationalities.update((adjective, state) for adjective in flatten(people))
    other = words(_PLACES, "other_adjectives")
    return Tables(
        not_a_name=_folded("not_a_name"),
        small_words=frozenset(_SMALL),
        name_openers=_folded("name_openers"),
        no_names=words(_NAMES, "no_names"),
        weekdays=_folded("days_months") - {"may", "march"} | {"may", "march"},
        currencies=_folded("currencies"),
        bodies_after_and=_folded("bodies_after_and"),
        organisation_words=_folded("organisation_words") | _folded("outlet_words"),
        outlet_words=_folded("outlet_words"),
        outlets=_folded("known_outlets"),
        place_endings=_folded("place_endings"),
        event_endings=_folded("event_endings"),
        suffixes=_folded("organisation_suffixes"),
        titles=_folded("titles"),
        qualifiers=_folded("qualifiers"),
        weak_titles=_folded("weak_titles"),
        long_titles=_folded("long_titles"),
        office_words=_folded("office_words"),
        particles=_folded("name_particles"),
        joins={key: _folded(f"joins_{key}") for key in ("of", "for", "on", "in", "against", "without", "to")},
        field_words=_folded("field_words"),
        possessives=_folded("possessive_in_name"),
        government_nouns=_folded("government_nouns"),
        government_modifiers=_folded("government_modifiers"),
        work_cues=_folded("work_cues"),
        given_names=_folded("given_names"),
        states=states,
        nationalities=nationalities,
        places=frozenset(w.casefold() for w in words(_PLACES, "places")),
        adjectives=frozenset(w.casefold() for w in other),
        adjectives_cased=other,
    )


@cache
def common_words() -> frozenset[str]:
    """English words that are no names by themselves: the lemma lists that the parser's model carries."""
    from cuibono.claims.english.pipeline import lemma_words

    return lemma_words()


def in_dictionary(word: str) -> bool:
    """Whether a lower-case word or its singular is a common English word."""
    known = common_words()
    return word in known or (
        word.endswith("s")
        and (
            word[:-1] in known
            or (word.endswith("es") and word[:-2] in known)
            or (word.endswith("ies") and word[:-3] + "y" in known)
        )
    )


def may_be_person(kind: str, name: str) -> bool:
    """Whether a name of this kind may be a person's: known to be one, or unknown with two to four words."""
    return kind == "person" or (kind == "unknown" and 2 <= len(name.split()) <= 4)


def fits(kind: str, allowed: frozenset[str], name: str) -> bool:
    """Whether an actor fits the kinds that a frame allows; an unknown name fits persons only if it may be one."""
    return kind in allowed or ("person" in allowed and may_be_person(kind, name))


def plain(word: str) -> str:
    """Without accents: "Tamás" is in the list of given names as "tamas"."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def capitalised(word: str) -> bool:
    """Whether a token may be part of a name: a capital at its head or inside (``iLaw``), and a letter after it."""
    if not word or not word[0].isalpha():
        return False
    if word[0].isupper():
        return word not in ("I", "I'm", "A")
    return len(word) > 3 and any(c.isupper() for c in word[1:4]) and word[-1].islower()


def acronym(word: str) -> bool:
    """``CNN``, ``U.S.``, ``T&R``, ``RFE/RL``, ``AJ+``: capitals with marks and digits only, two or more."""
    letters = [c for c in word if c.isalpha()]
    return len(letters) >= 2 and all(c.isupper() for c in letters) and " " not in word


def nationality(word: str) -> str | None:
    """The state whose adjective or people ``word`` is."""
    return tables().nationalities.get(word)


def state_of(name: str) -> str | None:
    """The state that ``name`` is, or stands for as a seat of government."""
    return tables().states.get(name.casefold().removeprefix("the "))


def is_office(name: str) -> bool:
    """Whether a name of kind ``state`` is an office with staff ("White House", "Israeli police"), not the state itself."""
    low = name.casefold().removeprefix("the ")
    return low in words(_PLACES, "offices") or (" " in low and low.split()[-1] in tables().government_nouns)


def place_kind(name: str) -> Literal["state", "place"] | None:
    """``state`` for a state or a seat of government, ``place`` for a place that acts in nothing, else None."""
    low = name.casefold()
    if low in tables().states and (name[0].isupper()) and not (low == "us" and name != "US"):
        return "state"
    return "place" if low in tables().places else None


def kind_of(name: str, quoted: bool = False) -> Kind:
    """The most likely kind of a name by its words alone."""
    parts = [w.strip(".,'’\"“”()").casefold() for w in name.replace("/", " ").replace("-", " ").split()]
    parts = [w.removesuffix("'s").removesuffix("’s") for w in parts if w]
    if not parts:
        return "unknown"
    return _by_list(name, parts) or _by_words(name, parts) or _by_form(name, parts, quoted)


def _by_list(name: str, parts: list[str]) -> Kind | None:
    """By the last word of places and events, titles of peers, known outlets, legal forms, given names."""
    t, several = tables(), len(parts) > 1
    if several and parts[-1] in t.place_endings:
        return "place"
    if len(parts) == 2 and parts[1] == "law" and parts[0] in words(_NAMES, "law_schools"):
        return "org"  # "Harvard Law", "Georgetown Law"
    if several and (parts[-1] in t.event_endings or "war" in parts) and not _body_of(parts):
        return "work"
    if several and parts[0] in ("lord", "lady", "baroness", "duke"):
        return "person"
    if name.casefold().removeprefix("the ") in t.outlets or name.casefold() in t.outlets:
        return "outlet"
    if "." in name and parts[-1].rpartition(".")[2] in ("com", "org", "net", "ru", "info", "news", "io"):
        return "outlet"
    if several and parts[-1] in t.suffixes:
        return "org"
    given = plain(parts[0]) in t.given_names and 2 <= len(parts) <= 4
    return (
        "person"
        if given and parts[-1] not in t.organisation_words and not {"of", "for"} & set(parts[:2])
        else None
    )


def _body_of(parts: list[str]) -> bool:
    """Whether a body comes before the first preposition: a "Bureau for Rule of Law" is no law."""
    cut = next((i for i, w in enumerate(parts) if w in ("of", "for", "on", "against")), 0)
    return any(w in tables().organisation_words for w in parts[:cut])


def _by_words(name: str, parts: list[str]) -> Kind | None:
    """By words that outlets and organisations bear, and by capitals."""
    t = tables()
    if any(w in t.outlet_words for w in parts):
        return _mixed(parts) if any(w in t.organisation_words - t.outlet_words for w in parts) else "outlet"
    if any(w in t.organisation_words for w in parts):
        return "org"
    return "org" if acronym(name) or any(acronym(w) for w in name.split() if len(w) > 2) else None


def _by_form(name: str, parts: list[str], quoted: bool) -> Kind:
    """By connectors, quotation marks and initials; else unknown."""
    if quoted or "&" in name or {"of", "for"} & set(parts[1:]):
        return "org"
    if len(parts) >= 2 and "-" not in name and any(len(w) == 1 for w in parts[:-1]):
        return "org" if len(parts) == 2 and parts[1] in common_words() else "person"
    return "unknown"


def _mixed(parts: list[str]) -> Kind:
    return (
        "outlet"
        if parts[-1] in tables().outlet_words or parts[-1] in ("agency", "network", "service")
        else "org"
    )
