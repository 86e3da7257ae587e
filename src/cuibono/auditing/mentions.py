"""Names of the ledger in a text as mentions of one actor each, with the probability that the name stands for the record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from cuibono.auditing.data import Bearer
from cuibono.auditing.interests import Interests
from cuibono.auditing.resources import lines, load
from cuibono.auditing.statewords import mentions as state_mentions
from cuibono.ledger.records import Entity
from cuibono.verification.text import fold

_PERSON = "Person"
_KEPT = 1 << 15
_NEIGHBOUR_AFTER = re.compile(r"\s(?:of\s(?:the\s)?)?([A-Z][\w.&’'-]*)")
_NEIGHBOUR_BEFORE = re.compile(r"(?<![.!?]\s)(?<![.!?][\"”]\s)\b([A-Z][\w.&’'-]*)\s$")
_JOINTS = ("-", "@", "/", ".", "_")
_JOINED = re.compile(r"-[A-Z]|_|\.(?:com|org|net)\b|@")
# The probabilities of a link by what the name is; each is checked on hand-labelled links (docs/audit.md).
SURE, ACRONYM, PERSON_NAMED, ONE_WORD, COMMON, PART = 0.99, 0.9, 0.9, 0.9, 0.5, 0.4


class Screen(Protocol):
    """Finds recorded names in a text."""

    def screen(self, text: str) -> Iterator[Any]: ...


class Things(Protocol):
    """Gives entities by id."""

    def entities(self, ids: Sequence[str]) -> Mapping[str, Entity]: ...


@dataclass(frozen=True, slots=True)
class Group:
    """Records that are one actor: the ids that bear the name and, of these, the bearers of interests."""

    id: str
    name: str
    schema: str
    countries: tuple[str, ...]
    ids: tuple[str, ...]
    bearers: tuple[Bearer, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text and the actor it stands for."""

    start: int
    end: int
    group: Group
    probability: float


class Spotter:
    """Finds mentions of organisations on record in texts; what a name stands for is worked out once and kept."""

    def __init__(self, screen: Screen, things: Things, interests: Interests) -> None:
        self._screen, self._things, self._interests = screen, things, interests
        self._groups: dict[tuple[str, ...], Group | None] = {}

    def spot(self, text: str) -> list[Mention]:
        """All mentions in order; names that fit several actors are left out."""
        found: list[Mention] = []
        full: set[str] = set()
        surnames: set[str] = set()
        for hit in self._screen.screen(text):
            group = self._group(tuple(hit.entity_ids))
            if group is None or hit.inflected:
                continue
            start, end = hit.span.start, hit.span.end
            probability = _probability(text, start, end, group)
            if probability >= SURE:
                full.add(group.id)
            elif probability == PART and " " not in text[start:end] and _follows_name(text, start):
                surnames.add(text[start:end])
            found.append(Mention(start, end, group, probability))
        found = [m for m in found if text[m.start : m.end] not in surnames or m.probability == PART]
        return _with_short_forms([self._lifted(m, full, text) for m in found], text)

    def _lifted(self, mention: Mention, full: set[str], text: str) -> Mention:
        """An acronym or a short form after the full name is the same actor."""
        doubtful = text[mention.start : mention.end].isupper() and mention.probability == COMMON
        short = mention.probability in (ACRONYM, ONE_WORD) or doubtful
        if short and mention.group.id in full:
            return Mention(mention.start, mention.end, mention.group, SURE)
        return mention

    def by_host(self, host: str) -> Group | None:
        """The one actor whose website is on this host."""
        parts = host.split(".")
        for cut in range(len(parts) - 1):
            ids = self._interests.hosts.get(".".join(parts[cut:]))
            if ids:
                return self._group(tuple(sorted(ids)))
        return None

    def _group(self, ids: tuple[str, ...]) -> Group | None:
        if ids not in self._groups:
            if len(self._groups) >= _KEPT:
                self._groups.clear()
            self._groups[ids] = self._made(ids)
        return self._groups[ids]

    def _made(self, ids: tuple[str, ...]) -> Group | None:
        """The actor of these records; None where they are several, a state, or nothing that can be a source."""
        from cuibono.auditing.interests import is_state_body
        from cuibono.entities.clusters import cluster

        entities = [e for e in self._things.entities(ids).values() if _can_speak(e)]
        if not entities or any(is_state_body(e) for e in entities):
            return None
        groups = cluster(sorted(entities, key=lambda e: (e.schema == "LegalEntity", e.id)))
        if len(groups) != 1:
            return None
        first = groups[0].entities[0]
        kept = tuple(e.id for e in groups[0].entities)
        bearers = tuple(self._interests.bearers[i] for i in kept if i in self._interests.bearers)
        return Group(min(kept), first.caption, first.schema, groups[0].countries, kept, bearers)


