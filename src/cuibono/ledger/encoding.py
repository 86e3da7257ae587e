"""Entity objects, as a format yields them, to checked lines of :mod:`cuibono.ledger.codec`.

An entity is a mapping with ``id``, ``schema``, ``properties`` (name -> list of values) and perhaps ``first_seen``, ``last_seen``,
``source_url``. A value is a string, a number, another entity (nested), or a :class:`~cuibono.ledger.codec.Value` that
carries language and original wording.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from cuibono.ledger import values as clean
from cuibono.ledger.codec import FIRST_SEEN, GS, LAST_SEEN, SOURCE_URL, US, Codes, Value, write_value
from cuibono.ledger.rejects import Rejected, Rejects
from cuibono.ledger.schema import Property, Schema, vocabulary

Entity = Mapping[str, Any]
_DEPTH = 4
_VARIED = frozenset(
    {"entity", "name", "url", "text", "html", "address", "identifier", "json", "email", "phone"}
)
_MEMO_ENTRIES, _MEMO_LENGTH = 20_000, 40


class Spec(NamedTuple):
    """How the values of one property are taken. ``clean`` None: not stored; ``private``: never repeated in a reason.

    ``quick`` is the length up to which a value need not be measured in bytes; ``memo`` holds fields made of short values
    that come again and again (dates, countries, currencies), None where values seldom repeat. ``accept`` matches most values that are
    clean already, so that they need no cleaning.
    """

    code: str
    clean: Callable[[str], str | None] | None
    limit: int
    original: bool
    reference: bool
    kind: str
    quick: int
    memo: dict[str, str] | None
    accept: Callable[[str], object] | None = None
    private: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """How entities of one schema are taken; ``skip``: not at all."""

    schema: Schema
    code: str
    specs: Mapping[str, Spec]
    skip: bool


@lru_cache(maxsize=1)
def codes() -> Codes:
    """The characters of the vocabulary at hand."""
    words = vocabulary()
    return Codes.of(sorted(words.schemas), words.props)


@lru_cache(maxsize=1)
def privacy() -> Mapping[str, frozenset[str]]:
    """``resources/privacy.yml``: what is not stored of persons."""
    import yaml

    text = files("cuibono.ledger.resources").joinpath("privacy.yml").read_text(encoding="utf-8")
    return {key: frozenset(names) for key, names in yaml.safe_load(text).items()}


def _year(text: str) -> str | None:
    found = clean.iso_date(text)
    return found[:4] if found else None


def plan(schema: Schema, *, keep_identifiers: bool) -> Plan:
    """The plan for one schema under the privacy rules."""
    table, rules = codes(), privacy()
    person = "Person" in schema.ancestors
    hide = person and not keep_identifiers
    specs = {}
    for name, prop in schema.properties.items():
        spec = _spec(prop, table.prop_code[name], vocabulary().max_length[prop.type])
        specs[name] = spec._replace(private=person)
        if hide and name in rules["person"]:
            specs[name] = specs[name]._replace(clean=None, accept=None, memo=None)
        elif hide and name in rules["year_only"]:
            specs[name] = specs[name]._replace(clean=_year, original=False, accept=None)
    skip = not keep_identifiers and bool(schema.ancestors & rules["records"])
    return Plan(schema, table.schema_code[schema.name], specs, skip)


def _spec(prop: Property, code: str, limit: int) -> Spec:
    cleaner = clean.CLEANERS.get(prop.type, clean.one_line)
    return Spec(
        code,
        cleaner,
        limit,
        original=prop.type in clean.KEEPS_ORIGINAL,
        reference=prop.type == "entity",
        kind=prop.type,
        quick=min(limit, clean.HUGE // 4),
        memo=None if prop.type in _VARIED else {},
        accept=clean.CLEAN_ALREADY[prop.type].fullmatch if prop.type in clean.CLEAN_ALREADY else None,
    )


class Encoder:
    """Checks entities and hands their lines to ``sink``: ``id US line-number head US fields``.

    ``withheld`` counts values left out for privacy; ``persons_at``/``others_at`` are the addresses that persons, or others,
    refer to. Raises :class:`Rejected` for a row that cannot be taken.
    """

    def __init__(
        self, sink: Callable[[str], object], rejects: Rejects, *, keep_identifiers: bool = False
    ) -> None:
        self._sink = sink
        self._rejects = rejects
        self._keep = keep_identifiers
        self._plans: dict[str, Plan] = {}
        self.withheld = 0
        self.persons_at: set[str] = set()
        self.others_at: set[str] = set()

    def _plan(self, name: Any) -> Plan:
        schema = vocabulary().schemas.get(name) if isinstance(name, str) else None
        if schema is None:
            raise Rejected(f"unknown schema {_shown(name)}" if name else "no schema", "schema")
        if schema.abstract:
            raise Rejected(f"{name} is abstract: name the kind of thing", "schema")
        self._plans[name] = made = plan(schema, keep_identifiers=self._keep)
        return made

    def add(self, entity: Entity, line: int, depth: int = 0) -> str:
        """Take one entity and what is nested in it; returns its id."""
        try:
            id_, name, properties = entity["id"], entity["schema"], entity["properties"]
        except KeyError as error:
            raise Rejected("missing", str(error.args[0])) from None
        how = self._plans.get(name) if isinstance(name, str) else None
        how = how or self._plan(name)
        if not isinstance(id_, str) or clean.entity_id(id_) is None:
            raise Rejected(f"{_shown(id_)} is no id: letters, digits, '.' and '-', at most 200", "id")
        if not isinstance(properties, Mapping):
            raise Rejected("must map properties to lists of values", "properties")
        if how.skip:
            self.withheld += 1
            return id_
        told = self._rejects.values
        fields = self._whole(entity, line) if not _WHOLE_KEYS.isdisjoint(entity) else []
        held = len(fields)
        specs = how.specs
        for prop, values in properties.items():
            spec = specs.get(prop)
            if spec is not None and values.__class__ is list and len(values) == 1:
                value = values[0]
                if value.__class__ is str and value != id_:
                    # Most values: one, and known or clean as it stands.
                    memo, accept = spec.memo, spec.accept
                    if memo is not None and (known := memo.get(value)):
                        fields.append(known)
                        continue
                    if accept is not None and len(value) <= spec.quick and accept(value):
                        fields.append(spec.code + value)
                        if prop == "addressEntity":
                            self.others_at.add(value)
                        continue
            if spec is None:
                self._backward(how.schema, prop, values, id_, line, depth)
            elif spec.clean is None:
                self._withhold(prop, values)
            elif values:
                self._values(id_, how, prop, spec, values, fields, line, depth)
        if len(fields) == held and self._rejects.values > told:
            raise Rejected(f"no value that a {name} can take", "properties")
        self._sink(f"{id_}{US}{line:09x}{how.code}{US}{US.join(fields)}")
        return id_

    def _whole(self, entity: Entity, line: int) -> list[str]:
        """What is said of the whole entity."""
        found = []
        for key, mark, cleaner in _WHOLE:
            value = entity.get(key)
            if value:
                text = cleaner(value) if isinstance(value, str) else None
                if text:
                    found.append(mark + text)
                else:
                    self._rejects.value(line, f"{_shown(value)} is not understood", key)
        return found

    def _values(
        self,
        id_: str,
        how: Plan,
        prop: str,
        spec: Spec,
        values: Any,
        fields: list[str],
        line: int,
        depth: int,
    ) -> None:
        if values.__class__ is not list:
            values = list(values) if isinstance(values, (tuple, set, frozenset)) else [values]
        code, cleaner, _, original, reference, _, quick, memo, _, _ = spec
        start = len(fields)
        for value in values:
            if value.__class__ is str:
                if memo is not None and (known := memo.get(value)):
                    fields.append(known)
                    continue
                text = cleaner(value) if cleaner and len(value) <= quick else None
                if text is None or "\n" in text or (original and text != value):
                    text = self._text(prop, spec, value, line)
                if text and memo is not None and len(value) <= _MEMO_LENGTH and len(memo) < _MEMO_ENTRIES:
                    memo[value] = code + text
            else:
                text = self._other(id_, prop, spec, value, line, depth)
            if text and not (reference and text == id_):
                fields.append(code + text)
        if reference and prop == "addressEntity":
            self.others_at.update(field[1:] for field in fields[start:])
        if len(fields) - start > 1:
            fields[start:] = dict.fromkeys(fields[start:])

    def _text(self, prop: str, spec: Spec, value: str, line: int) -> str | None:
        """The clean field text of a string, with its original where that is kept; None for an empty or bad one."""
        if len(value) > clean.HUGE // 4 and len(value.encode("utf-8", "replace")) > clean.HUGE:
            raise Rejected(f"a value of {len(value):,} characters: more than 64 KB", prop)
        if not value or value.isspace():
            return None
        assert spec.clean is not None  # noqa: S101  withheld properties never come here
        text = spec.clean(value)
        if text is None:
            shown = "the value" if spec.private else _shown(value)
            self._rejects.value(line, f"{shown} is no valid {spec.kind}", prop)
            return None
        if len(text) > spec.limit:
            self._rejects.value(line, f"longer than {spec.limit:,} characters", prop)
            return None
        if spec.original and text != (told := clean.tidy(value)):
            return write_value("", Value("", text, original=told))
        return text.replace("\n", "\x1c") if "\n" in text else text

    def _other(self, id_: str, prop: str, spec: Spec, value: Any, line: int, depth: int) -> str | None:
        """A value that is no plain string: with a language, a number, a nested entity."""
        if isinstance(value, Value):
            text = self._text(prop, spec, value.value, line)
            if text is None:
                return None
            text, _, own = text.partition(GS)
            original = clean.one_line(value.original) if value.original else own.lstrip(GS) or None
            seen = (clean.iso_date(value.first_seen or ""), clean.iso_date(value.last_seen or ""))
            return write_value(
                "",
                Value(
                    "",
                    text,
                    clean.language(value.lang or ""),
                    original,
                    *seen,
                    clean.url(value.source_url or ""),
                ),
            )
        if isinstance(value, Mapping) and spec.reference:
            return self._nested(value, line, depth)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return self._text(prop, spec, str(value), line)
        if value is None:
            return None
        raise Rejected(f"{_shown(value)} is not text", prop)

    def _nested(self, value: Entity, line: int, depth: int) -> str:
        if depth >= _DEPTH:
            raise Rejected(f"nested more than {_DEPTH} deep", "properties")
        if set(value) <= {"id", "caption"} and isinstance(value.get("id"), str):
            return str(value["id"])
        return self.add(value, line, depth + 1)

    def _backward(self, schema: Schema, prop: str, values: Any, id_: str, line: int, depth: int) -> None:
        """Nested files list what refers to an entity under the reverse name of the property."""
        reverse = schema.reverse.get(prop)
        if reverse is None:
            # Vocabularies grow and shrink: a row of another year keeps what this one knows.
            self._rejects.value(line, f"{schema.name} has no such property", str(prop)[:80])
            return
        for value in values if isinstance(values, list) else [values]:
            if not isinstance(value, Mapping):
                continue
            inner = dict(value.get("properties") or {})
            inner.setdefault(reverse[1], [id_])
            self._nested({**value, "properties": inner}, line, depth)

    def _withhold(self, prop: str, values: Any) -> None:
        listed = values if isinstance(values, list) else [values]
        self.withheld += len(listed)
        if prop == "addressEntity":
            self.persons_at.update(_references(listed))


def _references(values: Iterable[Any]) -> set[str]:
    ids = (value.get("id") if isinstance(value, Mapping) else value for value in values)
    return {id_ for id_ in ids if isinstance(id_, str)}


def _shown(value: Any) -> str:
    """A short, harmless rendering of what was found."""
    text = ascii(value)
    return text if len(text) <= 60 else text[:57] + "..."


_WHOLE_KEYS = frozenset({"first_seen", "last_seen", "source_url"})
_WHOLE: tuple[tuple[str, str, Callable[[str], str | None]], ...] = (
    ("first_seen", FIRST_SEEN, clean.iso_date),
    ("last_seen", LAST_SEEN, clean.iso_date),
    ("source_url", SOURCE_URL, clean.url),
)
__all__ = ["Encoder", "Plan", "Spec", "codes", "plan", "privacy"]
