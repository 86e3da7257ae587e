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
        raise ResourceError(f"rule file auditing/{name}.yml cannot be read: {error}") from error
    if not isinstance(loaded, dict):
        raise ResourceError(f"rule file auditing/{name}.yml holds no mapping; install cuibono again")
    return loaded


@cache
def lines(name: str) -> frozenset[str]:
    """The words of ``resources/<name>.txt``, a word a line; lines that begin with # are remarks."""
    try:
        text = files(__package__).joinpath("resources", f"{name}.txt").read_text(encoding="utf-8")
    except OSError as error:
        raise ResourceError(f"word list auditing/{name}.txt cannot be read: {error}") from error
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def filled(pattern: str, words: dict[str, str]) -> str:
    """A pattern with the word lists that it names in braces put in; lists may name earlier lists."""
    for _ in range(3):
        for name, value in words.items():
            pattern = pattern.replace("{" + name + "}", value)
    return pattern
