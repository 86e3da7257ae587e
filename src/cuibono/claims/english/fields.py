"""The fields beside the triple: time, sum, instrument, quantifier, which belong to a claim only if they stand in its clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from cuibono.claims.amounts import find_amounts
from cuibono.claims.cues import Cue, find_cues
from cuibono.claims.english import grammar
from cuibono.claims.english.tree import Sentence
from cuibono.claims.periods import find_periods
from cuibono.model import Amount, Document, Period, Quantifier, Span

T = TypeVar("T")
_AMOUNT_PREDICATES = frozenset(("funds", "owns", "represents"))


@dataclass(frozen=True, slots=True)
class Margins:
    """Times, sums and qualifying words of one document, in order."""

    periods: tuple[tuple[Span, Period], ...]
    amounts: tuple[tuple[Span, Amount], ...]
    cues: tuple[Cue, ...]


def margins(document: Document) -> Margins:
    """Read them once for the whole document."""
    return Margins(
        find_periods(document.text, document.published),
        find_amounts(document.text),
        find_cues(document.text, "en"),
    )


def _inside(span: Span, outer: Span) -> bool:
    return outer.start <= span.start and span.end <= outer.end


def _node_at(s: Sentence, span: Span) -> int | None:
    inside = next((n.i for n in s.nodes if n.start < span.end and n.end > span.start), None)
    # a share before "owned" is left out of the tree: it belongs to the word after it
    return inside if inside is not None else next((n.i for n in s.nodes if n.start >= span.end), None)


def _clause_of(s: Sentence, i: int) -> int:
    """The verb or relation noun whose clause node ``i`` stands in."""
    here = i
    for _ in range(12):
        node = s.nodes[here]
        if here != i and (grammar.is_verb(s, here) or node.dep == "appos"):
            return here
        if node.head < 0:
            return here
        here = node.head
    return here


def _belongs(s: Sentence, span: Span, trigger: int, clause: int, predicate: str) -> bool:
    """Whether what stands at ``span`` belongs to the claim of ``trigger``: its nearest clause is the claim's."""
    i = _node_at(s, span)
    if i is None:
        return False
    if trigger in (i, *s.ancestors(i)) and not any(
        s.nodes[a].dep in ("relcl", "advcl", "conj", "ccomp")
        and grammar.is_verb(s, a)
        and a != trigger
        and trigger in tuple(s.ancestors(a))
        for a in (i, *s.ancestors(i))
    ):
        return True
    mine = clause if grammar.is_verb(s, clause) else trigger
    owner = _clause_of(s, i)
    if owner == mine:
        return True
    chain = [mine]
    for a in s.ancestors(mine):
        if s.nodes[chain[-1]].dep not in ("xcomp", "conj", "ccomp") or (
            s.nodes[chain[-1]].dep == "conj" and s.kids(chain[-1], "nsubj", "nsubjpass")
        ):
            break
        chain.append(a)
    return owner in chain and (
        s.nodes[mine].dep != "ccomp" or (s.nodes[i].start < s.nodes[mine].start and owner == chain[0])
    )


def period_of(margin: Margins, s: Sentence, trigger: int, clause: int, predicate: str) -> Period | None:
    """The time of the claim, if one stands in its clause; the nearest when there are several."""
    return _nearest(margin.periods, s, trigger, clause, predicate)


def amount_of(margin: Margins, s: Sentence, trigger: int, clause: int, predicate: str) -> Amount | None:
    """The sum of the claim; only money and shares have one."""
    if predicate not in _AMOUNT_PREDICATES:
        return None
    found = [(span, a) for span, a in margin.amounts if True]
    return _nearest(found, s, trigger, clause, predicate)


def _nearest(
    items: Sequence[tuple[Span, T]], s: Sentence, trigger: int, clause: int, predicate: str
) -> T | None:
    here = [
        (abs(span.start - s.nodes[trigger].start), span.start, value)
        for span, value in items
        if _inside(span, s.span) and _belongs(s, span, trigger, clause, predicate)
    ]
    return min(here, key=lambda t: t[:2])[2] if here else None


def instrument_of(margin: Margins, s: Sentence, trigger: int, clause: int) -> str | None:
    """The kind of payment named in the clause: grant, loan, donation."""
    return next(
        (
            cue.value
            for cue in margin.cues
            if cue.kind == "instrument"
            and _inside(cue.span, s.span)
            and (_node_at(s, cue.span) == trigger or _belongs(s, cue.span, trigger, clause, "funds"))
        ),
        None,
    )


def quantifier_of(
    margin: Margins, s: Sentence, trigger: int, clause: int, subject: Span, object_: Span
) -> tuple[Quantifier | None, str | None]:
    """(quantifier, the side it stands beside)."""
    for cue in margin.cues:
        if (
            cue.kind != "quantifier"
            or not _inside(cue.span, s.span)
            or not _belongs(s, cue.span, trigger, clause, "")
        ):
            continue
        distance = {"subject": abs(subject.start - cue.span.end), "object": abs(object_.start - cue.span.end)}
        side = min(distance, key=lambda k: (distance[k], k))
        return cue.value, side  # type: ignore[return-value]
    return None, None
