"""States and what the press calls their governments, by one rule for all (``resources/metonyms.yml``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from cuibono.entities.data import rules
from cuibono.entities.lexicon import lexicon, plain_words, state_phrases
from cuibono.entities.names import parse

Manner = Literal["government", "state", "metonym"]


@dataclass(frozen=True, slots=True)
class StateName:
    """A name that stands for a state or its government.

    ``code`` is ISO 3166-1 alpha-2 in lower case (``eu`` for the European Union), ``canonical`` the government's English
    name. ``manner``: the government by name, the bare state, or a metonym (capital, palace). ``doubtful``: the word names
    other things as often, and counts only where the text names the state too.
    """

    code: str
    canonical: str
    manner: Manner
    doubtful: bool = False


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    data = rules("metonyms")
    return {code.lower(): state for code, state in {**data["states"], **data["unions"]}.items()}


def canonical(code: str) -> str:
    """``"us"`` -> ``"Government of the United States"``; the European Union is itself."""
    state = _table()[code.lower()]
    if "canonical" in state:
        return str(state["canonical"])
    return f"Government of {'the ' if state.get('the') else ''}{state['name']}"


def state_codes() -> tuple[str, ...]:
    """All codes of the table, in its order."""
    return tuple(_table())


def _places(state: Mapping[str, Any]) -> Iterator[str]:
    russian = state.get("ru") or {}
    for source in (state, russian):
        yield from source.get("capital", ())
        yield from source.get("seat", ())


@cache
def _metonyms() -> Mapping[tuple[str, ...], tuple[str, bool]]:
    found: dict[tuple[str, ...], tuple[str, bool]] = {}
    for code, state in _table().items():
        doubtful = {plain_words(text) for text in state.get("ambiguous", ())}
        for text in _places(state):
            words = plain_words(text)
            found.setdefault(words, (code, words in doubtful))
    return found


@cache
def _states() -> Mapping[tuple[str, ...], str]:
    return {
        phrase.words: phrase.concept[1:]
        for phrases in lexicon().phrases.values()
        for phrase in phrases
        if phrase.kind == "place"
    }


@cache
def _adjectives() -> frozenset[tuple[str, ...]]:
    return frozenset(plain_words(text) for _, kind, text in state_phrases() if kind == "adjective")


@cache
def _names() -> frozenset[tuple[str, ...]]:
    return frozenset(plain_words(text) for _, kind, text in state_phrases() if kind != "adjective")


@cache
def _government_words() -> frozenset[tuple[str, ...]]:
    words = rules("metonyms")["government_words"]
    return frozenset(plain_words(word) for language in words.values() for word in language)


@cache
def _government_of() -> frozenset[tuple[str, ...]]:
    data = rules("metonyms")
    return frozenset(plain_words(word) for word in (*data["government_of"], *data["government_words"]["ru"]))


_ARTICLE = re.compile(r"^(?:the)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?(?=\s|$)")


@lru_cache(maxsize=16384)
def read_state(name: str) -> StateName | None:
    """The state that a name stands for as an actor, or None.

    ``"Washington"``, ``"the White House"``, ``"US government"``, ``"Government of the United States"``, ``"США"`` are one;
    ``"US State Department"``, ``"Washington Post"`` and ``"US embassy"`` are bodies of their own: None.
    """
    bare = _ARTICLE.sub("", name.strip())
    return _read(plain_words(bare)) or _read(plain_words(_POSSESSIVE.sub("", bare)))


def _read(words: tuple[str, ...]) -> StateName | None:
    if words in _metonyms():
        code, doubtful = _metonyms()[words]
        return StateName(code, canonical(code), "metonym", doubtful)
    if words in _names():
        return _named(_states().get(words), "state")
    return _government(words)


def _named(code: str | None, manner: Manner) -> StateName | None:
    return StateName(code, canonical(code), manner) if code else None


def _government(words: tuple[str, ...]) -> StateName | None:
    """ "<adjective or name> government" and "government of [the] <state>", also with the case endings of Russian."""
    for cut in range(1, len(words)):
        head, rest = words[:cut], words[cut:]
        if rest in _government_words() and head in _states():
            return _named(_states()[head], "government")
        if rest in _government_words() and (code := _metonyms().get(head, ("", True))) and not code[1]:
            return _named(code[0], "government")
        if head in _government_of():
            place = rest[1:] if rest[:1] == ("of",) else rest
            place = place[1:] if place[:1] == ("the",) else place
            if code_of := _states().get(place) or _inflected(place):
                return _named(code_of, "government")
    return None


def _stem(words: tuple[str, ...]) -> str:
    return " ".join(re.sub(r"(?:oy|yy|ikh|ogo|ye|aya|iya|ii|ei|y|a|e|u|i|o)$", "", w) for w in words)


@cache
def _stems() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for code, kind, text in state_phrases():
        words = plain_words(text)
        if kind != "adjective" and any("а" <= c <= "я" for c in text.lower()) and sum(map(len, words)) > 3:
            found.setdefault(_stem(words), code.lower())
    return found


def _inflected(words: tuple[str, ...]) -> str | None:
    return _stems().get(_stem(words)) if words else None


def states_named(text: str) -> frozenset[str]:
    """Codes of the states that stand in a piece of text by name or adjective, "the Kazakh newspaper" among them."""
    return frozenset(t.concept[1:] for t in parse(text).tokens if t.kind == "place")
