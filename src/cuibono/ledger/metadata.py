"""``dataset.yml``: what a register is, who speaks in it, and what it is complete for. Checked with pydantic at this edge."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from cuibono.errors import RecordError
from cuibono.ledger.records import Coverage, SourceKind
from cuibono.ledger.schema import PARENT, vocabulary
from cuibono.ledger.values import country as country_code
from cuibono.ledger.values import decimal, iso_date, tidy, url
from cuibono.model import Completeness, Standing

_LARGEST = 1 << 20


def _plain(value: Any) -> Any:
    """YAML reads 2020 as a number and 2020-01-31 as a date: both are meant as text."""
    if isinstance(value, (datetime.date, int, float)) and not isinstance(value, bool):
        return str(value)
    return tidy(value) if isinstance(value, str) else value


def _date(value: Any) -> Any:
    text = _plain(value)
    if not text:
        return None
    found = iso_date(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError("is no ISO date (2020, 2020-03, 2020-03-15)")
    return found


def _country(value: Any) -> Any:
    if value is False:  # YAML 1.1 reads an unquoted "no" (Norway) as false
        return "no"
    found = country_code(value) if isinstance(value, str) else None
    if value and found is None:
        raise ValueError("is no country code (ISO 3166, as FollowTheMoney writes it)")
    return found


def _url(value: Any) -> Any:
    found = url(value) if isinstance(value, str) else None
    if value and found is None:
        raise ValueError("is no web address")
    return found


def _sum(value: Any) -> Any:
    text = _plain(value)
    if text and (not isinstance(text, str) or decimal(text) is None):
        raise ValueError("is no sum")
    return text or None


def _complete(value: Any) -> Any:
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


def _relation(value: Any) -> Any:
    known = vocabulary().schemas.get(value) if isinstance(value, str) else None
    if value != PARENT.title() and (known is None or known.edge is None):
        raise ValueError(
            "is no relation: name a FollowTheMoney edge (Payment, Control, ...), Sanction or Parent"
        )
    return value


def _nothing(value: Any) -> Any:
    return "" if value is None else _plain(value)


def _not_empty(value: str) -> str:
    if not value:
        raise ValueError("must not be empty")
    return value


Text = Annotated[str, BeforeValidator(_nothing)]
Given = Annotated[str, BeforeValidator(_plain), AfterValidator(_not_empty)]
Date = Annotated[str | None, BeforeValidator(_date)]
Country = Annotated[str | None, BeforeValidator(_country)]
Address = Annotated[str | None, BeforeValidator(_url)]
Sum = Annotated[str | None, BeforeValidator(_sum)]
Relation = Annotated[str, BeforeValidator(_relation)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PublisherModel(Strict):
    """Who publishes the register; ``official``: a body of the state named by ``country``."""

    name: Given
    country: Country = None
    official: bool = False


class CoverageModel(Strict):
    """What the silence of the register is worth; see :class:`~cuibono.ledger.records.Coverage`."""

    relations: tuple[Relation, ...] = ()
    sources: tuple[Given, ...] = ()
    places: tuple[Country, ...] = ()
    start: Date = None
    end: Date = None
    complete: Annotated[Completeness, BeforeValidator(_complete)] = "no"
    basis: Text = ""
    exceptions: Text = ""
    withheld: Text = ""
    minimum_amount: Sum = None

    @model_validator(mode="after")
    def _says_what_is_left_out(self) -> Self:
        if self.complete == "except" and not self.exceptions:
            raise ValueError("complete: except needs exceptions: say what is left out")
        return self

    def record(self) -> Coverage:
        fields = self.model_dump()
        return Coverage(**{**fields, "places": tuple(place for place in self.places if place)})


class Metadata(Strict):
    """The whole of ``dataset.yml``."""

    name: Text = ""
    title: Given
    publisher: PublisherModel
    licence: Text = ""
    url: Address = None
    retrieved: Date = None
    version: Text = ""
    standing: Standing = "third_party"
    source_kind: SourceKind = "register"
    description: Text = ""
    coverage: CoverageModel = Field(default_factory=CoverageModel)


def load(
    source: Path | dict[str, Any] | None, *, fallback: str, defaults: Mapping[str, Any] | None = None
) -> Metadata:
    """Read and check metadata from a file or a mapping; without any, a bare description titled ``fallback``.

    ``defaults`` fill in the fields that are not given: what a format knows of its register.

    Raises :class:`RecordError` naming the file and the field.
    """
    if source is None:
        source = {} if defaults else {"title": fallback, "publisher": {"name": "unknown"}}
    path = source if isinstance(source, Path) else None
    raw = _read(path) if path is not None else source
    if not isinstance(raw, dict):
        raise RecordError("must be a mapping with title, publisher, licence, coverage, ...", path=path)
    if isinstance(raw.get("publisher"), str):
        raw = {**raw, "publisher": {"name": raw["publisher"]}}
    raw = {**(defaults or {}), **raw}
    try:
        return Metadata.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise RecordError(_reason(first), path=path, field=field or None) from error


def _read(path: Path) -> Any:
    try:
        if path.stat().st_size > _LARGEST:
            raise RecordError("larger than 1 MB: this is no dataset.yml", path=path)
        return yaml.safe_load(path.read_bytes())
    except OSError as error:
        raise RecordError(f"cannot be read: {error.strerror}", path=path) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else None
        raise RecordError(
            f"is no YAML: {getattr(error, 'problem', None) or 'unreadable'}", path=path, line=line
        ) from error
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise RecordError("is no YAML in UTF-8", path=path) from error


def _reason(error: Any) -> str:
    """What is wrong with a field and what to do, without the words of the library that checks it."""
    kind, place, context = error["type"], error["loc"], error.get("ctx", {})
    if kind == "extra_forbidden":
        known = _fields(place[:-1])
        near = get_close_matches(str(place[-1]), known, 1)
        return f"unknown: did you mean {near[0]}?" if near else f"unknown: known are {', '.join(known)}"
    if kind == "literal_error":
        words = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
        return f"must be one of {words}, not {_brief(error.get('input'))}"
    if kind in _REASONS:
        return _REASONS[kind]
    return str(error["msg"]).removeprefix("Value error, ")


#: Kind of error -> what to do.
_REASONS: Mapping[str, str] = {
    "missing": "missing: add it",
    "string_type": "must be a single text",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty",
    "tuple_type": "must be a list, such as [one, two]",
    "list_type": "must be a list, such as [one, two]",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "model_type": "must be a block of fields, such as name: value",
    "dict_type": "must be a block of fields, such as name: value",
}


def _brief(value: Any) -> str:
    text = ascii(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _fields(place: tuple[str | int, ...]) -> list[str]:
    """The names of fields that may stand at a place."""
    blocks: Mapping[str, type[BaseModel]] = {"publisher": PublisherModel, "coverage": CoverageModel}
    model = blocks.get(str(place[0])) if place else Metadata
    return list((model or Metadata).model_fields)
