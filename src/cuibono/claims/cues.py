"""Words that qualify a claim: hedges, instruments, quantifiers, past and negation.

The words are data (``resources/cues_<language>.yml``): kind, normalised value, patterns. One list for all sides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from cuibono.claims.caseblind import CaseBlind, case_blind
from cuibono.claims.wordlists import alternation, has_rules, load_rules
from cuibono.model import Span

CueKind = Literal["hedge", "instrument", "quantifier", "past", "negation"]
KINDS: tuple[CueKind, ...] = ("hedge", "instrument", "quantifier", "past", "negation")


@dataclass(frozen=True, slots=True, order=True)
class Cue:
    """A qualifying word. ``value`` is normalised: an instrument ("grant"), a quantifier of the model, a base form."""

    kind: CueKind
    value: str
    span: Span


@cache
def _patterns(language: str) -> tuple[tuple[CueKind, CaseBlind, tuple[str, ...]], ...]:
    rules = load_rules("cues", language)
    compiled = []
    for kind in KINDS:
        values = tuple(rules[kind])
        branches = "|".join(f"({alternation(rules[kind][value])})" for value in values)
        compiled.append((kind, case_blind(rf"(?<![\w-])(?:{branches})(?:(?!\w)|(?<=-))"), values))
    return tuple(compiled)


@cache
def _contraction(language: str) -> re.Pattern[str] | None:
    """ "isn't", "won’t": a negation inside a word."""
    return re.compile(r"(?<=\w)n[’']t(?!\w)", re.IGNORECASE) if language == "en" else None


def find_cues(text: str, language: str = "en") -> tuple[Cue, ...]:
    """The qualifying words of ``text`` in order of appearance; those of one kind never overlap.

    A language without rules gives nothing.
    """
    if not has_rules("cues", language):
        return ()
    found = [
        Cue(kind, values[(match.lastindex or 1) - 1], Span(*match.span()))
        for kind, pattern, values in _patterns(language)
        for match in pattern.finditer(text)
    ]
    contraction = _contraction(language)
    if contraction:
        found += [Cue("negation", "not", Span(*m.span())) for m in contraction.finditer(text)]
    return tuple(sorted(found, key=lambda cue: (cue.span, cue.kind)))
