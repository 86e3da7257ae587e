"""Bodies told to be a state's: "Russia's state-run RT", "the state-controlled Chinese daily X", "X, Iran's state-funded broadcaster,".

Read off the words beside a name, not the tree: the parser hangs such descriptions now on the name, now on its noun.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from cuibono.claims.english.candidates import Candidate
from cuibono.claims.english.kinds import nationality, place_kind
from cuibono.claims.english.mentions import Argument, Resolver
from cuibono.claims.english.name import Name
from cuibono.claims.english.text import Token
from cuibono.claims.english.tree import Sentence
from cuibono.claims.lexicon import load
from cuibono.model import Mention, Predicate, Span

_PREFIXES = ("state", "government")
_GENITIVES = ("'s", "’s")
_ARTICLES = ("the", "a", "an")
_REACH = 5  # words between the description and the name
_BODIES = frozenset(("org", "outlet", "unknown"))


def statehood_candidates(s: Sentence, resolver: Resolver) -> Iterator[Candidate]:
    """All claims that such descriptions carry about the names beside them."""
    for name in s.names:
        if name.kind not in _BODIES or name.title is not None:
            continue
        told = _before(s.tokens, name) or _after(s.tokens, name)
        if told is None:
            continue
        owner, said = told
        predicate = _predicate(s.tokens[said].text)
        body = next((n for n in s.nodes if n.name is name and n.tail is None), None)
        if predicate is None or body is None or (named := resolver.named(s, body)) is None:
            continue
        holder = _state(s.tokens, owner, body.i)
        if holder.mention.name != named.mention.name and named.kind in _BODIES:
            yield Candidate(predicate, holder, named, s, body.i, body.i, s.tokens[said].text, "pattern")


def is_statehood(word: str) -> bool:
    """Whether a word says that something is a state's: "state-run", "government-funded"."""
    return _predicate(word) is not None


def _predicate(word: str) -> Predicate | None:
    prefix, _, participle = word.casefold().partition("-")
    if prefix not in _PREFIXES:
        return None
    found = load("english/compounds.yml").get(participle, "none")
    return cast(Predicate, found) if found in ("funds", "owns", "directs") else None


def _is_plain(token: Token) -> bool:
    return token.text.islower() and token.text[0].isalpha()


def _before(tokens: Sequence[Token], name: Name) -> tuple[int, int] | None:
    """(the state's token, the description's) where both stand before the name."""
    first = name.first - 1
    for said in range(first, max(-1, first - _REACH - 1), -1):
        if is_statehood(tokens[said].text):
            between = tokens[said + 1 : name.first]
            inside = [i for i in range(said + 1, name.first) if nationality(tokens[i].text)]
            rest = [t for i, t in enumerate(between, said + 1) if i not in inside]
            if not all(_is_plain(t) for t in rest) or len(inside) > 1:
                return None
            owner = inside[0] if inside else _owner_before(tokens, said)
            return None if owner is None else (owner, said)
        if not (_is_plain(tokens[said]) or nationality(tokens[said].text)):
            return None
    return None


def _owner_before(tokens: Sequence[Token], said: int) -> int | None:
    """Whose state it is, right before the description or before two adjectives more."""
    for i in range(said - 1, max(-1, said - 4), -1):
        if tokens[i].text in _GENITIVES and i and place_kind(_upto(tokens, i)) == "state":
            return i - 1
        if nationality(tokens[i].text):
            return i
        if not _is_plain(tokens[i]):
            return None
    return None


def _upto(tokens: Sequence[Token], end: int) -> str:
    """The longest run of up to three words before ``end`` that is a state's name, or the last word."""
    for width in (3, 2, 1):
        words = " ".join(t.text for t in tokens[max(0, end - width) : end])
        if place_kind(words) == "state":
            return words
    return tokens[end - 1].text


def _after(tokens: Sequence[Token], name: Name) -> tuple[int, int] | None:
    """The same in an apposition: "X, Russia's state-run broadcaster,"."""
    i = name.last
    if i >= len(tokens) or tokens[i].text != ",":
        return None
    i += 1
    if i < len(tokens) and tokens[i].text in _ARTICLES:
        i += 1
    for said in range(i + 1, min(i + 6, len(tokens))):
        if is_statehood(tokens[said].text):
            owner = _owner_before(tokens, said)
            ends = all(_is_plain(t) or nationality(t.text) for t in tokens[said + 1 : said + 2])
            return (owner, said) if owner is not None and owner >= i and ends else None
    return None


def _state(tokens: Sequence[Token], owner: int, node: int) -> Argument:
    adjective = nationality(tokens[owner].text)
    words = tokens[owner].text if adjective else _upto(tokens, owner + 1)
    end = tokens[owner].end
    return Argument(Mention(words, Span(end - len(words), end), adjective or words), "state", node)
