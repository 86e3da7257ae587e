"""A disk that is full, a folder that may not be written, readers and importers at once: the ledger is as before, in one clear line."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from cuibono.ledger import add, create, history, open_ledger, remove, verify
from cuibono.ledger.files import TEMPORARY
from tests.ledger.support import FUND, SMALL, ledger_of, thing, write_lines
from tests.ledger.test_crash import POSIX, start

MANY = [thing(f"t-{n}", name=f"Example {n * 7919}", notes=f"{n * 104729} " * 9) for n in range(6000)]

# Fills a small disk with an import, twice, then looks whether all is as before; writes what it found as JSON.
ON_A_SMALL_DISK = """
import json, pathlib, shutil, sys
import pyarrow, pyarrow.parquet, pyarrow.compute
from cuibono.errors import LedgerError
from cuibono.ledger import add, create, history, open_ledger, verify
disk, small, big = (pathlib.Path(text) for text in sys.argv[1:])
ledger = disk / "ledger"
create(ledger)
add(ledger, small, dataset="payments", retrieved="2020-01-01")
said = []
for room in (150_000, 60_000, 20_000):
    (disk / "ballast").write_bytes(bytes(max(0, shutil.disk_usage(disk).free - room)))
    try:
        add(ledger, big, dataset="payments", retrieved="2021-01-01")
    except LedgerError as error:
        said.append(str(error))
    (disk / "ballast").unlink()
again = add(ledger, small, dataset="other", retrieved="2020-01-01")
with open_ledger(ledger) as opened:
    ids = sorted(opened.entity_ids())
print(json.dumps({
    "said": said, "ids": ids, "problems": [str(p) for p in verify(ledger)], "again": again.entities,
    "versions": [v.version for v in history(ledger, "payments")], "left": [p.name for p in ledger.glob(".tmp-*")],
}))
"""


def on_a_mount(mount: str, folder: Path, code: str, *arguments: Path) -> str:
    """What Python code says that runs where something is mounted on ``folder``, by it alone."""
    if shutil.which("unshare") is None:
        pytest.skip("unshare gives the test a disk of its own")
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(
        [
            "unshare",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            f'{mount} && shift && exec "$@"',
            "sh",
            folder,
            *command,
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()[:100]}")
    assert done.returncode == 0, done.stderr
    return done.stdout


@POSIX
def test_a_disk_that_runs_full_changes_nothing_and_is_told(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    small, big = write_lines(tmp_path / "small.json", SMALL), write_lines(tmp_path / "big.json", MANY)
    said = on_a_mount('mount -t tmpfs -o size=400k tmpfs "$1"', disk, ON_A_SMALL_DISK, disk, small, big)
    found = json.loads(said)
    assert len(found["said"]) == 3
    assert all("the disk is full: nothing was changed" in line and "\n" not in line for line in found["said"])
    assert found["versions"] == ["2020-01-01"]
    assert found["ids"][:3] == ["fund", "fund", "owner"]
    assert (found["problems"], found["left"], found["again"]) == ([], [], 6)


READ_ONLY = """
import pathlib, sys
from cuibono.errors import LedgerError
from cuibono.ledger import add, open_ledger, remove, verify
ledger, small = sys.argv[1:]
with open_ledger(ledger) as opened:
    print(len(set(opened.entity_ids())), verify(ledger))
for attempt in (lambda: add(ledger, small, dataset="other"), lambda: remove(ledger, "payments")):
    try:
        attempt()
    except LedgerError as error:
        print(error)
"""


@POSIX
def test_a_ledger_on_a_read_only_disk_is_read_and_refuses_changes(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, SMALL)
    mount = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1"'
    said = on_a_mount(mount, ledger, READ_ONLY, ledger, tmp_path / "source.json").splitlines()
    assert said[0] == "3 []"
    assert len(said) == 3
    assert all("no permission to write there" in line for line in said[1:])
    assert verify(ledger) == []


def test_readers_read_on_while_versions_are_added_replaced_and_removed(tmp_path: Path) -> None:
    ledger, _ = ledger_of(tmp_path, SMALL, retrieved="2020-01-01")
    stop, wrong, looks = threading.Event(), [], [0]

    def read() -> None:
        while not stop.is_set():
            with open_ledger(ledger) as opened:
                ids = set(opened.entity_ids())
                edges = {edge.id for edge in opened.edges(ids)}
                entities = opened.dataset("payments").entities
                looks[0] += 1
                if (entities, len(ids), len(edges)) not in ((6, 3, 3), (1, 1, 0)):
                    wrong.append((entities, sorted(ids), sorted(edges)))

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for year in range(2021, 2031):
            lines = [FUND] if year % 2 else SMALL
            source = write_lines(tmp_path / f"{year}.json", lines)
            add(ledger, source, dataset="payments", retrieved=f"{year}-01-01")
            if year > 2022:
                remove(ledger, "payments", f"{year - 2}-01-01")
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert looks[0] > 5
    assert verify(ledger) == []


@POSIX
def test_an_importer_that_waits_goes_on_when_the_one_before_it_is_killed(tmp_path: Path) -> None:
    create(tmp_path / "ledger")
    big = write_lines(tmp_path / "big.json", MANY * 3)
    first = start(tmp_path / "ledger", big, "2020-01-01")
    assert first.stdout is not None
    first.stdout.readline()
    deadline = time.monotonic() + 20
    while not list((tmp_path / "ledger").glob(f"{TEMPORARY}*")):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    second = start(tmp_path / "ledger", write_lines(tmp_path / "small.json", SMALL), "2021-01-01")
    assert second.stdout is not None
    second.stdout.readline()
    time.sleep(0.2)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    _, errors = second.communicate(timeout=60)
    assert second.returncode == 0, errors
    assert [v.version for v in history(tmp_path / "ledger", "payments")][-1] == "2021-01-01"
    assert not list((tmp_path / "ledger").glob(f"{TEMPORARY}*"))
    assert verify(tmp_path / "ledger") == []
