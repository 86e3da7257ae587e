"""``cuibono who``, ``screen``, ``same``, ``different`` and ``judgements``: names and the records they stand for."""

from __future__ import annotations

import codecs
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from cuibono.cli_output import reported_errors
from cuibono.errors import DocumentError, InputError

if TYPE_CHECKING:
    from cuibono.entities import Answered
    from cuibono.entities.judgements import Opinion
    from cuibono.ledger import Ledger

LedgerOption = Annotated[
    Path | None,
    typer.Option("--ledger", metavar="DIR", help="A ledger folder; without it the starter ledger."),
]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Read the records that were current on that day."),
]
Judge = Annotated[str, typer.Option("--by", metavar="NAME", help="Who judges.")]
Reason = Annotated[str, typer.Option("--why", metavar="TEXT", help="On what grounds.")]
When = Annotated[str | None, typer.Option("--at", metavar="TIME", help="When (ISO 8601); without it now.")]


def add_commands(app: typer.Typer) -> None:
    """Put these commands into the program."""
    for command in (who, screen, same, different, judgements):
        app.command()(command)


def _open(path: Path | None, as_of: str | None = None) -> Ledger:
    from cuibono.library import open_ledger

    return open_ledger(path, as_of=as_of)


def who(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A name, an acronym or an entity id.")
    ] = None,
    batch: Annotated[
        str | None,
        typer.Option(metavar="CSV", help="A list with a column name (schema, country); - is standard input."),
    ] = None,
    out: Annotated[
        str, typer.Option(metavar="FILE", help="Where the answers to a list go; - is standard output.")
    ] = "-",
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many candidates at most.")] = 5,
    json: Annotated[
        bool, typer.Option("--json", help="JSON on standard output; JSON lines for a list.")
    ] = False,
) -> None:
    """What the ledger knows of a name, or of a list of names, with match scores and sources."""
    with reported_errors():
        if (name is None) == (batch is None):
            raise InputError("give a NAME, or a list with --batch CSV")
        if batch is not None:
            _answer_list(batch, out, _open(ledger, as_of), as_json=json)
            return
        from cuibono.library import who as look_up

        _print_answer(look_up(str(name), _open(ledger, as_of), limit=limit), json)


def _print_answer(answer: object, as_json: bool) -> None:
    from cuibono.reporting import card_json, print_card

    if as_json:
        sys.stdout.buffer.write(card_json(answer) + b"\n")  # type: ignore[arg-type]
        return
    from rich.console import Console

    print_card(answer, Console())  # type: ignore[arg-type]


def _answer_list(source: str, place: str, ledger: Ledger, *, as_json: bool) -> None:
    from cuibono.cli_output import _check_place
    from cuibono.entities.batch import COLUMNS, answers, read_names
    from cuibono.reporting import write
    from cuibono.reporting.card import card_json
    from cuibono.reporting.output import csv_bytes

    _check_place(place)
    data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    asked = read_names(data, "standard input" if source == "-" else source)
    with _progress(len(asked), "names") as done:
        rows: Iterable[Answered] = done(answers(asked, ledger))
        if as_json:
            write(place, b"".join(card_json(row) + b"\n" for row in rows))  # type: ignore[arg-type]
        else:
            write(place, csv_bytes(COLUMNS, (row.cells() for row in rows)))


@contextmanager
def _progress(total: int, what: str) -> Iterator[Callable[[Iterable[Any]], Iterator[Any]]]:
    """How far the work is, on standard error and only where somebody watches."""
    start = last = time.monotonic()
    shown = sys.stderr.isatty()

    def counted(items: Iterable[Any]) -> Iterator[Any]:
        nonlocal last
        for number, item in enumerate(items, 1):
            yield item
            now = time.monotonic()
            if shown and (now - last > 0.2 or number == total):
                last = now
                rate = number / max(now - start, 0.001)
                typer.echo(f"\r{number:,} of {total:,} {what}, {rate:,.0f} a second ", nl=False, err=True)

    yield counted
    if shown:
        typer.echo("\r" + " " * 60 + "\r", nl=False, err=True)


def screen(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="Texts or documents, or JSON lines with id, text; - is input."
        ),
    ],
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
) -> None:
    """All mentions of the ledger's names in texts, as JSON lines with exact offsets in characters."""
    with reported_errors():
        import orjson

        for mention in _mentions(files, _open(ledger, as_of)):
            sys.stdout.buffer.write(orjson.dumps(mention) + b"\n")
        sys.stdout.flush()


