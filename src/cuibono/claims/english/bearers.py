"""Whom a noun describes: by apposition, copula, "as", a name beside it, a list that it heads."""

from __future__ import annotations

from cuibono.claims.english import grammar
from cuibono.claims.english.mentions import Argument, Resolver
from cuibono.claims.english.rules import role_words
from cuibono.claims.english.tree import Sentence

Borne = list[tuple[Argument, int]]

_INSIDE = frozenset(
    [
        "det",
        "amod",
        "compound",
        "poss",
        "case",
        "nmod",
        "advmod",
        "nummod",
        "punct",
        "cc",
        "conj",
        "preconj",
        "predet",
    ]
)
_EDGES = frozenset((",", ";", "(", ")", "—", "–", "and", "or", '"', "“", "”", ":", "."))
_LOOSE = frozenset(["appos", "conj", "nsubj", "npadvmod", "dep", "attr", "dobj", "pobj", "root", "nsubjpass"])
_SOME = frozenset(["one", "some", "two", "three", "several", "many", "member", "part"])
_LISTING = frozenset(("include", "be", "comprise", "number"))


def bearers(s: Sentence, resolver: Resolver, i: int, depth: int = 0) -> Borne:
    """Whom noun ``i`` describes, and the verb of the clause that says so (``i`` itself without a verb)."""
    if depth > 5:
        return []
    beside = _beside_commas(s, resolver, i)
    if beside:
        return [(a, i) for a in beside]
    for k in s.kids(i, "appos"):
        if s.nodes[k].name is not None:
            return [(a, i) for a in resolver.arguments(s, k)]
    if s.nodes[i].head < 0:
        return []
    return _by_place(s, resolver, i, depth)


def _by_place(s: Sentence, resolver: Resolver, i: int, depth: int) -> Borne:
    """By the noun's place in the tree."""
    node, head = s.nodes[i], s.nodes[s.nodes[i].head]
    if node.dep == "appos":
        return _first_of(s, resolver, node.head, i, depth + 1)
    if node.dep in ("compound", "nmod", "amod", "npadvmod") and head.name is not None:
        plural = node.tag in ("NNS", "NNPS")
        return [(a, i) for a in (resolver.arguments(s, head.i) if plural else _single(resolver, s, head.i))]
    if node.dep in ("attr", "acomp", "oprd") or (
        node.dep == "dobj" and head.lemma in role_words("appoint") | {"become"}
    ):
        return _of_clause(s, resolver, head.i, depth + 1)
    if node.dep == "conj":
        return bearers(s, resolver, node.head, depth + 1) if head.name is None else []
    if node.dep == "pobj":
        return _of_preposition(s, resolver, i, head.i, depth)
    if node.dep in ("nsubj", "nsubjpass") and head.lemma in _LISTING:
        return [
            (a, head.i)
            for k in s.kids(head.i, "attr", "dobj")
            for a in resolver.arguments(s, k)
            if s.nodes[k].name is not None or a.node != k
        ]
    if node.dep in ("dep", "npadvmod", "root", "nsubj") and i > 0:
        return _before_comma(s, resolver, i)
    return []


def _of_preposition(s: Sentence, resolver: Resolver, i: int, prep: int, depth: int) -> Borne:
    word, above = s.nodes[prep].low, s.nodes[prep].head
    if above < 0:
        return []
    if word in ("of", "among") and s.nodes[above].low in _SOME:
        return bearers(s, resolver, above, depth + 1)
    if word == "among" and s.nodes[above].lemma in ("count", "list", "name", "rank", "number"):
        return [(a, above) for k in s.kids(above, "dobj") for a in resolver.arguments(s, k)]
    if word == "on" and s.nodes[i].low in ("payroll", "staff", "board"):
        verb = above if grammar.is_verb(s, above) else -1
        return [
            (a, above)
            for k in (grammar.surface_subjects(s, verb) if verb >= 0 else [above])
            for a in resolver.arguments(s, k)
        ]
    if word == "among" and s.nodes[above].lemma == "be":
        return [(a, above) for k in s.kids(above, "nsubj", "attr") for a in resolver.arguments(s, k)]
    return _of_as(s, resolver, prep, depth + 1) if word == "as" else []


# ------------------------------------------------------------------------------------------------ beside commas


def _beside_commas(s: Sentence, resolver: Resolver, i: int) -> list[Argument]:
    """The name that a phrase around noun ``i`` stands next to, between commas: "X, chairman of Y," or "Y's chairman, X,".

    The words beside say it more surely than the tree, which often hangs an apposition too high.
    """
    left = _left_edge(s, i)
    return _name_on_left(s, resolver, i, left) or _name_on_right(s, resolver, i, left)


def _left_edge(s: Sentence, i: int) -> int:
    left = i
    while left and s.nodes[left - 1].dep in _INSIDE and s.nodes[left - 1].low not in _EDGES:
        left -= 1
    return left


