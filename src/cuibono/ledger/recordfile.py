"""The record file: look-up of entities and their ties by id without reading the Parquet files.

``records.bin`` holds the lines of :mod:`cuibono.ledger.codec`, sorted by id, in blocks of about four kilobytes, each deflated
with one shared dictionary (a sample of the file itself), so that small blocks compress like large ones. Behind the blocks
stand three plain arrays: number of the first record, place and first id of every block. A look-up is a binary search in
the mapped file and one inflated block; the ties of an entity are listed in its own record by record number. Reading
needs the standard library only. zlib's own checksum guards every block.

Layout: magic, blocks, dictionary, arrays (little-endian), deflated JSON header, tail (place, length, CRC of
the header, magic).
"""

from __future__ import annotations

import array
import json
import mmap
import struct
import sys
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from cuibono.errors import LedgerError
from cuibono.ledger.codec import US, Codes

MAGIC = b"CUIREC01"
_TAIL = struct.Struct("<QII")
_BLOCK_BYTES = 4096
DICTIONARY_BYTES = 32768
_LEVEL = 9
_CACHED_BLOCKS = 512


class RecordWriter:
    """Writes a record file from lines that come in order of id. ``sample`` is text like what will follow."""

    def __init__(self, path: Path, codes: Codes, sample: str = "") -> None:
        self._file: IO[bytes] = path.open("wb")
        self._codes = codes
        self._dictionary = sample.encode()[-DICTIONARY_BYTES:]
        self._lines: list[str] = []
        self._size = 0
        self._records = 0
        self._ordinals = array.array("I")
        self._offsets = array.array("Q")
        self._ids: list[bytes] = []
        self._file.write(MAGIC)
        self._place = len(MAGIC)

    def add(self, line: str) -> None:
        """Append one record."""
        if self._size > _BLOCK_BYTES:
            self._flush()
        if not self._lines:
            self._ordinals.append(self._records)
            self._ids.append(line[: line.index(US)].encode())
        self._lines.append(line)
        self._size += len(line) + 1
        self._records += 1

    def _flush(self) -> None:
        if not self._lines:
            return
        deflate = zlib.compressobj(
            _LEVEL, zlib.DEFLATED, zlib.MAX_WBITS, 8, zlib.Z_DEFAULT_STRATEGY, self._dictionary
        )
        data = deflate.compress("\n".join(self._lines).encode()) + deflate.flush()
        self._offsets.append(self._place)
        self._file.write(data)
        self._place += len(data)
        self._lines, self._size = [], 0

    def close(self) -> None:
        """Write what belongs behind the blocks."""
        self._flush()
        self._offsets.append(self._place)
        self._ordinals.append(self._records)
        starts = array.array("I", [0])
        for id_ in self._ids:
            starts.append(starts[-1] + len(id_))
        parts = {
            "dictionary": zlib.compress(self._dictionary, _LEVEL),
            "ordinals": _little(self._ordinals),
            "offsets": _little(self._offsets),
            "starts": _little(starts),
            "ids": b"".join(self._ids),
        }
        header: dict[str, Any] = {"schemas": self._codes.schemas, "props": self._codes.props, "parts": {}}
        for name, data in parts.items():
            header["parts"][name] = [self._place, len(data)]
            self._file.write(data)
            self._place += len(data)
        text = zlib.compress(json.dumps(header, separators=(",", ":")).encode(), _LEVEL)
        self._file.write(text + _TAIL.pack(self._place, len(text), zlib.crc32(text)) + MAGIC)
        self._file.close()

    def __enter__(self) -> RecordWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._file.close()


def _little(values: array.array[int]) -> bytes:
    if sys.byteorder == "big":
        values = values[:]
        values.byteswap()
    return values.tobytes()


class _FirstIds(Sequence[bytes]):
    """First id of every block, sliced from the mapped file."""

    def __init__(self, starts: Sequence[int], ids: memoryview) -> None:
        self._starts, self._ids = starts, ids

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, index: Any) -> Any:
        return self._ids[self._starts[index] : self._starts[index + 1]].tobytes()


