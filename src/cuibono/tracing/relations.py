"""Relations in words: what may be asked for, and how a record reads along a path."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cuibono.errors import InputError, ResourceError

LINKED = ("is linked to", "is linked to")


@dataclass(frozen=True, slots=True)
class Words:
    """One schema in words; see the head of ``resources/relations.yml``."""

    names: tuple[str, ...]
    verb: tuple[str, str]
    meet: str | None = None
    part: str | None = None


@cache
def words() -> dict[str, Words]:
    """Schema -> its words, in the order of the file. Raises :class:`ResourceError` for an altered file."""
    import yaml

    text = files("cuibono.tracing.resources").joinpath("relations.yml").read_text(encoding="utf-8")
    try:
        return {
            schema: Words(
                tuple(row["names"]), (row["verb"][0], row["verb"][1]), row.get("meet"), row.get("part")
            )
            for schema, row in yaml.safe_load(text).items()
        }
    except (yaml.YAMLError, AttributeError, KeyError, IndexError, TypeError) as error:
        raise ResourceError("tracing/resources/relations.yml is altered: install cuibono again") from error


def schemas_of(asked: Iterable[str]) -> frozenset[str]:
    """The schemas that words stand for: schemas (``Payment``), claims (``funds``), or words such as ``money``; commas part them.

    Raises :class:`InputError` for a word that stands for none.
    """
    wanted = [word.strip() for text in asked for word in text.split(",") if word.strip()]
    found: set[str] = set()
    for word in wanted:
        schemas = {s for s, told in words().items() if word.lower() in (s.lower(), *told.names)}
        if not schemas:
            known = ", ".join(dict.fromkeys(name for told in words().values() for name in told.names))
            raise InputError(
                f"{word[:40]!r} is no relation: choose among {known}, or a schema such as Payment"
            )
        found |= schemas
    return frozenset(found)


def verb(schema: str, forward: bool) -> str:
    """How a record reads from its source to its target, or back."""
    held = words().get(schema)
    return (held.verb if held else LINKED)[0 if forward else 1]
