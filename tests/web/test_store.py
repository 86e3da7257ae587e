"""One store on two databases, migrated from nothing, the same answers from both."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from cuibono.errors import InputError
from cuibono.web import Settings, create_app
from cuibono.web.freezing import freeze, thaw
from cuibono.web.store import Store, checks, jobs, people
from cuibono.web.store.tables import metadata
from cuibono.web.submitting import of_text
from tests.reporting.sample import bare, sample
from tests.web.browser import Browser
from tests.web.conftest import TODAY
from tests.web.server import free_port

POSTGRES = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"))), None) if os.name == "posix" else None


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """A PostgreSQL server of its own on a free port, by Debian's package."""
    if POSTGRES is None or find_spec("psycopg") is None:
        pytest.skip("no PostgreSQL: apt-get install postgresql, pip install 'cuibono[postgres]'")
    folder = Path(tempfile.mkdtemp())
    port, user = free_port(), "nobody" if os.geteuid() == 0 else ""
    run = ["runuser", "-u", user, "--"] if user else []
    if user:
        if not shutil.which("runuser"):
            pytest.skip("PostgreSQL does not run as root, and there is no runuser")
        shutil.chown(folder, user)
    data, log = folder / "data", folder / "log"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": True, "cwd": folder}
    subprocess.run(
        [*run, POSTGRES / "initdb", "-D", data, "-U", "cuibono", "-A", "trust", "-E", "UTF8"], **quiet
    )  # type: ignore[call-overload]
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [*run, POSTGRES / "pg_ctl", "-D", data, "-w"]
    subprocess.run([*control, "-l", log, "-o", options, "start"], **quiet)  # type: ignore[call-overload]
    yield f"postgresql://cuibono@127.0.0.1:{port}/postgres"
    subprocess.run([*control, "-m", "immediate", "stop"], **quiet)  # type: ignore[call-overload]
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        given: str = request.getfixturevalue("postgres")
        return Settings(data=tmp_path, database=given).database_url
    return Settings(data=tmp_path).database_url


def test_migrations_make_the_tables_that_the_code_expects(url: str) -> None:
    store = Store.open(url)
    with store.writing() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
    store.close()
    Store.open(url).close()


def test_many_writers_at_once_lose_nothing(url: str) -> None:
    store = Store.open(url)
    people.ensure_local_team(store)
    with store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM checks")
    wrong: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for each in range(10):
                with store.writing() as connection:
                    id, _ = checks.add(connection, "local", "you", of_text(f"text {number} {each}", {}))
                    jobs.add(connection, id, "local")
                with store.writing() as connection:
                    checks.add(connection, "local", "you", of_text(f"shared {each}", {}))
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    with store.reading() as connection:
        _, total = checks.listed(connection, team="local")
    assert total == 6 * 10 + 10
    store.close()


def test_a_job_goes_to_one_worker(url: str) -> None:
    store = Store.open(url)
    people.ensure_local_team(store)
    with store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM checks")
        for number in range(12):
            id, _ = checks.add(connection, "local", "you", of_text(f"queue {number}", {}))
            jobs.add(connection, id, "local")
    taken: list[str] = []

    def work(name: str) -> None:
        while job := jobs.take(store, name):
            taken.append(job.id)

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 12
    store.close()


def test_the_pages_work_on_both(url: str, tmp_path: Path) -> None:
    browser = Browser(create_app(Settings(data=tmp_path, database=url, workers=0, today=TODAY)))
    check = browser.hand_in()
    claim = browser.claims(check)[0]
    at = f"{check}/claims/{claim}/judge"
    assert browser.post(at, {"kind": "note", "why": "100 % _ \\ 'quoted'"}, at=at).status_code == 303
    assert check in browser.get("/?words=capital&finding=unresolved").text or browser.get("/").text.count(
        check
    )
    assert browser.get("/?words=%25").text.count('class="title"') == 0
    browser.store.close()


def test_a_check_comes_back_as_it_was() -> None:
    for check in (sample(), bare()):
        assert thaw(freeze(check)) == check


@pytest.mark.parametrize("url", ["nonsense", "sqlite:////no/such/folder/x.db", "oracle://x"])
def test_a_store_that_cannot_be_opened_says_so_in_one_line(url: str) -> None:
    with pytest.raises(InputError) as caught:
        Store.open(url)
    assert "\n" not in str(caught.value)
