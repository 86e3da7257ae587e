"""What the model knows of a pair of actors, or of one: words beside and between them, the path in the tree, the lexicon.

A feature is a short string; it is hashed, so there is no vocabulary, and no words of any text are kept in the model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise

from cuibono.claims.english.kinds import nationality
from cuibono.claims.english.rules import nominal_frames, role_frames, verb_frames
from cuibono.claims.english.tree import Node, Sentence
from cuibono.claims.english.triggers import reporting
from cuibono.claims.learned.rendering import Window

FARTHEST = 45  # rendered words between two actors; beyond that nothing was ever labelled
_NEAR, _BESIDE = 12, 3
_TELLING = frozenset(
    ["neg", "appos", "poss", "compound", "attr", "prep", "agent", "dobj", "auxpass", "aux", "case", "amod"]
)
_STEPS = 5


@cache
def lexicon() -> dict[str, tuple[str, ...]]:
    """Which predicates the rule files know a word for; ``~`` marks nouns whose bearer is the object."""
    table: dict[str, set[str]] = {}
    for verb, frames in verb_frames().items():
        table.setdefault(verb.split()[0], set()).update(f.predicate for f in frames)
    for noun, nominals in nominal_frames().items():
        table.setdefault(noun, set()).update(f"{f.predicate}." for f in nominals)
    for noun, roles in role_frames().items():
        table.setdefault(noun, set()).update(
            f"{f.predicate}:" if f.bearer_is_subject else f"{f.predicate}~" for f in roles
        )
    return {word: tuple(sorted(known)) for word, known in table.items()}


@dataclass
class View:
    """One parsed sentence with its window; what all its pairs share is worked out once."""

    sentence: Sentence
    window: Window

    @cached_property
    def nodes(self) -> list[int | None]:
        """The node of each spot, the last of its words for a phrase."""
        return [self._node(s.mention.span.start, s.mention.span.end) for s in self.window.spots]

    def _node(self, start: int, end: int) -> int | None:
        inside = [n.i for n in self.sentence.nodes if n.start < end and start < n.end]
        return inside[-1] if inside else None

    @cached_property
    def up(self) -> list[tuple[int, ...]]:
        """For each spot its node and the nodes above, nearest first."""
        return [() if i is None else (i, *self.sentence.ancestors(i)) for i in self.nodes]

    @cached_property
    def spoken(self) -> list[str]:
        """The word of each node, as features have it."""
        return [_word(node) for node in self.sentence.nodes]


def pair(view: View, s: int, o: int) -> Iterator[str]:
    """Features of spot ``s`` as subject and spot ``o`` as object."""
    window = view.window
    first, second = min(s, o), max(s, o)
    order = "<" if s < o else ">"
    a, b = window.spots[s], window.spots[o]
    kinds = f"{a.kind[:3]}{order}{b.kind[:3]}"
    yield f"k={kinds}"
    yield f"k={a.kind}|{b.kind}"
    yield f"r={order}{bool(a.mention.trail)}{bool(b.mention.trail)}"
    yield f"n={order}{min(4, second - first - 1)}"
    yield from _surface(view, first, second, order, kinds)
    yield from _heads(view, s, o)
    yield from _tree(view, s, o, kinds)


def _surface(view: View, first: int, second: int, order: str, kinds: str) -> Iterator[str]:
    words, start, end = view.window.words, view.window.ends[first], view.window.at[second]
    left, right = view.window.at[first], view.window.ends[second]
    between = words[start:end]
    yield f"d={order}{len(between) if len(between) < _NEAR else _NEAR + len(between) // 10}"
    if len(between) <= _NEAR:
        for word in dict.fromkeys(between):
            yield f"b={order}{word}"
            yield f"b={kinds}{word}"
        for pair_of_words in pairwise(between):
            yield f"bb={order}{'_'.join(pair_of_words)}"
        for p in _known(between):
            yield f"bl={order}{p}"
            yield f"bl={kinds}{p}"
    if len(between) <= _STEPS:
        yield f"ball={order}{'_'.join(between)}"
        yield f"ball={kinds}{'_'.join(between)}"
    if between:
        yield f"b1={order}{'_'.join(between[:2])}"
        yield f"b9={order}{'_'.join(between[-2:])}"
    before, after = words[max(0, left - _BESIDE) : left], words[right : right + _BESIDE]
    for d, word in enumerate(reversed(before)):
        yield f"l{d}={order}{word}"
    for d, word in enumerate(after):
        yield f"r{d}={order}{word}"
    close = len(between) < 2
    for mark, beside in (("ll", before), ("rl", after)):
        for p in _known(beside):
            yield f"{mark}={order}{p}"
            yield f"{mark}={kinds}{close}{p}"


@lru_cache(maxsize=65536)
def _known_of(word: str) -> tuple[str, ...]:
    table = lexicon()
    return (*table.get(word, ()), *(table.get(word[:-1], ()) if word.endswith("s") else ()))


def _known(words: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(p for w in words for p in _known_of(w)))


def _heads(view: View, s: int, o: int) -> Iterator[str]:
    """The last common word of each name: "committee", "campaign"."""
    for mark, k in (("sh", s), ("oh", o)):
        words = view.window.words[view.window.at[k] + 1 : view.window.ends[k]]
        if words:
            yield f"{mark}={words[-1]}"


def _word(node: Node) -> str:
    """The lemma of a node; every name is one word, and every nationality another."""
    if node.name is not None:
        return "@"
    return "national" if nationality(node.text) else node.lemma or node.low


def _tree(view: View, s: int, o: int, kinds: str) -> Iterator[str]:
    nodes, up, down = view.sentence.nodes, view.up[s], view.up[o]
    meet = next((i for i in up if i in down), None)
    if meet is None or not up or not down:
        yield "apart"
        return
    rising, falling = up[: up.index(meet) + 1], down[: down.index(meet) + 1]
    said = view.spoken
    shape = ">".join(nodes[i].dep for i in rising[:-1]) + "^" + "<".join(nodes[i].dep for i in falling[:-1])
    yield f"p={shape}"
    yield f"pl={min(9, len(rising) + len(falling))}"
    yield f"t={said[meet]}"
    yield f"t={kinds}{said[meet]}"
    yield f"ts={nodes[rising[0]].dep}^{said[meet]}^{nodes[falling[0]].dep}"
    yield f"pf={' '.join(_step(view, rising))}^{said[meet]}^{' '.join(_step(view, falling))}"
    yield f"se={nodes[rising[0]].dep}:{said[rising[1]] if len(rising) > 1 else '.'}"
    yield f"oe={nodes[falling[0]].dep}:{said[falling[1]] if len(falling) > 1 else '.'}"
    path = dict.fromkeys((*rising[1:], *falling[1:]))
    spoken = [said[i] for i in path if nodes[i].name is None]
    for word in spoken:
        yield f"w={word}"
        yield f"w={kinds}{word}"
    sides = f"{nodes[rising[0]].dep}^{nodes[falling[0]].dep}"
    for known in _known(spoken):
        yield f"x={known}"
        yield f"x={kinds}{known}"
        yield f"x={sides}{known}"
        yield f"x={shape}{known}"
    yield from _around(view, meet, rising, falling)


def _step(view: View, path: Sequence[int]) -> list[str]:
    nodes, said = view.sentence.nodes, view.spoken
    return [f"{nodes[i].dep}:{'' if i == path[0] else said[i]}" for i in path[:-1]]


def _around(view: View, meet: int, rising: Sequence[int], falling: Sequence[int]) -> Iterator[str]:
    """What hangs on the nodes of the path beside it."""
    nodes, said = view.sentence.nodes, view.spoken
    on_path = {*rising, *falling}
    for i in dict.fromkeys((meet, rising[0], falling[0], *rising[1:3], *falling[1:3])):
        mark = "m" if i == meet else "s" if i == rising[0] else "o" if i == falling[0] else "i"
        for k in nodes[i].kids:
            kid = nodes[k]
            if k not in on_path and kid.dep in _TELLING:
                yield f"c={mark}{kid.dep}:{said[k]}"
                if kid.name is None:
                    yield from (f"cl={mark}{kid.dep}:{p}" for p in _known_of(kid.lemma or kid.low))


def single(view: View, k: int) -> Iterator[str]:
    """Features of spot ``k`` as a source that the article cites."""
    window, spot = view.window, view.window.spots[k]
    words, at, end = window.words, window.at[k], window.ends[k]
    yield f"k={spot.kind}"
    yield f"r={bool(spot.mention.trail)}"
    for d in range(4):
        yield f"l{d}={words[at - 1 - d] if at > d else '^'}"
        yield f"r{d}={words[end + d] if end + d < len(words) else '$'}"
    yield f"ll={'_'.join(words[max(0, at - 2) : at])}"
    yield f"lll={'_'.join(words[max(0, at - 3) : at])}"
    yield f"rr={'_'.join(words[end : end + 2])}"
    yield f"h={words[end - 1]}"
    yield f"q={any(w in ('“', chr(34)) for w in words)}"
    yield f"n={min(5, len(window.spots))}"
    yield f"reports={spot.kind}{any(w in reporting() for w in words)}"
    for d, word in enumerate(words[end : end + 3]):
        if word in reporting():
            yield f"says={d}{spot.kind}"
    if len(words) < 40:
        yield from (f"w={w}" for w in dict.fromkeys(words))
    up = view.up[k]
    for d, i in enumerate(up[: _STEPS - 1]):
        node = view.sentence.nodes[i]
        yield f"u{d}={node.dep}"
        if d:
            yield f"u{d}={_word(node)}"
            yield f"u={_word(node)}"
            yield f"u={spot.kind}{view.sentence.nodes[up[0]].dep}:{_word(node)}"
            if node.lemma in reporting() or node.low in reporting():
                yield f"under={d}{spot.kind}{view.sentence.nodes[up[0]].dep}"
    for i in up[:2]:
        yield from (
            f"c={view.sentence.nodes[j].dep}:{_word(view.sentence.nodes[j])}"
            for j in view.sentence.nodes[i].kids
        )
