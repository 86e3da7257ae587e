"""Names in parts: which words say who it is, which only say what sort of thing it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from typing import Literal

from cuibono.entities.data import rules
from cuibono.entities.frequencies import commoner_in_organizations, rarity
from cuibono.entities.latin import (
    MAX_LENGTH,
    is_abjad,
    latinise,
    press_reading,
    read_geresh,
    sound_key,
    words_of,
)
from cuibono.entities.lexicon import Kind, Lexicon, Phrase, lexicon, person_words

Shape = Literal["person", "organization", "unknown"]

_QUOTES = frozenset("'’`´ʼʻ")
_POSSESSIVE = re.compile(r"['’`´]s\b", re.IGNORECASE)
_APOSTROPHE = re.compile(r"(?<=\w)['’`´ʼʻ](?=\w)")
_JOINED_AND = re.compile(r"\b([^\W\d_]{1,2})\s?&\s?([^\W\d_]{1,2})\b")
_DOTTED = re.compile(r"(?<!\w)((?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?|[^\W\d_](?:\.[^\W\d_])+(?![\w]))\.?")
# Vowel signs and other marks belong to their word.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\u0e00-\u0e4e"
    "\u0e80-\u0ecd\u1000-\u1049\u1050-\u109f\u1780-\u17d3\u200c\u200d"
)
_CHUNK = re.compile(f"(?:[^\\W_]|[{_MARKS}])+")
START_FORMS = frozenset({"oo", "ao", "chf", "of", "bf", "at", "dp", "gp", "pt", "ano", "ip", "gu", "go"})
"""Short legal forms that stand before the name; the others of their kind stand at its end."""
MAX_TOKENS = 24
SHORT = 4
"""Letters up to which a name of one word is compared as it is spelt: acronyms sound alike too easily."""
_NOISE: frozenset[Kind] = frozenset({"stop", "legal", "title", "particle"})
_SUFFIXES = {"jr": "#jr", "junior": "#jr", "sr": "#sr", "senior": "#sr", "ii": "#2", "iii": "#3", "iv": "#4"}


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a name: ``text`` in plain Latin, ``concept`` what it is compared by, ``keys`` its sound keys."""

    text: str
    concept: str
    kind: Kind
    keys: tuple[str, ...]
    weight: float
    abjad: bool = False


@dataclass(frozen=True)
class Name:
    """A name in parts. ``core`` is what it is compared by: no stop words, titles or legal forms where others are left."""

    raw: str
    person: bool
    tokens: tuple[Token, ...]
    core: tuple[Token, ...]

    @cached_property
    def key(self) -> str:
        """The matching key: concepts in alphabetical order."""
        return " ".join(sorted(t.concept for t in self.core))

    @cached_property
    def joined(self) -> str:
        """The sound key without spaces and in written order."""
        return "".join(t.keys[0] for t in self.core)

    @cached_property
    def sorted_letters(self) -> str:
        """The sound key without spaces, words in alphabetical order."""
        return "".join(sorted(t.keys[0] for t in self.core))

    @cached_property
    def abjad(self) -> bool:
        """Whether it is in a script without vowels."""
        return any(t.abjad for t in self.core)

    @cached_property
    def weight(self) -> float:
        return sum(t.weight for t in self.core)

    @cached_property
    def concepts(self) -> frozenset[str]:
        return frozenset(t.concept for t in self.core)

    @cached_property
    def forms(self) -> frozenset[str]:
        """Legal forms, by group."""
        return frozenset(t.concept for t in self.tokens if t.kind == "legal")

    @cached_property
    def distinctive(self) -> bool:
        """Whether anything but generic words is left; if not, the name matches nothing."""
        if any(t.kind != "generic" for t in self.core) and not all(t.kind in _NOISE for t in self.core):
            return True
        return " ".join(t.text for t in self.tokens if t.kind != "stop") in lexicon().proper

    @cached_property
    def letters(self) -> str:
        """The name as an acronym would be read: letters alone, when it is one short word in capitals; else empty."""
        compact = re.sub(r"[\s.\-/&]", "", self.raw)
        capitals = compact.isalpha() and compact.isupper() and 2 <= len(compact) <= 9
        return latinise(compact) if capitals and (len(self.tokens) == 1 or "." in self.raw) else ""

    @cached_property
    def initials(self) -> frozenset[str]:
        """First letters of its words: all, and without stop words and legal forms."""
        if len(self.core) < 2:
            return frozenset()
        chosen = (
            self.tokens,
            [t for t in self.tokens if t.kind != "stop"],
            [t for t in self.tokens if t.kind not in ("stop", "legal")],
            [t for t in self.tokens if t.kind != "legal"],
        )
        return frozenset("".join(_initial(t) for t in tokens) for tokens in chosen)


