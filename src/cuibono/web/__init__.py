"""The web page and the API: check, read, judge, hand over. Needs the extra ``cuibono[web]``.

A face of the library without logic of its own: what is found, and why, comes from the other rooms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cuibono.web.app import create_app
    from cuibono.web.settings import Settings

__all__ = ["Settings", "create_app"]

_HOMES = {"create_app": "app", "Settings": "settings"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'cuibono.web' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"cuibono.web.{_HOMES[name]}"), name)
