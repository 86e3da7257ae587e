"""Capitalised runs: where a name may go on over "of", "for", "and", a particle, a slash."""

from __future__ import annotations

from collections.abc import Sequence

from cuibono.claims.english.kinds import capitalised, in_dictionary, nationality, place_kind, tables
from cuibono.claims.english.text import Token

BOUNDARIES = frozenset(('"', "“", "‘", "'", "(", "[", "•", "—", "–", ":", "*", "...", "-", ";"))


def run_end(tokens: Sequence[Token], i: int) -> int:
    """End of the capitalised run that begins at ``i``: joins particles, "of", "for", "and" where the tables allow."""
    j = i + 1
    while j < len(tokens):
        here = tokens[j].text
        if capitalised(here) and not here.isdigit():
            if tokens[j - 1].text.casefold() in tables().weekdays or here.casefold() in tables().weekdays:
                break
            j += 1
            continue
        if (
            len(here) == 4
            and here.isdigit()
            and j + 1 < len(tokens)
            and capitalised(tokens[j + 1].text)
            and j - i <= 2
            and tokens[j - 1].text.casefold() not in tables().weekdays
        ):
            j += 2
            continue
        if (
            here.isdigit()
            and len(here) <= 2
            and (
                (
                    j + 1 < len(tokens)
                    and capitalised(tokens[j + 1].text)
                    and tokens[j - 1].text.casefold() not in tables().weekdays
                )
                or tokens[j - 1].text.casefold()
                in ("channel", "kanal", "rossiya", "stream", "studio", "canal")
            )
        ):
            j += 1
            continue
        step = _joined(tokens, i, j)
        if not step:
            break
        j = step
    return j


def _joined(tokens: Sequence[Token], i: int, j: int) -> int:
    """Where the run goes on after a connector at ``j``; 0 when it ends before it."""
    t, here = tables(), tokens[j].text
    low = here.casefold()
    after = tokens[j + 1].text if j + 1 < len(tokens) else ""
    adjacent = (
        j + 1 < len(tokens) and tokens[j].start == tokens[j - 1].end and tokens[j + 1].start == tokens[j].end
    )
    if here in ("/", "-", "–", "&") and capitalised(after) and (adjacent or here == "&"):
        return j + 2
    if here in ("'s", "’s") and tokens[j - 1].text.casefold() in t.possessives and capitalised(after):
        return j + 2
    if here == "'" or here == "’":
        return 0
    if low in t.particles and here.islower():
        k = j + 1
        while k < len(tokens) and tokens[k].text in t.particles:
            k += 1
        return k + 1 if k < len(tokens) and capitalised(tokens[k].text) and _person_like(tokens, i, j) else 0
    if low == "of" and _office_goes_on(tokens, i, j):
        return j + 2
    if low in t.joins:
        k = j + 1
        while k < len(tokens) and tokens[k].text in ("the", "a"):
            k += 1
        if k < len(tokens) and capitalised(tokens[k].text) and _left_joins(tokens, i, j, low):
            return k + 1
        if (
            low == "of"
            and k + 1 < len(tokens)
            and _left_joins(tokens, i, j, low)
            and tokens[k].text in ("foreign", "internal")
        ):
            return 0
    if low == "and":
        return _and_joins(tokens, i, j)
    if (here == "," and after == "Inc.") or after in ("LLC", "Ltd.", "Ltd", "Inc", "LLP"):
        return j + 2 if here == "," else 0
    if here == "," and _list_in_name(tokens, i, j):
        return _list_in_name(tokens, i, j)
    return 0


