"""Logical arguments of verbs: voice, inherited subjects, relative clauses, coordination of prepositions."""

from __future__ import annotations

from cuibono.claims.english.tree import Sentence

_RELATIVES = frozenset(("who", "which", "that", "whom"))
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")


def is_verb(s: Sentence, i: int) -> bool:
    return s.nodes[i].pos in ("VERB", "AUX") or s.nodes[i].tag.startswith("VB")


def passive(s: Sentence, v: int) -> bool:
    """Whether verb ``v`` is passive: by its auxiliary, or as a bare participle that describes something."""
    node = s.nodes[v]
    if s.kid(v, "auxpass", "nsubjpass") is not None:
        return True
    if s.kid(v, "nsubj") is not None:
        return False
    if node.tag != "VBN":
        return node.tag == "VBD" and node.dep in ("acl", "amod") and s.kid(v, "dobj") is None
    if any(s.nodes[k].lemma == "have" for k in s.kids(v, "aux")):
        return False
    if node.dep == "conj" and node.head >= 0 and is_verb(s, node.head):
        return passive(s, node.head) if s.kid(v, "agent") is None else True
    return node.dep in (
        "acl",
        "advcl",
        "amod",
        "relcl",
        "root",
        "appos",
        "dep",
        "ccomp",
        "conj",
        "nmod",
        "parataxis",
        "prep",
        "pcomp",
    )


def key(s: Sentence, v: int) -> str:
    """The verb's lemma with its particle: "set up"."""
    particle = s.kid(v, "prt")
    lemma = s.nodes[v].lemma
    return f"{lemma} {s.nodes[particle].low}" if particle is not None else lemma


def with_conjuncts(s: Sentence, i: int) -> list[int]:
    """Prepositions coordinated with ``i``: "by A and by B", "neither by A nor by B"."""
    out = [i]
    for k in s.kids(i, "conj"):
        if s.nodes[k].pos == "ADP":
            out += with_conjuncts(s, k)
    return out


def objects_of(s: Sentence, prep: int) -> list[int]:
    return [o for p in with_conjuncts(s, prep) for o in s.kids(p, "pobj", "pcomp")]


def prepositional(s: Sentence, v: int, word: str) -> list[int]:
    """The objects of ``word`` below verb or noun ``v``; ``on behalf of`` walks down word by word."""
    parts = word.split()
    if len(parts) > 1:
        return _nested(s, v, parts)
    deps = ("prep", "agent", "dative", "prt") if word != "by" else ("prep", "agent")
    heads = [k for k in s.kids(v, *deps) if s.nodes[k].low == word]
    heads += [k for k in s.kids(v, "conj") if heads and s.nodes[k].pos == "ADP" and s.nodes[k].low == word]
    return [o for k in heads for o in objects_of(s, k)]


def _nested(s: Sentence, v: int, parts: list[str]) -> list[int]:
    here = [v]
    for part in parts[:-1]:
        here = [k for i in here for k in _close(s, i) if s.nodes[k].low == part]
    return [o for i in here for k in s.nodes[i].kids if s.nodes[k].low == parts[-1] for o in objects_of(s, k)]


def _close(s: Sentence, i: int) -> list[int]:
    """Children, and what is coordinated below a preposition ("for or on behalf of")."""
    return [k for c in s.nodes[i].kids for k in ((c, *s.nodes[c].kids) if s.nodes[c].pos == "ADP" else (c,))]


def agents(s: Sentence, v: int) -> list[int]:
    """Who acts in a passive: after "by"; shared with a coordinated participle that has none ("funded and run by X")."""
    found = [o for k in s.kids(v, "agent") for o in objects_of(s, k)]
    found = found or [o for k in s.kids(v, "prep") if s.nodes[k].low == "by" for o in objects_of(s, k)]
    if found:
        more = [k for k in s.kids(v, "conj") if s.nodes[k].pos in ("NOUN", "PROPN") and not is_verb(s, k)]
        return found + more  # "by A as well as B" may hang B on the verb
    for k in s.kids(v, "conj"):
        if is_verb(s, k) and passive(s, k) and (shared := agents(s, k)):
            return shared
    return []


