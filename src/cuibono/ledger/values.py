"""Values of properties, type by type: cleaned to the form that FollowTheMoney asks for, or refused.

Every cleaner takes the text as given and returns the clean text, or None when it is no value of that type.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from urllib.parse import urlsplit

from cuibono.ledger.schema import vocabulary

Cleaner = Callable[[str], str | None]

#: A single value larger than this refuses its whole row (UTF-8 bytes).
HUGE = 65_536
_ID = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.-]*[0-9A-Za-z])?", re.ASCII)
_ID_LENGTH = 200
# C0 and C1 controls except tab and line feed; marks that change the direction of text; byte order mark, separators.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_LINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
_DATE = re.compile(
    r"([12]\d{3})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ]\d{1,2}(?::\d{1,2}){0,2}(?:\.\d+)?(?:Z|[-+]\d\d:?\d\d)?)?)?)?",
    re.ASCII,
)
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:[,\s]\d{2,3})+|\d+)(?:\.\d+)?", re.ASCII)
_UNIT = re.compile(r"\s?[^\s\d]{1,20}")
_EMAIL = re.compile(r"[^@\s:]+@[^@\s.]+(?:\.[^@\s.]+)+")
_LETTER = re.compile(r"[^\W_]")
_PLAIN_URL = re.compile(r"https?://(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}(?:[/?#][!-~]*)?", re.ASCII)
_SITE = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}\.?|[0-9a-f:.]+:[0-9a-f:.]*")
_PHONE_MARKS = re.compile(r"[\s().\-/]+")
_PHONE = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_HOST = re.compile(r"(?:[\w-]{1,63}\.)+[^\W\d_][\w-]{1,62}")
_GENDERS = {"m": "male", "male": "male", "f": "female", "female": "female", "o": "other", "other": "other"}


def tidy(text: str) -> str:
    """Text without control characters and direction marks, in Unicode's composed form, trimmed; markup stays as it is."""
    if text.isascii() and text.isprintable():
        return text.strip()
    if not text.isprintable():
        text = _CONTROL.sub("", _LINES.sub("\n", text)).replace("\u00a0", " ")
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text.strip()


def one_line(text: str) -> str | None:
    """Names and other short texts: tidy, runs of white space as one space."""
    text = tidy(text)
    if "  " in text or not text.isprintable():
        text = _SPACES.sub(" ", text)
    return text or None


def long_text(text: str) -> str | None:
    """Texts that may have several lines."""
    return tidy(text) or None


def name(text: str) -> str | None:
    """A name; one of punctuation alone is none."""
    found = one_line(text)
    return found if found and _LETTER.search(found) else None


def entity_id(text: str) -> str | None:
    """An id as FollowTheMoney allows it: letters, digits, ``.`` and ``-``, at most 200."""
    return text if len(text) <= _ID_LENGTH and _ID.fullmatch(text) else None


@lru_cache(maxsize=65_536)
def iso_date(text: str) -> str | None:
    """An ISO date, its length its precision: ``2020-3-5T10:00`` gives ``2020-03-05``, ``2020-00-00`` gives ``2020``."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        return None
    year, month, day = found.group(1), int(found.group(2) or 0), int(found.group(3) or 0)
    if not month:
        return year
    try:
        full = date(int(year), month, day or 1).isoformat()
    except ValueError:
        return None
    return full if day else full[:7]


def country(text: str) -> str | None:
    """A FollowTheMoney territory code from a code or an English name."""
    return vocabulary().country_codes.get(text.strip().lower())


def language(text: str) -> str | None:
    code = text.strip().lower()
    return code if code in vocabulary().languages else None


def topic(text: str) -> str | None:
    code = text.strip().lower()
    return code if code in vocabulary().topics else None


def gender(text: str) -> str | None:
    return _GENDERS.get(text.strip().lower())


def number(text: str) -> str | None:
    """A number, perhaps with a unit: ``1,000.50`` gives ``1000.50``."""
    text = text.strip()
    found = _NUMBER.match(text)
    if not found:
        return None
    rest = text[found.end() :]
    if rest and not _UNIT.fullmatch(rest):
        return None
    return re.sub(r"[,\s]", "", found.group()) + rest


def decimal(text: str | None) -> Decimal | None:
    """The sum that a number names; None for none. Never a float."""
    found = _NUMBER.match(text.strip()) if text else None
    if not found:
        return None
    try:
        return Decimal(re.sub(r"[,\s]", "", found.group()))
    except InvalidOperation:
        return None


def url(text: str) -> str | None:
    """A web, ftp or mail address; ``example.org`` gives ``http://example.org``. ``javascript:`` and the like are none."""
    if _PLAIN_URL.fullmatch(text):
        return text
    text = tidy(text)
    if "://" not in text and _HOST.match(text):
        text = f"http://{text}"
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        parts.port  # noqa: B018  raises for a port that is no number
    except ValueError:
        return None
    if parts.scheme == "mailto":
        return text if "@" in parts.path and not _SPACES.search(text) else None
    if (
        parts.scheme not in ("http", "https", "ftp")
        or not _SITE.fullmatch(host)
        or ("://" in text[8:] and " " in text)
    ):
        return None
    return _SPACES.sub("%20", text)


def phone(text: str) -> str | None:
    """An international number: ``+7 (727) 250-00-00`` gives ``+77272500000``."""
    digits = _PHONE_MARKS.sub("", text)
    return digits if _PHONE.fullmatch(digits) else None


def email(text: str) -> str | None:
    text = tidy(text)
    return text if _EMAIL.fullmatch(text) else None


def domain(address: str) -> str | None:
    """The host of a web address in lower case without ``www.`` and port."""
    try:
        host = urlsplit(address if "://" in address else f"http://{address}").hostname
    except ValueError:
        return None
    host = (host or "").rstrip(".").removeprefix("www.")
    return host if "." in host else None


CLEANERS: dict[str, Cleaner] = {
    "country": country,
    "date": iso_date,
    "email": email,
    "entity": entity_id,
    "gender": gender,
    "html": long_text,
    "language": language,
    "name": name,
    "number": number,
    "phone": phone,
    "text": long_text,
    "topic": topic,
    "url": url,
}
_ONE_LINE = re.compile(r"[!-~]+(?: [!-~]+)*", re.ASCII)
#: Type -> what its cleaner would give back as it is, for most values that are clean: one match is cheaper than cleaning.
#: Types that are left out have closed lists or are remembered value by value.
CLEAN_ALREADY: Mapping[str, re.Pattern[str]] = {
    "address": _ONE_LINE,
    "entity": re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.-]{0,198}[0-9A-Za-z])?", re.ASCII),
    "html": re.compile(r"[!-~](?:[ -~]*[!-~])?", re.ASCII),
    "identifier": _ONE_LINE,
    "json": _ONE_LINE,
    "name": re.compile(r"[!-/:-@[-`{-~]*[0-9A-Za-z][!-~]*(?: [!-~]+)*", re.ASCII),
    "string": _ONE_LINE,
    "text": re.compile(r"[!-~](?:[ -~]*[!-~])?", re.ASCII),
    "url": re.compile(r"https?://(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24}(?:[/?#][!-~]*)?", re.ASCII),
}
#: Types whose text as given is kept beside the clean one when the two differ.
KEEPS_ORIGINAL = frozenset({"country", "date", "gender", "language", "number", "phone", "topic", "url"})
