"""cuibono: check claims of influence against public records.

The public face; heavy parts are imported when first used, so that ``import cuibono`` stays cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from cuibono.library import check, extract, open_ledger, trace, who

__all__ = ["__version__", "check", "entities", "extract", "open_ledger", "trace", "who"]


def __getattr__(name: str) -> Any:
    if name == "entities":
        from importlib import import_module

        return import_module("cuibono.entities")
    if name in __all__:
        from cuibono import library

        return getattr(library, name)
    raise AttributeError(f"module 'cuibono' has no attribute {name!r}")