def _name_on_left(s: Sentence, resolver: Resolver, i: int, left: int) -> list[Argument]:
    if (
        left < 2
        or s.nodes[left - 1].low not in (",", "(", "—", "–")
        or s.nodes[left - 2].name is None
        or s.nodes[i].dep not in _LOOSE
    ):
        return []
    name = s.nodes[left - 2]
    listed = name.dep == "conj" or any(
        s.nodes[k].dep == "conj" and s.nodes[k].name is not None for k in name.kids
    )
    if listed and s.nodes[i].tag == "NNS" and name.dep == "conj" and _top(s, name.i) is not None:
        return list(resolver.arguments(s, _top(s, name.i) or 0))
    plain = s.nodes[i].dep in ("appos", "npadvmod", "dep") or (
        s.nodes[left].low in ("a", "an", "the") and not listed
    )
    return _single(resolver, s, name.i) if plain or (not listed and name.head == i) else []


def _top(s: Sentence, i: int) -> int | None:
    """The first name of the list that node ``i`` is coordinated in."""
    while s.nodes[i].dep == "conj" and s.nodes[i].head >= 0:
        i = s.nodes[i].head
    return i if s.nodes[i].name is not None else None


def _name_on_right(s: Sentence, resolver: Resolver, i: int, left: int) -> list[Argument]:
    owned = s.nodes[left].low in ("its", "their", "the", "whose") or s.kid(i, "poss") is not None
    if (
        not owned
        or i + 2 >= len(s.nodes)
        or s.nodes[i + 1].low != ","
        or s.nodes[i + 2].name is None
        or s.nodes[i].dep == "conj"
    ):
        return []
    name = s.nodes[i + 2]
    following = s.nodes[i + 3].low if i + 3 < len(s.nodes) else ""
    return (
        _single(resolver, s, name.i)
        if following in (",", ".", "") and name.dep in ("appos", "conj", "nsubj", "dep", "npadvmod")
        else []
    )


def _before_comma(s: Sentence, resolver: Resolver, i: int) -> Borne:
    """ "Smith, chairman of X" where the parser saw no apposition: the name right before the comma."""
    k = i - 1
    while k >= 0 and (
        s.nodes[k].dep in ("det", "amod", "compound", "poss", "case", "nmod", "advmod")
        or (s.nodes[k].name is not None and s.nodes[k].head == i)
    ):
        k -= 1
    if k >= 1 and s.nodes[k].low == "," and s.nodes[k - 1].name is not None:
        return [(a, i) for a in _single(resolver, s, k - 1)]
    return []


# ------------------------------------------------------------------------------------------------ clauses


def _single(resolver: Resolver, s: Sentence, i: int) -> list[Argument]:
    named = resolver.named(s, s.nodes[i])
    return [named] if named else []


def _first_of(s: Sentence, resolver: Resolver, head: int, clause: int, depth: int) -> Borne:
    """The one thing that an apposition describes: never the rest of its list."""
    node = s.nodes[head]
    if node.name is not None:
        return [(a, clause) for a in _single(resolver, s, head)]
    if node.dep in ("appos", "conj"):
        return bearers(s, resolver, head, depth)
    return [(a, clause) for a in resolver.arguments(s, head)] or bearers(s, resolver, head, depth)


def _of_clause(s: Sentence, resolver: Resolver, verb: int, depth: int) -> Borne:
    """The subject of "is", "became"; the object of "named X chairman" or the subject of its passive."""
    if s.nodes[verb].lemma in role_words("appoint"):
        nodes = (
            s.kids(verb, "dobj")
            if s.kids(verb, "nsubj") and s.kids(verb, "dobj")
            else grammar.logical_objects(s, verb)
        )
        nodes = [n for n in nodes if s.nodes[n].dep != "oprd"]
        nodes += [k for c in s.kids(verb, "ccomp", "xcomp") for k in s.kids(c, "nsubj")]
    else:
        nodes = grammar.surface_subjects(s, verb)
    return [(a, verb) for n in nodes for a in _subject_arguments(s, resolver, n, depth)]


def _subject_arguments(s: Sentence, resolver: Resolver, n: int, depth: int) -> list[Argument]:
    if s.nodes[n].low in ("who", "which", "that") and s.nodes[n].head >= 0:
        antecedent = s.nodes[s.nodes[n].head].head
        return list(resolver.arguments(s, antecedent)) if antecedent >= 0 else []
    return list(resolver.arguments(s, n)) or [a for a, _ in bearers(s, resolver, n, depth + 1)]


def _of_as(s: Sentence, resolver: Resolver, prep: int, depth: int) -> Borne:
    """ "serves as chairman", "appointed X as chairman", "X as chairman"."""
    above = s.nodes[prep].head
    if grammar.is_verb(s, above):
        lemma, direct = s.nodes[above].lemma, s.kids(above, "dobj")
        transitive = direct and (
            lemma in role_words("appoint") | {"replace", "know", "work", "hire", "bring", "use"}
            or grammar.passive(s, above)
        )
        nodes = direct if transitive else grammar.surface_subjects(s, above)
        if lemma in role_words("copulas") | role_words("appoint") or direct or grammar.passive(s, above):
            return [(a, above) for n in nodes for a in _subject_arguments(s, resolver, n, depth)]
        return []
    return [(a, prep) for a in _single(resolver, s, above)] if s.nodes[above].name is not None else []
