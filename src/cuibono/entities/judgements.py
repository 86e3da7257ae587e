"""What persons judged: that two records are one actor, or that they are not.

Judgements lie beside the records and never in them: an append-only file of JSON lines, each with who, when and why. A
judgement is undone by a further line; nothing is ever taken out.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from cuibono.entities.gate import family
from cuibono.entities.index import Records
from cuibono.errors import InputError, LedgerError, NotInLedgerError
from cuibono.ledger.files import plain_errors, replace_atomically
from cuibono.ledger.lock import importer_lock

Opinion = Literal["same", "different"]
FILE = "judgements.jsonl"
LONGEST = 2_000
"""Characters that a reason or a name of a judge may have."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Somebody's word on two records, by their ids in alphabetical order; ``at`` is ISO 8601 with UTC.

    ``undone`` says by whom, when and why it was taken back; empty while it stands.
    """

    id: str
    opinion: Opinion
    a: str
    b: str
    by: str
    why: str
    at: str
    undone: str = ""

    @property
    def told(self) -> str:
        """The judgement in words."""
        verb = "the same as" if self.opinion == "same" else "not the same as"
        return f"{self.a} is {verb} {self.b}: {self.by}, {self.at[:10]}: {self.why} [{self.id}]"


class Judgements:
    """All judgements on a ledger; for each pair of records the last that was not undone is in force."""

    def __init__(self, entries: Iterable[Judgement] = ()) -> None:
        self.entries = tuple(entries)
        self._in_force = {(j.a, j.b): j for j in self.entries if not j.undone}
        self._kin = _components(j for j in self._in_force.values() if j.opinion == "same")

    def __bool__(self) -> bool:
        return bool(self._in_force)

    @property
    def in_force(self) -> tuple[Judgement, ...]:
        return tuple(self._in_force.values())

    def between(self, a: str, b: str) -> Judgement | None:
        """The judgement in force on these two records themselves."""
        return self._in_force.get((min(a, b), max(a, b)))

    def kin(self, entity_id: str) -> frozenset[str]:
        """The record and all that are judged one actor with it, through others too."""
        return self._kin.get(entity_id, frozenset({entity_id}))

    def on(self, entity_ids: Iterable[str]) -> tuple[Judgement, ...]:
        """The judgements in force that name two of these records."""
        ids = set(entity_ids)
        return tuple(j for j in self.in_force if j.a in ids and j.b in ids)


def _components(same: Iterable[Judgement]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for judgement in same:
        joined = found.get(judgement.a, frozenset({judgement.a})) | found.get(
            judgement.b, frozenset({judgement.b})
        )
        found.update(dict.fromkeys(joined, joined))
    return found


NONE = Judgements()


def judgements_path(ledger: Records) -> Path:
    """The file: in the ledger's folder; for the ledger inside the package, in the user's data folder."""
    folder = Path(ledger.path)
    if Path(__file__).parents[1] not in folder.resolve().parents:
        return folder / FILE
    home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return home / "cuibono" / folder.name / FILE


_read: dict[Path, tuple[tuple[int, int], Judgements]] = {}


def judgements_of(ledger: Records) -> Judgements:
    """All judgements on a ledger; read again when the file changes. Raises :class:`LedgerError` for a damaged file."""
    path = judgements_path(ledger)
    try:
        state = path.stat()
    except OSError:
        return NONE
    stamp = (state.st_mtime_ns, state.st_size)
    if path not in _read or _read[path][0] != stamp:
        with plain_errors(path, "read"):
            _read[path] = stamp, Judgements(_parsed(path))
    return _read[path][1]


def _parsed(path: Path) -> Iterator[Judgement]:
    found: dict[str, Judgement] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        try:
            row = json.loads(line)
            if "undo" in row:
                found[row["undo"]] = replace(found[row["undo"]], undone=_undone(row))
            else:
                found[row["id"]] = _judgement(row)
        except (ValueError, KeyError, TypeError) as error:
            raise LedgerError(f"{path}, line {number}: no judgement: mend the line or take it out") from error
    return iter(found.values())


def _undone(row: Mapping[str, Any]) -> str:
    return f"{row['by']}, {row['at'][:10]}: {row['why']}"


def _judgement(row: Mapping[str, Any]) -> Judgement:
    made = Judgement(**{k: row[k] for k in ("id", "opinion", "a", "b", "by", "why", "at")})
    if made.opinion not in ("same", "different") or not all(
        isinstance(v, str) for v in (made.id, made.a, made.b, made.by, made.why, made.at)
    ):
        raise ValueError
    return made


def judge(
    ledger: Records, a: str, b: str, opinion: Opinion, *, by: str, why: str, at: str | None = None
) -> Judgement:
    """Keep that the records ``a`` and ``b`` are one actor, or are not; ``at`` is an ISO time, without it now.

    Raises :class:`~cuibono.errors.InputError` for a judgement without a judge or a reason, on one record alone, on a
    person and an organisation, or against others in force; :class:`~cuibono.errors.NotInLedgerError` for an unknown id.
    """
    first, second = sorted((a, b))
    _check(ledger, first, second, opinion)
    row = {"opinion": opinion, "a": first, "b": second, **_signed(by, why, at)}
    row["id"] = hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:12]
    _append(ledger, row)
    return _judgement(row)


def undo(ledger: Records, judgement_id: str, *, by: str, why: str, at: str | None = None) -> Judgement:
    """Take a judgement back. Raises :class:`~cuibono.errors.InputError` where there is none that stands by that id."""
    found = next((j for j in judgements_of(ledger).entries if j.id == judgement_id), None)
    if found is None:
        raise InputError(f"no judgement {judgement_id[:40]!r}: see `cuibono judgements`")
    if found.undone:
        raise InputError(f"judgement {judgement_id} was taken back already: {found.undone}")
    row = {"undo": judgement_id, **_signed(by, why, at)}
    _append(ledger, row)
    return replace(found, undone=_undone(row))


def _check(ledger: Records, a: str, b: str, opinion: Opinion) -> None:
    if a == b:
        raise InputError(f"{a} is one record: a judgement needs two")
    entities = ledger.entities([a, b])
    for identifier in (a, b):
        if identifier not in entities:
            raise NotInLedgerError(f"no record {identifier[:80]!r} in this ledger")
    known = judgements_of(ledger)
    if opinion == "different" and b in known.kin(a) and known.between(a, b) is None:
        raise InputError(f"{a} and {b} are judged the same through others: undo that first")
    if opinion == "same":
        kinds = {family(e.schema, e.caption) for e in entities.values()}
        if len(kinds) > 1:
            raise InputError(f"{a} and {b} are a person and an organisation: they cannot be one actor")
        _check_against(known, a, b)


def _check_against(known: Judgements, a: str, b: str) -> None:
    for mine in sorted(known.kin(a)):
        for theirs in sorted(known.kin(b)):
            held = known.between(mine, theirs)
            if held is not None and held.opinion == "different" and {mine, theirs} != {a, b}:
                raise InputError(f"against judgement {held.id} ({held.told}): undo that first")


def _signed(by: str, why: str, at: str | None) -> dict[str, str]:
    for field, value in (("--by", by), ("--why", why)):
        if not value.strip() or len(value) > LONGEST:
            raise InputError(f"{field}: a judgement needs it, in at most {LONGEST} characters")
    if at is None:
        return {"by": " ".join(by.split()), "why": " ".join(why.split()), "at": _now()}
    try:
        datetime.fromisoformat(at)
    except ValueError as error:
        raise InputError(f"{at!r} is no time: write it as YYYY-MM-DD or YYYY-MM-DDTHH:MM") from error
    return {"by": " ".join(by.split()), "why": " ".join(why.split()), "at": at}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _append(ledger: Records, row: Mapping[str, str]) -> None:
    path = judgements_path(ledger)
    with plain_errors(path, "write"):
        path.parent.mkdir(parents=True, exist_ok=True)
        with importer_lock(path.parent):
            before = path.read_bytes() if path.exists() else b""
            replace_atomically(path, before + json.dumps(row, ensure_ascii=False).encode() + b"\n")
    _read.pop(path, None)
