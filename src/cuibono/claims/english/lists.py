"""Lists without verbs: predicate, time and one end come from the heading above."""

from __future__ import annotations

from collections.abc import Sequence

from cuibono.claims.english.fields import Margins
from cuibono.claims.english.mentions import Resolver
from cuibono.claims.english.tree import Sentence
from cuibono.model import Claim, Document


def list_candidates(
    document: Document, sentences: Sequence[Sentence], resolver: Resolver, margin: Margins
) -> list[Claim]:
    return []
