"""Adjectives made of a name and a participle: "US-funded outlets like A and B", "the Kremlin-owned channel X"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from cuibono.claims.english.bearers import bearers
from cuibono.claims.english.candidates import Candidate
from cuibono.claims.english.kinds import acronym, nationality, tables
from cuibono.claims.english.mentions import Argument, Resolver
from cuibono.claims.english.tree import Sentence
from cuibono.claims.lexicon import load, words
from cuibono.model import Mention, Predicate, Span


def compound_candidates(s: Sentence, resolver: Resolver) -> Iterator[Candidate]:
    """All claims that such adjectives carry about the names that they describe."""
    table = load("english/compounds.yml")
    for node in s.nodes:
        if node.tail is None or node.name is None:
            continue
        if table.get(node.tail, "none") == "none":
            continue
        for owner, other in _pairs(s, resolver, node.i):
            predicate = _predicate(table, node.tail, owner)
            if not _fits(predicate, node.tail, owner, other):
                continue
            subject, object_ = (other, owner) if predicate == "member_of" else (owner, other)
            yield Candidate(
                cast(Predicate, predicate), subject, object_, s, node.i, node.i, node.tail, "tree"
            )


def _pairs(s: Sentence, resolver: Resolver, i: int) -> Iterator[tuple[Argument, Argument]]:
    node = s.nodes[i]
    name = node.name
    if name is None:
        return
    actor = resolver.references.actors.of(name)
    owner = Argument(Mention(name.text, Span(name.start, name.end), actor.name), actor.kind, i)
    if node.head < 0 or (node.tail in ("backed", "supported") and not _is_body(s, node.head)):
        return
    described = list(resolver.arguments(s, node.head)) or [a for a, _ in bearers(s, resolver, node.head)]
    for other in described:
        if other.mention.name != owner.mention.name and other.node != i:
            yield owner, other


def _is_body(s: Sentence, i: int) -> bool:
    """Whether a noun is a body that can be paid for: "X-backed" is said of bills and plans too."""
    return s.nodes[i].name is not None or s.nodes[i].low in words(
        "english/references.yml", "type_nouns"
    ) | words("english/references.yml", "plural") | words("english/references.yml", "loose")


def _predicate(table: dict[str, str], tail: str, owner: Argument) -> str:
    """What the participle says: a person "runs" a party as its leader, anybody else directs it."""
    predicate = table.get(tail, "none")
    return "leads" if tail == "run" and owner.kind == "person" else predicate


def _common_noun(name: str) -> bool:
    """Whether a lone word is a noun of form with a capital: the "Party" of "an Erdogan-backed Party" names nobody."""
    low = name.casefold().removeprefix("the ")
    return " " not in low and low in tables().organisation_words | words(
        "english/references.yml", "type_nouns"
    ) | words("english/references.yml", "outlet") | words("english/references.yml", "generic")


def _fits(predicate: str, tail: str, owner: Argument, other: Argument) -> bool:
    if _common_noun(other.mention.name) and not acronym(other.mention.name):
        return False
    if other.kind in ("person", "place", "state") and predicate != "sanctioned":
        return False
    if predicate == "owns" and nationality(owner.mention.text):
        return False  # "Chinese-owned": by somebody from there, not by the state
    if predicate == "leads":
        return owner.kind == "person"
    if tail in ("backed", "supported"):
        return other.kind in ("org", "outlet", "unknown")
    return True
