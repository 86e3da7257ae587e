"""The same run on a Ray cluster: parts staged on an address that all workers reach, done by the same class, each exactly once.

A task reads a staged part, does the work and writes the result by rename under a name that follows from the part alone: a task that
runs twice, because its worker was lost, writes the same bytes to the same place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from importlib import import_module
from typing import Any

import pyarrow as pa
from pyarrow import fs, parquet

from cuibono.auditing.data import Article
from cuibono.auditing.parts import DIGEST, Batch, Parts, batches
from cuibono.auditing.running import Done, Progress, limited
from cuibono.auditing.work import Settings, Work, articles_table
from cuibono.errors import InputError


class PartWork:
    """What a worker holds: the work, opened once, and the address of the parts. Rows name parts; what comes out are receipts."""

    def __init__(self, settings: dict[str, Any], stage: str) -> None:
        self._work = Work(Settings(**settings))
        self._files, self._root = place_of(stage)

    def __call__(self, table: pa.Table) -> pa.Table:
        done = [self._one(row["number"], row["key"]) for row in table.to_pylist()]
        return pa.table({"number": table["number"], "articles": pa.array(done, pa.int64())})

    def _one(self, number: int, key: str) -> int:
        given = parquet.read_table(f"{self._root}/in/{_name(number)}", filesystem=self._files)
        made = self._work(given.cast(articles_table(()).schema)).replace_schema_metadata(
            {DIGEST: key.encode()}
        )
        held = f"{self._root}/out/.{_name(number)}.{_own_mark()}"
        parquet.write_table(made, held, filesystem=self._files, compression="zstd")
        self._files.move(held, f"{self._root}/out/{_name(number)}")
        return int(made.num_rows)


def _name(number: int) -> str:
    return f"part-{number:06}.parquet"


def _own_mark() -> str:
    from uuid import uuid4

    return uuid4().hex


def place_of(uri: str) -> tuple[fs.FileSystem, str]:
    """The file system and path of an address: a folder, what Arrow knows (s3, gs, hdfs), or anything fsspec knows.

    Raises :class:`InputError` for an address that neither knows.
    """
    from pathlib import Path

    if "://" not in uri:
        return fs.LocalFileSystem(), str(Path(uri).resolve())
    try:
        found, path = fs.FileSystem.from_uri(uri)
        return found, path.rstrip("/")
    except (pa.ArrowException, ValueError):
        pass
    try:
        inner, path = import_module("fsspec.core").url_to_fs(uri)
        return fs.PyFileSystem(fs.FSSpecHandler(inner)), path.rstrip("/")
    except (ImportError, ValueError, OSError) as error:
        raise InputError(f"{uri[:100]}: no address that Arrow or fsspec can write to ({error})") from error


def run_on_ray(
    articles: Iterable[Article],
    settings: Settings,
    parts: Parts,
    *,
    address: str = "ray",
    stage: str | None = None,
    workers: int = 0,
    progress: Progress | None = None,
    limit: int | None = None,
) -> Done:
    """Like :func:`cuibono.auditing.running.run`, on a cluster: ``ray`` joins the one of this machine or starts one, ``ray://HOST:PORT``
    is a client. ``stage`` is where parts are put for the workers; without it the folder of the run, which they must share.

    Raises :class:`InputError` where Ray is not installed or cannot be reached.
    """
    ray = _connected(address)
    place = stage or str(parts.folder.parent / "stage")
    files, root = place_of(place)
    for folder in ("in", "out"):
        files.create_dir(f"{root}/{folder}", recursive=True)
    done = Done()
    wanted = list(_staged(limited(articles, limit), parts, files, root, done, progress))
    if wanted:
        _work(ray, wanted, settings, place, workers or _cores(ray), progress)
    for number, _ in wanted:
        _fetch(files, f"{root}/out/{_name(number)}", parts, number)
        files.delete_file(f"{root}/in/{_name(number)}")
    parts.leave_only(done.parts)
    return done


def _connected(address: str) -> Any:
    try:
        ray = import_module("ray")
        import_module("ray.data")
    except ImportError as error:
        raise InputError(
            '--on ray: Ray is not installed; install it with pip install "cuibono[cluster]"'
        ) from error
    try:
        ray.init(
            address if address.startswith("ray://") else None, ignore_reinit_error=True, log_to_driver=False
        )
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise InputError(f"--on {address}: no Ray cluster answers there ({error})") from error
    return ray


def _cores(ray: Any) -> int:
    return max(1, int(ray.cluster_resources().get("CPU", 1)))


def _staged(
    articles: Iterable[Article],
    parts: Parts,
    files: fs.FileSystem,
    root: str,
    done: Done,
    progress: Progress | None,
) -> Iterator[tuple[int, str]]:
    """(number, key) of every part that is not finished; its articles are put where workers find them."""
    for batch in batches(articles):
        done.parts += 1
        done.articles += len(batch.articles)
        if parts.has(batch.number, batch.digest):
            done.kept += len(batch.articles)
        else:
            key = parts.key(batch.digest)
            if not _is_out(files, f"{root}/out/{_name(batch.number)}", key):
                _put(batch, files, root)
            yield batch.number, key
        if progress is not None:
            progress("staging", done.articles, None)


def _is_out(files: fs.FileSystem, path: str, key: str) -> bool:
    try:
        held = parquet.read_schema(path, filesystem=files).metadata or {}
    except (OSError, pa.ArrowException):
        return False
    return held.get(DIGEST) == key.encode()


def _put(batch: Batch, files: fs.FileSystem, root: str) -> None:
    parquet.write_table(
        articles_table(batch.articles),
        f"{root}/in/{_name(batch.number)}",
        filesystem=files,
        compression="zstd",
    )


def _work(
    ray: Any,
    wanted: list[tuple[int, str]],
    settings: Settings,
    place: str,
    workers: int,
    progress: Progress | None,
) -> None:
    """One task a part, on actors that are started anew where one is lost; a task that was cut off is done again."""
    rows = [{"number": number, "key": key} for number, key in wanted]
    count = max(1, min(workers, len(rows)))
    data = ray.data.from_items(rows, override_num_blocks=len(rows))
    made = data.map_batches(
        PartWork,
        batch_size=1,
        batch_format="pyarrow",
        concurrency=count,
        fn_constructor_kwargs={"settings": asdict(settings), "stage": place},
        num_cpus=1,
        max_restarts=-1,
        max_task_retries=-1,
    )
    total = 0
    for number, receipt in enumerate(made.iter_rows(), 1):
        total += int(receipt["articles"])
        if progress is not None:
            progress("articles", total, number / len(rows))


def _fetch(files: fs.FileSystem, path: str, parts: Parts, number: int) -> None:
    from cuibono.reporting import write

    with files.open_input_stream(path) as stream:
        write(parts.path(number), stream.read())
