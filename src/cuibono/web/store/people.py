"""Teams, people, sessions and tokens. Passwords are kept as argon2id hashes, sessions and tokens as SHA-256 of random secrets."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from sqlalchemy import Connection, delete, insert, select, update

from cuibono.errors import InputError
from cuibono.reporting.plain import line
from cuibono.web.settings import LOCAL_TEAM
from cuibono.web.store import tables as t
from cuibono.web.store.engine import Store, new_id, now

if TYPE_CHECKING:
    from argon2 import PasswordHasher

Role = Literal["reader", "reviewer", "admin"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
Scope = Literal["read", "check", "judge"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
SHORTEST: Final = 10
LONGEST: Final = 500
_TOKEN: Final = "cuib_"  # noqa: S105 - what a token begins with, so that scanners know one


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a team."""

    user_id: str
    name: str
    team_id: str
    team: str
    role: Role
    active: bool = True


@dataclass(frozen=True, slots=True)
class Token:
    """An API token, without its secret."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created: str
    expires: str | None
    used: str | None
    revoked: str | None


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher()  # argon2id with the parameters of RFC 9106, low-memory profile


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_hex())


def hashed(secret: str) -> str:
    """SHA-256 of a random secret: enough for what nobody chose."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def ensure_local_team(store: Store) -> None:
    """The team of the one person who works without accounts."""
    with store.writing() as connection:
        if connection.execute(select(t.teams.c.id).where(t.teams.c.id == LOCAL_TEAM)).first() is None:
            connection.execute(insert(t.teams).values(id=LOCAL_TEAM, name=LOCAL_TEAM, created=now()))


def add_user(connection: Connection, *, name: str, password: str, team: str, role: Role) -> Person:
    """A new person in a team, which is made when there is none of that name.

    Raises :class:`InputError` for a name that is taken or empty, and for a password that is too short or too long.
    """
    name, team = line(name)[:120], line(team)[:120]
    if not name or not team:
        raise InputError("a person needs a name and a team")
    if role not in ROLES:
        raise InputError(f"{role!r} is no role: choose one of {', '.join(ROLES)}")
    check_password(password, name)
    if connection.execute(select(t.users.c.id).where(t.users.c.name == name)).first():
        raise InputError(f"there is somebody called {name!r} already")
    team_id = connection.execute(select(t.teams.c.id).where(t.teams.c.name == team)).scalar()
    if team_id is None:
        team_id = new_id()
        connection.execute(insert(t.teams).values(id=team_id, name=team, created=now()))
    user_id = new_id()
    connection.execute(
        insert(t.users).values(
            id=user_id, name=name, password=_hasher().hash(password), active=True, created=now()
        )
    )
    connection.execute(insert(t.members).values(team_id=team_id, user_id=user_id, role=role))
    return Person(user_id, name, team_id, team, role)


def check_password(password: str, name: str) -> None:
    """Raise :class:`InputError` for a password that is no good."""
    if len(password) < SHORTEST:
        raise InputError(f"the password is too short: {SHORTEST} characters at least")
    if len(password) > LONGEST:
        raise InputError(f"the password is too long: {LONGEST} characters at most")
    if password.casefold() == name.casefold() or len(set(password)) < 4:
        raise InputError("the password is too easy to guess")


def _people() -> Any:
    columns = (
        t.users.c.id,
        t.users.c.name,
        t.teams.c.id,
        t.teams.c.name,
        t.members.c.role,
        t.users.c.active,
    )
    return select(*columns).select_from(
        t.users.join(t.members, t.members.c.user_id == t.users.c.id).join(
            t.teams, t.teams.c.id == t.members.c.team_id
        )
    )


def team_people(connection: Connection, team: str) -> list[Person]:
    """Everybody in a team, by name."""
    rows = connection.execute(_people().where(t.teams.c.id == team).order_by(t.users.c.name))
    return [Person(*row) for row in rows]


def anybody(connection: Connection) -> bool:
    """Whether there is any account."""
    return connection.execute(select(t.users.c.id).limit(1)).first() is not None


