"""The room's rules and word lists: YAML beside the code, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from cuibono.errors import ResourceError


@cache
def load(name: str) -> dict[str, Any]:
    """The rule file ``resources/<name>.yml`` as plain values. Raises :class:`ResourceError` when missing or broken."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        text = files(__package__).joinpath("resources", f"{name}.yml").read_text(encoding="utf-8")
        loaded = yaml.load(text, Loader=loader)  # noqa: S506 - a safe loader, in C where there is one
    except (OSError, yaml.YAMLError) as error:
        raise ResourceError(f"rule file verification/{name}.yml cannot be read: {error}") from error
    if not isinstance(loaded, dict):
        raise ResourceError(f"rule file verification/{name}.yml holds no mapping; install cuibono again")
    return loaded
