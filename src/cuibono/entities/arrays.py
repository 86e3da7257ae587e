"""Named arrays in one file that many processes map into memory: a header in JSON, then the bytes.

Nothing in such a file is ever executed or unpickled; a damaged or foreign one is refused, and the index is built anew.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"cuibono names\n"
_ALIGN = 64
_TYPES = frozenset({"uint8", "uint16", "uint32", "uint64", "int32", "int64", "float32"})


class UnreadableError(ValueError):
    """The file is no such file, or is cut short."""


def write_arrays(path: Path, meta: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write ``arrays`` under their names, whole or not at all: a new file takes the old one's place by one rename."""
    places: dict[str, dict[str, Any]] = {}
    offset = 0
    for name, array in arrays.items():
        places[name] = {"type": str(array.dtype), "length": len(array), "offset": offset}
        offset += -(-array.nbytes // _ALIGN) * _ALIGN
    header = json.dumps({"meta": dict(meta), "arrays": places}, sort_keys=True).encode()
    start = -(-(len(MAGIC) + 8 + len(header)) // _ALIGN) * _ALIGN
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(MAGIC + len(header).to_bytes(8, "little") + header)
            for name, array in arrays.items():
                out.seek(start + places[name]["offset"])
                out.write(np.ascontiguousarray(array).tobytes())
            out.truncate(start + offset)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise


def read_arrays(path: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """(meta, arrays) of a file, the arrays mapped read-only. Raises :class:`UnreadableError` or ``OSError``."""
    with path.open("rb") as source:
        if source.read(len(MAGIC)) != MAGIC:
            raise UnreadableError(f"{path}: no name index")
        length = int.from_bytes(source.read(8), "little")
        if length > 1 << 24:
            raise UnreadableError(f"{path}: damaged")
        try:
            header = json.loads(source.read(length))
            places = header["arrays"]
        except (ValueError, KeyError, TypeError) as error:
            raise UnreadableError(f"{path}: damaged") from error
    start = -(-(len(MAGIC) + 8 + length) // _ALIGN) * _ALIGN
    buffer = np.memmap(path, dtype=np.uint8, mode="r")
    return header["meta"], {name: _view(buffer, start, place, path) for name, place in places.items()}


def _view(buffer: NDArray[np.uint8], start: int, place: Mapping[str, Any], path: Path) -> NDArray[Any]:
    if place["type"] not in _TYPES:
        raise UnreadableError(f"{path}: damaged")
    kind = np.dtype(place["type"])
    first = start + int(place["offset"])
    last = first + int(place["length"]) * kind.itemsize
    if not 0 <= first <= last <= len(buffer):
        raise UnreadableError(f"{path}: cut short")
    return np.asarray(buffer[first:last]).view(kind)


class Strings:
    """Many strings as one run of UTF-8 bytes and their offsets."""

    __slots__ = ("_bytes", "_offsets")

    def __init__(self, data: NDArray[np.uint8], offsets: NDArray[np.uint64]) -> None:
        # Memory views give single elements several times as fast as arrays do.
        self._bytes, self._offsets = memoryview(data.data), memoryview(offsets.data)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, number: int) -> str:
        return str(self._bytes[self._offsets[number] : self._offsets[number + 1]], "utf-8")


def pack(texts: list[str]) -> tuple[NDArray[np.uint8], NDArray[np.uint64]]:
    """(bytes, offsets) of the strings, for :class:`Strings`."""
    encoded = [text.encode("utf-8", "replace") for text in texts]
    offsets = np.zeros(len(encoded) + 1, dtype=np.uint64)
    np.cumsum([len(e) for e in encoded], out=offsets[1:])
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets
