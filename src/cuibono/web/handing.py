"""A check made ready to be handed over: the files that leave the server, judgements beside findings, never instead of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cuibono import reporting
from cuibono.model import Check
from cuibono.reporting.objects import json_bytes
from cuibono.reporting.output import csv_bytes
from cuibono.reporting.table import COLUMNS, row
from cuibono.web.store.judgements import Judged, Judgement

JUDGED: Final = ("judgement", "judged_finding", "judged_by", "judged_at", "why", "notes")
_WIDE: Final = 32_767  # characters that a cell of a workbook holds


@dataclass(frozen=True, slots=True)
class Dossier:
    """One result with what people said of it."""

    check: Check
    found: Sequence[Judgement]
    judged: Mapping[str, Judged]
    slot: Callable[[str, Any], Any]


@dataclass(frozen=True, slots=True)
class File:
    """A file as it leaves: its bytes and what they are."""

    data: bytes
    media_type: str


def judgement_object(judgement: Judgement) -> dict[str, Any]:
    """A judgement as programs read it."""
    return {
        "id": judgement.id,
        "check": judgement.check_id,
        "claim": judgement.claim_id,
        "kind": judgement.kind,
        "finding": judgement.finding,
        "name": judgement.name,
        "entity_ids": list(judgement.entity_ids),
        "caption": judgement.caption,
        "why": judgement.why,
        "author": judgement.author,
        "created": judgement.created,
        "undone": judgement.undone,
        "undone_by": judgement.undone_by,
    }


def file_of(name: str, dossier: Dossier) -> File | None:
    """The file called so; None when there is none of that name."""
    make = _FILES.get(name)
    return make(dossier) if make else None


def _report(dossier: Dossier) -> File:
    text = reporting.to_html(dossier.check, slot=dossier.slot)
    return File(text.encode(), "text/html; charset=utf-8")


def _json(dossier: Dossier) -> File:
    return File(reporting.to_json(dossier.check) + b"\n", "application/json")


def _judgements(dossier: Dossier) -> File:
    return File(json_bytes([judgement_object(j) for j in dossier.found]) + b"\n", "application/json")


def _claimreview(dossier: Dossier) -> File:
    return File(reporting.claimreview_json(dossier.check) + b"\n", "application/ld+json")


def _ftm(dossier: Dossier) -> File:
    return File(reporting.to_ftm(dossier.check), "application/x-ndjson")


def _gexf(dossier: Dossier) -> File:
    return File(reporting.to_gexf(dossier.check), "application/gexf+xml")


def rows(dossier: Dossier) -> Iterable[list[str]]:
    """The verdicts as the command line's table has them, with what people judged at the end of each line."""
    for number, verdict in enumerate(dossier.check.verdicts, 1):
        cells = ["" if cell is None else str(cell) for cell in row(dossier.check, number, verdict)]
        yield [*cells, *_judged_cells(dossier.judged.get(verdict.claim.id))]


def _judged_cells(judged: Judged | None) -> list[str]:
    stance = judged.stance if judged else None
    notes = "; ".join(f"{n.author}: {n.why}" for n in judged.notes) if judged else ""
    if stance is None:
        return ["", "", "", "", "", notes]
    return [stance.kind, stance.finding or "", stance.author, stance.created, stance.why, notes]


def _csv(dossier: Dossier) -> File:
    return File(csv_bytes((*COLUMNS, *JUDGED), rows(dossier)), "text/csv; charset=utf-8")


def _xlsx(dossier: Dossier) -> File:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    stream = io.BytesIO()
    book = Workbook(
        stream,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": "cuibono", "comments": dossier.check.software})
    sheet, head = book.add_worksheet("claims"), book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    for column, words in enumerate((*COLUMNS, *JUDGED)):
        sheet.write_string(0, column, words, head)
    for number, cells in enumerate(rows(dossier), 1):
        for column, cell in enumerate(cells):
            sheet.write_string(number, column, _printable(cell)[:_WIDE])
    book.close()
    return File(stream.getvalue(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def _printable(cell: str) -> str:
    """Without what XML cannot carry."""
    return "".join(c for c in cell if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff"))


_FILES: Final[dict[str, Callable[[Dossier], File]]] = {
    "report.html": _report,
    "check.json": _json,
    "judgements.json": _judgements,
    "claimreview.json": _claimreview,
    "entities.ftm.json": _ftm,
    "network.gexf": _gexf,
    "claims.csv": _csv,
    "claims.xlsx": _xlsx,
}
FILES: Final = tuple(_FILES)
