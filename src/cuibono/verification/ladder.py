"""The relation ladder: what a record of one kind does to a claim of one predicate.

The table itself is ``resources/ladder.yml``; this module names the kinds of a record and reads the table.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from cuibono.model import Claim
from cuibono.verification import roles
from cuibono.verification.money import share_of
from cuibono.verification.records import Record, Records, together
from cuibono.verification.resources import load
from cuibono.verification.text import first_phrase, fold

Cell = Literal["supports", "implies", "overstates", "none"]
FIRM: frozenset[Cell] = frozenset({"supports", "implies"})


def row_of(claim: Claim) -> str:
    """The row of the table for a claim: its predicate, or ``owns/stake`` where any share will do."""
    if claim.predicate == "owns" and is_stake(claim):
        return "owns/stake"
    return claim.predicate


def is_stake(claim: Claim) -> bool:
    """Whether the wording speaks of a share of any size: a stake, a shareholder, a co-owner, a percentage."""
    if claim.nature in ("stake", "share", "shareholder", "co-owner"):
        return True
    if claim.amount is not None and claim.amount.currency == "%":
        return True
    if claim.quantifier in ("largest", "part") and claim.predicate == "owns":
        return True
    return bool(first_phrase(claim.cue, load("ladder")["stake_cues"]))


@cache
def _row(name: str) -> dict[str, frozenset[str]]:
    return {column: frozenset(kinds) for column, kinds in load("ladder")["rows"][name].items()}


def cell(row: str, kinds: frozenset[str]) -> Cell:
    """The strongest column of the row that names one of the record's kinds; ``none`` where no cell does."""
    table = _row(row)
    for column in ("supports", "implies", "overstates"):
        if table[column] & kinds:
            return column
    return "none"


def either_way(row: str, kinds: frozenset[str]) -> bool:
    """Whether a record of these kinds counts in both directions for this row."""
    table = _row(row)
    return bool((table["either"] | table.get("weaken_either", frozenset())) & kinds)


def cell_reversed(row: str, kinds: frozenset[str]) -> Cell:
    """The column for a record that runs against the claim's direction: what counts either way, never more than that."""
    table = _row(row)
    found = cell(row, kinds)
    if table["either"] & kinds:
        return found
    if table.get("weaken_either", frozenset()) & kinds and found != "none":
        return "overstates"
    return "none"


def supporting_schemas(row: str) -> tuple[str, ...]:
    """The record schemas that support or imply the row, for the question which lists matter."""
    table = _row(row)
    return tuple(sorted({kind.split("/")[0] for kind in table["supports"] | table["implies"]}))


def kinds_of(record: Record, records: Records) -> frozenset[str]:
    """The kinds of a record: its schema and its traits."""
    schema = record.schema
    traits = {schema, *(f"{schema}/{trait}" for trait in _traits(record, records))}
    return frozenset(traits)


def _traits(record: Record, records: Records) -> list[str]:
    match record.schema:
        case "Ownership":
            return _ownership(record, records)
        case "Directorship":
            return _directorship(record, records)
        case "Membership":
            return ["founder"] if roles.is_founder(record.role) else []
        case "Occupancy":
            return ["head"] if record.role and _heads(record, records) else []
        case "UnknownLink":
            return ["partner"] if roles.is_partner(record.role) else []
    return []


def _ownership(record: Record, records: Records) -> list[str]:
    share = share_of(record.edge)
    if share is not None:
        return [name for name, holds in (("majority", share.majority), ("half", share.half)) if holds]
    told = share_told(record)
    if told is not None:
        return ["majority", "half"] if told == "majority" else []
    return [] if other_owners(record, records) else ["sole"]


def share_told(record: Record) -> Literal["majority", "part"] | None:
    """What the record's words say of a share that it does not count; its summary only where it begins with that."""
    lists = load("ladder")["share_words"]
    words = " ".join((*record.edge.get("ownershipType"), record.role or ""))
    first = " ".join(fold(text).split(" ")[0] for text in record.edge.get("summary"))
    for size in ("part", "majority"):
        if first_phrase(words, lists[size]) or first_phrase(first, lists[size]):
            return size
    return None


def other_owners(record: Record, records: Records) -> tuple[Record, ...]:
    """Other owners of the same thing on record beside this one: at the same time, and neither above nor below it."""
    around = records.into(record.target or "", "Ownership")
    return tuple(r for r in around if _beside(record, r, records) and not _one_holds(record, r, records))


def _beside(record: Record, other: Record, records: Records) -> bool:
    return other.source != record.source and not records.weak(other) and together(record, other)


def _one_holds(one: Record, two: Record, records: Records) -> bool:
    held = ("Ownership", "Control", "Parent")
    above = {r.source for r in records.into(one.source or "", *held)}
    below = {r.target for r in records.out(one.source or "", *held)}
    return two.source in above | below


def _directorship(record: Record, records: Records) -> list[str]:
    traits = ["founder"] if roles.is_founder(record.role) else []
    return [*traits, "head"] if _heads(record, records) else traits


def _heads(record: Record, records: Records) -> bool:
    """A head role; a bare "director" is one unless others hold the same title there: then they are a board."""
    if roles.is_head(record.role):
        return True
    if not roles.is_bare_head(record.role):
        return False
    peers = records.into(record.target or "", record.schema)
    return not any(
        p.source != record.source and roles.is_bare_head(p.role) and together(record, p) for p in peers
    )
