"""Judge a finding, decide on a name, undo; the list of names that were decided."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cuibono.errors import InputError
from cuibono.model import FINDINGS, Actor, Candidate, Check
from cuibono.web.access import Judging, OwnForm, Reading, Viewer
from cuibono.web.deciding import decide_name, judge_claim, verdict_of
from cuibono.web.desk import Desk, desk
from cuibono.web.errors import NotAllowedError, NotHereError
from cuibono.web.pages.check import entry_of, result_of
from cuibono.web.rendering import page
from cuibono.web.store import audit, judgements
from cuibono.web.store.checks import Entry
from cuibono.web.store.judgements import NAMES
from cuibono.web.submitting import check_again

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Text = Annotated[str, Form(max_length=8000)]
Word = Annotated[str, Form(max_length=300)]


@router.get("/checks/{id}/claims/{claim}/judge")
def judge_form(request: Request, who: Judging, id: str, claim: str) -> HTMLResponse:
    """The form for one finding: a part of the card, or a page of its own."""
    here = desk(request)
    entry = entry_of(here, who, id)
    check, _ = result_of(here, entry)
    number, _ = verdict_of(check, claim)
    return _form(request, entry, number, check, error="", given={})


def _form(
    request: Request,
    entry: Entry,
    number: int,
    check: Check,
    *,
    error: str,
    given: dict[str, str],
    status: int = 200,
) -> HTMLResponse:
    template = "judge_form.html.j2" if _is_part(request) else "judge.html.j2"
    verdict = check.verdicts[number - 1]
    return page(
        request,
        template,
        status=200 if _is_part(request) else status,
        entry=entry,
        number=number,
        verdict=verdict,
        claim=verdict.claim,
        findings=[f for f in FINDINGS if f != verdict.finding],
        error=error,
        given=given,
    )


def _is_part(request: Request) -> bool:
    return request.headers.get("hx-request") == "true"


@router.post("/checks/{id}/claims/{claim}/judge", dependencies=[OwnForm])
def judge(
    request: Request,
    who: Judging,
    id: str,
    claim: str,
    kind: Word = "",
    finding: Word = "",
    why: Text = "",
) -> Response:
    """Keep a judgement on a finding."""
    here = desk(request)
    entry = entry_of(here, who, id)
    check, _ = result_of(here, entry)
    number, verdict = verdict_of(check, claim)
    try:
        judge_claim(here, who, entry, verdict, kind=kind, finding=finding, why=why)
    except InputError as error:
        given = {"kind": kind, "finding": finding, "why": why}
        return _form(request, entry, number, check, error=str(error), given=given, status=422)
    return _judged(request, here, entry, check, number)


def _judged(request: Request, here: Desk, entry: Entry, check: Check, number: int) -> Response:
    """The card's part on judgements as it is now, or the way back to the card."""
    if not _is_part(request):
        return RedirectResponse(f"/checks/{entry.id}#c{number}", status_code=303)
    with here.store.reading() as connection:
        found = judgements.standing(judgements.of_check(connection, entry.id))
    claim = check.verdicts[number - 1].claim
    return page(request, "judged.html.j2", entry=entry, claim=claim, mine=found.get(claim.id))


@router.post("/judgements/{id}/undo", dependencies=[OwnForm])
def undo(request: Request, who: Judging, id: str) -> Response:
    """Undo a judgement; the one before it counts again."""
    here = desk(request)
    assert who.team is not None  # noqa: S101 - the public may not judge
    with here.store.writing() as connection:
        undone = judgements.undo(connection, id, team=who.team, author=who.name)
        if undone is not None:
            audit.note(connection, who.team, who.name, f"undo: {undone.kind}", undone.check_id or "", id)
    if undone is None:
        raise NotHereError("there is no such judgement, or it was undone already")
    if undone.kind in NAMES or undone.check_id is None:
        return RedirectResponse("/names", status_code=303)
    entry = entry_of(here, who, undone.check_id)
    check, _ = result_of(here, entry)
    for number, verdict in enumerate(check.verdicts, 1):
        if verdict.claim.id == undone.claim_id:
            return _judged(request, here, entry, check, number)
    return RedirectResponse(f"/checks/{entry.id}/history", status_code=303)


@router.get("/checks/{id}/name")
def name_form(
    request: Request,
    who: Judging,
    id: str,
    name: Annotated[str, Query(max_length=300)],
    q: Annotated[str, Query(max_length=300)] = "",
) -> HTMLResponse:
    """Who a name of this text stands for: candidates, and a search for others."""
    here = desk(request)
    entry = entry_of(here, who, id)
    check, _ = result_of(here, entry)
    actor = next((a for a in check.actors if a.name == name), None)
    if actor is None:
        raise NotHereError("this check has no such name")
    with here.store.reading() as connection:
        decided = [
            j
            for j in judgements.of_names(connection, entry.team_id)
            if j.folded == judgements.folded_name(name)
        ]
    return page(
        request,
        "name.html.j2",
        entry=entry,
        actor=actor,
        q=q,
        decided=decided,
        found=_found(here, q or name, actor),
    )


def _found(here: Desk, words: str, actor: Actor) -> list[Candidate]:
    """Candidates for the words asked for, then the actor's own, each once."""
    from cuibono.entities import candidates

    with here.records.borrow() as ledger:
        fresh = candidates(words, ledger, limit=12)
    each = {c.entity_ids: c for c in (*fresh, *actor.candidates)}
    return list(each.values())


@router.post("/names", dependencies=[OwnForm])
def decide(
    request: Request,
    who: Judging,
    name: Word,
    kind: Word,
    entity_ids: Annotated[str, Form(max_length=8000)],
    check: Word = "",
    why: Text = "",
) -> RedirectResponse:
    """Keep a decision on a name, and check the text at hand again with it."""
    here = desk(request)
    entry = entry_of(here, who, check) if check else None
    decide_name(here, who, name=name, kind=kind, entity_ids=entity_ids.split(), why=why, entry=entry)
    if entry is None:
        return RedirectResponse("/names", status_code=303)
    if not who.may("check"):
        raise NotAllowedError("the name is decided, but this token cannot check the text again")
    check_again(here, who, entry)
    return RedirectResponse(f"/checks/{entry.id}", status_code=303)


@router.get("/names")
def names(request: Request, who: Reading) -> HTMLResponse:
    """All names that the team decided."""
    return page(request, "names.html.j2", found=_names(desk(request), who))


def _names(here: Desk, who: Viewer) -> list[judgements.Judgement]:
    if who.team is None:
        raise NotHereError("there is no such page")
    with here.store.reading() as connection:
        return judgements.of_names(connection, who.team, undone=True)[::-1]
