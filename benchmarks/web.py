"""How quick pages stay while texts are checked: readers and checks on loopback, a bounded time, figures printed.

    python -m benchmarks.web [--readers 20] [--seconds 20] [--think 1.0]

Starts a server of its own on a free port with a store of its own, and ends it. Every reader looks at a page, waits a while, looks at the
next; meanwhile texts are handed in one after another.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

EXAMPLES = Path(__file__).parent.parent / "examples"
PAGES = ("/", "/ledger", "/search?q=media", "/api/v1/checks")


class Load:
    """What is measured: milliseconds of every read, and what went wrong."""

    def __init__(self, port: int, think: float) -> None:
        self.port, self.think = port, think
        self.times: list[float] = []
        self.wrong: list[str] = []
        self.checked = 0
        self.stop = threading.Event()

    def ask(self, method: str, address: str, body: object = None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            data = json.dumps(body) if body is not None else None
            connection.request(method, address, data, {"content-type": "application/json"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def read(self, seed: int, pages: list[str]) -> None:
        chance = random.Random(seed)  # noqa: S311 - which page comes next
        while not self.stop.wait(chance.random() * 2 * self.think):
            page = chance.choice(pages)
            begun = time.perf_counter()
            try:
                status, _ = self.ask("GET", page)
            except OSError as error:
                self.wrong.append(f"{page}: {error}")
                continue
            self.times.append((time.perf_counter() - begun) * 1000)
            if status != 200:
                self.wrong.append(f"{page}: {status}")

    def check(self, number: int) -> str:
        """Hand in one text and wait for it; the check's id."""
        text = f"Alibaba owns the South China Morning Post. Rupert Murdoch founded Fox News. No. {number}."
        _, body = self.ask("POST", "/api/v1/checks", {"text": text})
        id = str(json.loads(body)["check"]["id"])
        while not self.stop.is_set():
            state = json.loads(self.ask("GET", f"/api/v1/checks/{id}")[1])["state"]
            if state in ("done", "failed"):
                self.checked += state == "done"
                break
            time.sleep(0.2)
        return id

    def hand_in(self) -> None:
        number = 1
        while not self.stop.is_set():
            self.check(number)
            number += 1


def memory(pid: int) -> int:
    """Resident memory of a process in MB, where the system tells."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * 4096 >> 20


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument(
        "--think", type=float, default=1.0, help="mean seconds between two reads of one reader"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "cuibono", "serve", "--port", "0", "--data", folder]
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        try:
            assert server.stderr
            port = int(server.stderr.readline().split(":")[3].split("/")[0])
            measure(Load(port, given.think), given.readers, given.seconds, server.pid)
        finally:
            server.terminate()
            server.wait()


def measure(load: Load, readers: int, seconds: float, pid: int) -> None:
    time.sleep(1)
    pages = [*PAGES, f"/checks/{load.check(0)}"]
    for page in pages:
        load.ask("GET", page)
    before = memory(pid)
    threads = [threading.Thread(target=load.read, args=(n, pages), daemon=True) for n in range(readers)]
    threads.append(threading.Thread(target=load.hand_in, daemon=True))
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    load.stop.set()
    for thread in threads:
        thread.join(timeout=60)
    times = sorted(load.times)
    cut = statistics.quantiles(times, n=100) if len(times) > 1 else [0.0] * 99
    print(
        f"{readers} readers, {seconds:.0f} s, one worker: {len(times)} reads, {len(times) / seconds:.0f} a second"
    )
    print(
        f"milliseconds: median {cut[49]:.0f}, p95 {cut[94]:.0f}, p99 {cut[98]:.0f}, longest {times[-1]:.0f}"
    )
    print(f"checks done meanwhile: {load.checked}; errors: {len(load.wrong)} {load.wrong[:3]}")
    print(f"memory of the server: {before} MB before, {memory(pid)} MB after")


if __name__ == "__main__":
    main()
