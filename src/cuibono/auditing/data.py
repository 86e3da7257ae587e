"""The room's nouns: what is on record of a source, where a text uses it, and whether the text tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["state", "owner", "grant", "agent", "client", "listed"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Outcome = Literal["disclosed", "partly", "not disclosed"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
UseKind = Literal["quoted", "cited", "staff", "linked"]


@dataclass(frozen=True, slots=True)
class Article:
    """One text of a corpus. ``date`` is an ISO prefix, ``origin`` says where it came from (file and line), ``links`` are
    addresses. What the corpus does not say is the empty string."""

    id: str
    text: str
    outlet: str = ""
    date: str = ""
    url: str = ""
    title: str = ""
    topic: str = ""
    links: tuple[str, ...] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """An interest on record: ``kind`` and ``relation`` of the bearer to ``other``, and the record that shows it.

    ``state`` is the ISO code of the state behind ``other`` where it is a state or its body, ``home`` the country of a private
    ``other``. ``start`` and ``end`` are ISO days between which it counts, both inclusive; ``dated`` is False where the record
    bears no date. ``names`` are spellings of ``other``.
    """

    kind: Kind
    relation: str
    other: str
    other_id: str
    record: str
    dataset: str
    version: str
    publisher: str
    url: str = ""
    state: str = ""
    home: str = ""
    start: str = ""
    end: str = ""
    dated: bool = True
    weak: bool = False
    names: tuple[str, ...] = ()

    def counts(self, day: str) -> bool:
        """Whether the record says so for the day, or bears no date at all."""
        return not self.dated or self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class Bearer:
    """An actor with interests on record; ``weak`` are spellings (folded) that mean other things too."""

    id: str
    name: str
    schema: str
    countries: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    holdings: tuple[Holding, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """Where the text uses the source: the rule that fits, the place of the name, the sentence around it."""

    rule: str
    kind: UseKind
    start: int
    end: int
    sentence_start: int
    sentence_end: int


@dataclass(frozen=True, slots=True)
class Told:
    """Where the text tells of the interest: rule, ``exact`` (names the party or its state) or ``general``, place, sentence."""

    rule: str
    level: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int


@dataclass(frozen=True, slots=True)
class Case:
    """One source with one kind of interest in one article: the uses, the records and whether the text tells of it.

    ``probability`` is that of the link from name to record. ``swapped`` says whether the rules answer the same once the state's
    words are exchanged for those of another state; None where no state's word was in play.
    """

    source_id: str
    source: str
    mention: str
    kind: Kind
    state: str
    home: str
    holdings: tuple[Holding, ...]
    dated: bool
    uses: tuple[Use, ...]
    outcome: Outcome
    told: Told | None
    probability: float
    swapped: bool | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """One source of an article, with or without an interest on record."""

    source_id: str
    source: str
    kind: UseKind
    rule: str
    start: int
    end: int
