"""The languages of the interface: English as written, Russian from its catalogue; dates and numbers in each one's manner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Final

from cuibono.reporting.tongue import Tongue

if TYPE_CHECKING:
    from babel.support import Translations

LANGUAGES: Final[dict[str, str]] = {"en": "English", "ru": "Русский"}


class Speech(Tongue):
    """A language with a catalogue (gettext, ``locale/<code>/LC_MESSAGES/messages.po``)."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._words = _catalogue(code)

    def say(self, text: str) -> str:
        return str(self._words.gettext(text)) if text else ""

    def count(self, one: str, several: str, number: int) -> str:
        return str(self._words.ngettext(one, several, number))

    def date(self, year: str, month: int | None, day: int | None) -> str:
        from babel.dates import format_date

        if month is None:
            return year
        try:
            when = date(int(year), month, day or 1)
        except ValueError:
            return "-".join(str(part) for part in (year, month, day) if part)
        return str(format_date(when, "d MMMM y" if day else "LLLL y", locale=self.code))

    def digits(self, plain: str) -> str:
        from babel.numbers import get_decimal_symbol, get_group_symbol

        marks = {",": get_group_symbol(self.code), ".": get_decimal_symbol(self.code)}
        return "".join(marks.get(char, char) for char in plain)


@cache
def _catalogue(code: str) -> Translations:
    """The catalogue compiled in memory: the text file is what people edit, and no second file can lag behind it."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po
    from babel.support import Translations

    text = (files("cuibono.web") / "locale" / code / "LC_MESSAGES" / "messages.po").read_bytes()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(text), locale=code))
    compiled.seek(0)
    return Translations(compiled)


@cache
def tongue_for(code: str) -> Tongue:
    """The tongue of a language code; English for one that is not spoken here."""
    return Speech(code) if code in LANGUAGES and code != "en" else Tongue()


def chosen(cookie: str | None, accepted: str | None) -> str:
    """The language to speak: the one chosen before, else the first that the browser accepts, else English."""
    if cookie in LANGUAGES:
        return cookie
    return next((code for code in _preferred(accepted or "") if code in LANGUAGES), "en")


def _preferred(header: str) -> Sequence[str]:
    ranked = []
    for place, part in enumerate(header[:500].split(",")[:20]):
        code, _, weight = part.strip().partition(";q=")
        try:
            ranked.append((-float(weight or 1), place, code[:2].lower()))
        except ValueError:
            continue
    return [code for _, _, code in sorted(ranked)]
