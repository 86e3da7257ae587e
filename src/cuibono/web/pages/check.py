"""One check: its progress, its page, its history; again, publish, delete."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cuibono.model import Check
from cuibono.reporting.tongue import marked, speaking
from cuibono.web.access import Checking, Managing, OwnForm, Reading, Viewer
from cuibono.web.desk import Desk, desk
from cuibono.web.errors import NotHereError
from cuibono.web.freezing import thaw
from cuibono.web.rendering import finished, language, page, words
from cuibono.web.showing import Wish, showing
from cuibono.web.speech import tongue_for
from cuibono.web.store import audit, checks, jobs, judgements
from cuibono.web.store.checks import Entry
from cuibono.web.submitting import check_again

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_NOWHERE = marked("there is no such check, or it belongs to another team")
Word = Annotated[str, Query(max_length=300)]


def entry_of(here: Desk, who: Viewer, id: str) -> Entry:
    """The check with this id as this viewer may see it. Raises :class:`NotHereError`."""
    with here.store.reading() as connection:
        found = checks.get(connection, id, team=who.team, public=who.public)
    if found is None:
        raise NotHereError(_NOWHERE)
    return found


def result_of(here: Desk, entry: Entry, number: int | None = None) -> tuple[Check, int]:
    """A check's newest result, or the one with a number. Raises :class:`NotHereError` when there is none."""
    wanted = number or entry.latest
    with here.store.reading() as connection:
        body = checks.body(connection, entry.id, wanted) if wanted else None
    if body is None:
        raise NotHereError("this check has no such result (yet)")
    return thaw(body), wanted


@router.get("/checks/{id}")
def show(
    request: Request,
    who: Reading,
    id: str,
    finding: Word = "",
    relation: Word = "",
    actor: Word = "",
    judged: Word = "",
    run: Annotated[int | None, Query(ge=1, le=100_000)] = None,
) -> Response:
    """The article with its claims beside the records; before there is a result, how far it is."""
    here = desk(request)
    entry = entry_of(here, who, id)
    if not entry.latest:
        return page(request, "progress.html.j2", **_progress(here, entry))
    wish = Wish(finding, relation, actor, judged)
    mark = f'W/"{entry.id}-{entry.revision}-{run or entry.latest}-{language(request)}-{who.kind}"'
    key = (mark, wish, who.name, who.deeds)
    body = here.shelf.get(key, lambda: _page(request, here, entry, wish, who, run))
    return finished(request, body)


def _page(request: Request, here: Desk, entry: Entry, wish: Wish, who: Viewer, run: int | None) -> bytes:
    check, number = result_of(here, entry, run)
    with here.store.reading() as connection:
        found = judgements.of_check(connection, entry.id)
        job = jobs.of_check(connection, entry.id)
    shown = showing(entry, check, number, wish, found, who)
    with speaking(tongue_for(language(request))):
        context = shown.context()
    return words(request, "check.html.j2", **context, job=job, stages=jobs.STAGES).encode()


def _progress(here: Desk, entry: Entry) -> dict[str, Any]:
    with here.store.reading() as connection:
        job = jobs.of_check(connection, entry.id)
    return {"entry": entry, "job": job, "stages": jobs.STAGES}


@router.get("/checks/{id}/progress")
def progress(request: Request, who: Reading, id: str) -> HTMLResponse:
    """How far a check is; when it is done, the browser is told to load the page again."""
    here = desk(request)
    entry = entry_of(here, who, id)
    response = page(request, "progress_part.html.j2", **_progress(here, entry))
    if entry.state in ("done", "failed"):
        response.headers["hx-refresh"] = "true"
    return response


@router.get("/checks/{id}/claims/{claim}")
def claim(request: Request, who: Reading, id: str, claim: str) -> RedirectResponse:
    """A claim's own address, which stays the same when the article is checked again."""
    here = desk(request)
    entry = entry_of(here, who, id)
    check, _ = result_of(here, entry)
    for number, verdict in enumerate(check.verdicts, 1):
        if verdict.claim.id == claim:
            return RedirectResponse(f"/checks/{entry.id}#c{number}", status_code=303)
    raise NotHereError("the newest result has no such claim: see the history of this check")


@router.get("/checks/{id}/history")
def history(request: Request, who: Reading, id: str) -> HTMLResponse:
    """Every judgement with who, when, why, and every run."""
    here = desk(request)
    entry = entry_of(here, who, id)
    with here.store.reading() as connection:
        found = judgements.of_check(connection, entry.id)
        runs = checks.runs(connection, entry.id)
    quotes: dict[str, tuple[int, str]] = {}
    if entry.latest:
        check, _ = result_of(here, entry)
        quotes = {v.claim.id: (n, v.claim.quote) for n, v in enumerate(check.verdicts, 1)}
    return page(request, "history.html.j2", entry=entry, found=found[::-1], runs=runs, quotes=quotes)


@router.post("/checks/{id}/again", dependencies=[OwnForm])
def again(request: Request, who: Checking, id: str) -> RedirectResponse:
    """Check again with the records of now."""
    here = desk(request)
    entry = entry_of(here, who, id)
    check_again(here, who, entry)
    return RedirectResponse(f"/checks/{entry.id}", status_code=303)


@router.post("/checks/{id}/publish", dependencies=[OwnForm])
def publish(
    request: Request, who: Managing, id: str, public: Annotated[bool, Form()] = False
) -> RedirectResponse:
    """Let everybody read a check, or its team alone."""
    here = desk(request)
    entry = entry_of(here, who, id)
    with here.store.writing() as connection:
        checks.touch(connection, entry.id, public=public)
        audit.note(connection, who.team, who.name, "publish" if public else "withdraw", entry.id)
    return RedirectResponse(f"/checks/{entry.id}", status_code=303)


@router.post("/checks/{id}/delete", dependencies=[OwnForm])
def delete(
    request: Request, who: Managing, id: str, sure: Annotated[bool, Form()] = False
) -> RedirectResponse:
    """Delete a check with its results and judgements; names that were decided stay decided."""
    here = desk(request)
    entry = entry_of(here, who, id)
    if not sure:
        return RedirectResponse(f"/checks/{entry.id}/history#delete", status_code=303)
    with here.store.writing() as connection:
        checks.remove(connection, entry.id)
        audit.note(connection, who.team, who.name, "delete", entry.id, entry.shown)
    return RedirectResponse("/", status_code=303)
