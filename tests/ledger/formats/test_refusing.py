"""A file of no known format is told for what it seems to be, and what to do, in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cuibono.errors import RecordError
from cuibono.ledger import add, create


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "is a PNG image"),
        (b"\xff\xd8\xff\xe0" + bytes(99), "is a JPEG image"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF document"),
        (b"SQLite format 3\x00" + bytes(99), "is an SQLite database"),
        (b"\x28\xb5\x2f\xfd" + bytes(99), "is a Zstandard archive: unpack it first"),
        (b"ab\x00cd" * 9, "is a binary file"),
        (b'{"id":"x","schema":"Comp', "half a JSON object: line 1 breaks off"),
        (
            b'{"id":"x","schema":"Company","properties":{"na',
            "the only row cannot be taken.*half a JSON object",
        ),
        (b'{"schema":"Company"}\n', "looks like a FollowTheMoney entity, but 'id' is missing"),
        (b'{"a":1}\n{"a":2}\n', "its first object has 'a'"),
        (b'{\n "a": 1\n}\n', "JSON of no known kind"),
        (b'{"a": nonsense}\n', "no JSON: .* line 1, character"),
        (b"a,b\n1,2\n", "begins with 'a,b'.*--mapping"),
        (b"<html><body>x</body></html>", "begins with '<html>"),
        (b"words and more words\n", "begins with 'words"),
        (b"", "empty"),
        (b"  \n \n", "empty"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, data: bytes, said: str) -> None:
    create(tmp_path / "ledger")
    path = tmp_path / "file"
    path.write_bytes(data)
    with pytest.raises(RecordError, match=said) as error:
        add(tmp_path / "ledger", path)
    assert "\n" not in str(error.value)
    assert str(error.value).startswith(str(path))
    assert len(str(error.value)) < 400
