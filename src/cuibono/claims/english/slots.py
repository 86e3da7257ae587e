"""The slots of verb frames that are more than a place in the tree: "stake in", "on the board of", "on orders from"."""

from __future__ import annotations

from collections.abc import Callable

from cuibono.claims.english import grammar
from cuibono.claims.english.rules import word_set
from cuibono.claims.english.tree import Sentence
from cuibono.claims.lexicon import words

_REFERENCES = "english/references.yml"


def slot_nodes(s: Sentence, v: int, slot: str) -> list[int]:
    special = SPECIAL_SLOTS.get(slot)
    if special is not None:
        return special(s, v)
    if slot == "subj":
        return grammar.logical_subjects(s, v)
    if slot == "obj":
        return grammar.logical_objects(s, v)
    if slot == "dative":
        return grammar.datives(s, v)
    found = grammar.prepositional(s, v, slot)
    if not found:  # the parser often hangs "to X" on the money rather than on the verb
        found = [o for d in (*s.kids(v, "dobj", "nsubjpass", "prep"),) for o in _below(s, d, slot)]
    return found


def _below(s: Sentence, i: int, word: str) -> list[int]:
    """Objects of ``word`` below a noun or preposition, two steps down, unless the noun is a name."""
    if s.nodes[i].name is not None:
        return []
    found = [
        o for k in s.kids(i, "prep", "dative") if s.nodes[k].low == word for o in grammar.objects_of(s, k)
    ]
    if found:
        return found
    return [
        o
        for k in s.kids(i, "prep")
        for p in s.kids(k, "pobj")
        if s.nodes[p].name is None
        for q in s.kids(p, "prep")
        if s.nodes[q].low == word
        for o in grammar.objects_of(s, q)
    ]


def inside_share(s: Sentence, node: int) -> list[int]:
    """ "a 31% stake in Y", "control of Y", "shares of Y": Y."""
    if s.nodes[node].low not in word_set("stake") | {
        "control",
        "whole",
        "part",
        "parts",
        "rest",
        "all",
        "assets",
        "shareholder",
        "owner",
        "most",
        "much",
        "some",
        "%",
    }:
        return []
    return [
        o for k in s.kids(node, "prep") if s.nodes[k].low in ("in", "of") for o in grammar.objects_of(s, k)
    ]


def shares(s: Sentence, node: int) -> list[int]:
    """What all shares of a list are in: "17 percent of A, 6 percent of B and the whole of C"."""
    return inside_share(s, node) + [
        i for k in s.subtree(node) if k != node and s.nodes[k].dep == "conj" for i in inside_share(s, k)
    ]


def share_of_verb(s: Sentence, node: int, v: int) -> list[int]:
    """The same where the parser hung "in Y" on the verb: "sold his stake in Y to Z", "Y, of which X owns 88 percent"."""
    if s.nodes[node].low not in word_set("stake"):
        return []
    if s.nodes[v].dep == "relcl" and any(
        s.nodes[k].low in ("in", "of") and s.nodes[o].low == "which"
        for k in s.kids(v, "prep")
        for o in s.kids(k, "pobj")
    ):
        return [s.nodes[v].head]
    return [
        o
        for k in s.kids(v, "prep")
        if s.nodes[k].low in ("in", "of") and 0 < k - node <= 2
        for o in grammar.objects_of(s, k)
    ]


def _stake(s: Sentence, v: int) -> list[int]:
    return [o for d in s.kids(v, "dobj", "nsubjpass") for o in shares(s, d)] + [
        o
        for k in s.kids(v, "prep")
        if s.nodes[k].low in ("in", "of")
        for o in grammar.objects_of(s, k)
        if any(s.nodes[d].low in word_set("stake") for d in s.kids(v, "dobj"))
    ]


def _board(s: Sentence, v: int) -> list[int]:
    """ "sits on the board of X", "on X's board", "joined X's board"."""
    seats = [
        o for k in s.kids(v, "prep") if s.nodes[k].low in ("on", "in", "at") for o in grammar.objects_of(s, k)
    ]
    return _of_board(s, seats)


