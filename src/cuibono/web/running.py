"""One job from its source to its result, stage by stage: the main job of the library, with its progress told."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cuibono.errors import CuibonoError
from cuibono.reporting.tongue import marked
from cuibono.web.freezing import freeze
from cuibono.web.records import Records
from cuibono.web.relinking import relinker
from cuibono.web.settings import Settings
from cuibono.web.store import Store, checks, jobs, judgements
from cuibono.web.store.jobs import Job, Stage

if TYPE_CHECKING:
    from cuibono.ledger import Ledger
    from cuibono.model import Check, Document

Tell = Callable[[Stage, float], None]
_log = logging.getLogger("cuibono.web")
BROKEN = marked(
    "the check stopped at a mistake of the program: please report it with the text; the log has the details"
)


def run_job(job: Job, store: Store, records: Records, settings: Settings) -> None:
    """Do a job and keep what comes of it; what goes wrong becomes one line on the job."""

    def tell(stage: Stage, progress: float) -> None:
        jobs.report(store, job.id, stage, progress)

    try:
        with records.borrow() as ledger:
            check = _check(job, store, ledger, settings, tell)
            fingerprint = ledger.fingerprint
        body = freeze(check)
    except CuibonoError as error:
        _fail(job, store, " ".join(str(error).split()))
    except Exception:  # whatever it is, the job must not stay "running" for ever
        _log.exception("job %s on check %s", job.id, job.check_id)
        _fail(job, store, BROKEN)
    else:
        with store.writing() as connection:
            if not _mine(connection_job=jobs.get(connection, job.id, job.team_id), job=job):
                return
            checks.keep_result(connection, job.check_id, check, body, fingerprint)
            jobs.finish(connection, job)


def _mine(*, connection_job: Job | None, job: Job) -> bool:
    """Whether the job is still this worker's: it may have been given back, or its check deleted."""
    return (
        connection_job is not None
        and connection_job.state == "running"
        and connection_job.worker == job.worker
    )


def _fail(job: Job, store: Store, message: str) -> None:
    with store.writing() as connection:
        if _mine(connection_job=jobs.get(connection, job.id, job.team_id), job=job):
            jobs.finish(connection, job, message[:1000])


def _check(job: Job, store: Store, ledger: Ledger, settings: Settings, tell: Tell) -> Check:
    from cuibono.checking import judge
    from cuibono.claims import extract
    from cuibono.entities import recorded_names

    document = _document(job, store, settings, tell)
    tell("claims", 0.3)
    extraction = extract(document, recorded_names(document.text, ledger))
    tell("records", 0.8)
    with store.reading() as connection:
        rules = judgements.name_rules(judgements.of_names(connection, job.team_id))
    today = settings.today or datetime.now(UTC).date().isoformat()
    return judge(document, extraction, ledger, today=today, relink=relinker(rules, ledger))


def _document(job: Job, store: Store, settings: Settings, tell: Tell) -> Document:
    from cuibono.documents import read_bytes

    with store.reading() as connection:
        entry = checks.get(connection, job.check_id, team=job.team_id)
        data, media_type, address = checks.source(connection, job.check_id)
    options = entry.options if entry else {}
    name = entry.name if entry else "text"
    if address and not data:
        tell("fetching", 0.05)
        data, media_type, address = _fetch(job, store, address, settings)
    tell("reading", 0.15)
    return read_bytes(
        data,
        name=name,
        content_type=media_type,
        published=options.get("published"),
        publisher=options.get("publisher"),
        url=options.get("url") or address,
    )


def _fetch(job: Job, store: Store, address: str, settings: Settings) -> tuple[bytes, str | None, str]:
    from cuibono.documents import fetch

    fetched = fetch(address, max_bytes=settings.max_bytes)
    media_type = fetched.content_type
    if media_type and fetched.charset:
        media_type = f"{media_type}; charset={fetched.charset}"
    with store.writing() as connection:
        checks.keep_source(connection, job.check_id, fetched.data, media_type)
    return fetched.data, media_type, fetched.final_url
