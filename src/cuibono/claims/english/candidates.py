"""What a rule proposes before references, sources and fields are settled."""

from __future__ import annotations

from dataclasses import dataclass

from cuibono.claims.english.mentions import Argument
from cuibono.claims.english.tree import Sentence
from cuibono.model import Predicate


@dataclass(frozen=True, slots=True)
class Candidate:
    """One proposed claim: a predicate between two arguments, carried by node ``trigger`` of ``sentence``.

    ``source`` is the extractor: ``tree`` (dependency rules), ``pattern`` (token patterns) or ``list`` (headings).
    ``clause`` is the verb whose negation, mood and report govern the claim; ``said_by`` a source that the frame itself names.
    """

    predicate: Predicate
    subject: Argument
    object: Argument
    sentence: Sentence
    trigger: int
    clause: int
    cue: str
    source: str
    nature: str | None = None
    past: bool = False
    denied: bool = False
    said_by: str | None = None
