"""A parsed sentence with each name as one node: what the frames are matched against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cuibono.claims.english.names import Name
from cuibono.claims.english.text import Token
from cuibono.model import Span


@dataclass(slots=True)
class Node:
    """One token of the masked sentence.

    ``tail`` is the participle of a compound such as ``US-funded``; ``forced`` the lemma of a verb that the parser was
    shown as another one.
    """

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
    low: str = ""
    forced: str | None = None

    def __post_init__(self) -> None:
        self.low = self.text.casefold()


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


def attach(sentence: Sentence, doc: Any) -> None:
    """Copy tags, lemmas and the tree of a parsed spaCy ``Doc`` into the nodes of ``sentence``."""
    for node, token in zip(sentence.nodes, doc, strict=True):
        node.lemma, node.pos, node.tag = node.forced or token.lemma_.casefold(), token.pos_, token.tag_
        node.dep, node.head = token.dep_.casefold(), token.head.i
        if node.dep == "root":
            node.head = -1
    _repair(sentence.nodes)
    for node in sentence.nodes:
        if node.head >= 0:
            sentence.nodes[node.head].kids.append(node.i)


def _repair(nodes: list[Node]) -> None:
    """Undo a frequent misreading: in "runs A and funds B and C" the parser may coordinate "funds" with the name A."""
    for node in nodes:
        if (
            node.name is not None
            or node.dep != "conj"
            or node.tag not in ("VBZ", "VBD", "VBP")
            or node.head < 0
            or nodes[node.head].name is None
        ):
            continue
        object_, top = nodes[node.head], nodes[node.head].head
        if top < 0 or object_.dep not in ("dobj", "pobj"):
            continue
        while nodes[top].pos == "ADP" and nodes[top].head >= 0:
            top = nodes[top].head
        first = next(
            (
                n
                for n in nodes[node.i + 1 :]
                if n.name is not None and n.head in (object_.i, node.i) and n.dep == "conj"
            ),
            None,
        )
        node.head, node.dep = top, "conj"
        if first is not None:
            first.head, first.dep = node.i, "dobj"
            for other in nodes[first.i + 1 :]:
                if other.head == object_.i and other.dep in ("conj", "cc"):
                    other.head = first.i
