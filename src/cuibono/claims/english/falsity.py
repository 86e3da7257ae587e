"""What a sentence says does not hold: contrasts ("not by B"), exceptions, myths and debunked stories.

The tree tells whether a verb is negated; these wordings stand outside the verb's clause. Rules are data:
``resources/english/falsity.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from cuibono.claims.lexicon import load
from cuibono.model import THIS_ARTICLE, Claim, Mention, Span


@cache
def _rule(name: str) -> re.Pattern[str]:
    return re.compile(str(load("english/falsity.yml")[name]), re.IGNORECASE)


def weighed(text: str, sentences: Sequence[Span], claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims, those that the sentence calls untrue denied, those it excepts left out."""
    for claim in claims:
        sentence = next((s for s in sentences if s.start <= claim.span.start < s.end), claim.span)
        ends = [m for m in (claim.subject, claim.object) if m.name != THIS_ARTICLE]
        if claim.predicate == "cites" and claim.subject.name == THIS_ARTICLE:
            yield claim
        elif any(_before(text, sentence, m, "exception") for m in ends):
            continue
        elif _untrue(text, sentence, claim, ends):
            if claim.polarity == "affirmed":
                yield replace(claim, polarity="denied")
        elif _rule("unproven_before").search(text[sentence.start : claim.span.start]):
            yield replace(claim, hedged=True, hedge=claim.hedge or "no evidence", attribution=None)
        else:
            yield claim


def _before(text: str, sentence: Span, mention: Mention, rule: str) -> bool:
    if not sentence.start <= mention.span.start <= sentence.end:
        return False
    return bool(_rule(rule).search(text[sentence.start : mention.span.start]))


def _untrue(text: str, sentence: Span, claim: Claim, ends: Sequence[Mention]) -> bool:
    before, after = text[sentence.start : claim.span.start], text[claim.span.end : sentence.end]
    contrast = any(_before(text, sentence, m, "contrast") for m in ends)
    if contrast and not _rule("contrast_blocked").search(text[sentence.start : sentence.end]):
        return True
    if _rule("false_before").search(before) or _rule("aside_after").search(after):
        return True
    return bool(_rule("said_before").search(before) and _rule("false_after").search(after))
