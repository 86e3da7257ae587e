"""Lists without verbs: predicate, time and one end come from the heading above, the items are the other end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import cast

from cuibono.claims.english.fields import Margins
from cuibono.claims.english.mentions import Resolver
from cuibono.claims.english.names import Name
from cuibono.claims.english.tree import Sentence
from cuibono.claims.lexicon import load
from cuibono.model import Amount, Claim, Document, Mention, Period, Predicate, Span

_BULLET = re.compile(r"^\s*(?:[•*–—·▪◦‣-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s*")
_LONGEST_ITEM = 160


@cache
def _headings() -> tuple[tuple[Predicate, str, str], ...]:
    return tuple(
        (cast(Predicate, row["predicate"]), row["item"], row["pattern"])
        for row in load("english/lists.yml")["headings"]
    )


def list_candidates(
    document: Document, sentences: Sequence[Sentence], resolver: Resolver, margin: Margins
) -> list[Claim]:
    """Claims of all headed lists of two items or more."""
    claims: list[Claim] = []
    for heading, items in _lists(document.text, sentences):
        claims += _of_list(document, heading, items, resolver, margin)
    return claims


def _lists(text: str, sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, list[Sentence]]]:
    """A line that introduces, and the item lines right after it."""
    for i, heading in enumerate(sentences):
        items: list[Sentence] = []
        for line in sentences[i + 1 :]:
            if not _is_item(text, line, bool(items) or _introduces(text, heading)):
                break
            items.append(line)
        if len(items) > 1 and heading.names and not _is_item(text, heading, False):
            yield heading, items


def _introduces(text: str, line: Sentence) -> bool:
    return text[line.span.end - 1] == ":" or (
        text[line.span.end - 1] not in '.!?”"' and _line_break(text, line.span.end)
    )


def _line_break(text: str, at: int) -> bool:
    return bool(re.match(r"[ \t\r]*\n", text[at : at + 4]))


def _is_item(text: str, line: Sentence, after_heading: bool) -> bool:
    """A bulleted line, or a short line without a full stop that begins with a name."""
    start = line.span.start
    own_line = start == 0 or "\n" in text[max(0, start - 3) : start]
    if not own_line or line.span.end - start > _LONGEST_ITEM or not line.names:
        return False
    if _BULLET.match(text[start : line.span.end]):
        return True
    first = line.names[0]
    return (
        after_heading
        and first.start - start <= 5
        and text[line.span.end - 1] not in ".!?:"
        and first.end - first.start >= 0.35 * (line.span.end - start)
    )


def _of_list(
    document: Document, heading: Sentence, items: Sequence[Sentence], resolver: Resolver, margin: Margins
) -> list[Claim]:
    words = document.text[heading.span.start : heading.span.end]
    for predicate, side, pattern in _headings():
        for name in heading.names:
            found = re.search(pattern.replace("{A}", re.escape(name.text)), words, re.IGNORECASE)
            if found is None or name.kind == "work":
                continue
            period = next(
                (
                    p
                    for span, p in margin.periods
                    if heading.span.start <= span.start and span.end <= heading.span.end
                ),
                None,
            )
            return [
                c
                for line in items
                for c in _item(
                    document, heading, name, line, predicate, side, found.group(), period, resolver, margin
                )
            ]
    return []


def _item(
    document: Document,
    heading: Sentence,
    owner: Name,
    line: Sentence,
    predicate: Predicate,
    side: str,
    cue: str,
    period: Period | None,
    resolver: Resolver,
    margin: Margins,
) -> Iterator[Claim]:
    """The claim of one item: its first name, with its own sum and time."""
    actors = resolver.references.actors
    head, item = _mention(owner, resolver), _mention(line.names[0], resolver)
    if head.name == item.name or actors.kind(line.names[0]) in ("work", "place"):
        return
    subject, object_ = (item, head) if side == "subject" else (head, item)
    span = Span(heading.span.start, line.names[0].end)
    own_period = next(
        (p for s, p in margin.periods if line.span.start <= s.start and s.end <= line.span.end), period
    )
    amount: Amount | None = next(
        (a for s, a in margin.amounts if line.span.start <= s.start and s.end <= line.span.end), None
    )
    yield Claim(
        "",
        document.text[span.start : span.end],
        span,
        subject,
        predicate,
        object_,
        period=own_period,
        amount=amount if predicate in ("funds", "owns") else None,
        cue=cue,
        nature="list",
        extractors=("list",),
        confidence=0.8,
    )


def _mention(name: Name, resolver: Resolver) -> Mention:
    return Mention(name.text, Span(name.start, name.end), resolver.references.actors.of(name).name)
