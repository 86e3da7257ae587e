"""One article to its cases: sources with an interest on record, how they are used, whether the text tells of the interest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from cuibono.auditing import disclosure
from cuibono.auditing.data import KINDS, Article, Bearer, Case, Citation, Holding, Kind, Outcome, Told, Use
from cuibono.auditing.mentions import SURE, Group, Mention, Spotter
from cuibono.auditing.resources import load
from cuibono.auditing.sentences import Sentences
from cuibono.auditing.statewords import exchanged, words_of
from cuibono.auditing.uses import use_at
from cuibono.verification.cites import domain
from cuibono.verification.time import last_day

_SHOWN_USES, _SHOWN_RECORDS = 5, 5
_ROUND = ("us", "ru", "cn", "gb", "fr", "qa", "ir", "tr")


@dataclass(frozen=True, slots=True)
class Read:
    """What one article holds: its cases, and everybody whom it cites."""

    cases: tuple[Case, ...]
    citations: tuple[Citation, ...]


@dataclass(slots=True)
class _Source:
    """All mentions of one actor in one article."""

    group: Group
    places: list[tuple[int, int]]
    uses: list[Use]
    probability: float
    mention: str


def read_article(article: Article, spotter: Spotter) -> Read:
    """The cases of an article by the records that were true and public on its day; without a day, by today's undated ones."""
    found = spotter.spot(article.text)
    linked = _linked(article, spotter)
    if not found and not linked:
        return Read((), ())
    sentences = Sentences(article.text)
    sources = [s for s in _sources(article.text, found, linked, sentences) if s.uses]
    own = _own(article, spotter)
    sources = [s for s in sources if s.group.id not in own]
    day = last_day(article.date) if article.date else ""
    cases = [c for s in sources if s.group.bearers for c in _cases(article, s, day, sentences)]
    citations = [
        Citation(s.group.id, s.group.name, u.kind, u.rule, u.start, u.end)
        for s in sources
        for u in s.uses[:1]
    ]
    return Read(tuple(cases), tuple(citations))


def _linked(article: Article, spotter: Spotter) -> dict[str, Group]:
    found: dict[str, Group] = {}
    platforms = frozenset(load("sourcing")["platforms"])
    for url in article.links:
        if domain(url) in platforms:
            continue
        group = spotter.by_host(domain(url))
        if group is not None:
            found.setdefault(group.id, group)
    return found


def _own(article: Article, spotter: Spotter) -> set[str]:
    """The outlet itself, by its address or its name."""
    own: set[str] = set()
    by_site = spotter.by_host(domain(article.url)) if article.url else None
    if by_site is not None:
        own.add(by_site.id)
    own |= {m.group.id for m in spotter.spot(article.outlet)} if article.outlet else set()
    return own


def _sources(
    text: str, found: Sequence[Mention], linked: Mapping[str, Group], sentences: Sentences
) -> list[_Source]:
    sources: dict[str, _Source] = {}
    for mention in found:
        source = sources.get(mention.group.id)
        if source is None:
            source = _Source(mention.group, [], [], 0.0, text[mention.start : mention.end])
            sources[mention.group.id] = source
        source.places.append((mention.start, mention.end))
        use = use_at(
            text,
            mention.start,
            mention.end,
            sentences,
            person=mention.group.schema == "Person" or _is_platform(mention.group),
        )
        if use is not None:
            source.uses.append(use)
            if mention.probability > source.probability:
                source.probability, source.mention = mention.probability, text[mention.start : mention.end]
    for id_, group in linked.items():
        source = sources.setdefault(id_, _Source(group, [], [], SURE, group.name))
        source.uses.append(Use("link", "linked", 0, 0, 0, 0))
        source.probability = SURE
    return list(sources.values())


def _is_platform(group: Group) -> bool:
    platforms = load("sourcing")["platforms"]
    return any(site in platforms for bearer in group.bearers for site in bearer.sites)


def _cases(article: Article, source: _Source, day: str, sentences: Sentences) -> Iterable[Case]:
    holdings = counted(source.group.bearers, day)
    spots = disclosure.passages(article.text, source.places, sentences)
    for kind, group in groupby(sorted(holdings, key=lambda h: KINDS.index(h.kind)), key=lambda h: h.kind):
        held = tuple(group)
        told, denied = disclosure.told(article.text, spots, kind, held, source.mention)
        if kind == "grant" and told is not None and told.level == "general" and not _exact(told):
            outcome: Outcome = "partly"
        elif told is not None:
            outcome = "disclosed"
        else:
            outcome = "partly" if denied else "not disclosed"
        yield _case(article, source, kind, held, outcome, told, spots)


def _exact(told: Told) -> bool:
    return told.level == "exact"


def counted(bearers: Sequence[Bearer], day: str) -> list[Holding]:
    """The holdings that count on a day; where an interest has dated records, those without a date are left out."""
    held = {
        (h.dataset, h.record, h.kind, h.other_id): h
        for b in bearers
        for h in b.holdings
        if not h.weak and (h.counts(day) if day else not h.dated)
    }
    dated = {h.kind for h in held.values() if h.dated}
    return [h for h in held.values() if h.dated or h.kind not in dated]


def _case(
    article: Article,
    source: _Source,
    kind: Kind,
    held: tuple[Holding, ...],
    outcome: Outcome,
    told: Told | None,
    spots: Sequence[disclosure.Passage],
) -> Case:
    states = sorted({h.state for h in held if h.state})
    homes = sorted({h.home for h in held if h.home})
    return Case(
        source_id=source.group.id,
        source=source.group.name,
        mention=source.mention,
        kind=kind,
        state=" ".join(states),
        home=" ".join(homes),
        holdings=held[:_SHOWN_RECORDS],
        dated=any(h.dated for h in held),
        uses=tuple(source.uses[:_SHOWN_USES]),
        outcome=outcome,
        told=told,
        probability=source.probability,
        swapped=_swapped(article.text, spots, kind, held, source, told),
    )


def _swapped(
    text: str,
    spots: Sequence[disclosure.Passage],
    kind: Kind,
    held: Sequence[Holding],
    source: _Source,
    told: Told | None,
) -> bool | None:
    """Whether the same sentences with another state's words, beside records of that other state, get the same answer."""
    states = sorted({h.state for h in held if h.state})
    if kind != "state" or len(states) != 1 or words_of(states[0]) is None:
        return None
    old = states[0]
    new = next(code for code in _ROUND if code != old)
    moved = [_moved(h, old, new) for h in held]
    for spot in spots:
        answer = _answer(text, spot, old, new, kind, moved, source)
        if answer is not None:
            return told is not None
    return told is None


def _answer(
    text: str,
    spot: disclosure.Passage,
    old: str,
    new: str,
    kind: Kind,
    moved: Sequence[Holding],
    source: _Source,
) -> Told | None:
    if spot.near is None:
        piece = exchanged(text[spot.start : spot.end], old, new)
        here = disclosure.Passage(0, len(piece), None)
    else:
        left = exchanged(text[spot.start : spot.near[0]], old, new)
        name = text[spot.near[0] : spot.near[1]]
        piece = left + name + exchanged(text[spot.near[1] : spot.end], old, new)
        here = disclosure.Passage(0, len(piece), (len(left), len(left) + len(name)))
    return disclosure.told(piece, [here], kind, moved, source.mention)[0]


def _moved(holding: Holding, old: str, new: str) -> Holding:
    from dataclasses import replace

    names = tuple(exchanged(n, old, new) for n in holding.names)
    return replace(holding, state=new, other=exchanged(holding.other, old, new), names=names)
