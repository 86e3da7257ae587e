"""The name index of a ledger: equal keys at once, near spellings by character n-grams.

Built from ``Ledger.names()``, kept in a file that processes share by mapping it, thrown away and built anew whenever
the ledger's versions or this module's format change.
"""

from __future__ import annotations

import hashlib
import math
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from cuibono.entities.arrays import Strings, UnreadableError, pack, read_arrays, write_arrays
from cuibono.entities.folding import fold
from cuibono.entities.latin import coarse
from cuibono.entities.names import Name, name_shape, parse
from cuibono.entities.states import read_state
from cuibono.ledger.records import Edge, Entity

FORMAT = 4
"""Raised with every change of the file or of the keys in it."""
SMALL = 3_000
"""Ledgers of fewer names are indexed in memory at each opening of the program: no file is worth it."""
MOST_POSTINGS = 60_000
_SHARES = (0.6, 0.4, 0.25, 0.12, 0.0)
"""Shares of the best score below which rows are not sorted, tried until enough are left."""


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


def _gram(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "replace"))


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
    """Character 3-grams of the words' sound keys, with word ends marked, and their coarse sounds."""
    found: set[str] = set()
    for name in _readings(text, schema)[:1]:
        for token in name.core:
            plain = token.concept if token.kind in ("place", "number") else token.keys[0]
            marked = f"^{plain}$"
            sounds = f"^{coarse(plain)}$"
            found.add("~" + sounds)
            found.update("~" + sounds[i : i + 2] for i in range(len(sounds) - 1))
            found.update(marked[i : i + 3] for i in range(max(1, len(marked) - 2)))
    return found


