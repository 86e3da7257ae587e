"""``cuibono trace``: evidence paths between two actors, and what several have in common."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cuibono.cli_output import _check_place, reported_errors
from cuibono.errors import InputError

if TYPE_CHECKING:
    from cuibono.ledger import Ledger
    from cuibono.tracing import Paths

FileOption = str | None


def add_command(app: typer.Typer) -> None:
    """Put the command into the application."""
    app.command("trace")(trace)


def trace(
    names: Annotated[
        list[str], typer.Argument(metavar="A B", help="Names or entity ids; with --common two or more.")
    ],
    common: Annotated[
        bool, typer.Option("--common", help="What the actors share: funders, owners, heads, one record away.")
    ] = False,
    ledger: Annotated[
        Path | None,
        typer.Option("--ledger", metavar="DIR", help="A ledger folder; without it the starter ledger."),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Read the records that were current on that day."),
    ] = None,
    max_hops: Annotated[int, typer.Option(min=1, max=8, help="How many records a path may have.")] = 4,
    relations: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WORDS", help="Only these: money, owns, directs, leads, member_of, ..., Payment, ..."
        ),
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Only records in force from then on.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Only records in force by then.")
    ] = None,
    k: Annotated[int, typer.Option("--k", min=1, max=100, help="How many paths at most.")] = 10,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
    gexf: Annotated[FileOption, typer.Option(metavar="FILE", help="Write the paths for Gephi.")] = None,
    cypher: Annotated[
        FileOption, typer.Option(metavar="FILE", help="Write the paths for a graph database.")
    ] = None,
    html: Annotated[
        FileOption, typer.Option(metavar="FILE", help="Write a page with a picture and every record.")
    ] = None,
) -> None:
    """The best paths of evidence between two actors, or what several have in common."""
    with reported_errors():
        from cuibono.library import open_ledger

        files = {"gexf": gexf, "cypher": cypher, "html": html}
        _check(names, common, files, json)
        asked: dict[str, Any] = {"names": names, "relations": relations or [], "from": start, "to": end}
        records = open_ledger(ledger, as_of=as_of)
        if common:
            _print(_common(names, records, asked, as_json=json))
            return
        asked |= {"max_hops": max_hops, "k": k}
        paths = _paths(records, asked)
        _write(paths, records, asked, files)
        if not any(place == "-" for place in files.values()):
            _print(_lines(paths, records, asked, as_json=json))


def _check(names: Sequence[str], common: bool, files: dict[str, str | None], json: bool) -> None:
    given = {option: place for option, place in files.items() if place is not None}
    if common and len(names) < 2:
        raise InputError("--common takes two actors or more")
    if not common and len(names) != 2:
        raise InputError(f"a path is between two actors, not {len(names)}: quote names, or add --common")
    if common and given:
        raise InputError(f"--{next(iter(given))} writes paths: leave it out with --common")
    if list(given.values()).count("-") + json > 1:
        raise InputError("only one output can go to standard output (-)")
    for place in given.values():
        _check_place(place)


def _paths(records: Ledger, asked: dict[str, Any]) -> Paths:
    from cuibono.library import trace as trace_names

    one, other = asked["names"]
    return trace_names(
        one,
        other,
        records,
        max_hops=asked["max_hops"],
        k=asked["k"],
        relations=asked["relations"],
        start=asked["from"],
        end=asked["to"],
    )


def _searched(paths: Paths, asked: dict[str, Any]) -> str:
    """What was looked at, in words."""
    words = [f"at most {asked['max_hops']} hop{'s' * (asked['max_hops'] > 1)}"]
    if asked["relations"]:
        words.append(f"relations {', '.join(asked['relations'])}")
    words += [f"{word} {asked[word]}" for word in ("from", "to") if asked[word]]
    return f"Searched: {paths.searched}; {', '.join(words)}"


def _lines(paths: Paths, records: Ledger, asked: dict[str, Any], *, as_json: bool) -> Iterator[str]:
    from cuibono.tracing import describe, paths_object

    if as_json:
        import orjson

        yield orjson.dumps(paths_object(paths, asked)).decode()
        return
    if not paths:
        one, two = asked["names"]
        yield f"no path between {one} and {two} in these records; that is no proof that there is none"
    for number, path in enumerate(paths, 1):
        first, *rest = describe(path, records)
        yield f"{number}. {first}"
        yield from rest
    yield _searched(paths, asked)
    if paths.cut:
        yield paths.cut[:1].upper() + paths.cut[1:]


def _common(names: Sequence[str], records: Ledger, asked: dict[str, Any], *, as_json: bool) -> Iterator[str]:
    from cuibono.library import trace_common
    from cuibono.tracing import common_lines, common_object
    from cuibono.tracing.describing import SHARED

    words = {"relations": asked["relations"], "start": asked["from"], "end": asked["to"]}
    shared = trace_common(names, records, **words)
    if as_json:
        import orjson

        yield orjson.dumps(common_object(shared, asked)).decode()
        return
    if not shared:
        yield f"nothing in common on record, one record away, in {len(records.datasets)} datasets"
        return
    yield from common_lines(shared, names, records)
    yield SHARED


def _write(paths: Paths, records: Ledger, asked: dict[str, Any], files: dict[str, str | None]) -> None:
    from cuibono.reporting import write
    from cuibono.tracing import page, to_cypher, to_gexf

    if files["gexf"]:
        write(files["gexf"], to_gexf(paths))
    if files["cypher"]:
        write(files["cypher"], "".join(f"{line}\n" for line in to_cypher(paths)).encode())
    if files["html"]:
        write(files["html"], page(paths, records.datasets, _searched(paths, asked)).encode())


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        typer.echo(line)
    sys.stdout.flush()
