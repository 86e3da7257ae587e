"""What the page shows of an article and its verdicts, arranged for the template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from cuibono.model import Actor, Check, Evidence, Searched, Verdict
from cuibono.reporting import phrases
from cuibono.reporting.marks import MarkedBlock, marked_blocks
from cuibono.reporting.plain import line
from cuibono.reporting.wording import FindingWords, finding_words

RECORDS = 4


@dataclass(frozen=True, slots=True)
class Card:
    """One verdict as its card shows it.

    ``evidence`` stands open, ``more`` folded. ``searched`` is grouped by completeness; ``ends`` are the two actors.
    """

    number: int
    verdict: Verdict
    words: FindingWords
    relation: str
    said: list[tuple[str, str]]
    gist: str
    evidence: tuple[Evidence, ...]
    more: tuple[Evidence, ...]
    searched: list[tuple[str, list[Searched]]]
    ends: tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """Blocks that stand together, and the cards beside them. Runs of list items share a row."""

    kind: str
    blocks: tuple[MarkedBlock, ...]
    numbers: tuple[int, ...]


class Names:
    """Names of ledger ids, as far as the check knows them."""

    def __init__(self, check: Check) -> None:
        self._names: dict[str, str] = {}
        for actor in check.actors:
            for id in actor.entity_ids:
                self._names.setdefault(id, line(actor.caption or actor.name))
        for verdict in check.verdicts:
            for evidence in (*verdict.evidence, *(verdict.today.evidence if verdict.today else ())):
                self._learn(evidence)
        behind = [i for source in check.sourcing.sources for i in source.interests]
        for interest in (*check.publisher.interests, *behind):
            self._learn(interest.evidence)
        for shared in check.sourcing.shared:
            for evidence in (e for records in shared.evidence for e in records):
                self._learn(evidence)

    def _learn(self, evidence: Evidence) -> None:
        for id, name in ((evidence.source, evidence.source_name), (evidence.target, evidence.target_name)):
            if id and name:
                self._names.setdefault(id, line(name))

    def path(self, ids: Sequence[str]) -> str:
        """A path of ids as names with arrows; ids of one name that follow each other count as one."""
        names = [self._names.get(id, line(id)) for id in ids]
        return " → ".join(name for name, _ in groupby(names))


def cards(check: Check) -> list[Card]:
    """A card for every verdict, in text order."""
    actors = {actor.name: actor for actor in check.actors}
    return [_card(number, verdict, actors) for number, verdict in enumerate(check.verdicts, 1)]


def _card(number: int, verdict: Verdict, actors: dict[str, Actor]) -> Card:
    claim = verdict.claim
    evidence = phrases.main_evidence(verdict.evidence)
    return Card(
        number,
        verdict,
        finding_words(verdict.finding),
        phrases.statement(claim),
        phrases.said(claim),
        line(verdict.explanation),
        evidence[:RECORDS],
        evidence[RECORDS:],
        [(str(complete), lists) for complete, lists in phrases.by_completeness(verdict.searched)],
        tuple(actors[name] for name in (claim.subject.name, claim.object.name) if name in actors),
    )


def article_rows(check: Check) -> list[ArticleRow]:
    """The article as rows: each block with its cards; list items and table cells that follow each other share a row."""
    rows: list[ArticleRow] = []
    for block in marked_blocks(check.document, check.verdicts, check.uncheckable):
        if block.kind == "title" and not block.marked and line(block.text) == line(check.document.title):
            continue  # it stands at the top of the page already
        kind = "list" if block.kind in ("item", "cell") else block.kind
        last = rows[-1] if rows else None
        if last and kind == "list" and last.kind == "list" and len(last.numbers) < 12:
            rows[-1] = ArticleRow(kind, (*last.blocks, block), (*last.numbers, *block.ends))
        else:
            rows.append(ArticleRow(kind, (block,), block.ends))
    return rows
