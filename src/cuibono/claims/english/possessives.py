"""Two names side by side: "Zuckerberg's Facebook", "his League party", "CNN's Jake Tapper", "Roberts of the University"."""

from __future__ import annotations

from collections.abc import Iterator

from cuibono.claims.english.candidates import Candidate
from cuibono.claims.english.kinds import acronym, may_be_person
from cuibono.claims.english.mentions import Argument, Resolver
from cuibono.claims.english.tree import Sentence
from cuibono.claims.lexicon import words
from cuibono.model import Predicate

_FILE = "english/possessives.yml"


def possessive_candidates(s: Sentence, resolver: Resolver) -> Iterator[Candidate]:
    """All claims that names carry by standing beside each other."""
    for node in s.nodes:
        if node.name is None or node.tail is not None or node.name.kind == "work":
            continue
        named = resolver.named(s, node)
        if named is None:
            continue
        yield from _owned(s, resolver, named)
        yield from _placed(s, resolver, named)


def _owned(s: Sentence, resolver: Resolver, named: Argument) -> Iterator[Candidate]:
    """A genitive before the name, or before the type noun that the name stands in ("his League party")."""
    i = named.node
    owner = s.kid(i, "poss")
    if (
        owner is None
        and s.nodes[i].dep == "compound"
        and s.nodes[i].head >= 0
        and s.nodes[s.nodes[i].head].low in words("english/references.yml", "type_nouns")
    ):
        owner = s.kid(s.nodes[i].head, "poss")
    if owner is None or s.nodes[owner].low in ("whose", "its", "their", "our", "my", "your"):
        return
    if any(
        s.nodes[k].low == "own"
        or (
            s.nodes[k].dep in ("amod",)
            and s.nodes[k].low in ("beloved", "native", "favorite", "favourite", "old", "former")
        )
        for k in s.nodes[i].kids
    ):
        return
    for holder in resolver.arguments(s, owner):
        predicate = _relation(s, holder, named)
        if predicate == "member_of":
            yield Candidate(predicate, named, holder, s, i, i, s.nodes[owner].text, "tree", "part")
        elif predicate == "works_for":
            for other in resolver.arguments(s, i):
                if other.kind == "person" and not other.mention.trail:
                    yield Candidate(
                        predicate, other, holder, s, i, i, s.nodes[owner].text, "tree", "possessive"
                    )
        elif predicate is not None:
            yield Candidate(predicate, holder, named, s, i, i, s.nodes[owner].text, "tree", "possessive")


def _relation(s: Sentence, holder: Argument, named: Argument) -> Predicate | None:
    low = set(named.mention.name.casefold().split()) | {
        s.nodes[s.nodes[named.node].head].low if s.nodes[named.node].dep == "compound" else ""
    }
    if may_be_person(named.kind, named.mention.name) and named.kind == "person":
        return "works_for" if holder.kind in ("outlet", "org") else None
    if holder.kind == "org" and not holder.mention.trail and _part_of(holder, low):
        return "member_of"
    if (
        holder.kind != "person"
        or named.kind not in ("org", "outlet", "unknown")
        or low & words(_FILE, "no_property")
    ):
        return None
    if low & words(_FILE, "led"):
        return "leads"
    return "owns" if named.kind in ("org", "outlet") and " " in named.mention.name else None


def _part_of(holder: Argument, low: set[str]) -> bool:
    """Whether the named body is by its words a part of one that has such parts: a school of a university."""
    whole = set(holder.mention.name.casefold().split())
    return bool(low & words(_FILE, "parts")) and (
        bool(whole & words(_FILE, "wholes")) or acronym(holder.mention.text)
    )


def _placed(s: Sentence, resolver: Resolver, named: Argument) -> Iterator[Candidate]:
    """A person's name right before "of", "at", "from" or "with" and an organisation."""
    if not may_be_person(named.kind, named.mention.name):
        return
    i = named.node
    k = i + 1
    if k < len(s.nodes) and s.nodes[k].low == ",":
        k += 1
    if (
        k + 1 >= len(s.nodes)
        or s.nodes[k].low not in ("of", "at", "with", "from")
        or (s.nodes[k].low in ("from", "with", "at") and (k > i + 1 or named.kind != "person"))
    ):
        return
    if s.nodes[k].head != i and s.nodes[k].low != "of":
        return
    j = k + 1
    while j < len(s.nodes) and s.nodes[j].low in ("the", "a"):
        j += 1
    if j >= len(s.nodes) or s.nodes[j].name is None or s.nodes[j].tail is not None:
        return
    body = resolver.named(s, s.nodes[j])
    follows = s.nodes[j + 1].low if j + 1 < len(s.nodes) else ""
    if body is None or body.kind not in ("org", "outlet") or follows in ("'s", "’s"):
        return
    yield Candidate("works_for", named, body, s, k, i, s.nodes[k].text, "tree", "staff")
