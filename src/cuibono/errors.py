"""The one error family of cuibono.

Every error that a user can cause is a :class:`CuibonoError`: it carries one clear line (what is wrong, where,
what to do), the exit status of the command line and the status of the web face. Anything else is a bug.
"""

from __future__ import annotations

from pathlib import Path


class CuibonoError(Exception):
    """Base of all errors that cuibono raises on purpose; ``str(error)`` is one line for a person."""

    exit_code = 1
    http_status = 500


class InputError(CuibonoError):
    """A file, text or address given by the user cannot be used."""

    exit_code = 2
    http_status = 422


class DocumentError(InputError):
    """A document cannot be read: wrong kind, empty, encrypted, too large, unreadable encoding."""


class FetchError(InputError):
    """A URL may not or cannot be fetched."""

    http_status = 400


class RecordError(InputError):
    """A register file holds something that is no valid record.

    ``path``, ``line`` and ``field`` say where; each is optional.
    """

    def __init__(
        self,
        message: str,
        *,
        path: Path | str | None = None,
        line: int | None = None,
        field: str | None = None,
    ) -> None:
        self.path, self.line, self.field = path, line, field
        where = str(path) if path is not None else ""
        if line is not None:
            where += f" line {line}" if not where else f", line {line}"
        if field is not None:
            where += f"{', ' if where else ''}field {field!r}"
        super().__init__(f"{where}: {message}" if where else message)


class LedgerError(CuibonoError):
    """A ledger is missing, damaged, busy or cannot be written."""

    exit_code = 3
    http_status = 503


class NotInLedgerError(LedgerError):
    """A dataset, version or entity that was asked for by name is not in the ledger."""

    exit_code = 2
    http_status = 404


class ResourceError(CuibonoError):
    """A rule file, word list or model that ships with cuibono is missing or altered."""

    exit_code = 4
