"""What a server is told when it starts; read once, changed never."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Self

from cuibono.errors import InputError

LOOPBACK_NAMES: Final = ("localhost", "127.0.0.1", "[::1]", "::1")
LOCAL_TEAM: Final = "local"


@dataclass(frozen=True, slots=True)
class Settings:
    """How one server runs.

    ``data`` holds the store unless ``database`` (a SQLAlchemy URL) names another. ``ledger`` is a ledger folder, None the starter
    ledger. ``accounts`` demands sign-in; without it one person works on loopback alone. ``public`` lets anybody read the
    checks that were published. ``workers`` checks run at a time, each in a process of its own; 0 runs them inside this one. ``hosts`` are
    the host names served (empty: loopback names without accounts, any with). ``job_seconds`` is the longest that
    one check may take, ``max_bytes`` the largest file.
    """

    data: Path
    database: str = ""
    ledger: Path | None = None
    accounts: bool = False
    public: bool = False
    secure_cookies: bool = True
    workers: int = 1
    hosts: tuple[str, ...] = ()
    max_bytes: int = 50 * 1024 * 1024
    job_seconds: float = 300.0
    body_seconds: float = 120.0
    session_hours: int = 12
    today: str | None = None

    @property
    def database_url(self) -> str:
        """Where the store is: ``database``, else a SQLite file in ``data``."""
        if not self.database:
            return f"sqlite:///{(self.data / 'cuibono.db').absolute()}"
        for short in ("postgres://", "postgresql://"):
            if self.database.startswith(short):
                return "postgresql+psycopg://" + self.database.removeprefix(short)
        return self.database

    def plain(self) -> dict[str, Any]:
        """As JSON can carry it, for a worker process."""
        return {**asdict(self), "data": str(self.data), "ledger": str(self.ledger) if self.ledger else None}

    @classmethod
    def from_plain(cls, given: Mapping[str, Any]) -> Self:
        """Back from :meth:`plain`."""
        ledger = Path(given["ledger"]) if given["ledger"] else None
        return cls(**{**given, "data": Path(given["data"]), "ledger": ledger, "hosts": tuple(given["hosts"])})

    @classmethod
    def from_environment(cls) -> Self:
        """What an ASGI server that starts the app by itself is told by environment variables.

        ``CUIBONO_DATA``, ``CUIBONO_DATABASE``, ``CUIBONO_LEDGER``, ``CUIBONO_HOSTS`` (apart by commas), ``CUIBONO_PUBLIC=1`` and
        ``CUIBONO_ACCOUNTS=0`` (only behind loopback). Accounts are the default, since nobody knows where such a server listens.
        """
        ledger = os.environ.get("CUIBONO_LEDGER")
        hosts = tuple(h.strip() for h in os.environ.get("CUIBONO_HOSTS", "").split(",") if h.strip())
        return cls(
            data=data_folder(),
            database=os.environ.get("CUIBONO_DATABASE", ""),
            ledger=Path(ledger) if ledger else None,
            accounts=os.environ.get("CUIBONO_ACCOUNTS", "1") != "0",
            public=os.environ.get("CUIBONO_PUBLIC", "0") == "1",
            hosts=hosts,
        )


def data_folder(given: Path | None = None) -> Path:
    """The folder given, else that of ``CUIBONO_DATA``, else ``.cuibono`` at home; made when missing, for its owner alone."""
    folder = given or Path(os.environ.get("CUIBONO_DATA") or Path.home() / ".cuibono")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise InputError(f"{folder}: cannot be made ({error.strerror}); give another with --data") from error
    if not os.access(folder, os.W_OK):
        raise InputError(f"{folder}: cannot be written to; give another with --data")
    return folder


def is_loopback(host: str) -> bool:
    """Whether a server that listens on ``host`` can be reached from this machine alone."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
