"""Bytes to :class:`~cuibono.model.Document`: text, Markdown, HTML, PDF, DOCX, e-mail, web archives and addresses.

The public face of the room; the readers of the formats are imported when they are first needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cuibono.documents.fetching import Fetched, fetch
    from cuibono.documents.languages import language_of
    from cuibono.documents.reader import from_text, read, read_bytes

__all__ = ["Fetched", "fetch", "from_text", "language_of", "read", "read_bytes"]

_HOMES = {
    "Fetched": "fetching",
    "fetch": "fetching",
    "from_text": "reader",
    "language_of": "languages",
    "read": "reader",
    "read_bytes": "reader",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"cuibono.documents.{home}"), name)
