"""Claims that go on in the next sentence: "X funds several groups. They include A, B and C."."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from cuibono.claims.english import grammar
from cuibono.claims.english.candidates import Candidate
from cuibono.claims.english.mentions import Argument, Resolver
from cuibono.claims.english.rules import verb_frames
from cuibono.claims.english.tree import Sentence
from cuibono.claims.english.verbs import fits_frame
from cuibono.claims.lexicon import words

_OPENERS = frozenset(("they", "these", "those", "them", "recipients", "among", "examples"))


def continued_candidates(sentences: Sequence[Sentence], resolver: Resolver) -> Iterator[Candidate]:
    """Candidates whose predicate and subject stand in one parsed sentence and whose objects in the next."""
    for before, after in itertools.pairwise(sentences):
        if after.index != before.index + 1 or not after.nodes or after.nodes[0].low not in _OPENERS:
            continue
        verb = next(
            (n.i for n in after.nodes[:6] if n.lemma in ("include", "be") and grammar.is_verb(after, n.i)),
            None,
        )
        if verb is not None:
            yield from _joined(before, after, verb, resolver)


def _joined(before: Sentence, after: Sentence, verb: int, resolver: Resolver) -> Iterator[Candidate]:
    listed = after.kids(verb, "dobj", "attr")
    objects = [
        a
        for n in listed
        for a in resolver.arguments(after, n)
        if a.node != n or after.nodes[n].name is not None
    ]
    objects += [
        a
        for n in listed
        for a in _tail(after, n, resolver)
        if a.mention.name not in {o.mention.name for o in objects}
    ]
    for node in before.nodes:
        if node.name is not None or not grammar.is_verb(before, node.i):
            continue
        for frame in verb_frames().get(grammar.key(before, node.i), ()):
            if frame.needs or frame.object[:1] != ("obj",) or frame.subject[:1] != ("subj",):
                continue
            open_ends = [n for n in grammar.logical_objects(before, node.i) if _is_open(before, n, resolver)]
            subjects = (
                [a for n in grammar.logical_subjects(before, node.i) for a in resolver.arguments(before, n)]
                if open_ends
                else []
            )
            for subject in subjects:
                for object_ in objects:
                    if fits_frame(before, subject, object_, frame, node.i):
                        yield Candidate(
                            frame.predicate,
                            subject,
                            object_,
                            after,
                            verb,
                            verb,
                            node.text,
                            "tree",
                            frame.nature,
                        )


def _is_open(s: Sentence, n: int, resolver: Resolver) -> bool:
    """Whether a noun, or one coordinated with it, is of organisations that are not named yet."""
    plural = words("english/references.yml", "plural")
    group = (n, *s.kids(n, "conj"))
    return (
        s.nodes[n].name is None
        and any(s.nodes[k].low in plural for k in group)
        and not resolver.arguments(s, n)
    )


def _tail(s: Sentence, n: int, resolver: Resolver) -> list[Argument]:
    """Further lists coordinated with the first: "outlets like A and B, and groups like C"."""
    return [a for k in s.kids(n, "conj") for a in resolver.arguments(s, k)]
