"""The message catalogue: what readers are told, as data, one file a language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from string import Formatter
from typing import Any

from cuibono.errors import ResourceError
from cuibono.verification.resources import load


@cache
def messages(language: str = "en") -> dict[str, Any]:
    """The catalogue of a language. Raises :class:`~cuibono.errors.ResourceError` for one that is not there."""
    return load(f"messages.{language}")


class _Safe(Formatter):
    """Placeholders are plain names: no attribute or index look-ups from a text."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:
        if not field_name.isidentifier():
            raise ResourceError(f"message placeholder {field_name!r} is no plain name")
        return kwargs[field_name], field_name


_LANGUAGE: ContextVar[str] = ContextVar("language", default="en")
LANGUAGES = ("en", "ru")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Explanations, differences and summaries made inside are in this language (``en``, ``ru``; others in English)."""
    token = _LANGUAGE.set(language if language in LANGUAGES else "en")
    try:
        yield
    finally:
        _LANGUAGE.reset(token)


def say(section: str, key: str, **values: str) -> str:
    """The message ``section.key`` with its values, in the language that is spoken."""
    entry: Any = messages(_LANGUAGE.get())
    for part in (*section.split("."), key):
        entry = entry[part]
    return _Safe().vformat(str(entry), (), values)


def has(section: str, key: str) -> bool:
    """Whether the catalogue holds ``section.key``."""
    entry: Any = messages(_LANGUAGE.get())
    for part in section.split("."):
        entry = entry.get(part, {})
    return key in entry
