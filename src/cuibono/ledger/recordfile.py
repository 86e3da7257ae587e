"""The record file: look-up of entities and their ties by id without reading the Parquet files.

``records.bin`` holds the lines of :mod:`cuibono.ledger.codec`, sorted by id, in blocks of about three kilobytes, each deflated
with one shared dictionary (a sample of the file itself), so that small blocks compress like large ones. Behind the blocks
stand plain arrays: number of the first record, place and checksum of every block, and the shortest text that sorts
between it and the block before. A look-up is a binary search in the mapped file and one inflated block; the ties of an entity are listed
in its own record by record number. Reading needs the standard library only.

Layout: magic, blocks, dictionary, arrays (little-endian), deflated JSON header, tail (place, length, CRC of the header,
magic).
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
_BLOCK_BYTES = 3072
DICTIONARY_BYTES = 32768
_LEVEL = 9
#: Of the blocks: nearly as small as level 9 with the shared dictionary, in less than half the time.
_BLOCK_LEVEL = 3
_CACHED_BLOCKS = 1024
_STRIDE = 64
_RAW = -zlib.MAX_WBITS


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
        self._crcs = array.array("I")
        self._marks: list[bytes] = []
        self._last = ""
        # Copied for every block: setting the dictionary anew costs as much as deflating.
        self._deflate = zlib.compressobj(
            _BLOCK_LEVEL, zlib.DEFLATED, _RAW, 8, zlib.Z_DEFAULT_STRATEGY, self._dictionary
        )
        self._file.write(MAGIC)
        self._place = len(MAGIC)

    def add(self, line: str) -> None:
        """Append one record."""
        if self._size > _BLOCK_BYTES:
            self._flush()
        if not self._lines:
            self._ordinals.append(self._records)
            self._marks.append(_between(self._last, line[: line.index(US)]).encode())
        self._lines.append(line)
        self._size += len(line) + 1
        self._records += 1

    def _flush(self) -> None:
        if not self._lines:
            return
        text = "\n".join(self._lines).encode()
        deflate = self._deflate.copy()
        data = deflate.compress(text) + deflate.flush()
        self._crcs.append(zlib.crc32(text))
        self._last = self._lines[-1][: self._lines[-1].index(US)]
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
        for mark in self._marks:
            starts.append(starts[-1] + len(mark))
        parts = {
            "dictionary": zlib.compress(self._dictionary, _LEVEL),
            "ordinals": _little(self._ordinals),
            "offsets": _little(self._offsets),
            "starts": _little(starts),
            "crcs": _little(self._crcs),
            "marks": b"".join(self._marks),
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


def _between(last: str, first: str) -> str:
    """The shortest beginning of ``first`` that sorts after ``last``."""
    for length in range(1, len(first)):
        if first[:length] > last:
            return first[:length]
    return first


class _Marks(Sequence[bytes]):
    """The marks between the blocks, sliced from the mapped file; every 64th is held ready for the coarse search."""

    def __init__(self, starts: Sequence[int], marks: bytes) -> None:
        self._starts, self._text = starts, marks
        self._coarse = [self[number] for number in range(0, len(self), _STRIDE)]

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, index: Any) -> Any:
        return self._text[self._starts[index] : self._starts[index + 1]]

    def block(self, id_: bytes) -> int:
        """The number of the block that an id would be in; -1 before the first."""
        low = max(bisect_right(self._coarse, id_) - 1, 0) * _STRIDE
        return bisect_right(self, id_, low, min(low + _STRIDE, len(self))) - 1

    def release(self) -> None:
        if isinstance(self._starts, memoryview):
            self._starts.release()


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
            self._crcs = _numbers(self._part(header, "crcs"), "I")
            self._marks = _Marks(
                _numbers(self._part(header, "starts"), "I"), bytes(self._part(header, "marks"))
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

    def _read(self, number: int) -> str:
        try:
            inflate = zlib.decompressobj(_RAW, self._dictionary)
            data = inflate.decompress(self._view[self._offsets[number] : self._offsets[number + 1]])
            if zlib.crc32(data) != self._crcs[number]:
                raise self._damaged()
            return str(data, "utf-8")
        except (zlib.error, UnicodeDecodeError) as error:
            raise self._damaged() from error

    def _block(self, number: int) -> str:
        text: str | None = self._cache.get(number)
        if text is None:
            text = self._read(number)
            if len(self._cache) >= _CACHED_BLOCKS:
                self._cache.clear()
            self._cache[number] = text
        return text

    def find(self, id_: str) -> str | None:
        """The line of the record with this id."""
        number = self._marks.block(id_.encode())
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
        for number in range(len(self._marks)):
            yield from self._read(number).split("\n")

    def close(self) -> None:
        """Let go of the file. Views handed to the arrays are released first."""
        self._cache.clear()
        self._marks.release()
        for view in (self._ordinals, self._offsets, self._crcs):
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
