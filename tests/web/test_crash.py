"""A server or a worker that is killed loses nothing that was acknowledged; its job resumes or says that it failed."""

from __future__ import annotations

import http.client
import os
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import update

from cuibono.web import Settings
from cuibono.web.crew import DIED, Inside
from cuibono.web.store import Store, checks, jobs, people
from cuibono.web.store import tables as t
from cuibono.web.store.engine import now
from cuibono.web.submitting import of_text
from tests.web.browser import ARTICLE
from tests.web.server import Server, children

ROUNDS = int(os.environ.get("CUIBONO_KILLS", "2"))


def ask(server: Server, method: str, address: str, body: Any = None) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        data = orjson.dumps(body) if body is not None else None
        connection.request(method, address, data, {"content-type": "application/json"})
        answer = connection.getresponse()
        return answer.status, orjson.loads(answer.read() or b"null")
    finally:
        connection.close()


@pytest.mark.skipif(sys.platform != "linux", reason="kills processes as Linux does")
def test_what_was_acknowledged_outlives_kill_9(tmp_path: Path) -> None:
    taken: list[str] = []
    notes: list[tuple[str, str]] = []
    for number in range(ROUNDS):
        server = Server(tmp_path)
        server.start()
        workers = children(server.pid)
        assert workers
        status, made = ask(server, "POST", "/api/v1/checks", {"text": f"{ARTICLE} Round {number}."})
        assert status == 202
        taken.append(made["check"]["id"])
        if number:
            done = _wait(server, taken[0])
            claim = ask(server, "GET", f"/api/v1/checks/{done}/result")[1]["verdicts"][0]["claim"]["id"]
            given = {"claim": claim, "kind": "note", "why": f"round {number}"}
            status, judged = ask(server, "POST", f"/api/v1/checks/{done}/judgements", given)
            assert status == 201
            notes.append((done, judged["id"]))
        else:
            time.sleep(0.5)
        server.kill()
        _gone(workers)
    server = Server(tmp_path)
    server.start()
    try:
        for id in taken:
            _wait(server, id)
        for id, judgement in notes:
            kept = ask(server, "GET", f"/api/v1/checks/{id}/judgements")[1]
            assert judgement in [j["id"] for j in kept]
    finally:
        server.stop()


def _wait(server: Server, id: str, seconds: float = 120) -> str:
    """Until a check is done or says that it failed."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        status, entry = ask(server, "GET", f"/api/v1/checks/{id}")
        assert status == 200
        if entry["state"] == "done" or (entry["state"] == "failed" and entry["message"]):
            return id
        time.sleep(0.3)
    raise AssertionError(f"{id} is still {entry['state']}: {server.log}")


def _gone(pids: list[int], seconds: float = 20) -> None:
    """No worker outlives its server."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends and any(_alive(pid) for pid in pids):
        time.sleep(0.1)
    assert not [pid for pid in pids if _alive(pid)]


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


@pytest.mark.skipif(sys.platform != "linux", reason="finds the worker as Linux tells it")
def test_a_worker_that_is_killed_is_replaced_and_its_job_done(tmp_path: Path) -> None:
    server = Server(tmp_path)
    server.start()
    try:
        _, made = ask(server, "POST", "/api/v1/checks", {"text": ARTICLE})
        [worker] = children(server.pid)
        os.kill(worker, signal.SIGKILL)
        _wait(server, made["check"]["id"])
        entry = ask(server, "GET", f"/api/v1/checks/{made['check']['id']}")[1]
        assert entry["state"] == "done"
        assert children(server.pid) != [worker]
    finally:
        server.stop()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store.open(Settings(data=tmp_path).database_url)
    people.ensure_local_team(made)
    return made


def queued(store: Store) -> str:
    with store.writing() as connection:
        id, _ = checks.add(connection, "local", "you", of_text(ARTICLE, {}))
        jobs.add(connection, id, "local")
    return id


def test_a_job_is_tried_twice_and_then_has_failed(store: Store) -> None:
    id = queued(store)
    for attempt in (1, 2):
        job = jobs.take(store, "w")
        assert job
        assert job.attempts == attempt
        assert jobs.give_back(store, "w", DIED) == 1
    assert jobs.take(store, "w") is None
    with store.reading() as connection:
        entry = checks.get(connection, id, team="local")
    assert entry
    assert (entry.state, entry.message) == ("failed", DIED)


def test_a_silent_workers_job_is_taken_over_and_a_live_ones_is_not(store: Store) -> None:
    queued(store)
    assert jobs.take(store, "w")
    assert jobs.give_back(store) == 0
    with store.writing() as connection:
        connection.execute(update(t.jobs).values(heartbeat=now(-jobs.SILENT - timedelta(seconds=1))))
    assert jobs.give_back(store) == 1
    assert jobs.take(store, "other")


def test_a_job_given_back_is_not_finished_by_its_old_worker(store: Store, tmp_path: Path) -> None:
    from cuibono.web.records import Records
    from cuibono.web.running import run_job

    id = queued(store)
    old = jobs.take(store, "old")
    assert old
    jobs.give_back(store, "old")
    assert jobs.take(store, "new")
    settings = Settings(data=tmp_path, workers=0)
    run_job(old, store, Records(None, copies=1), settings)
    with store.reading() as connection:
        entry = checks.get(connection, id, team="local")
    assert entry
    assert (entry.state, entry.latest) == ("running", 0)


def test_a_late_job_is_seen(store: Store) -> None:
    queued(store)
    assert jobs.take(store, "w")
    assert not jobs.overdue(store, "w", 60)
    assert jobs.overdue(store, "w", -1)


def test_a_mistake_of_the_program_fails_the_job_in_one_line(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cuibono.web import running

    def broken(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(running, "_check", broken)
    id = queued(store)
    Inside(Settings(data=tmp_path, workers=0), store).wake()
    with store.reading() as connection:
        entry = checks.get(connection, id, team="local")
    assert entry
    assert entry.state == "failed"
    assert "secret" not in entry.message
