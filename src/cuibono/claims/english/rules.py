"""Frames as typed values, read from ``verbs.yml`` and ``roles.yml`` and checked on the way in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from cuibono.claims.lexicon import flatten, load
from cuibono.errors import ResourceError
from cuibono.model import PREDICATES, Predicate

KINDS = ("person", "org", "outlet", "state", "place", "unknown")


@dataclass(frozen=True, slots=True)
class VerbFrame:
    """How some verbs express a predicate: which slots hold its subject and object, and what must stand beside."""

    predicate: Predicate
    verbs: frozenset[str]
    subject: tuple[str, ...]
    object: tuple[str, ...]
    needs: str
    subject_kind: frozenset[str]
    object_kind: frozenset[str]
    nature: str | None
    flags: frozenset[str]


@dataclass(frozen=True, slots=True)
class RoleFrame:
    """How some nouns express a predicate between their bearer and their argument."""

    predicate: Predicate
    bearer_is_subject: bool
    heads: frozenset[str]
    with_words: frozenset[str]
    without: frozenset[str]
    preps: tuple[str, ...]
    bearer_kind: frozenset[str]
    argument_kind: frozenset[str]
    nature: str | None
    flags: frozenset[str]


def _predicate(row: dict[str, Any], path: str) -> Predicate:
    if row.get("predicate") not in PREDICATES:
        raise ResourceError(f"rule file {path}: {row.get('predicate')!r} is no predicate")
    return cast(Predicate, row["predicate"])


def _kinds(row: dict[str, Any], key: str, path: str) -> frozenset[str]:
    kinds = set(row.get(key, KINDS))
    if not kinds <= set(KINDS):
        raise ResourceError(f"rule file {path}: unknown kinds {sorted(kinds - set(KINDS))}")
    return frozenset(kinds)


def _flags(row: dict[str, Any]) -> frozenset[str]:
    return frozenset(
        k if v == "true" else f"{k}={v}"
        for k, v in row.items()
        if isinstance(v, str) and k not in ("predicate", "needs", "nature", "direction")
    )


@cache
def verb_frames() -> dict[str, tuple[VerbFrame, ...]]:
    """The frames of each verb, by its lemma (with its particle where it has one)."""
    path = "english/verbs.yml"
    table: dict[str, list[VerbFrame]] = {}
    for row in load(path)["frames"]:
        if row.get("skip") == "true":
            continue
        frame = VerbFrame(
            _predicate(row, path),
            frozenset(row["verbs"]),
            tuple(row["subject"]),
            tuple(row["object"]),
            row.get("needs", ""),
            _kinds(row, "subject_kind", path) - set(row.get("not_subject", ())),
            _kinds(row, "object_kind", path) - set(row.get("not_object", ())),
            row.get("nature"),
            _flags(row),
        )
        for verb in row["verbs"]:
            table.setdefault(verb, []).append(frame)
    return {verb: tuple(frames) for verb, frames in table.items()}


@cache
def nominal_frames() -> dict[str, tuple[VerbFrame, ...]]:
    """The frames of nouns with both ends beside them, by the noun."""
    path = "english/nominals.yml"
    table: dict[str, list[VerbFrame]] = {}
    for row in load(path)["nominals"]:
        heads = frozenset(row["heads"])
        frame = VerbFrame(
            _predicate(row, path),
            heads,
            tuple(row["subject"]),
            tuple(row["object"]),
            "",
            _kinds(row, "subject_kind", path),
            _kinds(row, "object_kind", path),
            row.get("nature"),
            _flags(row),
        )
        for head in sorted(heads):
            table.setdefault(head, []).append(frame)
    return {head: tuple(frames) for head, frames in table.items()}


@cache
def role_frames() -> dict[str, tuple[RoleFrame, ...]]:
    """The frames of each relation noun, by its singular."""
    path = "english/roles.yml"
    table: dict[str, list[RoleFrame]] = {}
    for row in load(path)["roles"]:
        frame = RoleFrame(
            _predicate(row, path),
            row["direction"] == "bearer",
            frozenset(row["heads"]),
            frozenset(row.get("with", ())),
            frozenset(row.get("without", ())),
            tuple(row["preps"]),
            _kinds(row, "bearer_kind", path),
            _kinds(row, "argument_kind", path),
            row.get("nature"),
            _flags(row),
        )
        for head in row["heads"]:
            table.setdefault(head, []).append(frame)
    return {head: tuple(frames) for head, frames in table.items()}


@cache
def word_set(group: str, key: str = "words") -> frozenset[str]:
    """A named word set of ``verbs.yml``."""
    data = load("english/verbs.yml")[key]
    return frozenset(flatten(data[group]))


@cache
def role_words(key: str) -> frozenset[str]:
    return frozenset(flatten(load("english/roles.yml")[key]))
