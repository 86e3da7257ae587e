"""Screening a text for a million names: speed, memory, opening, misses; beside peers at the sizes that they survive.

    python -m benchmarks.entities_screening [--names N] [--text FILE] [--mb MB] [--peers PYTHON] [--peer-mb MB]

Names are the real ones of ``../shared/records`` and, to make up the number, these with a marked word behind them. FILE is
any plain text; without it the news of ``../shared/texts``. Times are CPU seconds of one core. Planted mentions: each name
stands once in a sentence of its own, between the text; a miss is one that no hit covers.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.entities import peer
from benchmarks.entities_registers import RECORDS, registers
from cuibono.entities.screening import Screener, is_telling

NEWS = RECORDS.parent / "texts" / "news_allsides_abp" / "articles.jsonl.xz"
OPENED = """
import sys, time
from pathlib import Path
from cuibono.entities.screening import Screener
start = time.perf_counter(), time.process_time()
screener = Screener.load(Path(sys.argv[1]))
print((time.perf_counter() - start[0]) * 1000, (time.process_time() - start[1]) * 1000, flush=True)
text = Path(sys.argv[2]).read_text(encoding="utf-8")
hits = sum(1 for _ in screener.screen(text))
print(hits, flush=True)
sys.stdin.readline()
"""


def names(count: int) -> list[str]:
    """Real names of all registers, then the same with a marked word, until there are enough."""
    real = sorted({" ".join(n.split()) for held in registers().values() for e in held for n in e.names})
    found = real[:count]
    mark = 0
    while len(found) < count:
        found += [f"{name} Q{mark}x" for name in real[: count - len(found)]]
        mark += 1
    return found


def text_of(file: Path | None, megabytes: float) -> str:
    """That much text, from the beginning."""
    characters = int(megabytes * 1e6)
    if file is not None:
        return file.read_text(encoding="utf-8")[:characters]
    parts, size = [], 0
    with lzma.open(NEWS, "rt", encoding="utf-8") as articles:
        for line in articles:
            parts.append(json.loads(line)["text"])
            size += len(parts[-1]) + 2
            if size >= characters:
                break
    return "\n\n".join(parts)[:characters]


def planted(chosen: Sequence[str], text: str) -> tuple[str, list[tuple[int, int]]]:
    """(text with a sentence for each name, where the names stand)."""
    step = max(1, len(text) // (len(chosen) + 1))
    parts, places, size = [], [], 0
    for number, name in enumerate(chosen):
        piece = text[number * step : (number + 1) * step] + "\n\nIt was "
        parts += [piece, name, ", they say.\n\n"]
        places.append((size + len(piece), size + len(piece) + len(name)))
        size += len(piece) + len(name) + len(", they say.\n\n")
    return "".join(parts), places


def misses(screener: Screener, text: str, places: Sequence[tuple[int, int]]) -> list[str]:
    """Planted names of which a letter or digit stands outside every hit."""
    hits = iter([(h.span.start, h.span.end) for h in screener.screen(text)])
    missed, hit = [], next(hits, None)
    for start, end in places:
        while hit is not None and hit[1] <= start:
            hit = next(hits, None)
        first, last = hit if hit is not None else (end, end)
        if any(c.isalnum() for c in text[start : max(start, first)] + text[min(end, last) : end]):
            missed.append(text[start:end])
    return missed


def shared(path: Path, text: Path) -> None:
    """Open the file in two processes at once; what each keeps for itself and what they share (Linux)."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", OPENED, str(path), str(text)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    told = [(process.stdout.readline(), process.stdout.readline()) for process in running if process.stdout]
    wall, cpu = (min(float(opened.split()[i]) for opened, _ in told) for i in (0, 1))
    print(f"opens in {wall:.1f} ms ({cpu:.1f} ms CPU)")
    for process in running:
        print("  a process:", _mapped(process.pid, path.name))
        process.communicate("\n")


def _mapped(pid: int, name: str) -> str:
    """Resident and proportional memory of a mapped file, from ``/proc/PID/smaps``."""
    inside, sums = False, {"Rss": 0, "Pss": 0, "Private_Dirty": 0}
    try:
        lines = Path(f"/proc/{pid}/smaps").read_text(encoding="utf-8").splitlines()
    except OSError:
        return "not known on this system"
    for line in lines:
        key = line.split(":")[0]
        if "-" in line.split(" ")[0]:
            inside = name in line
        elif inside and key in sums:
            sums[key] += int(line.split()[1])
    return ", ".join(f"{key} {value / 1024:.1f} MB" for key, value in sums.items())


def ours(listed: Sequence[str], text: str, folder: Path, plant: int) -> None:
    start = time.process_time()
    made = Screener.build((str(i), name) for i, name in enumerate(listed))
    built = time.process_time() - start
    path = folder / "names.idx"
    made.save(path)
    screener = Screener.load(path)
    list(screener.screen(text[:300_000]))
    start = time.process_time()
    hits = sum(1 for _ in screener.screen(text))
    seconds = time.process_time() - start
    size = len(text.encode()) / 1e6
    print(
        f"cuibono {len(listed):,} names: {size / seconds:.1f} MB/s over {size:.0f} MB, {hits:,} hits; "
        f"{screener.nbytes / len(listed):.1f} bytes a name, {path.stat().st_size / len(listed):.1f} with the "
        f"spellings; built in {built:.0f} s"
    )
    sample = folder / "text.txt"
    sample.write_text(text[:2_000_000], encoding="utf-8")
    shared(path, sample)
    chosen = [n for n in random.Random(2).sample(list(listed), 4 * plant) if is_telling(n)]  # noqa: S311
    whole, places = planted(chosen[:plant], text[: 40 * plant])
    missed = misses(screener, whole, places)
    print(f"missed {len(missed)} of {len(places):,} planted mentions: {'; '.join(missed[:12])}")


def theirs(listed: Sequence[str], text: str, python: str, folder: Path) -> None:
    sample = folder / "peer.txt"
    sample.write_text(text, encoding="utf-8")
    for method, most in (
        ("ahocorasick_rs", 1_000_000),
        ("pyahocorasick", 1_000_000),
        ("flashtext", 300_000),
        ("spacy", 50_000),
    ):
        some = random.Random(1).sample(list(listed), min(most, len(listed)))  # noqa: S311
        given = {"names": some, "text": str(sample), "characters": len(text)}
        done = peer([python], method, given)
        if done is None:
            print(f"{method}: did not run")
            continue
        rate = len(text.encode()) / 1e6 / done["seconds"]
        print(
            f"{method} {len(some):,} names: {rate:.1f} MB/s, {done['bytes'] / len(some):.0f} bytes a name, "
            f"built in {done['build']:.0f} s"
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--names", type=int, default=1_000_000)
    options.add_argument("--text", type=Path)
    options.add_argument("--mb", type=float, default=100.0)
    options.add_argument("--peers", metavar="PYTHON")
    options.add_argument("--peer-mb", type=float, default=8.0)
    options.add_argument("--planted", type=int, default=20_000)
    chosen = options.parse_args()
    listed, text = names(chosen.names), text_of(chosen.text, chosen.mb)
    with tempfile.TemporaryDirectory() as folder:
        ours(listed, text, Path(folder), chosen.planted)
        if chosen.peers:
            theirs(listed, text[: int(chosen.peer_mb * 1e6)], chosen.peers, Path(folder))


if __name__ == "__main__":
    main()
