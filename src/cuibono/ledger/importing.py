"""``add``: a source in, a new immutable version of a dataset out, or nothing at all."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cuibono.errors import LedgerError, RecordError
from cuibono.ledger.carrying import Past
from cuibono.ledger.describing import describe
from cuibono.ledger.encoding import Encoder
from cuibono.ledger.files import (
    discard,
    plain_errors,
    sha256,
    sweep,
    temporary_folder,
)
from cuibono.ledger.formats import Context, Format, detect, named
from cuibono.ledger.formats.packed import unfolded
from cuibono.ledger.lock import importer_lock
from cuibono.ledger.manifest import (
    DATASET_JSON,
    LEDGER_JSON,
    RECORDS,
    REJECTS,
    Manifest,
    Version,
    dataset_bytes,
    read_dataset,
    read_manifest,
    write_manifest,
)
from cuibono.ledger.pipeline import Built, Known, Pipeline
from cuibono.ledger.placing import adopt, commit
from cuibono.ledger.recordfile import RecordFile
from cuibono.ledger.records import Dataset
from cuibono.ledger.rejects import Rejected, Rejects
from cuibono.ledger.sorting import Sorter

if TYPE_CHECKING:
    pass

#: Told the stage, the rows (or bytes) so far, and the share that is done where that is known.
Progress = Callable[[str, int, float | None], None]
#: Fields of a dataset that say nothing about its content: they may differ between versions that are "unchanged".
_PASSING = ("version", "retrieved", "sha256", "files")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. ``rejects`` are rows left out, ``values_left_out`` single values of rows that were kept,
    ``withheld`` values not stored for privacy; ``unchanged``: the same content was there already, nothing was stored.
    """

    dataset: str
    version: str
    entities: int
    edges: int
    statements: int
    rejects: int
    unchanged: bool
    values_left_out: int = 0
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class _Job:
    """An import, its arguments settled."""

    ledger: Path
    source: Path
    format: Format
    dataset: Dataset
    version_given: bool
    max_rejects: float
    keep_identifiers: bool
    progress: Progress | None
    origin: Sequence[Mapping[str, Any]] = ()
    readable: Path | None = None


def create(path: Path | str) -> None:
    """Make an empty ledger in a new or empty folder; raises :class:`LedgerError` when something is there already."""
    path = Path(path)
    with plain_errors(path, "make a ledger there"):
        path.mkdir(parents=True, exist_ok=True)
        if (path / LEDGER_JSON).exists():
            raise LedgerError(f"{path}: a ledger already")
        if any(path.iterdir()):
            raise LedgerError(f"{path}: not empty: name a new or empty folder")
        write_manifest(path, Manifest({}))


def add(
    path: Path | str,
    source: Path | str,
    *,
    format: str | None = None,
    mapping: Path | str | None = None,
    metadata: Path | str | Mapping[str, Any] | None = None,
    dataset: str | None = None,
    version: str | None = None,
    retrieved: str | None = None,
    max_rejects: float = 0.01,
    keep_identifiers: bool = False,
    progress: Progress | None = None,
    origin: Sequence[Mapping[str, Any]] = (),
    wait: float = 10.0,
) -> Imported:
    """Import ``source`` as a new version of a dataset.

    ``format`` None finds the format by content; ``mapping`` is a file that declares the columns of a table. ``metadata`` is a ``dataset.yml`` or its content; ``dataset``, ``version``,
    ``retrieved`` go before what it says. ``max_rejects`` is the share of rows that may be left out; ``progress`` is called
    with the stage, the rows so far and the share done. ``origin`` says whence the files were fetched, for ``dataset.json``. ``wait`` seconds are waited for another importer.

    Raises :class:`RecordError` for a source or metadata that cannot be taken, :class:`LedgerError` when the ledger is
    missing, busy, full or read-only. Nothing is changed then.
    """
    ledger, source = Path(path), Path(source)
    read_manifest(ledger)
    with plain_errors(ledger, "import"), unfolded(source) as readable:
        how = _format(readable, format, mapping)
        described, given = describe(how, source, metadata, dataset, version, retrieved)
        job = _Job(
            ledger, source, how, described, given, max_rejects, keep_identifiers, progress, origin, readable
        )
        with importer_lock(ledger, wait=wait):
            sweep(ledger)
            adopt(ledger)
            folder = temporary_folder(ledger)
            try:
                return _run(job, folder)
            finally:
                discard(folder)


