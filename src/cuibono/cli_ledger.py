"""``cuibono ledger ...``: keep the records."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cuibono.cli_output import reported_errors, watched

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
        str,
        typer.Argument(
            metavar="FILE|NAME", help="A register: a file, a folder, or a name that `ledger sources` lists."
        ),
    ],
    folder: Folder,
    metadata: Annotated[
        Path | None, typer.Option(metavar="YML", help="dataset.yml: title, publisher, licence, coverage.")
    ] = None,
    format: Annotated[
        str | None, typer.Option(metavar="F", help="The format; without it found by content.")
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            metavar="YML", help="Which columns of a CSV or XLSX table say what, in FollowTheMoney's form."
        ),
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
    """Import a register as a new version of a dataset; a register given by name is fetched first."""
    with reported_errors(), watched() as progress:
        from cuibono.library import add_register

        lines = add_register(
            folder,
            source,
            given={
                "format": format,
                "mapping": mapping,
                "metadata": metadata,
                "dataset": dataset,
                "retrieved": retrieved,
            },
            version=version,
            max_rejects=max_rejects,
            keep_identifiers=keep_identifiers,
            progress=progress,
        )
    for line in lines:
        typer.echo(line)


@ledger_app.command("sources")
def sources(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, with addresses.")] = False,
) -> None:
    """Registers that `ledger add NAME` fetches from their publishers."""
    with reported_errors():
        from cuibono.library import source_lines

        for line in source_lines(as_json=as_json):
            typer.echo(line)


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
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="The version that was current on that day.")
    ] = None,
) -> None:
    """One dataset: source, licence, versions, and what its silence is worth."""
    with reported_errors():
        from cuibono.library import dataset_lines

        for line in dataset_lines(folder, dataset, as_of=as_of):
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


@ledger_app.command("history")
def history(
    entity: Annotated[
        str, typer.Argument(metavar="ENTITY", help="An entity's id or name, or the name of a dataset.")
    ],
    folder: MaybeFolder = None,
) -> None:
    """When an entity came, changed and went, version by version; of a dataset, its versions."""
    with reported_errors():
        from cuibono.library import history_lines

        for line in history_lines(folder, entity):
            typer.echo(line)


@ledger_app.command("export")
def export(
    dataset: Annotated[str, typer.Argument(metavar="DATASET")],
    format: Annotated[
        str, typer.Option(metavar="F", help="ftm, statements, neo4j, gexf or parquet.")
    ] = "ftm",
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            help="File, or new folder for neo4j and parquet; else standard output. Statements: CSV for a file called .csv.",
        ),
    ] = None,
    metadata: Annotated[
        Path | None, typer.Option(metavar="YML", help="Write the dataset's description as dataset.yml too.")
    ] = None,
    folder: MaybeFolder = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="The version that was current on that day.")
    ] = None,
) -> None:
    """Write a dataset in a format of others; whole or not at all."""
    with reported_errors():
        from cuibono.library import export_dataset

        export_dataset(folder, dataset, format, out, metadata=metadata, as_of=as_of)


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
