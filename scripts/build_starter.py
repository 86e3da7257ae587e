"""Build the starter ledger that ships inside the package from the reviewed facts in ``facts/``.

Every dataset becomes FollowTheMoney entity lines (``{"id", "schema", "properties"}``), imported with
:mod:`cuibono.ledger`. Same facts, same lines, byte for byte: edges are named by a hash of what they say.

    python scripts/build_starter.py                    # facts/ -> src/cuibono/starter
    python scripts/build_starter.py --lines DIR        # write the entity lines and metadata only
    python scripts/build_starter.py --check            # exit 1 if src/cuibono/starter is not what facts/ say
    python scripts/build_starter.py --docs             # rewrite the tables of docs/starter-ledger.md
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from starter_facts import ENDS, FACTS, NAME_KEYS, ROOT, Actor, Fact, FactError, FactFile, Props, load

STARTER = ROOT / "src" / "cuibono" / "starter"
DOCS = ROOT / "docs" / "starter-ledger.md"


# --- writing -----------------------------------------------------------------------------------------------------


def edge_id(dataset: str, fact: Fact) -> str:
    """A name made of what the record says: the same fact always has the same id."""
    content = json.dumps(
        [fact.schema, fact.source, fact.target, fact.properties], ensure_ascii=False, sort_keys=True
    )
    return f"cb-{dataset}-{hashlib.sha256(content.encode()).hexdigest()[:12]}"


def edge_line(dataset: str, fact: Fact) -> dict[str, Any]:
    """The record as a FollowTheMoney entity."""
    source_prop, target_prop = ENDS[fact.schema]
    properties: Props = {target_prop: [fact.target], **fact.properties}
    if fact.source is not None:
        properties[source_prop] = [fact.source]
    return {
        "id": edge_id(dataset, fact),
        "schema": fact.schema,
        "properties": dict(sorted(properties.items())),
    }


def actor_line(actor: Actor, *, whole: bool, spellings: Iterable[str] = ()) -> dict[str, Any]:
    """An actor in full, or the short form that a dataset needs to name the ends of its records."""
    keys = actor.properties if whole else ("name", "country", "fileName", "title")
    properties = {key: list(actor.properties[key]) for key in keys if key in actor.properties}
    known = {name for key in ("name", "alias", "abbreviation") for name in properties.get(key, ())}
    extra = [text for text in dict.fromkeys(spellings) if text not in known]
    if extra:
        properties["alias"] = properties.get("alias", []) + extra
    return {"id": actor.id, "schema": actor.schema, "properties": dict(sorted(properties.items()))}


def entity_lines(file: FactFile, actors: Mapping[str, Actor]) -> list[dict[str, Any]]:
    """All entities of one dataset, ordered by id: its actors, then its records."""
    spellings: dict[str, list[str]] = {}
    for fact in file.facts:
        for actor_id, text in fact.spellings:
            spellings.setdefault(actor_id, []).append(text)
    ends = {end for fact in file.facts for end in (fact.source, fact.target) if end}
    described = {actor.id for actor in file.actors}
    parents = {parent for actor in file.actors for parent in actor.properties.get("parent", ())}
    things = [
        actor_line(actors[id_], whole=actors[id_].home == file.name, spellings=spellings.get(id_, ()))
        for id_ in sorted(ends | parents | described)
    ]
    edges = {line["id"]: line for line in (edge_line(file.name, fact) for fact in file.facts)}
    if len(edges) != len(file.facts):
        raise FactError(f"{file.name}: {len(file.facts) - len(edges)} facts are said twice")
    return things + [edges[id_] for id_ in sorted(edges)]


def to_jsonl(lines: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines)


def write_lines(out: Path, folder: Path = FACTS) -> list[FactFile]:
    """Write ``NAME.ftm.json`` and ``NAME.meta.json`` for every dataset into ``out``."""
    actors, files = load(folder)
    out.mkdir(parents=True, exist_ok=True)
    for file in files:
        (out / f"{file.name}.ftm.json").write_text(to_jsonl(entity_lines(file, actors)), encoding="utf-8")
        metadata = json.dumps(file.metadata, ensure_ascii=False, indent=1, default=str)
        (out / f"{file.name}.meta.json").write_text(metadata + "\n", encoding="utf-8")
    return files


def build(out: Path, folder: Path = FACTS) -> int:
    """Build a fresh ledger in ``out``, a new or empty folder; returns the number of datasets."""
    from cuibono.ledger import add, create  # late: --lines must work without the ledger room

    with tempfile.TemporaryDirectory() as temporary:
        lines = Path(temporary)
        files = write_lines(lines, folder)
        create(out)
        for file in files:
            add(out, lines / f"{file.name}.ftm.json", format="ftm", metadata=file.metadata, max_rejects=0.0)
    (out / ".lock").unlink(missing_ok=True)  # importers' lock: nothing to ship
    return len(files)


def replace(out: Path, folder: Path = FACTS) -> int:
    """Build beside ``out`` and put the new ledger in its place when it is whole."""
    fresh = out.with_name(out.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    count = build(fresh, folder)
    shutil.rmtree(out, ignore_errors=True)
    fresh.rename(out)
    return count


def content(path: Path) -> dict[str, Any]:
    """What a ledger says, apart from how it is stored: dataset -> its description and its statements."""
    from cuibono.ledger import open_ledger

    with open_ledger(path) as ledger:
        things = {row.entity_id for row in ledger.names()}
        ids = sorted(things | {edge.id for edge in ledger.edges(things)})
        said: dict[str, list[tuple[str, str, str]]] = {dataset.name: [] for dataset in ledger.datasets}
        for statement in ledger.statements(ids):
            said[statement.dataset].append((statement.entity_id, statement.prop, statement.value))
        return {
            dataset.name: (dataset.version, dataset.title, dataset.coverage, sorted(said[dataset.name]))
            for dataset in ledger.datasets
        }


def is_current(out: Path, folder: Path = FACTS) -> bool:
    """Whether the ledger in ``out`` says what the facts say."""
    with tempfile.TemporaryDirectory() as temporary:
        fresh = Path(temporary) / "starter"
        build(fresh, folder)
        return content(fresh) == content(out)


# --- documentation -----------------------------------------------------------------------------------------------


def tables(actors: Mapping[str, Actor], files: Iterable[FactFile]) -> dict[str, str]:
    """The tables of ``docs/starter-ledger.md``, by the name of their marker."""
    files = list(files)
    return {
        "datasets": dataset_table(files),
        "relations": relation_table(files),
        "counts": counts(actors, files),
    }


def dataset_table(files: Iterable[FactFile]) -> str:
    head = "| dataset | what it holds | records | speaks | kind of source | complete | version | licence |"
    lines = [head, "|---|---|---|---|---|---|---|---|"]
    for file in files:
        said = file.metadata
        cells = [
            f"[`{file.name}`]({said['url']})",
            str(said["title"]),
            str(len(file.facts) + parents_in(file)),
            f"{said['standing']}: {said['publisher']['name']}",
            str(said["source_kind"]),
            str(said["coverage"]["complete"]),
            str(said["version"]),
            str(said["licence"]),
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def relation_table(files: Iterable[FactFile]) -> str:
    totals: Counter[str] = Counter()
    for file in files:
        totals.update(fact.schema for fact in file.facts)
        totals["Parent"] += parents_in(file)
    rows_ = [f"| {schema} | {count} |" for schema, count in sorted(totals.items()) if count]
    return "\n".join(["| record | how many |", "|---|---|", *rows_])


def parents_in(file: FactFile) -> int:
    """How many of the actors that a dataset describes name their parent body."""
    return sum(len(actor.properties.get("parent", ())) for actor in file.actors)


def counts(actors: Mapping[str, Actor], files: Iterable[FactFile]) -> str:
    files = list(files)
    records = sum(len(file.facts) + parents_in(file) for file in files)
    countries = {country for actor in actors.values() for country in actor.properties.get("country", ())}
    names = sum(len(actor.properties.get(key, ())) for actor in actors.values() for key in NAME_KEYS)
    authorities = {
        text for file in files for fact in file.facts for text in fact.properties.get("authority", ())
    }
    return (
        f"{len(files)} datasets, {records} records, {len(actors)} actors of {len(countries)} countries "
        f"with {names} spellings, {len(authorities)} listing authorities."
    )


def fill(text: str, parts: Mapping[str, str]) -> str:
    """``text`` with what stands between ``<!-- NAME -->`` and ``<!-- /NAME -->`` replaced."""
    for name, part in parts.items():
        start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        before, found, rest = text.partition(start)
        _, closed, after = rest.partition(end)
        if not found or not closed:
            raise FactError(f"{DOCS.name}: no marker {name!r}")
        text = f"{before}{start}\n{part}\n{end}{after}"
    return text


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--out", type=Path, default=STARTER, help="folder of the ledger (replaced)")
    parser.add_argument("--lines", type=Path, help="write entity lines and metadata here and stop")
    parser.add_argument(
        "--check", action="store_true", help="only say whether the ledger is what the facts say"
    )
    parser.add_argument(
        "--docs", action="store_true", help="rewrite the tables of docs/starter-ledger.md and stop"
    )
    options = parser.parse_args(argv)
    try:
        return run(options)
    except FactError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def run(options: argparse.Namespace) -> int:
    if options.docs:
        DOCS.write_text(fill(DOCS.read_text(encoding="utf-8"), tables(*load())), encoding="utf-8")
    elif options.lines:
        print(f"{len(write_lines(options.lines))} datasets in {options.lines}")
    elif options.check:
        current = is_current(options.out)
        print(
            "current" if current else f"{options.out}: not what the facts say: run scripts/build_starter.py"
        )
        return 0 if current else 1
    else:
        print(f"{replace(options.out)} datasets in {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
