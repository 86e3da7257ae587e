"""What goes with a finding: other ties, the reverse, other holders, conflicts, and reasons for a person to look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cuibono.verification import conflict, ladder, quantifier, words
from cuibono.verification.gap import Gap
from cuibono.verification.judgement import Judgement, Note
from cuibono.verification.ladder import FIRM
from cuibono.verification.records import PAID
from cuibono.verification.settings import MAX_SHOWN
from cuibono.verification.ties import Case, Tie, shown_first
from cuibono.verification.time import could_be_later, last_day


def complete(case: Case, judgement: Judgement, ties: Sequence[Tie]) -> Judgement:
    """Add what informs: other ties, the reverse, other holders, conflicts, and reasons to look again."""
    used = {t.record.key for t in (*judgement.decides, *judgement.shows)}
    left = [t for t in ties if t.record.key not in used]
    others = _other_holders(case) if judgement.finding in ("unrecorded", "misdated", "overstated") else []
    shows = (*judgement.shows, *shown_first(left), *others)[:MAX_SHOWN]
    conflicts = conflict.find(case, [t for t in ties if t.firm])
    return replace(
        judgement,
        gaps=(*judgement.gaps, *_direction(case, judgement, left)),
        shows=tuple(shows),
        review=(*judgement.review, *_reviews(case, judgement, conflicts)),
        notes=(*judgement.notes, *conflicts, *_notes(case, judgement, shows, others)),
    )


def _direction(case: Case, judgement: Judgement, left: Sequence[Tie]) -> list[Gap]:
    """The relation is on record only the other way round."""
    if judgement.finding != "unrecorded":
        return []
    reverse = [
        t
        for t in left
        if not t.forward
        and not t.weak
        and ladder.cell(case.row, ladder.kinds_of(t.record, case.records)) in FIRM
    ]
    if not reverse:
        return []
    claimed = f"{case.claim.subject.name} → {case.claim.object.name}"
    return [Gap("direction", "direction", claimed, words.fact(shown_first(reverse)[0].record, case.records))]


def _other_holders(case: Case) -> list[Tie]:
    """Others on record in time as owner, head or controller: shown, never a contradiction."""
    if case.claim.predicate not in ("owns", "leads", "directs"):
        return []
    return list(quantifier.rivals(case, "subject"))[:MAX_SHOWN]


def _reviews(case: Case, judgement: Judgement, conflicts: Sequence[Note]) -> list[Note]:
    found = [Note("conflict")] if conflicts else []
    if judgement.finding not in ("supported", "overstated", "contradicted") or case.asked.explicit:
        return found + ([] if case.records.complete else [Note("truncated")])
    starts = [t.record.start for t in judgement.decides]
    if starts and all(could_be_later(s, case.when) for s in starts):
        found.append(Note("coarse_date", (("start", starts[0] or ""),)))
    if judgement.decides and all(_maybe_later(case, t) for t in judgement.decides):
        found.append(Note("undated"))
    return found + ([] if case.records.complete else [Note("truncated")])


def _maybe_later(case: Case, tie: Tie) -> bool:
    """An event without a date, in a list retrieved after the day that is asked of."""
    if tie.days.dated or tie.record.schema not in PAID:
        return False
    dataset = case.records.dataset(tie.record.edge)
    retrieved = dataset.retrieved if dataset is not None else None
    return retrieved is None or last_day(retrieved) > last_day(case.when)


def _notes(case: Case, judgement: Judgement, shows: Sequence[Tie], others: Sequence[Tie]) -> list[Note]:
    if judgement.finding != "unrecorded":
        return _undated(case, judgement)
    found: list[Note] = []
    firm = [t for t in shows if t.cell in FIRM]
    if firm and all(t.weak for t in firm):
        found.append(Note("only_weak"))
    undated = [t for t in firm if t.record.schema == "Sanction" and t.timing != "in" and not t.record.start]
    if undated:
        dataset = case.records.dataset(undated[0].record.edge)
        found.append(Note("undated_listing", (("retrieved", (dataset and dataset.retrieved) or "?"),)))
    if others:
        names = ", ".join(dict.fromkeys(words.name_of(t.subject.node, case.records) for t in others))
        found.append(Note("others_hold", (("names", names),)))
    return found


def _undated(case: Case, judgement: Judgement) -> list[Note]:
    """Told where all that decides bears no date and stands in a list younger than the text."""
    retrieved = ""
    for tie in judgement.decides:
        dataset = case.records.dataset(tie.record.edge)
        day = (dataset.retrieved if dataset is not None else None) or ""
        if tie.days.dated or tie.above or last_day(day) <= last_day(case.when):
            return []
        retrieved = max(retrieved, day)
    return [Note("undated_record", (("retrieved", retrieved),))] if retrieved else []
