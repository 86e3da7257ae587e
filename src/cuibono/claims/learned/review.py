"""The model's say in a document: what the rules claim gets a calibrated confidence, and what they missed is proposed.

The rules' claims all stay: they are explained, and on kinds of text that the labels do not hold they know more than the model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from cuibono.claims.english import grammar
from cuibono.claims.english.candidates import Candidate
from cuibono.claims.english.mentions import Argument, Resolver
from cuibono.claims.english.tree import Sentence
from cuibono.claims.learned.evidence import Support, Triple, evidence
from cuibono.claims.learned.features import View, lexicon
from cuibono.claims.learned.reading import board, views
from cuibono.claims.learned.scorer import Model, model
from cuibono.claims.learned.spots import Spot
from cuibono.model import THIS_ARTICLE, Claim, Mention, Predicate, Span

NAME = "model"
ALONE = 0.49  # at most, for what only the model says: less than a decisive finding needs without review
Build = Callable[[Iterable[Candidate]], Sequence[Claim]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A triple that the rules missed, where it stands, and how likely it is."""

    triple: Triple
    candidate: Candidate
    probability: float


def review(
    chosen: Sequence[Sentence], resolver: Resolver, claims: Sequence[Claim], build: Build
) -> tuple[Claim, ...]:
    """``claims`` with calibrated confidence, and what the model adds.

    ``build`` makes claims of candidates as the rules do: stance, source, time and amount come from the same code.
    """
    trained = model()
    read = views(chosen, resolver)
    found = board(read, trained, claims).supports
    if not found:
        return tuple(claims)
    likely = dict(zip(found, trained.probability(evidence(found)).tolist(), strict=True))
    fresh = list(_proposals(read, found, likely, trained))
    return (*(_weighed(c, found, likely, trained) for c in claims), *_built(fresh, build))


def _triple(claim: Claim, found: dict[Triple, Support]) -> Triple:
    key = (claim.subject.name, claim.predicate, claim.object.name)
    return key if key in found else (key[2], key[1], key[0])


def _weighed(
    claim: Claim, found: dict[Triple, Support], likely: dict[Triple, float], trained: Model
) -> Claim:
    """A rule's claim with the probability of its triple; the model is named beside the rules where it says so too."""
    key = _triple(claim, found)
    agrees = found[key].plain + found[key].fitted > 0
    chance = round(likely[key], 2)
    if claim.predicate not in trained.calibrated:
        chance = max(claim.confidence, chance) if agrees else claim.confidence
    return replace(
        claim, extractors=(*claim.extractors, NAME) if agrees else claim.extractors, confidence=chance
    )


def _proposals(
    read: Sequence[View], found: dict[Triple, Support], likely: dict[Triple, float], trained: Model
) -> Iterator[Proposal]:
    quoted = {
        t[2]
        for t, support in found.items()
        if t[1] == "cites" and t[0] != THIS_ARTICLE and support.extractors
    }
    for triple, support in found.items():
        if not support.extractors and support.at is not None and likely[triple] >= trained.propose:
            if triple[0] == THIS_ARTICLE and triple[2] in quoted:
                continue  # the text names who cites it
            view, s, o = support.at
            candidate = _candidate(read[view], s, o, triple)
            if candidate is not None:
                yield Proposal(triple, candidate, likely[triple])


def _built(fresh: Sequence[Proposal], build: Build) -> Iterator[Claim]:
    odds = {p.triple: p.probability for p in fresh}
    for claim in build(p.candidate for p in fresh):
        key = (claim.subject.name, claim.predicate, claim.object.name)
        yield replace(claim, confidence=round(min(odds.get(key, ALONE), ALONE), 2))


def _candidate(view: View, s: int, o: int, triple: Triple) -> Candidate | None:
    """The triple as a candidate of the rules: its ends, the word that carries it, the verb whose stance governs it."""
    path = _path(view, s, o)
    target = view.nodes[o]
    if target is None or not path:
        return None
    predicate: Predicate = triple[1]  # type: ignore[assignment]
    trigger = _trigger(view.sentence, path, predicate)
    object_ = _argument(view.window.spots[o], target)
    start = view.sentence.nodes[trigger].start
    subject = (
        Argument(Mention(THIS_ARTICLE, Span(start, start), THIS_ARTICLE), "unknown", trigger)
        if s < 0
        else _argument(view.window.spots[s], view.nodes[s] or 0)
    )
    clause = _clause(view.sentence, trigger)
    cue = view.sentence.nodes[trigger].text
    return Candidate(predicate, subject, object_, view.sentence, trigger, clause, cue, NAME)


def _argument(spot: Spot, node: int) -> Argument:
    return Argument(spot.mention, "unknown" if spot.kind == "loose" else spot.kind, node)  # type: ignore[arg-type]


def _path(view: View, s: int, o: int) -> list[int]:
    """The nodes between the two ends by way of the tree, the ends last; above a cited source where there is no subject."""
    down = view.up[o]
    if s < 0:
        return [*down[1:3], *down[:1]]
    up = view.up[s]
    meet = next((i for i in up if i in down), None)
    if meet is None:
        return []
    rising, falling = up[: up.index(meet) + 1], down[: down.index(meet) + 1]
    inner = dict.fromkeys((meet, *rising[1:], *falling[1:]))
    return [*(i for i in inner if i not in (up[0], down[0])), up[0], down[0]]


def _trigger(s: Sentence, path: Sequence[int], predicate: Predicate) -> int:
    """The word of the path that the lexicon knows for the predicate, else its first word that is no name."""
    table = lexicon()
    for i in path:
        node = s.nodes[i]
        if node.name is None and any(p.rstrip(".:~") == predicate for p in table.get(node.lemma, ())):
            return i
    return next((i for i in path if s.nodes[i].name is None), path[0])


def _clause(s: Sentence, trigger: int) -> int:
    """The nearest verb at or above the trigger."""
    return next((i for i in (trigger, *s.ancestors(trigger)) if grammar.is_verb(s, i)), trigger)
