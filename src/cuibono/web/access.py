"""Who asks, and what they may do.

Without accounts one person on this machine may do everything. With accounts a session cookie or an API token says who asks; with
``public`` anybody else may read what was published. What belongs to another team looks like what does not exist.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import Depends, Form, Request

from cuibono.reporting.tongue import marked
from cuibono.web.desk import Desk, desk
from cuibono.web.errors import NotAllowedError, NotSignedInError
from cuibono.web.settings import LOCAL_TEAM, Settings
from cuibono.web.store import people
from cuibono.web.store.people import Person, Role

if TYPE_CHECKING:
    from starlette.responses import Response

Deed = Literal["read", "check", "judge", "manage"]
_MAY: Final[dict[Role, frozenset[Deed]]] = {
    "reader": frozenset({"read"}),
    "reviewer": frozenset({"read", "check", "judge"}),
    "admin": frozenset({"read", "check", "judge", "manage"}),
}
_MASK: Final = 32


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whoever asks. ``team`` is None for the public, which sees published checks alone."""

    kind: Literal["local", "session", "token", "public"]
    name: str
    team: str | None
    deeds: frozenset[Deed] = field(default=frozenset({"read"}))
    person: Person | None = None

    def may(self, deed: Deed) -> bool:
        """Whether they may do this."""
        return deed in self.deeds

    @property
    def public(self) -> bool:
        return self.kind == "public"


LOCAL: Final = Viewer("local", "you", LOCAL_TEAM, _MAY["admin"])
PUBLIC: Final = Viewer("public", "", None)


def cookie_name(settings: Settings, kind: Literal["session", "visit"]) -> str:
    """With the prefix that binds a cookie to this host and to TLS, where there is TLS."""
    return f"__Host-cuibono-{kind}" if _secure(settings) else f"cuibono-{kind}"


def _secure(settings: Settings) -> bool:
    return settings.accounts and settings.secure_cookies


def set_cookie(response: Response, settings: Settings, kind: Literal["session", "visit"], value: str) -> None:
    """Set a cookie that scripts cannot read and other sites do not send."""
    response.set_cookie(
        cookie_name(settings, kind),
        value,
        max_age=settings.session_hours * 3600 if kind == "session" else None,
        path="/",
        secure=_secure(settings),
        httponly=True,
        samesite="lax",
    )


def viewer(request: Request) -> Viewer:
    """Whoever sends this request. Raises :class:`NotSignedInError` where the public may see nothing."""
    known: Viewer | None = getattr(request.state, "viewer", None)
    if known is None:
        known = _viewer(request, desk(request))
        request.state.viewer = known
    return known


def _viewer(request: Request, here: Desk) -> Viewer:
    if not here.settings.accounts:
        return LOCAL
    bearer = request.headers.get("authorization", "")
    if bearer:
        return _by_token(bearer, here)
    secret = request.cookies.get(cookie_name(here.settings, "session"))
    if secret:
        with here.store.reading() as connection:
            person = people.of_session(connection, secret)
        if person:
            return Viewer("session", person.name, person.team_id, _MAY[person.role], person)
    if here.settings.public:
        return PUBLIC
    raise NotSignedInError("sign in first")


def _by_token(header: str, here: Desk) -> Viewer:
    scheme, _, secret = header.partition(" ")
    with here.store.reading() as connection:
        found = people.of_token(connection, secret.strip()) if scheme.lower() == "bearer" else None
    if found is None:
        raise NotSignedInError("the token is unknown, revoked or past its end")
    person, scopes, id = found
    if here.first_today(id):
        with here.store.writing() as connection:
            people.used_token(connection, id)
    return Viewer("token", person.name, person.team_id, _MAY[person.role] & frozenset(scopes), person)


def may(deed: Deed) -> Callable[[Request], Viewer]:
    """A dependency: whoever asks, if they may do this. Raises :class:`NotAllowedError`."""

    def allowed(request: Request) -> Viewer:
        who = viewer(request)
        if who.may(deed):
            return who
        if who.public:
            raise NotSignedInError("sign in first")
        raise NotAllowedError(_WHY[deed])

    return allowed


_WHY: Final[dict[Deed, str]] = {
    "read": marked("this token may not read: make one with the scope read"),
    "check": marked(
        "readers and tokens without the scope check cannot submit texts: ask an admin of your team"
    ),
    "judge": marked("readers and tokens without the scope judge cannot judge: ask an admin of your team"),
    "manage": marked("only admins of the team can do this"),
}
Reading = Annotated[Viewer, Depends(may("read"))]
Checking = Annotated[Viewer, Depends(may("check"))]
Judging = Annotated[Viewer, Depends(may("judge"))]
Managing = Annotated[Viewer, Depends(may("manage"))]


def visit(request: Request) -> str:
    """The random value that ties forms to this browser; made when there is none yet."""
    known: str | None = getattr(request.state, "visit", None)
    if known is None:
        known = request.cookies.get(cookie_name(desk(request).settings, "visit")) or ""
        request.state.fresh_visit = len(known) < 20
        if request.state.fresh_visit:
            known = secrets.token_urlsafe(24)
        request.state.visit = known
    return known


def csrf_token(request: Request) -> str:
    """A form's token for this browser, masked anew each time, so that compressed pages give nothing away."""
    plain = _secret_of(visit(request))
    mask = secrets.token_bytes(_MASK)
    return (mask + bytes(a ^ b for a, b in zip(mask, plain, strict=True))).hex()


def _secret_of(value: str) -> bytes:
    return hashlib.sha256(b"cuibono form:" + value.encode("utf-8", "replace")).digest()


def own_form(request: Request, csrf: Annotated[str, Form(max_length=200)] = "") -> None:
    """A dependency: the form was made for this browser. Raises :class:`NotAllowedError`."""
    check_form(request, csrf)


def check_form(request: Request, token: Any) -> None:
    """Raise :class:`NotAllowedError` unless ``token`` was made for this browser."""
    try:
        raw = bytes.fromhex(str(token))
    except ValueError:
        raw = b""
    plain = bytes(a ^ b for a, b in zip(raw[:_MASK], raw[_MASK:], strict=False))
    if len(raw) != 2 * _MASK or not hmac.compare_digest(plain, _secret_of(visit(request))):
        raise NotAllowedError(
            "the form is too old or was made elsewhere: load the page again and send it again"
        )


OwnForm = Depends(own_form)
