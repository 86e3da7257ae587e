"""Where a sentence speaks of an actor: names, loose capitals that may be names, and references that resolve to one actor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from cuibono.claims.english.actors import Actor
from cuibono.claims.english.coref import Referents
from cuibono.claims.english.kinds import capitalised, tables
from cuibono.claims.english.mentions import Resolver
from cuibono.claims.english.names import Name
from cuibono.claims.english.text import Token
from cuibono.claims.english.tree import Sentence
from cuibono.claims.lexicon import words
from cuibono.model import Mention, Span

_FILE = "english/references.yml"
_PRONOUNS = frozenset(
    ["he", "she", "him", "his", "her", "it", "its", "they", "them", "their", "himself", "herself", "itself"]
)
_DETERMINERS = frozenset(["the", "this", "its", "their", "that"])
_SILENT = frozenset(["work"])  # kinds of names that are no actors


@dataclass(frozen=True, slots=True)
class Spot:
    """One mention: the tokens ``first`` to ``last`` (half open) of its sentence, and whom it means.

    ``kind`` is a name's kind, or ``loose`` for capitals that the rules do not take for a name. ``name`` is set for those
    that are names (their words tell the kind of body), not for references.
    """

    first: int
    last: int
    mention: Mention
    kind: str
    name: Name | None = None


def spots(s: Sentence, resolver: Resolver) -> tuple[Spot, ...]:
    """All spots of ``s``, left to right, without overlap."""
    taken = {i for name in s.names for i in range(name.first, name.last)}
    found = [_named(name, resolver) for name in s.names if name.kind not in _SILENT]
    found += _references(s, resolver, taken)
    found += _loose(s, resolver, taken)
    return tuple(sorted(found, key=lambda spot: spot.first))


def _named(name: Name, resolver: Resolver) -> Spot:
    actor = resolver.references.actors.of(name)
    span = Span(name.start, name.end)
    return Spot(
        name.first,
        name.last,
        Mention(resolver.text[name.start : name.end], span, actor.name),
        actor.kind,
        name,
    )


def _references(s: Sentence, resolver: Resolver, taken: set[int]) -> list[Spot]:
    found: list[Spot] = []
    for i, token in enumerate(s.tokens):
        if i in taken or (found and i < found[-1].last):
            continue
        low = token.text.casefold()
        if low in _DETERMINERS and (last := _noun_phrase(s.tokens, i, taken)):
            noun = s.tokens[last - 1].text
            found += _meant(s, resolver, i, last, resolver.references.definite(s.index, token.start, noun))
        if low in _PRONOUNS and not (found and i < found[-1].last):
            found += _meant(s, resolver, i, i + 1, resolver.references.pronoun(s.index, token.start, low))
    return found


def _meant(s: Sentence, resolver: Resolver, first: int, last: int, found: Referents) -> Iterator[Spot]:
    """The spot of a reference that stands for exactly one actor."""
    if len(found.actors) == 1:
        span = Span(s.tokens[first].start, s.tokens[last - 1].end)
        actor = found.actors[0]
        mention = Mention(resolver.text[span.start : span.end], span, actor.name, (found.reason,))
        yield Spot(first, last, mention, actor.kind)


def _noun_phrase(tokens: Sequence[Token], i: int, taken: set[int]) -> int:
    """The end of a definite phrase of small words that begins at ``i`` and ends in a noun of reference; 0 for none."""
    known = words(_FILE, "loose") | words(_FILE, "outlet") | words(_FILE, "strict") | words(_FILE, "person")
    for k in range(i + 1, min(i + 4, len(tokens))):
        if k in taken or not tokens[k].text.islower():
            return 0
        if tokens[k].text in known:
            after = tokens[k + 1].text if k + 1 < len(tokens) else ""
            return 0 if after in known or after == "of" else k + 1
    return 0


def _loose(s: Sentence, resolver: Resolver, taken: set[int]) -> Iterator[Spot]:
    """Capitalised runs outside the names: a name at the head of a sentence, a word that the lists call common."""
    if _capitals_everywhere(s.tokens):
        return
    excluded = _excluded()
    i = 0
    while i < len(s.tokens):
        j = i
        while j < len(s.tokens) and j not in taken and _may_name(s.tokens[j], j, excluded):
            j += 1
        if j > i:
            span = Span(s.tokens[i].start, s.tokens[j - 1].end)
            text = resolver.text[span.start : span.end]
            known = _known(resolver, text)
            kind = known.kind if known else "loose"
            yield Spot(i, j, Mention(text, span, known.name if known else text), kind)
        i = max(j, i + 1)


@cache
def _excluded() -> frozenset[str]:
    """Words with a capital that begin no name."""
    return tables().titles | tables().not_a_name


def _known(resolver: Resolver, text: str) -> Actor | None:
    """The actor of the document whose name, or last word of it, is ``text``."""
    actors = (o.actor for o in resolver.references.occurrences if o.named)
    return next((a for a in actors if a.name == text or a.name.endswith(f" {text}")), None)


def _may_name(token: Token, at: int, excluded: frozenset[str]) -> bool:
    t, low = tables(), token.text.casefold()
    return (
        capitalised(token.text)
        and low.rstrip(".") not in excluded
        and low not in t.small_words
        and low not in t.weekdays
        and low not in t.nationalities
        and token.text not in t.nationalities
        and (at > 0 or not t.common(low))
        and len(low) > 2
    )


def _capitals_everywhere(tokens: Sequence[Token]) -> bool:
    long_words = [t.text for t in tokens if t.text[0].isalpha() and len(t.text) > 3]
    return len(long_words) > 3 and sum(w[0].isupper() for w in long_words) >= 0.8 * len(long_words)
