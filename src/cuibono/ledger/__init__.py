"""The ledger: immutable versions of public registers, what each is complete for, entities and edges by id.

Names are imported when first used, so that reading a ledger does not load what only importing needs.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cuibono.ledger.reader import Ledger, NameRow, starter_path

if TYPE_CHECKING:
    from cuibono.ledger.acquiring import Acquired, acquire
    from cuibono.ledger.biography import Appearance, entity_history
    from cuibono.ledger.exporting import dataset_yml, export, export_to
    from cuibono.ledger.formats import Format, all_formats, detect
    from cuibono.ledger.importing import Imported, add, create
    from cuibono.ledger.keeping import Change, Changed, Problem, VersionInfo, diff, history, remove, verify
    from cuibono.ledger.registry import OfficialSource, official_sources

_HOMES = {
    "Acquired": "acquiring",
    "Appearance": "biography",
    "Change": "keeping",
    "Changed": "keeping",
    "Format": "formats",
    "Imported": "importing",
    "Problem": "keeping",
    "VersionInfo": "keeping",
    "acquire": "acquiring",
    "add": "importing",
    "all_formats": "formats",
    "create": "importing",
    "detect": "formats",
    "dataset_yml": "exporting",
    "entity_history": "biography",
    "export": "exporting",
    "export_to": "exporting",
    "diff": "keeping",
    "history": "keeping",
    "OfficialSource": "registry",
    "official_sources": "registry",
    "remove": "keeping",
    "verify": "keeping",
}

__all__ = [
    "Acquired",
    "Appearance",
    "Change",
    "Changed",
    "Format",
    "Imported",
    "Ledger",
    "NameRow",
    "OfficialSource",
    "Problem",
    "VersionInfo",
    "acquire",
    "add",
    "all_formats",
    "create",
    "dataset_yml",
    "detect",
    "diff",
    "entity_history",
    "export",
    "export_to",
    "history",
    "official_sources",
    "open_ledger",
    "remove",
    "starter_path",
    "verify",
]


def open_ledger(path: Path | str | None = None, *, as_of: str | None = None) -> Ledger:
    """Open the ledger folder ``path``, or without it the starter ledger that comes with cuibono.

    ``as_of``, an ISO date or a prefix of one, reads for each dataset the version that was current then: the one with the
    latest ``retrieved`` date not after it; datasets first retrieved later are left out. Raises
    :class:`~cuibono.errors.LedgerError` for a folder that holds no ledger or a damaged one.
    """
    return Ledger.open(path, as_of=as_of)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
