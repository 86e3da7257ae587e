"""The record file finds every record that was written, none that was not, and notices damage."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cuibono.errors import LedgerError
from cuibono.ledger.codec import US
from cuibono.ledger.encoding import codes
from cuibono.ledger.recordfile import RecordFile, RecordWriter

IDS = st.text("ab019-.", min_size=1, max_size=12)
BODIES = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=400)


def write(path: Path, records: dict[str, str], sample: str = "") -> list[str]:
    lines = [f"{id_}{US}!{US}!{body}" for id_, body in sorted(records.items())]
    with RecordWriter(path, codes(), sample) as writer:
        for line in lines:
            writer.add(line)
    return lines


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(IDS, BODIES, max_size=80),
    st.lists(IDS, max_size=20),
    st.sampled_from(["", "sample" * 500]),
)
def test_every_record_is_found_and_no_other(
    tmp_path: Path, records: dict[str, str], others: list[str], sample: str
) -> None:
    lines = write(tmp_path / "r.bin", records, sample)
    file = RecordFile(tmp_path / "r.bin")
    try:
        assert len(file) == len(lines)
        assert list(file.lines()) == lines
        assert [file.at(number) for number in range(len(lines))] == lines
        assert [file.find(line.split(US)[0]) for line in lines] == lines
        assert all(file.find(id_) is None for id_ in others if id_ not in records)
    finally:
        file.close()


def test_many_blocks_are_searched_as_well_as_one(tmp_path: Path) -> None:
    records = {f"id-{number:06}": f"body {number} " * 9 for number in range(0, 20_000, 2)}
    write(tmp_path / "r.bin", records)
    file = RecordFile(tmp_path / "r.bin")
    for number in range(0, 20_000, 97):
        assert (file.find(f"id-{number:06}") is not None) == (number % 2 == 0)
    assert file.find("") is None
    assert file.find("zzz") is None
    file.close()


def test_no_flipped_bit_goes_unnoticed(tmp_path: Path) -> None:
    lines = write(tmp_path / "r.bin", {f"id-{n}": f"body {n}" for n in range(200)})
    whole = (tmp_path / "r.bin").read_bytes()
    for place in range(0, len(whole), 7):
        damaged = bytearray(whole)
        damaged[place] ^= 1 << place % 8
        (tmp_path / "d.bin").write_bytes(damaged)
        try:
            file = RecordFile(tmp_path / "d.bin")
            found = list(file.lines())
            assert found == lines, f"silent change at byte {place}"
        except LedgerError:
            continue
        file.close()


@pytest.mark.parametrize("content", [b"", b"x", b"CUIREC01", b"PAR1" * 50, b"\x00" * 4096])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "r.bin").write_bytes(content)
    with pytest.raises(LedgerError, match="damaged"):
        RecordFile(tmp_path / "r.bin")
