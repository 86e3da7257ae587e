"""Who did what, when: every change that a person or a token made."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from cuibono.reporting.plain import short
from cuibono.web.store import tables as t
from cuibono.web.store.engine import now


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the log."""

    at: str
    who: str
    action: str
    target: str
    detail: str


def note(
    connection: Connection, team: str | None, who: str, action: str, target: str = "", detail: str = ""
) -> None:
    """Add a line to the log."""
    connection.execute(
        insert(t.audit).values(
            at=now(),
            team_id=team,
            who=short(who, 120),
            action=action,
            target=short(target, 200),
            detail=short(detail, 1000),
        )
    )


def recent(connection: Connection, team: str, limit: int = 200, offset: int = 0) -> list[Deed]:
    """The newest lines of a team's log."""
    columns = (t.audit.c.at, t.audit.c.who, t.audit.c.action, t.audit.c.target, t.audit.c.detail)
    rows = select(*columns).where(t.audit.c.team_id == team).order_by(t.audit.c.number.desc())
    return [Deed(*row) for row in connection.execute(rows.limit(limit).offset(offset))]
