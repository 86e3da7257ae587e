"""All names of a ledger in a text: exact places, longest match, whole words; one index for many processes.

Names are looked up by hashes of their words (:mod:`cuibono.entities.hashing`), a block of text at a time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from cuibono.entities.arrays import Strings, UnreadableError, pack, read_arrays, write_arrays
from cuibono.entities.exact import tells
from cuibono.entities.hashing import Letters, Phrases, letters, words
from cuibono.entities.index import NameIndex, Records, homes
from cuibono.entities.lexicon import lexicon
from cuibono.entities.names import parse
from cuibono.entities.screentable import Table, build_table
from cuibono.entities.stemming import CYRILLIC, stem_hashes
from cuibono.errors import InputError
from cuibono.model import Span

FORMAT = 3
SHORT = 4
"""Letters up to which a name in capitals is found in capitals only: "IT" is no "It"."""
KEPT = 1 << 16
BLOCK, OVERLAP = 1 << 18, 1024
_SPACE = re.compile(r"\s")


class ScreenHit(NamedTuple):
    """A name of the ledger in a text; ``text`` is the mention, the text from ``span.start`` to ``span.end``.

    ``entity_ids`` bear this spelling, ``name`` is the spelling on record. ``inflected``: found without its case ending.
    """

    span: Span
    entity_ids: tuple[str, ...]
    name: str
    inflected: bool = False
    text: str = ""


class _Bearers(NamedTuple):
    """Who bears a name; ``capitals``: a short name that must be written in capitals."""

    ids: tuple[str, ...]
    name: str
    capitals: bool


class Spellings(Protocol):
    """Numbered spellings and who bears them."""

    def __len__(self) -> int: ...
    def spelling(self, row: int) -> str: ...
    def bearer(self, row: int) -> str: ...


class _Listed:
    """Spellings in memory."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        self._rows = sorted({(text, identifier) for identifier, text in named})

    def __len__(self) -> int:
        return len(self._rows)

    def spelling(self, row: int) -> str:
        return self._rows[row][0]

    def bearer(self, row: int) -> str:
        return self._rows[row][1]


