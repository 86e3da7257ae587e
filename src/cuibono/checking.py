"""The main job on one page: read, extract, link, verify.

Every step is one room; this module only hands the result of one to the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cuibono import __version__
from cuibono.errors import InputError
from cuibono.model import Actor, Check, Document

if TYPE_CHECKING:
    from cuibono.claims import Extraction
    from cuibono.ledger import Ledger

EXPLAINED = ("en", "ru")
"""Languages that findings are explained in; the text's own where it is one of them, else English."""


def check(
    source: Document | str | Path,
    ledger: Ledger,
    *,
    today: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
) -> Check:
    """Set every claim of one text beside the records of ``ledger``.

    ``source`` is a :class:`Document`, a path, ``-`` or an http(s) address. ``published``, ``publisher`` and ``url`` stand
    in where the text does not say, and win where it does. ``today`` is the day that "now" means (ISO; default: the
    day of the run). Raises :class:`~cuibono.errors.DocumentError`, :class:`~cuibono.errors.FetchError` or
    :class:`~cuibono.errors.LedgerError`.
    """
    from cuibono.claims import extract
    from cuibono.entities import recorded_names

    document = _as_document(source, published=published, publisher=publisher, url=url)
    extraction = extract(document, recorded_names(document.text, ledger))
    return judge(document, extraction, ledger, today=_day(today))


def check_many(documents: Iterable[Document], ledger: Ledger, *, today: str | None = None) -> Iterator[Check]:
    """The same for many documents in one process; extraction runs in batches, results keep the order."""
    from cuibono.claims import extract_many

    day = _day(today)
    kept: list[Document] = []
    for extraction in extract_many(keep(documents, kept)):
        yield judge(kept.pop(0), extraction, ledger, today=day)


def keep(documents: Iterable[Document], kept: list[Document]) -> Iterator[Document]:
    """Pass documents on and keep them: what comes of them comes in the same order, in batches later."""
    for document in documents:
        kept.append(document)
        yield document


def judge(
    document: Document,
    extraction: Extraction,
    ledger: Ledger,
    *,
    today: str,
    relink: Callable[[tuple[Actor, ...]], tuple[Actor, ...]] | None = None,
) -> Check:
    """Link and verify what was extracted: the half of the job that needs records.

    ``relink`` may put other links in the place of the program's own, e.g. those that a person decided.
    """
    from cuibono.entities import link_actors
    from cuibono.verification import profile_publisher, profile_sources, searched_datasets, verify

    actors = link_actors(document, extraction.claims, ledger)
    if relink is not None:
        actors = relink(actors)
    language = document.language if document.language in EXPLAINED else "en"
    publisher = profile_publisher(document, ledger, today=today, language=language)
    return Check(
        document=document,
        publisher=publisher,
        verdicts=verify(extraction.claims, actors, ledger, document, today=today, language=language),
        uncheckable=extraction.uncheckable,
        actors=actors,
        ledger=searched_datasets(ledger),
        as_of=today,
        reference=document.published,
        notes=(*_notes(document), *extraction.notes),
        software=f"cuibono {__version__}",
        sourcing=profile_sources(
            extraction.claims,
            actors,
            ledger,
            document,
            today=today,
            publisher=publisher.actor,
            language=language,
        ),
    )


def _as_document(
    source: Document | str | Path, *, published: str | None, publisher: str | None, url: str | None
) -> Document:
    if isinstance(source, Document):
        return source
    from cuibono.documents import read

    return read(source, published=published, publisher=publisher, url=url)


def _notes(document: Document) -> tuple[str, ...]:
    if document.published:
        return ()
    return ("The text gives no date: findings are for the day of the check. Give one with --date.",)


def _day(today: str | None) -> str:
    if today is None:
        return datetime.now(UTC).date().isoformat()
    try:
        return date.fromisoformat(today).isoformat()
    except ValueError as error:
        raise InputError(f"{today!r} is not a day: write it as YYYY-MM-DD") from error
