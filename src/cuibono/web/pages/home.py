"""Hand in texts; the list of checks."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from cuibono.errors import CuibonoError, InputError
from cuibono.model import FINDINGS
from cuibono.web.access import Checking, Reading, Viewer, check_form
from cuibono.web.desk import Desk, desk
from cuibono.web.rendering import page
from cuibono.web.store import checks
from cuibono.web.store.checks import Submission
from cuibono.web.submitting import MOST, of_address, of_file, of_text, options_of, submit

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
SIZE = 25

Words = Annotated[str, Query(max_length=200)]
Short = Annotated[str, Query(max_length=20)]
Page = Annotated[int, Query(ge=1, le=10_000)]


def _list(here: Desk, who: Viewer, *, words: str, finding: str, state: str, number: int) -> dict[str, Any]:
    """A page of the list, as the template needs it."""
    with here.store.reading() as connection:
        entries, total = checks.listed(
            connection,
            team=who.team,
            public=who.public,
            words=words,
            finding=finding if finding in FINDINGS else "",
            state=state,
            limit=SIZE,
            offset=(number - 1) * SIZE,
        )
    return {
        "entries": entries,
        "total": total,
        "asked": {"words": words, "finding": finding, "state": state},
        "number": number,
        "pages": max(1, -(-total // SIZE)),
        "busy": any(entry.state in ("queued", "running") for entry in entries),
        "findings": FINDINGS,
    }


@router.get("/")
def home(
    request: Request, who: Reading, words: Words = "", finding: Short = "", state: Short = "", p: Page = 1
) -> HTMLResponse:
    """The form and the newest checks."""
    found = _list(desk(request), who, words=words, finding=finding, state=state, number=p)
    return page(request, "home.html.j2", **found, error="", given={})


@router.get("/rows")
def rows(
    request: Request, who: Reading, words: Words = "", finding: Short = "", state: Short = "", p: Page = 1
) -> HTMLResponse:
    """The list alone, for a page that looks again while checks are under way."""
    found = _list(desk(request), who, words=words, finding=finding, state=state, number=p)
    return page(request, "rows.html.j2", **found)


@router.post("/checks")
async def hand_in(request: Request, who: Checking) -> Response:
    """Queue what was handed in; one text opens at once, several are shown in the list."""
    here = desk(request)
    async with request.form(max_files=MOST + 1, max_fields=40, max_part_size=here.settings.max_bytes) as form:
        check_form(request, form.get("csrf"))
        try:
            given = await _submissions(form, here)
            done = await run_in_threadpool(submit, here, who, given)
        except CuibonoError as error:
            kept = {
                name: str(form.get(name) or "") for name in ("text", "addresses", "published", "publisher")
            }
            return await run_in_threadpool(_refused, request, who, error, kept)
    target = f"/checks/{done[0][0]}" if len(done) == 1 else "/"
    return RedirectResponse(target, status_code=303)


def _refused(request: Request, who: Viewer, error: CuibonoError, given: dict[str, str]) -> HTMLResponse:
    """The form again, with what was wrong and what was given."""
    found = _list(desk(request), who, words="", finding="", state="", number=1)
    return page(request, "home.html.j2", status=error.http_status, **found, error=str(error), given=given)


async def _submissions(form: FormData, here: Desk) -> list[Submission]:
    options = options_of({name: _field(form, name) for name in ("published", "publisher", "url")})
    here.limits.hit("submit", "form")
    given: list[Submission] = []
    if text := _field(form, "text").strip():
        given.append(of_text(text, options))
    for upload in form.getlist("files"):
        if isinstance(upload, UploadFile) and upload.filename:
            given.append(of_file(upload.filename, await upload.read(), options))
    for address in _field(form, "addresses").split():
        given.append(of_address(address, options))
    if len(given) > MOST:
        raise InputError(f"{len(given)} texts at once: hand in {MOST} at most")
    return given


def _field(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""
