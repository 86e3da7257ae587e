"""From a parsed document to the board of its triples: every pair of actors of a sentence is scored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cuibono.claims.english.mentions import Resolver
from cuibono.claims.english.tree import Sentence
from cuibono.claims.english.triggers import reporting
from cuibono.claims.learned.evidence import Board, Support
from cuibono.claims.learned.features import FARTHEST, View, pair, single
from cuibono.claims.learned.rendering import window
from cuibono.claims.learned.scorer import Floats, Model, hashed
from cuibono.claims.learned.spots import Spot, spots
from cuibono.model import PREDICATES, THIS_ARTICLE, Claim

CITED = frozenset(["org", "outlet", "unknown", "state", "loose"])
_LEAST = -4.5  # log odds under which a pair is not worth a place on the board
_MOST = 24  # actors of a sentence; a longer list is no sentence


def views(chosen: Iterable[Sentence], resolver: Resolver) -> list[View]:
    """The parsed sentences with actors in them, as the model reads them."""
    found = ((s, spots(s, resolver)) for s in chosen)
    return [View(s, window(s, actors)) for s, actors in found if 0 < len(actors) <= _MOST]


def _personal(spot: Spot) -> bool:
    return spot.kind == "person" or (spot.kind in ("unknown", "loose") and " " in spot.mention.name)


def worth_scoring(view: View) -> Iterator[tuple[int, int]]:
    """Pairs of which one may be a person: nearly all that the model adds is said of persons, and other pairs are four in five."""
    found = view.window.spots
    return ((s, o) for s, o in oriented(view) if _personal(found[s]) or _personal(found[o]))


def oriented(view: View) -> Iterator[tuple[int, int]]:
    """Ordered pairs of different actors that stand near enough."""
    found, at = view.window.spots, view.window.at
    for s, subject in enumerate(found):
        for o, other in enumerate(found):
            if s != o and subject.mention.name != other.mention.name and abs(at[s] - at[o]) <= FARTHEST:
                yield s, o


def board(read: Sequence[View], model: Model, claims: Iterable[Claim]) -> Board:
    """The triples of a document: those of the rules' ``claims`` and those that the model thinks possible."""
    out = Board()
    for claim in claims:
        support = out.of((claim.subject.name, claim.predicate, claim.object.name))
        support.extractors |= frozenset(claim.extractors)
    places = [(v, s, o) for v in range(len(read)) for s, o in worth_scoring(read[v])]
    scores = model.pairs.scores([hashed(pair(read[v], s, o)) for v, s, o in places])
    for (v, s, o), row in zip(places, scores, strict=True):
        _place(out, read[v].window.spots, (v, s, o), row)
    alone = [(v, k) for v in range(len(read)) for k in _may_be_cited(read[v])]
    cited = model.singles.scores([hashed(single(read[v], k)) for v, k in alone])
    for (v, k), row in zip(alone, cited, strict=True):
        if row[0] > _LEAST:
            spot = read[v].window.spots[k]
            support = out.of((THIS_ARTICLE, "cites", spot.mention.name))
            _improve(support, row[0], row[1], ("article", spot.kind), bool(spot.mention.trail), (v, -1, k))
    return out


def _may_be_cited(view: View) -> Iterator[int]:
    """Actors that the article may cite: outlets, and all bodies where somebody is told to say something."""
    said = any(word in reporting() for word in view.window.words)
    return (
        k
        for k, spot in enumerate(view.window.spots)
        if spot.kind in CITED and (said or spot.kind == "outlet")
    )


def _place(out: Board, found: Sequence[Spot], at: tuple[int, int, int], row: Floats) -> None:
    """Put what the model says of one ordered pair on the board; ``row`` holds two readings of each predicate."""
    subject, other = found[at[1]], found[at[2]]
    referred = bool(subject.mention.trail) + bool(other.mention.trail)
    for c, predicate in enumerate(PREDICATES):
        if row[c] > _LEAST:
            support = out.of((subject.mention.name, predicate, other.mention.name))
            _improve(support, row[c], row[len(PREDICATES) + c], (subject.kind, other.kind), referred, at)


def _improve(
    support: Support,
    fitted: float,
    plain: float,
    kinds: tuple[str, str],
    referred: int,
    at: tuple[int, int, int],
) -> None:
    if support.at is None or fitted + plain > support.best:
        support.fitted, support.plain, support.at = float(fitted), float(plain), at
        (support.subject_kind, support.object_kind), support.referred = kinds, referred