def _format(source: Path, format: str | None, mapping: Path | str | None) -> Format:
    """The format that was named or declared, else the one found by content, with what the source says of itself."""
    if mapping is None:
        how = named(format) if format else detect(source)
        return replace(how, metadata={**how.metadata, **how.describe(source)}) if how.describe else how
    if format and format != "mapping":
        raise RecordError("a mapping declares the format: leave out --format")
    from cuibono.ledger.formats.mapped import format_of

    return format_of(mapping)


def _run(job: _Job, folder: Path) -> Imported:
    """Read, build, and put the version in its place."""
    with Rejects(folder / REJECTS) as rejects:
        sorter = Sorter(folder)
        encoder, rows = _read(job, sorter, rejects)
        rejects.judge(job.source, rows, job.max_rejects)
        hidden = frozenset(encoder.persons_at - encoder.others_at)
        with _past(job) as past:
            pipeline = Pipeline(
                folder,
                job.dataset,
                rejects,
                known=_known_elsewhere(job),
                hidden=hidden,
                past=past,
                tick=_writing(job),
            )
            built = pipeline.build(sorter)
        rejects.judge(job.source, rows, job.max_rejects)
        if not built.entities:
            raise RecordError("holds no record", path=job.source)
    result = Imported(
        job.dataset.name,
        job.dataset.version,
        built.entities,
        built.edges,
        built.statements,
        rejects.rows,
        False,
        rejects.values,
        encoder.withheld + len(hidden),
    )
    return _place(job, folder, built, result)


@contextlib.contextmanager
def _past(job: _Job) -> Iterator[Past | None]:
    """The version in force on the new one's day: since when its statements are known is carried over."""
    held = read_manifest(job.ledger).current(job.dataset.name, job.dataset.retrieved)
    if held is None:
        yield None
        return
    path = job.ledger / job.dataset.name / held.version / RECORDS
    try:
        past = Past(RecordFile(path), held.retrieved, job.dataset.retrieved or "")
    except FileNotFoundError:
        yield None
        return
    try:
        yield past
    finally:
        past.close()


def _writing(job: _Job) -> Callable[[int, float], None]:
    progress = job.progress
    if progress is None:
        return lambda rows, share: None
    return lambda rows, share: progress("writing", rows, share)


def _read(job: _Job, sorter: Sorter, rejects: Rejects) -> tuple[Encoder, int]:
    context = Context(job.dataset.name, rejects, job.dataset.retrieved or "")
    if job.progress:
        progress = job.progress
        context.tick = lambda rows: progress("reading", rows, context.share)
        context.size = _size(job.readable or job.source)
    context.held = partial(_held, job)
    encoder = Encoder(sorter.add, rejects, keep_identifiers=job.keep_identifiers)
    add = encoder.add
    try:
        for entity in _entities(job, context):
            try:
                add(entity, context.place)
            except Rejected as rejected:
                context.reject(rejected.reason, rejected.field)
    finally:
        context.close()
    return encoder, context.rows


def _held(job: _Job) -> Iterator[dict[str, Any]]:
    """The entities of the version in force, for sources that say only what has changed."""
    from cuibono.ledger.reader import Ledger

    if read_manifest(job.ledger).current(job.dataset.name, job.dataset.retrieved) is None:
        return
    with Ledger.open(job.ledger, as_of=job.dataset.retrieved) as ledger:
        for _, record in ledger.records(job.dataset.name):
            properties: dict[str, list[Any]] = {}
            for value in record.values:
                properties.setdefault(value.prop, []).append(value)
            entity = {"id": record.id, "schema": record.schema, "properties": properties}
            seen = {key: getattr(record, key) for key in ("first_seen", "last_seen", "source_url")}
            yield {**entity, **{key: said for key, said in seen.items() if said}}


