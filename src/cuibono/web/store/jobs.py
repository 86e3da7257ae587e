"""The queue: one job for every run over a text, taken by whichever worker is free, and never lost.

A job that was running when its worker died goes back into the queue, twice at most; then it has failed, and says so.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Literal

from sqlalchemy import Connection, Row, insert, select, update

from cuibono.web.store import checks
from cuibono.web.store import tables as t
from cuibono.web.store.checks import State
from cuibono.web.store.engine import Store, new_id, now

Stage = Literal["waiting", "fetching", "reading", "claims", "records", "done"]
STAGES: Final[tuple[Stage, ...]] = ("waiting", "fetching", "reading", "claims", "records", "done")
ATTEMPTS: Final = 2
SILENT: Final = timedelta(seconds=20)
"""A worker that has not been heard of for so long is taken for dead."""


@dataclass(frozen=True, slots=True)
class Job:
    """One run. ``progress`` is between 0 and 1; ``message`` says why a failed one failed."""

    id: str
    check_id: str
    team_id: str
    state: State
    stage: Stage
    progress: float
    message: str
    attempts: int
    created: str
    started: str | None
    finished: str | None
    heartbeat: str | None
    worker: str | None


def _job(row: Row[Any]) -> Job:
    return Job(**row._mapping)


def this_worker() -> str:
    """A name for this process."""
    return f"{socket.gethostname()[:80]}:{os.getpid()}"


def add(connection: Connection, check_id: str, team_id: str) -> str:
    """Queue a run over a check; a run that is already waiting is returned instead."""
    waiting = select(t.jobs.c.id).where(t.jobs.c.check_id == check_id, t.jobs.c.state == "queued")
    known: str | None = connection.execute(waiting).scalar()
    if known is not None:
        return known
    id = new_id()
    connection.execute(
        insert(t.jobs).values(
            id=id, check_id=check_id, team_id=team_id, state="queued", stage="waiting", created=now()
        )
    )
    checks.touch(connection, check_id, state="queued", message="")
    return id


def get(connection: Connection, id: str, team: str | None) -> Job | None:
    """The job with this id, if the team owns it."""
    row = connection.execute(select(t.jobs).where(t.jobs.c.id == id, t.jobs.c.team_id == team)).first()
    return _job(row) if row else None


def of_check(connection: Connection, check_id: str) -> Job | None:
    """The newest job of a check."""
    newest = (
        select(t.jobs)
        .where(t.jobs.c.check_id == check_id)
        .order_by(t.jobs.c.created.desc(), t.jobs.c.id)
        .limit(1)
    )
    row = connection.execute(newest).first()
    return _job(row) if row else None


def take(store: Store, worker: str) -> Job | None:
    """The oldest waiting job, now this worker's; None when there is none."""
    oldest = select(t.jobs).where(t.jobs.c.state == "queued").order_by(t.jobs.c.created, t.jobs.c.id).limit(1)
    with store.reading() as connection:
        if connection.execute(oldest).first() is None:
            return None
    with store.writing() as connection:
        row = connection.execute(oldest.with_for_update(skip_locked=True)).first()
        if row is None:
            return None
        moment = now()
        mine = update(t.jobs).where(t.jobs.c.id == row.id, t.jobs.c.state == "queued")
        done = connection.execute(
            mine.values(
                state="running",
                worker=worker,
                started=moment,
                heartbeat=moment,
                attempts=t.jobs.c.attempts + 1,
            )
        )
        if done.rowcount != 1:
            return None
        checks.touch(connection, row.check_id, state="running")
        return _job(connection.execute(select(t.jobs).where(t.jobs.c.id == row.id)).one())


def report(store: Store, id: str, stage: Stage, progress: float) -> None:
    """Say how far a job is."""
    with store.writing() as connection:
        connection.execute(
            update(t.jobs).where(t.jobs.c.id == id).values(stage=stage, progress=progress, heartbeat=now())
        )


def beat(store: Store, worker: str) -> None:
    """Say that a worker is alive."""
    mine = (t.jobs.c.worker == worker) & (t.jobs.c.state == "running")
    with store.writing() as connection:
        connection.execute(update(t.jobs).where(mine).values(heartbeat=now()))


def finish(connection: Connection, job: Job, message: str = "") -> None:
    """End a job: done without a message, else failed."""
    state = "failed" if message else "done"
    ended = update(t.jobs).where(t.jobs.c.id == job.id)
    connection.execute(ended.values(state=state, stage="done", progress=1.0, message=message, finished=now()))
    if message:
        checks.touch(connection, job.check_id, state="failed", message=message)


def give_back(store: Store, worker: str | None = None, why: str = "", *, final: bool = False) -> int:
    """Put running jobs of a dead worker back into the queue, or fail those that were tried often enough.

    Without ``worker`` those of all that have fallen silent. ``final`` fails at once. Returns how many there were.
    """
    lost = t.jobs.c.state == "running"
    lost &= t.jobs.c.worker == worker if worker is not None else t.jobs.c.heartbeat < now(-SILENT)
    with store.writing() as connection:
        rows = [_job(row) for row in connection.execute(select(t.jobs).where(lost))]
        for job in rows:
            if final or job.attempts >= ATTEMPTS:
                finish(connection, job, why or "the check was broken off twice; nothing was kept of it")
            else:
                again = update(t.jobs).where(t.jobs.c.id == job.id)
                connection.execute(again.values(state="queued", stage="waiting", progress=0.0, worker=None))
                checks.touch(connection, job.check_id, state="queued")
    return len(rows)


def overdue(store: Store, worker: str, seconds: float) -> bool:
    """Whether a worker sits on a job for longer than ``seconds``."""
    late = (
        (t.jobs.c.worker == worker)
        & (t.jobs.c.state == "running")
        & (t.jobs.c.started < now(-timedelta(seconds=seconds)))
    )
    with store.reading() as connection:
        return connection.execute(select(t.jobs.c.id).where(late)).first() is not None
