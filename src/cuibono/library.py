"""What programs call: open a ledger, check, extract, look up, trace. The command line stands on the same functions."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cuibono.checking import check, check_many, keep
from cuibono.errors import InputError, LedgerError, RecordError
from cuibono.ledger import Ledger as RecordLedger

if TYPE_CHECKING:
    from cuibono.claims import Extraction
    from cuibono.entities import WhoCard
    from cuibono.ledger import Appearance, Imported
    from cuibono.ledger.records import Edge, Entity
    from cuibono.model import Candidate, Document
    from cuibono.tracing import Paths, Shared

__all__ = [
    "Ledger",
    "check",
    "check_many",
    "claim_lines",
    "extract",
    "open_ledger",
    "trace",
    "trace_common",
    "who",
]


class Ledger(RecordLedger):
    """A ledger that also answers for names."""

    def candidates(self, name: str, *, schema: str | None = None, limit: int = 10) -> tuple[Candidate, ...]:
        """Entities that ``name`` may stand for, best first, each with its probability, features and best name pair."""
        from cuibono.entities import candidates

        return candidates(name, self, schema=schema, limit=limit)


def open_ledger(path: Path | str | None = None, *, as_of: str | None = None) -> Ledger:
    """Open a ledger folder, or the starter ledger; ``as_of`` reads the versions that were current on that day.

    Raises :class:`~cuibono.errors.LedgerError` for a folder that is no ledger, and when no dataset is as old as that day.
    """
    ledger = Ledger.open(path, as_of=as_of)
    if as_of and not ledger.datasets:
        first = min((d.retrieved for d in Ledger.open(path).datasets if d.retrieved), default="no day at all")
        raise LedgerError(f"no dataset of this ledger was retrieved by {as_of}: the first is of {first}")
    return ledger


def extract(document: Document) -> Extraction:
    """The claims of a document and the passages that no record can decide; no ledger is needed."""
    from cuibono.claims import extract as extract_claims

    return extract_claims(document)


def claim_lines(files: Iterable[str]) -> Iterator[bytes]:
    """Claims of text files, or of JSON lines with ``id``, ``text`` and perhaps ``lang``, as JSON lines.

    Raises :class:`~cuibono.errors.RecordError` for a line that is no such object.
    """
    import orjson

    from cuibono.claims import extract_many
    from cuibono.reporting import claim_line

    for file in files:
        read_so_far: list[Document] = []
        for extraction in extract_many(keep(_texts(file), read_so_far)):
            document = read_so_far.pop(0)
            for claim in extraction.claims:
                yield orjson.dumps(claim_line(claim, document.id))


def _texts(file: str) -> Iterator[Document]:
    from cuibono.documents import read

    if file.endswith((".jsonl", ".ndjson")):
        with Path(file).open("rb") as lines:
            yield from _passages(lines, file)
    elif file == "-":
        yield from _passages(sys.stdin.buffer, "standard input")
    else:
        yield read(file)


def _passages(lines: Iterable[bytes], name: str) -> Iterator[Document]:
    """Documents from JSON lines; input that does not begin like JSON is one text."""
    import orjson

    from cuibono.documents import from_text

    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row: Any = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise RecordError(
                "no JSON object: claims reads lines with id, text, lang", path=name, line=number
            ) from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise RecordError("needs a string", path=name, line=number, field="text")
        yield from_text(
            row["text"],
            name=str(row.get("id", number)),
            language=row.get("lang"),
            published=row.get("published"),
        )


def who(name: str, ledger: RecordLedger, *, limit: int = 5) -> WhoCard:
    """What the ledger knows of a name or an entity id; candidates with scores when it is unsure.

    Raises :class:`~cuibono.errors.InputError` for an empty name.
    """
    _named(name)
    from cuibono.entities import who_card

    return who_card(name, ledger, limit=limit)


def trace(
    a: str,
    b: str,
    ledger: RecordLedger,
    *,
    max_hops: int = 4,
    k: int = 10,
    relations: Iterable[str] = (),
    start: str | None = None,
    end: str | None = None,
) -> Paths:
    """The best evidence paths between two actors given by name or entity id.

    ``relations`` are schemas (``Payment``), claims (``funds``) or words such as ``money``; none means all. ``start`` and ``end`` are
    ISO dates or prefixes. Raises :class:`~cuibono.errors.InputError` for a name that the ledger does not know or that fits
    several entities, and for what cannot be asked.
    """
    from cuibono.tracing import schemas_of
    from cuibono.tracing import trace as trace_ids

    asked = list(relations)
    one, other = _one(a, ledger), _one(b, ledger)
    if set(one) & set(other):
        raise InputError(f"{a!r} and {b!r} are the same actor in this ledger: a path needs two")
    schemas = schemas_of(asked) if asked else None
    return trace_ids(one, other, ledger, max_hops=max_hops, k=k, relations=schemas, start=start, end=end)


def trace_common(
    names: Iterable[str],
    ledger: RecordLedger,
    *,
    relations: Iterable[str] = (),
    start: str | None = None,
    end: str | None = None,
) -> tuple[Shared, ...]:
    """Funders, owners, heads and others that several actors share; options and errors as of :func:`trace`."""
    from cuibono.tracing import common, graph_of, schemas_of

    asked = list(relations)
    graph = graph_of(ledger)
    actors = [graph.whole(_one(name, ledger)) for name in names]
    schemas = schemas_of(asked) if asked else None
    return common(actors, ledger, relations=schemas, start=start, end=end)


def _named(name: str) -> str:
    if not any(letter.isalnum() for letter in name):
        raise InputError(f"{name!r} is no name: give a name, an acronym or an entity id")
    return name


def _one(name: str, ledger: RecordLedger) -> tuple[str, ...]:
    from cuibono.entities import link_name

    if name in ledger.entities([name]):
        return (name,)
    actor = link_name(_named(name), ledger)
    if actor.status == "linked":
        return actor.entity_ids
    found = "; ".join(f"{c.caption} [{c.entity_ids[0]}]" for c in actor.candidates[:5])
    if actor.status == "tie":
        raise InputError(f"{name!r} fits several in this ledger: give the id of one: {found}")
    raise InputError(
        f"{name!r} is {actor.status} in this ledger" + (f": did you mean {found}?" if found else "")
    )


def add_register(
    folder: Path, source: str, *, given: Mapping[str, Any], progress: Any = None, **options: Any
) -> Iterator[str]:
    """Import a file, a folder, or a register by its name, and say what came of it.

    ``given`` are the options that describe a file; a register that is fetched by name has its own.
    """
    from cuibono.ledger import acquire, add, official_sources

    path = Path(source)
    named = not path.exists() and path.name == source and source in official_sources()
    if named:
        own = [name for name, value in given.items() if value is not None]
        if own:
            raise InputError(f"--{own[0]} is for files: {source} is fetched and described by its own entry")
        got = acquire(folder, source, progress=progress, **options)
        done = got.imported
        fetched = [f"{each.sha256}  {name}  {each.size:,} bytes" for name, each in sorted(got.files.items())]
        if done is None:
            return iter([f"{source} {got.since}: not changed since, nothing to do"])
    else:
        if not path.exists() and path.suffix == "" and path.name == source:
            known = ", ".join(official_sources())
            raise InputError(
                f"{source}: no such file, and no register that can be fetched: there are {known}"
            )
        done, fetched = add(folder, path, progress=progress, **given, **options), []
    return imported_lines(folder, done, fetched)


def imported_lines(folder: Path, done: Imported, fetched: Iterable[str]) -> Iterator[str]:
    """What an import did, in lines."""
    yield from fetched
    if done.unchanged:
        yield f"{done.dataset} {done.version}: unchanged, nothing stored"
        return
    yield (
        f"{done.dataset} {done.version}: {done.entities:,} entities, {done.edges:,} ties, "
        f"{done.statements:,} statements, {done.rejects:,} rows rejected"
    )
    if done.values_left_out:
        yield f"{done.values_left_out:,} broken values left out, their rows kept"
    if done.withheld:
        yield f"{done.withheld:,} identifiers of private persons not stored"
    if done.rejects:
        yield f"rejected rows with reasons: {folder / done.dataset / done.version / 'rejects.jsonl'}"


def source_lines(*, as_json: bool = False) -> Iterator[str]:
    """The registers that can be fetched by name, a line or a JSON object each."""
    from cuibono.ledger import official_sources

    for source in official_sources().values():
        if as_json:
            import orjson

            row = {
                "name": source.name,
                "title": source.title,
                "publisher": source.publisher,
                "country": source.country,
                "licence": source.licence,
                "url": source.url,
                "format": source.format,
                "changes": source.changes,
                "complete": source.complete,
                "coverage": source.covers,
                "files": [file.url for file in source.files],
            }
            yield orjson.dumps(row).decode()
        else:
            yield f"{source.name:<20}{(source.country or '-'):<4}{source.changes:<13}{source.title}"
            yield f"{'':<24}{source.publisher}; {source.licence}; {source.url}"


def dataset_lines(folder: Path | None, dataset: str, *, as_of: str | None = None) -> Iterator[str]:
    """A dataset's description and coverage, a line each, and the files it was fetched as."""
    from cuibono.ledger.manifest import read_dataset

    with open_ledger(folder, as_of=as_of) as ledger:
        found = ledger.dataset(dataset)
        _, body = read_dataset(ledger.path / found.name / found.version)
        coverage = found.coverage
        rows = {
            "title": found.title,
            "version": found.version,
            "publisher": found.publisher + (f" ({found.country})" if found.country else ""),
            "standing": found.standing,
            "kind of source": found.source_kind,
            "licence": found.licence,
            "address": found.url,
            "retrieved": found.retrieved,
            "holds": f"{found.entities:,} entities, {found.edges:,} ties, {found.statements:,} statements",
            "covers": ", ".join(coverage.relations),
            "of": ", ".join(coverage.sources),
            "places": ", ".join(coverage.places),
            "period": f"{coverage.start or ''}..{coverage.end or ''}"
            if coverage.start or coverage.end
            else "",
            "complete": coverage.complete
            + (f", except {coverage.exceptions}" if coverage.exceptions else ""),
            "on whose word": coverage.basis,
            "withheld": coverage.withheld,
            "sha256": found.sha256,
        }
    yield from (f"{name + ':':<16}{value}" for name, value in rows.items() if value)
    for each in body.get("origin", ()):
        yield f"{'fetched:':<16}{each['url']}, {each['bytes']:,} bytes, sha256 {each['sha256']}"


