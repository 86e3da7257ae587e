"""Denials: a denial is contradicted exactly when the affirmed claim would be supported."""

from __future__ import annotations

from dataclasses import replace

from cuibono.model import Claim
from cuibono.verification.gap import Gap
from cuibono.verification.judgement import Judgement, Note


def affirmed(claim: Claim) -> Claim:
    """The same claim, affirmed."""
    return replace(claim, polarity="affirmed")


def _undated(judgement: Judgement) -> bool:
    """Whether nothing that decides bears a date: then it may have begun after the denial."""
    return bool(judgement.decides) and not any(tie.days.dated for tie in judgement.decides)


def deny(judgement: Judgement) -> Judgement:
    """The judgement of the denial, from that of the affirmed claim."""
    if judgement.finding == "unresolved":
        return judgement
    if judgement.finding != "supported":
        shown = (*judgement.decides, *judgement.shows)
        return replace(
            judgement,
            finding="unrecorded",
            gaps=(),
            decides=(),
            shows=shown,
            review=(),
            lead="denial_unrecorded",
        )
    gap = Gap("polarity", "denied", "denied", judgement.fact or "on record", "contradicts")
    through = [g for g in judgement.gaps if g.code == "conduit"]
    review = (
        *judgement.review,
        *((Note("denial_through"),) if through else ()),
        *((Note("undated"),) if _undated(judgement) else ()),
    )
    return replace(
        judgement,
        finding="contradicted",
        gaps=(gap, *judgement.gaps),
        review=review,
        lead="denial_contradicted",
    )
