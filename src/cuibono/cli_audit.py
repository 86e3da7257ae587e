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
    for command in (audit, lint):
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
