"""Dependency rules for relation verbs: frames from ``verbs.yml`` filled from the tree."""

from __future__ import annotations

from collections.abc import Iterator

from cuibono.claims.english import grammar
from cuibono.claims.english.bearers import bearers
from cuibono.claims.english.candidates import Candidate
from cuibono.claims.english.kinds import fits, may_be_person
from cuibono.claims.english.mentions import Argument, Resolver
from cuibono.claims.english.needs import needs_met
from cuibono.claims.english.rules import VerbFrame, verb_frames
from cuibono.claims.english.slots import share_of_verb, shares, slot_nodes
from cuibono.claims.english.tree import Sentence
from cuibono.claims.lexicon import words

_REFERENCES = "english/references.yml"


def verb_candidates(s: Sentence, resolver: Resolver) -> Iterator[Candidate]:
    """All claims that the verbs of ``s`` carry."""
    frames = verb_frames()
    for node in s.nodes:
        if node.name is not None or not (grammar.is_verb(s, node.i) or node.tag in ("VBN", "VBD", "VBG")):
            continue
        names = {grammar.key(s, node.i), node.lemma}
        if node.tag in ("VBN", "VBD") and node.lemma == node.low and node.low.endswith("ed"):
            names |= {node.low[:-2], node.low[:-1]}
        for verb in sorted(names):
            for frame in frames.get(verb, ()):
                yield from _fill(s, resolver, node.i, frame, verb)


def _fill(s: Sentence, resolver: Resolver, v: int, frame: VerbFrame, verb: str) -> Iterator[Candidate]:
    if (
        " " not in verb
        and s.kid(v, "prt") is not None
        and grammar.key(s, v) not in frame.verbs
        and s.nodes[s.kid(v, "prt") or 0].low not in ("out", "over", "in", "off", "away", "back")
    ):
        return
    if "passive_only" in frame.flags and not grammar.passive(s, v):
        return
    if "no_object" in frame.flags and s.kids(v, "dobj", "ccomp"):
        return
    if not needs_met(s, v, frame) or _or_owned(s, v, frame):
        return
    parts = "object_parts" in frame.flags
    subjects = _arguments(s, resolver, v, frame.subject, frame, "subject_parts" in frame.flags)
    objects = _arguments(s, resolver, v, frame.object, frame, parts)
    if bool(subjects) != bool(objects) and frame.predicate in _GENERIC and "founding" not in frame.flags:
        subjects = subjects or _generic(s, resolver, v, frame.subject[:1], objects)
        objects = objects or _generic(s, resolver, v, frame.object[:1], subjects)
    if "via" in frame.flags and subjects and objects:
        subjects = (*subjects, *_arguments(s, resolver, v, ("through", "via"), frame, False))
    for subject in subjects:
        for object_ in objects:
            if fits_frame(s, subject, object_, frame, v) and not _is_actor_itself(
                s, resolver, v, frame, subject, object_
            ):
                yield Candidate(
                    frame.predicate,
                    subject,
                    object_,
                    s,
                    v,
                    v,
                    _cue(s, v, verb),
                    "tree",
                    _nature(s, v, frame),
                    "past" in frame.flags,
                    said_by=_lister(s, resolver, v, frame),
                )


_GENERIC = frozenset(("funds", "owns", "directs"))


def _generic(
    s: Sentence, resolver: Resolver, v: int, slots: tuple[str, ...], others: tuple[Argument, ...]
) -> tuple[Argument, ...]:
    """The unnamed end of a claim whose other end stands named in the same clause."""
    if not any(s.nodes[a.node].name is not None for a in others):
        return ()
    return tuple(
        g for slot in slots for n in slot_nodes(s, v, slot) if (g := resolver.generic(s, n)) is not None
    )


def _is_membership(body: Argument) -> bool:
    """Whether one belongs to such a body as a member, not as property."""
    return bool(set(body.mention.name.casefold().split()) & words("english/possessives.yml", "membership"))


def _is_actor_itself(
    s: Sentence, resolver: Resolver, v: int, frame: VerbFrame, subject: Argument, object_: Argument
) -> bool:
    """Whether a reference was resolved to the clause's own actor, which it cannot mean: "X bought the channel from Y"."""
    if "subj" in (frame.subject[0], frame.object[0]) or not (object_.mention.trail or subject.mention.trail):
        return False
    actors = {a.mention.name for n in grammar.logical_subjects(s, v) for a in resolver.arguments(s, n)}
    return any(a.mention.trail and a.mention.name in actors for a in (subject, object_))


def _or_owned(s: Sentence, v: int, frame: VerbFrame) -> bool:
    """ "owned or controlled by": the designation's formula is one claim, of owning."""
    head = s.nodes[v].head
    return (
        frame.predicate == "directs"
        and s.nodes[v].dep == "conj"
        and head >= 0
        and s.nodes[head].lemma == "own"
        and any(s.nodes[k].low == "or" for k in range(head, v))
    )


def _cue(s: Sentence, v: int, verb: str) -> str:
    particle = s.kid(v, "prt")
    return (
        s.nodes[v].text
        if particle is None or " " not in verb
        else f"{s.nodes[v].text} {s.nodes[particle].text}"
    )


def _nature(s: Sentence, v: int, frame: VerbFrame) -> str | None:
    if frame.predicate == "owns":
        near = {s.nodes[k].low for k in s.subtree(v)}
        for word, nature in (("minority", "minority"), ("majority", "majority"), ("controlling", "majority")):
            if word in near:
                return nature
        if near & {"stake", "stakes", "share", "shares", "shareholding", "%", "percent", "interest"}:
            return "stake"
    if frame.needs in ("outlawed", "outlaws_list"):
        return "undesirable" if any(s.nodes[k].low == "undesirable" for k in s.subtree(v)) else _agent(s, v)
    return frame.nature


def _agent(s: Sentence, v: int) -> str | None:
    """The measure of a listing as "foreign agent"."""
    return "foreign agent" if any(s.nodes[k].low in ("agent", "agents") for k in s.subtree(v)) else None


def fits_frame(s: Sentence, subject: Argument, object_: Argument, frame: VerbFrame, v: int) -> bool:
    if (
        subject.mention.name == object_.mention.name
        or not fits(subject.kind, frame.subject_kind, subject.mention.name)
        or not fits(object_.kind, frame.object_kind, object_.mention.name)
    ):
        return False
    if frame.predicate == "directs" and "organisation_rule=control" in frame.flags:
        if may_be_person(subject.kind, subject.mention.name) and s.nodes[v].lemma in (
            "run",
            "operate",
            "oversee",
            "direct",
            "govern",
            "supervise",
            "steer",
        ):
            return False
        return object_.kind in ("org", "outlet", "unknown") and subject.kind != "place"
    if "founding" in frame.flags and s.nodes[v].lemma in (
        "create",
        "launch",
        "start",
        "form",
        "build",
        "organize",
        "organise",
        "initiate",
        "register",
    ):
        return object_.kind != "unknown" or subject.kind in ("person", "org", "state", "outlet")
    if "belongs" in frame.flags:
        return not _is_membership(subject)
    if "belongs_member" in frame.flags:
        return _is_membership(object_)
    if (
        frame.predicate == "represents"
        and s.nodes[v].lemma == "represent"
        and object_.kind == "unknown"
        and " " not in object_.mention.name
    ):
        return False  # a legislator's district, more often than a client
    if "giver_name" in frame.flags:
        return bool(set(subject.mention.name.casefold().split()) & words("english/possessives.yml", "givers"))
    if "joins" in {f.partition("=")[0] for f in frame.flags}:
        body = set(object_.mention.name.casefold().split()) & words("english/possessives.yml", "membership")
        staff = "joins=works" in frame.flags
        return staff != bool(body) if subject.kind == "person" or staff else not staff
    return True


def _arguments(
    s: Sentence, resolver: Resolver, v: int, slots: tuple[str, ...], frame: VerbFrame, parts: bool
) -> tuple[Argument, ...]:
    """The arguments of the first slot that holds any."""
    for slot in slots:
        found: tuple[Argument, ...] = ()
        for node in slot_nodes(s, v, slot):
            found += _at(s, resolver, node, v, frame, parts or (slot in ("subj",) and False))
        if found:
            return found
    return ()


def _at(
    s: Sentence, resolver: Resolver, node: int, v: int, frame: VerbFrame, parts: bool
) -> tuple[Argument, ...]:
    """The actors at a slot's node; a relative clause or participle leads to what it describes."""
    n = s.nodes[node]
    if "inner" in frame.flags and n.name is None and (inner := shares(s, node) or share_of_verb(s, node, v)):
        return tuple(a for i in inner for a in resolver.arguments(s, i, parts=True))
    found = resolver.arguments(s, node, parts=parts)
    if (
        not found
        and n.name is None
        and n.low in words(_REFERENCES, "money")
        and frame.predicate == "funds"
        and node > v
    ):
        givers = [o for w in ("from", "by", "of") for o in grammar.prepositional(s, node, w)] or s.kids(
            node, "compound", "poss", "amod", "nmod"
        )
        return tuple(a for g in givers if s.nodes[g].tail is None for a in resolver.arguments(s, g))
    if s.nodes[v].head == node and s.nodes[v].dep in ("acl", "relcl"):
        found = _only_described(s, found, node, v)
    if (
        not found
        and n.name is None
        and n.pos in ("NOUN", "PROPN", "ADJ", "NUM")
        and n.low not in words(_REFERENCES, "money")
    ):
        found = tuple(a for a, _ in bearers(s, resolver, node))
    return found


def _only_described(s: Sentence, found: tuple[Argument, ...], node: int, v: int) -> tuple[Argument, ...]:
    """A clause that follows one item of a list describes that item alone."""
    before = tuple(a for a in found if a.mention.span.start < s.nodes[v].start)
    return before or found


def _lister(s: Sentence, resolver: Resolver, v: int, frame: VerbFrame) -> str | None:
    """Where a list stands is who says so: "X's website lists Y as a partner"."""
    if "website_owner" not in frame.subject:
        return None
    nodes = grammar.logical_subjects(s, v)
    if not nodes:
        return None
    below = sorted(k for k in s.subtree(nodes[0]) if k <= nodes[0])
    return (
        resolver.text[s.nodes[below[0]].start : s.nodes[below[-1]].end]
        .removeprefix("The ")
        .removeprefix("the ")
    )
