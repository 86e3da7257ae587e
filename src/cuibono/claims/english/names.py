"""Names in English text without a named-entity model.

A name is a capitalised run with inner connectors ("University of California"), a quoted name, a state or a body of it
("the Qatari foreign ministry"), an acronym, or a name known beforehand. Which words join, end or make a name is data:
``resources/english/names.yml`` and ``places.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cuibono.claims.english.kinds import (
    Kind,
    acronym,
    capitalised,
    kind_of,
    nationality,
    place_kind,
    tables,
)
from cuibono.claims.english.name import Name
from cuibono.claims.english.offices import split_at_offices
from cuibono.claims.english.quotations import known_name, quoted_name, quoted_work
from cuibono.claims.english.runs import BOUNDARIES, run_end
from cuibono.claims.english.text import Token
from cuibono.claims.lexicon import load

__all__ = ["Name", "find_names"]


def find_names(
    text: str,
    tokens: Sequence[Token],
    known: frozenset[str] = frozenset(),
    title_case: bool = False,
    seen: frozenset[str] = frozenset(),
) -> tuple[Name, ...]:
    """Names among ``tokens`` of one sentence, left to right, without overlap.

    ``known`` holds case-folded names to accept wherever they stand. In a ``title_case`` line, where every word is
    capitalised, only known names, states and acronyms are accepted. ``seen`` holds words that the document capitalises
    inside its sentences: at the head of one they are names too.
    """
    found: list[Name] = []
    i = 0
    while i < len(tokens):
        name = (
            quoted_work(text, tokens, i) or quoted_name(text, tokens, i) or known_name(text, tokens, i, known)
        )
        if name is not None:
            found.append(name)
            i = name.last
            continue
        if not capitalised(tokens[i].text):
            i += 1
            continue
        if width := _office_width(tokens, i):
            i += width
            continue
        if tokens[i].text == "The" and i + 1 < len(tokens) and known_name(text, tokens, i + 1, known):
            i += 1
            continue
        stop = run_end(tokens, i)
        found += _names_in_run(text, tokens, i, stop, title_case, seen)
        i = max(stop, i + 1, found[-1].last if found else 0)
    return _apart(_with_acronym(text, tokens, name) for name in found)


def _apart(names: Iterable[Name]) -> tuple[Name, ...]:
    """Names without those that lie inside the one before: its acronym in parentheses."""
    kept: list[Name] = []
    for name in names:
        if not kept or name.first >= kept[-1].last:
            kept.append(name)
    return tuple(kept)


def _office_width(tokens: Sequence[Token], i: int) -> int:
    """How many tokens at ``i`` are an office of several words that holds "of" ("Secretary of State"); 0 for none."""
    if tokens[i].text.casefold() not in tables().titles or i + 1 >= len(tokens) or tokens[i + 1].text != "of":
        return 0
    for width in (6, 5, 4, 3):
        if " ".join(t.text.casefold() for t in tokens[i : i + width]) in tables().long_titles:
            return width
    return 0


def _names_in_run(
    text: str, tokens: Sequence[Token], i: int, j: int, title_case: bool, seen: frozenset[str]
) -> list[Name]:
    """The names that a capitalised run holds: offices before persons split it, leading small words are dropped."""
    t = tables()
    while i < j and (_droppable(tokens, i, j, seen) or tokens[i].text[0].isdigit()):
        i += 1
    while j > i and (
        tokens[j - 1].text.casefold() in t.weekdays
        or (tokens[j - 1].text.isdigit() and len(tokens[j - 1].text) == 4)
    ):
        j -= 1
    if i >= j:
        return []
    names: list[Name] = []
    for first, last, title in split_at_offices(tokens, i, j):
        name = _one_name(text, tokens, first, last, title, title_case)
        if name is not None:
            names.append(name)
    return names


def _droppable(tokens: Sequence[Token], i: int, j: int, seen: frozenset[str]) -> bool:
    """Whether the first word of a run is capitalised for its place only: the head of a sentence, a quotation, a clause."""
    t, word = tables(), tokens[i].text.casefold()
    if word in t.weekdays:
        return True
    if i and tokens[i - 1].text not in BOUNDARIES:
        return word in t.small_words and tokens[i].text not in ("AT", "IT", "US", "WHO")
    if word in t.not_a_name:
        return not (j - i > 1 and word in t.name_openers)
    if (
        j - i > 1
        or acronym(tokens[i].text)
        or place_kind(tokens[i].text)
        or word in t.outlets
        or not t.common(word)
    ):
        return False
    return tokens[i].text not in seen and not _acts_as_name(tokens, j)


def _acts_as_name(tokens: Sequence[Token], j: int) -> bool:
    """Whether a lone first word is followed as only a name is: "X's founder", "X, which", "X, a bank", "X denies"."""
    after = [tok.text for tok in tokens[j : j + 2]]
    if not after or tokens[j - 1].text.casefold().endswith("ly"):
        return False
    if after[0][0] == "-" and after[0][1:] in load("english/compounds.yml"):
        return True
    if after[0] in ("'s", "’s") or after[0] in ("says", "said", "denies", "denied", "told", "tells"):
        return True
    return after[0] == "," and after[1:] in (
        ["which"],
        ["who"],
        ["whose"],
        ["a"],
        ["an"],
        ["the"],
        ["founded"],
        ["owned"],
        ["funded"],
        ["backed"],
    )


def _trimmed(tokens: Sequence[Token], i: int, j: int) -> tuple[int, int]:
    """The run without small words, marks and qualifiers at its ends."""
    t, marks = tables(), ("'s", "’s", "/", "&", ",", "-")
    while i < j and (
        (tokens[i].text.casefold() in t.small_words and not acronym(tokens[i].text))
        or tokens[i].text in marks
    ):
        i += 1
    while j > i and (
        tokens[j - 1].text.casefold() in ("of", "for", "and", "the", "on", "in", "to")
        or tokens[j - 1].text in marks[:-1]
    ):
        j -= 1
    while i < j - 1 and tokens[i].text.casefold() in t.qualifiers:
        i += 1
    return i, j


def _one_name(
    text: str, tokens: Sequence[Token], i: int, j: int, title: str | None, title_case: bool
) -> Name | None:
    """The name that a piece of a run is, if it is one."""
    i, j = _trimmed(tokens, i, j)
    if i >= j:
        return None
    words = text[tokens[i].start : tokens[j - 1].end]
    state = place_kind(words)
    if state is None and title is None and _is_description(tokens, i, j):
        return None
    extended = _government_body(text, tokens, i, j)
    if extended is not None:
        return extended
    if state is None and (nationality(words) is not None or words in tables().adjectives_cased):
        if nationality(words) is None or not _tailed(tokens, j):
            return None
        state = "state"
    if _is_no_name(tokens, i, words, title) or (title_case and state is None and not acronym(words)):
        return None
    if _named_with_article(tokens, i, j, words):
        return Name(tokens[i - 1].start, tokens[j - 1].end, f"The {words}", "outlet", i - 1, j)
    kind: Kind = state or kind_of(words)
    if title and not _office_of_body(title) and kind == "unknown":
        kind = "person"
    return Name(tokens[i].start, tokens[j - 1].end, words, kind, i, j, title=title)


def _named_with_article(tokens: Sequence[Token], i: int, j: int, words: str) -> bool:
    """Whether the article belongs to an outlet's name: "The Hill" within a sentence, or at its head before what it says."""
    if not i or tokens[i - 1].text != "The" or f"the {words.casefold()}" not in tables().outlets:
        return False
    after = tokens[j].text if j < len(tokens) else ""
    return (
        " " in words
        or i > 1
        or after in (":", "'s", "’s", "reported", "reports", "wrote", "noted", "found", "said", "says")
    )


