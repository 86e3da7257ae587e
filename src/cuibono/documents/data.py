"""The room's word lists and tables: YAML under ``resources/``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from cuibono.errors import ResourceError


@cache
def table(name: str) -> Any:
    """The content of ``resources/<name>.yml``. Raises ``ResourceError`` when it is missing or damaged."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    path = files("cuibono.documents") / "resources" / f"{name}.yml"
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - a safe loader
    except (OSError, yaml.YAMLError) as error:
        raise ResourceError(
            f"the resource documents/{name}.yml is missing or damaged: install cuibono again"
        ) from error
