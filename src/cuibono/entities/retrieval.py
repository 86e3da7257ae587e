"""From a name to scored, explained candidates of a ledger."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cuibono.entities.clusters import Cluster, cluster, countries_of
from cuibono.entities.compare import NameScore, decisive, score_names
from cuibono.entities.folding import fold
from cuibono.entities.gate import BOTH, Family, family
from cuibono.entities.index import Hit, NameIndex, Records, keys_of
from cuibono.entities.judgements import judgements_of
from cuibono.entities.names import name_shape, parse
from cuibono.entities.ranking import NEAR, close
from cuibono.entities.states import read_state
from cuibono.ledger.records import Entity
from cuibono.model import Candidate, Feature

LIKELY = 0.85
"""Probability from which on an equal key links."""
CANDIDATES = 15
"""Near spellings that are compared word by word, after those with an equal key."""

_open: dict[tuple[str, str], NameIndex] = {}
_lock = threading.Lock()


def index_of(ledger: Records) -> NameIndex:
    """The ledger's name index, opened once a process."""
    key = (str(getattr(ledger, "path", "")), ledger.fingerprint)
    with _lock:
        if key not in _open:
            if len(_open) >= 8:
                _open.pop(next(iter(_open)))
            _open[key] = NameIndex.open(ledger)
        return _open[key]


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with what decides between candidates: ``rank`` 3 the same spelling, 2 the same key, 1 only alike."""

    candidate: Candidate
    rank: int
    entities: tuple[Entity, ...]

    @property
    def sure(self) -> bool:
        """Whether a link may rest on the name: a decisive probability, or an equal key and a likely one."""
        if self.rank > 1:
            return self.candidate.probability >= LIKELY
        return self.candidate.probability >= decisive(
            family(self.candidate.schema, self.candidate.pair[1]) == "person"
        )

    @property
    def order(self) -> tuple[float, int, str, str]:
        found = self.candidate
        return (-found.probability, -self.rank, found.caption, found.entity_ids[0])


def candidates(
    name: str,
    ledger: Records,
    *,
    schema: str | None = None,
    country: str | None = None,
    limit: int = 10,
) -> tuple[Candidate, ...]:
    """Entities that ``name`` may stand for, best first: probability, features, best pair of spellings.

    ``schema`` (FollowTheMoney) narrows to persons or to organisations; ``country`` (ISO 3166 alpha-2) counts for those
    on record there and against those elsewhere.
    """
    families: frozenset[Family] = (
        BOTH if schema in (None, "LegalEntity", "Thing") else frozenset({family(schema, name)})
    )
    found = scored_candidates(
        name, ledger, families=families, countries=frozenset([country.lower()] if country else ())
    )
    return tuple(s.candidate for s in found[:limit])


def scored_candidates(
    name: str,
    ledger: Records,
    *,
    families: frozenset[Family] = BOTH,
    countries: frozenset[str] = frozenset(),
    near: int = NEAR,
    as_state: bool = True,
) -> list[Scored]:
    """All candidates for a name with at least one likely spelling, best first.

    ``as_state`` off reads a metonym ("Lima") as a plain name.
    """
    index = index_of(ledger)
    best = _best_by_entity(name, index, families, near, as_state)
    if not best:
        return []
    ids = {number: index.entity_id(number) for number in best}
    entities = ledger.entities(ids.values())
    scored = [
        scored_one(name, entities[ids[number]], score, countries)
        for number, score in best.items()
        if ids[number] in entities
    ]
    scored.sort(key=lambda s: s.order)
    return join_clusters(scored, ledger)


def _best_by_entity(
    name: str, index: NameIndex, families: frozenset[Family], near: int, as_state: bool
) -> dict[int, NameScore]:
    state = read_state(name) if as_state and "organization" in families else None
    best: dict[int, NameScore] = {}
    for hit in _hits(name, index, families, near):
        schema = index.schema(hit.entity)
        kind = family(schema, hit.name)
        if kind not in families:
            continue
        score = _state_score(name, hit.name, state.code) if state else None
        if score is None:
            if state is not None and state.manner != "metonym":
                continue
            score = score_names(name, hit.name, kind == "person")
        if score > 0.02 and (hit.entity not in best or _better(name, score, best[hit.entity])):
            best[hit.entity] = score
    return best


def _better(name: str, score: NameScore, than: NameScore) -> bool:
    return (float(score), _rank(name, score), than.pair[1]) > (float(than), _rank(name, than), score.pair[1])


def _hits(name: str, index: NameIndex, families: frozenset[Family], near: int) -> Iterable[Hit]:
    schemas = ["Person" if f == "person" else "Organization" for f in sorted(families)]
    keys = set[str]().union(*(keys_of(name, schema) for schema in schemas))
    letters = parse(name).letters
    if letters:
        keys.add("." + letters)
    found: dict[tuple[int, str], Hit] = {(h.entity, h.name): h for h in index.equal(keys)}
    for schema in schemas if near else ():
        for _, hit in close(name, index.near(name, schema, near), CANDIDATES):
            found.setdefault((hit.entity, hit.name), hit)
    return found.values()


def _state_score(name: str, recorded: str, code: str) -> NameScore | None:
    state = read_state(recorded)
    if state is None or state.code != code or state.manner == "metonym":
        return None
    note = f"{name!r} stands for {state.canonical}"
    return NameScore(0.995, (Feature("state", 1.0, 5.3, note),), (name, recorded))


def _rank(name: str, score: NameScore) -> int:
    if fold(name).strip() == fold(score.pair[1]).strip() or score.features[0].name == "state":
        return 3
    return 2 if any(f.name == "equal" and f.note.startswith("1") for f in score.features) else 1


def scored_one(name: str, entity: Entity, score: NameScore, countries: frozenset[str]) -> Scored:
    features, probability = list(score.features), float(score)
    own = set(countries_of(entity))
    if countries and own and features[0].name != "state":
        agrees = not own.isdisjoint(countries)
        note = f"on record in {', '.join(sorted(own))}; asked for {', '.join(sorted(countries))}"
        features.insert(0, Feature("country", 1.0 if agrees else -1.0, 1.0, note))
        probability = _shift(probability, 1.0 if agrees else -1.0)
    candidate = Candidate(
        entity_ids=(entity.id,),
        caption=entity.caption,
        schema=entity.schema,
        probability=round(probability, 4),
        features=tuple(features),
        pair=(name, score.pair[1]),
        countries=countries_of(entity),
        datasets=entity.datasets,
    )
    return Scored(candidate, _rank(name, score), (entity,))


def _shift(probability: float, by: float) -> float:
    odds = probability / max(1e-9, 1 - probability) * (2.718281828 if by > 0 else 1 / 2.718281828)
    return odds / (1 + odds)


def join_clusters(scored: list[Scored], ledger: Records) -> list[Scored]:
    """Records of one actor, by rule or by judgement, as one candidate: the best score, all ids, and why."""
    judged = judgements_of(ledger)
    by_id = {s.entities[0].id: s for s in scored}
    kin = {i for s in scored for i in judged.kin(s.entities[0].id)} - set(by_id) if judged else set()
    others = list(ledger.entities(sorted(kin)).values()) if kin else []
    found = [
        _merge([by_id[i] for i in group.ids if i in by_id], group)
        for group in cluster([*(s.entities[0] for s in scored), *others], judged)
    ]
    return sorted(found, key=lambda s: s.order)


def _merge(members: list[Scored], group: Cluster) -> Scored:
    best = min(members, key=lambda s: s.order)
    if len(group.entities) == 1:
        return best
    first = best.candidate.entity_ids[0]
    merged = replace(
        best.candidate,
        entity_ids=(first, *(i for i in group.ids if i != first)),
        countries=group.countries,
        datasets=group.datasets,
        features=(
            *best.candidate.features,
            *(Feature("same_as", 1.0, 0.0, reason) for reason in group.reasons),
        ),
    )
    return Scored(merged, max(m.rank for m in members), group.entities)


__all__ = ["Scored", "candidates", "decisive", "index_of", "name_shape", "scored_candidates"]
