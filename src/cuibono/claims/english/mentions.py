"""From a node of the tree to the actors it stands for: names, lists, descriptions, references; or nobody.

The described noun is not the name in it: "critics of X", "former X staff", "an X-style body" give nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

from cuibono.claims.english.actors import Actor
from cuibono.claims.english.coref import References
from cuibono.claims.english.kinds import Kind, nationality
from cuibono.claims.english.tree import Node, Sentence
from cuibono.claims.lexicon import words
from cuibono.model import Mention, Span

_FILE = "english/references.yml"
_EXAMPLES = frozenset(("like", "including", "as", "among"))
_PRONOUNS = frozenset(
    [
        "he",
        "she",
        "him",
        "his",
        "her",
        "it",
        "its",
        "they",
        "them",
        "their",
        "himself",
        "herself",
        "itself",
        "themselves",
        "who",
        "both",
        "all",
    ]
)
_PARTITIVES = frozenset(
    ["any", "all", "some", "none", "each", "many", "most", "several", "neither", "either"]
)
_NO_GENERIC = frozenset(
    ["any", "no", "the", "this", "that", "these", "those", "which", "what", "whose", "every", "own"]
)
_DEFINITE = frozenset(["the", "this", "that", "these", "those", "its", "their", "his", "her", "both", "all"])


@dataclass(frozen=True, slots=True)
class Argument:
    """One actor in one place of a frame; ``node`` is where it stands in the tree."""

    mention: Mention
    kind: Kind
    node: int


class Resolver:
    """Resolves nodes of the sentences of one document."""

    def __init__(self, text: str, references: References) -> None:
        self.text = text
        self.references = references

    def arguments(self, s: Sentence, i: int, *, parts: bool = False, depth: int = 0) -> tuple[Argument, ...]:
        """The actors that node ``i`` stands for, its coordination included, in order of the text.

        With ``parts``, "X's website" and "the budget of X" stand for X.
        """
        if depth > 6:
            return ()
        found = list(self._one(s, i, parts, depth))
        for k in s.nodes[i].kids:
            kid = s.nodes[k]
            if (kid.dep == "conj" and k > i and kid.pos not in ("VERB", "AUX", "ADJ")) or (
                kid.dep == "appos" and s.nodes[i].name is not None and self._is_list_item(s, i, k)
            ):
                found += self.arguments(s, k, parts=parts, depth=depth + 1)
        if s.nodes[i].name is not None:
            found += [a for k in self._past_places(s, i) for a in self.arguments(s, k, depth=depth + 1)]
            if s.nodes[i].dep != "conj" and (left := self._left_item(s, i)) is not None:
                found.append(left)
        unique = {(a.mention.name, a.mention.span): a for a in found}
        return tuple(sorted(unique.values(), key=lambda a: a.mention.span))

    def _past_places(self, s: Sentence, i: int) -> list[int]:
        """ "A in Finland, B in Australia and C": the parser hangs B and C on Finland."""
        out = []
        for k in s.kids(i, "prep"):
            for p in s.kids(k, "pobj"):
                name = s.nodes[p].name
                if (
                    s.nodes[k].low in ("in", "from", "of")
                    and name is not None
                    and name.kind in ("place", "state")
                ):
                    out += [
                        c
                        for c in s.kids(p, "conj", "appos")
                        if (other := s.nodes[c].name) is not None
                        and other.kind not in ("place", "state", "work")
                    ]
        return out

    def _left_item(self, s: Sentence, i: int) -> Argument | None:
        """The first item of a list at the head of a sentence that the parser left out: "A, B and C own"."""
        if i != 2 or s.nodes[1].low != "," or s.nodes[0].name is None or not s.kids(i, "conj"):
            return None
        return (
            self.named(s, s.nodes[0])
            if s.nodes[0].dep in ("dep", "npadvmod", "nmod", "compound", "nsubj", "nsubjpass", "root", "intj")
            else None
        )

    def named(self, s: Sentence, node: Node) -> Argument | None:
        """The argument for a node that is a name."""
        if node.name is None or node.name.kind == "work":
            return None
        actor = self.references.actors.of(node.name)
        mention = Mention(node.name.text, Span(node.name.start, node.name.end), actor.name)
        return Argument(mention, actor.kind, node.i)

    def generic(self, s: Sentence, i: int) -> Argument | None:
        """A noun phrase without a name that may still be an end of a claim: "three weeklies", "private donors"."""
        node = s.nodes[i]
        if (
            node.name is not None
            or node.low not in words(_FILE, "generic")
            or node.pos not in ("NOUN", "PROPN")
        ):
            return None
        if s.kid(i, "poss") is not None or any(s.nodes[k].low in _NO_GENERIC for k in node.kids):
            return None
        first = min(
            (
                k
                for k in node.kids
                if s.nodes[k].dep in ("amod", "compound", "nummod", "nmod", "quantmod", "advmod") and k < i
            ),
            default=i,
        )
        span = Span(s.nodes[first].start, node.end)
        text = self.text[span.start : span.end]
        return Argument(Mention(text, span, text, ("no name in the text",)), "org", i)

    # -------------------------------------------------------------------------------------------- one node

    def _one(self, s: Sentence, i: int, parts: bool, depth: int) -> tuple[Argument, ...]:
        node = s.nodes[i]
        if node.name is not None and node.tail is None:
            argument = self.named(s, node)
            return (argument,) if argument else ()
        if node.low in _PRONOUNS:
            return self._referents(s, node, self.references.pronoun(s.index, node.start, node.low), i, i)
        if node.low in ("latter", "former") and s.kid(i, "det") is not None:
            return self._referents(
                s,
                node,
                self.references.latter(s.index, node.start, -1 if node.low == "latter" else -2),
                s.kid(i, "det"),
                i,
            )
        if node.low in _PARTITIVES:
            return tuple(
                a
                for k in s.kids(i, "prep")
                if s.nodes[k].low == "of"
                for o in s.kids(k, "pobj")
                for a in self.arguments(s, o, parts=parts, depth=depth + 1)
            )
        if node.pos in ("VERB", "AUX", "ADP", "PUNCT"):
            return ()
        return self._noun(s, i, parts, depth)

    def _noun(self, s: Sentence, i: int, parts: bool, depth: int) -> tuple[Argument, ...]:
        """A common noun: its apposition, its examples, a name beside it, its owner, or what it refers to."""
        node = s.nodes[i]
        if nationality(node.text) and node.dep in ("amod", "compound", "nmod", "poss"):
            state = nationality(node.text) or ""
            return (Argument(Mention(node.text, Span(node.start, node.end), state), "state", i),)
        listed = self._examples(s, i, depth)
        if listed:
            return listed
        for k in s.kids(i, "appos"):
            inner = self.arguments(s, k, depth=depth + 1) if s.nodes[k].name is not None else ()
            if inner:
                return inner
        called = self._called(s, i)
        if called is not None:
            return self.arguments(s, called, depth=depth + 1)
        beside = self._beside(s, i)
        if beside is not None:
            return (beside,)
        body = self._state_body(s, i)
        if body is not None:
            return (body,)
        owner = s.kid(i, "poss")
        if parts and node.low in words(_FILE, "parts"):
            if owner is not None:
                return self.arguments(s, owner, depth=depth + 1)
            of = next((k for k in s.kids(i, "prep") if s.nodes[k].low in ("of", "at", "for")), None)
            inside = s.kid(of, "pobj") if of is not None else None
            if inside is not None:
                return self.arguments(s, inside, depth=depth + 1)
            compound = next(
                (
                    self.named(s, s.nodes[k])
                    for k in s.kids(i, "compound", "nmod", "amod")
                    if s.nodes[k].name is not None and s.nodes[k].tail is None
                ),
                None,
            )
            if compound is not None:
                return (compound,)
        if owner is not None and s.nodes[owner].low not in ("its", "their", "his", "her"):
            return ()
        return self._definite(s, i)

    def _called(self, s: Sentence, i: int) -> int | None:
        """The name in "a startup known as X", "a subsidiary called X"."""
        for k in s.kids(i, "acl"):
            if s.nodes[k].low in ("known", "called", "named", "dubbed"):
                below = (
                    *s.kids(k, "oprd", "dobj", "attr"),
                    *(o for p in s.kids(k, "prep") for o in s.kids(p, "pobj")),
                )
                return next((n for n in below if s.nodes[n].name is not None), None)
        return None

    def _definite(self, s: Sentence, i: int) -> tuple[Argument, ...]:
        node = s.nodes[i]
        first = s.kid(i, "det", "poss", "nummod")
        determiner = s.nodes[first].low if first is not None else ""
        if determiner in ("either", "neither", "both") and node.low in words(_FILE, "loose") | words(
            _FILE, "plural"
        ):
            return self._referents(
                s, node, self.references.last(node.start, 2, ("org", "outlet", "unknown")), first, i
            )
        if determiner not in _DEFINITE and node.low not in ("three", "two", "four", "pair", "both"):
            return ()
        if determiner in ("its", "their", "his", "her"):
            return ()
        if any(
            s.nodes[k].low in ("of", "for", "by", "from", "in", "behind")
            and s.kid(k, "pobj") is not None
            and s.nodes[s.kid(k, "pobj") or 0].name is not None
            for k in s.kids(i, "prep")
        ):
            return ()
        if any(
            s.nodes[k].name is not None and s.nodes[k].tail is None
            for k in s.kids(i, "compound", "nmod", "amod")
        ) or any(not _comma_between(s, i, k) for k in s.kids(i, "relcl", "acl")):
            return ()
        return self._referents(
            s,
            node,
            self.references.definite(s.index, s.nodes[first if first is not None else i].start, node.low),
            first,
            i,
        )

    def _referents(
        self, s: Sentence, node: Node, found: object, first: int | None, last: int
    ) -> tuple[Argument, ...]:
        begin = s.nodes[first].start if first is not None and first <= last else node.start
        span = Span(begin, s.nodes[last].end)
        actors: tuple[Actor, ...] = found.actors  # type: ignore[attr-defined]
        reason: str = found.reason  # type: ignore[attr-defined]
        return tuple(
            Argument(Mention(self.text[span.start : span.end], span, a.name, (reason,)), a.kind, node.i)
            for a in actors
        )

    def _examples(self, s: Sentence, i: int, depth: int) -> tuple[Argument, ...]:
        """The list after "such as", "like" or "including", also when the parser hung it on a word inside the phrase."""
        for k in sorted(s.subtree(i)):
            node = s.nodes[k]
            if k <= i or node.low not in _EXAMPLES or node.dep not in ("prep", "prt", "advmod", "acl"):
                continue
            if any(
                s.nodes[a].dep == "pobj"
                and s.nodes[s.nodes[a].head].low
                in ("of", "for", "by", "with", "from", "to", "in", "at", "on")
                and s.nodes[s.nodes[a].head].i > i
                for a in _path(s, k, i)
            ):
                continue
            if node.low == "as" and (k == 0 or s.nodes[k - 1].low != "such"):
                continue
            if any(s.nodes[a].pos == "VERB" and a > i for a in _path(s, k, i)) and node.low == "like":
                continue
            if node.low == "among" and (k == 0 or s.nodes[k - 1].low != ","):
                continue
            inside = s.kid(k, "pobj", "dobj") if node.low != "among" else _first_name_after(s, k)
            if inside is not None and (found := self.arguments(s, inside, depth=depth + 1)):
                return found
        return ()

    def _beside(self, s: Sentence, i: int) -> Argument | None:
        """A name in compound with a word of its kind: "the League party"; "the Smith campaign" is a body of its own."""
        node = s.nodes[i]
        if node.low not in words(_FILE, "type_nouns") | words(_FILE, "personal_bodies"):
            return None
        if any(s.nodes[k].low in ("a", "an", "former", "style", "anti", "rival", "other") for k in node.kids):
            return None
        for k in s.kids(i, "compound", "nmod", "nsubj", "poss"):
            other = s.nodes[k]
            if other.name is None or other.tail is not None or other.name.kind in ("state", "place"):
                continue
            kind = self.references.actors.kind(other.name)
            if node.low in words(_FILE, "personal_bodies") and k < i:
                span = Span(other.start, node.end)
                actor = self.references.actors.of(other.name)
                name = self.text[span.start : span.end] if kind != "person" else f"{actor.name} {node.text}"
                return Argument(Mention(self.text[span.start : span.end], span, name), "org", i)
            if other.dep != "poss" and kind != "person" and node.low in words(_FILE, "type_nouns"):
                return self.named(s, other)
        return None

    def _state_body(self, s: Sentence, i: int) -> Argument | None:
        """ "government of Bahrain", "the people's government in X": a body of a state, named with it."""
        node = s.nodes[i]
        if node.low not in words("english/names.yml", "government_nouns"):
            return None
        of = next((k for k in s.kids(i, "prep") if s.nodes[k].low == "of"), None)
        inside = s.kid(of, "pobj") if of is not None else None
        if inside is None or s.nodes[inside].name is None:
            return None
        name = s.nodes[inside].name
        if name is None or self.references.actors.kind(name) not in ("state", "place"):
            return None
        span = Span(node.start, name.end)
        words_here = self.text[span.start : span.end]
        return Argument(Mention(words_here, span, words_here), "state", i)

    def _is_list_item(self, s: Sentence, i: int, k: int) -> bool:
        """Whether a name in apposition to a name is the next item of a list that the parser misread."""
        first, second = s.nodes[i].name, s.nodes[k].name
        if first is None or second is None or (not s.nodes[k].kids and not s.nodes[i].kids):
            return False
        kind_a, kind_b = self.references.actors.kind(first), self.references.actors.kind(second)
        same = kind_a == kind_b or {kind_a, kind_b} <= {"org", "outlet", "unknown"}
        return same and any(
            s.nodes[c].dep in ("conj", "cc", "appos") for c in (*s.nodes[k].kids, *s.nodes[i].kids) if c != k
        )


def _first_name_after(s: Sentence, k: int) -> int | None:
    return next((n.i for n in s.nodes[k + 1 : k + 5] if n.name is not None), None)


def _comma_between(s: Sentence, a: int, b: int) -> bool:
    return any(s.nodes[k].low == "," for k in range(a, b))


def _path(s: Sentence, k: int, top: int) -> list[int]:
    out = []
    for a in s.ancestors(k):
        if a == top:
            break
        out.append(a)
    return out
