"""Rules as data: one loader for the YAML files of this room.

Everything is read as text (``yaml.BaseLoader``): words such as ``no`` and ``on`` stay words.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any, cast

from cuibono.errors import ResourceError


@cache
def load(path: str) -> dict[str, Any]:
    """The mapping in ``claims/resources/<path>``.

    Raises :class:`ResourceError` when the file is missing, is not YAML or is no mapping.
    """
    import yaml

    source = resources.files("cuibono.claims").joinpath("resources", *path.split("/"))
    try:
        text = source.read_text(encoding="utf-8")
    except OSError as error:
        raise ResourceError(f"rule file {path} of the claims room is missing: reinstall cuibono") from error
    try:
        data = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 (plain strings only)
    except yaml.YAMLError as error:
        raise ResourceError(
            f"rule file {path} of the claims room is damaged: {error}".replace("\n", " ")
        ) from error
    if not isinstance(data, dict):
        raise ResourceError(f"rule file {path} of the claims room must be a mapping")
    return cast(dict[str, Any], data)


def flatten(value: Any) -> tuple[str, ...]:
    """All words of a list that may hold lists, in order."""
    if isinstance(value, str):
        return (value,)
    return tuple(word for item in value for word in flatten(item))


@cache
def words(path: str, key: str) -> frozenset[str]:
    """The words under ``key``, as a set."""
    data = load(path)
    if key not in data:
        raise ResourceError(f"rule file {path} of the claims room has no entry {key!r}")
    return frozenset(flatten(data[key]))
