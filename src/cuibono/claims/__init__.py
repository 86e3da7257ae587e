"""Claims: what a document says about who funds, owns, directs, founded, leads whom, with exact spans.

``extract(document)`` for one, ``extract_many(documents)`` for many. Nothing here looks at records: extraction says what
the text says, whoever says it, and marks denials, hedges and sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from cuibono.claims.languages import extractor_for, unsupported
from cuibono.claims.proposals import agree
from cuibono.claims.types import Extraction, Extractor
from cuibono.model import Document

__all__ = ["Extraction", "Extractor", "extract", "extract_many"]


def extract(
    document: Document, known_names: Sequence[str] = (), *, adapters: Sequence[Extractor] = ()
) -> Extraction:
    """The claims of ``document``, the passages that no record can decide, and notes for the reader.

    ``known_names`` are accepted as names wherever they stand (the ledger's, the publisher's). ``adapters`` may propose
    claims beside the rules. Raises :class:`~cuibono.errors.ResourceError` when a rule file or the model is damaged.
    """
    return next(extract_many([document], known_names, adapters=adapters))


def extract_many(
    documents: Iterable[Document], known_names: Sequence[str] = (), *, adapters: Sequence[Extractor] = ()
) -> Iterator[Extraction]:
    """:func:`extract` for many documents, in order; neighbours of one language go through one pipeline."""
    for language, group in groupby(documents, key=lambda d: d.language):
        extractor = extractor_for(language)
        if extractor is None:
            yield from (Extraction((), (), (unsupported(language),)) for _ in group)
            continue
        for document, sentences, claims in extractor((d, known_names) for d in group):
            from cuibono.claims.uncheckable import find_uncheckable

            merged, notes = agree(document, sentences, claims, adapters)
            yield Extraction(merged, find_uncheckable(document, sentences), notes)
