"""Names in English text without a named-entity model.

A name is a capitalised run with inner connectors ("University of California"), a quoted name, a state or a body of it
("the Qatari foreign ministry"), an acronym, or a name known beforehand. Which words join, end or make a name is data:
``resources/english/names.yml`` and ``places.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cuibono.claims.english.kinds import (
    acronym,
    capitalised,
    in_dictionary,
    kind_of,
    nationality,
    place_kind,
    tables,
)
from cuibono.claims.english.text import Token

Kind = Literal["person", "org", "outlet", "state", "place", "work", "unknown"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name at one place. ``first``/``last`` are the masked tokens (quotation marks and "(ABC)" included), half open.

    ``acronym`` is the short form in parentheses after the name; ``title`` the words of office before a person.
    """

    start: int
    end: int
    text: str
    kind: Kind
    first: int
    last: int
    acronym: str | None = None
    title: str | None = None
    quoted: bool = False


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
            _quoted_work(text, tokens, i)
            or _quoted_name(text, tokens, i)
            or _known_name(text, tokens, i, known)
        )
        if name is not None:
            found.append(name)
            i = name.last
            continue
        if not capitalised(tokens[i].text):
            i += 1
            continue
        if tokens[i].text == "The" and i + 1 < len(tokens) and _known_name(text, tokens, i + 1, known):
            i += 1
            continue
        stop = _run_end(tokens, i)
        found += _names_in_run(text, tokens, i, stop, title_case, seen)
        i = max(stop, i + 1, found[-1].last if found else 0)
    return tuple(_with_acronym(text, tokens, name) for name in found)


# ------------------------------------------------------------------------------------------------ runs


def _run_end(tokens: Sequence[Token], i: int) -> int:
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
            and not tokens[j - 1].text.casefold() in tables().weekdays
        ):
            j += 2
            continue
        if (
            here.isdigit()
            and len(here) <= 2
            and (
                j + 1 < len(tokens)
                and capitalised(tokens[j + 1].text)
                and tokens[j - 1].text.casefold() not in tables().weekdays
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
    if here == "," and after == "Inc." or after in ("LLC", "Ltd.", "Ltd", "Inc", "LLP"):
        return j + 2 if here == "," else 0
    if here == "," and _list_in_name(tokens, i, j):
        return _list_in_name(tokens, i, j)
    return 0


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
        return bool(last in ("secretary", "director", "speaker", "minister") and False)
    if last in t.joins[connector]:
        return not (
            connector == "of" and j - i == 1 and last in ("state", "bank", "center", "press") and False
        )
    if (
        connector == "of"
        and j - i == 1
        and i > 0
        and tokens[i - 1].text not in _BOUNDARIES
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
    if right[-1] not in t.field_words or place_kind(tokens[k - 1].text) or right[0] in t.given_names:
        return 0
    in_name = any(w in t.organisation_words or w in t.joins["of"] for w in left[:-1]) and any(
        w in ("of", "for", "on") for w in left
    )
    if (
        len(left) <= 3
        and all(in_dictionary(w) for w in (left[-1], *right))
        and not place_kind(tokens[j - 1].text)
        and left[-1] not in t.titles
        and len(right) >= 2
    ):
        return k
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


# ------------------------------------------------------------------------------------------------ from runs to names


def _names_in_run(
    text: str, tokens: Sequence[Token], i: int, j: int, title_case: bool, seen: frozenset[str]
) -> list[Name]:
    """The names that a capitalised run holds: offices before persons split it, leading small words are dropped."""
    t = tables()
    while i < j and (_droppable(tokens, i, j, seen) or tokens[i].text[0].isdigit()):
        i += 1
    while j > i and (
        tokens[j - 1].text.casefold() in t.weekdays
        or tokens[j - 1].text.isdigit()
        and len(tokens[j - 1].text) == 4
    ):
        j -= 1
    if i >= j:
        return []
    names: list[Name] = []
    for first, last, title in _split_at_titles(tokens, i, j):
        name = _one_name(text, tokens, first, last, title, title_case)
        if name is not None:
            names.append(name)
    return names


_BOUNDARIES = frozenset(('"', "“", "‘", "'", "(", "[", "•", "—", "–", ":", "*", "...", "-", ";"))


def _droppable(tokens: Sequence[Token], i: int, j: int, seen: frozenset[str]) -> bool:
    """Whether the first word of a run is capitalised for its place only: the head of a sentence, a quotation, a clause."""
    t, word = tables(), tokens[i].text.casefold()
    if word in t.weekdays:
        return True
    if i and tokens[i - 1].text not in _BOUNDARIES:
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


def _split_at_titles(tokens: Sequence[Token], i: int, j: int) -> list[tuple[int, int, str | None]]:
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


def _one_name(
    text: str, tokens: Sequence[Token], i: int, j: int, title: str | None, title_case: bool
) -> Name | None:
    t = tables()
    while i < j and (
        tokens[i].text.casefold() in t.small_words
        and not acronym(tokens[i].text)
        or tokens[i].text in ("'s", "’s", "/", "&", ",", "-")
    ):
        i += 1
    while j > i and (
        tokens[j - 1].text.casefold() in ("of", "for", "and", "the", "on", "in", "to")
        or tokens[j - 1].text in ("'s", "’s", "/", "&", ",")
    ):
        j -= 1
    if i >= j:
        return None
    words = text[tokens[i].start : tokens[j - 1].end]
    state = place_kind(words)
    if (
        j - i > 1
        and state is None
        and nationality(tokens[i].text)
        and title is None
        and tokens[j - 1].text.casefold() in t.adjectives | t.small_words
    ):
        return None
    extended = _government_body(text, tokens, i, j)
    if extended is not None:
        return extended
    if state is None and (nationality(words) is not None or words in t.adjectives_cased):
        compound = (
            j < len(tokens)
            and tokens[j].text[0] == "-"
            and len(tokens[j].text) > 2
            and tokens[j].start == tokens[j - 1].end
        )
        if nationality(words) is None or not compound:
            return None
        state = "state"
    if words.casefold().rstrip(".") in t.titles or words.casefold() in t.long_titles:
        return None
    if title_case and state is None and not acronym(words):
        return None
    if (len(words) < 2 and title is None) or words in t.no_names or (i and tokens[i - 1].text == "["):
        return None
    kind: Kind = state or (
        "person"
        if title and not _office_of_body(title) and kind_of(words) in ("unknown", "person")
        else kind_of(words)
    )
    if (
        i
        and tokens[i - 1].text in ('"', "“")
        and kind == "unknown"
        and j - i < 2
        and j < len(tokens)
        and tokens[j].text in ("!", "?")
    ):
        return None
    return Name(tokens[i].start, tokens[j - 1].end, words, kind, i, j, title=title)


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


# ------------------------------------------------------------------------------------------------ quoted and known names

_OPEN = {"“": "”", '"': '"', "‘": "’", "«": "»", "„": "“"}


def _quoted_work(text: str, tokens: Sequence[Token], i: int) -> Name | None:
    """The quoted title of an article, book or film after a word such as "titled": no names are sought in it."""
    close = _OPEN.get(tokens[i].text)
    before = [tok.text.casefold() for tok in tokens[max(0, i - 2) : i] if tok.text not in (",", ":")]
    if (
        close is None
        or not before
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


def _quoted_name(text: str, tokens: Sequence[Token], i: int) -> Name | None:
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
        i if last == j else i,
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


def _known_name(text: str, tokens: Sequence[Token], i: int, known: frozenset[str]) -> Name | None:
    """The longest known name that begins at token ``i``."""
    if not known:
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