_STREAMED = (".txt", ".text", ".log", "")
_PIECE = 1 << 20


def _mentions(files: Iterable[str], ledger: Ledger) -> Iterator[dict[str, object]]:
    """Mentions of all files as plain objects. Plain text is read piece by piece; offsets count its characters."""
    from cuibono.entities import Screener

    screener = Screener.open(ledger)
    for file in files:
        for name, pieces in _texts(file):
            for hit in screener.screen_stream(pieces):
                yield {
                    "file": name,
                    "start": hit.span.start,
                    "end": hit.span.end,
                    "text": hit.text,
                    "name": hit.name,
                    "entity_ids": hit.entity_ids,
                    "inflected": hit.inflected,
                }


def _texts(file: str) -> Iterator[tuple[str, Iterable[str]]]:
    """(name, pieces of text) of a file; each line of JSON lines is a text of its own."""
    path = Path(file)
    if file == "-":
        yield "standard input", _pieces(sys.stdin.buffer, "standard input")
    elif path.suffix in (".jsonl", ".ndjson"):
        from cuibono.library import _texts as passages

        yield from ((document.id, (document.text,)) for document in passages(file))
    elif path.suffix.lower() in _STREAMED and path.exists():
        with path.open("rb") as source:
            yield file, _pieces(source, file)
    else:
        from cuibono.documents import read

        yield file, (read(file).text,)


def _pieces(source: BinaryIO, name: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    try:
        while data := source.read(_PIECE):
            yield decoder.decode(data)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise DocumentError(f"{name}: not UTF-8 text ({error.reason}): save it as UTF-8") from error


def same(
    a: Annotated[str, typer.Argument(metavar="A", help="An entity id, or a name that links to one.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another one.")],
    by: Judge,
    why: Reason,
    at: When = None,
    ledger: LedgerOption = None,
) -> None:
    """Judge that two records are one actor; kept apart from the records, and can be undone."""
    _judge(a, b, "same", by, why, at, ledger)


def different(
    a: Annotated[str, typer.Argument(metavar="A", help="An entity id, or a name that links to one.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another one.")],
    by: Judge,
    why: Reason,
    at: When = None,
    ledger: LedgerOption = None,
) -> None:
    """Judge that two records are not one actor; kept apart from the records, and can be undone."""
    _judge(a, b, "different", by, why, at, ledger)


def _judge(a: str, b: str, opinion: Opinion, by: str, why: str, at: str | None, folder: Path | None) -> None:
    with reported_errors():
        from cuibono.entities import judge

        records = _open(folder)
        made = judge(records, _record(a, records), _record(b, records), opinion, by=by, why=why, at=at)
        typer.echo(made.told)


def _record(name: str, ledger: Ledger) -> str:
    """The id of one record: the id itself, or that of a name that links to one record alone."""
    from cuibono.entities import link_name

    if ledger.entities([name]):
        return name
    actor = link_name(name, ledger)
    if len(actor.entity_ids) == 1:
        return actor.entity_ids[0]
    ids = actor.entity_ids or tuple(c.entity_ids[0] for c in actor.candidates[:5])
    found = f": give one of the ids {', '.join(ids)}" if ids else ""
    raise InputError(f"{name!r} is {actor.status if not actor.entity_ids else 'several records'} here{found}")


def judgements(
    undo: Annotated[str | None, typer.Option(metavar="ID", help="Take this judgement back.")] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who takes it back.")] = "",
    why: Annotated[str, typer.Option(metavar="TEXT", help="On what grounds.")] = "",
    json: Annotated[bool, typer.Option("--json", help="JSON lines on standard output.")] = False,
    ledger: LedgerOption = None,
) -> None:
    """What was judged of this ledger's records, by whom, when and why; what was undone is marked."""
    with reported_errors():
        from cuibono.entities import judgements_of
        from cuibono.entities import undo as take_back
        from cuibono.reporting.card import card_json

        records = _open(ledger)
        if undo is not None:
            typer.echo(f"undone: {take_back(records, undo, by=by, why=why).told}")
            return
        for judgement in judgements_of(records).entries:
            undone = f"  (undone: {judgement.undone})" if judgement.undone else ""
            line = card_json(judgement).decode() if json else judgement.told + undone  # type: ignore[arg-type]
            typer.echo(line)
