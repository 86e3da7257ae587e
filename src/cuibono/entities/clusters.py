"""Which records are one actor: the same name, sort and country in two datasets and nothing that conflicts; or judged so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cuibono.entities.gate import family
from cuibono.entities.judgements import NONE, Judgements
from cuibono.entities.names import parse
from cuibono.entities.states import read_state
from cuibono.ledger.records import Entity

NUMBERS = (
    "registrationNumber",
    "taxNumber",
    "leiCode",
    "ogrnCode",
    "innCode",
    "idNumber",
    "wikidataId",
    "birthDate",
)
COUNTRIES = ("country", "jurisdiction", "mainCountry", "nationality", "citizenship")


def countries_of(entity: Entity) -> tuple[str, ...]:
    """ISO codes of the countries that the records name for it, in order, lower case."""
    return tuple(sorted({value.lower() for prop in COUNTRIES for value in entity.get(prop)}))


def conflict(a: Entity, b: Entity) -> str | None:
    """What speaks against two records being one actor, or None."""
    if family(a.schema, a.caption) != family(b.schema, b.caption):
        return "schema"
    first, second = set(countries_of(a)), set(countries_of(b))
    if first and second and first.isdisjoint(second):
        return "country"
    for prop in NUMBERS:
        mine, theirs = set(a.get(prop)), set(b.get(prop))
        if mine and theirs and not any(_agree(x, y) for x in mine for y in theirs):
            return prop
    return None


def _agree(a: str, b: str) -> bool:
    """Equal, or one is the other's beginning (dates of unequal precision)."""
    shorter, longer = sorted((a.strip().lower(), b.strip().lower()), key=len)
    return longer.startswith(shorter)


def same_actor(a: Entity, b: Entity) -> bool:
    """Whether the rule joins two records: an equal main name, other datasets, no conflict."""
    if set(a.datasets) & set(b.datasets) or conflict(a, b) is not None:
        return False
    mine, theirs = read_state(a.caption), read_state(b.caption)
    if mine is not None or theirs is not None:
        return mine is not None and theirs is not None and mine.code == theirs.code
    person = family(a.schema, a.caption) == "person"
    return parse(a.caption, person).key == parse(b.caption, person).key


@dataclass(frozen=True, slots=True)
class Cluster:
    """Records taken for one actor; the first is the one shown. ``reasons`` say why each further one is among them."""

    entities: tuple[Entity, ...]
    reasons: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(e.id for e in self.entities)

    @property
    def countries(self) -> tuple[str, ...]:
        return tuple(sorted({c for e in self.entities for c in countries_of(e)}))

    @property
    def datasets(self) -> tuple[str, ...]:
        return tuple(sorted({d for e in self.entities for d in e.datasets}))


def cluster(entities: Sequence[Entity], judged: Judgements = NONE) -> tuple[Cluster, ...]:
    """Group records in the order given; each joins the first group all of whose members it is the same actor as.

    What was judged goes before the rule: records judged one stand together, records judged two never do.
    """
    groups: list[list[Entity]] = []
    for unit in _units(entities, judged):
        home = next((g for g in groups if _fit(unit, g, judged)), None)
        if home is None:
            groups.append(unit)
        else:
            home.extend(unit)
    return tuple(Cluster(tuple(group), _reasons(group, judged)) for group in groups)


def _units(entities: Sequence[Entity], judged: Judgements) -> list[list[Entity]]:
    """Records that are judged one actor, together; all others alone."""
    units: dict[frozenset[str], list[Entity]] = {}
    for entity in entities:
        units.setdefault(judged.kin(entity.id), []).append(entity)
    return list(units.values())


def _fit(unit: Sequence[Entity], group: Sequence[Entity], judged: Judgements) -> bool:
    return all(judged.between(a.id, b.id) is None and same_actor(a, b) for a in unit for b in group)


def _reasons(group: Sequence[Entity], judged: Judgements) -> tuple[str, ...]:
    first, *others = group
    found = [f"judged: {judgement.told}" for judgement in judged.on(e.id for e in group)]
    kin = judged.kin(first.id)
    return tuple(
        found
        + [
            f"{other.id} by rule: the same name ({other.caption}) in {', '.join(other.datasets)}, "
            "and no country, number or date that conflicts"
            for other in others
            if other.id not in kin
        ]
    )