def _board_object(s: Sentence, v: int) -> list[int]:
    return _of_board(s, s.kids(v, "dobj"))


def _of_board(s: Sentence, seats: list[int]) -> list[int]:
    board = word_set("board")
    out: list[int] = []
    for seat in seats:
        if s.nodes[seat].low not in board | {"directors", "trustees"}:
            continue
        out += s.kids(seat, "poss", "compound", "nmod")
        for k in s.kids(seat, "prep"):
            for o in grammar.objects_of(s, k):
                if s.nodes[o].low in ("directors", "trustees", "governors", "advisers", "advisors"):
                    out += [x for q in s.kids(o, "prep") for x in grammar.objects_of(s, q)] + s.kids(
                        o, "poss"
                    )
                else:
                    out.append(o)
    return out


def _money_of(s: Sentence, v: int) -> list[int]:
    """ "provides 90 percent of X's budget": X."""
    totals = {
        "budget",
        "funding",
        "income",
        "revenue",
        "revenues",
        "money",
        "costs",
        "funds",
        "financing",
        "expenses",
    }
    out: list[int] = []
    for d in s.kids(v, "dobj") + [
        o for k in s.kids(v, "prep") if s.nodes[k].low == "for" for o in s.kids(k, "pobj")
    ]:
        for n in (d, *grammar.prepositional(s, d, "of")):
            if s.nodes[n].low in totals:
                out += (
                    s.kids(n, "poss")
                    + grammar.prepositional(s, n, "of")
                    + [k for k in s.kids(n, "compound") if s.nodes[k].name is not None]
                )
    return out


def _round_of(s: Sentence, v: int) -> list[int]:
    """ "led a $20 million round in X", "X's Series A round was led by Y"."""
    rounds = [d for d in s.kids(v, "dobj", "nsubjpass") if s.nodes[d].low in word_set("round")]
    if s.nodes[v].dep in ("acl", "relcl") and s.nodes[s.nodes[v].head].low in word_set("round"):
        rounds.append(s.nodes[v].head)
    return (
        [o for d in rounds for w in ("in", "for", "of") for o in grammar.prepositional(s, d, w)]
        + [k for d in rounds for k in s.kids(d, "poss")]
        + [o for w in ("in", "for") if rounds for o in grammar.prepositional(s, v, w)]
    )


def _unit_of(s: Sentence, v: int) -> list[int]:
    """ "heads the policy office at X", "runs X's research department"."""
    units = [d for d in s.kids(v, "dobj") if s.nodes[d].name is None and s.nodes[d].low in word_set("units")]
    inside = [
        o
        for d in units
        for w in ("at", "of", "for", "in")
        for o in grammar.prepositional(s, d, w)
        if s.nodes[o].name is not None
    ]
    return (
        inside
        or [o for w in ("at", "for") if units for o in grammar.prepositional(s, v, w)]
        or [k for d in units for k in s.kids(d, "poss")]
    )


def _deal_of(s: Sentence, v: int, nouns: tuple[str, ...]) -> list[int]:
    return [
        o
        for d in s.kids(v, "dobj", "nsubjpass")
        if s.nodes[d].low in nouns
        for o in grammar.prepositional(s, d, "of")
    ]


def _sanction_target(s: Sentence, v: int) -> list[int]:
    return [
        o
        for d in s.kids(v, "dobj", "nsubjpass")
        for w in ("on", "against")
        for o in grammar.prepositional(s, d, w)
    ]


def _list_owner(s: Sentence, v: int) -> list[int]:
    """Whose list it is: "added to its sanctions list", "put on the US entity list"."""
    lists = [
        o
        for k in s.kids(v, "prep")
        for o in grammar.objects_of(s, k)
        if s.nodes[o].low in ("list", "lists", "blacklist")
    ]
    return [k for o in lists for k in s.kids(o, "poss", "compound", "nmod", "amod")]


