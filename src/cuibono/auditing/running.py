"""The run on this machine: all cores, a few parts at a time, finished parts never redone, a killed worker survived."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field

import pyarrow as pa

from cuibono.auditing.data import Article
from cuibono.auditing.parts import Batch, Parts, batches
from cuibono.auditing.work import Settings, Work, articles_table
from cuibono.errors import CuibonoError

Progress = Callable[[str, int, float | None], None]
_TRIES = 12
"""Times that a part may be under way while a worker dies: the one that kills is always among at most two a worker."""
_WORK: list[Work] = []


class WorkersLostError(CuibonoError):
    """Workers died again and again on one part of the corpus."""

    exit_code = 3


@dataclass(slots=True)
class Done:
    """What a run did: articles in all, of these in parts that were finished before, and workers lost on the way."""

    articles: int = 0
    parts: int = 0
    kept: int = 0
    lost: int = 0


@dataclass(slots=True)
class _Open:
    """What is under way: futures with their batches, and how often each batch was tried."""

    futures: dict[Future[pa.Table], Batch] = field(default_factory=dict)
    tries: dict[int, int] = field(default_factory=dict)


def run(
    articles: Iterable[Article],
    settings: Settings,
    parts: Parts,
    *,
    workers: int = 0,
    progress: Progress | None = None,
    limit: int | None = None,
) -> Done:
    """Do the work on a stream of articles; at most two parts a worker are held at a time.

    ``workers`` 1 works in this process, 0 on all cores. ``limit`` stops after so many articles. Raises
    :class:`WorkersLostError` when workers die again and again with one part under way.
    """
    done = Done()
    stream = _pending(limited(articles, limit), parts, done, progress)
    if (workers or os.cpu_count() or 1) == 1:
        work = Work(settings)
        for batch in stream:
            parts.keep(batch.number, batch.digest, work(articles_table(batch.articles)))
    else:
        _spread(stream, settings, parts, workers or os.cpu_count() or 1, done)
    parts.leave_only(done.parts)
    return done


def limited(articles: Iterable[Article], limit: int | None) -> Iterator[Article]:
    """The first ``limit`` articles, or all."""
    for count, article in enumerate(articles):
        if limit is not None and count >= limit:
            return
        yield article


def _pending(
    articles: Iterable[Article], parts: Parts, done: Done, progress: Progress | None
) -> Iterator[Batch]:
    """The batches that are not finished yet; all are counted."""
    for batch in batches(articles):
        done.parts += 1
        done.articles += len(batch.articles)
        if parts.has(batch.number, batch.digest):
            done.kept += len(batch.articles)
        else:
            yield batch
        if progress is not None:
            progress("articles", done.articles, None)


def _spread(stream: Iterator[Batch], settings: Settings, parts: Parts, workers: int, done: Done) -> None:
    waiting: list[Batch] = []
    opened = _Open()
    while True:
        with _pool(settings, workers) as pool:
            try:
                _drive(pool, stream, waiting, opened, parts, workers)
            except BrokenProcessPool:
                done.lost += 1
                waiting = _again(waiting, opened)
                continue
        return


def _pool(settings: Settings, workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(settings,))


def _start(settings: Settings) -> None:
    _WORK[:] = [Work(settings)]


def _work(batch: Batch) -> pa.Table:
    return _WORK[0](articles_table(batch.articles))


def _drive(
    pool: ProcessPoolExecutor,
    stream: Iterator[Batch],
    waiting: list[Batch],
    opened: _Open,
    parts: Parts,
    workers: int,
) -> None:
    while True:
        while len(opened.futures) < 2 * workers:
            batch = waiting.pop(0) if waiting else next(stream, None)
            if batch is None:
                break
            try:
                opened.futures[pool.submit(_work, batch)] = batch
            except BrokenProcessPool:
                waiting.insert(0, batch)
                raise
        if not opened.futures:
            return
        finished, _ = wait(opened.futures, return_when=FIRST_COMPLETED)
        for future in finished:
            table = future.result()
            batch = opened.futures.pop(future)
            parts.keep(batch.number, batch.digest, table)


def _again(waiting: list[Batch], opened: _Open) -> list[Batch]:
    """What was under way when a worker died, to be done again; one that was under way too often ends the run."""
    lost = sorted(opened.futures.values(), key=lambda b: b.number)
    opened.futures.clear()
    for batch in lost:
        opened.tries[batch.number] = opened.tries.get(batch.number, 0) + 1
        if opened.tries[batch.number] > _TRIES:
            raise WorkersLostError(
                f"workers died {opened.tries[batch.number]} times with part {batch.number} under way "
                f"(from {batch.articles[0].origin}): is there memory enough? Run again with --workers 1"
            )
    return [*lost, *waiting]
