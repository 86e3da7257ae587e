"""Tokens and sentences of English text, with character offsets; no model is needed for them."""

from __future__ import annotations

import re
from typing import NamedTuple

from cuibono.model import Span


class Token(NamedTuple):
    """One token: ``document.text[start:end] == text``."""

    start: int
    end: int
    text: str


# Order matters: addresses, abbreviations with full stops, numbers, words (inner hyphens and ampersands stay), marks.
_TOKEN = re.compile(
    r"""https?://\S+?(?=[.,;:!?)\]”"']*(?:\s|$))
      | (?:[A-Za-z0-9-]+\.)+(?:com|org|net|gov|edu|info|news|ru|uk|cn|eu|fr|de|io|tv|kz|ua)\b
      | (?:[^\W\d_]\.){2,}
      | [A-Z]\.(?=\s+[A-Z])
      | (?:Mr|Mrs|Ms|Dr|Prof|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Maj|Capt|Sgt|Adm|St|Jr|Sr|Rev|Hon|Inc|Corp|Ltd|Co|Bros|vs|No)\.(?=[\s,;)])
      | [-+]?\d[\d,.]*\d|\d
      | [^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*(?:[-‐][^\W_]+|&[^\W\d_]+|\d+)*\+?
      | ['’]s\b
      | \.\.\.|--|[^\w\s]|_
    """,
    re.VERBOSE,
)
_CLITIC = re.compile(r"(?i)(?<=\w)(?:n['’]t|['’](?:s|re|ve|ll|d|m))$")


_PARTICIPLES = (
    "funded backed financed sponsored owned controlled run led linked affiliated aligned style based born educated friendly supported"
    " organized organised imposed sanctioned listed directed operated managed trained appointed era wide bound allied dominated"
    " inspired like leaning registered made installed brokered mandated occupied founded created published commissioned produced"
    " connected bankrolled subsidized subsidised headquartered designated oriented savvy sympathetic loyal speaking held"
)
_COMPOUND = re.compile(rf"(?<=[\w.])[-‐–](?:{_PARTICIPLES.replace(' ', '|')})$")
_NO_NAMES = frozenset(("co", "state", "well", "self", "foreign", "government", "privately"))
_PREFIX = re.compile(r"[Ee]x-(?=[A-Z])")
_COMPOUND_TAILS = frozenset(_PARTICIPLES.split())


def _split_compounds(tokens: list[Token]) -> list[Token]:
    """``US-funded`` as two tokens, ``US`` and ``-funded``, so that the name in it can be found."""
    out: list[Token] = []
    for token in tokens:
        last = out[-1] if out else None
        body = (
            last is not None
            and last.text[0].isupper()
            and token.text.startswith(("government-", "embassy-", "state-"))
        )
        tail = _COMPOUND.search(token.text) if token.text[0].isupper() or body else None
        prefix = _PREFIX.match(token.text)
        if prefix:
            out += [
                Token(token.start, token.start + prefix.end(), token.text[: prefix.end()]),
                Token(token.start + prefix.end(), token.end, token.text[prefix.end() :]),
            ]
        elif tail and (body or token.text[: tail.start()].casefold() not in _NO_NAMES):
            at = token.start + tail.start()
            out += [
                Token(token.start, at, token.text[: tail.start()]),
                Token(at, token.end, "-" + tail.group()[1:]),
            ]
        elif (
            last
            and token.text in _COMPOUND_TAILS
            and last.text in ("-", "‐", "–")
            and last.end == token.start
            and len(out) > 1
        ):
            out[-1] = Token(last.start, token.end, "-" + token.text)
        else:
            out.append(token)
    return out