class RecordFile:
    """A record file, mapped into memory. Many may read one file; it stays readable after it was removed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._view = memoryview(self._map)
            header = self._header()
            self.codes = Codes.of(header["schemas"], header["props"])
            self._dictionary = zlib.decompress(self._part(header, "dictionary"))
            self._ordinals = _numbers(self._part(header, "ordinals"), "I")
            self._offsets = _numbers(self._part(header, "offsets"), "Q")
            self._first_ids = _FirstIds(
                _numbers(self._part(header, "starts"), "I"), memoryview(bytes(self._part(header, "ids")))
            )
        except FileNotFoundError:
            raise
        except (OSError, ValueError, KeyError, struct.error, TypeError, zlib.error) as error:
            raise self._damaged() from error
        self._cache: dict[int, str] = {}

    def _header(self) -> Any:
        size = _TAIL.size + len(MAGIC)
        if len(self._view) < size + len(MAGIC) or self._view[-len(MAGIC) :] != MAGIC:
            raise ValueError("no record file")
        place, length, crc = _TAIL.unpack(self._view[-size : -len(MAGIC)])
        text = bytes(self._view[place : place + length])
        if zlib.crc32(text) != crc:
            raise ValueError("header damaged")
        return json.loads(zlib.decompress(text))

    def _part(self, header: Any, name: str) -> memoryview:
        place, length = header["parts"][name]
        return self._view[place : place + length]

    def _damaged(self) -> LedgerError:
        return LedgerError(
            f"{self.path}: damaged: run `cuibono ledger verify`, then import this version again"
        )

    def __len__(self) -> int:
        return int(self._ordinals[-1])

    def _block(self, number: int) -> str:
        text: str | None = self._cache.get(number)
        if text is None:
            try:
                inflate = zlib.decompressobj(zdict=self._dictionary)
                data = inflate.decompress(self._view[self._offsets[number] : self._offsets[number + 1]])
                text = str(data, "utf-8")
            except (zlib.error, UnicodeDecodeError) as error:
                raise self._damaged() from error
            if len(self._cache) >= _CACHED_BLOCKS:
                self._cache.clear()
            self._cache[number] = text
        return text

    def find(self, id_: str) -> str | None:
        """The line of the record with this id."""
        number = bisect_right(self._first_ids, id_.encode()) - 1
        if number < 0:
            return None
        text = self._block(number)
        mark = id_ + US
        if text.startswith(mark):
            start = 0
        else:
            start = text.find("\n" + mark) + 1
            if not start:
                return None
        end = text.find("\n", start)
        return text[start:] if end < 0 else text[start:end]

    def at(self, ordinal: int) -> str:
        """The line of the record with this number."""
        number: int = bisect_right(self._ordinals, ordinal) - 1
        lines = self._block(number).split("\n")
        return str(lines[ordinal - self._ordinals[number]])

    def lines(self) -> Iterator[str]:
        """All lines in order of id."""
        for number in range(len(self._first_ids)):
            inflate = zlib.decompressobj(zdict=self._dictionary)
            try:
                data = inflate.decompress(self._view[self._offsets[number] : self._offsets[number + 1]])
                yield from data.decode().split("\n")
            except (zlib.error, UnicodeDecodeError) as error:
                raise self._damaged() from error

    def close(self) -> None:
        """Let go of the file. Views handed to the arrays are released first."""
        self._cache.clear()
        for view in (self._ordinals, self._offsets, self._first_ids._starts):
            if isinstance(view, memoryview):
                view.release()
        self._view.release()
        self._map.close()


def _numbers(view: memoryview, code: Any) -> Any:
    """Little-endian numbers, mapped where the machine is little-endian too."""
    if sys.byteorder == "little":
        return view.cast(code)
    values = array.array(code, view.tobytes())
    values.byteswap()
    return values
