"""``cuibono ledger add NAME``: a register fetched from its publisher, checked, unpacked, imported; or left alone when unchanged.

``<ledger>/.downloads/<name>/`` holds what an interrupted download has so far and ``state.json``: for every file its address, size,
SHA-256 and the server's own names of that state (ETag, Last-Modified), and which version it became. The files
themselves go once they are imported.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from cuibono.errors import FetchError, RecordError
from cuibono.ledger.downloading import AGAIN, Held, Limits, download, read_held
from cuibono.ledger.files import discard, plain_errors, replace_atomically, sha256
from cuibono.ledger.importing import Imported, Progress, add
from cuibono.ledger.lock import importer_lock
from cuibono.ledger.manifest import DOWNLOADS, read_dataset, read_manifest
from cuibono.ledger.registry import FileModel, OfficialSource, official_source, today
from cuibono.network import Network

_STATE = "state.json"
#: Archives as they came; files as the formats read them.
_PACKED, _FILES = "packed", "files"
_CHUNK = 1 << 20
_MOST_MEMBERS = 10_000
_INDEX_LARGEST = 20_000_000
#: What a packed file may unfold to, as a multiple of the most that it may have packed.
_UNFOLDS = 20


@dataclass(frozen=True, slots=True)
class Acquired:
    """What came of it: the import, None when nothing had changed; ``since`` is the version that still holds."""

    source: OfficialSource
    imported: Imported | None
    since: str
    files: Mapping[str, Held]


@dataclass(slots=True)
class _State:
    """``state.json``."""

    files: dict[str, Held] = field(default_factory=dict)
    version: str = ""
    keep_identifiers: bool = False

    @classmethod
    def read(cls, home: Path) -> _State:
        """What the last run left; nothing where that is missing or damaged."""
        try:
            body = json.loads((home / _STATE).read_bytes())
            held = {name: each for name, row in body["files"].items() if (each := read_held(row))}
            return cls(held, str(body["version"]), bool(body["keep_identifiers"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls()

    def write(self, home: Path) -> None:
        body = {
            "files": {name: asdict(held) for name, held in self.files.items()},
            "version": self.version,
            "keep_identifiers": self.keep_identifiers,
        }
        replace_atomically(home / _STATE, json.dumps(body, indent=1).encode())


def acquire(
    path: Path | str,
    name: str,
    *,
    keep_identifiers: bool = False,
    retrieved: str | None = None,
    network: Network | None = None,
    limits: Callable[[OfficialSource], Limits] | None = None,
    progress: Progress | None = None,
    wait: float = 10.0,
    **options: Any,
) -> Acquired:
    """Fetch the register called ``name`` and import it as a new version; ``options`` are those of :func:`~cuibono.ledger.add`.

    ``retrieved`` stands in for today, ``limits`` for what ``sources.yml`` allows, ``network`` for the system's: for tests. Raises
    :class:`NotInLedgerError` for a name that is none, :class:`FetchError` when a file cannot be had, and what ``add`` raises.
    """
    ledger, source = Path(path), official_source(name)
    manifest = read_manifest(ledger)
    home = ledger / DOWNLOADS / source.name
    with plain_errors(home, "download"):
        home.mkdir(parents=True, exist_ok=True)
    with plain_errors(home, "download"), importer_lock(home, wait=wait):
        state = _State.read(home)
        current = manifest.current(source.name)
        settled = (
            current is not None
            and current.version == state.version
            and state.keep_identifiers == keep_identifiers
        )
        fetch = _Fetch(source, home, state, (limits or _limits)(source), network, progress)
        before = dict(state.files)
        changed = fetch.run(settled=settled)
        now = {name: held.sha256 for name, held in state.files.items()}
        if settled and (not changed or now == {name: held.sha256 for name, held in before.items()}):
            state.write(home)
            fetch.clear()
            return Acquired(source, None, state.version, state.files)
        state.version = ""
        state.write(home)
        done = add(
            ledger,
            _unpack(source, home, fetch.limits),
            format=source.format,
            metadata=source.metadata,
            dataset=source.name,
            retrieved=retrieved or today(),
            keep_identifiers=keep_identifiers,
            progress=progress,
            origin=_origin(state.files),
            wait=wait,
            **options,
        )
        state.version, state.keep_identifiers = done.version, keep_identifiers
        state.write(home)
        fetch.clear()
        return Acquired(source, done, done.version, state.files)


def unchanged_counts(ledger: Path | str, acquired: Acquired) -> Imported:
    """The counts of the version that still holds, as an :class:`Imported`."""
    dataset, _ = read_dataset(Path(ledger) / acquired.source.name / acquired.since)
    return Imported(
        dataset.name, dataset.version, dataset.entities, dataset.edges, dataset.statements, 0, True
    )


def _limits(source: OfficialSource) -> Limits:
    return Limits(largest=source.largest)


def _origin(files: Mapping[str, Held]) -> list[dict[str, Any]]:
    """What ``dataset.json`` keeps of the download."""
    return [
        {"name": name, "url": held.url.partition("?")[0], "bytes": held.size, "sha256": held.sha256}
        | ({"last_modified": held.last_modified} if held.last_modified else {})
        for name, held in sorted(files.items())
    ]


class _Fetch:
    """Brings the files of one register into its folder."""

    def __init__(
        self,
        source: OfficialSource,
        home: Path,
        state: _State,
        limits: Limits,
        network: Network | None,
        progress: Progress | None,
    ) -> None:
        self._source, self._home, self._state = source, home, state
        self.limits, self._network, self._progress = limits, network, progress

    def run(self, *, settled: bool) -> bool:
        """Whether any file changed. ``settled``: what the last run fetched is imported and still counts."""
        kept = []
        changed = False
        for file in self._source.files:
            known = self._state.files.get(file.name)
            usable = known is not None and (settled or self._has(file, known))
            held = self._one(file, known if usable else None)
            changed |= held is not None
            if held is None:
                kept.append(file)
            else:
                self._state.files[file.name] = held
        if changed or not settled:
            # A register is read whole: what is unchanged but no longer here is fetched too.
            for file in kept:
                known = self._state.files[file.name]
                if not self._has(file, known):
                    self._state.files[file.name] = self._certainly(file)
        self._weigh()
        return changed or not settled

    def _has(self, file: FileModel, held: Held) -> bool:
        path = _place(self._home, file)
        return path.is_file() and sha256(path) == held.sha256

    def _certainly(self, file: FileModel) -> Held:
        held = self._one(file, None)
        if held is None:
            raise FetchError(f"{file.url}: says that nothing has changed though not asked; {AGAIN}")
        return held

    def _one(self, file: FileModel, known: Held | None) -> Held | None:
        url = self._address(file) if file.index else file.url
        if known is not None and file.index and known.url.partition("?")[0] != url.partition("?")[0]:
            known = None
        return download(
            url,
            _place(self._home, file),
            self.limits,
            known=known,
            digest=file.sha256,
            network=self._network,
            tick=self._tick(file),
        )

    def _tick(self, file: FileModel) -> Callable[[int, int | None], None]:
        progress = self._progress
        if progress is None:
            return lambda done, total: None

        def tick(done: int, total: int | None) -> None:
            progress(f"downloading {file.name}", done, done / total if total else None)

        return tick

    def _address(self, file: FileModel) -> str:
        """The address that a JSON index gives for the file."""
        path = self._home / f"{file.name}.index"
        limits = Limits(_INDEX_LARGEST, seconds=self.limits.seconds, pause=self.limits.pause)
        download(file.url, path, limits, network=self._network)
        try:
            found: Any = json.loads(path.read_bytes())
            for key in file.index:
                found = found[key]
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise FetchError(f"{file.url}: does not say where the file is: the index has changed") from error
        finally:
            path.unlink(missing_ok=True)
        if not isinstance(found, str) or not found.startswith("https://"):
            raise FetchError(f"{file.url}: gives no https address for the file")
        return found

    def _weigh(self) -> None:
        total = sum(self._state.files[file.name].size for file in self._source.files)
        packed = any(file.zip for file in self._source.files)
        if total < self._source.smallest and not packed:
            for file in self._source.files:
                _place(self._home, file).unlink(missing_ok=True)
            raise FetchError(
                f"{self._source.name}: {total:,} bytes came where at least {self._source.smallest:,} are expected: "
                "the list is not whole, or has moved; nothing was imported"
            )

    def clear(self) -> None:
        """Remove the files; what is known of them stays."""
        for name in (_PACKED, _FILES):
            discard(self._home / name)


def _place(home: Path, file: FileModel) -> Path:
    """Where a file comes to lie, packed or not."""
    folder = home / (_PACKED if file.zip else _FILES)
    folder.mkdir(exist_ok=True)
    return folder / file.name


def _unpack(source: OfficialSource, home: Path, limits: Limits) -> Path:
    """What the format reads: the one file, or the folder of them; archives are unpacked."""
    folder = home / _FILES
    folder.mkdir(exist_ok=True)
    for file in source.files:
        if file.zip:
            _member(_place(home, file), file.zip, folder / file.name, limits.largest * _UNFOLDS)
    size = sum(path.stat().st_size for path in folder.iterdir())
    if size < source.smallest:
        raise FetchError(
            f"{source.name}: {size:,} bytes came where at least {source.smallest:,} are expected: not the whole list"
        )
    return folder if len(source.files) > 1 else folder / source.files[0].name


def _member(archive: Path, patterns: Sequence[str], target: Path, largest: int) -> None:
    """Unpack the one member that fits the first pattern that any fits, never more than ``largest`` bytes."""
    try:
        with zipfile.ZipFile(archive) as packed:
            names = [info for info in packed.infolist()[:_MOST_MEMBERS] if not info.is_dir()]
            found = next(
                (
                    fits
                    for pattern in patterns
                    if (fits := [i for i in names if fnmatch(i.filename, pattern)])
                ),
                [],
            )
            if len(found) != 1:
                raise FetchError(
                    f"{archive.name}: holds {len(found)} files {' or '.join(patterns)} instead of one"
                )
            size = 0
            with packed.open(found[0]) as source, target.open("wb") as file:
                while chunk := source.read(_CHUNK):
                    size += len(chunk)
                    if size > largest:
                        raise FetchError(f"{archive.name}: unfolds to more than {largest:,} bytes: refused")
                    file.write(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        archive.unlink(missing_ok=True)
        raise RecordError("a damaged archive; run the same command again", path=archive.name) from error
