"""Dependency rules for relation verbs: frames from ``verbs.yml`` filled from the tree."""

from __future__ import annotations

from collections.abc import Iterator

from cuibono.claims.english import grammar
from cuibono.claims.english.bearers import bearers
from cuibono.claims.english.candidates import Candidate
from cuibono.claims.english.kinds import fits, may_be_person
from cuibono.claims.english.mentions import Argument, Resolver
from cuibono.claims.english.rules import VerbFrame, verb_frames, word_set
from cuibono.claims.english.tree import Sentence
from cuibono.claims.lexicon import words

_REFERENCES = "english/references.yml"


def verb_candidates(s: Sentence, resolver: Resolver) -> Iterator[Candidate]:
    """All claims that the verbs of ``s`` carry."""
    frames = verb_frames()
    for node in s.nodes:
        if node.name is not None or not (grammar.is_verb(s, node.i) or node.tag in ("VBN", "VBD", "VBG")):
            continue
        names = {grammar.key(s, node.i), node.lemma}
        if node.tag in ("VBN", "VBD") and node.lemma == node.low and node.low.endswith("ed"):
            names |= {node.low[:-2], node.low[:-1]}
        for verb in sorted(names):
            for frame in frames.get(verb, ()):
                yield from _fill(s, resolver, node.i, frame, verb)


def _fill(s: Sentence, resolver: Resolver, v: int, frame: VerbFrame, verb: str) -> Iterator[Candidate]:
    if (
        " " not in verb
        and s.kid(v, "prt") is not None
        and grammar.key(s, v) not in frame.verbs
        and s.nodes[s.kid(v, "prt") or 0].low not in ("out", "over", "in", "off", "away", "back")
    ):
        return
    if "passive_only" in frame.flags and not grammar.passive(s, v):
        return
    if "no_object" in frame.flags and s.kids(v, "dobj", "ccomp"):
        return
    if not _met(s, v, frame) or _or_owned(s, v, frame):
        return
    parts = "object_parts" in frame.flags
    subjects = _arguments(s, resolver, v, frame.subject, frame, "subject_parts" in frame.flags)
    objects = _arguments(s, resolver, v, frame.object, frame, parts)
    if bool(subjects) != bool(objects) and frame.predicate in _GENERIC and "founding" not in frame.flags:
        subjects = subjects or _generic(s, resolver, v, frame.subject[:1], objects)
        objects = objects or _generic(s, resolver, v, frame.object[:1], subjects)
    if "via" in frame.flags and subjects and objects:
        subjects = (*subjects, *_arguments(s, resolver, v, ("through", "via"), frame, False))
    for subject in subjects:
        for object_ in objects:
            if fits_frame(s, subject, object_, frame, v) and not _is_actor_itself(
                s, resolver, v, frame, subject, object_
            ):
                yield Candidate(
                    frame.predicate,
                    subject,
                    object_,
                    s,
                    v,
                    v,
                    _cue(s, v, verb),
                    "tree",
                    _nature(s, v, frame),
                    "past" in frame.flags,
                    said_by=_lister(s, resolver, v, frame),
                )


_GENERIC = frozenset(("funds", "owns", "directs"))


def _generic(
    s: Sentence, resolver: Resolver, v: int, slots: tuple[str, ...], others: tuple[Argument, ...]
) -> tuple[Argument, ...]:
    """The unnamed end of a claim whose other end stands named in the same clause."""
    if not any(s.nodes[a.node].name is not None for a in others):
        return ()
    return tuple(g for slot in slots for n in _slot(s, v, slot) if (g := resolver.generic(s, n)) is not None)


def _is_membership(body: Argument) -> bool:
    """Whether one belongs to such a body as a member, not as property."""
    return bool(set(body.mention.name.casefold().split()) & words("english/possessives.yml", "membership"))


