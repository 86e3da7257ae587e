"""Names in quotation marks, titles of works, and names known beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from cuibono.claims.english.kinds import capitalised, kind_of, place_kind, tables
from cuibono.claims.english.name import Name
from cuibono.claims.english.text import Token

_OPEN = {"“": "”", '"': '"', "‘": "’", "«": "»", "„": "“"}


def quoted_work(text: str, tokens: Sequence[Token], i: int) -> Name | None:
    """The quoted title of an article, book or film after a word such as "titled": no names are sought in it."""
    close = _OPEN.get(tokens[i].text)
    if close is None:
        return None
    before = [tok.text.casefold() for tok in tokens[max(0, i - 2) : i] if tok.text not in (",", ":")]
    if (
        not before
        or before[-1] not in tables().work_cues
        or not capitalised(tokens[min(i + 1, len(tokens) - 1)].text)
    ):
        return None
    for j in range(i + 2, min(i + 40, len(tokens))):
        if tokens[j].text == close:
            first, last = i + 1, j
            return Name(
                tokens[first].start,
                tokens[last - 1].end,
                text[tokens[first].start : tokens[last - 1].end],
                "work",
                i,
                j + 1,
                quoted=True,
            )
    return None


def quoted_name(text: str, tokens: Sequence[Token], i: int) -> Name | None:
    """A short quotation that is a name: every word capitalised but its connectors."""
    close = _OPEN.get(tokens[i].text)
    if close is None:
        return None
    for j in range(i + 2, min(i + 11, len(tokens))):
        if tokens[j].text == close:
            break
    else:
        return None
    first, last = i + 1, j
    while last > first and tokens[last - 1].text in (",", ".", ";"):
        last -= 1
    ended = tokens[j - 1].text in ("!", "?") or (tokens[j - 1].text == "." and last - first < 2)
    if ended or not _name_words(tokens, first, last):
        return None
    if last - first == 1 and tables().common(tokens[first].text.casefold()) and last != j:
        return None
    before = [tok.text.casefold().strip(",") for tok in tokens[max(0, i - 3) : i]]
    words = text[tokens[first].start : tokens[last - 1].end]
    is_work = bool(before) and (
        before[-1] in tables().work_cues
        or (before[-1] in (",", ":") and len(before) > 1 and before[-2] in tables().work_cues)
    )
    return Name(
        tokens[first].start,
        tokens[last - 1].end,
        words,
        "work" if is_work else kind_of(words, quoted=True),
        i,
        last if last != j else j + 1,
        quoted=True,
    )


def _name_words(tokens: Sequence[Token], first: int, last: int) -> bool:
    if last - first < 1 or not capitalised(tokens[first].text) or not capitalised(tokens[last - 1].text):
        return False
    inner = ("of", "for", "and", "the", "on", "in", "a", "to", "/", "-", "&", "'s", "’s", ".", "+")
    if not all(
        capitalised(tok.text) or tok.text in inner or tok.text in tables().particles
        for tok in tokens[first:last]
    ):
        return False
    return tokens[first].text.casefold() not in tables().small_words or last - first > 2


_LONGEST_KNOWN = 24  # tokens: a full stop or slash inside a name is one


_HEAD = 3


@lru_cache(maxsize=8)
def _heads(known: frozenset[str]) -> frozenset[str]:
    """How known names begin: most words of a text begin none, and need not be tried at every length."""
    return frozenset(name[:_HEAD] for name in known)


def known_name(text: str, tokens: Sequence[Token], i: int, known: frozenset[str]) -> Name | None:
    """The longest known name that begins at token ``i``."""
    start = tokens[i].start
    if text[start : start + _HEAD].casefold()[:_HEAD] not in _heads(known):
        return None
    for width in range(min(_LONGEST_KNOWN, len(tokens) - i), 0, -1):
        words = text[tokens[i].start : tokens[i + width - 1].end]
        if words.casefold() in known and (width > 1 or capitalised(words)):
            after = tokens[i + width].text if i + width < len(tokens) else ""
            if capitalised(after) and width < 3:
                continue
            return Name(
                tokens[i].start,
                tokens[i + width - 1].end,
                words,
                place_kind(words) or kind_of(words),
                i,
                i + width,
            )
    return None
