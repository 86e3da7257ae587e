"""Dependency rules for nouns with both ends beside them: "Qatar's grant to X", "the sale of X to Y", "UK sanctions on X"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from cuibono.claims.english import grammar
from cuibono.claims.english.bearers import bearers
from cuibono.claims.english.candidates import Candidate
from cuibono.claims.english.kinds import fits, nationality
from cuibono.claims.english.mentions import Argument, Resolver
from cuibono.claims.english.rules import VerbFrame, nominal_frames
from cuibono.claims.english.tree import Sentence


@cache
def _frames() -> dict[str, tuple[VerbFrame, ...]]:
    return nominal_frames()


def nominal_candidates(s: Sentence, resolver: Resolver) -> Iterator[Candidate]:
    """All claims that such nouns of ``s`` carry."""
    frames = _frames()
    for node in s.nodes:
        if node.name is not None or node.pos not in ("NOUN", "PROPN", "NUM", "VERB", "SYM"):
            continue
        if node.pos == "VERB" and (
            node.tag != "VBG" or node.dep not in ("nsubj", "dobj", "pobj", "nsubjpass")
        ):
            continue
        head = (
            node.lemma
            if node.lemma in frames
            else node.low
            if node.low in frames
            else node.low.removesuffix("s")
        )
        for frame in frames.get(head, ()):
            yield from _fill(s, resolver, node.i, frame)


def _fill(s: Sentence, resolver: Resolver, i: int, frame: VerbFrame) -> Iterator[Candidate]:
    parts = "object_parts" in frame.flags
    subjects = _first(s, resolver, i, frame.subject, False)
    objects = _first(s, resolver, i, frame.object, parts, {a.mention.name for a in subjects})
    if "mutual" in frame.flags and len(subjects) > 1:
        objects, subjects = subjects[1:], subjects[:1]
    for subject in subjects:
        for object_ in objects:
            if (
                subject.mention.name != object_.mention.name
                and fits(subject.kind, frame.subject_kind, subject.mention.name)
                and fits(object_.kind, frame.object_kind, object_.mention.name)
                and not (object_.kind == "state" and s.nodes[i].lemma == "investment")
            ):
                denied = any(s.nodes[k].low == "no" for k in s.kids(i, "det"))
                yield Candidate(
                    frame.predicate,
                    subject,
                    object_,
                    s,
                    i,
                    _clause(s, i),
                    s.nodes[i].text,
                    "tree",
                    frame.nature,
                    "past" in frame.flags,
                    denied,
                )


def _clause(s: Sentence, i: int) -> int:
    """The noun carries its claim whatever the verb says of it, unless it is what somebody denies or plans."""
    here = i
    for a in s.ancestors(i):
        if grammar.is_verb(s, a):
            return (
                a if s.nodes[here].dep in ("dobj", "nsubjpass", "pobj") and s.nodes[a].lemma in _UNREAL else i
            )
        here = a
    return i


_UNREAL = frozenset(
    [
        "seek",
        "want",
        "plan",
        "reject",
        "deny",
        "propose",
        "consider",
        "refuse",
        "promise",
        "demand",
        "request",
        "oppose",
        "block",
        "decline",
        "need",
        "offer",
        "threaten",
        "urge",
        "discuss",
        "weigh",
        "mull",
        "approve",
        "pledge",
        "suspend",
        "lift",
        "ease",
        "call",
        "push",
    ]
)


def _first(
    s: Sentence,
    resolver: Resolver,
    i: int,
    places: tuple[str, ...],
    parts: bool,
    taken: set[str] | None = None,
) -> tuple[Argument, ...]:
    """The arguments of the first place that holds any, other than those taken."""
    for place in places:
        found = (
            tuple(a for n in _at(s, i, place) for a in resolver.arguments(s, n, parts=parts))
            if place != "bearer"
            else _borne(s, resolver, i)
        )
        found = tuple(a for a in found if a.mention.name not in (taken or set()))
        if found:
            return found
    return ()


def _at(s: Sentence, i: int, place: str) -> list[int]:
    if place == "genitive":
        return s.kids(i, "poss")
    if place == "beside":
        return [
            k
            for k in s.nodes[i].kids
            if k < i
            and s.nodes[k].dep in ("compound", "nmod", "amod")
            and (
                (s.nodes[k].name is not None and s.nodes[k].tail is None)
                or nationality(s.nodes[k].text) is not None
            )
        ]
    if place == "by_clause":
        return [a for k in s.kids(i, "acl", "relcl") for a in grammar.agents(s, k)]
    found = grammar.prepositional(s, i, place)
    if found or " " in place:
        return found
    # "funding from Qatar for Brookings": the second preposition hangs on the first one's object, or on the number
    nearby = [o for k in s.kids(i, "prep") for o in s.kids(k, "pobj")] + s.kids(
        i, "compound", "nummod", "appos"
    )
    return [o for n in nearby for o in grammar.prepositional(s, n, place)]


def _borne(s: Sentence, resolver: Resolver, i: int) -> tuple[Argument, ...]:
    """Who is under it: "X, under US sanctions", "X is subject to an asset freeze"."""
    prep = s.nodes[i].head
    if prep < 0 or s.nodes[i].dep != "pobj" or s.nodes[prep].low not in ("under", "to", "in", "with"):
        return ()
    above = s.nodes[prep].head
    if above < 0:
        return ()
    node = s.nodes[above]
    if s.nodes[prep].low == "to" and node.low not in ("subject", "subjected"):
        return ()
    if s.nodes[prep].low == "with" and s.nodes[i].low in (
        "funding",
        "money",
        "financing",
        "grants",
        "backing",
        "funds",
        "donations",
        "loans",
        "grant",
        "support",
    ):
        return (
            tuple(a for n in grammar.surface_subjects(s, above) for a in resolver.arguments(s, n))
            if grammar.is_verb(s, above)
            else ()
        )
    if s.nodes[prep].low == "with" and node.lemma not in ("hit", "slap", "target", "punish", "strike"):
        return ()
    if s.nodes[prep].low == "in" and s.nodes[i].lemma not in (
        "partnership",
        "venture",
        "conjunction",
        "cooperation",
        "collaboration",
    ):
        return ()
    if node.pos == "ADJ" and node.head >= 0:
        return tuple(a for n in grammar.surface_subjects(s, node.head) for a in _listed(s, resolver, n))
    if (
        s.nodes[prep].low == "in"
        and prep > 1
        and s.nodes[prep - 1].low == ","
        and (named := resolver.named(s, s.nodes[prep - 2]))
    ):
        return (named,)
    if grammar.is_verb(s, above):
        return tuple(a for n in grammar.surface_subjects(s, above) for a in _listed(s, resolver, n))
    return tuple(resolver.arguments(s, above)) or tuple(a for a, _ in bearers(s, resolver, above))


def _listed(s: Sentence, resolver: Resolver, n: int) -> tuple[Argument, ...]:
    return resolver.arguments(s, n) or tuple(a for a, _ in bearers(s, resolver, n))
