"""What is taken out of every text at reading, so that what is matched is what a person sees.

Characters that show nothing but change how their neighbours look or compare are removed: bidirectional marks, embeddings,
overrides and isolates (they can make a quote read as something else), zero-width spaces and joiners, soft hyphens, tags,
variation selectors, control characters. Zero-width joiners stay after letters of scripts that spell with them (Persian,
Hindi, ...). The list follows Unicode Technical Report 36 and Technical Standard 39 (https://www.unicode.org/reports/tr36/).
Everything else stays as it is: no Unicode normalisation, no change of quotation marks or spaces.
"""

from __future__ import annotations

import re
from typing import Final

REPLACEMENT: Final = "\ufffd"

# Ranges of characters to drop, as pairs of code points.
_DROPPED: Final = (
    (0x00, 0x08),
    (0x0E, 0x1F),
    (0x7F, 0x84),
    (0x86, 0x9F),
    (0xAD, 0xAD),  # soft hyphen
    (0x034F, 0x034F),  # combining grapheme joiner
    (0x061C, 0x061C),  # Arabic letter mark
    (0x115F, 0x1160),  # Hangul fillers
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),  # Mongolian selectors
    (0x200B, 0x200B),  # zero-width space
    (0x200E, 0x200F),  # left-to-right and right-to-left marks
    (0x202A, 0x202E),  # embeddings and overrides
    (0x2060, 0x206F),  # word joiner, isolates, invisible operators, deprecated controls
    (0x3164, 0x3164),
    (0xFDD0, 0xFDEF),  # not characters
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB),
    (0xFFFE, 0xFFFF),
    (0xE0000, 0xE0FFF),  # tags, more variation selectors
)
# Arabic to Sinhala, Tibetan to Myanmar, Khmer, Mongolian, Syloti to Meetei: there a joiner is spelling.
_JOINING: Final = "\u0600-\u0dff\u0f00-\u109f\u1780-\u18af\ua800-\uabff"

_ASCII_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_INVISIBLE: Final = re.compile("[" + "".join(f"{chr(a)}-{chr(b)}" for a, b in _DROPPED) + "]+")
_JOINERS: Final = re.compile(f"(?<![{_JOINING}])[\u200c\u200d]+")
_NEWLINES: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_SPACES: Final = re.compile(r"\s+")
_TAGS: Final = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")


def clean(text: str) -> str:
    """``text`` with newlines as ``\\n``, without invisible characters; a lone surrogate becomes U+FFFD."""
    if text.isascii():
        return _ASCII_CONTROLS.sub("", _NEWLINES.sub("\n", text)) if _ASCII_CONTROLS.search(text) else text
    text = _NEWLINES.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    text = _JOINERS.sub("", text)
    return _SURROGATES.sub(REPLACEMENT, text)


def one_line(text: str, *, limit: int = 500) -> str:
    """``text`` cleaned, white space collapsed, cut after ``limit`` characters: for titles and names, never for quotes."""
    return _SPACES.sub(" ", clean(text)).strip()[:limit].rstrip()


def plain_name(value: object, *, limit: int = 500) -> str | None:
    """A name or title from metadata: entities resolved, markup dropped, one line; None when nothing is left."""
    if not isinstance(value, str):
        return None
    from html import unescape

    return one_line(_TAGS.sub("", unescape(value[: 4 * limit])), limit=limit) or None
