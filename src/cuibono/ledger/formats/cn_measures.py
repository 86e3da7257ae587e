"""China's countermeasures and sanctions, a table kept by OpenSanctions: each row cites the official announcement."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cuibono.ledger.codec import Value
from cuibono.ledger.formats import Context, Format
from cuibono.ledger.formats.shared import country, day_first, entity, fold, has_columns, make_id, table
from cuibono.ledger.schema import vocabulary

_COLUMNS = ("Type", "QID", "Name", "Chinese name", "Body", "List", "Date", "Source URL")


def sniff(head: bytes, path: Path) -> bool:
    return has_columns(head, _COLUMNS)


def read(path: Path, context: Context) -> Iterator[dict[str, Any]]:
    """One entity and one measure a row; the same one in several announcements is one entity."""
    for row in table(path, context):
        schema = row["Type"] or "LegalEntity"
        if not row["Name"] or schema not in vocabulary().schemas:
            context.reject(
                "missing" if not row["Name"] else f"unknown schema {schema[:30]!r}",
                "Name" if not row["Name"] else "Type",
            )
            continue
        kind = "Person" if schema == "Person" else "LegalEntity"
        id_ = make_id("cn-measures", kind, fold(row["Name"]))
        code = country(row["Country"]) if row["Country"] else None
        chinese = Value("", row["Chinese name"], lang="zho") if row["Chinese name"] else None
        yield entity(
            id_,
            schema,
            name=row["Name"],
            alias=[*(part.strip() for part in row["Alias"].split(";")), *([chinese] if chinese else [])],
            country=None if kind == "Person" else code,
            nationality=code if kind == "Person" else None,
            position=row["Summary"] if kind == "Person" else None,
            summary=None if kind == "Person" else row["Summary"],
            wikidataId=row["QID"],
            topics=row["Topics"],
        )
        yield _measure(id_, row, context)


def _measure(id_: str, row: dict[str, str] | Any, context: Context) -> dict[str, Any]:
    dates = {}
    for prop, column in (("listingDate", "Date"), ("endDate", "End date")):
        if row[column]:
            dates[prop] = day_first(row[column])
            if dates[prop] is None:
                context.leave_out(f"{row[column][:20]!r} is no date", column)
    return entity(
        make_id("cn-measure", id_, row["Body"], row["List"], row["Date"]),
        "Sanction",
        entity=id_,
        authority=row["Body"],
        country="cn",
        program=row["List"],
        sourceUrl=row["Source URL"],
        **dates,
    )


FORMAT = Format(
    "cn-measures",
    "China: countermeasures and sanctions (table of official announcements)",
    sniff,
    read,
    {
        "name": "cn-measures",
        "title": "Countermeasures and sanctions of the People's Republic of China",
        "publisher": {
            "name": "OpenSanctions, from announcements of Chinese ministries",
            "country": "cn",
            "official": False,
        },
        "licence": "MIT",
        "url": "https://github.com/opensanctions/opensanctions/blob/main/datasets/cn/sanctions/sanctions.csv",
        "standing": "regulator",
        "coverage": {
            "relations": ["Sanction"],
            "sources": [
                "Ministry of Foreign Affairs of the People's Republic of China",
                "Ministry of Commerce of the People's Republic of China",
            ],
            "complete": "no",
            "basis": "collected from announcements, partial by its own note",
        },
    },
)
