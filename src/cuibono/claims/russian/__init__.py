"""Claims in Russian text, by rules over names, cases and clauses.

``extract_claims(document)`` gives claims of the same shape and predicates as every language. Names come from quotation
marks, capitals, Latin script, acronyms and describing nouns, cases from pymorphy3; rules and word lists are YAML under
``claims/resources/russian``. Needs pymorphy3 and razdel; :func:`available` says whether they are there.
"""

from __future__ import annotations

from collections.abc import Sequence

from cuibono.claims.russian.morphology import available, find_sentences
from cuibono.model import Claim, Document

__all__ = ["NOTE", "available", "extract_claims", "find_sentences"]

NOTE = "No claims were extracted: the text is Russian, and the Russian parts (pymorphy3, razdel) are not installed."


def extract_claims(
    document: Document, known_names: Sequence[str] = (), reference: str | None = None
) -> tuple[Claim, ...]:
    """The claims of a Russian document, in order of their quotes.

    ``reference`` is the ISO date prefix that relative times are counted from, by default the document's own date.
    ``known_names`` are accepted for the sake of one shape with other languages; names are found without them. Without
    the parts that Russian needs there are no claims (see :data:`NOTE`).
    """
    if not available():
        return ()
    from cuibono.claims.russian.extractor import extract

    return extract(document, reference or document.published)