def export_dataset(
    folder: Path | None,
    dataset: str,
    format: str,
    out: Path | None,
    *,
    metadata: Path | None = None,
    as_of: str | None = None,
) -> None:
    """Write a dataset to ``out``, or to standard output; ``metadata`` receives its ``dataset.yml``.

    Raises :class:`~cuibono.errors.InputError` for a format or place that is none.
    """
    from cuibono import __version__
    from cuibono.ledger import dataset_yml, export_to
    from cuibono.ledger.exporting import FILE_FORMATS
    from cuibono.ledger.files import plain_errors, whole_file

    kind = next((each for each in FILE_FORMATS if each == format), None)
    if kind is None:
        raise InputError(f"--format {format[:40]}: is none of {', '.join(FILE_FORMATS)}")
    with open_ledger(folder, as_of=as_of) as ledger:
        target = out if out is not None and str(out) != "-" else sys.stdout.buffer
        export_to(ledger, dataset, kind, target, version=f"cuibono {__version__}")
        if metadata is not None:
            with plain_errors(metadata, "write it"), whole_file(metadata) as file:
                file.write(dataset_yml(ledger.dataset(dataset)).encode())


def history_lines(folder: Path | None, entity: str) -> Iterator[str]:
    """When an entity, given by id or name, came, changed and went; for a dataset its versions.

    Raises :class:`~cuibono.errors.InputError` for what no version of any dataset knows.
    """
    from cuibono.ledger import entity_history, history

    with open_ledger(folder) as ledger:
        if any(dataset.name == entity for dataset in ledger.datasets):
            for version in history(folder, entity):
                mark = "removed" if version.removed else "current" if version.current else ""
                yield (
                    f"{version.version:<14}retrieved {version.retrieved:<12}{version.entities:>9,} entities "
                    f"{version.edges:>9,} ties  {mark}"
                ).rstrip()
            return
        rows = entity_history(folder, entity)
        for id_ in () if rows else _one(entity, ledger):
            rows += entity_history(folder, id_)
        named = ledger.entities({end for row in rows for end in _ends(row)})
    last = ""
    for row in rows:
        if row.dataset != last:
            yield row.dataset
            last = row.dataset
        yield f"  {row.version:<14}{_STATES[row.state]}"
        for sign, pairs in (("+", row.came), ("-", row.went)):
            yield from (f"    {sign} {prop}: {' '.join(value.split())[:200]}" for prop, value in pairs)
        for sign, edges in (("+", row.edges_came), ("-", row.edges_went)):
            yield from (f"    {sign} {_edge_line(edge, named)}" for edge in edges)


_STATES = {
    "absent": "not in it",
    "came": "in it",
    "unchanged": "unchanged",
    "changed": "changed",
    "went": "no longer in it",
}


def _ends(row: Appearance) -> Iterator[str]:
    for edge in (*row.edges_came, *row.edges_went):
        yield from (end for end in (edge.source, edge.target) if end)


def _edge_line(edge: Edge, named: Mapping[str, Entity]) -> str:
    names = [
        named[end].caption if end in named else end
        for end in (edge.source or edge.first("authority") or "?", edge.target or "?")
    ]
    time = f" {edge.start or ''}..{edge.end or ''}" if edge.start or edge.end else ""
    return f"{edge.schema}: {names[0]} -> {names[1]}{time} [{edge.id}]"


def diff_lines(folder: Path, dataset: str, old: str, new: str) -> Iterator[str]:
    """Who came (+), went (-) and changed (~) between two versions of a dataset."""
    from cuibono.ledger import diff

    change = diff(folder, dataset, old, new)
    for sign, rows in (("+", change.added), ("-", change.removed), ("~", change.changed)):
        for row in rows:
            yield f"{sign} {row.caption} [{row.id}]"
    yield f"{len(change.added)} came, {len(change.removed)} went, {len(change.changed)} changed"
