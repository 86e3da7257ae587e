from __future__ import annotations

import csv
import io
import os
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings

from cuibono.reporting.output import csv_bytes, safe_cell, write
from tests.reporting.strategies import hostile


def test_a_file_appears_whole_and_alone(tmp_path: Path) -> None:
    place = tmp_path / "report.html"
    write(place, b"new")
    assert place.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["report.html"]


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "report.html"
    write(place, b"old")

    def broken(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="No space"):
        write(place, b"new")
    assert place.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["report.html"]


@pytest.mark.skipif(os.name != "posix", reason="POSIX file modes")
def test_the_file_is_as_readable_as_any_other(tmp_path: Path) -> None:
    place = tmp_path / "out.json"
    write(place, b"{}")
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    assert stat.S_IMODE(place.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)
    place.chmod(0o640)
    write(place, b"[]")
    assert stat.S_IMODE(place.stat().st_mode) == 0o640


def test_a_link_is_followed_not_replaced(tmp_path: Path) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_bytes(b"old")
    link.symlink_to(real)
    write(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_dash_is_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write("-", b"\xc3\xa9")
    sys.stdout.flush()
    assert capfdbinary.readouterr().out == b"\xc3\xa9"


@settings(deadline=None)
@given(hostile())
def test_no_cell_is_a_formula(text: str) -> None:
    data = csv_bytes(["a", "b"], [[text, text]])
    row = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1]
    for cell in row:
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "|", "%"))
    assert safe_cell(text).endswith(text)
