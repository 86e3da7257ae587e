"""Whether a text tells of an interest: the patterns of ``disclosure.yml`` in the sentences that speak of the source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from cuibono.auditing.data import Holding, Kind, Told
from cuibono.auditing.resources import filled, load
from cuibono.auditing.sentences import Sentences
from cuibono.auditing.statewords import alternatives

_MOST_MENTIONS = 40
_MOST_NAMES = 24


@dataclass(frozen=True, slots=True)
class _Pattern:
    id: str
    group: str
    level: str
    near: int
    pattern: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that may tell of the interest. ``near`` is where the source is named in it (start, end), None in a sentence
    after it or in a note, where the whole sentence counts."""

    start: int
    end: int
    near: tuple[int, int] | None


@cache
def _patterns() -> tuple[_Pattern, ...]:
    return tuple(
        _Pattern(row["id"], row["group"], row["level"], int(row["near"]), row["pattern"])
        for row in load("disclosure")["patterns"]
    )


@cache
def _words() -> dict[str, str]:
    return {name: str(value) for name, value in load("disclosure")["words"].items()}


@lru_cache(maxsize=4096)
def _compiled(pattern: str, source: str, states: str, others: str) -> re.Pattern[str]:
    text = filled(pattern, _words())
    for mark, value in (("{S}", states), ("{O}", others), ("{X}", source)):
        text = text.replace(mark, value)
    return re.compile(text)


@cache
def _notes() -> re.Pattern[str]:
    return re.compile(load("disclosure")["notes"])


@cache
def _denied() -> re.Pattern[str]:
    return re.compile(load("disclosure")["denied"])


@cache
def _anaphora() -> re.Pattern[str]:
    return re.compile(rf"[\"“(]?{load('sourcing')['anaphora']}\b")


def passages(text: str, places: Sequence[tuple[int, int]], sentences: Sentences) -> list[Passage]:
    """The sentences that speak of a source named at ``places``: its own, those right after that go on about it, and notes."""
    found: dict[tuple[int, int, tuple[int, int] | None], Passage] = {}
    for start, end in places[:_MOST_MENTIONS]:
        number = sentences.index(start)
        first, last = sentences.around(start)
        found.setdefault((first, last, (start, end)), Passage(first, max(last, end), (start, end)))
        after = sentences.number(number + 1)
        if _anaphora().match(text, after[0], after[1]):
            found.setdefault((*after, None), Passage(*after, None))
    for note in _notes().finditer(text):
        first, last = sentences.at(note.start())
        following = sentences.number(sentences.index(note.start()) + 1)
        reach = following[1] if following[1] > last else last
        if any(first <= start < reach for start, _ in places):
            found.setdefault((first, reach, None), Passage(first, reach, None))
    return list(found.values())


def told(
    text: str, spots: Sequence[Passage], kind: Kind, holdings: Sequence[Holding], source: str
) -> tuple[Told | None, bool]:
    """Where the text tells of an interest of this kind first, exact wordings before general ones; and whether one is denied.

    ``source`` is the source's name as the text writes it.
    """
    groups = frozenset(load("kinds")["kinds"][kind]["disclosed_by"])
    states = state_alternatives(holdings)
    others = other_alternatives(holdings, source)
    denied = False
    best: Told | None = None
    for pattern in _patterns():
        if pattern.group not in groups or (best is not None and pattern.level == "general"):
            continue
        for hit, is_denied in _hits(text, spots, pattern, source, states, others):
            if is_denied:
                denied = True
            elif best is None or (best.level == "general" and hit.level == "exact"):
                best = hit
                break
        if best is not None and best.level == "exact":
            break
    return best, denied


def _hits(
    text: str, spots: Sequence[Passage], pattern: _Pattern, source: str, states: str, others: str
) -> Iterator[tuple[Told, bool]]:
    compiled = _compiled(pattern.pattern, re.escape(source), states, others)
    for spot in spots:
        low, high = spot.start, spot.end
        if spot.near is not None:
            low, high = max(low, spot.near[0] - pattern.near), min(high, spot.near[1] + pattern.near)
        window = text[low:high]
        for found in compiled.finditer(window):
            if spot.near is not None and _within(found, low, spot.near):
                continue
            denied = bool(_denied().search(window, 0, found.start()))
            place = Told(
                pattern.id, pattern.level, low + found.start(), low + found.end(), spot.start, spot.end
            )
            yield place, denied


def _within(found: re.Match[str], low: int, name: tuple[int, int]) -> bool:
    """Whether the wording is part of the source's own name ("China Radio International")."""
    return low + found.start() >= name[0] and low + found.end() <= name[1]


def state_alternatives(holdings: Sequence[Holding]) -> str:
    """The words of all states behind the holdings, as alternatives."""
    codes = sorted({h.state for h in holdings if h.state})
    return "|".join(alternatives(code) for code in codes) or "(?!)"


def other_alternatives(holdings: Sequence[Holding], source: str) -> str:
    """The names of owners, payers, principals and authorities, and the telling words of each, longest first.

    Words of the source's own name tell nothing: "York" of "The New York Times Company".
    """
    names: dict[str, None] = {}
    own = {w.strip(".,'’").casefold() for w in source.split()}
    for holding in holdings:
        for name in (holding.other, *holding.names):
            if name.casefold() not in own:
                names.setdefault(name)
            for word in telling_words(name):
                if word.casefold() not in own:
                    names.setdefault(word)
            if len(names) >= 40 * _MOST_NAMES:
                break
    kept = sorted((n for n in names if len(n) > 2), key=lambda n: (-len(n), n))
    return "|".join(re.escape(name) for name in kept) or "(?!)"


@lru_cache(maxsize=16384)
def telling_words(name: str) -> tuple[str, ...]:
    """The words of a payer's or owner's name that the press uses alone: "Koch" of "Charles Koch Foundation"."""
    from cuibono.auditing.mentions import is_common

    plain = _plain()
    words = [w.strip(".,'’()\"&") for w in name.split()]
    return tuple(
        w for w in words if len(w) > 3 and w[:1].isupper() and w.casefold() not in plain and not is_common(w)
    )


@cache
def _plain() -> frozenset[str]:
    return frozenset(str(word) for word in load("disclosure")["plain_words"])


def pattern_ids() -> tuple[str, ...]:
    """The ids of all patterns, in the order in which they are tried."""
    return tuple(pattern.id for pattern in _patterns())
