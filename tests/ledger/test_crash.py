"""Killed at any moment, out of disk, without permission, two at once: the ledger is as before, and the next import succeeds."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cuibono.errors import LedgerError
from cuibono.ledger import add, create, history, open_ledger, remove, verify
from cuibono.ledger.lock import importer_lock
from tests.ledger.support import FUND, METADATA, PAPER, SMALL, ledger_of, thing, write_lines

CHILD = Path(__file__).with_name("crash_importer.py")
#: More than 100 kills: KILLS=120 pytest tests/ledger/test_crash.py
KILLS = int(os.environ.get("KILLS", "15"))
POSIX = pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals and limits")


def start(ledger: Path, source: Path, day: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(CHILD), str(ledger), str(source), day],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@POSIX
def test_a_killed_import_leaves_the_old_version_and_no_trace(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, SMALL, retrieved="2020-01-01")
    many = [thing(f"t-{n}", name=f"Example {n}", alias=[f"Ex {n}", f"E{n}"]) for n in range(3000)]
    chance = random.Random(5)  # noqa: S311
    landed = 1
    span = 0.5
    for number in range(KILLS):
        source = write_lines(tmp_path / "big.json", [*many, thing(f"extra-{number}", name=f"Extra {number}")])
        day = f"20{30 + number // 28:02}-01-{1 + number % 28:02}"
        child = start(ledger, source, day)
        assert child.stdout is not None
        child.stdout.readline()
        began = time.monotonic()
        time.sleep(chance.random() * span)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        span = max(0.2, min(span, 2 * (time.monotonic() - began))) if child.returncode == 0 else span * 1.05
        with open_ledger(ledger) as opened:
            entities = {d.name: d.entities for d in opened.datasets}
            ids = list(opened.entity_ids())
        assert entities["payments"] in (6, 3001)
        assert len(ids) in (3, 3001)
        assert verify(ledger) == []
        now = len(history(ledger, "payments"))
        assert now - landed in (0, 1)
        landed = now
    done = add(
        ledger, write_lines(tmp_path / "last.json", [FUND, PAPER]), dataset="payments", retrieved="2090-01-01"
    )
    assert not done.unchanged
    assert verify(ledger) == []
    assert not list(ledger.glob(".tmp-*"))
    with open_ledger(ledger) as opened:
        assert set(opened.entity_ids()) == {"fund", "paper"}
    for version in history(ledger, "payments"):
        with open_ledger(ledger, as_of=version.retrieved) as opened:
            assert opened.dataset("payments").entities in (2, 6, 3001)


def test_a_version_that_was_placed_but_not_listed_is_taken_up(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, [FUND], retrieved="2020-01-01")
    before = (ledger / "ledger.json").read_bytes()
    add(
        ledger,
        write_lines(tmp_path / "b.json", [FUND, PAPER]),
        dataset="payments",
        metadata={**METADATA, "retrieved": "2021-01-01"},
    )
    (ledger / "ledger.json").write_bytes(before)  # as if killed between the rename and the list
    with open_ledger(ledger) as opened:
        assert set(opened.entity_ids()) == {"fund"}
    add(ledger, write_lines(tmp_path / "c.json", SMALL), dataset="other")
    with open_ledger(ledger) as opened:
        assert opened.dataset("payments").version == "2021-01-01"
    assert verify(ledger) == []


def test_a_removal_that_was_cut_off_is_finished(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, [FUND], retrieved="2020-01-01")
    folder = ledger / "payments" / "2020-01-01"
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    remove(ledger, "payments")
    folder.mkdir(parents=True)
    for name, data in kept.items():
        (folder / name).write_bytes(data)
    add(ledger, write_lines(tmp_path / "c.json", SMALL), dataset="other")
    with open_ledger(ledger) as opened:
        assert [d.name for d in opened.datasets] == ["other"]
    assert not folder.exists()


@POSIX
def test_two_importers_take_turns(tmp_path: Path) -> None:
    create(tmp_path / "ledger")
    sources = [write_lines(tmp_path / f"{n}.json", [FUND, thing(f"t{n}", name=f"T{n}")]) for n in range(3)]
    children = [start(tmp_path / "ledger", source, f"2020-01-0{n + 1}") for n, source in enumerate(sources)]
    for child in children:
        _, errors = child.communicate(timeout=60)
        assert child.returncode == 0, errors
    assert {v.version for v in history(tmp_path / "ledger", "payments")} == {
        "2020-01-01",
        "2020-01-02",
        "2020-01-03",
    }
    assert verify(tmp_path / "ledger") == []


def test_a_busy_ledger_says_who_is_at_it(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, [FUND])
    with importer_lock(ledger):
        with pytest.raises(LedgerError, match=f"busy: process {os.getpid()}"):
            add(ledger, write_lines(tmp_path / "c.json", SMALL), dataset="other", wait=0.1)
        with open_ledger(ledger) as opened:
            assert opened.entity("fund") is not None
    assert add(ledger, write_lines(tmp_path / "c.json", SMALL), dataset="other", wait=0.1).entities == 6


def test_a_reader_keeps_its_version_while_it_is_replaced_and_removed(tmp_path: Path) -> None:
    lines = [thing(f"t{n}", name=f"Name {n} " * 5) for n in range(3000)]
    ledger, _ = ledger_of(tmp_path, lines, retrieved="2020-01-01")
    with open_ledger(ledger) as reader:
        add(ledger, write_lines(tmp_path / "b.json", [FUND]), dataset="payments", retrieved="2021-01-01")
        remove(ledger, "payments", "2020-01-01")
        assert len(list(reader.names())) == 3000
        assert reader.entity("t2999") is not None
        with open_ledger(ledger) as later:
            assert set(later.entity_ids()) == {"fund"}


@POSIX
@pytest.mark.parametrize("limit", [2_000, 20_000, 60_000])
def test_a_full_disk_is_one_clear_line_and_changes_nothing(tmp_path: Path, limit: int) -> None:
    ledger, _ = ledger_of(tmp_path, SMALL, retrieved="2020-01-01")
    many = [thing(f"t-{n}", name=f"Example {n * 7919}", notes=f"{n * 104729} " * 9) for n in range(8000)]
    source = write_lines(tmp_path / "big.json", many)
    code = (
        "import resource, signal, sys\n"
        "from cuibono.errors import LedgerError\nfrom cuibono.ledger import add\nimport pyarrow.parquet\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
        "try:\n"
        f"    add({str(ledger)!r}, {str(source)!r}, dataset='payments', retrieved='2021-01-01')\n"
        "except LedgerError as error:\n    print(error)\n    sys.exit(7)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout.count("\n")) == (7, 1), done.stderr
    assert verify(ledger) == []
    assert not list(ledger.glob(".tmp-*"))
    assert [v.version for v in history(ledger, "payments")] == ["2020-01-01"]


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_ledger_is_read_and_refuses_imports(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, SMALL)
    ledger.chmod(0o555)
    try:
        with pytest.raises(LedgerError, match="permission"):
            add(ledger, write_lines(tmp_path / "c.json", SMALL), dataset="other")
        with open_ledger(ledger) as opened:
            assert opened.entity("fund") is not None
    finally:
        ledger.chmod(0o755)
