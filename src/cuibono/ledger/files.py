"""Files that must not be lost or half-written: atomic replacement, flushing to disk, digests, names that are safe.

Everything here is standard library and works alike on Linux, macOS and Windows.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from cuibono.errors import InputError, LedgerError, RecordError

TEMPORARY = ".tmp-"
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?", re.ASCII)
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def safe_name(name: str, field: str) -> str:
    """``name`` if it may name a folder on every system: letters, digits, ``.``, ``_``, ``-``, at most 64.

    Raises :class:`RecordError` otherwise; a path, a hidden name, a device name of Windows are refused.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name) or _RESERVED.fullmatch(name) or ".." in name:
        raise RecordError(
            f"{str(name)[:80]!r} cannot name a folder: use letters, digits, '.', '_', '-', at most 64",
            field=field,
        )
    return name


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def flush_file(path: Path) -> None:
    """Force a file's bytes to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def flush_folder(path: Path) -> None:
    """Force a folder's entries to the disk; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_atomically(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path`` so that every reader sees either the old file or the new one, whole."""
    temporary = path.with_name(f"{TEMPORARY}{secrets.token_hex(8)}")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    flush_folder(path.parent)


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that appears at ``path`` when the block ends well, and not at all otherwise."""
    temporary = path.with_name(f"{TEMPORARY}{secrets.token_hex(8)}")
    try:
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    flush_folder(path.parent)


@contextlib.contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """A folder to fill that appears at ``path`` when the block ends well; ``path`` must be new or empty."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise InputError(f"{path}: exists: name a new or empty folder")
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = temporary_folder(path.parent)
    try:
        yield temporary
        for each in temporary.iterdir():
            flush_file(each)
        flush_folder(temporary)
        if path.exists():
            path.rmdir()
        temporary.rename(path)
    finally:
        if temporary.exists():
            discard(temporary)
    flush_folder(path.parent)


def temporary_folder(parent: Path) -> Path:
    """A new empty folder inside ``parent`` that the next importer removes should this one die."""
    path = parent / f"{TEMPORARY}{secrets.token_hex(8)}"
    path.mkdir()
    return path


def sweep(parent: Path) -> None:
    """Remove what killed importers left behind; call it only while holding the lock."""
    for path in parent.glob(f"{TEMPORARY}*"):
        discard(path)


def discard(path: Path) -> None:
    """Remove a file or folder as far as the system lets us; what stays is swept by the next importer."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()


@contextlib.contextmanager
def plain_errors(path: Path, doing: str) -> Iterator[None]:
    """Turn what the system says (full disk, no permission, ...) into one line of :class:`LedgerError`."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            reason = "the disk is full: nothing was changed"
        elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            reason = "no permission to write there"
        else:
            reason = error.strerror or str(error)
        raise LedgerError(f"{path}: cannot {doing}: {reason}") from error
