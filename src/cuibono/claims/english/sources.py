"""Sources that the words themselves name: "told X", "an X poll found", "according to X", "(X)", "Smith, X".

A sentence is written as one line in which each name is a mark that tells its kind (``§o3`` is an outlet at node 3,
``§g`` a body, ``§p`` a person, ``§u`` unknown); patterns of ``sources.yml`` are run over it. They see what the tree
loses in long sentences and in lines without a verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from cuibono.claims.english.candidates import Candidate
from cuibono.claims.english.citations import subject_is_outlet
from cuibono.claims.english.kinds import may_be_person
from cuibono.claims.english.mentions import Argument, Resolver
from cuibono.claims.english.tree import Node, Sentence
from cuibono.claims.lexicon import load, words
from cuibono.model import THIS_ARTICLE, Mention, Span

_FILE = "english/sources.yml"
_MARKS = {"outlet": "o", "org": "g", "person": "p", "unknown": "u"}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """Compiled patterns, and whether each is a byline: word lists and marks are filled into the shapes of the file."""
    lists = {
        key: "|".join(sorted(map(re.escape, words(_FILE, key)), key=len, reverse=True))
        for key in ("documents", "speak", "made", "outlet_says", "report_verbs", "forms", "studies")
    }
    lists |= {
        "O": r"§o(?P<source>\d+)",
        "O2": r"§o(?P<other>\d+)",
        "G": r"§[og](?P<source>\d+)",
        "G2": r"§[og](?P<other>\d+)",
        "U": r"§u(?P<source>\d+)",
        "P": r"§[pu](?P<person>\d+)",
        "P2": r"§[pu](?P<second>\d+)",
        "the": r"(?:(?:the|a|an|its|their) )?",
        "some": r"(?:(?!(?:and|or|but|not|that|who|which|of|on|in|by|to|at|for|from|with|as|is|was) )[a-z][a-z-]* )",
        "any": r"(?:(?!(?:and|or|but|not|that|who|which|is|was|were|be|been) )[a-z0-9][a-z0-9-]* )",
        "end": r"(?= (?:[.,;:)”\"—–]|and |in |which |that |who |on |last |this |earlier |when |while |from |as |as )|$)",
    }
    rows = [(row, False) for row in load(_FILE)["citations"]] + [
        (row, True) for row in load(_FILE)["bylines"]
    ]
    return tuple((re.compile(_filled(row, lists)), byline) for row, byline in rows)


def _filled(shape: str, lists: dict[str, str]) -> str:
    return re.sub(r"\{([A-Za-z]\w*)\}", lambda m: lists[m[1]], shape)


def source_candidates(s: Sentence, resolver: Resolver) -> Iterator[Candidate]:
    """All sources that the patterns see in ``s``; a byline also says for whom its writer works."""
    if not s.names:
        return
    line, offsets = _line(s, resolver)
    for pattern, byline in _patterns():
        for match in pattern.finditer(line):
            trigger = offsets.get(match.start("cue")) if "cue" in pattern.groupindex else None
            if trigger is not None and s.nodes[trigger].low == "published" and subject_is_outlet(s, trigger):
                continue
            for source in _arguments(s, resolver, match, "source", "other"):
                yield _citation(s, source, source.node if trigger is None else trigger)
                if byline:
                    yield from _bylines(s, resolver, match, source)


def _line(s: Sentence, resolver: Resolver) -> tuple[str, dict[int, int]]:
    parts, offsets, at = [], {}, 0
    for node in s.nodes:
        word = _mark(s, resolver, node) or node.low
        offsets[at] = node.i
        parts.append(word)
        at += len(word) + 1
    return " ".join(parts), offsets


def _mark(s: Sentence, resolver: Resolver, node: Node) -> str | None:
    if node.name is None or node.tail is not None:
        return None
    named = resolver.named(s, node)
    if named is None:
        return "§w"
    if named.kind != "person" and named.mention.name in words(_FILE, "pollsters"):
        return f"§o{node.i}"
    return f"§{_MARKS.get(named.kind, 's')}{node.i}"


def _arguments(s: Sentence, resolver: Resolver, match: re.Match[str], *groups: str) -> list[Argument]:
    marks = [match[g] for g in groups if g in match.re.groupindex and match[g]]
    found = (resolver.named(s, s.nodes[int(mark)]) for mark in marks)
    return [a for a in found if a is not None]


def _citation(s: Sentence, source: Argument, trigger: int) -> Candidate:
    node = s.nodes[trigger]
    article = Argument(Mention(THIS_ARTICLE, Span(node.start, node.start), THIS_ARTICLE), "unknown", trigger)
    return Candidate("cites", article, source, s, trigger, source.node, node.text, "pattern")


def _bylines(s: Sentence, resolver: Resolver, match: re.Match[str], source: Argument) -> Iterator[Candidate]:
    for person in _arguments(s, resolver, match, "person", "second"):
        if may_be_person(person.kind, person.mention.name):
            yield Candidate(
                "works_for",
                person,
                source,
                s,
                source.node,
                source.node,
                s.nodes[source.node].text,
                "pattern",
                "byline",
            )