def sign_in(connection: Connection, name: str, password: str) -> Person | None:
    """The person whose name and password these are; it takes as long when there is none."""
    from argon2.exceptions import InvalidHashError, VerificationError

    row = connection.execute(select(t.users).where(t.users.c.name == line(name)[:120])).first()
    known = row.password if row is not None and row.active else _nobody()
    try:
        _hasher().verify(known, password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return None
    if row is None or not row.active:
        return None
    if _hasher().check_needs_rehash(row.password):
        connection.execute(
            update(t.users).where(t.users.c.id == row.id).values(password=_hasher().hash(password))
        )
    found = connection.execute(_people().where(t.users.c.id == row.id).order_by(t.teams.c.name)).first()
    return Person(*found) if found else None


def set_password(connection: Connection, person: str, name: str, password: str) -> None:
    """A new password; all sessions of the person end."""
    check_password(password, name)
    connection.execute(
        update(t.users).where(t.users.c.id == person).values(password=_hasher().hash(password))
    )
    connection.execute(delete(t.sessions).where(t.sessions.c.user_id == person))


def reset_password(connection: Connection, name: str, password: str) -> None:
    """A new password for somebody by name. Raises :class:`InputError` when there is nobody called so."""
    person = connection.execute(select(t.users.c.id).where(t.users.c.name == line(name)[:120])).scalar()
    if person is None:
        raise InputError(f"there is nobody called {line(name)[:120]!r}")
    set_password(connection, person, name, password)


def everybody(connection: Connection) -> list[Person]:
    """Everybody in every team."""
    rows = connection.execute(_people().order_by(t.teams.c.name, t.users.c.name))
    return [Person(*row) for row in rows]


def set_active(connection: Connection, person: str, active: bool) -> None:
    """Let somebody in or keep them out; sessions and tokens of those kept out end."""
    connection.execute(update(t.users).where(t.users.c.id == person).values(active=active))
    if not active:
        connection.execute(delete(t.sessions).where(t.sessions.c.user_id == person))
        connection.execute(
            update(t.tokens)
            .where(t.tokens.c.user_id == person, t.tokens.c.revoked.is_(None))
            .values(revoked=now())
        )


def set_role(connection: Connection, team: str, person: str, role: Role) -> None:
    """Another role in a team."""
    mine = (t.members.c.team_id == team) & (t.members.c.user_id == person)
    connection.execute(update(t.members).where(mine).values(role=role))


def open_session(connection: Connection, person: Person, hours: int) -> str:
    """A new session; the secret goes into the cookie and nowhere else."""
    secret = secrets.token_urlsafe(32)
    connection.execute(delete(t.sessions).where(t.sessions.c.expires < now()))
    connection.execute(
        insert(t.sessions).values(
            hash=hashed(secret),
            user_id=person.user_id,
            team_id=person.team_id,
            created=now(),
            expires=now(timedelta(hours=hours)),
        )
    )
    return secret


def close_session(connection: Connection, secret: str) -> None:
    """End a session."""
    connection.execute(delete(t.sessions).where(t.sessions.c.hash == hashed(secret)))


def of_session(connection: Connection, secret: str) -> Person | None:
    """Whose session this is, while it lasts."""
    row = connection.execute(select(t.sessions).where(t.sessions.c.hash == hashed(secret))).first()
    if row is None or row.expires < now():
        return None
    return _person(connection, row.user_id, row.team_id)


def _person(connection: Connection, user: str, team: str) -> Person | None:
    found = connection.execute(
        _people().where(t.users.c.id == user, t.teams.c.id == team, t.users.c.active.is_(True))
    ).first()
    return Person(*found) if found else None


def add_token(
    connection: Connection, person: Person, name: str, scopes: Sequence[str], days: int | None
) -> str:
    """A new API token; its secret is returned once and kept nowhere."""
    wrong = [scope for scope in scopes if scope not in SCOPES]
    if wrong or not scopes:
        raise InputError(f"a token needs scopes out of {', '.join(SCOPES)}")
    secret = _TOKEN + secrets.token_urlsafe(32)
    connection.execute(
        insert(t.tokens).values(
            id=new_id(),
            user_id=person.user_id,
            team_id=person.team_id,
            name=line(name)[:120] or "token",
            hash=hashed(secret),
            scopes=sorted(set(scopes)),
            created=now(),
            expires=now(timedelta(days=days)) if days else None,
        )
    )
    return secret


def of_token(connection: Connection, secret: str) -> tuple[Person, frozenset[str], str] | None:
    """(person, scopes, token id) of a token that is neither revoked nor past its end."""
    row = connection.execute(select(t.tokens).where(t.tokens.c.hash == hashed(secret))).first()
    if row is None or row.revoked or (row.expires and row.expires < now()):
        return None
    person = _person(connection, row.user_id, row.team_id)
    return (person, frozenset(row.scopes), row.id) if person else None


def used_token(connection: Connection, id: str) -> None:
    """Note the day on which a token was last used."""
    connection.execute(update(t.tokens).where(t.tokens.c.id == id).values(used=now()))


def tokens(connection: Connection, person: Person) -> list[Token]:
    """A person's tokens in their team, newest first."""
    columns = (
        t.tokens.c.id,
        t.tokens.c.name,
        t.tokens.c.scopes,
        t.tokens.c.created,
        t.tokens.c.expires,
        t.tokens.c.used,
        t.tokens.c.revoked,
    )
    mine = (t.tokens.c.user_id == person.user_id) & (t.tokens.c.team_id == person.team_id)
    rows = connection.execute(select(*columns).where(mine).order_by(t.tokens.c.created.desc()))
    return [Token(r.id, r.name, tuple(r.scopes), r.created, r.expires, r.used, r.revoked) for r in rows]


def revoke_token(connection: Connection, person: Person, id: str) -> bool:
    """End one of a person's own tokens."""
    mine = (t.tokens.c.id == id) & (t.tokens.c.user_id == person.user_id) & t.tokens.c.revoked.is_(None)
    return connection.execute(update(t.tokens).where(mine).values(revoked=now())).rowcount == 1
