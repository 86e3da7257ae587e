"""``cuibono review``: a person's judgement on a finding, kept beside the check."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cuibono.cli_output import reported_errors
from cuibono.errors import InputError

if TYPE_CHECKING:
    from cuibono.model import Review

Check = dict[str, Any]
Verdict = dict[str, Any]


def add_commands(app: typer.Typer) -> None:
    """Put this command into the program."""
    app.command()(review)


def review(
    check: Annotated[Path, typer.Argument(metavar="CHECK.json", help="What `cuibono check --json` wrote.")],
    claim: Annotated[
        str | None,
        typer.Argument(
            metavar="CLAIM", help="The claim's number in the report, or its id; without it a list."
        ),
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="The finding is right.")] = False,
    finding: Annotated[
        str | None, typer.Option(metavar="F", help="Another finding: supported, overstated, misdated, ...")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take back what counts now for this claim.")] = False,
    why: Annotated[str, typer.Option(metavar="TEXT", help="On what grounds.")] = "",
    by: Annotated[str, typer.Option(metavar="NAME", help="Who reviews.")] = "",
    at: Annotated[str | None, typer.Option(metavar="TIME", help="When (ISO 8601); without it now.")] = None,
    journal: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where reviews are kept; without it beside the check.")
    ] = None,
) -> None:
    """Accept or change a finding under your name; it stands beside the check and is never evidence."""
    with reported_errors():
        from cuibono import reviews

        place = journal or reviews.journal_beside(check)
        checks = _read(check)
        held = reviews.current(reviews.read(place))
        if claim is None:
            _list(checks, held)
            return
        if [accept, finding is not None, undo].count(True) != 1:
            raise InputError("say one of --accept, --finding F or --undo")
        owner, verdict = _find(checks, claim)
        made = _judged(verdict, held, accept=accept, finding=finding, why=why, by=by, at=at)
        document = owner["document"]
        reviews.add(place, made, document=str(document["id"]), sha256=str(document.get("sha256") or ""))
        typer.echo(f"{made.claim}: {_told(made)}; kept in {place}")


def _judged(
    verdict: Verdict,
    held: Mapping[str, Review],
    *,
    accept: bool,
    finding: str | None,
    why: str,
    by: str,
    at: str | None,
) -> Review:
    from cuibono import reviews

    claim, was = str(verdict["claim"]["id"]), verdict["finding"]
    if accept:
        return reviews.accept(claim, was, by=by, why=why, at=at)
    if finding is not None:
        return reviews.change(claim, was, finding, by=by, why=why, at=at)
    return reviews.undo(claim, held, by=by, why=why, at=at)


def _read(check: Path) -> list[Check]:
    import orjson

    try:
        rows = [orjson.loads(line) for line in check.read_bytes().splitlines() if line.strip()]
    except orjson.JSONDecodeError as error:
        raise InputError(f"{check}: no JSON; give the file that `cuibono check --json` wrote") from error
    for row in rows:
        if not isinstance(row, dict) or not isinstance(row.get("verdicts"), list) or "document" not in row:
            raise InputError(f"{check}: no check; give the file that `cuibono check --json` wrote")
    if not rows:
        raise InputError(f"{check}: empty")
    return rows


def _find(checks: list[Check], asked: str) -> tuple[Check, Verdict]:
    """The verdict of a number (in a file of one check) or an id, or of the only id that begins so."""
    if re.fullmatch(r"\d{1,4}", asked) and len(checks) == 1:
        verdicts = checks[0]["verdicts"]
        if not 1 <= int(asked) <= len(verdicts):
            raise InputError(f"there is no claim {asked}: the check has {len(verdicts)}")
        return checks[0], verdicts[int(asked) - 1]
    found = [(c, v) for c in checks for v in c["verdicts"] if str(v["claim"]["id"]).startswith(asked)]
    if len(found) != 1 or len(asked) < 4:
        several = "fits several claims" if len(found) > 1 else "is no claim of this check"
        raise InputError(f"{asked!r} {several}: give the number in the report or the whole id")
    return found[0]


def _told(review: Review) -> str:
    what = {
        "accept": f"{review.was}, accepted",
        "change": f"{review.finding}, not {review.was}",
        "undo": "undone",
    }
    return f"{what[review.kind]} by {review.by}" + (f": {review.why}" if review.why else "")


def _list(checks: list[Check], held: Mapping[str, Review]) -> None:
    """Every claim that asks for a person, and every review, with its number."""
    from cuibono.reporting.plain import line

    for check in checks:
        for number, verdict in enumerate(check["verdicts"], 1):
            claim = verdict["claim"]
            made = held.get(str(claim["id"]))
            asks = verdict.get("needs_review")
            if made is None and not asks:
                continue
            said = f"{claim['subject']} {claim['predicate']} {claim['object']}"
            state = _told(made) if made else f"to be read by a person: {asks}"
            typer.echo(f"{number:>4} {claim['id']} {verdict['finding']}: {line(said)}. {line(state)}")
