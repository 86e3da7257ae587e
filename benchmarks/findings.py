"""How often findings are as expected: cases of claims given as data, and sentences from text to finding.

    python -m benchmarks.findings [--aside] [--wrong]

Cases are those of ``tests/verification``; ``--aside`` runs those kept aside as well, which nothing is tuned on. A case counts
as right when every finding, the fields of its differences, today's answer, and what it must say are as written. ``--wrong`` names the
others. Of decisive findings (supported, overstated, misdated, contradicted) the share that is right is told apart: a wrong one
of those does harm.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.verification import casefiles
from tests.verification.test_from_text import METADATA, TEXTS, WORLD
from tests.verification.test_on_disk import lines

from cuibono.ledger import Ledger, add, create, open_ledger
from cuibono.model import DECISIVE

Row = tuple[str, bool, list[tuple[str, str]], list[str]]
"""Name, whether all is right, (finding, expected) of each verdict, what is wrong."""


def as_data(cases: Iterable[tuple[str, dict[str, Any]]]) -> Iterator[Row]:
    for name, case in cases:
        got = casefiles.found(case)
        expected = case.get("findings", [case.get("finding")])
        wrong = casefiles.faults(case, got)
        pairs: list[tuple[str, str]] = [(v.finding, str(e)) for v, e in zip(got, expected, strict=False)]
        yield name, not wrong, pairs, wrong


def from_text(texts: Iterable[dict[str, Any]], ledger: Ledger) -> Iterator[Row]:
    for row in texts:
        got = casefiles.read(row["text"], ledger)
        expected = list(row["expect"])
        pairs = [(one[1], expected[1] if one[0] == expected[0] else "another claim") for one in got]
        right = got == [expected]
        yield row["text"], right, pairs, [] if right else [f"{got}, not {[expected]}"]


@contextmanager
def on_disk(world: dict[str, Any]) -> Iterator[Ledger]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        create(home / "ledger")
        file = home / "register.ftm.json"
        file.write_text("\n".join(map(json.dumps, lines(world)["register"])), encoding="utf-8")
        add(home / "ledger", file, dataset="register", metadata=METADATA, format="ftm")
        with open_ledger(home / "ledger") as ledger:
            yield ledger


def tell(title: str, rows: list[Row], *, wrong: bool) -> None:
    right = sum(row[1] for row in rows)
    decided = [pair for row in rows for pair in row[2] if pair[0] in DECISIVE]
    sound = sum(got == expected for got, expected in decided)
    print(
        f"{title:<28} {right}/{len(rows)} = {right / len(rows):.3f}   decisive findings right {sound}/{len(decided)}"
        f" = {sound / max(len(decided), 1):.3f}"
    )
    for name, _, _, faults in (row for row in rows if wrong and not row[1]):
        print(f"    {name}\n        {'; '.join(faults)}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--aside", action="store_true", help="run what is kept aside as well")
    parser.add_argument("--wrong", action="store_true", help="name what is not as expected")
    options = parser.parse_args()
    tell("as data", list(as_data(casefiles.cases())), wrong=options.wrong)
    with on_disk(WORLD) as ledger:
        tell("from text", list(from_text(TEXTS, ledger)), wrong=options.wrong)
    if options.aside:
        tell("as data, kept aside", list(as_data(casefiles.cases(casefiles.ASIDE))), wrong=options.wrong)
        with on_disk(casefiles.register()) as ledger:
            texts = casefiles.load(casefiles.ASIDE / "texts.yml")
            tell("from text, kept aside", list(from_text(texts, ledger)), wrong=options.wrong)


if __name__ == "__main__":
    main()
