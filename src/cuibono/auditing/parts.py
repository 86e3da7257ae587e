"""The parts of a run: batches of articles with a digest each, and their finished results on disk.

A finished part is a Parquet file that bears the digest of its input and of the settings: it is never redone while both are the
same, and a file appears by one rename, so that a part is there whole or not at all.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from cuibono.auditing.data import Article
from cuibono.auditing.limits import BATCH_ARTICLES, BATCH_CHARACTERS

DIGEST = b"cuibono.digest"


@dataclass(frozen=True, slots=True)
class Batch:
    """A numbered run of articles; ``digest`` is that of their content."""

    number: int
    articles: tuple[Article, ...]
    digest: str


def batches(articles: Iterable[Article]) -> Iterator[Batch]:
    """Articles in runs of at most ``BATCH_ARTICLES`` articles and about ``BATCH_CHARACTERS`` characters."""
    held: list[Article] = []
    size = number = 0
    for article in articles:
        held.append(article)
        size += len(article.text)
        if len(held) == BATCH_ARTICLES or size >= BATCH_CHARACTERS:
            yield _batch(number, held)
            held, size, number = [], 0, number + 1
    if held:
        yield _batch(number, held)


def _batch(number: int, articles: list[Article]) -> Batch:
    digest = hashlib.sha256()
    for a in articles:
        for value in (a.id, a.text, a.outlet, a.date, a.url, a.title, a.topic, a.origin, *a.links):
            digest.update(value.encode())
            digest.update(b"\0")
    return Batch(number, tuple(articles), digest.hexdigest()[:24])


class Parts:
    """The folder of finished parts of one run; ``settings`` is the digest of what the work depends on."""

    def __init__(self, folder: Path, settings: str) -> None:
        self.folder, self._settings = folder, settings
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, number: int) -> Path:
        """Where the part of this number lies."""
        return self.folder / f"part-{number:06}.parquet"

    def key(self, digest: str) -> str:
        """What a finished part of this input bears."""
        return f"{digest}-{self._settings}"

    def has(self, number: int, digest: str) -> bool:
        """Whether the part is finished, for this input and these settings."""
        try:
            held = parquet.read_schema(self.path(number)).metadata or {}
        except (OSError, pa.ArrowException):
            return False
        return held.get(DIGEST) == self.key(digest).encode()

    def keep(self, number: int, digest: str, table: pa.Table) -> None:
        """Store a finished part."""
        write_part(table, self.path(number), self.key(digest))

    def leave_only(self, count: int) -> None:
        """Take away parts of a longer, earlier run."""
        for path in self.folder.glob("part-*.parquet"):
            if int(path.stem.partition("-")[2]) >= count:
                path.unlink()

    def tables(self) -> Iterator[pa.Table]:
        """The finished parts in order."""
        for path in sorted(self.folder.glob("part-*.parquet")):
            yield parquet.read_table(path)


def write_part(table: pa.Table, path: Path, key: str) -> None:
    """Write a part by rename; equal tables give equal bytes."""
    whole = table.replace_schema_metadata({DIGEST: key.encode()})
    held = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        parquet.write_table(whole, held, compression="zstd")
        held.replace(path)
    except BaseException:
        held.unlink(missing_ok=True)
        raise
