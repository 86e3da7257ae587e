"""What people say of findings, kept beside a check: accepted or changed, by whom, when, why; never evidence.

A journal of JSON lines that only grows. An undoing is a line of its own, so that who thought what, and when, can always be read.
Verification never reads it: a judgement changes no finding, it stands beside the program's own.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cuibono.errors import InputError, RecordError
from cuibono.model import FINDINGS, Finding, Review

FORMAT = "cuibono.review/1"
KINDS = ("accept", "change", "undo")
MAX_WORDS = 4000
"""Characters of a reason."""


def journal_beside(check: Path) -> Path:
    """Where the reviews of ``check.json`` are kept: ``check.reviews.jsonl``."""
    return check.with_name(check.name.removesuffix(".json") + ".reviews.jsonl")


def accept(claim: str, was: Finding, *, by: str, why: str = "", at: str | None = None) -> Review:
    """A person who has read the finding and agrees. Raises :class:`InputError` without a name."""
    return Review(claim, "accept", was, was, _words(why), _name(by), _moment(at))


def change(claim: str, was: Finding, finding: str, *, by: str, why: str, at: str | None = None) -> Review:
    """A person who comes to another finding, and says why.

    Raises :class:`InputError` for what is no finding, for the program's own finding, and without a name or a reason.
    """
    if finding not in FINDINGS:
        raise InputError(f"{finding!r} is no finding: choose one of {', '.join(FINDINGS)}")
    if finding == was:
        raise InputError(f"the finding is {was} already: --accept it, or choose another")
    if not _words(why):
        raise InputError("say why (--why): whoever reads this later must be able to follow")
    return Review(claim, "change", finding, was, _words(why), _name(by), _moment(at))


def undo(claim: str, held: Mapping[str, Review], *, by: str, why: str = "", at: str | None = None) -> Review:
    """Take back what counts now for a claim. Raises :class:`InputError` where nothing does."""
    last = held.get(claim)
    if last is None:
        raise InputError(f"there is no review of claim {claim} to undo")
    return Review(claim, "undo", last.was, last.was, _words(why), _name(by), _moment(at))


def current(journal: Iterable[Review]) -> dict[str, Review]:
    """Claim id -> what counts now: the latest that was not undone. An undoing brings nothing older back."""
    held: dict[str, Review] = {}
    for review in journal:
        if review.kind == "undo":
            held.pop(review.claim, None)
        else:
            held[review.claim] = review
    return held


def read(journal: Path) -> tuple[Review, ...]:
    """All lines of a journal, oldest first; none where there is no such file.

    Raises :class:`RecordError` for a line that is no review.
    """
    if not journal.exists():
        return ()
    lines = journal.read_bytes().splitlines()
    return tuple(_review(line, journal, n) for n, line in enumerate(lines, 1) if line.strip())


def add(journal: Path, review: Review, *, document: str = "", sha256: str = "") -> None:
    """Write one line at the end of a journal, whole or not at all; ``document`` and ``sha256`` say of which text."""
    row = {
        "format": FORMAT,
        "document": document,
        "sha256": sha256,
        "claim": review.claim,
        "kind": review.kind,
        "finding": review.finding,
        "was": review.was,
        "why": review.why,
        "by": review.by,
        "at": review.at,
    }
    data = json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    handle = os.open(journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    try:
        os.write(handle, data)
        os.fsync(handle)
    finally:
        os.close(handle)


def fitting(held: Mapping[str, Review], findings: Mapping[str, Finding]) -> tuple[list[Review], list[Review]]:
    """Reviews of claims of a check, in order of its claims: those of today's finding, and those of one that has changed since."""
    mine = [held[claim] for claim in findings if claim in held]
    return [r for r in mine if r.was == findings[r.claim]], [r for r in mine if r.was != findings[r.claim]]


def _review(line: bytes, journal: Path, number: int) -> Review:
    try:
        row: Any = json.loads(line)
    except ValueError as error:
        raise RecordError("no JSON object", path=journal, line=number) from error
    if not isinstance(row, dict) or row.get("format") != FORMAT:
        raise RecordError(f"no review: its format is not {FORMAT}", path=journal, line=number)
    allowed: dict[str, Sequence[str]] = {"kind": KINDS, "finding": FINDINGS, "was": FINDINGS}
    for name in ("claim", "kind", "finding", "was", "why", "by", "at"):
        value = row.get(name)
        if not isinstance(value, str) or value not in allowed.get(name, (value,)):
            raise RecordError("not as a review has it", path=journal, line=number, field=name)
    return Review(*(row[name] for name in ("claim", "kind", "finding", "was", "why", "by", "at")))


def _words(text: str) -> str:
    return " ".join(text.split())[:MAX_WORDS]


def _name(by: str) -> str:
    name = " ".join(by.split())[:200]
    if not any(letter.isalnum() for letter in name):
        raise InputError("say who reviews (--by): a review without a name is nobody's")
    return name


def _moment(at: str | None) -> str:
    if at is None:
        return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    try:
        return datetime.fromisoformat(at).isoformat(timespec="seconds").replace("+00:00", "Z")
    except ValueError as error:
        raise InputError(f"{at!r} is no time: write it as 2022-01-20T12:00:00Z") from error
