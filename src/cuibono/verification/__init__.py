"""From claims and records to findings, and the publisher's own interests.

``verify`` judges the claims of a document, ``judge`` one claim in a view of records, ``profile_publisher`` tells who is behind the
outlet and ``profile_sources`` who is behind the sources that it cites.
Everything is loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cuibono.verification.judging import judge
    from cuibono.verification.publisher import profile_publisher
    from cuibono.verification.sources import profile_sources
    from cuibono.verification.verifying import searched_datasets, verify

__all__ = ["judge", "profile_publisher", "profile_sources", "searched_datasets", "verify"]

_HOMES = {
    "judge": "judging",
    "profile_publisher": "publisher",
    "profile_sources": "sources",
    "searched_datasets": "verifying",
    "verify": "verifying",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
