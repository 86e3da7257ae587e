"""Named arrays in one file that processes share by mapping it: a header in JSON with its checksum, then the bytes.

Nothing in it is executed or unpickled. A file that is foreign, of another version or cut short is refused; the graph is then
built anew, since it holds nothing that the ledger does not.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"cuibono graph 1\n"
_ALIGN = 64
_TYPES = frozenset({"uint8", "uint16", "uint32", "uint64", "int32", "int64", "float64"})
_HEADER_MOST = 1 << 26
Arrays = Mapping[str, NDArray[Any]]


class UnreadableError(ValueError):
    """The file is no such file, or is cut short."""


def write(path: Path, meta: Mapping[str, Any], arrays: Arrays) -> None:
    """Write ``arrays`` under their names by one rename: readers see no file or the whole of it. Raises ``OSError``."""
    places: dict[str, list[Any]] = {}
    offset = 0
    for name, array in arrays.items():
        places[name] = [array.dtype.newbyteorder("<").name, list(array.shape), offset]
        offset += -(-array.nbytes // _ALIGN) * _ALIGN
    header = json.dumps({"meta": meta, "arrays": places, "size": offset}, sort_keys=True).encode()
    head = MAGIC + len(header).to_bytes(8, "little") + zlib.crc32(header).to_bytes(4, "little") + header
    start = -(-len(head) // _ALIGN) * _ALIGN
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(head)
            for name, array in arrays.items():
                out.seek(start + places[name][2])
                if array.nbytes:
                    out.write(np.ascontiguousarray(array, array.dtype.newbyteorder("<")).data.cast("B"))
            out.truncate(start + offset)
        Path(temporary).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise


def read(path: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """(meta, arrays) of a file, the arrays mapped read-only. Raises :class:`UnreadableError` or ``OSError``."""
    with path.open("rb") as source:
        if source.read(len(MAGIC)) != MAGIC:
            raise UnreadableError(f"{path}: no graph of this version")
        length = int.from_bytes(source.read(8), "little")
        crc = int.from_bytes(source.read(4), "little")
        text = source.read(min(length, _HEADER_MOST))
    if len(text) != length or zlib.crc32(text) != crc:
        raise UnreadableError(f"{path}: damaged")
    header = json.loads(text)
    start = -(-(len(MAGIC) + 12 + length) // _ALIGN) * _ALIGN
    buffer = np.memmap(path, dtype=np.uint8, mode="r")
    if len(buffer) != start + header["size"]:
        raise UnreadableError(f"{path}: cut short")
    return header["meta"], {
        name: _view(buffer, start + offset, kind, shape)
        for name, (kind, shape, offset) in header["arrays"].items()
    }


def _view(buffer: NDArray[np.uint8], first: int, kind: str, shape: Sequence[int]) -> NDArray[Any]:
    if kind not in _TYPES:
        raise UnreadableError(f"no such kind of array: {kind[:20]}")
    dtype = np.dtype(kind)
    size = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
    found: NDArray[Any] = np.asarray(buffer[first : first + size]).view(dtype).reshape(shape)
    return found if sys.byteorder == "little" else found.byteswap()


class Strings(Sequence[str]):
    """Many strings as one run of UTF-8 bytes and their offsets."""

    __slots__ = ("_bytes", "_offsets")

    def __init__(self, data: NDArray[np.uint8], offsets: NDArray[np.uint64]) -> None:
        self._bytes, self._offsets = memoryview(data.data), memoryview(offsets.data)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, number: int) -> str:  # type: ignore[override]
        return str(self._bytes[self._offsets[number] : self._offsets[number + 1]], "utf-8")

    def find(self, text: str) -> int | None:
        """The number of ``text`` in strings that are sorted by their bytes."""
        wanted, low, high = text.encode(), 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if bytes(self._bytes[self._offsets[middle] : self._offsets[middle + 1]]) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self[low] == text else None


def pack(texts: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.uint64]]:
    """(bytes, offsets) of the strings, for :class:`Strings`."""
    encoded = [text.encode() for text in texts]
    offsets = np.zeros(len(encoded) + 1, dtype=np.uint64)
    np.cumsum([len(e) for e in encoded], out=offsets[1:])
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), offsets
