"""``cuibono ledger ...``: keep the records."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from cuibono.cli_output import reported_errors

ledger_app = typer.Typer(
    help="Keep the records: registers in, versions listed, verified, removed.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Folder = Annotated[Path, typer.Option("--ledger", metavar="DIR", help="The ledger folder.")]
MaybeFolder = Annotated[
    Path | None,
    typer.Option("--ledger", metavar="DIR", help="The ledger folder; without it the starter ledger."),
]


@ledger_app.command("init")
def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="An empty or new folder.")]) -> None:
    """Make an empty ledger."""
    with reported_errors():
        from cuibono.ledger import create

        create(folder)
        typer.echo(f"{folder}: an empty ledger")


@ledger_app.command("add")
def add(
    source: Annotated[
        Path, typer.Argument(metavar="FILE", help="A register, e.g. FollowTheMoney JSON lines.")
    ],
    folder: Folder,
    metadata: Annotated[
        Path | None, typer.Option(metavar="YML", help="dataset.yml: title, publisher, licence, coverage.")
    ] = None,
    format: Annotated[
        str | None, typer.Option(metavar="F", help="The format; without it found by content.")
    ] = None,
    dataset: Annotated[str | None, typer.Option(metavar="NAME", help="Name of the dataset.")] = None,
    version: Annotated[str | None, typer.Option(metavar="V", help="Name of the version.")] = None,
    retrieved: Annotated[
        str | None, typer.Option(metavar="DATE", help="When the list was taken from its source; else today.")
    ] = None,
    max_rejects: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Stop when more than this share of rows is broken.")
    ] = 0.01,
    keep_identifiers: Annotated[
        bool,
        typer.Option(help="Keep passport and tax numbers, phones, addresses and birth dates of persons."),
    ] = False,
) -> None:
    """Import a register as a new version of a dataset."""
    from cuibono.ledger import add as add_source

    with reported_errors(), _progress() as progress:
        done = add_source(
            folder,
            source,
            format=format,
            metadata=metadata,
            dataset=dataset,
            version=version,
            retrieved=retrieved,
            max_rejects=max_rejects,
            keep_identifiers=keep_identifiers,
            progress=progress,
        )
        if done.unchanged:
            typer.echo(f"{done.dataset} {done.version}: unchanged, nothing stored")
            return
        typer.echo(
            f"{done.dataset} {done.version}: {done.entities:,} entities, {done.edges:,} ties, "
            f"{done.statements:,} statements, {done.rejects:,} rows rejected"
        )
        if done.values_left_out:
            typer.echo(f"{done.values_left_out:,} broken values left out, their rows kept")
        if done.withheld:
            typer.echo(f"{done.withheld:,} identifiers of private persons not stored")
        if done.rejects:
            typer.echo(
                f"rejected rows with reasons: {folder / done.dataset / done.version / 'rejects.jsonl'}"
            )


@contextmanager
def _progress() -> Iterator[Callable[[str, int], None] | None]:
    """Rows and rows a second on standard error while an import runs; nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    start = time.monotonic()

    def show(stage: str, rows: int) -> None:
        rate = rows / max(time.monotonic() - start, 0.001)
        typer.echo(f"\r{stage} {rows:,} rows, {rate:,.0f} a second ", nl=False, err=True)

    yield show
    typer.echo("\r" + " " * 60 + "\r", nl=False, err=True)


@ledger_app.command("list")
def list_(
    folder: MaybeFolder = None, as_of: Annotated[str | None, typer.Option(metavar="DATE")] = None
) -> None:
    """Which datasets there are, in which version, complete for what."""
    with reported_errors():
        from cuibono.ledger import open_ledger

        with open_ledger(folder, as_of=as_of) as ledger:
            for d in ledger.datasets:
                typer.echo(
                    f"{d.name}  {d.version}  {d.entities:,} entities, {d.edges:,} ties  "
                    f"complete: {d.coverage.complete}  {d.title}"
                )


@ledger_app.command("show")
def show(
    dataset: Annotated[str, typer.Argument(metavar="DATASET")],
    folder: MaybeFolder = None,
) -> None:
    """One dataset: source, licence, versions, and what its silence is worth."""
    with reported_errors():
        from cuibono.library import dataset_lines

        for line in dataset_lines(folder, dataset):
            typer.echo(line)


@ledger_app.command("remove")
def remove(
    dataset: Annotated[str, typer.Argument(metavar="DATASET")],
    folder: Folder,
    version: Annotated[str | None, typer.Option(metavar="V", help="Only this version.")] = None,
) -> None:
    """Take a dataset, or one version of it, out of the ledger."""
    with reported_errors():
        from cuibono.ledger import remove as remove_dataset

        remove_dataset(folder, dataset, version=version)
        typer.echo(f"{dataset}{' ' + version if version else ''}: removed")


@ledger_app.command("diff")
def diff(
    dataset: Annotated[str, typer.Argument(metavar="DATASET")],
    old: Annotated[str, typer.Argument(metavar="V1")],
    new: Annotated[str, typer.Argument(metavar="V2")],
    folder: Folder,
) -> None:
    """Who came, went and changed between two versions."""
    with reported_errors():
        from cuibono.library import diff_lines

        for line in diff_lines(folder, dataset, old, new):
            typer.echo(line)


@ledger_app.command("verify")
def verify(folder: MaybeFolder = None) -> None:
    """Read every file again and compare it with its digest."""
    with reported_errors():
        from cuibono.ledger import verify as verify_ledger

        problems = verify_ledger(folder)
        for problem in problems:
            typer.echo(str(problem), err=True)
        if problems:
            raise typer.Exit(3)
        typer.echo("every file is as it was written")
