"""Bytes to text: byte order mark, declared character set, UTF-8, UTF-16 without a mark, then a guess.

A guess is made for old 8-bit files only. English and other western text with a few high bytes is Windows-1252 (where
charset detectors err: they see a Cyrillic page in curly quotation marks); the rest is told by charset-normalizer among
the code pages that news archives hold.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from cuibono.documents.hygiene import REPLACEMENT
from cuibono.documents.kinds import looks_binary, refuse
from cuibono.errors import DocumentError

_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_LATIN_PAGES: Final = ["cp1252", "cp1250", "iso8859_2", "cp1254"]
_OTHER_PAGES: Final = [
    "cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic", "cp1256", "cp1253", "cp1255",
    "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
]  # fmt: skip
# Character sets that a source may declare: no escapes, no UTF-7, no punycode.
_CODECS: Final = re.compile(
    r"utf-(8|16|32)(-[lb]e)?|cp\d+|iso8859-\d+|ascii|koi8-[rut]|gb\w+|big5\w*|shift_jis\w*|euc_\w+|iso2022_\w+"
    r"|mac-(cyrillic|roman|greek|turkish|latin2|iceland|croatian|romanian)|tis-620|kz1048|ptcp154|hz|johab"
)
_SAMPLE: Final = 64 * 1024
_HIGH: Final = re.compile(rb"[\x80-\xff]")
# Bytes that are punctuation in Windows-1252: quotation marks, dashes, dots, no-break space, guillemets, section.
_PUNCTUATION: Final = frozenset(
    b"\x80\x82\x84\x85\x86\x87\x8b\x91\x92\x93\x94\x95\x96\x97\x99\x9b\xa0\xa3\xa7\xa9\xab\xae\xb0\xb7\xbb\xbf\xa1\xbd"
)
_SEQUENCE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MAX_BAD: Final = 1000  # one unreadable byte in so many is shown as U+FFFD; more is an error
_MAX_CONTROLS: Final = 0.01  # share of control characters above which a file is no text


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    """The text of ``data``; ``declared`` is the character set that the source names, believed where it fits.

    Up to one byte in 1,000 that fits no UTF-8 text becomes U+FFFD. Raises ``DocumentError`` for binary data and for
    mixed encodings, naming the line.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, "replace"), name)
    if b"\x00" not in data and _HIGH.search(data) and (text := _strict(data, "utf-8")) is not None:
        return _checked(text, name)  # whatever is declared: no other text is valid UTF-8 by chance
    if (text := _strict(data, declared)) is not None:
        return _checked(text, name)
    text = _strict(data, "utf-8")
    if text is None:
        text = _wide(data) or _nearly_utf8(data, name) or _by_code_page(data, name)
    elif "\x00" in text:
        text = _wide(data) or text
    return _checked(text, name)


def _strict(data: bytes, encoding: str | None) -> str | None:
    if not encoding:
        return None
    try:
        codec = codecs.lookup(encoding.strip()[:40]).name
        if not _CODECS.fullmatch(codec):
            return None
        # Latin-1 on the web means Windows-1252 (https://encoding.spec.whatwg.org/#names-and-labels).
        return data.decode("cp1252" if codec in ("iso8859-1", "ascii") else codec)
    except (LookupError, ValueError):
        return None


def _checked(text: str, name: str) -> str:
    sample = text[:_SAMPLE]
    controls = len(_CONTROLS.findall(sample))
    if controls > _MAX_CONTROLS * len(sample) or sample.count(REPLACEMENT) > max(2, 0.05 * len(sample)):
        refuse(name, "binary data, not a text", "other")
    return text


def _wide(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: one of each two bytes takes few values, in every script but Han."""
    sample = data[: _SAMPLE // 2 * 2]
    if len(data) % 2 or len(sample) < 8:
        return None
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        counts = [sample[offset::2].count(page) for page in (0x00, 0x04, 0x20, 0x06)]
        if sum(counts) > 0.95 * (len(sample) // 2) and counts[0] and counts[0] < len(data):
            return _strict(data, encoding)
    return None


def _nearly_utf8(data: bytes, name: str) -> str | None:
    """UTF-8 with a few broken bytes; None when the data is rather an 8-bit code page."""
    sequences = sum(len(m) for m in _SEQUENCE.findall(data))
    stray = len(_HIGH.findall(data)) - sequences
    if sequences < 2 or sequences < stray:
        return None
    if stray * _MAX_BAD > len(data) + 2 * _MAX_BAD:
        line = _first_bad_line(data)
        raise DocumentError(
            f"{name}, line {line}: mixes encodings ({stray} bytes are not UTF-8); save it as UTF-8 and try again"
        )
    return data.decode("utf-8", "replace")


def _first_bad_line(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 1


def _by_code_page(data: bytes, name: str) -> str:
    if looks_binary(data) and data.count(b"\x00"):
        refuse(name, "binary data, not a text", "other")
    high = _HIGH.findall(data[:_SAMPLE])
    letters = sum(byte > 0x40 for byte in data[:_SAMPLE])
    if all(byte[0] in _PUNCTUATION for byte in high):
        pages = ["cp1252"]
    elif len(high) < 0.25 * letters:
        pages = _LATIN_PAGES
    else:
        pages = _OTHER_PAGES
    text = _strict(data, _best(data, pages)) or data.decode(pages[0], "replace")
    if text.count(REPLACEMENT) * _MAX_BAD > len(text) + 2 * _MAX_BAD:
        raise DocumentError(f"{name}: the character set cannot be told; save it as UTF-8 and try again")
    return text


def _best(data: bytes, pages: list[str]) -> str:
    if len(pages) == 1:
        return pages[0]
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], cp_isolation=pages).best()
    return best.encoding if best is not None else pages[0]
