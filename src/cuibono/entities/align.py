"""Which word of one name answers to which of the other, and what is left over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler, Levenshtein

from cuibono.entities.latin import coarse, consonants
from cuibono.entities.lexicon import lexicon, person_words
from cuibono.entities.names import Name, Token

INITIAL, SHORT_FORM, CONSONANTS, LOOSE, ARTICLE, ALIKE = 0.6, 0.93, 0.9, 0.86, 0.95, 0.76
LEAST_SIMILAR = 0.7


@dataclass(frozen=True, slots=True)
class Match:
    """Words that answer to each other; several where a name is written in one word or in two, or as an acronym."""

    left: tuple[Token, ...]
    right: tuple[Token, ...]
    similarity: float
    how: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """The matches of two names and the words left over on each side."""

    left: Name
    right: Name
    matches: tuple[Match, ...]
    left_over: tuple[Token, ...]
    right_over: tuple[Token, ...]
    notes: dict[str, str] = field(default_factory=dict)

    def note(self, feature: str) -> str:
        """What a feature rests on, in words."""
        extra = " / ".join(
            " ".join(t.text for t in side) for side in (self.left_over, self.right_over) if side
        )
        if feature.startswith(("own", "extra", "place", "number", "kind", "part")) and extra:
            return f"left over: {extra}"
        unequal = [m for m in self.matches if m.how != "same"]
        if unequal and feature in ("agreement", "weakest", "spelling", "acronym", "initials"):
            return "; ".join(f"{_text(m.left)} ~ {_text(m.right)} ({m.how})" for m in unequal)
        return ""


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(t.text for t in tokens)


def align(left: Name, right: Name) -> Alignment:
    """Match the core words of two names, each at most once, the surest first. Ties go by position: deterministic."""
    matches: list[Match] = []
    a, b = list(left.core), list(right.core)
    _take_equal(a, b, matches)
    if a and b:
        _take_similar(a, b, matches, left.person)
    if a and b:
        _take_joined(a, b, matches)
        _take_acronyms(a, b, matches, left, right)
    return Alignment(left, right, tuple(matches), tuple(a), tuple(b))


def _take_equal(a: list[Token], b: list[Token], matches: list[Match]) -> None:
    for token in list(a):
        same = next((other for other in b if other.concept == token.concept), None)
        if same is not None:
            a.remove(token)
            b.remove(same)
            matches.append(Match((token,), (same,), 1.0, "same"))


def _take_similar(a: list[Token], b: list[Token], matches: list[Match], person: bool) -> None:
    pairs = []
    for i, token in enumerate(a):
        for j, other in enumerate(b):
            similarity, how = token_similarity(token, other, person)
            if similarity > 0:
                pairs.append((-similarity, i, j, how))
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    for negative, i, j, how in sorted(pairs):
        if i not in taken_a and j not in taken_b:
            taken_a.add(i)
            taken_b.add(j)
            matches.append(Match((a[i],), (b[j],), -negative, how))
    a[:] = [t for i, t in enumerate(a) if i not in taken_a]
    b[:] = [t for j, t in enumerate(b) if j not in taken_b]


def token_similarity(a: Token, b: Token, person: bool) -> tuple[float, str]:
    """How alike two words are, 0 to 1, and in what way."""
    if a.kind == "initial" or b.kind == "initial":
        return (INITIAL, "initial") if person and a.keys[0][:1] == b.keys[0][:1] else (0.0, "")
    if "number" in (a.kind, b.kind) or "place" in (a.kind, b.kind):
        return 0.0, ""
    return _word_similarity(a.keys, b.keys, a.abjad or b.abjad, person)


@lru_cache(maxsize=131072)
def _word_similarity(a: tuple[str, ...], b: tuple[str, ...], abjad: bool, person: bool) -> tuple[float, str]:
    if not set(a).isdisjoint(b):
        return 1.0, "same"
    if person and _given(a) & _given(b):
        return SHORT_FORM, "forms of one given name"
    if abjad and len(consonants(a[0])) >= 2 and consonants(a[0]) == consonants(b[0]):
        return CONSONANTS, "same consonants"
    if person and {_bare(x) for x in a} & {_bare(y) for y in b}:
        return ARTICLE, "with and without the article"
    best = max((_spelling(x, y) for x in a for y in b), default=0.0)
    if best < LOOSE and any(_loosely(x, y) for x in a for y in b):
        return LOOSE, "same consonants"
    if best < ALIKE and any(_sound_alike(x, y) for x in a for y in b):
        return ALIKE, "sounds alike"
    return (best, "spelling") if best >= LEAST_SIMILAR else (0.0, "")


def _sound_alike(a: str, b: str) -> bool:
    """Equal but for vowels and voice, and of nearly one length."""
    sounds = coarse(a)
    return abs(len(a) - len(b)) <= 2 and sounds == coarse(b) and len(sounds) >= (1 if len(a) < 4 else 2)


def _bare(key: str) -> str:
    """A word without the Arabic article written onto it."""
    return key[2:] if key[:2] in ("al", "el", "ul") and len(key) > 5 else key


def _loosely(a: str, b: str) -> bool:
    """Equal but for vowels and for h and g, which romanisations of one name write differently."""
    mine, theirs = (consonants(key.replace("g", "h")) for key in (a, b))
    return len(mine) >= 3 and mine == theirs and abs(len(a) - len(b)) <= 2 and a[0] == b[0]


def _given(keys: tuple[str, ...]) -> set[str]:
    table = person_words().given
    return {table[key] for key in keys if key in table}


def _spelling(a: str, b: str) -> float:
    """Edit similarity, eased for long words; short ones must be equal. "Servant of" is no part of the likeness."""
    if a[:3] == b[:3] == "abd":
        a, b = a[3:], b[3:]
    longest = max(len(a), len(b))
    if longest < 4 or min(len(a), len(b)) < 3:
        return 0.0
    edits = Levenshtein.distance(a, b, score_cutoff=3)
    if edits > longest // 3:
        return 0.0
    similarity = 1.0 - edits / longest
    if a[0] != b[0]:
        similarity -= 0.1
    return min(0.97, 0.5 * similarity + 0.5 * float(JaroWinkler.similarity(a, b)))


def _take_joined(a: list[Token], b: list[Token], matches: list[Match]) -> None:
    """ "Aero Caribbean" and "Aerocaribbean": neighbours left over on one side against one word, or all against all."""
    for many, one, flipped in ((a, b, False), (b, a, True)):
        for token in list(one):
            for start in range(len(many) - 1):
                pair = tuple(many[start : start + 2])
                if token.kind == "number" or len(token.keys[0]) < 5:
                    continue
                if _spelling("".join(t.keys[0] for t in pair), token.keys[0]) >= 0.9 or (
                    "".join(t.keys[0] for t in pair) == token.keys[0]
                ):
                    matches.append(
                        Match((token,), pair, 0.95, "joined")
                        if flipped
                        else Match(pair, (token,), 0.95, "joined")
                    )
                    one.remove(token)
                    for part in pair:
                        many.remove(part)
                    break
    whole_a, whole_b = ("".join(t.keys[0] for t in side) for side in (a, b))
    if len(a) + len(b) > 2 and len(whole_a) >= 5 and _spelling(whole_a, whole_b) >= 0.88:
        matches.append(Match(tuple(a), tuple(b), 0.9, "joined"))
        a.clear()
        b.clear()


def _take_acronyms(a: list[Token], b: list[Token], matches: list[Match], left: Name, right: Name) -> None:
    """An acronym on one side against the words on the other that its letters begin."""
    if not left.person and not _acronym(a, b, left, right, matches):
        mirrored: list[Match] = []
        _acronym(b, a, right, left, mirrored)
        matches.extend(Match(m.right, m.left, m.similarity, m.how) for m in mirrored)


def _acronym(short: list[Token], long: list[Token], name: Name, spelt: Name, matches: list[Match]) -> bool:
    whole = name.letters if len(short) == 1 and len(long) > 1 and name.letters in spelt.initials else ""
    for token in list(short):
        begins = "".join(t.text[0] for t in long)
        if whole or (3 <= len(token.text) <= 6 and begins == token.text):
            matches.append(Match((token,), tuple(long), 0.8, "acronym"))
            short.remove(token)
            long.clear()
            return True
    return False


def is_part(token: Token) -> bool:
    """Whether the word makes a name that of a part: "department", "branch"."""
    return token.concept in lexicon().parts


def kinds_of(tokens: Sequence[Token]) -> set[int]:
    """The groups of words among these that tell one body of a family from another."""
    table = lexicon().kinds
    return {table[t.concept] for t in tokens if t.concept in table}
