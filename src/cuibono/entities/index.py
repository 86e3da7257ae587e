"""The name index of a ledger: equal keys at once, near spellings by character n-grams.

Built from ``Ledger.names()``, kept in a file that processes share by mapping it, thrown away and built anew whenever
the ledger's versions or this module's format change.
"""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from cuibono.entities.arrays import Strings, UnreadableError, pack, read_arrays, write_arrays
from cuibono.entities.folding import fold
from cuibono.entities.names import Name, name_shape, parse
from cuibono.entities.states import read_state
from cuibono.ledger.records import Edge, Entity

FORMAT = 1
"""Raised with every change of the file or of the keys in it."""
SMALL = 3_000
"""Ledgers of fewer names are indexed in memory at each opening of the program: no file is worth it."""
MOST_POSTINGS = 60_000


class NameRow(Protocol):
    """One spelling of one thing, as ``Ledger.names()`` gives it."""

    @property
    def entity_id(self) -> str: ...
    @property
    def schema(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def dataset(self) -> str: ...


class Records(Protocol):
    """What this room needs of a ledger."""

    @property
    def fingerprint(self) -> str: ...
    @property
    def path(self) -> Path: ...
    def names(self) -> Iterator[Any]: ...
    def entities(self, ids: Iterable[str]) -> dict[str, Entity]: ...
    def edges(self, ids: Iterable[str]) -> tuple[Edge, ...]: ...


class Hit(NamedTuple):
    """A spelling on record that may be meant: the entity's number in the index, and how near by n-grams (0 to 1)."""

    entity: int
    name: str
    nearness: float
    equal: bool


@dataclass(frozen=True, slots=True)
class _Row:
    entity: int
    text: str


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def keys_of(text: str, schema: str | None) -> set[str]:
    """The keys under which a spelling is found: by words, by letters, by state, by initials."""
    found: set[str] = set()
    readings = _readings(text, schema)
    for name in readings:
        if name.distinctive:
            found.add("=" + name.key)
            if len(name.joined) > 4:
                found.add("+" + name.joined)
    if schema != "Person" and (state := read_state(text)) is not None:
        found.add("@" + state.code)
    found.add("'" + fold(text).strip())
    return found


def initial_keys(text: str) -> set[str]:
    """Keys by initials: three letters or more."""
    return {"." + letters for letters in parse(text).initials if len(letters) > 2}


def _readings(text: str, schema: str | None) -> list[Name]:
    if schema == "Person":
        return [parse(text, True)]
    if schema in (None, "LegalEntity", "Thing") and name_shape(text) != "organization":
        return [parse(text), parse(text, True)]
    return [parse(text)]


def grams_of(text: str, schema: str | None) -> set[str]:
    """Character 3-grams of the words' sound keys, with word ends marked."""
    found: set[str] = set()
    for name in _readings(text, schema)[:1]:
        for token in name.core:
            marked = f"^{token.concept if token.kind in ('place', 'number') else token.keys[0]}$"
            found.update(marked[i : i + 3] for i in range(max(1, len(marked) - 2)))
    return found


class NameIndex:
    """All spellings of a ledger, found by key and by likeness. Read-only; several processes share one file."""

    def __init__(self, meta: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
        self._schemas: list[str] = meta["schemas"]
        self._arrays = arrays
        self._ids = Strings(arrays["id_bytes"], arrays["id_offsets"])
        self._names = Strings(arrays["name_bytes"], arrays["name_offsets"])
        self._rare = math.log(max(2, len(self._names)))

    def __len__(self) -> int:
        """How many spellings it holds."""
        return len(self._names)

    @property
    def nbytes(self) -> int:
        """Bytes of its arrays."""
        return sum(array.nbytes for array in self._arrays.values())

    def entity_id(self, number: int) -> str:
        return self._ids[number]

    def schema(self, number: int) -> str:
        return self._schemas[int(self._arrays["entity_schema"][number])]

    def names_of(self, number: int) -> Iterator[str]:
        """All spellings of one entity."""
        rows = self._arrays["name_entity"]
        first, last = (int(np.searchsorted(rows, n)) for n in (number, number + 1))
        return (self._names[i] for i in range(first, last))

    def _hit(self, row: int, nearness: float, equal: bool) -> Hit:
        return Hit(int(self._arrays["name_entity"][row]), self._names[row], nearness, equal)

    def equal(self, keys: Iterable[str]) -> list[Hit]:
        """Spellings filed under any of the keys."""
        hashes, rows = self._arrays["key_hash"], self._arrays["key_row"]
        found: dict[int, None] = {}
        for key in sorted(keys):
            value = np.uint64(_hash(key))
            first, last = (int(np.searchsorted(hashes, value, side)) for side in ("left", "right"))
            found.update(dict.fromkeys(int(row) for row in rows[first:last]))
        return [self._hit(row, 1.0, True) for row in sorted(found)]

    def near(self, name: str, schema: str | None = None, limit: int = 30) -> list[Hit]:
        """The spellings that share most and rarest n-grams with ``name``, nearest first."""
        hashes, starts, posts = (self._arrays[k] for k in ("gram_hash", "gram_start", "gram_row"))
        wanted = np.array([_hash(g) & 0xFFFFFFFF for g in sorted(grams_of(name, schema))], dtype=np.uint32)
        if not len(wanted) or not len(hashes):
            return []
        spots = np.minimum(np.searchsorted(hashes, wanted), len(hashes) - 1)
        spots = spots[hashes[spots] == wanted]
        counts = starts[spots + 1].astype(np.int64) - starts[spots].astype(np.int64)
        order = np.argsort(counts, kind="stable")
        spots, counts = spots[order], counts[order]
        keep = max(1, int(np.searchsorted(np.cumsum(counts), MOST_POSTINGS)))
        spots, counts = spots[:keep], counts[:keep]
        if not len(spots):
            return []
        weights = np.square(np.log(len(self._names) + 1) - np.log(counts)).astype(np.float32)
        rows = np.concatenate([posts[starts[s] : starts[s + 1]] for s in spots])
        return self._ranked(rows, np.repeat(weights, counts), float(np.sqrt(weights.sum())) or 1.0, limit)

    def _ranked(
        self, rows: NDArray[np.uint32], weights: NDArray[np.float32], norm: float, limit: int
    ) -> list[Hit]:
        if len(rows) < len(self._names) // 8:
            unique, inverse = np.unique(rows, return_inverse=True)
            sums = np.bincount(inverse, weights=weights)
        else:
            sums = np.bincount(rows, weights=weights)
            unique = np.flatnonzero(sums).astype(np.uint32)
            sums = sums[unique]
        scores = sums / (self._arrays["name_norm"][unique] * norm)
        if len(scores) > limit * 2:
            best = np.argpartition(-scores, limit * 2)[: limit * 2]
            unique, scores = unique[best], scores[best]
        order = np.lexsort((unique, -scores))[:limit]
        return [self._hit(int(unique[i]), float(min(1.0, scores[i])), False) for i in order]

    @classmethod
    def build(cls, rows: Iterable[NameRow]) -> NameIndex:
        """An index in memory of these spellings."""
        meta, arrays = build_arrays(rows)
        return cls(meta, arrays)

    @classmethod
    def open(cls, ledger: Records) -> NameIndex:
        """The index of a ledger: from its file where there is one for these versions, else built and kept."""
        for path in _homes(ledger):
            try:
                meta, arrays = read_arrays(path)
            except (OSError, UnreadableError):
                continue
            if meta.get("format") == FORMAT and meta.get("fingerprint") == ledger.fingerprint:
                return cls(meta, arrays)
        meta, arrays = build_arrays(ledger.names())
        meta |= {"format": FORMAT, "fingerprint": ledger.fingerprint}
        if len(arrays["name_norm"]) >= SMALL:
            return cls._kept(ledger, meta, arrays)
        return cls(meta, arrays)

    @classmethod
    def _kept(cls, ledger: Records, meta: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> NameIndex:
        for path in _homes(ledger):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_arrays(path, meta, arrays)
                _forget_others(path)
                return cls(*read_arrays(path))
            except (OSError, UnreadableError):
                continue
        return cls(meta, arrays)


def _homes(ledger: Records) -> list[Path]:
    """Where the file may lie: in the ledger's folder, else in the user's cache; never inside the package."""
    name = f"names-{ledger.fingerprint[:16]}-{FORMAT}.idx"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cuibono" / name
    folder = getattr(ledger, "path", None)
    if folder is None or Path(__file__).parents[1] in Path(folder).resolve().parents:
        return [cache]
    return [Path(folder) / ".names" / name, cache]


def _forget_others(path: Path) -> None:
    """Remove files of older versions beside a new one in a ledger's folder."""
    if path.parent.name != ".names":
        return
    for other in path.parent.glob("names-*.idx"):
        if other != path:
            try:
                other.unlink()
            except OSError:
                return


def _unique_rows(rows: Iterable[NameRow]) -> tuple[list[str], list[str], list[_Row]]:
    ids: dict[str, int] = {}
    schemas: list[str] = []
    texts: dict[tuple[int, str], None] = {}
    for row in rows:
        number = ids.setdefault(row.entity_id, len(ids))
        if number == len(schemas):
            schemas.append(row.schema)
        elif schemas[number] in ("LegalEntity", "Thing"):
            schemas[number] = row.schema
        texts.setdefault((number, row.name))
    order = sorted(ids, key=lambda i: i)
    renumber = {ids[identifier]: new for new, identifier in enumerate(order)}
    unique = sorted((renumber[number], text) for number, text in texts)
    return order, [schemas[ids[identifier]] for identifier in order], [_Row(n, t) for n, t in unique]


def build_arrays(rows: Iterable[NameRow]) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """(meta, arrays) of an index. Same spellings, same arrays, in whatever order they come."""
    ids, schemas, unique = _unique_rows(rows)
    table = sorted(set(schemas))
    id_bytes, id_offsets = pack(ids)
    name_bytes, name_offsets = pack([row.text for row in unique])
    arrays: dict[str, NDArray[Any]] = {
        "id_bytes": id_bytes,
        "id_offsets": id_offsets,
        "entity_schema": np.array([table.index(s) for s in schemas], dtype=np.uint16),
        "name_bytes": name_bytes,
        "name_offsets": name_offsets,
        "name_entity": np.array([row.entity for row in unique], dtype=np.uint32),
        **_key_arrays(unique, schemas),
        **_gram_arrays(unique, schemas),
    }
    return {"schemas": table}, arrays


def _key_arrays(unique: Sequence[_Row], schemas: Sequence[str]) -> dict[str, NDArray[Any]]:
    pairs: list[tuple[int, int]] = []
    for number, row in enumerate(unique):
        keys = keys_of(row.text, schemas[row.entity])
        if schemas[row.entity] != "Person":
            keys |= initial_keys(row.text)
        pairs.extend((_hash(key), number) for key in keys)
    pairs.sort()
    return {
        "key_hash": np.array([p[0] for p in pairs], dtype=np.uint64),
        "key_row": np.array([p[1] for p in pairs], dtype=np.uint32),
    }


def _gram_arrays(unique: Sequence[_Row], schemas: Sequence[str]) -> dict[str, NDArray[Any]]:
    hashes: list[int] = []
    owners: list[int] = []
    known: dict[str, int] = {}
    for number, row in enumerate(unique):
        for gram in grams_of(row.text, schemas[row.entity]):
            if gram not in known:
                known[gram] = _hash(gram) & 0xFFFFFFFF
            hashes.append(known[gram])
            owners.append(number)
    grams = np.array(hashes, dtype=np.uint32)
    rows = np.array(owners, dtype=np.uint32)
    order = np.lexsort((rows, grams))
    grams, rows = grams[order], rows[order]
    unique_grams, first = np.unique(grams, return_index=True)
    starts = np.append(first, len(grams)).astype(np.uint64)
    ends = starts.astype(np.int64)
    counts = ends[1:] - ends[:-1]
    weights = np.square(np.log(len(unique) + 1) - np.log(np.maximum(counts, 1)))
    sums = (
        np.bincount(rows, weights=np.repeat(weights, counts), minlength=len(unique))
        if len(unique)
        else np.zeros(0)
    )
    return {
        "gram_hash": unique_grams,
        "gram_start": starts,
        "gram_row": rows,
        "name_norm": np.maximum(np.sqrt(sums), 1e-6).astype(np.float32),
    }
