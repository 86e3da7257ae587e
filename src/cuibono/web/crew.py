"""The workers of one server: started with it, watched, ended with it; one that dies or sits too long is replaced."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from typing import Final, Protocol

from cuibono.web.records import Records
from cuibono.web.running import run_job
from cuibono.web.settings import Settings
from cuibono.web.store import Store, jobs

WATCH: Final = 1.0
DIED = "the program that read this text ended before it was done: the text may be too large or damaged"


class Crew(Protocol):
    """Whoever does the jobs."""

    def start(self) -> None: ...
    def wake(self) -> None: ...
    def stop(self) -> None: ...


def crew_for(settings: Settings, store: Store) -> Crew:
    """Processes, or for ``workers`` 0 this process itself."""
    return Processes(settings, store) if settings.workers else Inside(settings, store)


class Inside:
    """Does each job at once, in the thread that queued it: for tests and for tiny servers."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings, self._store = settings, store
        self._records = Records(settings.ledger, copies=1)
        self._lock = threading.Lock()

    def start(self) -> None:
        jobs.give_back(self._store)
        self.wake()

    def wake(self) -> None:
        with self._lock:
            while job := jobs.take(self._store, jobs.this_worker()):
                run_job(job, self._store, self._records, self._settings)

    def stop(self) -> None:
        self._records.close()


class Processes:
    """Worker processes. What a dead one was at goes back into the queue once; a second time it has failed."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings, self._store = settings, store
        self._running: list[subprocess.Popen[str]] = []
        self._stop = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        jobs.give_back(self._store)
        self._running = [self._one() for _ in range(self._settings.workers)]
        self._watcher.start()

    def _one(self) -> subprocess.Popen[str]:
        worker = subprocess.Popen(
            [sys.executable, "-m", "cuibono.web.worker"],
            stdin=subprocess.PIPE,
            text=True,
        )
        self._write(worker, json.dumps(self._settings.plain()))
        return worker

    def _write(self, worker: subprocess.Popen[str], text: str) -> None:
        try:
            if worker.stdin:
                worker.stdin.write(text + "\n")
                worker.stdin.flush()
        except OSError:  # it died; the watcher replaces it
            return

    def wake(self) -> None:
        for worker in self._running:
            self._write(worker, "")

    def _watch(self) -> None:
        silent = 0.0
        while not self._stop.wait(WATCH):
            for place, worker in enumerate(self._running):
                self._look_after(place, worker)
            if time.monotonic() - silent > jobs.SILENT.total_seconds():
                jobs.give_back(self._store)
                silent = time.monotonic()

    def _look_after(self, place: int, worker: subprocess.Popen[str]) -> None:
        name = f"{socket.gethostname()[:80]}:{worker.pid}"
        limit = self._settings.job_seconds
        if worker.poll() is None and jobs.overdue(self._store, name, limit):
            worker.kill()
            worker.wait()
            why = f"took longer than {limit:.0f} seconds: check it in parts"
            jobs.give_back(self._store, name, why, final=True)
        if worker.poll() is not None and not self._stop.is_set():
            jobs.give_back(self._store, name, DIED)
            self._running[place] = self._one()

    def stop(self) -> None:
        self._stop.set()
        for worker in self._running:
            if worker.stdin:
                worker.stdin.close()
        for worker in self._running:
            try:
                worker.wait(timeout=5)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
