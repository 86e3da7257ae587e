"""Paths between actors, a record behind every hop; chains of ownership and control.

Everything is loaded on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cuibono.tracing.describing import (
        common_lines,
        common_object,
        describe,
        path_object,
        paths_object,
    )
    from cuibono.tracing.exporting import to_cypher, to_gexf
    from cuibono.tracing.graph import Graph, graph_of
    from cuibono.tracing.paths import Hop, Path, Paths, Turn, trace
    from cuibono.tracing.picture import page, svg
    from cuibono.tracing.relations import schemas_of
    from cuibono.tracing.sharing import Shared, common

__all__ = [
    "Graph",
    "Hop",
    "Path",
    "Paths",
    "Shared",
    "Turn",
    "common",
    "common_lines",
    "common_object",
    "describe",
    "graph_of",
    "page",
    "path_object",
    "paths_object",
    "schemas_of",
    "svg",
    "to_cypher",
    "to_gexf",
    "trace",
]

_HOMES = {
    "Graph": "graph",
    "Hop": "paths",
    "Path": "paths",
    "Paths": "paths",
    "Shared": "sharing",
    "Turn": "paths",
    "common": "sharing",
    "common_lines": "describing",
    "common_object": "describing",
    "describe": "describing",
    "graph_of": "graph",
    "page": "picture",
    "path_object": "describing",
    "paths_object": "describing",
    "schemas_of": "relations",
    "svg": "picture",
    "to_cypher": "exporting",
    "to_gexf": "exporting",
    "trace": "paths",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
