"""Build the starter ledger that ships inside the package from the reviewed facts in ``facts/``.

``facts/actors/*.yml`` describe the actors once, ``facts/datasets/*.yml`` hold one dataset each: what it is, what it
is complete for, and its facts in groups that share a source. This script turns every dataset into FollowTheMoney
entity lines (``{"id", "schema", "properties"}``) and imports them with :mod:`cuibono.ledger`. Same facts, same lines,
byte for byte: edges are named by a hash of what they say.

    python scripts/build_starter.py                    # facts/ -> src/cuibono/starter
    python scripts/build_starter.py --lines DIR        # write the entity lines and metadata only
    python scripts/build_starter.py --check            # exit 1 if src/cuibono/starter is not what facts/ say
    python scripts/build_starter.py --docs             # rewrite the tables of docs/starter-ledger.md
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
FACTS = ROOT / "facts"
STARTER = ROOT / "src" / "cuibono" / "starter"
DOCS = ROOT / "docs" / "starter-ledger.md"

Props = dict[str, list[str]]

#: Record schema -> (property of ``from``, property of ``to``), as FollowTheMoney 4 declares its edges.
ENDS: Mapping[str, tuple[str, str]] = {
    "Payment": ("payer", "beneficiary"),
    "Control": ("controller", "controlled"),
    "Ownership": ("owner", "asset"),
    "Directorship": ("director", "organization"),
    "Employment": ("employee", "employer"),
    "Membership": ("member", "organization"),
    "Representation": ("agent", "client"),
    "Succession": ("predecessor", "successor"),
    "UnknownLink": ("subject", "object"),
    "Documentation": ("document", "entity"),
    "Sanction": ("", "entity"),
}

#: Key of a fact -> property of the record, for every relation and for single ones.
COMMON = {
    "start": "startDate",
    "end": "endDate",
    "date": "date",
    "record": "recordId",
    "note": "summary",
    "source": "sourceUrl",
}
ROLE = {"role": "role", "status": "status"}
SPECIAL: Mapping[str, Mapping[str, str]] = {
    "Payment": {"amount": "amount", "currency": "currency", "purpose": "purpose", "programme": "programme"},
    "Control": {**ROLE, "type": "controlType", "basis": "legalBasis"},
    "Ownership": {**ROLE, "percentage": "percentage", "type": "ownershipType", "basis": "legalBasis"},
    "Sanction": {
        "authority": "authority",
        "country": "country",
        "program": "program",
        "listed": "listingDate",
        "status": "status",
        "reason": "reason",
        "provisions": "provisions",
        "number": "authorityId",
        "unsc": "unscId",
    },
}
#: Keys that name ends or spellings; they are no properties.
END_KEYS = frozenset({"relation", "from", "to", "by", "from_as", "to_as"})

ACTOR_KEYS = [
    "name",
    "alias",
    "abbreviation",
    "previousName",
    "weakAlias",
    "country",
    "jurisdiction",
    "website",
    "classification",
    "topics",
    "parent",
    "incorporationDate",
    "dissolutionDate",
    "legalForm",
    "summary",
    "sourceUrl",
    "position",
    "title",
    "fileName",
    "author",
    "publishedAt",
    "date",
    "publisher",
]
ACTOR_SCHEMATA = frozenset({"PublicBody", "Organization", "Company", "Person", "Document"})


class FactError(ValueError):
    """A fact file says something that cannot be built; the message names the file and the fact."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A described actor: ``properties`` hold every FollowTheMoney property, ``name`` first."""

    id: str
    schema: str
    home: str
    properties: Props

    @property
    def name(self) -> str:
        return self.properties["name"][0]


@dataclass(frozen=True, slots=True)
class Fact:
    """One record: its schema, its two ends (``source`` is None for a listing) and its properties."""

    schema: str
    source: str | None
    target: str
    properties: Props
    spellings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FactFile:
    """One dataset: its metadata as the ledger takes them, its facts, and the actors that it alone describes."""

    name: str
    metadata: Mapping[str, Any]
    facts: tuple[Fact, ...]
    described: tuple[str, ...] = field(default=())


# --- reading -----------------------------------------------------------------------------------------------------


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping in ``path``; raises :class:`FactError` when it is none."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict):
        raise FactError(f"{path.name}: not a mapping")
    return data


def values(value: Any) -> list[str]:
    """A scalar or a list as a list of texts; dates and numbers as written."""
    items = value if isinstance(value, list) else [value]
    return [text for text in (str(item).strip() for item in items if item is not None) if text]


def read_actors(folder: Path) -> dict[str, Actor]:
    """Every actor of ``facts/actors``, by id. An id may be described once only."""
    actors: dict[str, Actor] = {}
    for path in sorted((folder / "actors").glob("*.yml")):
        home = str(read_yaml(path)["dataset"])
        for entry in read_yaml(path)["actors"]:
            actor = make_actor(entry, home, path.name)
            if actor.id in actors:
                raise FactError(f"{path.name}: {actor.id} is described twice")
            actors[actor.id] = actor
    return actors


