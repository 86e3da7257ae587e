"""The Research Organization Registry: JSON of schema version 2, or its names and relationships as tables in a folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cuibono.ledger.codec import Value
from cuibono.ledger.formats import Context, Format
from cuibono.ledger.formats.json_stream import built, records
from cuibono.ledger.formats.shared import country, entity, find_file, has_columns, make_id, table
from cuibono.ledger.schema import vocabulary

_NAMES = ("ror_id", "name", "name_type", "lang", "country")
_KINDS: Mapping[str, str] = {
    "acronym": "abbreviation",
    "ror_display": "name",
    "label": "alias",
    "alias": "alias",
}
#: ISO 639-1 -> the three letters that FollowTheMoney writes.
_LANGUAGES: Mapping[str, str] = {
    "ar": "ara", "be": "bel", "bg": "bul", "ca": "cat", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng",
    "es": "spa", "et": "est", "fa": "fas", "fi": "fin", "fr": "fra", "he": "heb", "hi": "hin", "hr": "hrv", "hu": "hun",
    "hy": "hye", "id": "ind", "it": "ita", "ja": "jpn", "ka": "kat", "kk": "kaz", "ko": "kor", "lt": "lit", "lv": "lav",
    "nl": "nld", "no": "nor", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv", "sr": "srp",
    "sv": "swe", "tr": "tur", "uk": "ukr", "zh": "zho",
}  # fmt: skip


def sniff(head: bytes, path: Path) -> bool:
    if path.is_dir():
        names = find_file(path, "names.csv")
        from cuibono.ledger.formats import read_head

        return names is not None and has_columns(read_head(names), _NAMES)
    return has_columns(head, _NAMES) or (b'"https://ror.org/' in head and b'"names"' in head)


def read(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """Organisations with every name, and which is whose parent, successor or relation."""
    if path.is_dir() or path.suffix == ".csv" or ".csv" in path.suffixes:
        yield from _tables(path, context)
    else:
        yield from built(records(path, context), lambda record: _record(record, context), context)


def _record(record: Any, context: Context) -> Iterator[dict[str, Any]]:
    if isinstance(record, Mapping) and isinstance(record.get("id"), str) and record.get("names"):
        yield from _organisation(record)
    else:
        context.reject("no organisation", "id")


def _id(ror: str) -> str:
    return f"ror-{ror.rsplit('/', 1)[-1].lower()}"


def _name(kinds: str, name: str, lang: str) -> tuple[str, Any]:
    """The property for a name, its own language told."""
    kind = next((prop for word, prop in _KINDS.items() if word in kinds.split("/")), "alias")
    kind = "name" if "ror_display" in kinds.split("/") else kind
    code = _LANGUAGES.get(lang, lang if lang in vocabulary().languages else "")
    return kind, Value("", name, lang=code) if code else name


def _tables(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    folder = path if path.is_dir() else path.parent
    known: set[str] = set()
    for row in table(find_file(folder, "names.csv") or path, context):
        if not row["ror_id"].isalnum() or not row["name"]:
            context.reject("missing", "ror_id" if row["name"] else "name")
            continue
        known.add(row["ror_id"])
        prop, value = _name(row["name_type"], row["name"], row["lang"])
        yield entity(
            _id(row["ror_id"]),
            "Organization",
            **{prop: [value]},
            country=country(row["country"]),
            incorporationDate=row.get("established"),
            sector=(row.get("types") or "").lower().split(";"),
            sourceUrl=f"https://ror.org/{row['ror_id']}",
        )
    related = find_file(folder, "relationships.csv")
    for row in table(related, context) if related else ():
        if row["ror_id"] in known and row["other_ror_id"] in known:
            yield from _relation(_id(row["ror_id"]), row["relation"].lower(), _id(row["other_ror_id"]))


def _relation(id_: str, relation: str, other: str) -> Iterator[dict[str, Any]]:
    """Parents and children are one tie told from both sides; so are successors and predecessors."""
    if relation in ("parent", "child"):
        child, parent = (id_, other) if relation == "parent" else (other, id_)
        yield entity(child, "Organization", parent=parent)
    elif relation in ("successor", "predecessor"):
        before, after = (id_, other) if relation == "successor" else (other, id_)
        yield entity(
            make_id("ror-succession", before, after), "Succession", predecessor=before, successor=after
        )
    elif relation == "related":
        one, two = sorted((id_, other))
        yield entity(make_id("ror-related", one, two), "UnknownLink", subject=one, object=two, role="related")


def _organisation(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    id_ = _id(record["id"])
    names: dict[str, list[Any]] = {}
    for each in record["names"]:
        prop, value = _name(
            "/".join(each.get("types") or ()), str(each.get("value") or ""), str(each.get("lang") or "")
        )
        names.setdefault(prop, []).append(value)
    places = [
        (place.get("geonames_details") or {}).get("country_code", "")
        for place in record.get("locations") or ()
    ]
    links = [
        each["value"]
        for each in record.get("links") or ()
        if isinstance(each, Mapping) and each.get("type") == "website"
    ]
    yield entity(
        id_,
        "Organization",
        **names,
        country=[code for place in places if (code := country(place))],
        incorporationDate=str(record.get("established") or ""),
        sector=[str(kind).lower() for kind in record.get("types") or ()],
        website=links,
        sourceUrl=record["id"],
    )
    for relation in record.get("relationships") or ():
        if isinstance(relation, Mapping) and relation.get("id"):
            yield from _relation(id_, str(relation.get("type") or "").lower(), _id(str(relation["id"])))


FORMAT = Format(
    "ror",
    "Research Organization Registry (JSON 2.x, or names and relationships as tables)",
    sniff,
    read,
    {
        "name": "ror",
        "title": "Research Organization Registry",
        "publisher": {"name": "Research Organization Registry"},
        "licence": "CC0 1.0",
        "url": "https://ror.org",
        "standing": "third_party",
        "coverage": {
            "relations": ["Parent", "Succession", "UnknownLink"],
            "complete": "no",
            "basis": "research organisations only",
        },
    },
    folders=True,
)
