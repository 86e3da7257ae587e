"""Why a file is of no known format, in one line: what it seems to be, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

import orjson

_HOW = "force a format with --format, or declare the columns of a table with --mapping"
#: First bytes -> what begins so.
_KINDS: Mapping[bytes, str] = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF": "a PDF document",
    b"SQLite format 3\x00": "an SQLite database",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"Rar!": "a RAR archive",
}
_SHOWN = 60


def refusal(head: bytes) -> str:
    """What is wrong with a file that no format takes, by its first bytes."""
    kind = next((kind for mark, kind in _KINDS.items() if head.startswith(mark)), None)
    if kind is None and b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        kind = "a binary file"
    if kind:
        what = "unpack it first" if "archive" in kind else "a register is JSON, CSV, XML or Parquet"
        return f"is {kind}: {what}"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] in (b"{", b"["):
        return _json(text)
    if text[:1] == b"<":
        return f"XML or HTML of no known kind, it begins with {_begins(text)}: {_HOW}"
    return f"of no known format, it begins with {_begins(text)}: {_HOW}"


def _begins(text: bytes) -> str:
    first = text.split(b"\n", 1)[0][:_SHOWN].decode("utf-8", "replace")
    return ascii(first.strip())


def _json(text: bytes) -> str:
    """What is wrong with something that begins like JSON."""
    line = text.split(b"\n", 1)[0].rstrip()
    try:
        first = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        if len(line) < len(text.rstrip()) or len(text) > len(line) + 1 or "unexpected end" not in str(error):
            pretty = line in (b"{", b"[") or not line.endswith((b"}", b"]"))
            if pretty and "unexpected end" in str(error):
                return (
                    f"JSON of no known kind, or its first line breaks off: one whole object a line, or {_HOW}"
                )
            return f"no JSON: {error.msg} at line 1, character {error.colno}"
        return "half a JSON object: line 1 breaks off before its end; the file may not have come whole"
    if isinstance(first, dict):
        missing = [name for name in ("id", "schema", "properties") if name not in first]
        if missing and len(missing) < 3:
            return f"line 1 looks like a FollowTheMoney entity, but {missing[0]!r} is missing"
        names = ", ".join(ascii(str(name)[:20]) for name in list(first)[:4])
        return f"JSON of no known kind, its first object has {names or 'nothing'}: {_HOW}"
    return f"JSON of no known kind: {_HOW}"