def _can_speak(entity: Entity) -> bool:
    return entity.schema in ("Person", "Organization", "Company", "LegalEntity", "PublicBody")


@cache
def _neighbours() -> frozenset[str]:
    return frozenset(load("sourcing")["neighbours"])


def _with_short_forms(found: Sequence[Mention], text: str) -> list[Mention]:
    """ "The Times" after "New York Times" is the New York Times: a short name that ends a longer one in the text is that one."""
    long = {
        fold(text[m.start : m.end]).removeprefix("the "): m.group
        for m in found
        if m.probability >= SURE and len(text[m.start : m.end].split()) > 1
    }
    made = []
    for m in found:
        short = fold(text[m.start : m.end]).removeprefix("the ")
        owners = {g.id: g for name, g in long.items() if _shortens(short, name) and g.id != m.group.id}
        if not owners:
            made.append(m)
        elif len(owners) == 1:
            made.append(Mention(m.start, m.end, next(iter(owners.values())), ONE_WORD))
    return made


def _shortens(short: str, long: str) -> bool:
    """Whether a name ends a longer one of which the rest is a name, too: "times" of "new york times", not of "global times"."""
    rest = long.removesuffix(" " + short)
    return rest != long and not all(is_common(word) for word in rest.split())


def _probability(text: str, start: int, end: int, group: Group) -> float:
    name = text[start:end]
    if _is_part(text, start, end):
        return PART
    if group.schema == _PERSON:
        full = " " in name and not name.casefold().startswith("the ")
        return PERSON_NAMED if full and _country_named(text, group) else COMMON
    words = name.split()
    if len(words) == 2 and words[0].casefold() in ("the", "so", "a") and words[1].title() in _many_papers():
        return COMMON
    if len(words) > 1:
        return COMMON if _all_small(words[1:]) else SURE
    if name.title() in _many_papers() or name in _doubtful_capitals():
        return COMMON
    if name.isupper():
        if group.countries and not _country_named(text, group):
            return COMMON
        return ACRONYM if len(name) > 2 else _short(name, group)
    if any(name.casefold() in b.weak for b in group.bearers) or is_common(name):
        return COMMON
    return ONE_WORD


@cache
def _many_papers() -> frozenset[str]:
    return frozenset(load("sourcing")["many_papers"])


@cache
def _doubtful_capitals() -> frozenset[str]:
    return frozenset(load("sourcing")["doubtful_capitals"])


@cache
def _goes_on() -> frozenset[str]:
    return frozenset(load("sourcing")["goes_on"])


def _short(name: str, group: Group) -> float:
    """Two capitals stand for an outlet that is called so ("RT"), and for anything else otherwise."""
    return ONE_WORD if group.name.replace(".", "") == name else COMMON


def is_common(word: str) -> bool:
    """Whether a single word is an ordinary English word, too."""
    return word.casefold() in lines("common_words")


def _all_small(words: Sequence[str]) -> bool:
    return all(word.islower() for word in words)


def _country_named(text: str, group: Group) -> bool:
    return any(state_mentions(code).search(text) for code in group.countries)


def _is_part(text: str, start: int, end: int) -> bool:
    """Whether the name goes on in capitals on either side, so that it is part of another name."""
    if text[max(0, start - 1) : start] in _JOINTS or _JOINED.match(text, end):
        return True
    after = _NEIGHBOUR_AFTER.match(text, end)
    if after and (_strange(after[1]) or after[1].rstrip(".,") in _goes_on()):
        return True
    before = _NEIGHBOUR_BEFORE.search(text, max(0, start - 40), start)
    return bool(before and _strange(before[1]))


def _follows_name(text: str, start: int) -> bool:
    """Whether a strange capitalised word stands right before: "Michael Bloomberg"."""
    before = _NEIGHBOUR_BEFORE.search(text, max(0, start - 40), start)
    return bool(before and _strange(before[1]))


def _strange(word: str) -> bool:
    plain = word.rstrip(".,’'").removesuffix("'s").removesuffix("’s")
    if "-" in plain and plain.rpartition("-")[2].islower():
        return False
    if plain.isupper():
        return len(plain) > 2 and plain not in _neighbours()
    return plain not in _neighbours() and not is_common(plain)
