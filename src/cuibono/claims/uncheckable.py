"""Passages that no record can decide: motive, prediction, opinion, loaded wording.

The rules are data (``resources/uncheckable_<language>.yml``), in order of precedence, and the same for every side. The
quote is the shortest telling stretch: the clause that holds the wording, or less where the rule says so. Clear cases
only: what is left out costs a reader little, a plain statement marked as opinion costs trust.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from cuibono.claims.caseblind import CaseBlind, case_blind
from cuibono.claims.wordlists import fill, has_rules, load_rules
from cuibono.model import Document, Span, Uncheckable, UncheckableKind

Extent = Literal["clause", "rest", "match", "phrase", "sentence"]
MAX_QUOTE = 220
"""Characters; a longer clause is cut at a word before its end."""


@dataclass(frozen=True, slots=True)
class Rule:
    kind: UncheckableKind
    cue: str
    pattern: CaseBlind
    unless: re.Pattern[str] | None
    extent: Extent


@cache
def uncheckable_rules(language: str) -> tuple[Rule, ...]:
    """The compiled rules in order of precedence; raises :class:`~cuibono.errors.ResourceError` when damaged."""
    data = load_rules("uncheckable", language)
    parts = {name: str(pattern) for name, pattern in data["parts"].items()}

    def compiled(row: dict[str, str]) -> Rule:
        unless = re.compile(fill(row["unless"], parts), re.IGNORECASE) if "unless" in row else None
        pattern = case_blind(fill(row["pattern"], parts))
        return Rule(
            cast(UncheckableKind, row["kind"]),
            row["cue"],
            pattern,
            unless,
            cast(Extent, row.get("quote", "clause")),
        )

    return tuple(compiled(row) for row in data["rules"])


@cache
def _breaks(language: str) -> re.Pattern[str]:
    """Where one clause ends and another begins; the match is the break itself."""
    return re.compile(str(load_rules("uncheckable", language)["breaks"]), re.IGNORECASE)


def _clause(text: str, sentence: Span, found: Span, language: str) -> Span:
    """The clause of the sentence that holds ``found``; a break inside ``found`` counts for nothing."""
    start, end = sentence.start, sentence.end
    for match in _breaks(language).finditer(text, sentence.start, sentence.end):
        if match.end() <= found.start:
            start = match.end()
        elif match.start() >= found.end:
            end = match.start()
            break
    return Span(start, end)


def _trimmed(text: str, span: Span) -> Span:
    """Without white space and stray punctuation at its ends; an unpaired quotation mark goes too."""
    start, end = span.start, span.end
    while start < end and text[start] in " \t\n\r,;:.–—-)•\u00a0":
        start += 1
    while end > start and text[end - 1] in " \t\n\r,;:.!?–—-(\u00a0":
        end -= 1
    quote = text[start:end]
    for opening, closing in ("“”", "«»", '""'):
        unpaired = quote.count('"') % 2 if opening == closing else quote.count(opening) - quote.count(closing)
        if unpaired and quote[:1] == opening:
            start += 1
        elif unpaired and quote[-1:] == closing:
            end -= 1
    return Span(start, max(start, end))


def _shortened(text: str, span: Span, found: Span) -> Span:
    if span.end - span.start <= MAX_QUOTE:
        return span
    start = span.start if found.end - span.start <= MAX_QUOTE else found.start
    end = max(found.end, text.rfind(" ", start, start + MAX_QUOTE))
    return Span(start, min(end, span.end))


def _phrase(text: str, clause: Span, found: Span) -> Span:
    """The match and the words up to the next lower-case function word or break: "so-called Hong Kong act"."""
    match = re.compile(r"(?:\s+[\"“«]?[\w’'-]+[\"”»]?){1,3}").match(text, found.end, clause.end)
    return Span(found.start, match.end() if match else found.end)


def _quote(text: str, sentence: Span, found: Span, extent: Extent, language: str) -> Span:
    clause = _clause(text, sentence, found, language)
    choices = {
        "match": found,
        "rest": Span(found.start, clause.end),
        "phrase": _phrase(text, clause, found),
        "sentence": sentence,
    }
    return _trimmed(text, _shortened(text, choices.get(extent, clause), found))


@cache
def _titles(language: str) -> re.Pattern[str] | None:
    """The words before the quoted title of a work, up to its opening quotation mark; None for a language without the rule."""
    pattern = load_rules("uncheckable", language).get("titles")
    return re.compile(str(pattern), re.IGNORECASE) if pattern else None


def _in_title(text: str, sentence: Span, hit: Span, language: str) -> bool:
    """Whether the wording stands in the quoted title of a work: "its article, “Regime nearing end”"."""
    pattern = _titles(language)
    if pattern is None:
        return False
    return any(
        opening.end() <= hit.start and not re.search('["”]', text[opening.end() : hit.start])
        for opening in pattern.finditer(text, sentence.start, hit.start)
    )


def _in_sentence(text: str, sentence: Span, language: str) -> list[tuple[int, Uncheckable]]:
    found: list[tuple[int, Uncheckable]] = []
    for rank, rule in enumerate(uncheckable_rules(language)):
        for match in rule.pattern.finditer(text, sentence.start, sentence.end):
            hit = Span(*match.span())
            clause = _clause(text, sentence, hit, language)
            if rule.unless and rule.unless.search(text, clause.start, clause.end):
                continue
            if _in_title(text, sentence, hit, language):
                continue
            span = _quote(text, sentence, hit, rule.extent, language)
            if span.end > span.start:
                found.append((rank, Uncheckable(text[span.start : span.end], span, rule.kind, rule.cue)))
    return found


def _best(found: list[tuple[int, Uncheckable]]) -> list[Uncheckable]:
    """Where quotes overlap the rule that stands first wins."""
    kept: list[Uncheckable] = []
    for _, item in sorted(found, key=lambda pair: (pair[0], pair[1].span)):
        if all(item.span.end <= other.span.start or item.span.start >= other.span.end for other in kept):
            kept.append(item)
    return kept


def find_uncheckable(
    document: Document, sentences: Sequence[Span], language: str | None = None
) -> tuple[Uncheckable, ...]:
    """The passages of ``document`` that no record can decide, in order, none overlapping.

    ``sentences`` are the spans to look at; every quote lies inside one of them and ``text[start:end]`` is exactly the
    quote. ``language`` is the document's own unless given; one without rules gives nothing.
    """
    language = language or document.language
    if not has_rules("uncheckable", language):
        return ()
    items = [
        item for sentence in sentences for item in _best(_in_sentence(document.text, sentence, language))
    ]
    return tuple(sorted(items, key=lambda item: item.span))
