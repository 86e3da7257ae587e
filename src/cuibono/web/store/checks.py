"""Checks as the store keeps them: the row of the list, the source's bytes, a result for every run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from cuibono.model import Check, count_findings
from cuibono.reporting.plain import line, short
from cuibono.web.store import tables as t
from cuibono.web.store.engine import new_id, now

State = Literal["queued", "running", "done", "failed"]
Kind = Literal["text", "file", "url"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One check of a team. ``latest`` is the number of its newest result, 0 before there is one; ``revision`` changes with all."""

    id: str
    team_id: str
    created: str
    updated: str
    creator: str
    kind: Kind
    name: str
    content_hash: str
    options: Mapping[str, str | None]
    title: str | None
    outlet: str | None
    published: str | None
    language: str | None
    state: State
    message: str
    counts: Mapping[str, int]
    latest: int
    public: bool
    revision: int

    @property
    def shown(self) -> str:
        """What to call it: the title, else what it was submitted as."""
        return line(self.title) or line(self.name)


@dataclass(frozen=True, slots=True)
class Submission:
    """What somebody wants checked: bytes with a name, or an address (then ``data`` is empty)."""

    kind: Kind
    name: str
    data: bytes
    media_type: str | None
    address: str | None
    options: Mapping[str, str | None]
    content_hash: str


@dataclass(frozen=True, slots=True)
class Run:
    """One run over a check's text: when, against which ledger, by which version."""

    number: int
    created: str
    as_of: str
    ledger: str
    software: str


def _entry(row: Row[Any]) -> Entry:
    return Entry(**row._mapping)


def add(
    connection: Connection, team: str, creator: str, submission: Submission, *, again: bool = False
) -> tuple[str, bool]:
    """(id, whether it is new). The same content in the same team is the same check."""
    content_hash = f"{submission.content_hash[:46]}-{new_id()}" if again else submission.content_hash
    known = _by_content(connection, team, content_hash)
    if known is not None:
        return known, False
    id, moment = new_id(), now()
    try:
        with connection.begin_nested():
            connection.execute(
                insert(t.checks).values(
                    id=id,
                    team_id=team,
                    created=moment,
                    updated=moment,
                    creator=creator,
                    kind=submission.kind,
                    name=short(submission.name, 300),
                    content_hash=content_hash,
                    options=dict(submission.options),
                    state="queued",
                    counts={},
                )
            )
    except IntegrityError:  # somebody was faster
        known = _by_content(connection, team, content_hash)
        if known is None:
            raise
        return known, False
    connection.execute(
        insert(t.sources).values(
            check_id=id,
            data=submission.data,
            media_type=submission.media_type,
            address=submission.address,
        )
    )
    return id, True


def _by_content(connection: Connection, team: str, content_hash: str) -> str | None:
    found = select(t.checks.c.id).where(t.checks.c.team_id == team, t.checks.c.content_hash == content_hash)
    return connection.execute(found).scalar()


def get(connection: Connection, id: str, *, team: str | None, public: bool = False) -> Entry | None:
    """The check with this id, if the team owns it, or if it is public and that is enough."""
    row = connection.execute(select(t.checks).where(t.checks.c.id == id)).first()
    if row is None:
        return None
    entry = _entry(row)
    return entry if entry.team_id == team or (public and entry.public) else None


def listed(
    connection: Connection,
    *,
    team: str | None,
    public: bool = False,
    words: str = "",
    finding: str = "",
    state: str = "",
    limit: int = 25,
    offset: int = 0,
) -> tuple[list[Entry], int]:
    """A page of a team's checks, newest first, and how many there are in all; ``public`` lists all published ones."""
    asked = _asked(select(t.checks), team=team, public=public, words=words, finding=finding, state=state)
    total = connection.execute(select(func.count()).select_from(asked.subquery())).scalar_one()
    page = asked.order_by(t.checks.c.created.desc(), t.checks.c.id).limit(limit).offset(offset)
    return [_entry(row) for row in connection.execute(page)], total


def _asked(
    rows: Select[Any], *, team: str | None, public: bool, words: str, finding: str, state: str
) -> Select[Any]:
    rows = rows.where(t.checks.c.public.is_(True)) if public else rows.where(t.checks.c.team_id == team)
    for part in words.split()[:8]:
        pattern = "%" + part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        columns = (t.checks.c.title, t.checks.c.name, t.checks.c.outlet)
        rows = rows.where(or_(*(column.ilike(pattern, escape="\\") for column in columns)))
    if finding:
        rows = rows.where(t.checks.c.counts[finding].as_integer() > 0)
    return rows.where(t.checks.c.state == state) if state else rows


