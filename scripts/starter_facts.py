"""Reading ``facts/``: the actors and facts of the starter ledger as they are reviewed, checked for form.

``facts/actors/*.yml`` describe each actor once, ``facts/datasets/*.yml`` hold one dataset each: its metadata, and its
facts in groups; what a group says (source, payer, relation) holds for each of its rows, and a row's own word wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
FACTS = ROOT / "facts"
#: The C loader where there is one: ten times as fast, equally safe.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

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

#: Keys of an actor; each is the FollowTheMoney property of that name (``source`` is ``sourceUrl``).
ACTOR_KEYS = tuple(
    """
    name alias abbreviation previousName weakAlias country jurisdiction website classification topics parent
    incorporationDate dissolutionDate legalForm summary position title fileName author publishedAt date publisher
    """.split()  # noqa: SIM905
)
NAME_KEYS = ("name", "alias", "abbreviation", "previousName", "weakAlias")
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
    actors: tuple[Actor, ...] = field(default=())


# --- reading -----------------------------------------------------------------------------------------------------


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping in ``path``; raises :class:`FactError` when it is none."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - a safe loader
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
        said = read_yaml(path)
        for entry in said["actors"]:
            actor = make_actor(entry, str(said["dataset"]), path.name)
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
    described = tuple(actor for _, actor in sorted(actors.items()) if actor.home == path.stem)
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
