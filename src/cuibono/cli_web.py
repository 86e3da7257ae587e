"""``cuibono serve`` and ``cuibono users``: the web page and the API, and who may use them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cuibono.cli_output import reported_errors
from cuibono.errors import InputError

if TYPE_CHECKING:
    from cuibono.web.store import Store

MISSING = "the web page needs more packages: pip install 'cuibono[web]'"
DataOption = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="Where checks are kept; without it ~/.cuibono."),
]
DatabaseOption = Annotated[
    str,
    typer.Option(
        "--database",
        metavar="URL",
        envvar="CUIBONO_DATABASE",
        help="Another store, e.g. postgresql://user@host/name.",
    ),
]

users_app = typer.Typer(help="Who may sign in to the web page.", no_args_is_help=True, rich_markup_mode=None)


def _needed() -> None:
    """Say which extra is missing, in one line, before anything starts."""
    from importlib.util import find_spec

    if any(find_spec(name) is None for name in ("fastapi", "uvicorn", "sqlalchemy", "alembic", "argon2")):
        raise InputError(MISSING)


def serve(
    host: Annotated[
        str, typer.Option(help="Where to listen; anything but loopback demands accounts.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8017,
    ledger: Annotated[
        Path | None,
        typer.Option("--ledger", metavar="DIR", help="A ledger folder; without it the starter ledger."),
    ] = None,
    data: DataOption = None,
    database: DatabaseOption = "",
    accounts: Annotated[
        bool, typer.Option("--accounts", help="Demand sign-in on loopback too, e.g. behind a proxy.")
    ] = False,
    public: Annotated[
        bool, typer.Option("--public", help="Let anybody read the checks that were published.")
    ] = False,
    workers: Annotated[int, typer.Option(min=1, max=32, help="Checks that run at a time.")] = 1,
    host_name: Annotated[
        list[str] | None,
        typer.Option("--host-name", metavar="NAME", help="Answer for this host name only; repeatable."),
    ] = None,
    certificate: Annotated[
        Path | None, typer.Option("--certificate", metavar="PEM", help="TLS certificate chain.")
    ] = None,
    key: Annotated[Path | None, typer.Option("--key", metavar="PEM", help="The certificate's key.")] = None,
    proxy: Annotated[
        str,
        typer.Option("--proxy", metavar="IP", help="A proxy whose word on addresses and TLS is believed."),
    ] = "",
    plain_http: Annotated[
        bool, typer.Option("--plain-http", help="Send cookies without TLS; for a network that you trust.")
    ] = False,
) -> None:
    """The web page and the API: check, read, judge, hand over."""
    with reported_errors():
        _needed()
        from cuibono.web.serving import Listening, run
        from cuibono.web.settings import Settings, data_folder, is_loopback

        local = is_loopback(host)
        settings = Settings(
            data=data_folder(data),
            database=database,
            ledger=ledger,
            accounts=accounts or not local,
            public=public,
            secure_cookies=not plain_http,
            workers=workers,
            hosts=tuple(name.casefold() for name in host_name or ()),
        )
        if public and not settings.accounts:
            raise InputError("--public is for a server with accounts: add --accounts")
        run(settings, Listening(host, port, certificate, key, proxy))


@users_app.command("add")
def add_user(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    role: Annotated[str, typer.Option(help="reader, reviewer or admin.")] = "admin",
    team: Annotated[str, typer.Option(help="The team; made when there is none of that name.")] = "team",
    data: DataOption = None,
    database: DatabaseOption = "",
) -> None:
    """Make an account; the password is asked for, or read from standard input."""
    with reported_errors():
        _needed()
        from cuibono.web.store import people

        password = _password()
        store = _store(data, database)
        with store.writing() as connection:
            person = people.add_user(connection, name=name, password=password, team=team, role=role)  # type: ignore[arg-type]
        typer.echo(f"{person.name}: {person.role} of the team {person.team}")


@users_app.command("password")
def reset_password(
    name: Annotated[str, typer.Argument(metavar="NAME")],
    data: DataOption = None,
    database: DatabaseOption = "",
) -> None:
    """Give somebody a new password; all their sessions end."""
    with reported_errors():
        _needed()
        from cuibono.web.store import people

        store = _store(data, database)
        password = _password()
        with store.writing() as connection:
            people.reset_password(connection, name, password)
        typer.echo(f"{name}: has a new password")


@users_app.command("list")
def list_users(data: DataOption = None, database: DatabaseOption = "") -> None:
    """Everybody, with team and role."""
    with reported_errors():
        _needed()
        from cuibono.web.store import people

        with _store(data, database).reading() as connection:
            for person in people.everybody(connection):
                typer.echo(
                    f"{person.team}\t{person.name}\t{person.role}\t{'' if person.active else 'kept out'}"
                )


def _store(data: Path | None, database: str) -> Store:
    from cuibono.web.settings import Settings, data_folder
    from cuibono.web.store import Store

    settings = Settings(data=data_folder(data), database=database)
    return Store.open(settings.database_url)


def _password() -> str:
    import sys

    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


def mcp(
    ledger: Annotated[
        Path | None,
        typer.Option("--ledger", metavar="DIR", help="A ledger folder; without it the starter ledger."),
    ] = None,
) -> None:
    """Answer programs over the Model Context Protocol (standard input and output): check, who, trace."""
    with reported_errors():
        from importlib.util import find_spec

        if find_spec("mcp") is None:
            raise InputError("this needs one more package: pip install 'cuibono[mcp]'")
        from cuibono.library import open_ledger
        from cuibono.web.mcp_server import server

        open_ledger(ledger).close()
        server(ledger).run("stdio")


def add_commands(app: typer.Typer) -> None:
    """Put the commands of the web page among the others."""
    app.command("serve")(serve)
    app.command("mcp")(mcp)
    app.add_typer(users_app, name="users")
