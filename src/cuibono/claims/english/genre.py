"""Games, fiction, sport and recipes make no claims about the world, whatever words they use."""

from __future__ import annotations

from collections.abc import Iterable

from cuibono.claims.lexicon import load, words

_FILE = "english/genres.yml"
_GENRES = ("games", "fiction", "sport", "recipes")


def genre_of(tokens: Iterable[str]) -> str | None:
    """The genre of a text of make-believe or play, or None: by distinct words of the genre and their share."""
    low = [t.casefold() for t in tokens if t[0].isalpha()]
    limits = load(_FILE)["thresholds"]
    for genre in _GENRES:
        hits = [w for w in low if w in words(_FILE, genre)]
        if len(set(hits)) >= int(limits["distinct"]) and len(hits) >= float(limits["share"]) * len(low):
            return genre
    return None
