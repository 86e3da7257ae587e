"""The nouns: what flows from room to room.

All are frozen and slotted, hold plain values and check only their own invariants. Dates are ISO 8601 prefixes
(``"2020"``, ``"2020-03"``, ``"2020-03-15"``): the length is the precision. Money is :class:`~decimal.Decimal`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, get_args

Predicate = Literal[
    "funds",
    "owns",
    "directs",
    "founded",
    "leads",
    "works_for",
    "member_of",
    "partners_with",
    "represents",
    "sanctioned",
    "cites",
]
PREDICATES: tuple[Predicate, ...] = get_args(Predicate)

Polarity = Literal["affirmed", "denied"]
Finding = Literal["supported", "overstated", "misdated", "contradicted", "unrecorded", "unresolved"]
FINDINGS: tuple[Finding, ...] = get_args(Finding)
DECISIVE: frozenset[Finding] = frozenset({"supported", "overstated", "misdated", "contradicted"})

UncheckableKind = Literal["motive", "prediction", "opinion", "loaded"]
BlockKind = Literal["title", "heading", "paragraph", "item", "quote", "caption", "cell"]
Standing = Literal["self", "regulator", "other_state", "third_party"]
Completeness = Literal["yes", "no", "except"]
Bound = Literal["exact", "about", "at_least", "at_most", "over", "under"]
Quantifier = Literal["all", "only", "largest", "part", "most"]
LinkStatus = Literal["linked", "tie", "unknown", "generic", "document"]

THIS_ARTICLE = "[this article]"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open character offsets into ``Document.text``: ``text[start:end]`` is exactly the quote."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")


@dataclass(frozen=True, slots=True)
class Block:
    """A run of the text with one role on the page; ``page`` counts from 1 where the source has pages."""

    kind: BlockKind
    span: Span
    level: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink of the document: absolute address, its words, and where they stand in the text if they do."""

    url: str
    text: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class DeclaredFunding:
    """Funding or ownership that the page itself declares, e.g. schema.org ``funder``.

    ``relation`` is the property as declared (``funder``, ``sponsor``, ``ownershipFundingInfo``, ``parentOrganization``).
    """

    relation: str
    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One text to check.

    ``text`` is what all spans point into. ``language`` is ISO 639-1 (``"en"``, ``"ru"``, ``"kk"``, ``"uk"``, ...) or
    ``"und"``. ``published`` is an ISO prefix. ``links`` are in order of appearance. ``sha256`` is that of the source bytes.
    """

    id: str
    text: str
    language: str
    title: str | None = None
    author: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    links: tuple[Link, ...] = ()
    sha256: str = ""
    blocks: tuple[Block, ...] = ()
    declared_funding: tuple[DeclaredFunding, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor at one place: ``text`` as written there, ``name`` the fullest name of that actor in the document.

    ``trail`` tells how a reference such as "the group" was resolved, one step an entry; empty for a plain name.
    """

    text: str
    span: Span
    name: str
    trail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """A time as written and as ISO prefixes, both ends inclusive. ``start`` alone is "since", ``end`` alone "until"."""

    text: str
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum or share as written and normalised.

    ``currency`` is ISO 4217, ``"%"`` for a share, or None when the text names none. ``rounding`` is half a unit of the
    last digit written (``$1.3 million`` -> 50000). ``per`` is ``"year"`` or ``"month"`` for a rate.
    """

    text: str
    value: Decimal
    currency: str | None = None
    bound: Bound = "exact"
    rounding: Decimal = Decimal(0)
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What the text says: ``subject`` --predicate--> ``object``, in the active voice.

    ``attribution`` names whoever the text says says so (None: the text itself). ``past`` marks a relation said to be over
    or told as an event ("funded", "former owner"). ``cue`` is the wording that carried the relation ("subsidiary of"):
    some findings depend on it. ``nature`` is the subtype named by the rules, e.g. ``stake`` for a share of any size.
    ``extractors`` agree in order of precedence; ``confidence`` is between 0 and 1.
    """

    id: str
    quote: str
    span: Span
    subject: Mention
    predicate: Predicate
    object: Mention
    polarity: Polarity = "affirmed"
    attribution: str | None = None
    hedged: bool = False
    hedge: str | None = None
    period: Period | None = None
    amount: Amount | None = None
    instrument: str | None = None
    quantifier: Quantifier | None = None
    quantified: Literal["subject", "object"] | None = None
    group: str | None = None
    past: bool = False
    cue: str = ""
    nature: str | None = None
    extractors: tuple[str, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Uncheckable:
    """A passage that no record can decide, and why."""

    quote: str
    span: Span
    kind: UncheckableKind
    cue: str = ""


@dataclass(frozen=True, slots=True)
class Feature:
    """One named part of a link score: ``score`` is what it contributes, ``note`` says why, in words."""

    name: str
    value: float
    weight: float
    note: str = ""

    @property
    def score(self) -> float:
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Candidate:
    """A ledger entity that a name may stand for.

    ``entity_ids`` are the ids that the datasets give to the same actor (one cluster). ``probability`` is calibrated,
    0 to 1. ``pair`` is the best pair of spellings: (in the text, on record).
    """

    entity_ids: tuple[str, ...]
    caption: str
    schema: str
    probability: float
    features: tuple[Feature, ...] = ()
    pair: tuple[str, str] = ("", "")
    countries: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor of the document and what it was linked to. ``name`` equals ``Mention.name`` of its mentions.

    ``status``: ``linked`` to one candidate, ``tie`` of several, ``unknown`` to the ledger, ``generic`` (no name at all),
    ``document`` (the article itself). Only ``linked`` has ``entity_ids``.
    """

    name: str
    status: LinkStatus
    entity_ids: tuple[str, ...] = ()
    caption: str | None = None
    schema: str | None = None
    countries: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    spans: tuple[Span, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if (self.status == "linked") != bool(self.entity_ids):
            raise ValueError(f"actor {self.name!r}: entity ids go with the status 'linked', and only with it")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record that a finding rests on or shows.

    ``role``: ``decides`` (the finding needs it), ``shows`` (weaker, reverse or other ties that inform). ``summary`` is the
    record in words. ``statements`` are ids of its statements. ``path`` lists entity ids from subject to object when the
    tie runs through others. ``start``/``end``/``amount``/``currency`` are the record's own. ``source_name`` and
    ``target_name`` are the captions of its two ends; for a listing ``source_name`` is the authority as on record.
    """

    entity_id: str
    schema: str
    dataset: str
    version: str
    publisher: str
    standing: Standing
    source_url: str | None
    statements: tuple[str, ...] = ()
    retrieved: str | None = None
    path: tuple[str, ...] = ()
    role: Literal["decides", "shows"] = "decides"
    summary: str = ""
    source: str | None = None
    target: str | None = None
    start: str | None = None
    end: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    weak: bool = False
    source_name: str | None = None
    target_name: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A named comparison that came out unequal, or that informs: what the text claims, what the records show."""

    field: str
    claimed: str
    recorded: str


@dataclass(frozen=True, slots=True)
class Searched:
    """A dataset version that was searched, and what its silence is worth."""

    dataset: str
    version: str
    title: str
    publisher: str
    complete: Completeness
    basis: str = ""
    covers: str = ""
    withheld: str = ""
    licence: str = ""
    url: str | None = None
    retrieved: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a finding is on another day."""

    finding: Finding
    differences: tuple[Difference, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the records show for one claim, as of the document's date; ``today`` only where the answer differs now."""

    claim: Claim
    finding: Finding
    differences: tuple[Difference, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    searched: tuple[Searched, ...] = ()
    explanation: str = ""
    needs_review: str | None = None
    today: Answer | None = None
    candidates: tuple[Candidate, ...] = ()

    def __post_init__(self) -> None:
        if self.finding in DECISIVE and not any(e.role == "decides" for e in self.evidence):
            raise ValueError(f"{self.finding} without evidence: claim {self.claim.id}")
        if self.finding in ("overstated", "misdated", "contradicted") and not self.differences:
            raise ValueError(f"{self.finding} without a difference: claim {self.claim.id}")


@dataclass(frozen=True, slots=True)
class Interest:
    """One tie on record of the publisher: who owns, controls, funds, leads, lists it.

    ``undated``: the record bears no date, so that ``then`` and ``now`` only say that nothing speaks against them.
    """

    relation: str
    other: str
    evidence: Evidence
    then: bool
    now: bool
    undated: bool = False


@dataclass(frozen=True, slots=True)
class PublisherProfile:
    """The article's own outlet, by the same rules as everybody else.

    ``interests`` carry whether each was in force at the document's date (``then``) and is today (``now``).
    """

    name: str | None
    domain: str | None
    actor: Actor | None
    interests: tuple[Interest, ...] = ()
    declared: tuple[DeclaredFunding, ...] = ()
    searched: tuple[Searched, ...] = ()
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Unsaid:
    """An interest of a cited source that is on record and that the text does not mention.

    ``evidence`` ties the ``source`` to ``other``, whom the text makes a claim about (the claim with this id, at ``span``).
    ``rule`` says in words why it is shown.
    """

    source: str
    other: str
    evidence: Evidence
    claim: str
    span: Span
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One source of the text: where it is cited (``spans``) or linked (``links``), who stands behind it, what is left unsaid.

    ``actor`` is what its name or website was linked to; a source that the ledger does not know has no interests.
    """

    name: str
    actor: Actor
    spans: tuple[Span, ...] = ()
    links: tuple[str, ...] = ()
    interests: tuple[Interest, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedInterest:
    """Somebody who stands behind several sources in one ``relation`` ("funded by").

    ``sources`` are their numbers in :attr:`Sourcing.sources`, ``evidence`` holds the records of each of them.
    """

    relation: str
    other: str
    sources: tuple[int, ...]
    evidence: tuple[tuple[Evidence, ...], ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """One who cites another: told by a claim of the text (``claim``, its id) or shown by a record (``evidence``)."""

    source: str
    target: str
    claim: str | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Sourcing:
    """The sources of a text in order of appearance, who stands behind several of them, and who cites whom."""

    sources: tuple[Source, ...] = ()
    shared: tuple[SharedInterest, ...] = ()
    chain: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """The main job's result. ``as_of`` is the day used as "today", ``reference`` the document's date as used."""

    document: Document
    publisher: PublisherProfile
    verdicts: tuple[Verdict, ...]
    uncheckable: tuple[Uncheckable, ...]
    actors: tuple[Actor, ...]
    ledger: tuple[Searched, ...]
    as_of: str
    reference: str | None = None
    notes: tuple[str, ...] = field(default=())
    software: str = ""
    sourcing: Sourcing = Sourcing()


@dataclass(frozen=True, slots=True)
class Review:
    """What a person says of a finding: ``accept`` it, ``change`` it, ``undo`` an earlier word. Never evidence.

    ``finding`` is the person's, ``was`` the program's when the review was made. ``at`` is an ISO time.
    """

    claim: str
    kind: Literal["accept", "change", "undo"]
    finding: Finding
    was: Finding
    why: str
    by: str
    at: str


def count_findings(verdicts: Sequence[Verdict]) -> dict[Finding, int]:
    """How many verdicts carry each finding, in the order of ``FINDINGS``; absent findings count 0."""
    counts: dict[Finding, int] = dict.fromkeys(FINDINGS, 0)
    for verdict in verdicts:
        counts[verdict.finding] += 1
    return counts