def source(connection: Connection, id: str) -> tuple[bytes, str | None, str | None]:
    """(bytes, media type, address) that a check was submitted with."""
    row = connection.execute(select(t.sources).where(t.sources.c.check_id == id)).one()
    return row.data, row.media_type, row.address


def keep_source(connection: Connection, id: str, data: bytes, media_type: str | None) -> None:
    """Keep what an address served, so that a later run reads the same text."""
    changed = update(t.sources).where(t.sources.c.check_id == id)
    connection.execute(changed.values(data=data, media_type=media_type))


def keep_result(connection: Connection, id: str, check: Check, body: bytes, ledger: str) -> int:
    """Add a result as the newest; its number."""
    number: int = connection.execute(select(t.checks.c.latest).where(t.checks.c.id == id)).scalar_one() + 1
    connection.execute(
        insert(t.results).values(
            check_id=id,
            number=number,
            created=now(),
            as_of=check.as_of,
            ledger=ledger[:80],
            software=check.software[:80],
            body=body,
        )
    )
    _keep_mentions(connection, id, check)
    document = check.document
    counts: dict[str, int] = {str(f): n for f, n in count_findings(check.verdicts).items()}
    counts["uncheckable"] = len(check.uncheckable)
    touch(
        connection,
        id,
        latest=number,
        state="done",
        message="",
        counts=counts,
        title=short(document.title, 400) or None,
        outlet=short(document.publisher or check.publisher.name, 200) or None,
        published=(document.published or "")[:10] or None,
        language=document.language[:16],
    )
    return number


def _keep_mentions(connection: Connection, id: str, check: Check) -> None:
    """Who is named in a check's newest result, so that an entity's page can list its articles."""
    connection.execute(delete(t.mentions).where(t.mentions.c.check_id == id))
    actors = (*check.actors, *((check.publisher.actor,) if check.publisher.actor else ()))
    named = {e: short(actor.name, 300) for actor in actors for e in actor.entity_ids if len(e) <= 255}
    if named:
        lines = [{"check_id": id, "entity_id": e, "name": name} for e, name in named.items()]
        connection.execute(insert(t.mentions), lines)


def naming(
    connection: Connection, entity_ids: Sequence[str], *, team: str | None, public: bool = False
) -> list[Entry]:
    """Checks whose newest result names one of these entities, newest first, a hundred at most."""
    ids = select(t.mentions.c.check_id).where(t.mentions.c.entity_id.in_(list(entity_ids)[:100]))
    rows = select(t.checks).where(t.checks.c.id.in_(ids))
    rows = rows.where(t.checks.c.public.is_(True)) if public else rows.where(t.checks.c.team_id == team)
    found = connection.execute(rows.order_by(t.checks.c.created.desc(), t.checks.c.id).limit(100))
    return [_entry(row) for row in found]


def touch(connection: Connection, id: str, **values: Any) -> None:
    """Change columns of a check; its revision goes up."""
    changed = update(t.checks).where(t.checks.c.id == id)
    connection.execute(changed.values(revision=t.checks.c.revision + 1, updated=now(), **values))


def touch_team(connection: Connection, team: str) -> None:
    """Mark all checks of a team as changed: a name was decided."""
    connection.execute(
        update(t.checks).where(t.checks.c.team_id == team).values(revision=t.checks.c.revision + 1)
    )


def body(connection: Connection, id: str, number: int) -> bytes | None:
    """The frozen result with this number."""
    wanted = (t.results.c.check_id == id) & (t.results.c.number == number)
    return connection.execute(select(t.results.c.body).where(wanted)).scalar()


def runs(connection: Connection, id: str) -> Sequence[Run]:
    """All runs of a check, newest first."""
    columns = (
        t.results.c.number,
        t.results.c.created,
        t.results.c.as_of,
        t.results.c.ledger,
        t.results.c.software,
    )
    rows = select(*columns).where(t.results.c.check_id == id).order_by(t.results.c.number.desc())
    return [Run(*row) for row in connection.execute(rows)]


def remove(connection: Connection, id: str) -> None:
    """Delete a check with everything that hangs on it, but for names that were decided: they hold for other texts too."""
    names = (t.judgements.c.check_id == id) & t.judgements.c.claim_id.is_(None)
    connection.execute(update(t.judgements).where(names).values(check_id=None))
    connection.execute(delete(t.checks).where(t.checks.c.id == id))