class _Mapped:
    """Spellings in a file that is mapped into memory; only those that are found are ever read."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._names = Strings(arrays["name_bytes"], arrays["name_offsets"])
        self._ids = Strings(arrays["id_bytes"], arrays["id_offsets"])

    def __len__(self) -> int:
        return len(self._names)

    def spelling(self, row: int) -> str:
        return self._names[row]

    def bearer(self, row: int) -> str:
        return self._ids[row]


class Screener:
    """Finds the names it was made of in texts. Its arrays are read-only: processes share one file of them."""

    def __init__(
        self, spellings: Spellings, known: Letters, large: Table, small: Table, stemmed: Table
    ) -> None:
        self._spellings, self._letters = spellings, known
        self._large, self._small, self._stemmed = large, small, stemmed
        self._kept: dict[tuple[int, int], _Bearers] = {}

    @classmethod
    def build(cls, named: Iterable[tuple[str, str]]) -> Screener:
        """From (entity id, spelling) pairs; spellings of generic words alone are left out."""
        listed = _Listed(named)
        return cls(listed, letters(), *_tables([listed.spelling(i) for i in range(len(listed))]))

    @classmethod
    def open(cls, ledger: Records) -> Screener:
        """The screener of a ledger: from its file where there is one for these versions, else built and kept."""
        index = NameIndex.open(ledger)
        for path in homes(ledger, "screen", FORMAT):
            try:
                meta, arrays = read_arrays(path)
            except (OSError, UnreadableError):
                continue
            if meta.get("fingerprint") == ledger.fingerprint and meta.get("names") == len(index):
                return cls(index, Letters.of(arrays), *(Table.of(arrays, prefix) for prefix in _PREFIXES))
        made = cls(index, letters(), *_tables([index.spelling(i) for i in range(len(index))]))
        made._keep(ledger)
        return made

    def save(self, path: Path) -> None:
        """Write the tables and the spellings to a file of their own, whole or not at all."""
        rows = range(len(self._spellings))
        names, offsets = pack([self._spellings.spelling(row) for row in rows])
        ids, places = pack([self._spellings.bearer(row) for row in rows])
        strings: dict[str, NDArray[Any]] = {
            "name_bytes": names,
            "name_offsets": offsets,
            "id_bytes": ids,
            "id_offsets": places,
        }
        write_arrays(path, {"screen": FORMAT}, self._arrays() | strings)

    @classmethod
    def load(cls, path: Path) -> Screener:
        """A screener from a file that :meth:`save` wrote, mapped and not read.

        Raises :class:`~cuibono.errors.InputError` for any other file.
        """
        try:
            meta, arrays = read_arrays(path)
            if meta.get("screen") != FORMAT:
                raise UnreadableError
            return cls(
                _Mapped(arrays), Letters.of(arrays), *(Table.of(arrays, prefix) for prefix in _PREFIXES)
            )
        except (UnreadableError, KeyError) as error:
            raise InputError(f"{path}: no table of names of this version: save it again") from error

    def _arrays(self) -> dict[str, NDArray[Any]]:
        tables = (self._large, self._small, self._stemmed)
        kept = self._letters.arrays()
        for prefix, table in zip(_PREFIXES, tables, strict=True):
            kept |= table.arrays(prefix)
        return kept

    def _keep(self, ledger: Records) -> None:
        """Keep the tables beside the ledger's name index, which holds the spellings."""
        meta = {"fingerprint": ledger.fingerprint, "names": len(self._spellings)}
        for path in homes(ledger, "screen", FORMAT):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_arrays(path, meta, self._arrays())
            except OSError:
                continue
            return

    @property
    def nbytes(self) -> int:
        """Bytes of the tables, without the spellings themselves."""
        return self._large.nbytes + self._small.nbytes + self._stemmed.nbytes

    def screen(self, text: str) -> Iterator[ScreenHit]:
        """Every name in ``text``, from left to right, none within another; the longest where several begin at one place.

        A name must be written with a capital where it is on record, so that names that are also words are found only
        where they are names.
        """
        start = 0
        while start < len(text):
            stop = _cut(text, start + BLOCK)
            last = start
            for hit in self._block(text, start, min(len(text), stop + OVERLAP)):
                if hit.span.start >= stop:
                    break
                last = hit.span.end
                yield hit
            start = max(stop, last)

    def screen_stream(self, chunks: Iterable[str]) -> Iterator[ScreenHit]:
        """The same for a text that comes in pieces; spans count from the beginning of the first."""
        held, before = "", 0
        for chunk in chunks:
            held += chunk
            if len(held) > 2 * BLOCK:
                stop = _cut(held, len(held) - OVERLAP)
                for hit in self.screen(held):
                    if hit.span.start >= stop:
                        break
                    stop = max(stop, hit.span.end)
                    yield _moved(hit, before)
                held, before = held[stop:], before + stop
        yield from (_moved(hit, before) for hit in self.screen(held))

    def _block(self, text: str, start: int, stop: int) -> Iterator[ScreenHit]:
        block = text[start:stop]
        found = words(block, self._letters)
        capital = np.flatnonzero(~found.small)
        phrases = Phrases(found.hashes)
        hits = [(*hit, 0) for hit in self._large.matches(found, phrases, capital)]
        hits += [(*hit, 1) for hit in self._small.matches(found, phrases, np.arange(len(found.starts)))]
        if len(self._stemmed.hashes) and found.cyrillic:
            stems = Phrases(stem_hashes(block, found, self._letters))
            hits += [(*hit, 2) for hit in self._stemmed.matches(found, stems, capital)]
        hits.sort(key=lambda hit: (hit[0], -hit[1], hit[3]))
        reached = -1
        for first, count, place, table in hits:
            begin, end = int(found.starts[first]), int(found.ends[first + count - 1])
            if begin < reached:
                continue
            bearers = self._bearers(place, table)
            if not bearers.capitals or block[begin:end].isupper():
                while end < len(block) and unicodedata.combining(block[end]):
                    end += 1  # marks on the last letter
                reached = end
                yield ScreenHit(
                    Span(start + begin, start + end), bearers.ids, bearers.name, table == 2, block[begin:end]
                )

    def _bearers(self, place: int, table: int) -> _Bearers:
        """Who bears the name at a place in a table; what was asked for once is kept."""
        key = (place, table)
        if key not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[key] = self._look_up(place, (self._large, self._small, self._stemmed)[table])
        return self._kept[key]

    def _look_up(self, place: int, table: Table) -> _Bearers:
        last = int(np.searchsorted(table.hashes, table.hashes[place], side="right"))
        rows = table.rows[place:last].tolist()
        spellings = [self._spellings.spelling(row) for row in rows]
        capitals = all(len(s) <= SHORT and s.isupper() for s in spellings)
        return _Bearers(tuple(sorted({self._spellings.bearer(row) for row in rows})), spellings[0], capitals)


_PREFIXES = ("large_", "small_", "stemmed_")


def _tables(texts: Sequence[str]) -> tuple[Table, Table, Table]:
    """Tables of the names with a large first letter, with a small one, and of Cyrillic ones without endings."""
    telling = [i for i, text in enumerate(texts) if is_telling(text)]
    small = [i for i in telling if texts[i][:1].islower()]
    large = [i for i in telling if not texts[i][:1].islower()]
    cyrillic = [i for i in telling if CYRILLIC.search(texts[i])]
    return tuple(  # type: ignore[return-value]
        build_table([texts[i] for i in rows], np.array(rows, dtype=np.uint32), stemmed)
        for rows, stemmed in ((large, False), (small, False), (cyrillic, True))
    )


def _moved(hit: ScreenHit, by: int) -> ScreenHit:
    return hit._replace(span=Span(hit.span.start + by, hit.span.end + by))


def _cut(text: str, near: int) -> int:
    """A place between words at or after ``near``."""
    if near >= len(text):
        return len(text)
    found = _SPACE.search(text, near, near + OVERLAP)
    return found.start() if found else near


def is_telling(text: str) -> bool:
    """Whether a spelling is a name, by the rules of linking; a word that no list knows decides at once."""
    table = lexicon()
    known: tuple[Any, ...] = (table.concepts, table.stop, table.phrases, table.generic, table.numbers)
    for word in text.casefold().split():
        plain = word[:-1] if word.endswith("s") else word
        if (
            len(plain) > 3
            and word.isascii()
            and word.isalpha()
            and not any(w in k for k in known for w in (word, plain))
        ):
            return True
    return parse(text).distinctive or tells(text)


def screen(text: str, named: Screener | Iterable[tuple[str, str]]) -> Iterator[ScreenHit]:
    """All names in a text, with their places; ``named`` is a :class:`Screener` or (entity id, spelling) pairs."""
    screener = named if isinstance(named, Screener) else Screener.build(named)
    return screener.screen(text)
