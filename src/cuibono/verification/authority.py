"""Whose listing it is: authorities are text in records, matched to bodies and states as data, for all states alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from cuibono.ledger.records import Entity
from cuibono.verification.records import Record, Records
from cuibono.verification.resources import load
from cuibono.verification.text import fold, has_phrase

_GOVERNMENT_WORDS = ("government of the", "government of", "state of", "the", "правительство")
_GOVERNMENT_ENDS = ("federal government", "government", "govt", "authorities")


@dataclass(frozen=True, slots=True)
class Authority:
    """A listing authority: its ``text``, the ``body`` it is known as (folded), and the ``states`` (codes) it belongs to."""

    text: str
    body: str
    states: frozenset[str]
    is_state: bool = False


@cache
def _bodies() -> tuple[tuple[str, str, str, bool], ...]:
    """(folded alias, body, state, is acronym), longest alias first."""
    rows = [
        (fold(alias), body, str(state), alias.isupper() and len(alias) <= 6)
        for state, bodies in load("authorities").items()
        for body, aliases in bodies.items()
        for alias in (body, *aliases)
    ]
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row)))


@cache
def _state_names() -> tuple[tuple[str, str, bool], ...]:
    """(folded name or adjective, state, is a name), longest first."""
    rows = [
        (fold(word), str(code), kind == "names")
        for code, state in load("states")["states"].items()
        for kind in ("names", "adjectives")
        for word in state[kind]
    ]
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row)))


def state_named(text: str) -> str | None:
    """The code of the state whose name or adjective stands in the text, the longest first; None without one."""
    folded = fold(text)
    return next((code for word, code, _ in _state_names() if has_phrase(folded, word)), None)


@cache
def _words_of_states() -> tuple[frozenset[str], frozenset[str]]:
    """(names, names and adjectives) of all states, folded."""
    names = frozenset(word for word, _, is_name in _state_names() if is_name)
    return names, frozenset(word for word, _, _ in _state_names())


def is_state_name(folded: str) -> bool:
    """Whether the folded text is the name of a state, with or without "government" around it."""
    names, all_words = _words_of_states()
    bare = _bare(folded)
    return bare in names or (bare != folded and bare in all_words)


def _bare(folded: str) -> str:
    for word in _GOVERNMENT_WORDS:
        folded = folded.removeprefix(word + " ")
    for word in _GOVERNMENT_ENDS:
        folded = folded.removesuffix(" " + word)
    return folded


def known_body(text: str) -> tuple[str, str] | None:
    """(body, state code) of a known listing authority in the text, or None."""
    folded = fold(text)
    for alias, body, state, acronym in _bodies():
        if has_phrase(folded, alias) and (not acronym or alias.upper() in text.replace(".", "")):
            return body, state
    return None


def read_authority(text: str, countries: tuple[str, ...] = (), publisher: str | None = None) -> Authority:
    """A text naming an authority; ``countries`` are the record's own, ``publisher`` the official publisher's country."""
    if is_state_name(fold(text)):
        code = state_named(text)
        return Authority(text, fold(text), frozenset({code} if code else ()), is_state=True)
    known = known_body(text)
    if known is not None:
        return Authority(text, fold(known[0]), frozenset({known[1]}))
    named = state_named(text)
    states = {named} if named else {c.casefold() for c in countries} or {publisher or ""}
    return Authority(text, fold(text), frozenset(s for s in states if s))


def authorities_of(record: Record, records: Records) -> tuple[Authority, ...]:
    """The authorities of a listing, in the record's order; by the publisher of the list where it names none."""
    edge = record.edge
    dataset = records.dataset(edge)
    country = dataset.country.casefold() if dataset and dataset.country and dataset.official else None
    texts = edge.get("authority") or ((dataset.publisher,) if country and dataset else ())
    return tuple(read_authority(text, edge.get("country"), country) for text in texts if fold(text))


def authority_of_actor(node: str, records: Records) -> tuple[Authority, ...]:
    """The subject of a sanctions claim as an authority, under each of its names.

    Only a state, a known listing body or a public body speaks for a state: a person or an association that has its seat there
    does not.
    """
    return tuple(_of_entity(part, name) for part in records.parts(node) for name in _names(part))


def authority_named(name: str) -> Authority | None:
    """A state or a known listing body by its name alone; None for any other name."""
    if is_state_name(fold(name)) or known_body(name) is not None:
        return read_authority(name)
    return None


def _names(entity: Entity) -> tuple[str, ...]:
    return tuple(dict.fromkeys((entity.caption, *entity.names)))


def _of_entity(entity: Entity, name: str) -> Authority:
    if entity.schema == "Person":
        return Authority(name, fold(name), frozenset())
    named = authority_named(name)
    if named is not None:
        return named
    if not shows_public(entity):
        return Authority(name, fold(name), frozenset())
    return read_authority(name, (*entity.get("country"), *entity.get("jurisdiction")))


def shows_public(entity: Entity) -> bool:
    """Whether the type, topics or name of an entity show a public body."""
    rules = load("bodies")
    topics = set(entity.get("topics")) & set(rules["public_topics"])
    named = any(has_phrase(fold(entity.caption), fold(word)) for word in rules["public_words"])
    return entity.schema == "PublicBody" or bool(topics) or named


@dataclass(frozen=True, slots=True)
class Listing:
    """How a listing's authority compares with the claimed one: ``kind`` same, other or unknown.

    ``text`` names the recorded authority; ``named`` tells that it is a body of the claimed state, not the state itself.
    """

    kind: str
    text: str
    named: bool = False


def match(claimed: Sequence[Authority], bodies: frozenset[str], recorded: Sequence[Authority]) -> Listing:
    """Compare the claimed authority, under all its names, with those of a listing; the closest wins.

    ``bodies`` are folded names of the claimed authority's own bodies on record.
    """
    found = [_compare(claimed, bodies, one) for one in recorded]
    order = {"same": 0, "other": 1, "unknown": 2}
    return min(found, key=lambda one: (order[one.kind], one.named), default=Listing("unknown", "not stated"))


def _compare(claimed: Sequence[Authority], bodies: frozenset[str], recorded: Authority) -> Listing:
    states = frozenset(s for one in claimed for s in one.states)
    if states and recorded.states and not states & recorded.states:
        return Listing("other", recorded.text)
    if any(recorded.body == one.body for one in claimed):
        return Listing("same", recorded.text)
    if states & recorded.states:
        same_level = recorded.is_state and any(one.is_state for one in claimed)
        return Listing("same", recorded.text, named=not same_level)
    if recorded.body in bodies or _names_one(claimed, recorded):
        return Listing("same", recorded.text, named=True)
    return Listing("unknown", recorded.text)


def _names_one(claimed: Sequence[Authority], recorded: Authority) -> bool:
    """The recorded text names the claimed government ("Foreign Ministry of Arstotzka"), where no table knows that state."""
    folded = [fold(one.text) for one in claimed]
    bare = {_bare(name) for name in folded if _bare(name) != name}
    return any(len(name) > 3 and has_phrase(fold(recorded.text), name) for name in sorted(bare))
