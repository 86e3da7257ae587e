"""Offices in a capitalised run: "NED President Carl Gershman" is a body, an office and a person."""

from __future__ import annotations

from collections.abc import Sequence

from cuibono.claims.english.kinds import acronym, place_kind, tables
from cuibono.claims.english.text import Token


def split_at_offices(tokens: Sequence[Token], i: int, j: int) -> list[tuple[int, int, str | None]]:
    """Pieces ``(first, last, title)`` of a run: offices cut it; the piece after an office carries it as its title."""
    pieces: list[tuple[int, int, str | None]] = []
    begin, title, k = i, None, i
    while k < j:
        width = _title_width(tokens, k, j, begin)
        if not width:
            k += 1
            continue
        last = k
        while (
            last > begin
            and tokens[last - 1].text.casefold() in tables().office_words
            and _office_alone(tokens, begin, last)
        ):
            last -= 1
        if last > begin:
            pieces.append((begin, last, title))
        spoken = " ".join(tok.text for tok in tokens[k : k + width])
        title = f"{title} {spoken}" if title and k == begin else spoken
        begin = k = k + width
    if begin < j:
        pieces.append((begin, j, title))
    return pieces


def _office_alone(tokens: Sequence[Token], begin: int, last: int) -> bool:
    """Whether the word before ``last`` qualifies the office: not when it ends a body's name ("Justice Department")."""
    word = tokens[last - 1].text.casefold()
    return not (
        word in ("house", "senate", "state", "services", "justice")
        and last - begin > 1
        and tokens[last - 2].text in ("White", "Human")
    )


def _title_width(tokens: Sequence[Token], k: int, j: int, begin: int) -> int:
    """How many tokens at ``k`` make an office that ends a name here; 0 when they are part of a name."""
    t = tables()
    for width in (6, 5, 4, 3, 2):
        if k + width <= j and " ".join(tok.text.casefold() for tok in tokens[k : k + width]) in t.long_titles:
            return width if _person_follows(tokens, k + width, j) or k + width == j else 0
    word = tokens[k].text.casefold().rstrip(".")
    if word not in t.titles:
        return 0
    if word == "lord":
        return 0
    if word not in t.weak_titles:
        return 1
    if k + 1 == j:  # a run that ends in an office: "FBI Director", "President"
        alone = k == begin
        return (
            1
            if alone
            or word
            not in (
                "general",
                "house",
                "chief",
                "count",
                "king",
                "head",
                "father",
                "justice",
                "express",
                "partner",
                "democratic",
                "republican",
                "democrat",
                "speaker",
                "reporter",
                "major",
                "host",
                "editor",
                "leader",
            )
            else 0
        )
    return 1 if _person_follows(tokens, k + 1, j) else 0


def _person_follows(tokens: Sequence[Token], k: int, j: int) -> bool:
    """Whether ``k..j`` reads like a person: one to four words, none of them an organisation word."""
    t = tables()
    if k < j and tokens[k].text.casefold().rstrip(".") in t.titles:
        return True
    if not 1 <= j - k <= 5:
        return False
    words = [tok.text.casefold().rstrip(".") for tok in tokens[k:j]]
    if words[0] in t.given_names:
        return True
    return (
        not any(w in t.organisation_words or w in ("of", "for", "and", "/", "&") for w in words)
        and not acronym(tokens[k].text)
        and place_kind(tokens[k].text) is None
    )