def _initial(token: Token) -> str:
    return "".join(word[0] for word in token.text.split())


@lru_cache(maxsize=131072)
def parse(name: str, person: bool = False) -> Name:
    """``name`` in parts, read as a person's name or as any other."""
    tokens = _person_tokens(name[:MAX_LENGTH]) if person else _tokens(name[:MAX_LENGTH])
    core = tuple(t for t in tokens if t.kind not in _NOISE) or tokens
    if len(core) == 1 and core[0].kind == "word" and len(core[0].text) <= SHORT:
        lone = replace(core[0], concept=core[0].text, keys=(core[0].text,))
        tokens, core = tuple(lone if t is core[0] else t for t in tokens), (lone,)
    return Name(name, person, tokens, core)


def _chunks(text: str) -> list[str]:
    """Words as written, apostrophes and dots inside words gone."""
    if not text.isascii():
        text = read_geresh(unicodedata.normalize("NFC", text))
    if not _QUOTES.isdisjoint(text):
        text = _APOSTROPHE.sub("", _POSSESSIVE.sub("", text))
    if "&" in text:
        text = _JOINED_AND.sub(r"\1\2", text)
    if "." in text:
        text = _DOTTED.sub(lambda found: found[0].replace(".", "") + " ", text)
    return _CHUNK.findall(text)[:MAX_TOKENS]


@dataclass(frozen=True, slots=True)
class _Word:
    latin: str
    press: str | None
    abjad: bool


def _words(text: str) -> list[_Word]:
    return [word for chunk in _chunks(text) for word in _read(chunk)][: 2 * MAX_TOKENS]


@cache
def _written() -> Mapping[str, str]:
    return dict(rules("words")["written"])


@lru_cache(maxsize=131072)
def _read(chunk: str) -> tuple[_Word, ...]:
    abjad = is_abjad(chunk)
    parts = words_of(_written().get(chunk.lower()) or latinise(chunk))
    press = press_reading(chunk) if len(parts) == 1 else None
    return tuple(_Word(part, press, abjad) for part in parts)


def _tokens(text: str) -> tuple[Token, ...]:
    words, table = _words(text), lexicon()
    tokens: list[Token] = []
    position = 0
    while position < len(words):
        phrase = _phrase_at(words, position, table)
        if phrase is None:
            tokens.append(_word_token(words[position]))
            position += 1
        else:
            written = " ".join(phrase.words)
            weight = rarity(phrase.concept, "place") if phrase.kind == "place" else 0.05
            tokens.append(
                Token(written, phrase.concept, phrase.kind, (sound_key("".join(phrase.words)),), weight)
            )
            position += len(phrase.words)
    return tuple(tokens)


def _phrase_at(words: Sequence[_Word], position: int, table: Lexicon) -> Phrase | None:
    for phrase in table.phrases.get(words[position].latin, ()):
        end = position + len(phrase.words)
        if tuple(w.latin for w in words[position:end]) != phrase.words:
            continue
        if phrase.kind == "legal" and not _legal_here(phrase, position, end, len(words), table):
            continue
        return phrase
    return None


def _legal_here(phrase: Phrase, start: int, end: int, count: int, table: Lexicon) -> bool:
    """Short and everyday forms are legal forms at the edge of a name only."""
    written = " ".join(phrase.words)
    if written not in table.weak_forms:
        return True
    return count > len(phrase.words) and (
        end == count or (start == 0 and written in START_FORMS) or _near(end, count)
    )