def _antecedent(s: Sentence, pronoun: int, head: int) -> int:
    """What a relative pronoun stands for: the name right before ", which", else what the tree says."""
    if (
        pronoun > 1
        and s.nodes[pronoun - 1].low == ","
        and s.nodes[pronoun - 2].name is not None
        and s.nodes[pronoun - 2].tail is None
    ):
        return pronoun - 2
    return head


def _shares_subject(s: Sentence, v: int) -> bool:
    node = s.nodes[v]
    return node.dep in ("conj", "xcomp", "advcl", "pcomp", "ccomp", "dep", "parataxis") and node.head >= 0


def surface_subjects(s: Sentence, v: int, depth: int = 0) -> list[int]:
    """The grammatical subject of ``v``, inherited through coordination, infinitives and participles."""
    own = s.kids(v, "nsubj", "nsubjpass")
    if own:
        if s.nodes[own[0]].low in _RELATIVES and s.nodes[v].dep == "relcl":
            return [_antecedent(s, own[0], s.nodes[v].head)]
        if s.nodes[own[0]].low in _RELATIVES and depth == 0 and (up := _relative_above(s, v)) is not None:
            return [up]
        return own
    node = s.nodes[v]
    if depth > 5 or node.head < 0:
        return []
    if node.dep in ("acl", "relcl"):
        if node.dep == "relcl" and node.tag == "VB":
            return (
                surface_subjects(s, node.head, depth + 1)
                if is_verb(s, node.head)
                else _infinitive_subject(s, node.head, depth)
            )
        return [node.head]
    head = s.nodes[node.head]
    if node.dep == "conj" and is_verb(s, node.head):
        return surface_subjects(s, node.head, depth + 1)
    if node.dep == "conj" and head.pos in ("NOUN", "PROPN") and node.tag in ("VBN", "VBG", "VBD"):
        return [node.head]
    if (
        node.dep == "advcl"
        and node.tag == "VB"
        and head.lemma in ("lend", "give", "pay")
        and datives(s, node.head)
    ):
        return datives(s, node.head)
    if node.dep == "advcl" and node.tag == "VBN" and (described := _name_before(s, v)) is not None:
        return [described]
    if node.dep in ("xcomp", "advcl", "dep", "parataxis") and is_verb(s, node.head):
        if node.dep == "xcomp" and (over := s.kids(node.head, "dobj")) and head.lemma not in ("promise",):
            return over
        return surface_subjects(s, node.head, depth + 1)
    if node.dep in ("ccomp",) and node.tag in ("VB", "VBG") and is_verb(s, node.head):
        return s.kids(node.head, "dobj") or surface_subjects(s, node.head, depth + 1)
    if node.dep == "pcomp" and head.head >= 0:
        return _gerund_subject(s, head.i, depth)
    if node.dep in ("advcl", "acl", "amod") and head.pos in ("NOUN", "PROPN"):
        return [node.head]
    return []


def _name_before(s: Sentence, v: int) -> int | None:
    """The body that a participle right after it and a comma describes: "belongs to the Norland Group, led by X"."""
    before = s.nodes[v - 2] if v > 1 and s.nodes[v - 1].low == "," else None
    if before is None or before.name is None or before.tail is not None:
        return None
    return before.i if before.name.kind in ("org", "outlet", "unknown") else None


def _infinitive_subject(s: Sentence, noun: int, depth: int) -> list[int]:
    """ "lent X money to buy Y": the receiver buys."""
    verb = s.nodes[noun].head
    if verb < 0 or not is_verb(s, verb):
        return []
    return s.kids(verb, "dative") or surface_subjects(s, verb, depth + 1)


def _gerund_subject(s: Sentence, prep: int, depth: int) -> list[int]:
    """ "accused X of funding Y", "was listed for funding Y", "known for running Y"."""
    above = s.nodes[prep].head
    if not is_verb(s, above):
        return surface_subjects(s, above, depth + 1) if s.nodes[above].pos == "ADJ" else []
    if s.nodes[prep].low in ("of", "for", "from") and (direct := s.kids(above, "dobj")):
        return direct
    return surface_subjects(s, above, depth + 1)


def _relative_above(s: Sentence, v: int) -> int | None:
    return next((s.nodes[a].head for a in (v, *s.ancestors(v)) if s.nodes[a].dep == "relcl"), None)


