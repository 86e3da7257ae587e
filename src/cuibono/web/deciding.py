"""What a person may say of a finding or a name, checked before it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cuibono.errors import InputError
from cuibono.ledger import Ledger
from cuibono.model import FINDINGS, Check, Verdict
from cuibono.reporting.plain import line
from cuibono.web.access import Viewer
from cuibono.web.desk import Desk
from cuibono.web.errors import NotHereError
from cuibono.web.store import audit, judgements
from cuibono.web.store.checks import Entry
from cuibono.web.store.judgements import NAMES, Judgement, JudgementKind

OF_CLAIMS: Final[tuple[JudgementKind, ...]] = ("accept", "change", "not_a_claim", "note")
_NEEDS_WHY: Final = ("change", "not_a_claim", "note")


def verdict_of(check: Check, claim_id: str) -> tuple[int, Verdict]:
    """(number from 1, verdict) of a claim. Raises :class:`NotHereError`."""
    for number, verdict in enumerate(check.verdicts, 1):
        if verdict.claim.id == claim_id:
            return number, verdict
    raise NotHereError("this check has no such claim")


def judge_claim(
    here: Desk, who: Viewer, entry: Entry, verdict: Verdict, *, kind: str, finding: str, why: str
) -> Judgement:
    """Keep a judgement on a finding. Raises :class:`InputError` for one that is not whole."""
    if kind not in OF_CLAIMS:
        raise InputError("choose what you want to say of this finding")
    why = why.strip()
    if kind in _NEEDS_WHY and not why:
        raise InputError("say why: whoever reads this later must be able to follow")
    if kind == "change" and (finding not in FINDINGS or finding == verdict.finding):
        raise InputError("choose another finding than the program's own")
    with here.store.writing() as connection:
        made = judgements.add(
            connection,
            team=entry.team_id,
            author=who.name,
            kind=kind,
            why=why,
            check_id=entry.id,
            claim_id=verdict.claim.id,
            finding=finding if kind == "change" else None,
        )
        audit.note(connection, entry.team_id, who.name, f"judge: {kind}", entry.id, verdict.claim.id)
    return made


def decide_name(
    here: Desk,
    who: Viewer,
    *,
    name: str,
    kind: str,
    entity_ids: Sequence[str],
    why: str,
    entry: Entry | None = None,
) -> Judgement:
    """Keep a decision on a name. Raises :class:`InputError` for an entity that the ledger does not have."""
    name = line(name)[:300]
    if kind not in NAMES:
        raise InputError("choose whether the name is that entity or is not")
    if not name or not judgements.folded_name(name):
        raise InputError("there is no name to decide on")
    ids = tuple(dict.fromkeys(id for id in entity_ids if id))[:50]
    with here.records.borrow() as ledger:
        caption = _caption(ledger, ids)
    assert who.team is not None  # noqa: S101 - the public may not judge
    with here.store.writing() as connection:
        made = judgements.add(
            connection,
            team=who.team,
            author=who.name,
            kind=kind,  # type: ignore[arg-type]
            why=why,
            check_id=entry.id if entry else None,
            name=name,
            entity_ids=ids,
            caption=caption,
        )
        audit.note(connection, who.team, who.name, f"name: {kind}", name, " ".join(ids))
    return made


def _caption(ledger: Ledger, ids: Sequence[str]) -> str:
    found = ledger.entities(ids)
    missing = [id for id in ids if id not in found]
    if missing or not ids:
        raise InputError(f"the ledger has no entity {line(missing[0])[:80] if missing else ''}".rstrip())
    return line(found[ids[0]].caption)[:300]
