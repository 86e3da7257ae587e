"""Labelled pairs of names, drawn from registers: ``labels/pairs.jsonl`` and ``labels/pairs-scripts.jsonl``.

    python -m benchmarks.entities_sets [--icu PYTHON]

Each line holds two names, the ids of the records that bear them, and whether they are one actor's, as the registers
themselves say. Only entities of the held-out parts are used (``benchmarks.entities_registers.part``): no rule or model saw
them. What counts as resembling, and which negatives are near, is decided by rapidfuzz and ICU and not by cuibono. PYTHON
has PyICU and rapidfuzz (``benchmarks/entities_peers.py``).
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process, utils

from benchmarks.entities_registers import (
    RECORDS,
    Registered,
    _maybe_same,
    mixed_pairs,
    part,
    registers,
    ror_families,
    terms,
)

LABELS = Path(__file__).resolve().parents[1] / "labels"
PAIRS, SCRIPTS = LABELS / "pairs.jsonl", LABELS / "pairs-scripts.jsonl"
RESEMBLING = 60.0
"""Token sort ratio (rapidfuzz) from which on two spellings resemble each other."""
SPELLINGS = {"ofac": 180, "uk": 140, "un": 60, "ror": 220, "parliaments": 140}
PER_SCRIPT = 40

Line = dict[str, Any]


def resemblance(a: str, b: str) -> float:
    return fuzz.token_sort_ratio(utils.default_process(a), utils.default_process(b))


def _line(a: str, b: str, same: bool, person: bool, kind: str, ids: tuple[str, str]) -> Line:
    schema = "Person" if person else "Organization"
    return {"a": a, "b": b, "same": same, "schema": schema, "kind": kind, "a_id": ids[0], "b_id": ids[1]}


def spellings(
    entities: Sequence[Registered], count: int, draw: random.Random
) -> list[tuple[Registered, str]]:
    """(entity, another spelling that resembles its first one) of held-out entities, one an entity."""
    held = [e for e in entities if part(e.id) == "test" and len(e.names) > 1]
    draw.shuffle(held)
    found: list[tuple[Registered, str]] = []
    for entity in held:
        alike = [n for n in entity.names[1:] if RESEMBLING <= resemblance(entity.names[0], n) < 100]
        if alike and len(found) < count:
            found.append((entity, draw.choice(alike)))
    return found


def neighbours(
    chosen: Sequence[tuple[Registered, str]], entities: Sequence[Registered], sat: dict[str, set[Any]]
) -> Iterator[Line]:
    """The two nearest main names of other entities of the register, by rapidfuzz."""
    same_kind = {
        person: [e for e in entities if e.person is person] for person in {e.person for e, _ in chosen}
    }
    plain = {k: [utils.default_process(e.names[0]) for e in v] for k, v in same_kind.items()}
    for entity, spelling in chosen:
        rows = process.extract(
            utils.default_process(spelling), plain[entity.person], scorer=fuzz.token_sort_ratio, limit=8
        )
        others = [same_kind[entity.person][row] for _, _, row in rows]
        others = [o for o in others if o.id != entity.id and not _maybe_same(o, entity)]
        if entity.register.startswith("ep-"):  # two ids of one term are two persons
            others = [o for o in others if not sat.get(o.id, set()).isdisjoint(sat.get(entity.id, set()))]
        for other in others[:2]:
            yield _line(spelling, other.names[0], False, entity.person, "near name", (entity.id, other.id))


def two_lists(held: dict[str, list[Registered]], count: int, draw: random.Random) -> Iterator[Line]:
    """An actor's main names on the United Kingdom's and the United Nations' lists, tied by the UN's reference number."""
    with (RECORDS / "uk_sanctions_list" / "subjects.csv").open(encoding="utf-8") as rows:
        by_number = {r["un_reference_number"]: f"uk-{r['unique_id']}" for r in csv.DictReader(rows)}
    british = {e.id: e for e in held["uk"]}
    ties = [(british.get(by_number.get(n, "")), e) for n, e in _un_numbers(held["un"])]
    kept = [(a, b) for a, b in ties if a is not None and part(a.id) == "test"]
    draw.shuffle(kept)
    for a, b in kept[:count]:
        if a.names[0].casefold() != b.names[0].casefold():
            yield _line(a.names[0], b.names[0], True, a.person, "two lists", (a.id, b.id))


def _un_numbers(entities: Sequence[Registered]) -> Iterator[tuple[str, Registered]]:
    import xml.etree.ElementTree as ET

    by_id = {e.id: e for e in entities}
    with gzip.open(next((RECORDS / "un_consolidated").glob("*.xml.gz"))) as source:
        root = ET.parse(source).getroot()  # noqa: S314 (a file of our own)
    for node in (*root.iter("INDIVIDUAL"), *root.iter("ENTITY")):
        entity = by_id.get(f"un-{node.findtext('DATAID')}")
        if entity is not None:
            yield (node.findtext("REFERENCE_NUMBER") or "").strip(), entity


def families(entities: Sequence[Registered], count: int, draw: random.Random) -> Iterator[Line]:
    """A parent and its child that resemble each other."""
    by_id = {e.id: e for e in entities}
    found = [
        (by_id[child], by_id[parent])
        for child, parent in ror_families()
        if child in by_id and parent in by_id and part(parent) == "test"
    ]
    draw.shuffle(found)
    near = [(c, p) for c, p in found if resemblance(c.names[0], p.names[0]) >= RESEMBLING]
    for child, parent in near[:count]:
        if not _maybe_same(child, parent):
            yield _line(
                child.names[0], parent.names[0], False, False, "parent and child", (child.id, parent.id)
            )


def name_pairs() -> list[Line]:
    """At least 1,500 pairs, a good third of them of one actor."""
    held, draw, sat = registers(), random.Random(11), terms()  # noqa: S311 (no secret)
    found: list[Line] = []
    for register, count in SPELLINGS.items():
        chosen = spellings(held[register], count, draw)
        found += [_line(e.names[0], n, True, e.person, "two spellings", (e.id, e.id)) for e, n in chosen]
        found += neighbours(chosen, held[register], sat)
    found += two_lists(held, 150, draw)
    found += families(held["ror"], 150, draw)
    organizations = [e for e in held["ofac"] if not e.person or part(e.id) == "test"]
    mixed = [p for p in mixed_pairs(organizations, 120) if part(p.group) == "test"]
    found += [_line(p.a, p.b, False, False, "person and organisation", (p.group, "")) for p in mixed]
    return [f for f in found if f["a"] != f["b"]]


def script(text: str) -> str:
    """The script of most of its letters, by the names of Unicode (``CYRILLIC``, ``CJK``, ...)."""
    found = Counter(unicodedata.name(c, "?").split()[0] for c in text if c.isalpha())
    return found.most_common(1)[0][0] if found else "LATIN"


def script_candidates() -> list[Line]:
    """Every name in another script beside the register's own Latin name, of held-out entities."""
    held = registers()
    main: dict[str, str] = {}
    with gzip.open(RECORDS / "everypolitician_2015" / "memberships.csv.gz", "rt", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            main.setdefault("ep-" + row["id"], row["name"].strip())
    found = []
    for register in ("parliaments", "un", "ror"):
        for entity in held[register]:
            latin = main.get(entity.id) or next((n for n in entity.names if script(n) == "LATIN"), "")
            if part(entity.id) != "train" and script(latin) == "LATIN" and len(latin.split()) > 1:
                found += [
                    _line(name, latin, True, entity.person, script(name), (entity.id, entity.id))
                    for name in entity.names
                    if script(name) != "LATIN"
                ]
    return found


def script_pairs(python: str) -> list[Line]:
    """At most ``PER_SCRIPT`` a script, of those that resemble each other once ICU has put them into Latin letters."""
    found = script_candidates()
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "in.json", Path(folder) / "out.json"
        source.write_text(json.dumps({"pairs": [[f["a"], f["b"]] for f in found]}), encoding="utf-8")
        peers = Path(__file__).with_name("entities_peers.py")
        subprocess.run([python, str(peers), "icu", str(source), str(target)], check=True)
        ratios = json.loads(target.read_text(encoding="utf-8"))
    random.Random(3).shuffle(both := list(zip(found, ratios, strict=True)))  # noqa: S311 (no secret)
    counts: Counter[str] = Counter()
    kept: dict[tuple[str, str], Line] = {}
    owners: dict[str, str] = {}
    for line, ratio in both:
        key = (line["a_id"], line["kind"])
        if ratio < RESEMBLING or key in kept or counts[line["kind"]] >= PER_SCRIPT:
            continue
        if owners.setdefault(line["b"].casefold(), line["a_id"]) == line["a_id"]:
            kept[key] = line
            counts[line["kind"]] += 1
    return sorted(kept.values(), key=lambda row: (row["kind"], row["a_id"], row["a"]))


def write(path: Path, lines: Sequence[Line]) -> None:
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines), encoding="utf-8")
    counts = Counter((each["kind"], each["same"]) for each in lines)
    print(path.name, len(lines), dict(sorted(counts.items())), file=sys.stderr)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--icu", metavar="PYTHON", help="draw the pairs across scripts too, with this Python"
    )
    chosen = options.parse_args()
    write(PAIRS, name_pairs())
    if chosen.icu:
        write(SCRIPTS, script_pairs(chosen.icu))


if __name__ == "__main__":
    main()