def _is_actor_itself(
    s: Sentence, resolver: Resolver, v: int, frame: VerbFrame, subject: Argument, object_: Argument
) -> bool:
    """Whether a reference was resolved to the clause's own actor, which it cannot mean: "X bought the channel from Y"."""
    if "subj" in (frame.subject[0], frame.object[0]) or not (object_.mention.trail or subject.mention.trail):
        return False
    actors = {a.mention.name for n in grammar.logical_subjects(s, v) for a in resolver.arguments(s, n)}
    return any(a.mention.trail and a.mention.name in actors for a in (subject, object_))


def _or_owned(s: Sentence, v: int, frame: VerbFrame) -> bool:
    """ "owned or controlled by": the designation's formula is one claim, of owning."""
    head = s.nodes[v].head
    return (
        frame.predicate == "directs"
        and s.nodes[v].dep == "conj"
        and head >= 0
        and s.nodes[head].lemma == "own"
        and any(s.nodes[k].low == "or" for k in range(head, v))
    )


def _cue(s: Sentence, v: int, verb: str) -> str:
    particle = s.kid(v, "prt")
    return (
        s.nodes[v].text
        if particle is None or " " not in verb
        else f"{s.nodes[v].text} {s.nodes[particle].text}"
    )


def _nature(s: Sentence, v: int, frame: VerbFrame) -> str | None:
    if frame.predicate == "owns":
        near = {s.nodes[k].low for k in s.subtree(v)}
        for word, nature in (("minority", "minority"), ("majority", "majority"), ("controlling", "majority")):
            if word in near:
                return nature
        if near & {"stake", "stakes", "share", "shares", "shareholding", "%", "percent", "interest"}:
            return "stake"
    return frame.nature


def fits_frame(s: Sentence, subject: Argument, object_: Argument, frame: VerbFrame, v: int) -> bool:
    if (
        subject.mention.name == object_.mention.name
        or not fits(subject.kind, frame.subject_kind, subject.mention.name)
        or not fits(object_.kind, frame.object_kind, object_.mention.name)
    ):
        return False
    if frame.predicate == "directs" and "organisation_rule=control" in frame.flags:
        if may_be_person(subject.kind, subject.mention.name) and s.nodes[v].lemma in (
            "run",
            "operate",
            "oversee",
            "direct",
            "govern",
            "supervise",
            "steer",
        ):
            return False
        return object_.kind in ("org", "outlet", "unknown") and subject.kind != "place"
    if "founding" in frame.flags and s.nodes[v].lemma in (
        "create",
        "launch",
        "start",
        "form",
        "build",
        "organize",
        "organise",
        "initiate",
        "register",
    ):
        return object_.kind != "unknown" or subject.kind in ("person", "org", "state", "outlet")
    if "belongs" in frame.flags:
        return not _is_membership(subject)
    if "belongs_member" in frame.flags:
        return _is_membership(object_)
    if "giver_name" in frame.flags:
        return bool(set(subject.mention.name.casefold().split()) & words("english/possessives.yml", "givers"))
    if "joins" in {f.partition("=")[0] for f in frame.flags}:
        body = set(object_.mention.name.casefold().split()) & words("english/possessives.yml", "membership")
        staff = "joins=works" in frame.flags
        return staff != bool(body) if subject.kind == "person" or staff else not staff
    return True


# ------------------------------------------------------------------------------------------------ slots


def _arguments(
    s: Sentence, resolver: Resolver, v: int, slots: tuple[str, ...], frame: VerbFrame, parts: bool
) -> tuple[Argument, ...]:
    """The arguments of the first slot that holds any."""
    for slot in slots:
        found: tuple[Argument, ...] = ()
        for node in _slot(s, v, slot):
            found += _at(s, resolver, node, v, frame, parts or slot in ("subj",) and False)
        if found:
            return found
    return ()


def _slot(s: Sentence, v: int, slot: str) -> list[int]:
    special = _SPECIAL.get(slot)
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


