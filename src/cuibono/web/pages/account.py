"""Sign in and out; one's own password and tokens; the team; the log; the language."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from cuibono.errors import CuibonoError, InputError
from cuibono.reporting.tongue import marked
from cuibono.web.access import Managing, OwnForm, Reading, Viewer, cookie_name, set_cookie
from cuibono.web.desk import Desk, desk, sender
from cuibono.web.errors import NotHereError
from cuibono.web.rendering import page
from cuibono.web.speech import LANGUAGES
from cuibono.web.store import audit, people
from cuibono.web.store.people import ROLES, SCOPES, Person

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Word = Annotated[str, Form(max_length=300)]
Secret = Annotated[str, Form(max_length=1000)]


def inside(address: str) -> str:
    """An address on this site, else the front page: nobody is sent elsewhere after signing in."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\")) and "\\" not in address
    return address if plain and address.isprintable() else "/"


@router.get("/language/{code}")
def language(code: str, next: Annotated[str, Query(max_length=2000)] = "/") -> RedirectResponse:
    """Speak another language from now on."""
    if code not in LANGUAGES:
        raise NotHereError("this language is not spoken here")
    response = RedirectResponse(inside(next), status_code=303)
    response.set_cookie("cuibono-language", code, max_age=31536000, path="/", httponly=True, samesite="lax")
    return response


@router.get("/sign-in")
def sign_in_form(request: Request, next: Annotated[str, Query(max_length=2000)] = "/") -> Response:
    """Name and password, please."""
    if not desk(request).settings.accounts:
        return RedirectResponse("/", status_code=303)
    return page(request, "sign_in.html.j2", next=inside(next), error="", name="")


@router.post("/sign-in", dependencies=[OwnForm])
def sign_in(request: Request, name: Word = "", password: Secret = "", next: Word = "/") -> Response:
    """Open a session."""
    here = desk(request)
    here.limits.hit("sign-in", sender(request))
    here.limits.hit("sign-in", f"name:{name.casefold()}")
    with here.store.writing() as connection:
        person = people.sign_in(connection, name, password)
        audit.note(
            connection,
            person.team_id if person else None,
            person.name if person else name,
            "sign in" if person else "sign in refused",
            sender(request),
        )
        secret = people.open_session(connection, person, here.settings.session_hours) if person else ""
    if person is None:
        error = marked("name and password do not belong together")
        return page(request, "sign_in.html.j2", status=403, next=inside(next), error=error, name=name)
    response = RedirectResponse(inside(next), status_code=303)
    set_cookie(response, here.settings, "session", secret)
    # Forms made before signing in are worth nothing after it.
    response.delete_cookie(cookie_name(here.settings, "visit"), path="/", secure=_secure(here))
    return response


def _secure(here: Desk) -> bool:
    return here.settings.accounts and here.settings.secure_cookies


@router.post("/sign-out", dependencies=[OwnForm])
def sign_out(request: Request) -> Response:
    """End the session."""
    here = desk(request)
    name = cookie_name(here.settings, "session")
    with here.store.writing() as connection:
        people.close_session(connection, request.cookies.get(name, ""))
    response = RedirectResponse("/", status_code=303)
    for kind in ("session", "visit"):
        response.delete_cookie(cookie_name(here.settings, kind), path="/", secure=_secure(here))
    return response


def _person(who: Viewer) -> Person:
    if who.person is None or who.kind != "session":
        raise NotHereError("without accounts there is nothing to see here")
    return who.person


@router.get("/account")
def account(request: Request, who: Reading) -> HTMLResponse:
    """One's own password and tokens."""
    return _account(request, _person(who), error="", fresh="")


def _account(request: Request, person: Person, *, error: str, fresh: str, status: int = 200) -> HTMLResponse:
    with desk(request).store.reading() as connection:
        found = people.tokens(connection, person)
    return page(
        request,
        "account.html.j2",
        status=status,
        person=person,
        tokens=found,
        scopes=SCOPES,
        error=error,
        fresh=fresh,
    )


