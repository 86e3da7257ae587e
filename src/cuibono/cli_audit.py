"""``cuibono audit``, ``lint``, ``footprint`` and ``watch``: many articles, drafts, funders, what changes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cuibono.cli_output import reported_errors, watched

LedgerOption = Annotated[
    Path | None,
    typer.Option("--ledger", metavar="DIR", help="A ledger folder; without it the starter ledger."),
]


def add_commands(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    for command in (audit, lint, footprint, watch):
        app.command()(command)


def audit(
    corpus: Annotated[
        list[str],
        typer.Argument(
            metavar="CORPUS...",
            help="JSON lines, CSV, Parquet, WARC, feeds, folders; packed too; - is input.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="DIR", help="The folder of the run; one cut off goes on there."),
    ],
    ledger: LedgerOption = None,
    field: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=COLUMN", help="Which column holds id, text, outlet, date, url, title, topic, links."
        ),
    ] = None,
    outlet: Annotated[str, typer.Option(metavar="NAME", help="The outlet of all articles.")] = "",
    form: Annotated[
        str | None,
        typer.Option(
            metavar="F", help="jsonl, csv, tsv, parquet, warc, feed or document, whatever the name."
        ),
    ] = None,
    workers: Annotated[
        int, typer.Option(min=0, help="Processes; 0: all cores, 1: none beside this one.")
    ] = 0,
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after so many articles.")] = None,
    on: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="A Ray cluster: ray (start or join one), or ray://HOST:PORT."),
    ] = None,
    stage: Annotated[
        str | None,
        typer.Option(metavar="URI", help="Where cluster workers find parts; a shared folder or s3://..."),
    ] = None,
) -> None:
    """Which sources with an interest on record the articles use, and whether the texts tell of it."""
    with reported_errors(), watched() as progress:
        from cuibono.auditing import audit_corpus

        for line in audit_corpus(
            corpus,
            out,
            ledger=ledger,
            fields=field or (),
            outlet=outlet,
            form=form,
            workers=workers,
            limit=limit,
            on=on,
            stage=stage,
            progress=progress,
        ):
            typer.echo(line)


def lint(
    drafts: Annotated[
        list[str],
        typer.Argument(metavar="DRAFT...", help="Files (text, Markdown, HTML, DOCX, ...), or - for input."),
    ],
    ledger: LedgerOption = None,
    config: Annotated[
        Path | None,
        typer.Option(
            metavar="TOML", help="The house's rules; without it cuibono.toml or pyproject.toml above here."
        ),
    ] = None,
    format: Annotated[str, typer.Option(metavar="F", help="text, json, sarif or github.")] = "text",
    fail_on: Annotated[
        str | None,
        typer.Option(metavar="LEVEL", help="Exit with 1 from this level: note, warning, error or off."),
    ] = None,
    claims: Annotated[
        bool, typer.Option(help="Check claims of influence, too; without them it is quicker.")
    ] = True,
    today: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day that counts; without it today.")
    ] = None,
) -> None:
    """What a draft leaves out before it is published: interests of its sources, claims that records do not bear out."""
    with reported_errors():
        from cuibono.auditing import lint_drafts

        said, failed = lint_drafts(
            drafts, ledger=ledger, config=config, today=today, claims=claims, fail_on=fail_on, form=format
        )
    typer.echo(said, nl=False)
    if failed:
        raise typer.Exit(1)


def footprint(
    funders: Annotated[list[str], typer.Argument(metavar="FUNDER...", help="Names or entity ids.")],
    ledger: LedgerOption = None,
    population: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="country, year, population: adds sums for each inhabitant."),
    ] = None,
    csv: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write the table; - is standard output.")
    ] = None,
    json: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write the data; - is standard output.")
    ] = None,
    svg: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write the chart; - is standard output.")
    ] = None,
) -> None:
    """What funders paid for, country by country and year by year, shaded where lists are partial."""
    with reported_errors():
        from cuibono.auditing import footprint_files

        for line in footprint_files(
            funders, ledger=ledger, population=population, csv=csv, json=json, svg=svg
        ):
            typer.echo(line)


def watch(
    watchlist: Annotated[Path, typer.Argument(metavar="LIST", help="TOML with actors, feeds and checks.")],
    ledger: LedgerOption = None,
    state: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What was there last time; without it beside the list."),
    ] = None,
    mail: Annotated[
        bool, typer.Option("--mail", help="The text of a mail in the place of JSON lines.")
    ] = False,
    webhook: Annotated[
        str | None, typer.Option(metavar="URL", help="Hand changes to a public address, too.")
    ] = None,
    every: Annotated[
        float | None,
        typer.Option(metavar="MINUTES", min=1.0, help="Look again and again; without it once, for cron."),
    ] = None,
) -> None:
    """What changed in the records of actors, in feeds and in past checks since the last look."""
    import time

    while True:
        with reported_errors():
            from cuibono.auditing import watch_once

            for line in watch_once(watchlist, ledger=ledger, state=state, as_mail=mail, webhook=webhook):
                typer.echo(line)
        if every is None:
            return
        time.sleep(every * 60)
