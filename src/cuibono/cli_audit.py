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
    app.command()(audit)


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