def _at(
    s: Sentence, resolver: Resolver, node: int, v: int, frame: VerbFrame, parts: bool
) -> tuple[Argument, ...]:
    """The actors at a slot's node; a relative clause or participle leads to what it describes."""
    n = s.nodes[node]
    if (
        "inner" in frame.flags
        and n.name is None
        and (inner := _shares(s, node) or _share_of_verb(s, node, v))
    ):
        return tuple(a for i in inner for a in resolver.arguments(s, i, parts=True))
    found = resolver.arguments(s, node, parts=parts)
    if (
        not found
        and n.name is None
        and n.low in words(_REFERENCES, "money")
        and frame.predicate == "funds"
        and node > v
    ):
        givers = [o for w in ("from", "by", "of") for o in grammar.prepositional(s, node, w)] or s.kids(
            node, "compound", "poss", "amod", "nmod"
        )
        return tuple(a for g in givers if s.nodes[g].tail is None for a in resolver.arguments(s, g))
    if s.nodes[v].head == node and s.nodes[v].dep in ("acl", "relcl"):
        found = _only_described(s, found, node, v)
    if (
        not found
        and n.name is None
        and n.pos in ("NOUN", "PROPN", "ADJ", "NUM")
        and n.low not in words(_REFERENCES, "money")
    ):
        found = tuple(a for a, _ in bearers(s, resolver, node))
    return found


def _only_described(s: Sentence, found: tuple[Argument, ...], node: int, v: int) -> tuple[Argument, ...]:
    """A clause that follows one item of a list describes that item alone."""
    before = tuple(a for a in found if a.mention.span.start < s.nodes[v].start)
    return before or found


def _inside_share(s: Sentence, node: int) -> list[int]:
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


def _shares(s: Sentence, node: int) -> list[int]:
    """What all shares of a list are in: "17 percent of A, 6 percent of B and the whole of C"."""
    return _inside_share(s, node) + [
        i for k in s.subtree(node) if k != node and s.nodes[k].dep == "conj" for i in _inside_share(s, k)
    ]


def _share_of_verb(s: Sentence, node: int, v: int) -> list[int]:
    """The same where the parser hung "in Y" on the verb: "sold his stake in Y to Z"."""
    if s.nodes[node].low not in word_set("stake"):
        return []
    return [
        o
        for k in s.kids(v, "prep")
        if s.nodes[k].low in ("in", "of") and 0 < k - node <= 2
        for o in grammar.objects_of(s, k)
    ]


def _stake(s: Sentence, v: int) -> list[int]:
    return [o for d in s.kids(v, "dobj", "nsubjpass") for o in _shares(s, d)] + [
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
    nouns += [o for o in grammar.prepositional(s, v, "in")]
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


def _lister(s: Sentence, resolver: Resolver, v: int, frame: VerbFrame) -> str | None:
    """Where a list stands is who says so: "X's website lists Y as a partner"."""
    if "website_owner" not in frame.subject:
        return None
    nodes = grammar.logical_subjects(s, v)
    if not nodes:
        return None
    below = sorted(k for k in s.subtree(nodes[0]) if k <= nodes[0])
    return (
        resolver.text[s.nodes[below[0]].start : s.nodes[below[-1]].end]
        .removeprefix("The ")
        .removeprefix("the ")
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


_SPECIAL = {
    "sale_of": lambda s, v: _deal_of(s, v, ("sale",)),
    "purchase_of": lambda s, v: _deal_of(s, v, ("purchase", "acquisition", "takeover", "buyout")),
    "unit_of": _unit_of,
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


# ------------------------------------------------------------------------------------------------ needs


def _met(s: Sentence, v: int, frame: VerbFrame) -> bool:
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
            or s.nodes[k].dep == "conj"
            and s.nodes[k].pos not in ("VERB", "AUX")
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


_NEEDS = {
    "money": _needs_money,
    "money_or_passive": _passive_or_money,
    "subject_money": lambda s, v: _has_money(
        s, [n for n in grammar.surface_subjects(s, v) if s.nodes[n].name is None]
    ),
    "pay_for": _pay_for,
    "shares_subject": _shares_subject,
    "to_lobby": _to_lobby,
    "with_sanctions": lambda s, v: any(
        s.nodes[o].low in word_set("sanctions") for o in grammar.prepositional(s, v, "with")
    ),
}
