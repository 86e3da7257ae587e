"""The verdicts as a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Sequence

from cuibono.model import Check, Verdict
from cuibono.reporting.output import csv_bytes
from cuibono.reporting.plain import line, web_address

COLUMNS = (
    "document",
    "title",
    "published",
    "number",
    "finding",
    "finding_today",
    "subject",
    "predicate",
    "object",
    "polarity",
    "attribution",
    "hedge",
    "time",
    "amount",
    "quote",
    "start",
    "end",
    "differences",
    "explanation",
    "evidence_ids",
    "evidence_urls",
    "lists_searched",
    "needs_review",
    "as_of",
)


def to_csv(check: Check | Sequence[Check]) -> bytes:
    """One line a verdict in the columns of ``COLUMNS``, for one check or several; UTF-8 with mark, formula-safe."""
    checks = [check] if isinstance(check, Check) else check
    rows = [row(c, number, v) for c in checks for number, v in enumerate(c.verdicts, 1)]
    return csv_bytes(COLUMNS, rows)


def row(check: Check, number: int, verdict: Verdict) -> list[object]:
    """One verdict in the columns of ``COLUMNS``, not yet made safe for spreadsheets."""
    claim, document = verdict.claim, check.document
    urls = dict.fromkeys(u for e in verdict.evidence if (u := web_address(e.source_url)))
    return [
        document.id,
        line(document.title),
        document.published,
        number,
        verdict.finding,
        verdict.today.finding if verdict.today else verdict.finding,
        line(claim.subject.name),
        claim.predicate,
        line(claim.object.name),
        claim.polarity,
        line(claim.attribution),
        "yes" if claim.hedged else "no",
        line(claim.period.text) if claim.period else "",
        line(claim.amount.text) if claim.amount else "",
        line(claim.quote),
        claim.span.start,
        claim.span.end,
        "; ".join(f"{d.field}: {line(d.claimed)} | {line(d.recorded)}" for d in verdict.differences),
        line(verdict.explanation),
        " ".join(dict.fromkeys(e.entity_id for e in verdict.evidence)),
        " ".join(urls),
        " ".join(f"{s.dataset}@{s.version}" for s in verdict.searched),
        line(verdict.needs_review),
        check.as_of,
    ]
