"""The case files: those of ``cases`` and those kept aside, which are run once a stretch of work is done, never tuned on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from cuibono.claims import extract
from cuibono.documents import from_text
from cuibono.entities import link_actors
from cuibono.ledger import Ledger
from cuibono.model import Verdict
from cuibono.verification import verify
from tests.verification.ledgers import verdicts

HERE = Path(__file__).parent
ASIDE = HERE / "aside"
NOT_CASES = ("world", "register", "texts")
WHEN = "2022-01-14"


def plain(value: Any) -> Any:
    """Dates and numbers of YAML as the text they were."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return str(value) if hasattr(value, "isoformat") else value


def load(path: Path) -> Any:
    return plain(yaml.safe_load(path.read_text(encoding="utf-8")))


def cases(folder: Path = HERE / "cases") -> Iterator[tuple[str, dict[str, Any]]]:
    """(name, case) of every case file in a folder; cases of a folder with a ``world.yml`` speak of its actors."""
    world = load(folder / "world.yml")["entities"] if (folder / "world.yml").exists() else {}
    for path in sorted(folder.glob("*.yml")):
        for case in [] if path.stem in NOT_CASES else load(path):
            entities = {**world, **case.get("entities", {})}
            yield f"{path.stem}: {case['id']}", {**case, "entities": entities}


def found(case: Mapping[str, Any]) -> tuple[Verdict, ...]:
    """The verdicts of a case."""
    return verdicts({**case, "today": case.get("run", "2026-01-01")})


def faults(case: Mapping[str, Any], got: tuple[Verdict, ...]) -> list[str]:
    """What differs from what a case expects; empty where all is as it should be."""
    first = got[0]
    wrong = []
    expected = case.get("findings", [case.get("finding")])
    if [v.finding for v in got] != expected:
        wrong.append(f"findings {[v.finding for v in got]}, not {expected}")
    if "fields" in case and [d.field for d in first.differences] != case["fields"]:
        wrong.append(f"fields {[d.field for d in first.differences]}, not {case['fields']}")
    if (first.today.finding if first.today else None) != case.get("today"):
        wrong.append(f"today {first.today.finding if first.today else None}, not {case.get('today')}")
    if "review" in case and (first.needs_review is not None) != case["review"]:
        wrong.append(f"review {first.needs_review!r}")
    told = [f"{d.claimed} {d.recorded}" for d in first.differences]
    wrong += [f"says not {w!r}: {told}" for w in case.get("says", ()) if not any(w in t for t in told)]
    wrong += [
        f"explains not {w!r}: {first.explanation}"
        for w in case.get("explains", ())
        if w not in first.explanation
    ]
    for role in ("shows", "decides"):
        ids = [e.entity_id for e in first.evidence if e.role == role]
        if role in case and ids != case[role]:
            wrong.append(f"{role} {ids}, not {case[role]}")
    return wrong


def register(folder: Path = ASIDE) -> dict[str, Any]:
    """The register of a folder as a case: its actors with their further names, its records."""
    held = load(folder / "register.yml")
    entities = {
        k: ({"name": v} if isinstance(v, str) else dict(v))
        for k, v in load(folder / "world.yml")["entities"].items()
    }
    for entity_id, names in held["aliases"].items():
        entities[entity_id]["alias"] = names
    return {"entities": entities, "records": held["records"]}


def read(text: str, ledger: Ledger) -> list[list[str]]:
    """[predicate, finding] of every claim that is read from a text, as of ``WHEN``."""
    document = from_text(text, name="text", language="en", published=WHEN)
    claims = extract(document).claims
    actors = link_actors(document, claims, ledger)
    return [[v.claim.predicate, v.finding] for v in verify(claims, actors, ledger, document, today=WHEN)]
