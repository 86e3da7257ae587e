"""Dependency rules for relation nouns: offices, owners, subsidiaries, parts, fronts, donors; frames from ``roles.yml``."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from cuibono.claims.english import grammar
from cuibono.claims.english.bearers import bearers
from cuibono.claims.english.candidates import Candidate
from cuibono.claims.english.employment import fits_role
from cuibono.claims.english.kinds import nationality
from cuibono.claims.english.mentions import Argument, Resolver
from cuibono.claims.english.rules import RoleFrame, role_frames, role_words
from cuibono.claims.english.tree import Sentence
from cuibono.model import Mention, Span

_GENITIVES = frozenset(("its", "their", "his", "her", "whose"))


def role_candidates(s: Sentence, resolver: Resolver) -> Iterator[Candidate]:
    """All claims that the relation nouns of ``s`` carry."""
    frames = role_frames()
    for node in s.nodes:
        if node.name is not None or node.pos not in ("NOUN", "PROPN", "ADJ"):
            continue
        for head in dict.fromkeys((node.low, node.lemma, _singular(node.low))):
            if head in frames:
                yield from _best(s, resolver, node.i, frames[head], head)
                break


def _best(
    s: Sentence, resolver: Resolver, i: int, frames: tuple[RoleFrame, ...], head: str
) -> Iterator[Candidate]:
    """Of frames that share a head, the office of a leader goes before that of staff, a part before a front."""
    done: set[str] = set()
    for frame in frames:
        if frame.predicate in ("works_for", "directs", "owns") and done & {
            "leads",
            "represents",
            "member_of",
            "founded",
        }:
            continue
        for candidate in _fill(s, resolver, i, frame, head):
            done.add(frame.predicate)
            yield candidate


def _singular(word: str) -> str:
    return word[:-3] + "man" if word.endswith("men") else word[:-1] if word.endswith("s") else word


def _modifiers(s: Sentence, i: int) -> set[str]:
    """Words that describe the noun: before it, or as a compound."""
    return _tree_modifiers(s, i) | _words_before(s, i)


def _words_before(s: Sentence, i: int) -> set[str]:
    """The nouns and adjectives right before: in "NSA Deputy Director X" all hang on the person."""
    out: set[str] = set()
    k = i - 1
    while k >= 0 and s.nodes[k].pos in ("NOUN", "PROPN", "ADJ") and i - k <= 4:
        if s.nodes[k].name is None:
            out.add(s.nodes[k].low)
        k -= 1
    return out


def _tree_modifiers(s: Sentence, i: int) -> set[str]:
    return {
        s.nodes[k].low
        for k in s.nodes[i].kids
        if s.nodes[k].dep in ("amod", "compound", "nmod", "advmod") and s.nodes[k].name is None and k < i
    } | {
        s.nodes[j].low
        for k in s.nodes[i].kids
        if s.nodes[k].dep in ("amod", "compound", "nmod")
        for j in s.nodes[k].kids
        if s.nodes[j].name is None
    }


def _fill(s: Sentence, resolver: Resolver, i: int, frame: RoleFrame, head: str) -> Iterator[Candidate]:
    modifiers = _modifiers(s, i)
    if (frame.with_words and not modifiers & frame.with_words) or modifiers & (
        frame.without | role_words("not_yet")
    ):
        return
    if frame.predicate == "partners_with" and s.nodes[i].tag == "NNS":
        yield from _mutual(s, resolver, i, frame)
    arguments = role_arguments(s, resolver, i, frame) or _implied(s, resolver, i, frame, head, modifiers)
    if not arguments:
        return
    for bearer, clause in bearers(s, resolver, i):
        for argument in arguments:
            if not fits_role(frame, bearer, argument):
                continue
            subject, object_ = (bearer, argument) if frame.bearer_is_subject else (argument, bearer)
            yield Candidate(
                frame.predicate,
                subject,
                object_,
                s,
                i,
                clause,
                s.nodes[i].text,
                "tree",
                frame.nature,
                bool(modifiers & role_words("past")),
                _said_no(s, i),
            )


def _mutual(s: Sentence, resolver: Resolver, i: int, frame: RoleFrame) -> Iterator[Candidate]:
    """ "X and Y are partners"."""
    found = (
        bearers(s, resolver, i)
        if s.nodes[i].dep == "attr" and not s.kids(i, "prep", "poss", "compound")
        else []
    )
    for (first, clause), (second, _) in itertools.pairwise(found):
        if first.mention.name != second.mention.name and not first.mention.trail:
            yield Candidate(
                frame.predicate, first, second, s, i, clause, s.nodes[i].text, "tree", frame.nature
            )


def _said_no(s: Sentence, i: int) -> bool:
    """ "neither owner nor director", "no member of"."""
    return any(s.nodes[k].low in ("no", "neither", "never") for k in s.nodes[i].kids) or (
        i > 0 and s.nodes[i - 1].low in ("nor", "neither")
    )


def _implied(
    s: Sentence, resolver: Resolver, i: int, frame: RoleFrame, head: str, modifiers: set[str]
) -> list[Argument]:
    """A title without its body right before a name ("CEO Smith") goes to the organisation that the text is about."""
    node = s.nodes[i]
    bare = head in role_words("implied") or (
        head in ("executive", "director", "officer") and modifiers & {"chief", "executive", "managing"}
    )
    beside = (
        node.dep in ("compound", "nmod", "appos", "nsubj")
        and i + 1 < len(s.nodes)
        and s.nodes[i + 1].name is not None
    )
    if (
        not bare
        or not beside
        or any(nationality(s.nodes[k].text) or s.nodes[k].name is not None for k in node.kids)
        or s.kids(i, "prep")
    ):
        return []
    if frame.predicate not in ("leads", "founded", "works_for"):
        return []
    found = resolver.references.about(s.index, node.start)
    return [
        Argument(
            Mention(
                node.text,
                Span(node.start, node.end),
                a.name,
                (f"{node.text} → of {a.name}: the organisation spoken of",),
            ),
            a.kind,
            i,
        )
        for a in found.actors
    ]


# ------------------------------------------------------------------------------------------------ what the role points to


def role_arguments(s: Sentence, resolver: Resolver, i: int, frame: RoleFrame) -> list[Argument]:
    """What the noun is of: genitive, preposition, a name before it, or what a coordinated role has."""
    found = _genitive(s, resolver, i) or (
        [] if "genitive_only" in frame.flags else _own_arguments(s, resolver, i, frame)
    )
    if found:
        return found
    if "genitive_only" in frame.flags:
        return []
    node = s.nodes[i]
    if frame.predicate == "represents":
        return []
    group = list(s.kids(i, "conj")) + (
        [node.head, *s.kids(node.head, "conj")] if node.dep == "conj" and node.head >= 0 else []
    )
    for k in group:
        other = s.nodes[k]
        if k != i and other.name is None and other.pos in ("NOUN", "PROPN"):
            shared = _genitive(s, resolver, k) or _own_arguments(s, resolver, k, frame)
            if shared:
                return shared
    return []


def _genitive(s: Sentence, resolver: Resolver, i: int) -> list[Argument]:
    owner = s.kid(i, "poss")
    if owner is None:
        return []
    if s.nodes[owner].low == "whose":
        up = grammar._relative_above(s, s.nodes[i].head) if s.nodes[i].head >= 0 else None
        return list(resolver.arguments(s, up)) if up is not None else []
    return list(resolver.arguments(s, owner))


def _own_arguments(s: Sentence, resolver: Resolver, i: int, frame: RoleFrame) -> list[Argument]:
    out: list[Argument] = []
    for k in s.nodes[i].kids:
        node = s.nodes[k]
        if node.dep in ("prep",) and node.low in frame.preps:
            found = [
                a
                for o in grammar.objects_of(s, k)
                if not (frame.predicate == "leads" and s.nodes[o].low in role_words("units"))
                for a in _deep(s, resolver, o)
            ]
            out += [
                a
                for a in found
                if node.low not in ("in", "from")
                or frame.predicate not in ("works_for", "leads")
                or a.kind in ("org", "outlet")
            ]
        if out:
            return out
    own = s.nodes[i]
    if own.dep in ("compound", "nmod") and own.head >= 0 and s.nodes[own.head].name is not None:
        for k in reversed(s.nodes[own.head].kids):  # "NED President X": all hang on the person
            node = s.nodes[k]
            if (
                k < i
                and node.name is not None
                and node.tail is None
                and node.dep in ("compound", "nmod", "poss")
                and (named := resolver.named(s, node))
            ):
                return [named]
    for k in reversed(s.nodes[i].kids):
        node = s.nodes[k]
        if (
            k < i
            and node.dep in ("compound", "nmod", "amod", "nsubj")
            and node.name is not None
            and node.tail is None
            and nationality(node.text) is None
        ):
            named = resolver.named(s, node)
            return [named] if named else []
        if k < i and node.dep in ("compound", "nmod") and node.name is None:
            for j in node.kids:
                if (
                    s.nodes[j].name is not None
                    and s.nodes[j].tail is None
                    and (named := resolver.named(s, s.nodes[j]))
                ):
                    return [named]
    return out


def _deep(s: Sentence, resolver: Resolver, o: int) -> list[Argument]:
    """ "of X"; "of the board of X", "of the department of history at X": the body inside."""
    found = list(resolver.arguments(s, o))
    if found or s.nodes[o].name is not None:
        return found
    for k in s.kids(o, "prep"):
        if s.nodes[k].low in ("of", "at", "for", "in"):
            for p in s.kids(k, "pobj"):
                inner = list(resolver.arguments(s, p))
                if inner:
                    return inner
    for k in s.kids(o, "poss", "compound"):
        if s.nodes[k].name is not None or s.nodes[k].low in _GENITIVES:
            return list(resolver.arguments(s, k))
    return []