def _size(source: Path) -> int:
    """Bytes of a file, or of all files of a folder."""
    files = source.rglob("*") if source.is_dir() else [source]
    return sum(path.stat().st_size for path in files if path.is_file())


def _entities(job: _Job, context: Context) -> Iterator[Mapping[str, Any]]:
    """What the format reads; a source that only looks like that format is told as such."""
    try:
        yield from job.format.read(job.readable or job.source, context)
    except (KeyError, TypeError, AttributeError, ValueError, IndexError) as error:
        raise RecordError(
            f"not of the format {job.format.name}: {type(error).__name__} {str(error)[:80]}",
            path=job.source,
            line=context.line or None,
        ) from error


def _known_elsewhere(job: _Job) -> Known:
    """Which ids other datasets of the ledger hold."""

    def known(ids: set[str]) -> set[str]:
        if not ids:
            return set()
        from cuibono.ledger.reader import Ledger

        with Ledger.open(job.ledger) as ledger:
            return ledger.holds(ids, leave_out=job.dataset.name)

    return known


def _place(job: _Job, folder: Path, built: Built, result: Imported) -> Imported:
    """The rename that makes the version appear, then ``ledger.json``; or nothing when it says what was there."""
    manifest = read_manifest(job.ledger)
    dataset = replace(
        job.dataset,
        entities=built.entities,
        edges=built.edges,
        statements=built.statements,
        sha256=_source_digest(job.source),
    )
    same = _same(job, manifest, dataset, built)
    if same is not None:
        return replace(result, version=same.version, unchanged=True)
    dataset = replace(dataset, version=_free_version(job, manifest, dataset.version))
    if not result.rejects and not result.values_left_out:
        (folder / REJECTS).unlink()
    files = {path.name: sha256(path) for path in sorted(folder.iterdir())}
    dataset = replace(dataset, files=files)
    extra: dict[str, Any] = {
        "content": built.content,
        "format": job.format.name,
        "rejects": result.rejects,
        "values_left_out": result.values_left_out,
        "withheld": result.withheld,
        "kept_identifiers": job.keep_identifiers,
    }
    if job.origin:
        extra["origin"] = [dict(each) for each in job.origin]
    (folder / DATASET_JSON).write_bytes(dataset_bytes(dataset, extra))
    commit(job.ledger, folder, dataset)
    version = Version(
        dataset.version,
        dataset.retrieved or "",
        manifest.next_order,
        built.content,
        sha256(job.ledger / dataset.name / dataset.version / DATASET_JSON),
    )
    write_manifest(job.ledger, manifest.with_version(dataset.name, version))
    return replace(result, version=dataset.version)


def _source_digest(source: Path) -> str:
    """SHA-256 of the source file; of the digests of its files for a folder."""
    if not source.is_dir():
        return sha256(source)
    import hashlib

    parts = [
        f"{sha256(path)}  {path.relative_to(source)}" for path in sorted(source.rglob("*")) if path.is_file()
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _same(job: _Job, manifest: Manifest, dataset: Dataset, built: Built) -> Version | None:
    """The version in force on the new one's day, if it says the same in records and description."""
    held = manifest.current(dataset.name, dataset.retrieved)
    if held is None or held.content != built.content:
        return None
    try:
        before, _ = read_dataset(job.ledger / dataset.name / held.version)
    except FileNotFoundError:
        return None
    return held if _lasting(before) == _lasting(dataset) else None


def _lasting(dataset: Dataset) -> dict[str, Any]:
    return {key: value for key, value in asdict(dataset).items() if key not in _PASSING}


def _free_version(job: _Job, manifest: Manifest, version: str) -> str:
    """The name of the version, ``.2`` and so on behind a date that is taken; a name chosen by the user must be free."""
    taken = {v.version for v in manifest.present(job.dataset.name)}
    if version not in taken:
        return version
    if job.version_given:
        raise LedgerError(
            f"{job.dataset.name} {version}: a version of that name was imported before with other content: choose another"
        )
    return next(name for number in range(2, 10_000) if (name := f"{version}.{number}") not in taken)
