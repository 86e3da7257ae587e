"""Submit, follow, read and judge checks."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response, UploadFile

from cuibono import reporting
from cuibono.model import FINDINGS
from cuibono.web.access import Checking, Judging, Managing, Reading, Viewer
from cuibono.web.api.models import (
    PROBLEMS,
    BatchIn,
    CheckOut,
    JobOut,
    JudgementIn,
    Listing,
    NameIn,
    SubmittedOut,
    TextIn,
    check_out,
    job_out,
)
from cuibono.web.deciding import decide_name, judge_claim, verdict_of
from cuibono.web.desk import Desk, desk
from cuibono.web.errors import NotHereError
from cuibono.web.handing import judgement_object
from cuibono.web.pages.check import entry_of, result_of
from cuibono.web.store import audit, checks, jobs, judgements
from cuibono.web.store.checks import Submission
from cuibono.web.submitting import check_again, of_address, of_file, of_text, options_of, submit

router = APIRouter(prefix="/api/v1", tags=["checks"], responses=PROBLEMS)
Json = dict[str, Any]
Limit = Annotated[int, Query(ge=1, le=100)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]


def _submission(given: TextIn) -> Submission:
    options = options_of({"published": given.published, "publisher": given.publisher, "url": given.url})
    if given.address is not None:
        return of_address(given.address, options)
    return of_text(given.text or "", options)


def _submitted(here: Desk, who: Viewer, given: list[Submission]) -> list[SubmittedOut]:
    done = submit(here, who, given)
    out = []
    with here.store.reading() as connection:
        for id, new in done:
            entry = checks.get(connection, id, team=who.team)
            job = jobs.of_check(connection, id)
            if entry is not None:
                out.append(SubmittedOut(check=check_out(entry), new=new, job=job.id if job else None))
    return out


@router.post("/checks", status_code=202)
def submit_text(request: Request, response: Response, who: Checking, given: TextIn) -> SubmittedOut:
    """Queue a text or an address. The same content is the same check: then the answer is 200 and `new` is false."""
    here = desk(request)
    here.limits.hit("submit", who.name)
    [made] = _submitted(here, who, [_submission(given)])
    response.headers["location"] = f"/api/v1/checks/{made.check.id}"
    response.status_code = 202 if made.new else 200
    return made


@router.post("/checks/batch", status_code=202)
def submit_batch(request: Request, who: Checking, given: BatchIn) -> list[SubmittedOut]:
    """Queue up to fifty texts: all of them or none."""
    here = desk(request)
    here.limits.hit("submit", who.name)
    return _submitted(here, who, [_submission(text) for text in given.texts])


@router.post("/checks/file", status_code=202)
def submit_file(
    request: Request,
    response: Response,
    who: Checking,
    file: UploadFile,
    published: Annotated[str | None, Query(max_length=10)] = None,
    publisher: Annotated[str | None, Query(max_length=300)] = None,
    url: Annotated[str | None, Query(max_length=2000)] = None,
) -> SubmittedOut:
    """Queue a file: HTML, PDF, DOCX, text, e-mail."""
    here = desk(request)
    here.limits.hit("submit", who.name)
    options = options_of({"published": published, "publisher": publisher, "url": url})
    [made] = _submitted(here, who, [of_file(file.filename or "file", file.file.read(), options)])
    response.headers["location"] = f"/api/v1/checks/{made.check.id}"
    response.status_code = 202 if made.new else 200
    return made


@router.get("/checks")
def list_checks(
    request: Request,
    who: Reading,
    words: Annotated[str, Query(max_length=200)] = "",
    finding: Annotated[str, Query(max_length=20)] = "",
    state: Annotated[str, Query(max_length=20)] = "",
    limit: Limit = 25,
    offset: Offset = 0,
) -> Listing:
    """A page of the team's checks, newest first."""
    with desk(request).store.reading() as connection:
        entries, total = checks.listed(
            connection,
            team=who.team,
            public=who.public,
            words=words,
            finding=finding if finding in FINDINGS else "",
            state=state,
            limit=limit,
            offset=offset,
        )
    return Listing(total=total, limit=limit, offset=offset, checks=[check_out(e) for e in entries])


