"""Paths between actors, a record behind every hop; chains of ownership and control.

Everything is loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cuibono.tracing.describing import describe, path_object
    from cuibono.tracing.paths import Hop, Path, Paths, trace
    from cuibono.tracing.sharing import Shared, common

__all__ = ["Hop", "Path", "Paths", "Shared", "common", "describe", "path_object", "trace"]

_HOMES = {
    "Hop": "paths",
    "Path": "paths",
    "Paths": "paths",
    "Shared": "sharing",
    "common": "sharing",
    "describe": "describing",
    "path_object": "describing",
    "trace": "paths",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
