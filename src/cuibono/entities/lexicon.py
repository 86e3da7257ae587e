"""What single words of names mean: one table from ``resources/*.yml``, made once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from cuibono.entities.data import rows, rules
from cuibono.entities.latin import latinise, sound_key, words_of

Kind = Literal["word", "generic", "place", "number", "legal", "stop", "initial", "title", "particle"]
MIN_FOREIGN_STATE = 5
"""Shorter Latin forms of state names in other languages are everyday words elsewhere ("Island" is one of six letters)."""
NOT_STATES = frozenset({"island", "tailand", "monako", "georgi", "georgia", "india"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand for one concept: ``words`` as written in Latin, ``concept`` what they mean."""

    words: tuple[str, ...]
    concept: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``phrases`` by first word, longest first; ``concepts`` of single words; ``numbers`` by word."""

    phrases: Mapping[str, tuple[Phrase, ...]]
    concepts: Mapping[str, str]
    numbers: Mapping[str, str]
    generic: frozenset[str]
    stop: frozenset[str]
    parts: frozenset[str]
    kinds: Mapping[str, int]
    weak_forms: frozenset[str]
    proper: frozenset[str]


def unspaced_terms() -> Iterator[str]:
    """Words of the lists in Chinese, Japanese and Korean, and names of states in them."""
    for group in rules("words")["same"].values():
        yield from (word for word in group if not word.isascii())
    for group in rules("forms")["forms"].values():
        yield from (word for word in group if any("\u2e80" <= c <= "\ud7af" for c in word))
    for row in rows("state_names"):
        yield from (name for name in row[1:] if "\u2e80" <= name[0] <= "\ud7af" and len(name) > 1)


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a phrase as the tokeniser will see them."""
    return tuple(words_of(latinise(text.replace(".", "").replace("'", "").replace("’", ""))))


def _legal() -> Iterator[Phrase]:
    for form, spellings in rules("forms")["forms"].items():
        for spelling in spellings:
            for text in {spelling, spelling.replace(".", " "), spelling.replace("/", " ")}:
                if words := plain_words(str(text)):
                    yield Phrase(words, f"={form}", "legal")


def state_phrases() -> Iterator[tuple[str, str, str]]:
    """(ISO code, kind, text): every way to write a state: its names, abbreviations and adjectives."""
    data = rules("metonyms")
    for code, state in {**data["states"], **data["unions"]}.items():
        for text in (state["name"], *state.get("also", ()), *(state.get("ru") or {}).get("also", ())):
            yield code, "name", text
        for text in (*state.get("adj", ()), *(state.get("ru") or {}).get("adj", ())):
            yield code, "adjective", text
    for row in rows("state_names"):
        yield from ((row[0], "foreign", name) for name in row[1:])


_ADJECTIVE = ("ий", "ая", "ое", "ие", "ого", "ой", "их", "ом", "ому", "им", "ими", "ую")
_NOUN = {"я": ("и", "ю", "ей"), "а": ("ы", "и", "е", "у", "ой"), "": ("а", "у", "ом", "е")}


def inflected(text: str) -> Iterator[str]:
    """A Cyrillic name of a state or its adjective in other cases and genders (one word); others as they are."""
    yield text
    if not re.fullmatch("[А-ЯЁа-яё]{4,}", text):
        return
    if text.endswith("ий"):
        yield from (text[:-2] + ending for ending in _ADJECTIVE)
        return
    stem, endings = next((text[: len(text) - len(k)], v) for k, v in _NOUN.items() if text.endswith(k))
    if endings != _NOUN[""] or text[-1] not in "аеёиоуыэюяйь":
        yield from (stem + ending for ending in endings)


def _everyday(text: str, words: tuple[str, ...]) -> bool:
    return text[0] < "\u2e80" and (sum(map(len, words)) < MIN_FOREIGN_STATE or words[0] in NOT_STATES)


def _states() -> Iterator[Phrase]:
    for code, kind, text in ((c, k, form) for c, k, name in state_phrases() for form in inflected(name)):
        words = plain_words(text)
        if words and not (kind == "foreign" and _everyday(text, words)):
            if "'s " in text:
                yield Phrase(plain_words(text.replace("'s ", " ")), f"@{code.lower()}", "place")
            yield Phrase(words, f"@{code.lower()}", "place")


def _group(phrases: Iterable[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    chosen: dict[tuple[str, ...], Phrase] = {}
    for phrase in phrases:
        chosen.setdefault(phrase.words, phrase)
    grouped: dict[str, list[Phrase]] = {}
    for phrase in chosen.values():
        grouped.setdefault(phrase.words[0], []).append(phrase)
    return {
        first: tuple(sorted(found, key=lambda p: (-len(p.words), p.words)))
        for first, found in grouped.items()
    }


def _concepts() -> dict[str, str]:
    data = rules("words")
    concepts: dict[str, str] = {}
    for concept, spellings in data["same"].items():
        for spelling in spellings:
            for word in ("".join(plain_words(str(spelling))),):
                concepts.setdefault(word, concept)
                if len(word) > 6:
                    concepts.setdefault("~" + sound_key(word), concept)
    for short, full in data["abbreviations"].items():
        concepts.setdefault(short.replace("-", ""), concepts.get(full, full))
    return concepts


@cache
def lexicon() -> Lexicon:
    """The table; reading it takes some tens of milliseconds, once a process."""
    data = rules("words")
    return Lexicon(
        phrases=_group([*_states(), *_legal()]),
        concepts=_concepts(),
        numbers={word: value for value, words in data["numbers"].items() for word in (*words, value)},
        generic=frozenset(data["generic"]),
        stop=frozenset(data["stop"]),
        parts=frozenset(data["parts"]),
        kinds={word: number for number, group in enumerate(data["kinds"]) for word in group},
        weak_forms=frozenset(" ".join(plain_words(str(form))) for form in rules("forms")["also_words"]),
        proper=frozenset(data["proper"]),
    )


@dataclass(frozen=True, slots=True)
class PersonWords:
    """Words of persons' names: titles, particles, and given names by their sound key."""

    titles: frozenset[str]
    particles: frozenset[str]
    dropped: frozenset[str]
    given: Mapping[str, str]
    patronymics: tuple[str, ...]
    family: tuple[str, ...]
    known_given: frozenset[str]


@cache
def person_words() -> PersonWords:
    data = rules("persons")
    given = {sound_key(name): group[0] for group in reversed(data["given"]) for name in group}
    known = frozenset(row[0] for row in rows("given_names"))
    return PersonWords(
        titles=frozenset(data["titles"]),
        particles=frozenset(data["particles"]),
        dropped=frozenset(data["dropped_particles"]),
        given=given,
        patronymics=tuple(data["patronymics"]),
        family=tuple(data["family"]),
        known_given=known | frozenset(given),
    )
