"""The run: the same result however it is cut, nothing redone, a killed worker survived."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cuibono.auditing.data import Article
from cuibono.auditing.interests import Interests
from cuibono.auditing.parts import Parts, batches
from cuibono.auditing.running import run
from cuibono.auditing.work import RESULTS, Settings
from cuibono.ledger import open_ledger

TEXTS = (
    "Xinhua, the Chinese state news agency, reported that the bridge is late.",
    "The bridge is late, according to a report by Human Rights Watch.",
    "RT reported that the bridge is late. Voice of America said it is not.",
    "Nobody said a word about the bridge.",
)


def articles(count: int) -> Iterator[Article]:
    for number in range(count):
        yield Article(
            str(number),
            f"{TEXTS[number % 4]} It costs {number}.",
            "The Plain Paper",
            "2019-05-01",
            origin=f"made:{number}",
        )


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    path = tmp_path_factory.mktemp("index") / "interests.idx"
    with open_ledger() as ledger:
        Interests.of(ledger).save(path)
        return Settings(None, str(path), ledger.fingerprint)


def contents(parts: Parts) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(parts.folder.iterdir())}


def test_every_article_comes_out_once_in_order(tmp_path: Path, settings: Settings) -> None:
    parts = Parts(tmp_path / "parts", settings.digest())
    done = run(articles(900), settings, parts, workers=1)
    tables = list(parts.tables())
    assert [i for t in tables for i in t["id"].to_pylist()] == [str(n) for n in range(900)]
    assert (done.articles, done.parts, done.kept) == (900, 3, 0)
    assert all(t.schema.equals(RESULTS) for t in tables)
    assert sum(len(row) for t in tables for row in t["cases"].to_pylist()) > 400


def test_finished_parts_are_kept_and_a_changed_one_is_redone(tmp_path: Path, settings: Settings) -> None:
    parts = Parts(tmp_path / "parts", settings.digest())
    run(articles(900), settings, parts, workers=1)
    before = contents(parts)
    assert run(articles(900), settings, parts, workers=1).kept == 900
    again = run(articles(850), settings, parts, workers=1)
    assert (again.kept, again.parts) == (800, 3)
    assert run(articles(300), settings, parts, workers=1).parts == 1
    assert sorted(contents(parts)) == ["part-000000.parquet"]
    run(articles(900), settings, parts, workers=1)
    assert contents(parts) == before


def test_a_run_that_was_cut_off_goes_on(tmp_path: Path, settings: Settings) -> None:
    def cut() -> Iterator[Article]:
        yield from articles(850)
        raise KeyboardInterrupt

    parts = Parts(tmp_path / "parts", settings.digest())
    with pytest.raises(KeyboardInterrupt):
        run(cut(), settings, parts, workers=1)
    assert run(articles(900), settings, parts, workers=1).kept == 800


def test_other_settings_redo_all(tmp_path: Path, settings: Settings) -> None:
    run(articles(10), settings, Parts(tmp_path / "parts", "one"), workers=1)
    assert run(articles(10), settings, Parts(tmp_path / "parts", "two"), workers=1).kept == 0


def test_batches_depend_on_their_own_content_alone() -> None:
    assert [b.digest for b in batches(articles(900))] == [b.digest for b in batches(articles(900))]
    assert len({b.digest for b in batches(articles(900))}) == 3


@pytest.mark.skipif(os.name != "posix", reason="kills a process by signal")
def test_processes_give_the_same_bytes_even_when_one_is_killed(tmp_path: Path, settings: Settings) -> None:
    alone, many = Parts(tmp_path / "alone", "s"), Parts(tmp_path / "many", "s")
    run(articles(1300), settings, alone, workers=1)
    killed: list[int] = []

    def kill() -> None:
        import multiprocessing

        for _ in range(600):
            children = multiprocessing.active_children()
            if children and any(many.folder.glob("part-*")):
                os.kill(children[0].pid or 0, signal.SIGKILL)
                killed.append(children[0].pid or 0)
                return
            time.sleep(0.02)

    thread = threading.Thread(target=kill)
    thread.start()
    done = run(articles(1300), settings, many, workers=2)
    thread.join()
    assert contents(many) == contents(alone)
    assert done.lost <= len(killed)