@router.get("/checks/{id}")
def get_check(request: Request, who: Reading, id: str) -> CheckOut:
    """One check, without its result."""
    return check_out(entry_of(desk(request), who, id))


@router.get("/checks/{id}/result", response_model=None)
def get_result(
    request: Request,
    who: Reading,
    id: str,
    run: Annotated[int | None, Query(ge=1, le=100_000)] = None,
) -> Response:
    """What `cuibono check --json` writes for this text: the newest run, or the one asked for. Send `If-None-Match` to ask again."""
    here = desk(request)
    entry = entry_of(here, who, id)
    tag = f'"{entry.id}-{run or entry.latest}"'
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    if entry.latest and tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    check, _ = result_of(here, entry, run)
    return Response(reporting.to_json(check), media_type="application/json", headers=headers)


@router.post("/checks/{id}/again", status_code=202)
def run_again(request: Request, who: Checking, id: str) -> JobOut:
    """Check again with the records of now."""
    here = desk(request)
    here.limits.hit("submit", who.name)
    job = check_again(here, who, entry_of(here, who, id))
    return _job(here, who, job)


@router.delete("/checks/{id}", status_code=204)
def delete_check(request: Request, who: Managing, id: str) -> Response:
    """Delete a check with its text, results and judgements."""
    here = desk(request)
    entry = entry_of(here, who, id)
    with here.store.writing() as connection:
        checks.remove(connection, entry.id)
        audit.note(connection, who.team, who.name, "delete", entry.id, entry.shown)
    return Response(status_code=204)


@router.get("/jobs/{id}")
def get_job(request: Request, who: Reading, id: str) -> JobOut:
    """How far a run is."""
    return _job(desk(request), who, id)


def _job(here: Desk, who: Viewer, id: str) -> JobOut:
    with here.store.reading() as connection:
        job = jobs.get(connection, id, who.team)
    if job is None:
        raise NotHereError("there is no such job, or it belongs to another team")
    return job_out(job)


@router.get("/checks/{id}/judgements")
def list_judgements(request: Request, who: Reading, id: str) -> list[Json]:
    """All judgements on a check, oldest first, undone ones too."""
    here = desk(request)
    entry = entry_of(here, who, id)
    with here.store.reading() as connection:
        return [judgement_object(j) for j in judgements.of_check(connection, entry.id)]


@router.post("/checks/{id}/judgements", status_code=201)
def add_judgement(request: Request, who: Judging, id: str, given: JudgementIn) -> Json:
    """Judge one finding. Judgements are never evidence."""
    here = desk(request)
    entry = entry_of(here, who, id)
    check, _ = result_of(here, entry)
    _, verdict = verdict_of(check, given.claim)
    made = judge_claim(here, who, entry, verdict, kind=given.kind, finding=given.finding, why=given.why)
    return judgement_object(made)


@router.get("/names")
def list_names(request: Request, who: Reading) -> list[Json]:
    """The names that the team decided, oldest first."""
    if who.team is None:
        return []
    with desk(request).store.reading() as connection:
        return [judgement_object(j) for j in judgements.of_names(connection, who.team)]


@router.post("/names", status_code=201)
def add_name(request: Request, who: Judging, given: NameIn) -> Json:
    """Decide who a name stands for; checks made from then on follow it."""
    made = decide_name(
        desk(request),
        who,
        name=given.name,
        kind=given.kind,
        entity_ids=given.entity_ids,
        why=given.why,
    )
    return judgement_object(made)


@router.delete("/judgements/{id}")
def undo_judgement(request: Request, who: Judging, id: str) -> Json:
    """Undo a judgement or a decision on a name; it stays in the history."""
    assert who.team is not None  # noqa: S101 - the public may not judge
    with desk(request).store.writing() as connection:
        undone = judgements.undo(connection, id, team=who.team, author=who.name)
        if undone is None:
            raise NotHereError("there is no such judgement, or it was undone already")
        audit.note(connection, who.team, who.name, f"undo: {undone.kind}", undone.check_id or "", id)
    return judgement_object(undone)


__all__ = ["router"]
