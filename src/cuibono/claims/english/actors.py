"""Which names of a document are one actor: acronyms, surnames, short forms; each with its fullest name and kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cuibono.claims.english.kinds import Kind, acronym, nationality, state_of, tables
from cuibono.claims.english.names import Name
from cuibono.claims.lexicon import words


@dataclass(slots=True, eq=False)
class Actor:
    """One actor of the document: its fullest ``name``, its ``kind`` and the nouns that describe it."""

    name: str
    kind: Kind
    nouns: set[str] = field(default_factory=set)
    first_seen: int = 0


class Actors:
    """The actors of one document, looked up by any of their names."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_text: dict[str, Actor] = {}
        ordered = list(names)
        self._first: dict[str, int] = {}
        for name in ordered:
            self._first.setdefault(name.text, name.start)
        for name in sorted(ordered, key=lambda n: (-len(_words(n.text)), n.start)):
            self._add(name, ordered)

    def of(self, name: Name) -> Actor:
        return self._by_text[name.text]

    def kind(self, name: Name) -> Kind:
        return self._by_text[name.text].kind

    def _add(self, name: Name, ordered: Sequence[Name]) -> None:
        actor = self._by_text.get(name.text)
        if actor is None and name.kind == "state" and (state := nationality(name.text)):
            actor = self._by_text.get(state) or Actor(state, "state", first_seen=name.start)
            self._by_text[name.text] = self._by_text[state] = actor
        if actor is None and name.text in words("english/places.yml", "unions"):
            actor = self._by_text[name.text] = Actor(name.text, "org", first_seen=name.start)
        if actor is None:
            actor = self._alias_of(name) or Actor(name.text, name.kind, first_seen=name.start)
            self._by_text[name.text] = actor
        if name.acronym:
            self._by_text[name.acronym] = actor
            if acronym(actor.name) and len(name.text) > len(actor.name):
                actor.name = name.text
        if actor.kind == "unknown" and name.kind != "unknown":
            actor.kind = name.kind
        if name.title and actor.kind in ("unknown", "org") and not _office(name.title):
            actor.kind = "person"

    def _alias_of(self, name: Name) -> Actor | None:
        """The longer-named actor that ``name`` is short for, if any."""
        if name.kind in ("state", "place", "work") and len(_words(name.text)) == 1 and not acronym(name.text):
            return None
        if state_of(name.text):
            return None
        full = self._by_text.values()
        if acronym(name.text):
            short = re.sub(r"[^A-Z]", "", name.text)
            for actor in full:
                if _initials(actor.name) == short and len(short) > 1:
                    return actor
        first = self._first[name.text]
        best = [
            a
            for a in full
            if a.kind == "person"
            and _is_surname(name, a)
            and (self._first.get(a.name, 0) <= first or name.title)
        ]
        if not best and len(_words(name.text)) == 1 and not acronym(name.text):
            best = [
                a
                for a in full
                if a.kind == "unknown"
                and 2 <= len(_words(a.name)) <= 4
                and _is_surname(name, a)
                and self._first.get(a.name, 0) <= first
            ]
            for actor in best[:1]:
                actor.kind = "person"
        best = best or [
            a for a in full if a.kind not in ("person", "place", "work") and _is_short_form(name.text, a)
        ]
        distinct = list({id(a): a for a in best}.values())
        return distinct[0] if len(distinct) == 1 or (distinct and distinct[0].kind == "person") else None


def _office(title: str) -> bool:
    return title.casefold() in ("state", "democratic", "republican", "first")


def _words(text: str) -> list[str]:
    return [w for w in re.findall(r"[\w&+.'’-]+", text.casefold()) if w not in ("the",)]


def _initials(name: str) -> str:
    return "".join(w[0] for w in re.findall(r"[\w]+", name) if w[0].isupper())


def _is_surname(name: Name, actor: Actor) -> bool:
    """Whether ``name`` is the last name, first name or a shorter form of the person ``actor``."""
    if name.kind not in ("person", "unknown", "org") or name.quoted:
        return False
    short, full = _words(name.text), _words(actor.name)
    if len(short) >= len(full) or not short:
        return False
    if full[-len(short) :] == short:
        return True
    return len(short) > 1 and short[0] == full[0] and short[-1] == full[-1]


def _is_short_form(text: str, actor: Actor) -> bool:
    """Whether ``text`` begins or ends the organisation's name and the rest are words of form ("Group", "US")."""
    short, full = _words(text), _words(actor.name)
    if len(short) >= len(full) or not short or actor.kind == "state":
        return False
    t = tables()
    if full[: len(short)] == short:
        rest = full[len(short) :]
        generic = all(
            w in t.organisation_words or w in t.suffixes or w.rstrip(".") in t.suffixes for w in rest
        )
        return (
            generic
            or (len(short) == 1 and short[0] in t.organisation_words and rest[0] in ("of", "for", "on"))
            or len(short) > 1
        )
    if full[-len(short) :] == short:
        rest = full[: -len(short)]
        return all(state_of(w) or w in ("american", "british", "the") for w in rest) or (
            len(short) > 1 and len(rest) == 1 and bool(tables().nationalities.get(rest[0].title()))
        )
    return False
