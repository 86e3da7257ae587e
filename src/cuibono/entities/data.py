"""Rules and word lists of this room: YAML for what people keep, tab-separated tables for what was derived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, cast

from cuibono.errors import ResourceError


def _text(name: str) -> str:
    try:
        return resources.files("cuibono.entities").joinpath("resources", name).read_text(encoding="utf-8")
    except OSError as error:
        raise ResourceError(f"resource {name} of the entities room is missing: reinstall cuibono") from error


@cache
def rules(name: str) -> Mapping[str, Any]:
    """The mapping in ``resources/<name>.yml``.

    Raises :class:`~cuibono.errors.ResourceError` when the file is missing, damaged or no mapping.
    """
    import yaml

    text = _text(f"{name}.yml")
    try:
        data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 (a safe loader)
    except yaml.YAMLError as error:
        detail = str(error).replace("\n", " ")
        raise ResourceError(f"resource {name}.yml of the entities room is damaged: {detail}") from error
    if not isinstance(data, dict):
        raise ResourceError(f"resource {name}.yml of the entities room must be a mapping")
    return cast(Mapping[str, Any], data)


def rows(name: str) -> Iterator[list[str]]:
    """The rows of ``resources/<name>.tsv``; lines that begin with ``#`` are remarks."""
    for line in _text(f"{name}.tsv").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
