"""An audit from corpus to figures: the index of interests, the run, the rates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cuibono.auditing.corpus import Corpus
from cuibono.auditing.interests import Interests
from cuibono.auditing.parts import Parts
from cuibono.auditing.rates import Row, gather_rows
from cuibono.auditing.running import Done, Progress, run
from cuibono.auditing.work import Settings
from cuibono.errors import InputError
from cuibono.ledger import open_ledger

Runner = Callable[..., Done]


@dataclass(frozen=True, slots=True)
class Audit:
    """A finished audit: the folder it lies in, what was run, what could not be read, the cases."""

    folder: Path
    done: Done
    problems: tuple[str, ...]
    rows: tuple[Row, ...]
    ledger: tuple[tuple[str, str, str], ...]
    bearers: int
    fingerprint: str

    def tables(self) -> Iterable[Any]:
        """The finished parts in order."""
        return Parts(self.folder / "parts", "").tables()


def audit(
    corpus: Corpus,
    folder: Path,
    *,
    ledger: Path | None = None,
    workers: int = 0,
    limit: int | None = None,
    progress: Progress | None = None,
    runner: Runner = run,
) -> Audit:
    """Read a corpus beside a ledger; parts, index and results lie in ``folder``, and a run that was cut off goes on there.

    Raises :class:`~cuibono.errors.InputError` for a corpus that is not there or holds no article, and
    :class:`~cuibono.errors.LedgerError` for a ledger that cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with open_ledger(ledger) as records:
        datasets = tuple((d.name, d.version, d.title) for d in records.datasets)
        fingerprint = records.fingerprint
        interests = _index(records, folder / "interests.idx")
    settings = Settings(str(ledger) if ledger else None, str(folder / "interests.idx"), fingerprint)
    parts = Parts(folder / "parts", settings.digest())
    done = runner(corpus, settings, parts, workers=workers, progress=progress, limit=limit)
    if not done.articles:
        raise InputError(
            f"no article in {', '.join(corpus.sources)}: {'; '.join(corpus.problems.lines()[:3])}"
        )
    rows = tuple(gather_rows(parts.tables()))
    return Audit(
        folder, done, tuple(corpus.problems.lines()), rows, datasets, len(interests.bearers), fingerprint
    )


def _index(records: Any, path: Path) -> Interests:
    """The index of interests of this ledger: the one in the folder where it is of these records, else that of the ledger."""
    from cuibono.errors import LedgerError

    if path.exists():
        try:
            held = Interests.read(path)
            if held.fingerprint == records.fingerprint:
                return held
        except LedgerError:
            pass
    made = Interests.open(records)
    made.save(path)
    return made
