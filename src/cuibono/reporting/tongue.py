"""The language that reports are written in: English, unless a caller speaks another one while it renders.

Words of the report's own pass :func:`say` and :func:`count`; dates and numbers pass the tongue too. Words of texts and records never
do: they are shown as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Not the locale's: the same check gives the same words everywhere.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Tongue:
    """English; a subclass says the same in another language."""

    code = "en"

    def say(self, text: str) -> str:
        """``text``, a whole phrase of the report in English, in this language."""
        return text

    def count(self, one: str, several: str, number: int) -> str:
        """The form of a phrase that goes with ``number``."""
        return one if number == 1 else several

    def date(self, year: str, month: int | None, day: int | None) -> str:
        """A day, month or year in words."""
        if month is None:
            return year
        return f"{day} {_MONTHS[month - 1]} {year}" if day else f"{_MONTHS[month - 1]} {year}"

    def digits(self, plain: str) -> str:
        """A number written with ``,`` between thousands and ``.`` before the fraction, in this language's manner."""
        return plain


_current: ContextVar[Tongue] = ContextVar("tongue")
_ENGLISH = Tongue()


def tongue() -> Tongue:
    """The language spoken here and now."""
    return _current.get(_ENGLISH)


def say(text: str) -> str:
    """A phrase of the report in the language spoken now."""
    return tongue().say(text)


def count(one: str, several: str, number: int) -> str:
    """The form of a phrase that goes with ``number``, in the language spoken now."""
    return tongue().count(one, several, number)


def marked(text: str) -> str:
    """``text`` itself: marks a phrase that is said later, so that it stands in the catalogues."""
    return text


@contextmanager
def speaking(other: Tongue) -> Iterator[None]:
    """Speak ``other`` inside the ``with``, on this thread or task alone."""
    token = _current.set(other)
    try:
        yield
    finally:
        _current.reset(token)
