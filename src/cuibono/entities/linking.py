"""Actors of a text to entities of a ledger: linked, tied, unknown, generic, or the document itself.

A link needs a decisive name, the right sort of actor and no rival that fits as well. A tie is broken by what stands
beside the name (place, type), never by the records that would support the claim.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cuibono.entities.company import break_ties
from cuibono.entities.context import Surroundings, surroundings
from cuibono.entities.exact import begins_like_a_person, exactly_recorded, tells
from cuibono.entities.gate import BOTH, Family, allowed, families_at, is_name
from cuibono.entities.index import Records, initial_keys
from cuibono.entities.names import name_shape, parse
from cuibono.entities.retrieval import Scored, scored_candidates
from cuibono.entities.states import StateName, canonical, read_state
from cuibono.model import THIS_ARTICLE, Actor, Candidate, Claim, Document, Span

SHOWN = 5
"""Candidates that an actor carries at most."""
WORTH_SHOWING = 0.3
SAME = 3
"""Rank of a candidate that is spelt the same."""


def link_actors(document: Document, claims: Sequence[Claim], ledger: Records) -> tuple[Actor, ...]:
    """One actor for every distinct ``Mention.name`` that is subject or object of a claim, in order of appearance."""
    names: dict[str, list[Span]] = {}
    for claim in claims:
        for mention in (claim.subject, claim.object):
            spans = names.setdefault(mention.name, [])
            if mention.span not in spans:
                spans.append(mention.span)
    actors = [
        link_in_text(name, tuple(sorted(spans)), document, claims, ledger) for name, spans in names.items()
    ]
    return break_ties(actors, claims, ledger)


def link_in_text(
    name: str, spans: tuple[Span, ...], document: Document, claims: Sequence[Claim], ledger: Records
) -> Actor:
    """One name of a text, with what its claims and its sentence say about it."""
    if name == THIS_ARTICLE:
        return Actor(name=name, status="document", caption=document.title, spans=spans)
    beside = replace(surroundings(document.text, spans, name), date=document.published)
    return replace(_link(name, ledger, families_at(claims, name), beside), spans=spans)


def link_name(name: str, ledger: Records, *, schema: str | None = None, country: str | None = None) -> Actor:
    """A name without a text around it: ``linked``, ``tie``, ``unknown`` or ``generic``.

    ``schema`` (FollowTheMoney) and ``country`` (ISO 3166 alpha-2) say what is known besides; a country breaks ties.
    """
    frame: frozenset[Family] = BOTH
    if schema is not None and schema not in ("LegalEntity", "Thing"):
        frame = frozenset({"person" if schema == "Person" else "organization"})
    return _link(name, ledger, frame, Surroundings(states=frozenset([country.lower()] if country else ())))


def _link(name: str, ledger: Records, frame: frozenset[Family], beside: Surroundings) -> Actor:
    state = read_state(name) if "organization" in frame else None
    if state is not None and not (state.doubtful and state.code not in beside.states_in_text):
        return _link_state(name, state, ledger)
    if not is_name(name):
        exact = exactly_recorded(name, ledger, frame) if tells(name) else []
        if exact:
            return _decide(name, exact, beside)
        return Actor(name=name, status="generic", note="no name: generic words alone match nothing")
    families = allowed(name, frame)
    if not families:
        return Actor(
            name=name, status="unknown", note="its words and its place in the claim exclude each other"
        )
    scored = _scored(name, ledger, families)
    found = [s for s in scored if _permitted(name, s, families)]
    found += _without_place(name, ledger, families, found)
    if families == {"person"} != frame and not begins_like_a_person(name):
        found += exactly_recorded(name, ledger, frame)
    found = sorted(_once(found), key=lambda s: s.order)
    return _decide(name, found, beside)


def _scored(name: str, ledger: Records, families: frozenset[Family]) -> list[Scored]:
    """Candidates; spellings that are only alike are looked for where none is the same, which would outrank them."""
    same = scored_candidates(name, ledger, families=families, as_state=False, near=0)
    if any(s.rank == SAME and s.sure for s in same):
        return same
    return scored_candidates(name, ledger, families=families, as_state=False)


def _once(found: Sequence[Scored]) -> list[Scored]:
    kept: dict[tuple[str, ...], Scored] = {}
    for each in sorted(found, key=lambda s: s.order):
        kept.setdefault(each.candidate.entity_ids, each)
    return list(kept.values())


def _link_state(name: str, state: StateName, ledger: Records) -> Actor:
    found = [s for s in scored_candidates(name, ledger, families=frozenset({"organization"})) if _is_state(s)]
    official = canonical(state.code)
    note = f"{name!r} stands for {official}" if name != official else ""
    if not found:
        return Actor(
            name=name,
            status="unknown",
            caption=official,
            countries=(state.code,),
            note=f"{note}, which is not on record".lstrip(", "),
        )
    chosen = next((s for s in found if s.candidate.caption == official), found[0])
    return _linked(name, chosen, found, note)


def _is_state(found: Scored) -> bool:
    return found.candidate.features[0].name == "state" and found.candidate.schema not in ("Address", "Vessel")


def _permitted(name: str, found: Scored, families: frozenset[Family]) -> bool:
    """A name that reads like a person's is an organisation's only where the claim asks for one and it is written so."""
    if found.candidate.schema == "Person" or name_shape(name) != "person" or "organization" not in families:
        return True
    return not parse(found.candidate.pair[1]).forms - parse(name).forms


def _without_place(
    name: str, ledger: Records, families: frozenset[Family], found: Sequence[Scored]
) -> list[Scored]:
    """ "Kazakhstan's Vlast" is "Vlast" of Kazakhstan: a place that the record itself names may stand beside a name."""
    if any(s.sure for s in found) or families == {"person"}:
        return []
    shorter, places = _split_place(name)
    if not shorter or not is_name(shorter):
        return []
    again = scored_candidates(shorter, ledger, families=families)
    return [
        replace(s, candidate=replace(s.candidate, pair=(name, s.candidate.pair[1])))
        for s in again
        if places <= set(s.candidate.countries) and s.rank >= 2
    ]


def _split_place(name: str) -> tuple[str, set[str]]:
    """(the name without the state that stands before it, that state)."""
    words = name.split()
    for cut in range(1, min(4, len(words))):
        head = parse(" ".join(words[:cut]))
        if len(head.core) == 1 and head.core[0].kind == "place":
            return " ".join(words[cut:]), {head.core[0].concept[1:]}
    return "", set()


def _decide(name: str, found: list[Scored], beside: Surroundings) -> Actor:
    sure = [s for s in found if s.sure]
    if not sure:
        return _by_initials(name, found) or _unknown(name, found)
    best = max(s.rank for s in sure)
    rivals = [s for s in sure if s.rank == best]
    if len(rivals) == 1:
        return _linked(name, rivals[0], found, "")
    fitting, why = beside.narrow(rivals)
    if len(fitting) == 1:
        return _linked(name, fitting[0], found, why)
    return Actor(
        name=name,
        status="tie",
        candidates=tuple(s.candidate for s in rivals[:SHOWN]),
        note=f"{len(rivals)} records fit equally well",
    )


def _by_initials(name: str, found: Sequence[Scored]) -> Actor | None:
    """An acronym that exactly one name of the ledger spells, where nobody else bears it."""
    letters = parse(name).letters
    if len(letters) < 3:
        return None
    fitting = [s for s in found if "." + letters in initial_keys(s.candidate.pair[1])]
    if len(fitting) != 1 or any(s.rank > 1 for s in found):
        return None
    return _linked(name, fitting[0], found, f"{name} by its initials: no other name in the ledger has them")


def _linked(name: str, chosen: Scored, found: Sequence[Scored], note: str) -> Actor:
    candidate = chosen.candidate
    others = [s.candidate for s in found if s is not chosen and s.candidate.probability >= WORTH_SHOWING]
    return Actor(
        name=name,
        status="linked",
        entity_ids=candidate.entity_ids,
        caption=candidate.caption,
        schema=candidate.schema,
        countries=candidate.countries,
        candidates=(candidate, *others[: SHOWN - 1]),
        note="; ".join(filter(None, (note or _pair_note(candidate.pair), *_judged(candidate)))),
    )


def _judged(candidate: Candidate) -> tuple[str, ...]:
    """What persons judged of the candidate's records; what the rule joined stands among its features."""
    return tuple(f.note for f in candidate.features if f.name == "same_as" and f.note.startswith("judged: "))


def _pair_note(pair: tuple[str, str]) -> str:
    return "" if pair[0] == pair[1] else f"{pair[0]!r} in the text is {pair[1]!r} on record"


def _unknown(name: str, found: Sequence[Scored]) -> Actor:
    shown = tuple(s.candidate for s in found if s.candidate.probability >= WORTH_SHOWING)[:SHOWN]
    return Actor(
        name=name,
        status="unknown",
        candidates=shown,
        note="no record bears this name" + ("; the nearest are shown" if shown else ""),
    )
