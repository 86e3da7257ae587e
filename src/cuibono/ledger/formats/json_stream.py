"""JSON from strangers, record by record: lines, one array, or an object that holds an array; numbers stay exact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import orjson

from cuibono.errors import RecordError
from cuibono.ledger.formats import LONGEST_LINE, Context, lines, open_packed, read_head

#: One record may be this large, and no more of a file than this is held.
LARGEST = 64 << 20
_BOM = b"\xef\xbb\xbf"
_DIGITS = 30
_DEEPEST, _LAYERS = 500, 40
_OTHERS = bytes(sign for sign in range(256) if sign not in b'"[]{}')
Said = Mapping[str, Any]


def records(path: Path, context: Context, keys: Sequence[str] = ()) -> Iterator[Any]:
    """The records of a file; ``keys`` name the arrays that a package may hold them in.

    :attr:`Context.line` is the line for JSON lines, else the number of the record. Numbers of arrays are ``Decimal``. Raises
    :class:`RecordError` where the file breaks off, is no JSON, or holds a record of more than 64 MB.
    """
    context.begin(path.name)
    start = read_head(path).removeprefix(_BOM).lstrip()[:1]
    if start == b"[":
        yield from _items(path, context, ["item"])
    elif keys and not _is_lines(path):
        yield from _items(path, context, [f"{key}.item" for key in keys])
    else:
        yield from _lines(path, context)


def built(
    source: Iterable[Any], make: Callable[[Any], Iterable[dict[str, Any]]], context: Context
) -> Iterator[dict[str, Any]]:
    """What ``make`` builds of every record; one of another shape than the format's is rejected, reading goes on."""
    for record in source:
        try:
            found = list(make(record))
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            context.reject(f"a record of another shape than the format's: {type(error).__name__}")
            continue
        yield from found


def _is_lines(path: Path) -> bool:
    """Whether the first line alone is an object and another follows."""
    with open_packed(path) as file:
        first = file.readline(LONGEST_LINE).removeprefix(_BOM)
        more = file.read(1 << 12).lstrip()[:1]
    try:
        return isinstance(orjson.loads(first), dict) and more == b"{"
    except orjson.JSONDecodeError:
        return False


def _lines(path: Path, context: Context) -> Iterator[Any]:
    for line in lines(path, context):
        try:
            yield orjson.loads(line.removeprefix(_BOM))
        except orjson.JSONDecodeError:
            context.reject("no JSON")


def _items(path: Path, context: Context, prefixes: list[str]) -> Iterator[Any]:
    """The elements of the arrays at these places, those of the first that has any."""
    number = 0
    for prefix in prefixes:
        for item in _stream(path, context, prefix):
            number += 1
            context.at(number)
            yield item
        if number:
            return


def _stream(path: Path, context: Context, prefix: str) -> Iterator[Any]:
    import ijson

    with open_packed(path, context) as file:
        metered = _Metered(file, path)
        try:
            for item in ijson.items(metered, prefix):
                metered.held = 0
                yield item
        except ijson.IncompleteJSONError as error:
            raise RecordError(
                f"no JSON, or broken off after record {context.rows:,}: {_why(error)}", path=path
            ) from error
        except ijson.JSONError as error:
            raise RecordError(f"no JSON: {_why(error)}", path=path) from error
        except (UnicodeDecodeError, RecursionError) as error:
            raise RecordError("no JSON in UTF-8", path=path) from error
        except EOFError as error:
            raise RecordError("a damaged archive: it ends in the middle", path=path) from error


def _why(error: Exception) -> str:
    text = error.args[0] if error.args else ""
    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return " ".join(text.split("\n", 1)[0].split())[:80] or "bad syntax"


class _Metered:
    """A file that counts the bytes since the last record and the brackets that are open; skips a byte order mark."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._file, self._path, self._first = file, path, True
        self.held = self._deep = self._quoted = 0
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        if self._first and data:
            self._first = False
            data = data.removeprefix(_BOM) or self._file.read(size)
        self.held += len(data)
        if self.held > LARGEST:
            raise RecordError(
                f"more than {LARGEST >> 20} MB without a whole record: refused", path=self._path
            )
        self._measure(data)
        return data

    def _measure(self, data: bytes) -> None:
        """Refuse a pit of brackets before the parser falls into it: what it costs grows with the square of the depth."""
        data = (self._rest + data).replace(b"\\\\", b"")
        self._rest = b"\\" if data.endswith(b"\\") else b""
        marks = data.replace(b'\\"', b"").translate(None, _OTHERS)
        # Between quotes stand texts: every second piece.
        pieces = marks.split(b'"')
        bare = b"".join(pieces[self._quoted :: 2])
        self._quoted ^= (len(pieces) - 1) & 1
        self._deep += bare.count(b"[") + bare.count(b"{") - bare.count(b"]") - bare.count(b"}")
        if self._deep > _DEEPEST or len(_unpaired(bare)) > 2 * _DEEPEST:
            raise RecordError(f"nested more than {_DEEPEST:,} deep: refused", path=self._path)


def _unpaired(brackets: bytes) -> bytes:
    """What stays of brackets when pairs are taken out layer by layer, as many layers as records have."""
    for _ in range(_LAYERS):
        fewer = brackets.replace(b"[]", b"").replace(b"{}", b"")
        if len(fewer) == len(brackets):
            break
        brackets = fewer
    return brackets


def at(value: Any, *path: str | int) -> Any:
    """What stands at a path of keys and places inside a record; None where the path breaks off."""
    for step in path:
        if isinstance(step, str) and isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and len(value) > step:
            value = value[step]
        else:
            return None
    return value


def word(value: Any) -> str:
    """Text or a number as text; empty for anything else."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return ""
    return money(value) or ""


def money(value: Any) -> str | None:
    """A sum as a string of digits, as exact as it was written; None for what is no sum."""
    if isinstance(value, str):
        from cuibono.ledger.values import decimal

        found = decimal(value.strip())
        return None if found is None else f"{found:f}"
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return None
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if not number.is_finite() or abs(number.adjusted()) > _DIGITS:
        return None
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain and not isinstance(value, Decimal) else plain


def mappings(value: Any) -> list[Said]:
    """The objects of an array; none where it is no array."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []
