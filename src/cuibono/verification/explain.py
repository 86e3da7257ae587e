"""Two or three plain sentences made from the comparisons that decided; the catalogue holds the words."""

from __future__ import annotations

from collections.abc import Sequence

from cuibono.ledger.records import Dataset
from cuibono.verification.catalogue import say
from cuibono.verification.judgement import THROUGH_MONEY, Judgement, Note
from cuibono.verification.records import PAID, Record, Records
from cuibono.verification.standing import standing_of
from cuibono.verification.text import clean

MAX_GAPS = 3
TOLD_BY_LEAD = {"chain": "through_chain"}
"""Comparisons that the first sentence has told already."""


def explanation(judgement: Judgement, records: Records, complete: Sequence[Dataset] = ()) -> str:
    """What the records show, how that differs from the text, and what the silence of the lists is worth.

    ``complete`` are the lists that say they are complete for the claim's very matter.
    """
    sentences = [
        _lead(judgement, records),
        *(_gap_sentences(judgement)),
        *(_note(note) for note in judgement.notes if note.code != "conflict"),
        *_standing(judgement, records),
        *(_note(note) for note in judgement.notes if note.code == "conflict"),
        *_silence(judgement, complete),
    ]
    return " ".join(dict.fromkeys(s for s in sentences if s))


def _lead(judgement: Judgement, records: Records) -> str:
    values = {key: clean(value, 200) for key, value in judgement.values}
    return say("lead", judgement.lead, fact=judgement.fact, source=_source(judgement, records), **values)


def _source(judgement: Judgement, records: Records) -> str:
    chain = not any(gap.code in THROUGH_MONEY for gap in judgement.gaps)
    told = [r for tie in judgement.decides for r in ((*tie.above, tie.record) if chain else (tie.record,))]
    titles = [title(record, records) for record in told]
    named = list(dict.fromkeys(titles))
    said = "; ".join(named[:2])
    return say("note", "more_lists", lists=said, count=str(len(named) - 2)) if len(named) > 2 else said


def title(record: Record, records: Records) -> str:
    """The title of the list that a record is in, and whose word it is."""
    dataset = records.dataset(record.edge)
    name = dataset.title if dataset is not None else record.edge.dataset
    standing: str = standing_of(record, records)
    if standing == "self" and record.schema not in PAID:
        standing = "self_other"
    return f"{clean(name, 100)}, {say('words.standing', standing)}"


def _gap_sentences(judgement: Judgement) -> list[str]:
    order = {"contradicts": 0, "misdates": 1, "lessens": 1, "informs": 2}
    told = TOLD_BY_LEAD.get(judgement.lead, "")
    ranked = sorted((g for g in judgement.gaps if g.code != told), key=lambda gap: order[gap.weight])
    return [
        say("gap", gap.code, claimed=clean(gap.claimed, 200), recorded=clean(gap.recorded, 300))
        for gap in ranked[:MAX_GAPS]
    ]


def _note(note: Note) -> str:
    return say("note", note.code, **dict(note.values))


def _standing(judgement: Judgement, records: Records) -> list[str]:
    """A statement by one state about another's outlet is told as that; a listing is told with its authority anyway."""
    told = [tie for tie in judgement.decides if tie.record.schema != "Sanction"]
    abroad = [tie for tie in told if standing_of(tie.record, records) == "other_state"]
    if not abroad:
        return []
    dataset = records.dataset(abroad[0].record.edge)
    code = "other_state" if len(abroad) == len(told) else "other_state_too"
    return [say("note", code, publisher=dataset.publisher if dataset else "")]


def _silence(judgement: Judgement, complete: Sequence[Dataset]) -> list[str]:
    if judgement.finding != "unrecorded" or judgement.lead in ("cites_missing", "same_actor"):
        return []
    shown = [say("note", "ties_shown")] if judgement.shows else []
    if not complete:
        return [*shown, say("note", "partial_lists")]
    return [*shown, *(_complete(dataset) for dataset in complete[:2])]


def _complete(dataset: Dataset) -> str:
    coverage = dataset.coverage
    if coverage.complete == "except":
        how = say("note", "complete_except", exceptions=coverage.exceptions or "…")
    else:
        how = say("note", "complete_yes")
    return say("note", "complete_list", title=dataset.title, complete=how)


def review_text(notes: Sequence[Note]) -> str | None:
    """The reasons for a person to look, in one line; None where there is none."""
    said = [say("review", note.code, **dict(note.values)) for note in notes]
    return " ".join(dict.fromkeys(said)) or None