def _is_description(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Adjectives only: "Russian Orthodox"."""
    t = tables()
    return (
        j - i > 1
        and bool(nationality(tokens[i].text))
        and tokens[j - 1].text.casefold() in t.adjectives | t.small_words
    )


def _tailed(tokens: Sequence[Token], j: int) -> bool:
    """Whether a participle hangs on the run: the "-funded" of "Russian-funded"."""
    return (
        j < len(tokens)
        and tokens[j].text[0] == "-"
        and len(tokens[j].text) > 2
        and tokens[j].start == tokens[j - 1].end
    )


def _is_no_name(tokens: Sequence[Token], i: int, words: str, title: str | None) -> bool:
    """An office alone, a generic acronym, a single letter, a stage direction in brackets."""
    t = tables()
    office = words.casefold().rstrip(".") in t.titles or words.casefold() in t.long_titles
    following = tokens[i + len(words.split())].text if i + len(words.split()) < len(tokens) else ""
    return (
        office
        or (place_kind(words) == "state" and following in t.currencies)
        or (len(words) < 2 and title is None)
        or words in t.no_names
        or (i > 0 and tokens[i - 1].text == "[")
    )


def _office_of_body(title: str) -> bool:
    return title.casefold() in ("state", "first", "democratic", "republican")


def _government_body(text: str, tokens: Sequence[Token], i: int, j: int) -> Name | None:
    """ "the Qatari foreign ministry", "Israel's government", "US government": a state with a lower-case body."""
    t = tables()
    words = text[tokens[i].start : tokens[j - 1].end]
    if place_kind(words) != "state" and nationality(words) is None:
        return None
    k = j
    if k < len(tokens) and tokens[k].text in ("'s", "’s"):
        k += 1
    for width in (4, 3, 2, 1):
        last = k + width
        if last > len(tokens) or tokens[last - 1].text not in t.government_nouns:
            continue
        if all(tok.text in t.government_modifiers for tok in tokens[k : last - 1]):
            if (
                tokens[last - 1].text in ("state", "military", "police", "intelligence", "army", "budget")
                and last < len(tokens)
                and _noun_follows(tokens[last].text)
                and not tokens[last].text.startswith("spokes")
            ):
                continue
            return Name(
                tokens[i].start,
                tokens[last - 1].end,
                text[tokens[i].start : tokens[last - 1].end],
                "state",
                i,
                last,
            )
    return None


def _noun_follows(word: str) -> bool:
    return (
        word.islower()
        and word.isalpha()
        and len(word) > 3
        and word
        not in (
            "with",
            "from",
            "that",
            "which",
            "have",
            "were",
            "would",
            "into",
            "when",
            "after",
            "said",
            "says",
            "will",
            "also",
            "through",
            "over",
            "since",
        )
    )


_SHORT = re.compile(r"[A-Z][A-Za-z0-9&/-]{1,11}\+?")


def _with_acronym(text: str, tokens: Sequence[Token], name: Name) -> Name:
    """``name`` with the acronym in parentheses after it, which is then masked with it."""
    k = name.last
    if k < len(tokens) and tokens[k].text in ('"', "”"):
        k += 1
    if k + 2 >= len(tokens) or tokens[k].text != "(":
        return name
    inner = k + 1
    if tokens[inner].text in ("the", "or"):
        inner += 1
    quote = 1 if inner < len(tokens) and tokens[inner].text in ("“", '"') else 0
    inner += quote
    if (
        inner + 1 + quote < len(tokens)
        and tokens[inner + 1 + quote].text == ")"
        and _SHORT.fullmatch(tokens[inner].text)
    ):
        short = tokens[inner].text
        if sum(c.isupper() for c in short) >= 2 or short.casefold() in name.text.casefold():
            if _party_state(short):
                return Name(
                    name.start,
                    name.end,
                    name.text,
                    name.kind,
                    name.first,
                    inner + 2 + quote,
                    None,
                    name.title,
                    name.quoted,
                )
            return Name(
                name.start,
                name.end,
                name.text,
                name.kind,
                name.first,
                inner + 2 + quote,
                short,
                name.title,
                name.quoted,
            )
    return name


def _party_state(short: str) -> bool:
    return short in ("R", "D", "I") or bool(re.fullmatch(r"[RDI]-[A-Z][a-z]*\.?", short))
