"""What the commands call: options in, files written, lines for the terminal out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import cast, get_args

from cuibono.auditing.audit import Runner, audit
from cuibono.auditing.corpus import Corpus, Form
from cuibono.auditing.fields import Mapper, parse_mapping
from cuibono.auditing.running import Progress, run
from cuibono.errors import InputError


def audit_corpus(
    sources: Sequence[str],
    out: Path,
    *,
    ledger: Path | None = None,
    fields: Sequence[str] = (),
    outlet: str = "",
    form: str | None = None,
    workers: int = 0,
    limit: int | None = None,
    on: str | None = None,
    stage: str | None = None,
    progress: Progress | None = None,
) -> Iterator[str]:
    """Audit a corpus into the folder ``out``: cases.csv, cases.parquet, rates.json, report.html, sourcing.gexf.

    Yields the lines of the summary. Raises :class:`~cuibono.errors.InputError` for options that fit nothing.
    """
    import orjson

    from cuibono.auditing import files
    from cuibono.auditing.page import to_html
    from cuibono.auditing.sourcing import sourcing, to_gexf
    from cuibono.reporting import write

    if form is not None and form not in get_args(Form):
        raise InputError(f"--form {form!r}: one of {', '.join(get_args(Form))}")
    if out.exists() and not out.is_dir():
        raise InputError(f"--out {out} is a file: name a folder")
    corpus = Corpus(sources, Mapper(parse_mapping(fields), outlet=outlet), cast("Form | None", form))
    found = audit(
        corpus, out, ledger=ledger, workers=workers, limit=limit, progress=progress, runner=_runner(on, stage)
    )
    write(out / "cases.csv", files.cases_csv(found))
    files.cases_parquet(found, out / "cases.parquet")
    write(out / "rates.json", orjson.dumps(files.rates_object(found), option=orjson.OPT_INDENT_2) + b"\n")
    cited = sourcing(found.tables())
    write(out / "sourcing.gexf", to_gexf(cited))
    title = outlet or ", ".join(Path(source).name for source in sources[:3])
    write(out / "report.html", to_html(found, cited, title).encode("utf-8", "replace"))
    yield from files.summary_lines(found)
    yield f"report: {out / 'report.html'}"


def _runner(on: str | None, stage: str | None) -> Runner:
    if on is None:
        return run
    from cuibono.auditing.cluster import run_on_ray

    return partial(run_on_ray, address=on, stage=stage)


def lint_drafts(
    drafts: Sequence[str],
    *,
    ledger: Path | None = None,
    config: Path | None = None,
    today: str | None = None,
    claims: bool = True,
    fail_on: str | None = None,
    form: str = "text",
) -> tuple[str, bool]:
    """What there is to say of drafts, in one of the forms of :data:`cuibono.auditing.lintout.FORMATS`, and whether that fails.

    Raises :class:`~cuibono.errors.InputError` for a draft, a configuration or an option that cannot be used.
    """
    from cuibono.auditing.houses import LEVELS, read_house
    from cuibono.auditing.lint import Issue, Linter, fails
    from cuibono.auditing.lintout import FORMATS
    from cuibono.documents import read
    from cuibono.ledger import open_ledger

    if form not in FORMATS:
        raise InputError(f"--format {form!r}: one of {', '.join(FORMATS)}")
    if fail_on is not None and fail_on not in LEVELS:
        raise InputError(f"--fail-on {fail_on!r}: one of {', '.join(LEVELS)}")
    house = read_house(config)
    issues: list[Issue] = []
    with open_ledger(ledger) as records:
        linter = Linter(records, house, today=_today(today), claims=claims)
        for draft in drafts:
            issues += linter.lint(read(draft), draft, _raw(draft))
    return FORMATS[form](issues), fails(issues, fail_on or house.fail_on)


def _raw(draft: str) -> str:
    """The file as written where it is text of a sort; anything else has no lines."""
    path = Path(draft)
    if (
        path.suffix.lower() not in (".txt", ".md", ".markdown", ".html", ".htm", ".rst", "")
        or not path.is_file()
    ):
        return ""
    return path.read_bytes().decode("utf-8", "replace")


def _today(today: str | None) -> str:
    from datetime import UTC, date, datetime

    if today is None:
        return datetime.now(UTC).date().isoformat()
    try:
        return date.fromisoformat(today).isoformat()
    except ValueError as error:
        raise InputError(f"{today!r} is not a day: write it as YYYY-MM-DD") from error


def footprint_files(
    names: Sequence[str],
    *,
    ledger: Path | None = None,
    population: Path | None = None,
    csv: str | None = None,
    json: str | None = None,
    svg: str | None = None,
) -> Iterator[str]:
    """The footprint of funders: lines for the terminal, and the files that were asked for."""
    import orjson

    from cuibono.auditing import footprint as room
    from cuibono.ledger import open_ledger
    from cuibono.reporting import write
    from cuibono.reporting.output import csv_bytes

    people = room.read_population(population) if population else None
    with open_ledger(ledger) as records:
        found = room.footprint(names, records, people)
    if csv:
        write(csv, csv_bytes(room.COLUMNS, ([*row] for row in room.rows(found))))
    if json:
        write(json, orjson.dumps(room.to_object(found), option=orjson.OPT_INDENT_2) + b"\n")
    if svg:
        write(svg, room.chart(found).encode())
    if "-" not in (csv, json, svg):
        yield from room.text_lines(found)


def watch_once(
    watchlist: Path,
    *,
    ledger: Path | None = None,
    state: Path | None = None,
    today: str | None = None,
    as_mail: bool = False,
    webhook: str | None = None,
) -> Iterator[str]:
    """One look at everything on the list: what changed, as JSON lines or a mail, handed to ``webhook`` where one is given.

    The state is kept after the changes were handed over, so that none is lost where that fails.
    """
    import orjson

    from cuibono.auditing import watching as room
    from cuibono.auditing.webhook import post
    from cuibono.ledger import open_ledger

    place = state or watchlist.with_suffix(".state.json")
    wanted, held, day = room.read_list(watchlist), room.read_state(place), _today(today)
    with open_ledger(ledger) as records:
        changes = list(room.look(wanted, held, records, today=day))
    if webhook and changes:
        post(webhook, {"day": day, "changes": room.as_objects(changes)})
    if as_mail:
        yield room.mail(changes, today=day).rstrip("\n")
    else:
        yield from (orjson.dumps(row).decode() for row in room.as_objects(changes))
    room.write_state(place, held)
