"""OpenSanctions' own packaging of FollowTheMoney: the index.json of a dataset with its files beside it, and delta files.

The index describes the dataset; its entities.ftm.json beside it is read, if its checksum is the one that the index gives. A delta file
(``{"op": "ADD", "entity": {...}}`` a line; MOD, DEL) is applied to the version in force of the dataset that it is imported as.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from cuibono.errors import RecordError
from cuibono.ledger.formats import Context, Format, ftm, lines, open_packed, read_head
from cuibono.ledger.formats.json_stream import Said, at, mappings, word
from cuibono.ledger.formats.shared import find_file
from cuibono.ledger.values import country as country_code
from cuibono.ledger.values import entity_id, iso_date

_INDEX = "index.json"
_ENTITIES = "entities.ftm.json"
_LARGEST = 64 << 20
_OPS = frozenset({"ADD", "MOD", "DEL"})


def sniff_index(head: bytes, path: Path) -> bool:
    """A file, or a folder with a file, that lists resources of which one are entities."""
    if path.is_dir():
        index = find_file(path, _INDEX)
        return index is not None and sniff_index(read_head(index), index)
    return head.lstrip()[:1] == b"{" and b'"resources"' in head and _ENTITIES.encode() in head


def _index(path: Path) -> tuple[Path, Said]:
    """The folder and the description of the one dataset of a source."""
    index = path if not path.is_dir() else (find_file(path, _INDEX) or path)
    with open_packed(index) as file:
        data = file.read(_LARGEST)
    try:
        said = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise RecordError(f"no JSON: {error.msg}", path=index, line=error.lineno) from error
    found = mappings(at(said, "datasets")) or ([said] if isinstance(said, Mapping) else [])
    with_file = [each for each in found if _resource(each) and _file(index.parent, each)]
    if len(with_file) != 1:
        raise RecordError(
            f"an index of {len(found)} datasets, of {len(with_file)} the {_ENTITIES} is at hand: "
            f"put the index.json of one dataset beside its {_ENTITIES}",
            path=index,
        )
    return index.parent, with_file[0]


def _resource(said: Said) -> Said | None:
    named = [each for each in mappings(said.get("resources")) if word(each.get("name")) == _ENTITIES]
    return named[0] if named else None


def _file(folder: Path, said: Said) -> Path | None:
    """The entities, beside the index or in a folder of the dataset's name."""
    name = word(said.get("name"))
    below = folder / name
    inside = find_file(below, _ENTITIES) if entity_id(name.replace("_", "-")) and below.is_dir() else None
    return inside or find_file(folder, _ENTITIES)


def read_index(path: Path, context: Context) -> Iterator[Mapping[str, Any]]:
    """The entities of the dataset."""
    folder, said = _index(path)
    file = _file(folder, said)
    if file is None:
        raise RecordError(f"has no {_ENTITIES} beside it", path=path)
    checksum = word(at(_resource(said), "checksum")).lower()
    if len(checksum) == 40 and _sha1(file) != checksum:
        raise RecordError("is not the file that index.json describes: its checksum differs", path=file)
    context.begin(file.name)
    yield from ftm.read(file, context)


def _sha1(path: Path) -> str:
    digest = hashlib.sha1(usedforsecurity=False)
    with open_packed(path) as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def describe(path: Path) -> dict[str, Any]:
    """The fields of ``dataset.yml`` that the index knows."""
    _, said = _index(path)
    publisher = said.get("publisher")
    publisher = publisher if isinstance(publisher, Mapping) else {}
    name = word(publisher.get("name")) or "OpenSanctions"
    country = country_code(word(publisher.get("country")))
    day = next(
        (word(said.get(key)) for key in ("last_export", "updated_at", "last_change") if said.get(key)), ""
    )
    coverage = said.get("coverage")
    coverage = coverage if isinstance(coverage, Mapping) else {}
    return {
        "name": word(said.get("name")),
        "title": word(said.get("title")) or word(said.get("name")),
        "publisher": {
            "name": name,
            "country": country,
            "official": bool(publisher.get("official") is True and country),
        },
        "description": word(said.get("summary")),
        "url": word(said.get("url")) or word(publisher.get("url")) or None,
        "licence": word(said.get("license")) or word(at(said.get("license"), "title")),
        "retrieved": iso_date(day[:10]),
        "coverage": {
            "complete": "no",
            "basis": "OpenSanctions, from the publisher's own list",
            "start": iso_date(word(coverage.get("start"))[:10]),
        },
    }


def sniff_delta(head: bytes, path: Path) -> bool:
    first = head.lstrip().split(b"\n", 1)[0].replace(b" ", b"")[:4096]
    return (
        first.startswith(b"{")
        and b'"entity":{' in first
        and any(b'"op":"%s"' % op.encode() in first for op in _OPS)
    )


def read_delta(path: Path, context: Context) -> Iterator[Mapping[str, Any]]:
    """The version in force without what the delta takes away or changes, then what it adds or changes."""
    changed: dict[str, Mapping[str, Any] | None] = {}
    places: dict[str, int] = {}
    builds = False
    for line in lines(path, context):
        try:
            said = orjson.loads(line)
        except orjson.JSONDecodeError:
            context.reject("no JSON")
            continue
        op, entity = at(said, "op"), at(said, "entity")
        id_ = at(entity, "id")
        if op not in ("ADD", "MOD", "DEL") or not isinstance(id_, str):
            context.reject(
                "no change" if isinstance(id_, str) else "missing", "op" if isinstance(id_, str) else "id"
            )
            continue
        changed[id_] = None if op == "DEL" else entity
        places[id_] = context.line
        builds = builds or op != "ADD"
    held = 0
    for entity in context.held():
        held += 1
        if entity["id"] not in changed:
            yield entity
    if builds and not held:
        raise RecordError(
            f"a delta changes a version, and the ledger holds none of {context.dataset}: import the whole file first, "
            "and name the dataset with --dataset",
            path=path,
        )
    for id_, entity in changed.items():
        context.line = places[id_]
        if entity is not None:
            yield entity


FORMAT = Format(
    "opensanctions",
    "OpenSanctions dataset (index.json beside its files)",
    sniff_index,
    read_index,
    folders=True,
    describe=describe,
)
DELTA = Format("opensanctions-delta", "OpenSanctions delta (JSON lines)", sniff_delta, read_delta)
