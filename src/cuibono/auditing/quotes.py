"""Quoted statements of a text as hashes, so that the same words can be found in other texts without keeping them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

FEWEST_WORDS = 8
_MOST = 60
_QUOTED = re.compile(r"“([^“”]{30,600})”|(?<![\w\"])\"([^\"\n]{30,600})\"(?!\w)|«([^«»]{30,600})»")
_WORDS = re.compile(r"\w+")


def statements(text: str) -> Iterator[tuple[int, int, int]]:
    """(hash, start, end) of every quotation of at least ``FEWEST_WORDS`` words; case and punctuation do not count."""
    for count, found in enumerate(_QUOTED.finditer(text)):
        if count == _MOST:
            return
        words = _WORDS.findall((found[1] or found[2] or found[3]).lower())
        if len(words) >= FEWEST_WORDS:
            digest = hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest()
            yield int.from_bytes(digest, "big"), found.start(), found.end()
