"""Kill imports and removals at random moments and look whether the ledger is whole: many more times than the tests have patience for.

    python -m benchmarks.ledger_crash            # 150 kills
    python -m benchmarks.ledger_crash 1000

Every child imports a list of some ten thousand statements or removes a version, and gets SIGKILL at a random moment from its start to a
little beyond its usual end. After every kill the ledger is opened and read (the old version or the new one, nothing else), every byte is
verified, and every tenth time the next import must succeed. Prints where the kills fell and what was found.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from cuibono.ledger import add, create, history, open_ledger, verify
from cuibono.ledger.files import TEMPORARY
from cuibono.ledger.manifest import read_manifest

_THINGS = 1200
_CHILD = """
import sys
import pyarrow, pyarrow.parquet, pyarrow.compute
import cuibono.ledger.metadata
from cuibono.ledger import add, all_formats, remove
all_formats()
what, ledger, source, day = sys.argv[1:]
print("ready", flush=True)
if what == "import":
    add(ledger, source, dataset="list", retrieved=day)
else:
    remove(ledger, "list", day)
"""


def source(path: Path, number: int) -> Path:
    lines = [
        f'{{"id":"t-{n}","schema":"Organization","properties":{{"name":["Example {n * 7919 % 10007} of {number if n % 50 == 0 else 0}"],'
        f'"alias":["Ex {n}","E {n * 31}"],"notes":["{"word " * (n % 40)}"],"country":["kz"]}}}}\n'
        for n in range(_THINGS)
    ]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def stage(ledger: Path) -> str:
    """What a killed child left: where the kill fell."""
    folders = list(ledger.glob(f"{TEMPORARY}*"))
    if not folders:
        listed = {(name, v.version) for name, vs in read_manifest(ledger).datasets.items() for v in vs}
        placed = {(path.parent.name, path.name) for path in ledger.glob("*/*") if path.is_dir()}
        return "between the rename and the list" if placed - listed else "before, after, or between files"
    names = {path.name for folder in folders if folder.is_dir() for path in folder.iterdir()}
    if "dataset.json" in names:
        return "files written, not yet in place"
    return "while writing" if names & {"records.bin", "statements.parquet"} else "while reading"


def run(folder: Path, kills: int, seed: int) -> Counter[str]:
    chance = random.Random(seed)  # noqa: S311
    ledger, found = folder / "ledger", Counter[str]()
    create(ledger)
    add(ledger, source(folder / "list.json", 0), dataset="list", retrieved="2000-01-01")
    usual = {"import": 1.0, "remove": 0.1}
    for number in range(1, kills + 1):
        day = f"{2001 + number // 300}-{1 + number % 300 // 28:02}-{1 + number % 28:02}"
        versions = [v.version for v in history(ledger, "list") if not v.removed]
        what = "remove" if len(versions) > 3 and chance.random() < 0.3 else "import"
        arguments = [
            str(ledger),
            str(source(folder / "list.json", number)),
            versions[0] if what == "remove" else day,
        ]
        child = subprocess.Popen([sys.executable, "-c", _CHILD, what, *arguments], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        began = time.monotonic()
        time.sleep(chance.random() * usual[what] * 1.1)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        if child.returncode == 0:
            usual[what] = 0.8 * usual[what] + 0.2 * (time.monotonic() - began)
        else:
            usual[what] *= 1.01
        found[f"{what}: {'done before the kill' if child.returncode == 0 else stage(ledger)}"] += 1
        problems = check(ledger)
        if number % 10 == 0:
            add(ledger, source(folder / "next.json", 100_000 + number), dataset="next", retrieved=day)
            problems += [str(path) for path in ledger.glob(f"{TEMPORARY}*")]
        if problems:
            found["DAMAGED"] += 1
            sys.stdout.write(f"kill {number} ({what}): {problems}\n")
    return found


def check(ledger: Path) -> list[str]:
    """What is wrong with the ledger; nothing should be."""
    problems = [str(each) for each in verify(ledger) if "is not listed" not in str(each)]
    with open_ledger(ledger) as opened:
        dataset = opened.dataset("list")
        ids = sum(1 for _ in opened.entity_ids())
        if dataset.entities != _THINGS or ids % _THINGS:
            problems.append(f"{dataset.version} has {dataset.entities} entities, {ids} ids")
        if len(opened.entities(["t-0", "t-600", f"t-{_THINGS - 1}"])) != 3:
            problems.append(f"{dataset.version}: entities are missing")
    return problems


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kills", nargs="?", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder), options.kills, options.seed)
    for where, count in sorted(found.items()):
        sys.stdout.write(f"{count:6}  {where}\n")
    ended = "found damaged" if found["DAMAGED"] else "whole after every kill"
    sys.stdout.write(f"{options.kills} kills in {time.monotonic() - began:.0f} s: {ended}\n")
    if found["DAMAGED"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