def _near(end: int, count: int) -> bool:
    return end == count - 1 and end > 1


def _keys(word: _Word) -> tuple[str, ...]:
    keys = [sound_key(word.latin)]
    if word.press is not None:
        keys.append(sound_key(word.press.replace(" ", "")))
    if "j" in word.latin:
        keys.append(sound_key(word.latin.replace("j", "y")))
    return tuple(dict.fromkeys(keys))


@lru_cache(maxsize=131072)
def _word_token(word: _Word) -> Token:
    table, latin = lexicon(), word.latin
    if latin.isdigit():
        return Token(latin, "#" + (latin.lstrip("0") or "0"), "number", (latin,), 1.0)
    keys = _keys(word)
    if latin in table.numbers:
        return Token(latin, "#" + table.numbers[latin], "number", keys, 0.7)
    if latin in table.stop:
        return Token(latin, latin, "stop", keys, 0.05)
    if len(latin) == 1:
        return Token(latin, latin, "initial", keys, 0.4)
    concept = _concept(latin, keys[0], table)
    if concept is not None:
        kind: Kind = "generic" if concept in table.generic else "word"
        return Token(latin, concept, kind, keys, rarity(concept, kind), word.abjad)
    if latin in table.generic:
        return Token(latin, latin, "generic", keys, rarity(latin, "generic"), word.abjad)
    return Token(latin, keys[0], "word", keys, rarity(keys[0], "word"), word.abjad)


def _concept(latin: str, key: str, table: Lexicon) -> str | None:
    found = table.concepts.get(latin)
    if found is None and latin.endswith("s") and len(latin) > 4:
        found = table.concepts.get(latin[:-1])
    if found is None and len(latin) > 6:
        found = table.concepts.get("~" + key)
    return found


def _person_tokens(text: str) -> tuple[Token, ...]:
    words = _servants([w for w in _split_initials(text) if w.latin])
    table = person_words()
    tokens: list[Token] = []
    for position, word in enumerate(words):
        tokens.append(_person_token(word, position, len(words), table.titles, table.dropped))
    return tuple(tokens)


_AFTER_INITIAL = re.compile(r"(?<![^\W\d_])([^\W\d_])\.(?=\S)")
_DOT_BETWEEN = re.compile(r"([^\W\d_]{2,})\.(?=[^\W\d_])")
_SERVANT = re.compile(r"abd[aeiou]?[lrsnzt]?(?=[a-z]{4})")
_SERVANT_ALONE = re.compile(r"abd(?:[aeiou]l)?")
_ARTICLES = frozenset(
    {"al", "el", "ul", "ar", "er", "ur", "as", "es", "us", "an", "en", "un", "az", "at", "ol", "or"}
)


def _servants(words: list[_Word]) -> list[_Word]:
    """ "Abd al-Rahman", "Abdul Rahman", "Abdurrahman" as one word each: the parts are one given name."""
    found: list[_Word] = []
    position = 0
    while position < len(words):
        word = words[position]
        step = 1
        if not word.latin.startswith("abd"):
            pass
        elif _SERVANT_ALONE.fullmatch(word.latin) and position + 1 < len(words):
            step = 3 if words[position + 1].latin in _ARTICLES and position + 2 < len(words) else 2
            rest = words[position + step - 1]
            word = _Word("abd" + rest.latin, None, word.abjad or rest.abjad)
        elif (begin := _SERVANT.match(word.latin)) and not word.latin.startswith(("abdull", "abdall")):
            word = _Word("abd" + word.latin[begin.end() :], None, word.abjad)
        found.append(word)
        position += step
    return found


def _split_initials(text: str) -> list[_Word]:
    if "." in text:
        text = _AFTER_INITIAL.sub(r"\1. ", text)
        text = _DOT_BETWEEN.sub(r"\1 ", text)
    return _words(text)


