"""Plain text that is safe to show: no control or direction characters, no addresses but http(s), readable dates and sums.

Everything that reaches a report comes from somebody else's text or register, and is taken to be hostile.
"""

from __future__ import annotations

import re
from decimal import Decimal
from urllib.parse import urlsplit

from cuibono.reporting.tongue import say, tongue

_BREAKS = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")
# C0 and C1 controls, soft hyphen, zero-width space and marks, direction marks, embeddings, overrides and isolates,
# invisible operators, interlinear annotation, tag characters, noncharacters. Joiners (U+200C, U+200D) are spelling.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e0fff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


def shown(text: str) -> str:
    """``text`` without invisible and direction-changing characters; line breaks kept, lone surrogates marked U+FFFD."""
    return _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text.replace("\r\n", "\n")))


def line(text: str | None) -> str:
    """``text`` on one line, fit to show; ``""`` for None."""
    return " ".join(shown(_BREAKS.sub(" ", text or "")).split())


def short(text: str | None, limit: int) -> str:
    """``text`` on one line, cut at a word to at most ``limit`` characters with an ellipsis."""
    whole = line(text)
    if len(whole) <= limit:
        return whole
    cut = whole[: limit - 1]
    head = cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut
    return head.rstrip(" ,;:.–—-") + "…"


def storable(text: str) -> str:
    """``text`` as UTF-8 can carry it: lone surrogates become U+FFFD, one for one, so that offsets hold."""
    return _SURROGATE.sub("\ufffd", text)


def web_address(url: str | None) -> str | None:
    """``url`` when it is a plain http(s) address with a host, else None."""
    if (
        not url
        or url != url.strip()
        or re.search(r"[\s\x00-\x20\x7f-\x9f\"'<>\\^`{|}]", url)
        or shown(url) != url
    ):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and host else None


def host_of(url: str | None) -> str:
    """The host that an address leads to, without ``www.``; ``""`` when it is no web address."""
    safe = web_address(url)
    return line((urlsplit(safe).hostname or "").removeprefix("www.")) if safe else ""


def readable_date(iso: str | None) -> str:
    """An ISO prefix in words: ``2020-03-15`` -> ``15 March 2020``; anything else as it is."""
    found = _ISO.match(iso or "")
    if not found:
        return line(iso)
    year, month, day = found.groups()
    if month is not None and not 1 <= int(month) <= 12:
        return line(iso)
    return tongue().date(year, int(month) if month else None, int(day) if day else None)


def readable_period(start: str | None, end: str | None) -> str:
    """Two ISO prefixes in words: "2019 to March 2020", "since 2019", "until 2020"; ``""`` for neither."""
    if start and end:
        if start == end:
            return readable_date(start)
        return say("{start} to {end}").format(start=readable_date(start), end=readable_date(end))
    if start:
        return say("since {start}").format(start=readable_date(start))
    return say("until {end}").format(end=readable_date(end)) if end else ""


def readable_sum(value: Decimal | None, currency: str | None) -> str:
    """A sum with thousands apart and its currency before, a share with its sign behind; ``""`` for None."""
    if value is None or not value.is_finite():
        return ""
    digits = (
        tongue().digits(f"{value:,.2f}".removesuffix(".00"))
        if abs(value) < Decimal(10) ** 18
        else f"{value:.3E}"
    )
    if currency == "%":
        return f"{digits} %"
    return f"{line(currency)} {digits}" if currency else digits


def plain_number(value: Decimal | None) -> str | None:
    """A number as digits without an exponent, as the exports carry it; None stays None."""
    if value is None:
        return None
    if not value.is_finite() or abs(value.adjusted()) > 60:
        return str(value)
    return format(value, "f")
