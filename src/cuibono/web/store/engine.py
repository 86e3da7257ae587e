"""The store's connections: SQLite in WAL mode or PostgreSQL, migrated when it is opened.

Readers and writers take separate ways: a writer on SQLite begins at once with the write lock, so that two writers wait for each other
instead of failing half-way.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError

from cuibono.errors import InputError

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_WAIT_MS = 20_000


def new_id() -> str:
    """A random id of 80 bits, without look-alike letters."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(16))


def now(ahead: timedelta = timedelta()) -> str:
    """This moment (or one that lies ``ahead``) in UTC, as the store writes times."""
    return (datetime.now(UTC) + ahead).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Store:
    """An opened store; safe to share between threads, not between processes that forked."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = engine.execution_options(cuibono_writes=True)

    @classmethod
    def open(cls, url: str, *, migrate: bool = True) -> Store:
        """Open the store at a SQLAlchemy ``url`` and bring its tables up to date.

        Raises :class:`InputError` for an address that is none, or a database that cannot be opened.
        """
        try:
            engine = _engine(url)
            if migrate:
                _migrate(engine)
        except (ArgumentError, ImportError, OperationalError) as error:
            reason = " ".join(str(getattr(error, "orig", None) or error).split())[:200]
            raise InputError(f"the store cannot be opened: {reason}") from error
        return cls(engine)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for looking."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: all of it is kept when the block ends well, nothing of it otherwise."""
        with self._writer.begin() as connection:
            yield connection

    @property
    def kind(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.engine.dialect.name

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=10, max_overflow=30, pool_pre_ping=True)
    # Forty threads may read at a time; a connection is a file handle and little memory.
    engine = create_engine(url, pool_size=20, max_overflow=40, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions are begun by hand: see _begin
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # what was acknowledged stays, even when the machine goes down
        f"busy_timeout={_WAIT_MS}",
        "foreign_keys=ON",
        "trusted_schema=OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("cuibono_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(engine: Engine) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    writer = engine.execution_options(cuibono_writes=True)
    try:
        with writer.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except SQLAlchemyError as error:
        if isinstance(error, OperationalError):
            raise
        raise InputError(
            f"the store cannot be brought up to date: {' '.join(str(error).split())[:200]}"
        ) from error
