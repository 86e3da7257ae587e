"""What people said of findings and names: kept beside the findings, with who, when and why; never evidence.

Nothing is changed or deleted: undoing marks a judgement as undone, and the one before it counts again. A judgement hangs on the
claim's content id, so that it stays when the article is checked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

from sqlalchemy import Connection, Row, insert, select, update

from cuibono.entities import fold
from cuibono.reporting.plain import line
from cuibono.web.store import checks
from cuibono.web.store import tables as t
from cuibono.web.store.engine import new_id, now

JudgementKind = Literal["accept", "change", "note", "not_a_claim", "is_entity", "not_entity"]
KINDS: Final[tuple[JudgementKind, ...]] = get_args(JudgementKind)
STANCES: Final = ("accept", "change", "not_a_claim")
NAMES: Final = ("is_entity", "not_entity")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement. ``number`` orders them; ``folded`` is the name without case and accents."""

    number: int
    id: str
    team_id: str
    check_id: str | None
    claim_id: str | None
    kind: JudgementKind
    finding: str | None
    name: str | None
    folded: str | None
    entity_ids: Sequence[str]
    caption: str | None
    why: str
    author: str
    created: str
    undone: str | None
    undone_by: str | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What counts now for one claim: the latest stance that was not undone, and all notes."""

    stance: Judgement | None = None
    notes: tuple[Judgement, ...] = ()


@dataclass(frozen=True, slots=True)
class NameRule:
    """What counts now for one name: ``is_`` the entity it is, ``never`` those it is not."""

    is_: Judgement | None = None
    never: Mapping[str, Judgement] = field(default_factory=dict)


def folded_name(name: str) -> str:
    """A name as names are compared here: one line, without case and accents."""
    return " ".join(fold(line(name)).split())[:200]


def _judgement(row: Row[Any]) -> Judgement:
    return Judgement(**row._mapping)


def add(
    connection: Connection,
    *,
    team: str,
    author: str,
    kind: JudgementKind,
    why: str,
    check_id: str | None = None,
    claim_id: str | None = None,
    finding: str | None = None,
    name: str | None = None,
    entity_ids: Sequence[str] = (),
    caption: str | None = None,
) -> Judgement:
    """Keep a judgement; the check (or, for a name, every check of the team) counts as changed."""
    id = new_id()
    connection.execute(
        insert(t.judgements).values(
            id=id,
            team_id=team,
            check_id=check_id,
            claim_id=claim_id,
            kind=kind,
            finding=finding,
            name=name,
            folded=folded_name(name) if name else None,
            entity_ids=list(entity_ids),
            caption=caption,
            why=why.strip()[:4000],
            author=author,
            created=now(),
        )
    )
    _touch(connection, team, check_id, kind)
    return _judgement(connection.execute(select(t.judgements).where(t.judgements.c.id == id)).one())


def _touch(connection: Connection, team: str, check_id: str | None, kind: str) -> None:
    if kind in NAMES:
        checks.touch_team(connection, team)
    elif check_id:
        checks.touch(connection, check_id)


def undo(connection: Connection, id: str, *, team: str, author: str) -> Judgement | None:
    """Mark a judgement of the team as undone; None when there is none, or it was undone before."""
    mine = (t.judgements.c.id == id) & (t.judgements.c.team_id == team)
    changed = connection.execute(
        update(t.judgements)
        .where(mine, t.judgements.c.undone.is_(None))
        .values(undone=now(), undone_by=author)
    )
    if changed.rowcount != 1:
        return None
    found = _judgement(connection.execute(select(t.judgements).where(mine)).one())
    _touch(connection, team, found.check_id, found.kind)
    return found


def of_check(connection: Connection, check_id: str) -> list[Judgement]:
    """All judgements made on a check, undone ones too, oldest first."""
    rows = select(t.judgements).where(t.judgements.c.check_id == check_id).order_by(t.judgements.c.number)
    return [_judgement(row) for row in connection.execute(rows)]


def standing(found: Iterable[Judgement]) -> dict[str, Judged]:
    """What counts now, by claim id."""
    counting: dict[str, Judged] = {}
    for judgement in found:
        if judgement.undone or not judgement.claim_id or judgement.kind in NAMES:
            continue
        before = counting.get(judgement.claim_id, Judged())
        counting[judgement.claim_id] = (
            Judged(judgement, before.notes)
            if judgement.kind in STANCES
            else Judged(before.stance, (*before.notes, judgement))
        )
    return counting


def of_names(connection: Connection, team: str, *, undone: bool = False) -> list[Judgement]:
    """All decisions on names of a team, oldest first; ``undone`` adds those that count no more."""
    mine = select(t.judgements).where(t.judgements.c.team_id == team, t.judgements.c.kind.in_(NAMES))
    rows = connection.execute(mine.order_by(t.judgements.c.number))
    return [j for j in map(_judgement, rows) if undone or not j.undone]


def name_rules(found: Iterable[Judgement]) -> dict[str, NameRule]:
    """What counts now, by folded name: a later "is" ends an earlier "is not" of the same entity, and the other way round."""
    rules: dict[str, NameRule] = {}
    for judgement in found:
        if judgement.undone or not judgement.folded:
            continue
        rule = rules.get(judgement.folded, NameRule())
        ids = set(judgement.entity_ids)
        if judgement.kind == "is_entity":
            never = {i: j for i, j in rule.never.items() if i not in ids}
            rules[judgement.folded] = NameRule(judgement, never)
        elif judgement.kind == "not_entity":
            kept = rule.is_ if rule.is_ and not ids & set(rule.is_.entity_ids) else None
            rules[judgement.folded] = NameRule(kept, {**rule.never, **dict.fromkeys(ids, judgement)})
    return rules