def make_actor(entry: Mapping[str, Any], home: str, where: str) -> Actor:
    """One entry of an actor file; unknown keys and schemata are errors."""
    unknown = set(entry) - set(ACTOR_KEYS) - {"id", "schema", "source"}
    if unknown:
        raise FactError(f"{where}: {entry.get('id')}: unknown key {sorted(unknown)[0]!r}")
    if entry.get("schema") not in ACTOR_SCHEMATA:
        raise FactError(f"{where}: {entry.get('id')}: unknown schema {entry.get('schema')!r}")
    if not re.fullmatch(r"cb-[a-z0-9-]+", str(entry.get("id"))):
        raise FactError(f"{where}: {entry.get('id')!r} is no id (cb-lower-case-words)")
    properties = {key: values(entry[key]) for key in ACTOR_KEYS if key in entry}
    if "source" in entry:
        properties["sourceUrl"] = values(entry["source"])
    if not properties.get("name"):
        raise FactError(f"{where}: {entry['id']}: no name")
    return Actor(str(entry["id"]), str(entry["schema"]), home, properties)


def read_datasets(folder: Path, actors: Mapping[str, Actor]) -> list[FactFile]:
    """Every dataset of ``facts/datasets``, ordered by name."""
    files = [read_dataset(path, actors) for path in sorted((folder / "datasets").glob("*.yml"))]
    unknown = {actor.home for actor in actors.values()} - {file.name for file in files}
    if unknown:
        raise FactError(f"actors belong to an unknown dataset {sorted(unknown)[0]!r}")
    return files


def read_dataset(path: Path, actors: Mapping[str, Actor]) -> FactFile:
    data = read_yaml(path)
    metadata = data["dataset"]
    if metadata["name"] != path.stem:
        raise FactError(f"{path.name}: the dataset is called {metadata['name']!r}")
    facts = tuple(make_fact(row, actors, path.name) for row in rows(data.get("facts") or []))
    described = tuple(sorted(actor.id for actor in actors.values() if actor.home == path.stem))
    return FactFile(path.stem, metadata, facts, described)


def rows(groups: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The facts of all groups, each with what its group shares; a fact's own word wins."""
    for group in groups:
        shared = {key: value for key, value in group.items() if key != "rows"}
        for row in group["rows"]:
            yield {**shared, **row}


def make_fact(row: Mapping[str, Any], actors: Mapping[str, Actor], where: str) -> Fact:
    """One row as a record; unknown keys, relations and actors, and a missing source, are errors."""
    schema = str(row.get("relation"))
    if schema not in ENDS:
        raise FactError(f"{where}: unknown relation {schema!r}")
    label = f"{where}: {schema} {row.get('from', row.get('by'))} -> {row.get('to')}"
    keys = {**COMMON, **SPECIAL.get(schema, ROLE)}
    unknown = set(row) - set(keys) - END_KEYS
    if unknown:
        raise FactError(f"{label}: unknown key {sorted(unknown)[0]!r}")
    for end in ("from", "to", "by"):
        if end in row and row[end] not in actors:
            raise FactError(f"{label}: no such actor {row[end]!r}")
    if not row.get("source"):
        raise FactError(f"{label}: no source address")
    properties = {prop: values(row[key]) for key, prop in keys.items() if row.get(key) not in (None, "")}
    if schema == "Sanction":
        properties |= listing(actors[row["by"]], properties)
    spellings = tuple((row[end], text) for end in ("from", "to") for text in values(row.get(f"{end}_as")))
    return Fact(schema, row.get("from"), str(row["to"]), properties, spellings)


def listing(authority: Actor, properties: Props) -> Props:
    """What a listing takes from its authority: the name and the country; it begins on the day it was listed."""
    added: Props = {"authority": [authority.name]}
    if authority.properties.get("country"):
        added["country"] = authority.properties["country"]
    if "listingDate" in properties and "startDate" not in properties:
        added["startDate"] = properties["listingDate"]
    return added


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
    parents = {
        parent for actor_id in file.described for parent in actors[actor_id].properties.get("parent", ())
    }
    things = [
        actor_line(actors[id_], whole=actors[id_].home == file.name, spellings=spellings.get(id_, ()))
        for id_ in sorted(ends | parents | set(file.described))
    ]
    edges = {line["id"]: line for line in (edge_line(file.name, fact) for fact in file.facts)}
    if len(edges) != len(file.facts):
        raise FactError(f"{file.name}: {len(file.facts) - len(edges)} facts are said twice")
    return things + [edges[id_] for id_ in sorted(edges)]


def to_jsonl(lines: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines)


def load(folder: Path = FACTS) -> tuple[dict[str, Actor], list[FactFile]]:
    """Everything in ``facts/``, checked."""
    actors = read_actors(folder)
    missing = {
        parent
        for actor in actors.values()
        for parent in actor.properties.get("parent", ())
        if parent not in actors
    }
    if missing:
        raise FactError(f"no such parent {sorted(missing)[0]!r}")
    return actors, read_datasets(folder, actors)


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
    """Build a fresh ledger in ``out`` (which must not exist); returns the number of datasets."""
    from cuibono.ledger import add, create  # late: --lines must work without the ledger room

    with tempfile.TemporaryDirectory() as temporary:
        lines = Path(temporary)
        files = write_lines(lines, folder)
        create(out)
        for file in files:
            add(out, lines / f"{file.name}.ftm.json", format="ftm", metadata=file.metadata, max_rejects=0.0)
    return len(files)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--out", type=Path, default=STARTER, help="folder of the ledger (replaced)")
    parser.add_argument("--lines", type=Path, help="write entity lines and metadata here and stop")
    options = parser.parse_args(argv)
    if options.lines:
        files = write_lines(options.lines)
        counts = Counter(fact.schema for file in files for fact in file.facts)
        print(f"{len(files)} datasets, {sum(counts.values())} records: {dict(sorted(counts.items()))}")
        return 0
    shutil.rmtree(options.out, ignore_errors=True)
    print(f"{build(options.out)} datasets in {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