def logical_subjects(s: Sentence, v: int) -> list[int]:
    """Who acts."""
    return agents(s, v) if passive(s, v) else surface_subjects(s, v)


def logical_objects(s: Sentence, v: int) -> list[int]:
    """What is acted on: the direct object, the subject of a passive, the noun that a relative clause describes."""
    direct = s.kids(v, "dobj", "oprd") if not passive(s, v) else s.kids(v, "dobj")
    if passive(s, v):
        return direct or surface_subjects(s, v)
    if direct:
        relative = [k for k in direct if s.nodes[k].low in _RELATIVES]
        return [s.nodes[v].head] if relative and s.nodes[v].dep == "relcl" else direct
    if s.nodes[v].dep == "relcl" and (
        s.kids(v, "nsubj") and s.nodes[s.kids(v, "nsubj")[0]].low not in _RELATIVES
    ):
        return [s.nodes[v].head]
    adverbial = [k for k in s.kids(v, "npadvmod") if k == v + 1 and s.nodes[k].name is not None]
    if adverbial:  # a name right after its verb is what it acts on, whatever the parser takes it for
        return adverbial
    for k in s.kids(v, "conj"):
        if is_verb(s, k) and not s.kids(k, "nsubj", "nsubjpass") and not s.kids(v, "prep", "ccomp", "xcomp"):
            return logical_objects(s, k)
    return []


def datives(s: Sentence, v: int) -> list[int]:
    """The receiver: "gave X $5m", "X was given $5m"."""
    found = []
    for k in s.kids(v, "dative"):
        found += objects_of(s, k) if s.nodes[k].pos == "ADP" else [k]
    if not found and passive(s, v) and s.kids(v, "dobj"):
        found = surface_subjects(s, v)
    return found


def negated(s: Sentence, v: int) -> bool:
    """Whether ``v`` or the verb that governs it as an infinitive is negated, or its subject or object says "no"."""
    here = v
    for _ in range(4):
        if any(
            s.nodes[k].dep == "neg"
            or s.nodes[k].low in ("never", "neither", "nor", "not", "n't", "n’t", "without")
            for k in s.nodes[here].kids
            if s.nodes[k].dep not in ("conj", "cc")
        ):
            return not _not_only(s, here)
        node = s.nodes[here]
        if node.dep == "conj" and node.head >= 0 and _nor_between(s, node.head, here):
            return True
        if node.dep in ("xcomp", "conj", "pcomp") and node.head >= 0:
            if node.dep == "conj" and (
                s.kids(here, "nsubj", "nsubjpass", "aux", "auxpass")
                or not is_verb(s, node.head)
                or _but_between(s, node.head, here)
            ):
                break
            if node.dep == "pcomp" and s.nodes[node.head].low == "without":
                return True
            here = node.head
            continue
        break
    return any(_says_no(s, k) for k in s.kids(v, "nsubj", "nsubjpass", "dobj", "agent", "prep"))


def _not_only(s: Sentence, v: int) -> bool:
    return any(
        s.nodes[k].low in ("only", "just", "merely", "simply", "solely")
        and s.nodes[k - 1].low in ("not", "n't")
        for k in range(max(1, v - 4), min(len(s.nodes), v + 4))
    )


def _nor_between(s: Sentence, a: int, b: int) -> bool:
    return any(s.nodes[k].low == "nor" for k in range(a, b))


def _but_between(s: Sentence, a: int, b: int) -> bool:
    return any(s.nodes[k].low == "but" for k in range(a, b))


def _says_no(s: Sentence, k: int) -> bool:
    if s.nodes[k].low in ("none", "neither", "nobody", "nothing"):
        return True
    if s.nodes[k].dep in ("agent", "prep"):
        return any(
            s.nodes[c].low in ("no", "neither") for o in objects_of(s, k) for c in s.nodes[o].kids
        ) or any(s.nodes[c].low == "neither" for c in s.nodes[k].kids)
    return any(
        s.nodes[c].low in ("no", "neither") and s.nodes[c].dep in ("det", "preconj", "cc", "neg")
        for c in s.nodes[k].kids
    )
