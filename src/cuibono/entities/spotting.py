"""Which spellings on record stand word for word in a text: extraction then takes each for one name.

Rules that find names by capitals stumble over "Bureau for Human Rights and Rule of Law" or "Ar.Rukh.Khak"; a name on
record that stands in the text as it is needs no guessing. This says nothing about who is meant: linking decides that.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cuibono.entities.folding import fold

if TYPE_CHECKING:
    from cuibono.entities.index import Records

MAX_WORDS = 12
_WORD = re.compile(r"[^\s,;:()\[\]«»“”\"]+")
_INNER = re.compile(r"\w[./&]\w")
_EDGE = ".!?'’‘"


def recorded_names(text: str, ledger: Records) -> tuple[str, ...]:
    """Spellings of ``ledger`` in ``text``, in order of appearance, case and accents aside.

    Only those of two words or more, or with a full stop or slash inside a word; a run never crosses a comma, a quotation
    mark or a line.
    """
    from cuibono.entities.retrieval import index_of

    runs = [
        _windows(line, words, first)
        for line in text.splitlines()
        for words in [[m.span() for m in _WORD.finditer(line)]]
        for first, (start, _) in enumerate(words)
        if line[start].isupper()
    ]
    tried = list(dict.fromkeys(window for windows in runs for window in windows))
    filed = index_of(ledger).filed(["'" + fold(window).strip() for window in tried])
    known = {window for window, yes in zip(tried, filed, strict=True) if yes}
    found: dict[str, None] = {}
    for windows in runs:
        longest = next((w for w in windows if w not in found and w in known), None)
        if longest is not None:
            found[longest] = None
    return tuple(found)


def _windows(line: str, words: list[tuple[int, int]], first: int) -> list[str]:
    """Runs that begin at a word, longest first."""
    start = words[first][0]
    last = first
    while last + 1 < len(words) and last + 1 < first + MAX_WORDS:
        between = line[words[last][1] : words[last + 1][0]]
        if between.strip():
            break
        last += 1
    runs = (
        line[start : words[end][1]].rstrip(_EDGE).removesuffix("'s").removesuffix("’s")
        for end in range(last, first - 1, -1)
    )
    return [run for run in runs if " " in run or _INNER.search(run)]