def tokenize(text: str, start: int, end: int) -> list[Token]:
    """Tokens of ``text[start:end]``; clitics ("n't", "'ve") are tokens of their own."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        word, at = match.group(), match.start()
        clitic = _CLITIC.search(word) if ("'" in word or "’" in word) else None
        if clitic and clitic.start():
            tokens.append(Token(at, at + clitic.start(), word[: clitic.start()]))
            tokens.append(Token(at + clitic.start(), match.end(), word[clitic.start() :]))
        else:
            tokens.append(Token(at, match.end(), word))
    return _split_compounds(tokens)


_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "sen",
        "sens",
        "rep",
        "reps",
        "gov",
        "gen",
        "lt",
        "col",
        "maj",
        "capt",
        "sgt",
        "adm",
        "st",
        "jr",
        "sr",
        "rev",
        "hon",
        "inc",
        "corp",
        "ltd",
        "co",
        "bros",
        "vs",
        "no",
        "u.s",
        "u.k",
        "u.n",
        "e.u",
        "e.g",
        "i.e",
        "a.m",
        "p.m",
        "ph.d",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "fig",
        "art",
        "dept",
        "est",
        "approx",
        "al",
        "d.c",
        "s.a",
        "n.y",
        "l.a",
    ]
)
_END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s+[\"“‘'(\[]*[A-Z0-9Ѐ-Я]|\s*$)|\n\s*(?=\S)")
_LAST_WORD = re.compile(r"([^\s(“\"‘\[]+)$")


# Abbreviations that may also end a sentence: they do before a word that begins one.
_MAY_END = frozenset(
    ["inc", "corp", "ltd", "co", "u.s", "u.k", "u.n", "e.u", "p.m", "a.m", "d.c", "jr", "sr", "bros"]
)
_STARTERS = frozenset(
    [
        "the",
        "he",
        "she",
        "it",
        "they",
        "in",
        "but",
        "a",
        "an",
        "this",
        "we",
        "on",
        "at",
        "his",
        "its",
        "and",
        "as",
        "for",
    ]
)


_COMPANY_FORMS = frozenset(["inc", "corp", "ltd", "co", "bros"])
_PREDICATE = re.compile(
    r"\s+(?:[A-Z][\w&.’'-]*\s+){1,5}?(?:also|is|was|has|had|will|would|did|does|owns|owned|controls|runs|said|says)\b"
)
_OFFICE = re.compile(
    r"\s+(?:(?:Chief|Vice|Executive|Managing|Senior|Deputy|former|then)\s+)*"
    r"(?:Chair\w*|President|CEO|C\.E\.O|CFO|COO|Director|Officer|Executive|Founder|Co-?[Ff]ounder|Spokes\w+|Manager|Editor|Counsel|Partner|Owner)\b"
)


def _begins_sentence(text: str, at: int) -> bool:
    """Whether a name and its verb follow, so that "Corp." before them ended a sentence; an office there goes with the firm."""
    return _PREDICATE.match(text, at) is not None and _OFFICE.match(text, at) is None


def _is_abbreviation(text: str, stop: int) -> bool:
    """Whether the full stop at ``stop`` belongs to an abbreviation or an initial."""
    if text[stop] != ".":
        return False
    word = _LAST_WORD.search(text, max(0, stop - 20), stop)
    if word is None:
        return False
    plain = word.group().casefold().rstrip(".")
    if plain in _MAY_END:
        if plain in _COMPANY_FORMS and _begins_sentence(text, stop + 1):
            return False
        follow = re.match(r"\.\s+([\"“]?)(\w+)", text[stop : stop + 40])
        return not (
            follow
            and (follow.group(1) or follow.group(2).casefold() in _STARTERS)
            and follow.group(2)[0].isupper()
        )
    return plain in _ABBREVIATIONS or bool(re.fullmatch(r"[A-Z](?:\.[A-Z])*", word.group()))


def sentences(text: str) -> tuple[Span, ...]:
    """Sentences and lines of ``text``. A line break ends a sentence unless the next line goes on in lower case."""
    spans: list[Span] = []
    begin = 0
    for match in _END.finditer(text):
        if text[match.start()] == "\n":
            if (
                text[match.end()].islower()
                and begin < match.start()
                and text[match.start() - 1] not in ".!?:”"
            ):
                continue
            end = match.start()
        else:
            if _is_abbreviation(text, match.start()):
                continue
            end = match.end()
        _add(text, begin, end, spans)
        begin = match.end()
    _add(text, begin, len(text), spans)
    return tuple(spans)


def _add(text: str, begin: int, end: int, spans: list[Span]) -> None:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    if begin < end:
        spans.append(Span(begin, end))