@router.post("/account/password", dependencies=[OwnForm])
def password(request: Request, who: Reading, old: Secret = "", new: Secret = "") -> Response:
    """A new password; every session ends, this one too."""
    here, person = desk(request), _person(who)
    here.limits.hit("sign-in", f"name:{person.name.casefold()}")
    try:
        with here.store.writing() as connection:
            if people.sign_in(connection, person.name, old) is None:
                raise InputError("the old password is not right")
            people.set_password(connection, person.user_id, person.name, new)
            audit.note(connection, person.team_id, person.name, "password")
    except CuibonoError as error:
        return _account(request, person, error=str(error), fresh="", status=error.http_status)
    return RedirectResponse("/sign-in", status_code=303)


@router.post("/account/tokens", dependencies=[OwnForm])
def new_token(
    request: Request,
    who: Reading,
    name: Word = "",
    scope: Annotated[list[str] | None, Form(max_length=10)] = None,
    days: Annotated[int, Form(ge=1, le=3650)] = 90,
) -> HTMLResponse:
    """A new API token; it is shown once."""
    here, person = desk(request), _person(who)
    try:
        with here.store.writing() as connection:
            fresh = people.add_token(connection, person, name, scope or [], days)
            audit.note(connection, person.team_id, person.name, "token", name, " ".join(scope or []))
    except InputError as error:
        return _account(request, person, error=str(error), fresh="", status=422)
    return _account(request, person, error="", fresh=fresh)


@router.post("/account/tokens/{id}/revoke", dependencies=[OwnForm])
def revoke(request: Request, who: Reading, id: str) -> RedirectResponse:
    """End a token."""
    here, person = desk(request), _person(who)
    with here.store.writing() as connection:
        if not people.revoke_token(connection, person, id):
            raise NotHereError("there is no such token")
        audit.note(connection, person.team_id, person.name, "revoke token", id)
    return RedirectResponse("/account", status_code=303)


@router.get("/team")
def team(request: Request, who: Managing) -> HTMLResponse:
    """The people of one's team, and the log."""
    return _team(request, _person(who), error="")


def _team(request: Request, person: Person, *, error: str, status: int = 200) -> HTMLResponse:
    with desk(request).store.reading() as connection:
        everybody = people.team_people(connection, person.team_id)
        log = audit.recent(connection, person.team_id)
    return page(
        request,
        "team.html.j2",
        status=status,
        person=person,
        everybody=everybody,
        log=log,
        roles=ROLES,
        error=error,
    )


@router.post("/team", dependencies=[OwnForm])
def add_person(
    request: Request, who: Managing, name: Word = "", password: Secret = "", role: Word = "reader"
) -> Response:
    """Somebody new in the team."""
    here, person = desk(request), _person(who)
    try:
        with here.store.writing() as connection:
            made = people.add_user(
                connection,
                name=name,
                password=password,
                team=person.team,
                role=role,  # type: ignore[arg-type]
            )
            audit.note(connection, person.team_id, person.name, "add person", made.name, role)
    except InputError as error:
        return _team(request, person, error=str(error), status=422)
    return RedirectResponse("/team", status_code=303)


@router.post("/team/{id}", dependencies=[OwnForm])
def change_person(
    request: Request,
    who: Managing,
    id: str,
    role: Word = "",
    active: Annotated[bool, Form()] = False,
) -> Response:
    """Another role, or out; never for oneself, so that a team keeps an admin."""
    here, person = desk(request), _person(who)
    with here.store.writing() as connection:
        mine = {p.user_id: p for p in people.team_people(connection, person.team_id)}
        if id not in mine:
            raise NotHereError("there is nobody like that in your team")
        if id == person.user_id or role not in ROLES:
            return _team(request, person, error=marked("choose somebody else, and a role"), status=422)
        people.set_role(connection, person.team_id, id, role)
        people.set_active(connection, id, active)
        detail = f"{role}, {'active' if active else 'kept out'}"
        audit.note(connection, person.team_id, person.name, "change person", mine[id].name, detail)
    return RedirectResponse("/team", status_code=303)
