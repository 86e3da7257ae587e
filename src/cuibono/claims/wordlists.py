"""Patterns made from the word lists in ``resources/``: one YAML file a topic and language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from cuibono.claims.lexicon import load

LANGUAGES = ("en", "ru")


@cache
def load_rules(topic: str, language: str) -> Mapping[str, Any]:
    """The rules of ``resources/<topic>_<language>.yml``, whole numbers and ``true`` typed, all else as text.

    Raises :class:`~cuibono.errors.ResourceError` when the file is missing or damaged.
    """
    return {key: _typed(value) for key, value in load(f"{topic}_{language}.yml").items()}


def _typed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_typed(item) for item in value]
    if value in ("true", "false"):
        return value == "true"
    return int(value) if isinstance(value, str) and re.fullmatch(r"-?\d+", value) else value


def has_rules(topic: str, language: str) -> bool:
    """Whether there are rules on ``topic`` for ``language``."""
    return (
        language in LANGUAGES
        and (files("cuibono.claims") / "resources" / f"{topic}_{language}.yml").is_file()
    )


def alternation(words: Iterable[str]) -> str:
    """A regular expression for any of ``words`` (patterns themselves), longest first."""
    return "(?:" + "|".join(sorted(set(words), key=lambda word: (-len(word), word))) + ")"


def fill(pattern: str, parts: Mapping[str, str]) -> str:
    """``pattern`` with each ``<name>`` replaced by ``parts[name]``, as deep as they nest (at most five levels)."""
    for _ in range(5):
        filled = re.sub(r"(?<!\?P)(?<!\\k)<(\w+)>", lambda match: parts.get(match[1], match[0]), pattern)
        if filled == pattern:
            break
        pattern = filled
    return pattern
