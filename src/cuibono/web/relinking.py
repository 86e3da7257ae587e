"""Names as people decided them: put in the place of the program's own links, and marked as such.

A decision says who is meant, never what is so: the finding still comes from the records of whoever was chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from cuibono.model import Actor, Candidate
from cuibono.reporting.plain import readable_date
from cuibono.web.store.judgements import Judgement, NameRule, folded_name

if TYPE_CHECKING:
    from cuibono.ledger import Ledger


def relinker(
    rules: Mapping[str, NameRule], ledger: Ledger
) -> Callable[[tuple[Actor, ...]], tuple[Actor, ...]]:
    """What puts the decisions of a team in the place of the program's links."""

    def relink(actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
        return tuple(_relinked(actor, rules.get(folded_name(actor.name)), ledger) for actor in actors)

    return relink


def _relinked(actor: Actor, rule: NameRule | None, ledger: Ledger) -> Actor:
    if rule is None or actor.status == "document":
        return actor
    if rule.is_ is not None:
        return _chosen(actor, rule.is_, ledger)
    return _without(actor, rule.never, ledger) if rule.never else actor


def _chosen(actor: Actor, decision: Judgement, ledger: Ledger) -> Actor:
    found = list(ledger.entities(decision.entity_ids).values())
    if not found:
        note = f"{_word_of(decision)}, who is not in this ledger: the decision was not used"
        return replace(actor, note=_joined(actor.note, note))
    countries = tuple(
        sorted({c for e in found for p in ("country", "jurisdiction") for c in e.get(p)} | set())
    )
    return replace(
        actor,
        status="linked",
        entity_ids=tuple(entity.id for entity in found),
        caption=found[0].caption,
        schema=found[0].schema,
        countries=countries or actor.countries,
        note=f"{_word_of(decision)}: {decision.why}" if decision.why else _word_of(decision),
    )


def _without(actor: Actor, never: Mapping[str, Judgement], ledger: Ledger) -> Actor:
    """The actor without the candidates that a person excluded; of a tie, the one that is left is meant."""
    kept = tuple(c for c in actor.candidates if not set(c.entity_ids) & set(never))
    note = "; ".join(dict.fromkeys(_word_of(decision) for decision in never.values()))
    if actor.status == "linked":
        if not set(actor.entity_ids) & set(never):
            return replace(actor, candidates=kept)
        return _open(actor, "unknown", kept, note)
    if actor.status == "tie" and len(kept) == 1 and len(actor.candidates) > 1:
        return _only(actor, kept[0], note)
    if actor.status == "tie" and not kept:
        return _open(actor, "unknown", kept, note)
    return replace(actor, candidates=kept)


def _open(actor: Actor, status: str, kept: tuple[Candidate, ...], note: str) -> Actor:
    return replace(
        actor,
        status=status,  # type: ignore[arg-type]
        entity_ids=(),
        caption=None,
        schema=None,
        candidates=kept,
        note=note,
    )


def _only(actor: Actor, candidate: Candidate, note: str) -> Actor:
    return replace(
        actor,
        status="linked",
        entity_ids=candidate.entity_ids,
        caption=candidate.caption,
        schema=candidate.schema,
        countries=candidate.countries,
        candidates=(candidate,),
        note=note,
    )


def _word_of(decision: Judgement) -> str:
    said = "is" if decision.kind == "is_entity" else "is not"
    name, day = decision.caption or ", ".join(decision.entity_ids), readable_date(decision.created[:10])
    return f"{decision.author} decided on {day} that this {said} {name}"


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
