"""Token patterns beside the tree: regular expressions over a sentence whose names are single marks."""

from __future__ import annotations

from collections.abc import Iterator

from cuibono.claims.english.candidates import Candidate
from cuibono.claims.english.mentions import Resolver
from cuibono.claims.english.tree import Sentence


def pattern_candidates(s: Sentence, resolver: Resolver) -> Iterator[Candidate]:
    yield from ()