class NameIndex:
    """All spellings of a ledger, found by key and by likeness. Read-only; several processes share one file."""

    def __init__(self, meta: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> None:
        self._schemas: list[str] = meta["schemas"]
        self._arrays = arrays
        self._ids = Strings(arrays["id_bytes"], arrays["id_offsets"])
        self._owners = memoryview(arrays["name_entity"].data)
        self._names = Strings(arrays["name_bytes"], arrays["name_offsets"])

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

    def spelling(self, row: int) -> str:
        """A spelling by its number."""
        return self._names[row]

    def bearer(self, row: int) -> str:
        """The id of the entity that bears a spelling."""
        return self._ids[self._owners[row]]

    def names_of(self, number: int) -> Iterator[str]:
        """All spellings of one entity."""
        rows = self._arrays["name_entity"]
        first, last = (int(np.searchsorted(rows, n)) for n in (number, number + 1))
        return (self._names[i] for i in range(first, last))

    def _hit(self, row: int, nearness: float, equal: bool) -> Hit:
        return Hit(self._owners[row], self._names[row], nearness, equal)

    def equal(self, keys: Iterable[str]) -> list[Hit]:
        """Spellings filed under any of the keys."""
        hashes, rows = self._arrays["key_hash"], self._arrays["key_row"]
        found: dict[int, None] = {}
        for key in sorted(keys):
            value = np.uint64(_hash(key))
            first, last = (int(np.searchsorted(hashes, value, side)) for side in ("left", "right"))
            found.update(dict.fromkeys(int(row) for row in rows[first:last]))
        return [self._hit(row, 1.0, True) for row in sorted(found)]

    def filed(self, keys: Sequence[str]) -> list[bool]:
        """Which of the keys some spelling is filed under."""
        hashes = self._arrays["key_hash"]
        wanted = np.fromiter(map(_hash, keys), np.uint64, len(keys))
        spots = np.minimum(np.searchsorted(hashes, wanted), max(0, len(hashes) - 1))
        found: list[bool] = (hashes[spots] == wanted).tolist() if len(hashes) else [False] * len(keys)
        return found

    def near(self, name: str, schema: str | None = None, limit: int = 30) -> list[Hit]:
        """The spellings that share most and rarest n-grams with ``name``, nearest first."""
        spots = self._spots(grams_of(name, schema))
        if not len(spots):
            return []
        first, counts, weights = (self._arrays[k][spots] for k in ("gram_start", "gram_count", "gram_weight"))
        posts = self._arrays["gram_row"]
        rows = np.concatenate(
            [posts[a : a + n] for a, n in zip(first.tolist(), counts.tolist(), strict=True)]
        )
        return self._ranked(rows, np.repeat(weights, counts), math.sqrt(float(weights.sum())), limit)

    def _spots(self, grams: Iterable[str]) -> NDArray[np.int64]:
        """Where the known ones of these n-grams are filed, the rarest first, as many as ``MOST_POSTINGS`` allow."""
        hashes = self._arrays["gram_hash"]
        if not len(hashes):
            return np.zeros(0, dtype=np.int64)
        wanted = np.array(sorted(map(_gram, grams)), dtype=np.uint32)
        spots = np.minimum(np.searchsorted(hashes, wanted), len(hashes) - 1)
        known: NDArray[np.int64] = spots[hashes[spots] == wanted]
        counts = self._arrays["gram_count"][known]
        if int(counts.sum()) <= MOST_POSTINGS:
            return known
        rarest: NDArray[np.int64] = known[np.argsort(counts, kind="stable")]
        most = int(np.searchsorted(np.cumsum(np.sort(counts)), MOST_POSTINGS))
        return rarest[: max(1, most)]

    def _ranked(
        self, rows: NDArray[np.uint32], weights: NDArray[np.float32], norm: float, limit: int
    ) -> list[Hit]:
        norms = self._arrays["name_norm"]
        if len(rows) < len(norms) // 8:
            found, inverse = np.unique(rows, return_inverse=True)
            unique: NDArray[np.int64] = found.astype(np.int64)
            scores = np.bincount(inverse, weights=weights) / norms[unique]
        else:
            scores = np.bincount(rows, weights=weights, minlength=len(norms)) / norms
            unique = np.arange(len(norms))
        for share in _SHARES:
            best = np.flatnonzero(scores >= share * scores.max())
            if len(best) >= limit or share == 0.0:
                unique, scores = unique[best], scores[best]
                break
        order = np.lexsort((unique, -scores))[:limit]
        return [
            self._hit(row, min(1.0, score / norm), False)
            for row, score in zip(unique[order].tolist(), scores[order].tolist(), strict=True)
            if score > 0
        ]

    @classmethod
    def build(cls, rows: Iterable[NameRow]) -> NameIndex:
        """An index in memory of these spellings."""
        meta, arrays = build_arrays(rows)
        return cls(meta, arrays)

    @classmethod
    def open(cls, ledger: Records) -> NameIndex:
        """The index of a ledger: from its file where there is one for these versions, else built and kept."""
        for path in homes(ledger):
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
        for path in homes(ledger):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_arrays(path, meta, arrays)
                _forget_others(path)
                return cls(*read_arrays(path))
            except (OSError, UnreadableError):
                continue
        return cls(meta, arrays)


def homes(ledger: Records, kind: str = "names", version: int = FORMAT) -> list[Path]:
    """Where a file may lie: in the ledger's folder, else in the user's cache; never inside the package."""
    name = f"{kind}-{ledger.fingerprint[:16]}-{version}.idx"
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cuibono" / name
    folder = getattr(ledger, "path", None)
    if folder is None or Path(__file__).parents[1] in Path(folder).resolve().parents:
        return [cache]
    return [Path(folder) / ".names" / name, cache]


def _forget_others(path: Path) -> None:
    """Remove files of older versions beside a new one in a ledger's folder."""
    if path.parent.name != ".names":
        return
    for other in path.parent.glob("*.idx"):
        if other.name.split("-")[1] != path.name.split("-")[1]:
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
                known[gram] = _gram(gram)
            hashes.append(known[gram])
            owners.append(number)
    grams = np.array(hashes, dtype=np.uint32)
    rows = np.array(owners, dtype=np.uint32)
    order = np.lexsort((rows, grams))
    grams, rows = grams[order], rows[order]
    unique_grams, first = np.unique(grams, return_index=True)
    counts = np.diff(np.append(first, len(grams))).astype(np.int64)
    weights = np.square(np.log(len(unique) + 1) - np.log(np.maximum(counts, 1)))
    sums = np.bincount(rows, weights=np.repeat(weights, counts), minlength=len(unique)) if len(rows) else 0.0
    norms = np.maximum(np.sqrt(sums) * np.ones(len(unique)), 1e-6)
    return {
        "gram_hash": unique_grams,
        "gram_start": first.astype(np.int64),
        "gram_count": counts,
        "gram_weight": weights.astype(np.float32),
        "gram_row": rows,
        "name_norm": norms.astype(np.float32),
    }
