"""Packed sources: one file of an archive is read as it is, several like a folder, bombs and tricks are refused in one line."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cuibono.errors import RecordError
from cuibono.ledger import add, create, detect, open_ledger
from cuibono.ledger.formats import packed
from tests.ledger.formats.more_samples import ENTITY, put, zipped

LINE = (json.dumps(ENTITY) + "\n").encode()


def refused(tmp: Path, source: Path) -> str:
    create(tmp / "l")
    with pytest.raises(RecordError) as error:
        add(tmp / "l", source, dataset="d")
    said = str(error.value)
    assert "\n" not in said
    assert str(source) in said
    assert not (tmp / "l" / "d").exists()
    return said


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
}


@pytest.mark.parametrize("kind", [*PACKERS, "zip"])
def test_one_packed_file_is_read_by_its_content(tmp_path: Path, kind: str) -> None:
    source = tmp_path / "no-ending"
    if kind == "zip":
        zipped(
            source, {"folder/entities.json": LINE, "__MACOSX/._entities.json": b"x", "folder/.DS_Store": b"x"}
        )
    else:
        source.write_bytes(PACKERS[kind](LINE))
    create(tmp_path / "l")
    assert detect(source).name == "ftm"
    assert add(tmp_path / "l", source, dataset="d").entities == 1


@pytest.mark.parametrize("kind", [*PACKERS, "zip"])
def test_half_an_archive_is_told_as_such(tmp_path: Path, kind: str) -> None:
    import random

    chance = random.Random(5)  # noqa: S311
    lines = b"".join(
        json.dumps({**ENTITY, "id": f"x{n}", "properties": {"name": [f"{chance.random()}"]}}).encode() + b"\n"
        for n in range(30_000)
    )
    source = tmp_path / "half"
    whole = (
        PACKERS[kind](lines) if kind != "zip" else zipped(tmp_path / "whole", {"a.json": lines}).read_bytes()
    )
    source.write_bytes(whole[: len(whole) * 2 // 3])
    assert "damaged" in refused(tmp_path, source)


@pytest.mark.parametrize("kind", [*PACKERS, "zip"])
def test_a_bomb_is_refused_before_it_goes_off(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "LET_BE", 1 << 20)
    text = LINE + b"\n" * (8 << 20)
    source = tmp_path / "bomb"
    if kind == "zip":
        zipped(source, {"a.json": text})
    else:
        source.write_bytes(PACKERS[kind](text))
    assert "bomb" in refused(tmp_path, source)


def test_several_files_are_read_like_a_folder(tmp_path: Path) -> None:
    source = zipped(
        tmp_path / "fara.zip",
        {
            "FARA_All_Registrants.csv": '"Registration Number","Registration Date","Termination Date","Name","Business Name"\n"7001","04/02/2025","","Example LLC",""\n',
            "README.txt": "nothing",
        },
    )
    create(tmp_path / "l")
    add(tmp_path / "l", source)
    with open_ledger(tmp_path / "l") as opened:
        assert opened.entity("us-fara-7001") is not None
        assert opened.dataset("us-fara").sha256


def test_errors_name_the_archive_and_not_the_passing_folder(tmp_path: Path) -> None:
    source = zipped(
        tmp_path / "icij.zip", {"relationships.csv": "rel_type,link,node_id_start,node_id_end\n", "x.txt": ""}
    )
    said = refused(tmp_path, source)
    assert "cuibono-" not in said


def test_several_files_that_are_a_bomb_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "LET_BE", 1 << 20)
    source = zipped(tmp_path / "b.zip", {f"{n}.csv": b"\n" * (2 << 20) for n in range(3)})
    assert "bomb" in refused(tmp_path, source)


@pytest.mark.parametrize("name", ["../out.csv", "/out.csv", "a/../../out.csv", "C:out.csv"])
def test_names_that_lead_out_of_an_archive_are_refused(tmp_path: Path, name: str) -> None:
    source = zipped(tmp_path / "z.zip", {name: b"a", "b.csv": b"b"})
    assert "leads out of it" in refused(tmp_path, source)
    assert not (tmp_path / "out.csv").exists()


def test_an_archive_without_files_is_told(tmp_path: Path) -> None:
    source = tmp_path / "e.zip"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("folder/", b"")
        archive.writestr("__MACOSX/x", b"")
    assert "without files" in refused(tmp_path, source)


def test_an_archive_with_a_password_is_told(tmp_path: Path) -> None:
    source = zipped(tmp_path / "p.zip", {"a.json": LINE})
    data = bytearray(source.read_bytes())
    data[6] |= 1  # the flag of encryption, in both headers
    data[data.index(b"PK\x01\x02") + 8] |= 1
    source.write_bytes(data)
    assert "password" in refused(tmp_path, source)


def test_a_zip_bomb_among_the_files_of_a_folder_is_refused_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "LET_BE", 1 << 20)
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "subjects.csv.gz").write_bytes(
        gzip.compress(b"unique_id,subject_type,ofsi_group_id,date_designated\n" + b"\n" * (8 << 20))
    )
    put(tmp_path / "s" / "subject_names.csv", "unique_id,full_name\n")
    create(tmp_path / "l")
    with pytest.raises(RecordError, match="bomb"):
        add(tmp_path / "l", tmp_path / "s", dataset="d")
