"""Packed sources from strangers: what they unfold to is bounded; an archive of several files is read like a folder."""

from __future__ import annotations

import contextlib
import io
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any, cast

from cuibono.errors import RecordError

#: A source may unfold to this many times its size; text seldom reaches 40. Small ones are let be.
MOST_TIMES = 250
LET_BE = 64 << 20
#: An archive of several files may unfold to so much in all, in so many files.
MOST_BYTES = 64 << 30
MOST_FILES = 200_000
ZIP = b"PK\x03\x04"
_SHEETS = "xl/workbook.xml"
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError)


class Bounded(io.RawIOBase):
    """An unpacked stream that stops with :class:`RecordError` where it unfolds beyond reason."""

    def __init__(self, inner: IO[bytes], packed: int, path: Path) -> None:
        self._inner, self._path = inner, path
        self._left = max(LET_BE, packed * MOST_TIMES)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._inner.read(len(buffer))
        except (*_BROKEN, lzma.LZMAError, OSError) as error:
            raise RecordError(
                "a damaged archive: it ends or breaks in the middle", path=self._path
            ) from error
        self._left -= len(data)
        if self._left < 0:
            raise RecordError(
                f"unfolds to more than {MOST_TIMES} times its size: refused as a bomb", path=self._path
            )
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._inner.close()
        super().close()


def bounded(inner: IO[bytes], packed: int, path: Path) -> IO[bytes]:
    """``inner`` with a limit on what it may unfold to."""
    return cast("IO[bytes]", io.BufferedReader(Bounded(inner, packed, path), 1 << 16))


def open_member(file: Any) -> IO[bytes]:
    """The only file of an archive, unpacked while it is read; raises :class:`RecordError` where there are several."""
    name = file if isinstance(file, Path) else Path(str(file.name))
    with _readable(name):
        archive = zipfile.ZipFile(file)
        members = _members(archive)
        if len(members) != 1:
            archive.close()
            raise RecordError(
                f"an archive of {len(members)} files: unpack it and name the one to read", path=name
            )
        member = archive.open(members[0])
        archive.close()  # the member keeps the file open
        return member


def is_archive(path: Path) -> bool:
    """Whether a file is a zip archive."""
    with contextlib.suppress(OSError), path.open("rb") as file:
        return file.read(4) == ZIP
    return False


def is_workbook(path: Path) -> bool:
    """Whether a file is a spreadsheet of the Office Open XML kind."""
    if not is_archive(path):
        return False
    with contextlib.suppress(OSError, *_BROKEN), zipfile.ZipFile(path) as archive:
        return _SHEETS in archive.namelist()
    return False


@contextlib.contextmanager
def unfolded(source: Path) -> Iterator[Path]:
    """``source``, or a passing folder with the files of an archive of several; errors name the archive, not the folder."""
    if source.is_dir() or not is_archive(source) or is_workbook(source):
        yield source
        return
    with _readable(source), zipfile.ZipFile(source) as archive:
        several = len(_members(archive)) != 1
    if not several:
        yield source
        return
    with tempfile.TemporaryDirectory(prefix="cuibono-") as folder:
        inside = Path(folder) / source.stem
        inside.mkdir()
        try:
            _extract(source, inside)
            yield inside
        except RecordError as error:
            told = RecordError(str(error).replace(str(inside), str(source)))
            told.path, told.line, told.field = source, error.line, error.field
            raise told from error


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files that hold data: no folders, no leavings of file managers."""
    return [
        info
        for info in archive.infolist()
        if not info.is_dir()
        and not info.filename.startswith("__MACOSX/")
        and not PurePosixPath(info.filename).name.startswith(".")
    ]


def _extract(source: Path, folder: Path) -> None:
    with _readable(source), zipfile.ZipFile(source) as archive:
        members = _members(archive)
        if not members:
            raise RecordError("an archive without files", path=source)
        if len(members) > MOST_FILES:
            raise RecordError(f"an archive of more than {MOST_FILES:,} files: refused", path=source)
        left = min(MOST_BYTES, max(LET_BE, source.stat().st_size * MOST_TIMES))
        for info in members:
            target = _target(folder, info.filename, source)
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(info) as inner, target.open("xb") as outer:
                left -= _copy(inner, outer, left, source)


def _target(folder: Path, name: str, source: Path) -> Path:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or name.startswith(("/", "\\")) or ".." in parts or ":" in name or len(name) > 400:
        raise RecordError(f"an archive with a name that leads out of it: {ascii(name)[:60]}", path=source)
    return folder.joinpath(*parts)


def _copy(inner: IO[bytes], outer: IO[bytes], most: int, source: Path) -> int:
    """Bytes copied. What an archive says of its sizes is not believed."""
    copied = 0
    while chunk := inner.read(1 << 20):
        copied += len(chunk)
        if copied > most:
            raise RecordError(
                f"unfolds to more than {MOST_TIMES} times its size: refused as a bomb", path=source
            )
        outer.write(chunk)
    return copied


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        raise RecordError("an archive with two files of one name", path=path) from error
    except _BROKEN as error:
        reason = "has a password" if "password" in str(error) else "is damaged or of an unknown kind"
        raise RecordError(f"the archive {reason}", path=path) from error


__all__ = ["Bounded", "bounded", "is_archive", "is_workbook", "open_member", "unfolded"]
