"""Findings as schema.org ClaimReview, for whoever publishes the check.

The finding goes into ``reviewRating.alternateName`` as text. There is no ``ratingValue``: six findings are no scale, and
"unrecorded" is not a shade of false. Claims whose names could not be matched were not reviewed, and are left out.
"""

from __future__ import annotations

from typing import Any

from cuibono.model import Check, Evidence, Verdict
from cuibono.reporting import phrases
from cuibono.reporting.objects import json_bytes
from cuibono.reporting.plain import line, web_address
from cuibono.reporting.wording import finding_words

Object = dict[str, Any]
CONTEXT = "https://schema.org"


def to_claimreview(check: Check, *, page: str = "", author: str = "cuibono") -> list[Object]:
    """One ClaimReview for each verdict that was reached, in text order.

    ``page`` is the address where the report will stand: it makes ``url`` absolute; without it ``url`` is the card's
    fragment, relative to the page that carries the markup. ``author`` is the organisation that answers for the review.
    """
    return [
        _review(check, number, verdict, page, author)
        for number, verdict in enumerate(check.verdicts, 1)
        if verdict.finding != "unresolved"
    ]


def claimreview_json(check: Check, *, page: str = "", author: str = "cuibono") -> bytes:
    """:func:`to_claimreview` as one JSON array in UTF-8, without a line end; ``<`` is escaped, fit for a script element."""
    data = json_bytes(to_claimreview(check, page=page, author=author))
    return data.replace(b"<", b"\\u003c").replace(b">", b"\\u003e").replace(b"&", b"\\u0026")


def _review(check: Check, number: int, verdict: Verdict, page: str, author: str) -> Object:
    words = finding_words(verdict.finding)
    review: Object = {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "url": f"{page}#c{number}",
        "datePublished": check.as_of,
        "author": {"@type": "Organization", "name": line(author)},
        "claimReviewed": phrases.statement(verdict.claim),
        "reviewRating": {
            "@type": "Rating",
            "alternateName": words.label,
            "ratingExplanation": " ".join(filter(None, (words.meaning, line(verdict.explanation)))),
        },
        "itemReviewed": _claim(check, verdict),
        "reviewBody": _body(verdict),
        "isBasedOn": [_record(evidence) for evidence in phrases.main_evidence(verdict.evidence)],
    }
    if verdict.needs_review:
        review["creativeWorkStatus"] = f"Draft, to be read by a person: {line(verdict.needs_review)}"
    return {key: value for key, value in review.items() if value not in ("", [])}


def _body(verdict: Verdict) -> str:
    differences = [
        f"{d.field}: claimed {line(d.claimed)}, recorded {line(d.recorded)}." for d in verdict.differences
    ]
    searched = ", ".join(f"{line(s.title) or line(s.dataset)} ({s.complete})" for s in verdict.searched)
    return " ".join(
        [*differences, f"Lists searched (complete or not): {searched}." if searched else ""]
    ).strip()


def _claim(check: Check, verdict: Verdict) -> Object:
    claim = verdict.claim
    item: Object = {"@type": "Claim", "text": line(claim.quote), "appearance": _appearance(check)}
    if check.document.published:
        item["datePublished"] = check.document.published
    speaker = line(claim.attribution) or line(check.document.author) or line(check.document.publisher)
    if speaker:
        item["author"] = {"@type": "Thing", "name": speaker}
    return item


def _appearance(check: Check) -> Object:
    document = check.document
    publisher = line(document.publisher)
    article: Object = {
        "@type": "Article",
        "headline": line(document.title),
        "url": web_address(document.url),
        "datePublished": document.published,
        "publisher": {"@type": "Organization", "name": publisher} if publisher else None,
    }
    return {key: value for key, value in article.items() if value}


def _record(evidence: Evidence) -> Object:
    record: Object = {
        "@type": "CreativeWork",
        "identifier": line(evidence.entity_id),
        "name": phrases.record_title(evidence),
        "url": web_address(evidence.source_url),
        "publisher": {"@type": "Organization", "name": line(evidence.publisher)},
        "isPartOf": {"@type": "Dataset", "name": line(evidence.dataset), "version": line(evidence.version)},
    }
    return {key: value for key, value in record.items() if value}