def _money_modifier(s: Sentence, v: int) -> list[int]:
    """ "took Qatari money", "received NED grants", "$5m in Russian state money": the name before the money."""
    money = words(_REFERENCES, "money")
    nouns = [
        n
        for d in s.kids(v, "dobj")
        for n in (d, *(o for w in ("in", "of") for o in grammar.prepositional(s, d, w)))
    ]
    nouns += list(grammar.prepositional(s, v, "in"))
    return [
        k
        for d in nouns
        if s.nodes[d].low in money
        for k in s.kids(d, "compound", "nmod", "poss", "amod")
        if s.nodes[k].tail is None and s.nodes[k].pos != "PRON"
    ]


def _money_owner(s: Sentence, v: int) -> list[int]:
    """Whose money the subject is: "its funding comes from X", "half the income of Y came from X"."""
    out: list[int] = []
    for n in grammar.surface_subjects(s, v):
        for inner in sorted(s.subtree(n)):
            if s.nodes[inner].low in words(_REFERENCES, "money") | {"income", "revenue", "budget"}:
                out += s.kids(inner, "poss") + [
                    o
                    for w in ("of", "for")
                    for o in grammar.prepositional(s, inner, w)
                    if s.nodes[o].low not in words(_REFERENCES, "money") | {"income"}
                ]
    return out


def _direction(s: Sentence, v: int) -> list[int]:
    """ "acts at the direction of X", "under the control of X", "on the orders of X"."""
    heads = (
        "direction",
        "control",
        "behest",
        "orders",
        "instructions",
        "supervision",
        "command",
        "bidding",
        "request",
    )
    nouns = [
        o
        for k in s.kids(v, "prep")
        if s.nodes[k].low in ("at", "under", "on")
        for o in grammar.objects_of(s, k)
        if s.nodes[o].low in heads
    ]
    return (
        [o for n in nouns for w in ("of", "from", "by") for o in grammar.prepositional(s, n, w)]
        + [k for n in nouns for k in s.kids(n, "poss")]
        + [o for n in nouns for c in s.kids(n, "conj") for o in grammar.prepositional(s, c, "of")]
    )


def _partnership_with(s: Sentence, v: int) -> list[int]:
    ties = [d for d in s.kids(v, "dobj", "nsubjpass") if s.nodes[d].low in word_set("partnership")]
    return [o for d in ties for o in grammar.prepositional(s, d, "with")] + (
        grammar.prepositional(s, v, "with") if ties else []
    )


def _website_owner(s: Sentence, v: int) -> list[int]:
    """The publisher of a list: "X's website lists Y as partner", "X lists Y"."""
    out: list[int] = []
    for n in grammar.logical_subjects(s, v):
        owned = (
            s.kids(n, "poss")
            if s.nodes[n].low in ("website", "site", "page", "report", "homepage", "brochure", "biography")
            else []
        )
        out += owned or [n]
    return out


def _described_as(s: Sentence, v: int) -> list[int]:
    """What is said to be something: the X of "declared X undesirable", which the parser makes a clause of its own."""
    said = [x for k in s.kids(v, "ccomp") if not grammar.is_verb(s, k) for x in s.kids(k, "nsubj")]
    return said + [
        x
        for k in s.kids(v, "dobj")
        if s.nodes[k].low in word_set("outlawed")
        for x in s.kids(k, "compound", "nmod")
    ]


SPECIAL_SLOTS: dict[str, Callable[[Sentence, int], list[int]]] = {
    "sale_of": lambda s, v: _deal_of(s, v, ("sale",)),
    "purchase_of": lambda s, v: _deal_of(s, v, ("purchase", "acquisition", "takeover", "buyout")),
    "unit_of": _unit_of,
    "described_as": _described_as,
    "money_of": _money_of,
    "round_of": _round_of,
    "control_of": lambda s, v: _deal_of(s, v, ("control", "ownership", "command")),
    "stake": _stake,
    "board": _board,
    "board_obj": _board_object,
    "sanction_target": _sanction_target,
    "list_owner": _list_owner,
    "money_modifier": _money_modifier,
    "money_owner": _money_owner,
    "direction": _direction,
    "partnership_with": _partnership_with,
    "website_owner": _website_owner,
    "on_from": lambda s, v: [
        o
        for w in ("on", "off")
        for n in grammar.prepositional(s, v, w)
        for o in grammar.prepositional(s, n, "from")
    ],
}