def _office_goes_on(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Whether "of" at ``j`` stands inside an office: the "Chief of Staff" of "White House Chief of Staff X"."""
    return any(
        " ".join(tok.text.casefold() for tok in tokens[j - m : j + 2]) in tables().long_titles
        for m in range(1, min(2, j - i) + 1)
    )


def _person_like(tokens: Sequence[Token], i: int, j: int) -> bool:
    return not any(tokens[k].text.casefold() in tables().organisation_words for k in range(i, j)) or tokens[
        j
    ].text in ("al", "la", "el", "de", "di")


def _left_joins(tokens: Sequence[Token], i: int, j: int, connector: str) -> bool:
    """Whether the run ``i..j`` may be continued by ``connector``: it ends in a word that takes one."""
    t, last = tables(), tokens[j - 1].text.casefold().rstrip(".")
    if connector == "of" and tokens[i].text in ("Lord", "Lady", "Baroness", "Earl", "Duke"):
        return True
    if connector == "of" and last in t.titles and last not in ("house", "state"):
        return False
    if last in t.joins[connector]:
        return not (connector == "of" and j - i == 1 and False)
    if (
        connector == "of"
        and j - i == 1
        and i > 0
        and tokens[i - 1].text not in BOUNDARIES
        and in_dictionary(last)
    ):
        return not place_kind(tokens[i].text) and nationality(tokens[i].text) is None
    return connector == "of" and last.endswith("s") and last in t.organisation_words


def _and_joins(tokens: Sequence[Token], i: int, j: int) -> int:
    """End of the run when "X and Y" is one name ("Strategic and International Studies"); 0 otherwise."""
    t = tables()
    k = j + 1
    while k < len(tokens) and capitalised(tokens[k].text) and k - j <= 4:
        k += 1
    k = next((m for m in range(j + 2, k) if tokens[m].text.casefold().rstrip(".") in t.titles), k)
    if k == j + 1:
        return 0
    right = [tok.text.casefold().rstrip(".") for tok in tokens[j + 1 : k]]
    left = [tok.text.casefold() for tok in tokens[i:j]]
    if _initials_follow(tokens, i, k):
        return k
    if (
        right[-1] in ("co", "company", "sons", "brothers", "bros", "partners", "associates")
        and len(right) <= 2
    ):
        return k
    if place_kind(tokens[k - 1].text) or right[0] in t.given_names:
        return 0
    if (
        right[-1] in ("committee", "subcommittee", "department", "commission")
        and all(in_dictionary(w) for w in right)
        and left[0] in ("house", "senate", "ways", "parliament")
        and len(left) <= 2
    ):
        return k
    fresh = left[-1] not in t.titles | t.organisation_words and not place_kind(tokens[j - 1].text)
    if (
        len(left) <= 3
        and len(right) >= 2
        and fresh
        and right[-1] in t.field_words | t.bodies_after_and
        and all(in_dictionary(w) for w in (left[-1], *right))
    ):
        return k
    if right[-1] not in t.field_words:
        return 0
    in_name = any(w in t.organisation_words or w in t.joins["of"] for w in left[:-1]) and any(
        w in ("of", "for", "on") for w in left
    )
    paired = left[-1] in t.field_words and len(right) == 1 and left[-1] != "rights"
    return k if in_name or (paired and len(left) <= 3) else 0


def _initials_follow(tokens: Sequence[Token], i: int, k: int) -> bool:
    """Whether "(ABC)" follows at ``k`` with the initials of the words ``i..k``."""
    if k + 2 >= len(tokens) or tokens[k].text != "(" or tokens[k + 2].text != ")":
        return False
    initials = "".join(tok.text[0] for tok in tokens[i:k] if tok.text[0].isupper())
    short = iter(c for c in tokens[k + 1].text if c.isupper())
    return len(initials) > 2 and tokens[k + 1].text[0] == initials[0] and all(c in short for c in initials)


def _list_in_name(tokens: Sequence[Token], i: int, j: int) -> int:
    """ "Department for Environment, Food and Rural Affairs", "University of California, Los Angeles"."""
    left = [tokens[m].text for m in range(i, j)]
    after = " ".join(tok.text for tok in tokens[j + 1 : j + 3])
    if left[:2] == ["University", "of"] and len(left) == 3 and place_kind(after) == "place":
        return j + 3
    words = [tok.text.casefold() for tok in tokens[j + 1 : j + 8]]
    if not {"department", "ministry", "committee", "bureau", "office", "subcommittee", "faculty"} & {
        w.casefold() for w in left
    }:
        return 0
    if "and" in words and words[0] in tables().field_words:
        at = j + 1 + words.index("and")
        if (
            all(capitalised(tok.text) or tok.text == "," for tok in tokens[j + 1 : at])
            and at + 1 < len(tokens)
            and capitalised(tokens[at + 1].text)
        ):
            return at + 2
    return 0
