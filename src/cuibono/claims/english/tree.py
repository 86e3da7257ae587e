"""A parsed sentence with each name as one node: what the frames are matched against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from cuibono.claims.english.names import Name
from cuibono.claims.english.text import Token
from cuibono.model import Span

# One stand-in a kind: the parser sees the same word for every state, so a swap of names cannot change the tree.
_STAND_INS = {"person": "Smith", "state": "Russia", "place": "Russia", "work": "Hamlet"}
_DEFAULT_STAND_IN = "Google"
_SCALES = {
    "bn": "billion",
    "m": "million",
    "mn": "million",
    "mln": "million",
    "k": "thousand",
    "tn": "trillion",
}


@dataclass(slots=True)
class Node:
    """One token of the masked sentence. ``tail`` is the participle of a compound such as ``US-funded``."""

    i: int
    start: int
    end: int
    text: str
    name: Name | None = None
    tail: str | None = None
    lemma: str = ""
    pos: str = ""
    tag: str = ""
    dep: str = ""
    head: int = -1
    kids: list[int] = field(default_factory=list)

    @property
    def low(self) -> str:
        return self.text.casefold()


@dataclass(slots=True)
class Sentence:
    """One sentence: its tokens, the names among them and, once parsed, the tree over its masked nodes."""

    index: int
    span: Span
    tokens: list[Token]
    names: tuple[Name, ...]
    nodes: list[Node] = field(default_factory=list)

    def kid(self, i: int, *deps: str) -> int | None:
        """The first child of ``i`` with one of ``deps``."""
        return next((k for k in self.nodes[i].kids if self.nodes[k].dep in deps), None)

    def kids(self, i: int, *deps: str) -> list[int]:
        return [k for k in self.nodes[i].kids if self.nodes[k].dep in deps]

    def subtree(self, i: int) -> Iterator[int]:
        """``i`` and all nodes below it, depth first."""
        stack, seen = [i], set()
        while stack:
            here = stack.pop()
            if here in seen:
                continue
            seen.add(here)
            yield here
            stack.extend(self.nodes[here].kids)

    def ancestors(self, i: int) -> Iterator[int]:
        """The heads above ``i``, nearest first."""
        seen = {i}
        while (head := self.nodes[i].head) not in seen and head >= 0:
            seen.add(head)
            yield head
            i = head


def masked(sentence: Sentence) -> tuple[list[str], list[bool]]:
    """Build the nodes of ``sentence`` and give the words to parse, with whether a space follows each."""
    by_first = {name.first: name for name in sentence.names}
    tokens, nodes, i = sentence.tokens, [], 0
    while i < len(tokens):
        name = by_first.get(i)
        if name is None:
            nodes.append(Node(len(nodes), tokens[i].start, tokens[i].end, tokens[i].text))
            i += 1
            continue
        node = Node(len(nodes), name.start, name.end, name.text, name=name)
        i = name.last
        if (
            i < len(tokens)
            and tokens[i].text[0] == "-"
            and len(tokens[i].text) > 2
            and tokens[i].text[1].isalpha()
            and tokens[i].start == tokens[i - 1].end
        ):
            node.tail, node.end = tokens[i].text[1:], tokens[i].end
            i += 1
        nodes.append(node)
    sentence.nodes = nodes
    return [_surface(nodes, n) for n in nodes], [True] * len(nodes)


def _surface(nodes: Sequence[Node], node: Node) -> str:
    if node.name is None:
        after_number = node.i > 0 and nodes[node.i - 1].text[0].isdigit()
        return _SCALES.get(node.low, node.text) if after_number else node.text
    if node.tail:
        return f"state-{node.tail}"
    return _STAND_INS.get(node.name.kind, _DEFAULT_STAND_IN)


def attach(sentence: Sentence, doc: Any) -> None:
    """Copy tags, lemmas and the tree of a parsed spaCy ``Doc`` into the nodes of ``sentence``."""
    for node, token in zip(sentence.nodes, doc, strict=True):
        node.lemma, node.pos, node.tag = token.lemma_.casefold(), token.pos_, token.tag_
        node.dep, node.head = token.dep_.casefold(), token.head.i
        if node.dep == "root":
            node.head = -1
    for node in sentence.nodes:
        if node.head >= 0:
            sentence.nodes[node.head].kids.append(node.i)
