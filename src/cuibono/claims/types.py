"""What extraction gives, and what an extractor is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from cuibono.model import Claim, Document, Span, Uncheckable


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one document says that can be checked, what cannot, and what the reader must know about the extraction."""

    claims: tuple[Claim, ...]
    uncheckable: tuple[Uncheckable, ...] = ()
    notes: tuple[str, ...] = ()


class Extractor(Protocol):
    """Anything that proposes claims beside the rules, a model adapter for one.

    What it proposes is checked: a claim whose quote is not the text at its span, or whose predicate is none of ours, is
    dropped. A claim that the rules make too gains confidence by agreement; no finding ever comes from an extractor.
    """

    name: str

    def propose(self, document: Document, sentences: Sequence[Span]) -> Sequence[Claim]:
        """Claims about ``document``, each with ``document.text[span] == quote``."""
