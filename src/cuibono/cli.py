"""The command line: reads options, calls the library, writes results. No logic of its own.

Heavy parts are imported inside the commands, so that ``--help`` is quick.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from cuibono import __version__
from cuibono.cli_audit import add_commands as add_audit_commands
from cuibono.cli_entities import add_commands
from cuibono.cli_ledger import ledger_app
from cuibono.cli_output import Outputs, fail, reported_errors
from cuibono.cli_review import add_commands as add_review_commands
from cuibono.cli_trace import add_command as add_trace_command
from cuibono.cli_web import add_commands as add_web_commands
from cuibono.errors import CuibonoError, InputError

if TYPE_CHECKING:
    from cuibono.ledger import Ledger
    from cuibono.model import Review

app = typer.Typer(
    name="cuibono",
    help="Check claims of influence (who funds, owns, directs, sanctions whom) against public records.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(ledger_app, name="ledger")

LedgerOption = Annotated[
    Path | None,
    typer.Option("--ledger", metavar="DIR", help="A ledger folder; without it the starter ledger."),
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Read the records that were current on that day."),
]


def _version(value: bool) -> None:
    if value:
        typer.echo(f"cuibono {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
) -> None:
    """Check claims of influence against public records."""


def _ledgers(path: Path | None, as_of: str | None) -> Ledger:
    from cuibono.library import open_ledger

    return open_ledger(path, as_of=as_of)


@app.command()
def check(
    articles: Annotated[
        list[str],
        typer.Argument(
            metavar="ARTICLE...", help="Files (text, Markdown, HTML, PDF, DOCX, e-mail), - or URLs."
        ),
    ],
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the report; a folder for several articles.")
    ] = None,
    json: Annotated[
        str | None,
        typer.Option(
            "--json", metavar="FILE", help="Write JSON, one object an article; - is standard output."
        ),
    ] = None,
    claimreview: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write schema.org ClaimReview.")
    ] = None,
    ftm: Annotated[str | None, typer.Option(metavar="FILE", help="Write FollowTheMoney JSON lines.")] = None,
    gexf: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write the network for Gephi; one article.")
    ] = None,
    csv: Annotated[str | None, typer.Option(metavar="FILE", help="Write the verdicts as CSV.")] = None,
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    date: Annotated[str | None, typer.Option(metavar="DATE", help="When the article appeared.")] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Who published it.")] = None,
    url: Annotated[str | None, typer.Option(metavar="URL", help="Where it appeared.")] = None,
    reviews: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Show what people said of the findings; see cuibono review."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary on the terminal.")] = False,
) -> None:
    """Set each claim of an article beside the records: the main job."""
    with reported_errors():
        outputs = Outputs.prepare(
            html=html,
            json=json,
            claimreview=claimreview,
            ftm=ftm,
            gexf=gexf,
            csv=csv,
            several=len(articles) > 1,
        )
        said = _reviews(reviews)
        records = _ledgers(ledger, as_of)
    checks, failed = [], 0
    from cuibono.checking import check as check_one

    for article in articles:
        try:
            result = check_one(article, records, today=as_of, published=date, publisher=publisher, url=url)
        except CuibonoError as error:
            failed = max(failed, fail(error))
            continue
        checks.append(result)
        if len(articles) > 1:
            typer.echo(f"{article}: {len(result.verdicts)} claims checked", err=True)
    with reported_errors():
        if checks:
            outputs.write(checks, said)  # before the summary: a closed pipe must not cost the files
    if not quiet and not outputs.takes_stdout:
        for result in checks:
            _show(result, said)
    if failed:
        raise typer.Exit(failed)


def _reviews(journal: Path | None) -> dict[str, Review]:
    if journal is None:
        return {}
    from cuibono import reviews

    if not journal.exists():
        raise InputError(f"{journal}: no such file; `cuibono review` writes it")
    return reviews.current(reviews.read(journal))


def _show(result: object, said: dict[str, Review]) -> None:
    from rich.console import Console

    from cuibono.reporting import print_check

    print_check(result, Console(), said)  # type: ignore[arg-type]


@app.command()
def claims(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="Text files, or JSON lines with id, lang, text; - is input."),
    ],
) -> None:
    """What the text says: claims alone, as JSON lines on standard output."""
    with reported_errors():
        from cuibono.library import claim_lines

        for line in claim_lines(files):
            sys.stdout.buffer.write(line + b"\n")
        sys.stdout.flush()


add_commands(app)
add_review_commands(app)
add_trace_command(app)
add_audit_commands(app)
add_web_commands(app)


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 done, 2 the input cannot be used, 3 the ledger cannot, 130 interrupted."""
    run: Callable[..., object] = app
    try:
        run(args=list(argv) if argv is not None else None)
    except KeyboardInterrupt:
        typer.echo("cuibono: interrupted; nothing half-written was kept", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    sys.exit(0)


__all__ = ["InputError", "app", "main"]
