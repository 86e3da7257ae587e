"""What must stand beside a verb before its frame may speak: money, a stake, orders, sanctions."""

from __future__ import annotations

from collections.abc import Callable

from cuibono.claims.english import grammar
from cuibono.claims.english.rules import VerbFrame, word_set
from cuibono.claims.english.tree import Sentence
from cuibono.claims.lexicon import words

_REFERENCES = "english/references.yml"


def needs_met(s: Sentence, v: int, frame: VerbFrame) -> bool:
    need = frame.needs
    if not need:
        return True
    check = _NEEDS.get(need)
    return check(s, v) if check is not None else bool(_near(s, v) & word_set(need))


def _near(s: Sentence, v: int) -> set[str]:
    """Words in the verb's own phrase: its subtree without clauses of their own, and its subject."""
    out: set[str] = set()
    stack = [v, *grammar.surface_subjects(s, v)]
    seen: set[int] = set()
    while stack:
        i = stack.pop()
        if i in seen:
            continue
        seen.add(i)
        out.add(s.nodes[i].low)
        stack += [
            k
            for k in s.nodes[i].kids
            if s.nodes[k].dep not in ("conj", "advcl", "relcl", "ccomp", "parataxis", "acl")
            or (s.nodes[k].dep == "conj" and s.nodes[k].pos not in ("VERB", "AUX"))
        ]
    return out


def _has_money(s: Sentence, nodes: list[int]) -> bool:
    money = words(_REFERENCES, "money")
    for i in nodes:
        for k in s.subtree(i):
            node = s.nodes[k]
            if node.low in money or node.text in "$€£¥₽" or node.lemma in money:
                return True
            if node.dep == "relcl" and k != i:
                break
    return False


def _needs_money(s: Sentence, v: int) -> bool:
    targets = s.kids(v, "dobj", "dative", "npadvmod", "oprd", "nsubjpass", "attr") + [
        o
        for k in s.kids(v, "prep")
        if s.nodes[k].low in ("in", "of", "on", "off", "with", "for")
        for o in s.kids(k, "pobj")
    ]
    if not s.kids(v, "dobj") and s.nodes[v].dep in ("relcl", "acl"):
        targets.append(s.nodes[v].head)
    return _has_money(s, [t for t in targets if t >= 0])


def _passive_or_money(s: Sentence, v: int) -> bool:
    return grammar.passive(s, v) or _needs_money(s, v)


def _pay_for(s: Sentence, v: int) -> bool:
    return s.nodes[v].lemma == "pay" and any(s.nodes[k].low == "for" for k in s.kids(v, "prep", "prt"))


def _shares_subject(s: Sentence, v: int) -> bool:
    return bool(_near(s, v) & word_set("stake"))


def _to_lobby(s: Sentence, v: int) -> bool:
    return any(
        s.nodes[k].lemma in ("lobby", "represent", "negotiate", "advocate")
        for k in s.kids(v, "xcomp", "advcl", "relcl", "ccomp")
    )


def _outlawed(s: Sentence, v: int) -> bool:
    """ "undesirable", "extremist", "foreign agent": what an authority calls those whom it outlaws."""
    low = {s.nodes[k].low for k in s.subtree(v)}
    return bool(low & word_set("outlawed")) or ("foreign" in low and bool(low & {"agent", "agents"}))


_NEEDS: dict[str, Callable[[Sentence, int], bool]] = {
    "money": _needs_money,
    "money_or_passive": _passive_or_money,
    "subject_money": lambda s, v: _has_money(
        s, [n for n in grammar.surface_subjects(s, v) if s.nodes[n].name is None]
    ),
    "outlawed": _outlawed,
    "outlaws_list": lambda s, v: _outlawed(s, v) and bool(_near(s, v) & word_set("lists")),
    "blacklisted": lambda s, v: bool({s.nodes[k].low for k in s.subtree(v)} & word_set("blacklist")),
    "pay_for": _pay_for,
    "shares_subject": _shares_subject,
    "to_lobby": _to_lobby,
    "with_sanctions": lambda s, v: any(
        s.nodes[o].low in word_set("sanctions") for o in grammar.prepositional(s, v, "with")
    ),
}
