"""Records that cannot both be right: both are shown, and the finding says so."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from cuibono.verification import words
from cuibono.verification.judgement import Note
from cuibono.verification.money import share_of
from cuibono.verification.ties import Case, Tie, happens
from cuibono.verification.time import last_day


def find(case: Case, ties: Sequence[Tie]) -> tuple[Note, ...]:
    """The first pair of firm records of different datasets that conflict, as a sentence; empty where none does."""
    for one, two in combinations(sorted(ties, key=lambda t: (t.record.edge.dataset, t.record.edge.id)), 2):
        if one.record.edge.dataset != two.record.edge.dataset and _conflict(case, one, two, ties):
            return (Note("conflict", (("one", _said(case, one)), ("two", _said(case, two)))),)
    return ()


def _said(case: Case, tie: Tie) -> str:
    dataset = case.records.dataset(tie.record.edge)
    title = dataset.title if dataset is not None else tie.record.edge.dataset
    return f"{title}: {words.fact(tie.record, case.records)}"


def _conflict(case: Case, one: Tie, two: Tie, ties: Sequence[Tie]) -> bool:
    if one.record.schema != two.record.schema or _ends(one) != _ends(two):
        return False
    if one.record.schema == "Payment":
        return _sums_conflict(one, two, ties)
    if one.record.schema == "Ownership" and _overlap(one, two) and _shares_conflict(one, two):
        return True
    if case.claim.predicate == "founded":
        years = {(t.record.start or "")[:4] for t in (one, two)} - {""}
        return len(years) > 1
    return _ends_conflict(case, one, two)


def _shares_conflict(one: Tie, two: Tie) -> bool:
    a, b = share_of(one.record.edge), share_of(two.record.edge)
    return a is not None and b is not None and (a.high < b.low or b.high < a.low)


def _ends_conflict(case: Case, one: Tie, two: Tie) -> bool:
    """One says that the same tie, begun in the same year, was over by the day asked about, the other that it was not."""
    if happens(case.claim, one.record) or not one.record.start or not two.record.start:
        return False
    if one.record.start[:4] != two.record.start[:4] or case.asked.explicit:
        return False
    day = last_day(case.when)
    return (one.days.end < day) != (two.days.end < day)


def _ends(tie: Tie) -> tuple[str | None, str | None]:
    return tie.record.source, tie.record.target


def _overlap(one: Tie, two: Tie) -> bool:
    return one.days.start <= two.days.end and two.days.start <= one.days.end


def _sums_conflict(one: Tie, two: Tie, ties: Sequence[Tie]) -> bool:
    """The only payment of a year in each of two datasets, in one currency, with different sums."""
    a, b = one.record, two.record
    year = (a.start or "")[:4]
    if not year or (b.start or "")[:4] != year or a.money is None or b.money is None:
        return False
    if a.money[1] != b.money[1] or a.money[0] == b.money[0]:
        return False
    alone = [t for t in ties if (t.record.start or "")[:4] == year and t.record.schema == "Payment"]
    return all(sum(t.record.edge.dataset == r.edge.dataset for t in alone) == 1 for r in (a, b))
