"""Who says so, whether it is denied, hedged, wished or asked: what stands above a claim in its sentence."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cache

from cuibono.claims.english import grammar
from cuibono.claims.english.mentions import Argument, Resolver
from cuibono.claims.english.rules import role_frames, word_set
from cuibono.claims.english.tree import Sentence
from cuibono.claims.lexicon import words

_FILE = "english/reports.yml"
_PURPOSE = frozenset(("lend", "give", "pay", "borrow", "use", "hire", "spend"))


@dataclass(frozen=True, slots=True)
class Stance:
    """How the sentence stands to a claim: real or not, denied, by whom, with what hedge."""

    real: bool = True
    denied: bool = False
    source: str | None = None
    hedge: str | None = None
    past: bool = False


def stance(s: Sentence, resolver: Resolver, clause: int) -> Stance:
    """The stance towards the claim carried by node ``clause``: a verb, or a noun in apposition."""
    if (
        not grammar.is_verb(s, clause)
        and s.nodes[clause].tag not in ("VBN", "VBD", "VBG")
        and s.nodes[clause].dep not in ("ccomp", "root")
    ):
        return Stance(hedge=_noun_hedge(s, clause), real=not _asked(s) or s.nodes[clause].dep == "appos")
    chain = _chain(s, clause)
    denied = grammar.negated(s, clause)
    if (doubt := _doubted(s, chain)) == "unreal":
        return Stance(real=False)
    denied = denied != (doubt == "denied")
    real = not _asked(s) and all(_real(s, v, clause) for v in chain) and not _governed_unreal(s, chain)
    source, denial, noun_hedge = _source(s, resolver, chain)
    hedge = _hedge(s, chain) or noun_hedge
    past = (
        any(s.nodes[v].lemma in ("stop", "cease", "quit", "halt") for v in chain[1:2])
        or any(
            s.nodes[k].low in ("formerly", "previously", "once") for v in chain[:1] for k in s.nodes[v].kids
        )
        or any(s.nodes[v].lemma == "use" for v in chain[1:2])
    )
    return Stance(real, denied != denial, source, hedge, past)


def past_passive(s: Sentence, i: int) -> bool:
    """Whether a participle is told in the past ("was led by X"), unless "still" or a past report may mean the present."""
    if s.nodes[i].tag != "VBN" or not any(
        s.nodes[k].low in ("was", "were", "had") for k in s.kids(i, "auxpass", "aux")
    ):
        return False
    if any(s.nodes[k].low in ("still", "now", "currently") for k in s.nodes[i].kids):
        return False
    head = s.nodes[i].head
    return not (
        s.nodes[i].dep in ("ccomp", "parataxis") and head >= 0 and s.nodes[head].lemma in words(_FILE, "say")
    )


def _doubted(s: Sentence, chain: list[int]) -> str | None:
    """``unreal`` under "there is no evidence that", ``denied`` under "it is false that"."""
    for below, above in itertools.pairwise(chain):
        node = s.nodes[above]
        if node.lemma in words(_FILE, "proof_nouns") and any(
            s.nodes[k].low in ("no", "any", "little") for k in node.kids
        ):
            return "unreal"
        if (
            node.lemma == "be"
            and s.nodes[below].dep in ("ccomp", "csubj")
            and any(s.nodes[k].low in words(_FILE, "false") for k in s.kids(above, "acomp", "attr"))
        ):
            return "denied"
        if node.lemma in ("doubt", "question", "wonder", "ask", "disprove") and s.nodes[below].dep in (
            "ccomp",
            "xcomp",
        ):
            return "unreal"
    return None


def _asked(s: Sentence) -> bool:
    return bool(s.nodes) and any(n.text == "?" for n in s.nodes[-2:])


def _chain(s: Sentence, clause: int) -> list[int]:
    """``clause`` and the verbs and nouns above it that speak about it, nearest first."""
    chain, here = [clause], clause
    for _ in range(8):
        node = s.nodes[here]
        if node.head < 0:
            break
        head = s.nodes[node.head]
        if node.dep in ("relcl", "acl") and (
            head.pos in ("NOUN", "PROPN", "PRON")
            or head.low in words(_FILE, "claim_nouns")
            or head.lemma in words(_FILE, "claim_nouns")
        ):
            if (
                node.dep in ("acl", "relcl")
                and head.lemma in words(_FILE, "claim_nouns")
                and s.kid(here, "mark") is not None
            ):
                chain.append(head.i)
                here = head.i
                continue
            break
        if node.dep == "appos" and not grammar.is_verb(s, here):
            break
        if node.dep == "prep" and head.lemma in words(_FILE, "claim_nouns"):
            chain.append(head.i)
        if node.dep == "conj" and grammar.is_verb(s, head.i) and s.kids(here, "nsubj", "nsubjpass"):
            here = head.i  # its own clause: only what reports both counts
            chain += [a for a in _reporters(s, here) if a not in chain]
            break
        chain.append(head.i)
        here = head.i
    return chain


def _reporters(s: Sentence, here: int) -> list[int]:
    out = []
    node = s.nodes[here]
    if node.dep in ("ccomp", "xcomp") and node.head >= 0:
        out.append(node.head)
    return out


def _real(s: Sentence, v: int, clause: int) -> bool:
    """Whether verb ``v`` states something: no modal, future, condition or command."""
    node = s.nodes[v]
    if not grammar.is_verb(s, v):
        return True
    report = node.lemma in words(_FILE, "say") and v != clause
    for k in s.kids(v, "aux"):
        if s.nodes[k].low in word_set("modals", "irrealis") or s.nodes[k].low in word_set(
            "future", "irrealis"
        ):
            if report or (s.nodes[k].low == "would" and node.lemma in words(_FILE, "say")):
                continue
            return v != clause and not _same_clause(s, v, clause)
    if any(s.nodes[k].low in word_set("markers", "irrealis") for k in s.kids(v, "mark", "advmod")) and (
        v == clause or _same_clause(s, v, clause)
    ):
        return False
    if node.tag == "VB" and node.dep == "root" and not s.kids(v, "nsubj", "aux", "nsubjpass") and v == clause:
        return False
    return not (
        v == clause
        and node.dep == "advcl"
        and v > 0
        and s.kid(v, "aux") is not None
        and s.nodes[s.kid(v, "aux") or 0].low == "had"
        and (s.kid(v, "aux") or 0) < min([v, *s.kids(v, "nsubj")])
    )


def _same_clause(s: Sentence, v: int, clause: int) -> bool:
    """Whether ``clause`` hangs on ``v`` by infinitive or coordination only."""
    here = clause
    while here != v:
        node = s.nodes[here]
        if (
            node.dep not in ("xcomp", "conj", "prep", "pcomp", "attr", "acomp", "pobj", "dobj")
            or node.head < 0
        ):
            return False
        if node.dep == "conj" and s.kids(here, "nsubj", "aux"):
            return False
        here = node.head
    return True


def _governed_unreal(s: Sentence, chain: list[int]) -> bool:
    """Whether the claim is only wanted, planned, offered, tried ("plans to fund")."""
    unreal = word_set("governors", "irrealis")
    for below, above in itertools.pairwise(chain):
        dep, lemma = s.nodes[below].dep, s.nodes[above].lemma
        if (
            dep in ("xcomp", "advcl", "acl", "relcl")
            and s.nodes[below].tag == "VB"
            and any(s.nodes[k].low == "to" for k in s.kids(below, "aux"))
        ):
            if lemma in unreal or (dep == "advcl" and lemma not in _PURPOSE):
                return True
        elif (
            dep in ("xcomp", "ccomp", "pcomp")
            and lemma
            in (
                "consider",
                "propose",
                "suggest",
                "oppose",
                "ban",
                "prohibit",
                "avoid",
                "refuse",
                "decline",
            )
            and s.nodes[below].tag in ("VBG", "VB")
        ):
            return True
    first = s.nodes[chain[0]]
    if (
        first.tag == "VB"
        and first.dep in ("acl", "relcl", "advcl")
        and any(s.nodes[k].low == "to" for k in s.kids(chain[0], "aux"))
    ):
        return not (first.dep == "relcl" or (first.dep == "advcl" and s.nodes[first.head].lemma in _PURPOSE))
    return False


# ------------------------------------------------------------------------------------------------ who says so


def _source(s: Sentence, resolver: Resolver, chain: list[int]) -> tuple[str | None, bool, str | None]:
    """(who says so, whether it is a denial, a hedge that the reporting noun brings)."""
    for below, v in itertools.pairwise(chain):
        lemma, hedge = s.nodes[v].lemma, None
        if lemma in words(_FILE, "claim_nouns") and not grammar.is_verb(s, v):
            hedge = s.nodes[v].text if lemma in words(_FILE, "hedging_nouns") else None
            governor = s.nodes[v].head
            if governor >= 0 and s.nodes[governor].lemma in words(_FILE, "deny"):
                return _speaker(s, resolver, governor), True, None
            if hedge:
                return None, False, hedge
            continue
        if not grammar.is_verb(s, v) or s.nodes[below].dep not in (
            "ccomp",
            "xcomp",
            "pcomp",
            "prep",
            "parataxis",
            "dep",
            "advcl",
            "conj",
        ):
            continue
        if (
            lemma in words(_FILE, "deny")
            and s.nodes[below].dep in ("ccomp", "xcomp")
            and not s.kids(v, "dobj")
        ):
            return _speaker(s, resolver, v), not grammar.negated(s, v), None
        if (
            lemma in words(_FILE, "say")
            and s.nodes[below].dep in ("ccomp", "parataxis", "dep")
            and not grammar.passive(s, v)
        ):
            return _speaker(s, resolver, v), False, None
        if lemma in ("accuse", "charge", "suspect", "blame") and s.nodes[below].dep in ("prep", "pcomp"):
            return _speaker(s, resolver, v), False, s.nodes[v].text
    for v in chain:
        for k in s.kids(v, "parataxis", "ccomp", "dep"):
            if (
                s.nodes[k].lemma in words(_FILE, "say")
                and k not in chain
                and s.kids(k, "nsubj")
                and not s.kids(k, "mark", "dobj")
            ):
                return _speaker(s, resolver, k), False, None
        for k in s.kids(v, "conj"):
            if k not in chain and _is_closing_speech(s, v, k):
                return _speaker(s, resolver, k), False, None
    return _according(s, resolver, chain), False, None


def _is_closing_speech(s: Sentence, v: int, k: int) -> bool:
    """Whether ``k`` only says who spoke: the "a former editor recalled" that follows a comma and no "and"."""
    return (
        s.nodes[k].lemma in words(_FILE, "say")
        and bool(s.kids(k, "nsubj"))
        and not s.kids(k, "mark", "dobj", "ccomp", "xcomp")
        and not any(v < c < k for c in s.kids(v, "cc"))
    )


def _speaker(s: Sentence, resolver: Resolver, v: int) -> str | None:
    nodes = grammar.surface_subjects(s, v)
    return _source_name(s, resolver, nodes[0]) if nodes else None


def _source_name(s: Sentence, resolver: Resolver, n: int) -> str | None:
    found = resolver.arguments(s, n)
    if found and (unnamed := _unnamed_speaker(s, resolver, n, found[0])):
        return unnamed
    if found and not _unnamed_person(s, n, found[0]):
        return found[0].mention.name
    if s.nodes[n].low in ("he", "she", "they"):
        return s.nodes[n].low  # somebody else than the article, whoever it is
    if (
        s.nodes[n].low in ("it", "this")
        or s.nodes[n].pos == "PRON"
        or s.nodes[n].low in ("it", "who", "that", "which", "i", "we", "you")
    ):
        return None
    keep = [
        k
        for k in sorted(s.subtree(n))
        if not any(s.nodes[a].dep in ("relcl", "acl", "appos") and a != n for a in (k, *_up_to(s, k, n)))
    ]
    if not keep:
        return None
    words_here = resolver.text[s.nodes[keep[0]].start : s.nodes[keep[-1]].end]
    for article in (
        "The ",
        "the ",
        "A ",
        "a ",
        "An ",
        "an ",
        "his ",
        "her ",
        "their ",
        "its ",
        "His ",
        "Her ",
        "Their ",
        "Its ",
    ):
        words_here = words_here.removeprefix(article)
    return words_here.strip(' ,;“”"') or None


def _unnamed_person(s: Sentence, n: int, found: Argument) -> bool:
    """Whether a noun for a person ("the lobbyist") was only taken for somebody named before: it stays what it is."""
    return (
        found.kind == "person"
        and bool(found.mention.trail)
        and s.nodes[n].pos != "PRON"
        and s.nodes[n].name is None
    )


def _unnamed_speaker(s: Sentence, resolver: Resolver, n: int, found: Argument) -> str | None:
    """The unnamed speaker of the sentences between "he" and the person whom it was taken for, if there is one."""
    if s.nodes[n].low not in ("he", "she") or found.kind != "person":
        return None
    end = s.nodes[n].start
    start = max(
        (o.start for o in resolver.references.mentions_of(found.mention.name) if o.start < end), default=0
    )
    between = list(_spoken().finditer(resolver.text, start, end))
    return between[-1]["who"] if between else None


@cache
def _spoken() -> re.Pattern[str]:
    nouns = (
        words("english/references.yml", "person")
        | words("english/references.yml", "person_described_by")
        | set(role_frames())
    )
    heads = "|".join(sorted(map(re.escape, nouns), key=len, reverse=True))
    who = rf"\b(?:[Tt]he|[Aa]n?|[Oo]ne|[Aa]nother) (?P<who>(?:[a-z-]+ ){{0,2}}(?:{heads}))"
    verbs = "said|says|told|recalled|wrote|added|explained|argued|noted|claimed"
    return re.compile(rf"{who},? (?:who [a-z ]+ )?(?:{verbs})\b")


def _up_to(s: Sentence, k: int, n: int) -> list[int]:
    out = []
    for a in s.ancestors(k):
        if a == n:
            break
        out.append(a)
    return out


def _according(s: Sentence, resolver: Resolver, chain: list[int]) -> str | None:
    """The source after "according to", when it hangs on the claim's clause or stands over the sentence."""
    for node in s.nodes:
        if node.low != "according":
            continue
        above = node.head
        in_reach = above in chain or above < 0 or any(a in chain for a in s.ancestors(node.i))
        if in_reach:
            for to in s.kids(node.i, "prep"):
                for o in grammar.objects_of(s, to):
                    return _source_name(s, resolver, o)
    return None


# ------------------------------------------------------------------------------------------------ hedges


def _hedge(s: Sentence, chain: list[int]) -> str | None:
    for depth, v in enumerate(chain):
        for k in s.nodes[v].kids:
            if (
                s.nodes[k].low in words(_FILE, "hedges")
                and s.nodes[k].dep in ("advmod", "amod", "npadvmod", "acomp")
                and (depth == 0 or _same_clause(s, v, chain[0]))
            ):
                return s.nodes[k].text
    for below, v in itertools.pairwise(chain):
        if s.nodes[below].dep in ("xcomp", "ccomp", "prep", "pcomp"):
            if s.nodes[v].lemma in words(_FILE, "hedging_passives") and grammar.passive(s, v):
                return s.nodes[v].text
            if s.nodes[v].lemma in words(_FILE, "hedging_verbs"):
                return s.nodes[v].text
    return None


def _noun_hedge(s: Sentence, i: int) -> str | None:
    return next((s.nodes[k].text for k in s.nodes[i].kids if s.nodes[k].low in words(_FILE, "hedges")), None)
