"""Where a source comes from, and what is the same wherever it comes from."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from cuibono import documents
from cuibono.documents import read, read_bytes
from cuibono.errors import DocumentError
from tests.documents import make


class Stdin:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


def test_a_file_standard_input_and_bytes_give_the_same_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = make.article(make.PROSE, make.PROSE.replace("Harbour", "Quay"))
    path = tmp_path / "a.html"
    path.write_bytes(data)
    monkeypatch.setattr(sys, "stdin", Stdin(data))
    assert read(path) == read(str(path)) == read("-") == read_bytes(data, name="anything")


def test_standard_input_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Stdin(b"x" * 5000))
    with pytest.raises(DocumentError, match="standard input: is larger than 1,000 bytes"):
        read("-", max_bytes=1000)


def test_the_room_is_cheap_to_import(tmp_path: Path) -> None:
    code = (
        "import sys, cuibono.documents\n"
        "assert not {'lxml', 'trafilatura', 'lingua', 'httpcore', 'pypdf', 'docx', 'yaml', 'email'} & set(sys.modules)\n"
        "cuibono.documents.read(sys.argv[1])\n"
        "assert not {'lxml', 'trafilatura', 'lingua', 'httpcore', 'pypdf', 'docx', 'markdown_it'} & set(sys.modules)"
    )
    path = tmp_path / "a.txt"
    path.write_text(make.PROSE, encoding="utf-8")
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)


def test_the_public_face_is_complete() -> None:
    for name in documents.__all__:
        assert getattr(documents, name) is not None
    with pytest.raises(AttributeError):
        _ = documents.nothing


def test_a_hostile_file_name_stays_on_one_line() -> None:
    with pytest.raises(DocumentError) as error:
        read("no\nsuch\u202efile\x1b[31m")
    assert str(error.value) == "no suchfile[31m: there is no such file"


def test_an_address_without_its_scheme_is_told_apart_from_a_file() -> None:
    with pytest.raises(DocumentError, match=r"there is no such file; an address begins with https://"):
        read("gazette.example/2022/01/14/story")


def test_an_address_given_dates_a_text_that_does_not_say() -> None:
    data = make.PROSE.encode()
    assert (
        read_bytes(data, name="a", url="https://gazette.example/2022/01/14/story").published == "2022-01-14"
    )
    assert read_bytes(data, name="a").published is None
