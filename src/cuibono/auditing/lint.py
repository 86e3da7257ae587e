"""Drafts before publication: undisclosed interests of sources, claims that records do not bear out, claims of nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from cuibono.auditing.cases import read_article
from cuibono.auditing.data import Article, Case
from cuibono.auditing.houses import House, Level
from cuibono.auditing.interests import Interests
from cuibono.auditing.mentions import Spotter
from cuibono.auditing.places import Places
from cuibono.auditing.resources import load
from cuibono.auditing.sentences import Sentences
from cuibono.model import Document, Verdict

_CLAIMS = ("contradicted", "overstated", "misdated")


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing in a draft: where it stands in the file (lines and columns from 1), how serious, and what could be added.

    ``suggestion`` is the fact in a clause that a sentence could take up; ``record`` and ``url`` show it. ``accepted`` is the house's
    reason where it has accepted it.
    """

    rule: str
    level: Level
    message: str
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    quote: str
    suggestion: str = ""
    url: str = ""
    record: str = ""
    source: str = ""
    other: str = ""
    accepted: str = ""


class Linter:
    """Looks through drafts with one ledger and one house's rules."""

    def __init__(self, ledger: Any, house: House, *, today: str, claims: bool = True) -> None:
        from cuibono.entities import Screener

        self._ledger, self._house, self._today, self._claims = ledger, house, today, claims
        self._spotter = Spotter(Screener.open(ledger), ledger, Interests.open(ledger))

    def lint(self, document: Document, file: str, raw: str) -> list[Issue]:
        """The issues of one draft in order of place; ``raw`` is the file as written, where it is text."""
        places = Places(raw, document.text)
        found = [*self._sources(document, file, places), *self._vague(document, file, places)]
        if self._claims:
            found += self._checked(document, file, places)
        kept = {(i.rule, i.line, i.column, i.source, i.other): i for i in found if i.level != "off"}
        return sorted(kept.values(), key=lambda i: (i.line, i.column, i.rule, i.source))

    def _sources(self, document: Document, file: str, places: Places) -> Iterator[Issue]:
        article = Article(
            document.id,
            document.text,
            outlet=self._house.outlet or document.publisher or "",
            date=document.published or self._today,
            url=document.url or "",
            links=tuple(link.url for link in document.links),
        )
        for case in read_article(article, self._spotter).cases:
            if case.outcome == "not disclosed" and case.probability >= self._house.probability:
                yield self._undisclosed(case, document, file, places)

    def _undisclosed(self, case: Case, document: Document, file: str, places: Places) -> Issue:
        holding, use = case.holdings[0], case.uses[0]
        rule = f"undisclosed-{case.kind}"
        text = load("lint")["rules"][rule]["text"]
        days = "" if not holding.dated else f", {_since(holding.start)}"
        return self._issue(
            rule,
            text.format(source=case.source, relation=holding.relation, other=holding.other),
            (use.start, use.end),
            document,
            file,
            places,
            suggestion=(
                f"{case.source} is {holding.relation} {holding.other}{days} "
                f"(source: {holding.publisher}, {holding.dataset} {holding.version})"
            ),
            url=holding.url,
            record=holding.record,
            source=case.source,
            other=holding.other,
        )

    def _vague(self, document: Document, file: str, places: Places) -> Iterator[Issue]:
        sentences = Sentences(document.text)
        for pattern in _vague():
            for found in pattern.finditer(document.text):
                start, end = sentences.around(found.start())
                if not re.search(r"[“\"]", document.text[start : found.start()]):
                    text = load("lint")["rules"]["vague-source"]["text"].format(words=found[0])
                    yield self._issue(
                        "vague-source", text, (found.start(), min(found.end(), end)), document, file, places
                    )

    def _checked(self, document: Document, file: str, places: Places) -> Iterator[Issue]:
        from cuibono.checking import check

        for verdict in check(document, self._ledger, today=self._today).verdicts:
            if verdict.finding in _CLAIMS:
                yield self._claim(verdict.finding, verdict, document, file, places)
            elif _is_unsourced(verdict):
                yield self._claim("no-source", verdict, document, file, places)

    def _claim(self, rule: str, verdict: Verdict, document: Document, file: str, places: Places) -> Issue:
        claim = verdict.claim
        deciding = next((e for e in verdict.evidence if e.role == "decides"), None)
        text = load("lint")["rules"][rule]["text"].format(
            explanation=verdict.explanation,
            subject=claim.subject.name,
            predicate=claim.predicate,
            object=claim.object.name,
        )
        return self._issue(
            rule,
            text,
            (claim.span.start, claim.span.end),
            document,
            file,
            places,
            suggestion=f"on record: {deciding.summary} ({deciding.publisher})" if deciding else "",
            url=(deciding.source_url or "") if deciding else "",
            record=deciding.entity_id if deciding else "",
            source=claim.subject.name,
            other=claim.object.name,
        )

    def _issue(
        self,
        rule: str,
        message: str,
        span: tuple[int, int],
        document: Document,
        file: str,
        places: Places,
        *,
        suggestion: str = "",
        url: str = "",
        record: str = "",
        source: str = "",
        other: str = "",
    ) -> Issue:
        quote = document.text[span[0] : span[1]]
        reasons = [a.reason for a in self._house.accepted if a.covers(rule, source, other, self._today)]
        line, column, end_line, end_column = places.of(*span)
        return Issue(
            rule,
            self._house.level(rule),
            " ".join(message.split()),
            file,
            line,
            column,
            end_line,
            end_column,
            " ".join(quote.split()),
            suggestion=suggestion,
            url=url,
            record=record,
            source=source,
            other=other,
            accepted=reasons[0] if reasons else "",
        )


def _is_unsourced(verdict: Verdict) -> bool:
    """Whether the text itself makes a claim of influence that no record ties."""
    claim = verdict.claim
    said_by_nobody = not claim.attribution and not claim.hedged
    return (
        verdict.finding in ("unrecorded", "unresolved")
        and said_by_nobody
        and claim.predicate in load("lint")["asked"]
    )


def _since(start: str) -> str:
    return "on record" if start.startswith("0001") else f"on record since {start}"


@cache
def _vague() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in load("lint")["vague"])


def worst(issues: Sequence[Issue]) -> Level | None:
    """The highest level among the issues that the house has not accepted."""
    order = load("lint")["levels"]
    levels = [i.level for i in issues if not i.accepted and i.level in order]
    return max(levels, key=order.index, default=None)


def fails(issues: Sequence[Issue], fail_on: Level) -> bool:
    """Whether an issue reaches the level; ``off`` never fails."""
    order = load("lint")["levels"]
    top = worst(issues)
    return fail_on in order and top is not None and order.index(top) >= order.index(fail_on)