def _person_token(
    word: _Word, position: int, count: int, titles: frozenset[str], dropped: frozenset[str]
) -> Token:
    latin = word.latin
    if latin in _SUFFIXES and position > 0:
        return Token(latin, _SUFFIXES[latin], "number", _keys(word), 0.5)
    if latin in titles and position == 0 and count > 2:
        return Token(latin, latin, "title", _keys(word), 0.05)
    if latin in titles and len(latin) > 2 and count > 3 and position < count - 2:
        return Token(latin, latin, "title", _keys(word), 0.05)
    if latin in dropped and count > 1:
        return Token(latin, latin, "particle", _keys(word), 0.05)
    return _given_or_family(word)


@lru_cache(maxsize=131072)
def _given_or_family(word: _Word) -> Token:
    keys, latin = _keys(word), word.latin
    if len(latin) == 1:
        return Token(latin, latin, "initial", keys, 0.4)
    return Token(latin, keys[0], "word", keys, rarity(keys[0], "person"), word.abjad)


def skeleton(name: str) -> str:
    """The matching key of a name: equal for its usual spellings.

    Case, accents, punctuation, script, legal forms, "the", of/for/and and word order do not count; sounds that
    romanisations write differently are one (``kh`` = ``h``, ``zh`` = ``j``, ``q`` = ``k``). Words of other languages for
    one thing are one (``fond``, ``Stiftung`` -> ``foundation``), states are ``@`` and their ISO code. Persons lose titles.
    """
    return parse(name, name_shape(name) == "person").key


_ACRONYM = re.compile(r"[A-ZА-ЯЁІЇЄҚҒҮҰӨҢӘҺ]{2,6}")


@lru_cache(maxsize=65536)
def name_shape(name: str) -> Shape:
    """Whether the words of a name are those of a person, of anything else, or do not tell."""
    read = parse(name)
    kinds = {t.kind for t in read.tokens}
    people = person_words()
    words = [w for w in _split_initials(name[:MAX_LENGTH]) if w.latin]
    if not words or len(words) > 7:
        return "unknown" if not words else "organization"
    given = [sound_key(w.latin) in people.known_given for w in words]
    if (
        words[0].latin in people.titles
        and len(words) > 1
        and len(words[0].latin) > 1
        and "generic" not in kinds
    ):
        return "person"
    if _ACRONYM.fullmatch(name) or any(t.text.isdigit() for t in read.tokens):
        return "organization"
    if _organization_words(read, words, given):
        return "organization"
    if len(words) == 1 or any(w.latin.isdigit() for w in words):
        return "unknown"
    return "person" if _personal(words, given) else "unknown"


_SURNAMES_TOO = frozenset({"law", "bar", "house", "new", "general", "oil", "main", "force", "north", "west", "east", "south", "front", "club", "mission", "policy", "board", "bank", "human", "rada", "rat", "part", "kor", "dom", "ruch", "avis", "tip", "sud", "este", "ost"})  # fmt: skip


def _organization_words(read: Name, words: Sequence[_Word], given: Sequence[bool]) -> bool:
    generic = [t for t in read.core if t.kind == "generic"]
    if given[0] and len(words) <= 3 and all(t.text in _SURNAMES_TOO for t in generic):
        generic = []
    joins = any(t.kind == "stop" and t.text in ("of", "for", "and", "the", "in") for t in read.tokens)
    legal = any(t.kind == "legal" and len(t.text) > 2 for t in read.tokens)
    places = any(t.kind == "place" for t in read.core) and not given[0]
    return bool(generic or joins or legal or places)


def _personal(words: Sequence[_Word], given: Sequence[bool]) -> bool:
    people = person_words()
    keys = [sound_key(w.latin) for w in words if len(w.latin) > 1 and w.latin not in _SUFFIXES]
    if any(map(commoner_in_organizations, keys)):
        return False
    initials = sum(len(w.latin) == 1 for w in words)
    if any(key.endswith(people.patronymics) and len(key) > 6 for key in keys) and len(words) >= 2:
        return True
    if initials and 1 <= len(keys) <= 2:
        return True
    if any(given[: 2 if len(words) > 2 else 1]) and len(words) <= 5:
        return True
    family = any(key.endswith(people.family) and len(key) > 4 for key in keys[-1:] + keys[:1])
    return family and any(given) and len(words) <= 5
