"""A whole check of an invented article about invented organisations, with every finding; and ways to spoil it."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import Any

from cuibono.model import (
    THIS_ARTICLE,
    Actor,
    Amount,
    Answer,
    Block,
    Candidate,
    Check,
    Citation,
    Claim,
    DeclaredFunding,
    Difference,
    Document,
    Evidence,
    Feature,
    Interest,
    Link,
    Mention,
    Period,
    PublisherProfile,
    Searched,
    SharedInterest,
    Source,
    Sourcing,
    Span,
    Uncheckable,
    Unsaid,
    Verdict,
)

TITLE = "Who speaks for the strait?"
PARAGRAPHS: tuple[tuple[str, str], ...] = (
    ("title", TITLE),
    (
        "paragraph",
        "For two summers the quarrel over the strait has been fought with reports, podcasts and petitions. Most of them "
        "name their authors. Few name who pays. The Sund Freedom Fund gave grants to the Strait Monitor, the Lighthouse "
        "Law Centre and Radio Skerry in 2021, and all of them are funded and directed by Westmark, according to the "
        "harbour union.",
    ),
    ("heading", "Money with a letterhead"),
    (
        "paragraph",
        "The Strait Monitor received $140,000 from the Sund Freedom Fund in 2021, the largest sum on its books. The "
        "Lighthouse Law Centre has been a partner of the European Strait Partnership since 2009, its director Ilse "
        "Vandermeer told this paper. The Lighthouse Law Centre denies ever having been paid by the Government of Westmark.",
    ),
    ("heading", "The other shore"),
    (
        "paragraph",
        "The eastern shore has its own voices. Eastern Tide, a daily, is owned by the Government of Norvania. "
        "Dockside TV, which the ministry in Norva reportedly controls, was placed under Westmark sanctions in March "
        "2020. The Granite Institute has never taken money from Norvania, its press office says.",
    ),
    ("item", "Norvan Shipping Group: said to own a stake in Dockside TV"),
    ("item", "The Pilot House: a club financed by Norvan Shipping Group"),
    (
        "paragraph",
        "Lobbyists do the rest. Calder & Finch represents Norvan Shipping Group before the Westmark parliament. The "
        "Quiet Water Circle, a discussion club, is bankrolled by the Granite Institute, critics say.",
    ),
    (
        "quote",
        "Westmark wants to strangle our ports, and within a year it will try to close them, the harbour union's chairman "
        "said. It is a shameless puppet show.",
    ),
    (
        "paragraph",
        "A report by the Strait Monitor, quoted here at length, counts forty-one paid campaigns on both shores.",
    ),
)


def _layout() -> tuple[str, tuple[Block, ...]]:
    text, blocks = "", []
    for kind, words in PARAGRAPHS:
        start = len(text)
        text += words
        level = 2 if kind == "heading" else 1 if kind == "title" else 0
        blocks.append(Block(kind=kind, span=Span(start, len(text)), level=level))  # type: ignore[arg-type]
        text += "\n\n"
    return text.rstrip("\n"), tuple(blocks)


TEXT, BLOCKS = _layout()


def span(quote: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(quote, start + 1)
    return Span(start, start + len(quote))


def mention(text: str, name: str | None = None, nth: int = 0, trail: tuple[str, ...] = ()) -> Mention:
    return Mention(text, span(text, nth), name or text, trail)


FUND = "Sund Freedom Fund"
MONITOR = "Strait Monitor"
CENTRE = "Lighthouse Law Centre"
RADIO = "Radio Skerry"
WESTMARK = "Government of Westmark"
NORVANIA = "Government of Norvania"
PARTNERSHIP = "European Strait Partnership"
TIDE = "Eastern Tide"
DOCKSIDE = "Dockside TV"
GRANITE = "Granite Institute"
SHIPPING = "Norvan Shipping Group"
CIRCLE = "Quiet Water Circle"
CALDER = "Calder & Finch"

IDS = {
    FUND: ("sff-001", "reg-w-77"),
    MONITOR: ("sff-r-12",),
    CENTRE: ("sff-r-31",),
    RADIO: ("sff-r-40",),
    WESTMARK: ("gov-wm",),
    NORVANIA: ("gov-nv",),
    PARTNERSHIP: ("esp-1",),
    TIDE: ("media-9",),
    DOCKSIDE: ("media-12",),
    GRANITE: ("inst-5",),
    SHIPPING: ("co-771",),
    CALDER: ("lob-18",),
}
SCHEMAS = {
    WESTMARK: "PublicBody",
    NORVANIA: "PublicBody",
    SHIPPING: "Company",
    CALDER: "Company",
    TIDE: "Company",
    DOCKSIDE: "Company",
}

GRANTS = Searched(
    dataset="sff_grants",
    version="2021-12",
    title="Sund Freedom Fund: grants by country and year",
    publisher="Sund Freedom Fund",
    complete="except",
    basis="the fund's own statement on its grants page",
    covers="Payments by the Sund Freedom Fund, 2015 to 2021",
    withheld="names of grantees at risk",
    licence="facts, no licence stated",
    url="https://sund-freedom-fund.example/grants",
    retrieved="2022-01-05",
)
LOBBY = Searched(
    dataset="wm_lobby",
    version="2022-01",
    title="Westmark register of lobbyists",
    publisher="Westmark Chamber of Registers",
    complete="yes",
    basis="Lobbying Act, section 4",
    covers="Representation before the Westmark parliament since 2012",
    licence="CC BY 4.0",
    url="https://registers.westmark.example/lobby",
    retrieved="2022-02-01",
)
MEDIA = Searched(
    dataset="media_owners",
    version="2021",
    title="Atlas of media owners in the strait countries",
    publisher="Skerry University",
    complete="no",
    basis="the authors count 120 outlets of an unknown total",
    covers="Control and Ownership of media houses, 2018 to 2021",
    licence="CC BY-SA 4.0",
    url="https://atlas.skerry.example/",
    retrieved="2021-11-20",
)
LISTS = Searched(
    dataset="wm_sanctions",
    version="2022-02-10",
    title="Westmark consolidated list",
    publisher="Westmark Ministry of Finance",
    complete="yes",
    basis="legal list, published daily",
    covers="Listings by Westmark since 2006",
    licence="public domain",
    url="https://finance.westmark.example/list",
    retrieved="2022-02-10",
)
LEDGER = (GRANTS, LOBBY, MEDIA, LISTS)


def evidence(
    entity_id: str, schema: str, source: str | None, target: str | None, lists: Searched, **more: Any
) -> Evidence:
    values: dict[str, Any] = {
        "source": IDS[source][0] if source in IDS else None,
        "target": IDS[target][0] if target in IDS else None,
        "source_name": source,
        "target_name": target,
        "standing": "third_party",
        "source_url": f"{lists.url}?id={entity_id}",
        "retrieved": lists.retrieved,
        "statements": (f"{entity_id}-s1", f"{entity_id}-s2"),
    }
    values.update(more)
    return Evidence(entity_id, schema, lists.dataset, lists.version, lists.publisher, **values)


GRANT_MONITOR = evidence(
    "pay-1201",
    "Payment",
    FUND,
    MONITOR,
    GRANTS,
    standing="self",
    start="2021-03",
    amount=Decimal("54000"),
    currency="USD",
    summary="The Sund Freedom Fund paid the Strait Monitor USD 54,000 (grant, programme Free Media), March 2021.",
)
GRANT_CENTRE = evidence(
    "pay-1207",
    "Payment",
    FUND,
    CENTRE,
    GRANTS,
    standing="self",
    start="2021-06",
    amount=Decimal("38500"),
    currency="USD",
)
GRANT_RADIO = evidence(
    "pay-1210",
    "Payment",
    FUND,
    RADIO,
    GRANTS,
    standing="self",
    start="2021",
    amount=Decimal("22000"),
    currency="USD",
)
BUDGET = evidence(
    "pay-0007",
    "Payment",
    WESTMARK,
    FUND,
    GRANTS,
    standing="self",
    start="2021",
    amount=Decimal("9100000"),
    currency="USD",
    role="shows",
    summary="The Government of Westmark paid the Sund Freedom Fund USD 9,100,000 in 2021: 93 % of its recorded income.",
)
OWNS_TIDE = evidence(
    "own-55",
    "Ownership",
    NORVANIA,
    TIDE,
    MEDIA,
    start="2016",
    summary="The Government of Norvania holds 100 % of Eastern Tide.",
)
CONTROL_DOCKSIDE = evidence("ctl-81", "Control", NORVANIA, DOCKSIDE, MEDIA, start="2021-05")
LISTING_DOCKSIDE = evidence(
    "san-3",
    "Sanction",
    None,
    DOCKSIDE,
    LISTS,
    standing="regulator",
    start="2021-09-14",
    source_name="Westmark Ministry of Finance",
)
STAKE = evidence(
    "own-91",
    "Ownership",
    SHIPPING,
    DOCKSIDE,
    MEDIA,
    start="2018",
    summary="Norvan Shipping Group holds 24 % of Dockside TV.",
)
LOBBIES = evidence(
    "rep-400", "Representation", CALDER, SHIPPING, LOBBY, standing="regulator", start="2019-01-01"
)
PARTNER = evidence(
    "lnk-12", "UnknownLink", PARTNERSHIP, CENTRE, GRANTS, start="2017", summary="Listed as partner from 2017."
)
GRANITE_PAID = evidence(
    "pay-88",
    "Payment",
    NORVANIA,
    GRANITE,
    MEDIA,
    start="2019-10",
    amount=Decimal("250000"),
    currency="EUR",
    standing="other_state",
    summary="The Norvanian Ministry of Culture paid the Granite Institute EUR 250,000 in October 2019.",
)
NEWS = evidence(
    "lnk-77",
    "UnknownLink",
    SHIPPING,
    GRANITE,
    MEDIA,
    weak=True,
    role="shows",
    summary="A newspaper reported a joint dinner in 2018.",
)


def claim(number: int, quote: str, subject: Mention, predicate: str, object_: Mention, **more: Any) -> Claim:
    values: dict[str, Any] = {"cue": predicate, "extractors": ("dependency", "pattern"), "confidence": 0.9}
    values.update(more)
    return Claim(f"c{number:04d}", quote, span(quote), subject, predicate, object_, **values)  # type: ignore[arg-type]


GIVES = "The Sund Freedom Fund gave grants to the Strait Monitor, the Lighthouse Law Centre and Radio Skerry in 2021"
DIRECTED = "all of them are funded and directed by Westmark"
Y2021 = Period("in 2021", "2021", "2021")
THEM = ("“them” refers to the list before it",)


def verdicts() -> tuple[Verdict, ...]:
    union = "the harbour union"
    grant = {"period": Y2021, "instrument": "grant", "past": True, "group": "g1"}
    return (
        Verdict(
            claim(1, GIVES, mention(FUND), "funds", mention(MONITOR), **grant),
            "supported",
            evidence=(GRANT_MONITOR,),
            searched=(GRANTS,),
            explanation="The fund's own list shows a grant to the Strait Monitor in 2021.",
        ),
        Verdict(
            claim(2, GIVES, mention(FUND), "funds", mention(CENTRE), **grant),
            "supported",
            evidence=(GRANT_CENTRE,),
            searched=(GRANTS,),
            explanation="The fund's own list shows a grant to the Lighthouse Law Centre in 2021.",
        ),
        Verdict(
            claim(3, GIVES, mention(FUND), "funds", mention(RADIO), **grant),
            "supported",
            evidence=(GRANT_RADIO,),
            searched=(GRANTS,),
            explanation="The fund's own list shows a grant to Radio Skerry in 2021.",
        ),
        Verdict(
            claim(
                4,
                DIRECTED,
                mention("Westmark", WESTMARK, trail=("Westmark stands for its government",)),
                "funds",
                mention("them", MONITOR, trail=THEM),
                attribution=union,
                quantifier="all",
                quantified="object",
            ),
            "supported",
            (
                Difference(
                    "payer",
                    "Government of Westmark",
                    "through the Sund Freedom Fund (93 % of its recorded income)",
                ),
                Difference("quantifier", "all", "3 of 3"),
            ),
            (GRANT_MONITOR, BUDGET),
            (GRANTS,),
            "The money came through the Sund Freedom Fund, most of whose recorded income is Westmark's.",
            needs_review="Paid through a go-between: read both records before you print.",
        ),
        Verdict(
            claim(
                5,
                DIRECTED,
                mention("Westmark", WESTMARK, trail=("Westmark stands for its government",)),
                "directs",
                mention("them", MONITOR, trail=THEM),
                attribution=union,
            ),
            "overstated",
            (Difference("relation", "directs", "paid, through the Sund Freedom Fund"),),
            (replace(GRANT_MONITOR, path=("gov-wm", "sff-001", "sff-r-12")), BUDGET),
            (GRANTS, MEDIA),
            "Records show grants. None shows control: a grant does not direct whoever receives it.",
        ),
        Verdict(
            claim(
                6,
                "The Strait Monitor received $140,000 from the Sund Freedom Fund in 2021",
                mention(FUND, nth=1),
                "funds",
                mention(MONITOR, nth=1),
                amount=Amount("$140,000", Decimal(140000), "USD", "exact", Decimal(5000)),
                period=Y2021,
                past=True,
            ),
            "overstated",
            (Difference("amount", "USD 140,000", "USD 54,000 in 2021 (the text claims 2.6 times as much)"),),
            (GRANT_MONITOR,),
            (GRANTS,),
            "One grant of USD 54,000 is on record for 2021.",
        ),
        Verdict(
            claim(
                7,
                "The Lighthouse Law Centre has been a partner of the European Strait Partnership since 2009",
                mention(CENTRE, nth=1),
                "partners_with",
                mention(PARTNERSHIP),
                period=Period("since 2009", "2009"),
                attribution="Ilse Vandermeer",
            ),
            "overstated",
            (Difference("period", "since 2009", "first record 2017"),),
            (PARTNER,),
            (GRANTS,),
            "The partnership is on record from 2017, not from 2009.",
        ),
        Verdict(
            claim(
                8,
                "The Lighthouse Law Centre denies ever having been paid by the Government of Westmark",
                mention(WESTMARK),
                "funds",
                mention(CENTRE, nth=2),
                polarity="denied",
                attribution=CENTRE,
                past=True,
            ),
            "unrecorded",
            evidence=(replace(GRANT_CENTRE, role="shows"),),
            searched=(GRANTS, MEDIA),
            explanation="No record of a payment by the government itself. A grant of the Sund Freedom Fund is on record.",
        ),
        Verdict(
            claim(
                9,
                "Eastern Tide, a daily, is owned by the Government of Norvania",
                mention(NORVANIA),
                "owns",
                mention(TIDE),
            ),
            "supported",
            evidence=(OWNS_TIDE,),
            searched=(MEDIA,),
            explanation="The atlas records full ownership since 2016.",
        ),
        Verdict(
            claim(
                10,
                "Dockside TV, which the ministry in Norva reportedly controls",
                mention("the ministry in Norva", NORVANIA, trail=("a ministry is its government",)),
                "directs",
                mention(DOCKSIDE),
                hedged=True,
                hedge="reportedly",
            ),
            "supported",
            evidence=(CONTROL_DOCKSIDE,),
            searched=(MEDIA,),
            explanation="The atlas records control since May 2021.",
        ),
        Verdict(
            claim(
                11,
                "was placed under Westmark sanctions in March 2020",
                mention("Westmark", WESTMARK, nth=3),
                "sanctioned",
                mention(DOCKSIDE),
                period=Period("in March 2020", "2020-03", "2020-03"),
                past=True,
            ),
            "misdated",
            (Difference("period", "March 2020", "listed on 14 September 2021"),),
            (LISTING_DOCKSIDE,),
            (LISTS,),
            "Westmark listed Dockside TV, but in September 2021.",
        ),
        Verdict(
            claim(
                12,
                "The Granite Institute has never taken money from Norvania",
                mention("Norvania", NORVANIA, nth=1),
                "funds",
                mention(GRANITE),
                polarity="denied",
                attribution="its press office",
                past=True,
            ),
            "contradicted",
            (Difference("polarity", "never paid", "EUR 250,000 in October 2019"),),
            (GRANITE_PAID, NEWS),
            (MEDIA,),
            "One payment is on record. The record is another state's statement and is shown as such.",
        ),
        Verdict(
            claim(
                13,
                "said to own a stake in Dockside TV",
                mention(SHIPPING),
                "owns",
                mention(DOCKSIDE, nth=1),
                nature="stake",
                hedged=True,
                hedge="said to",
            ),
            "supported",
            evidence=(STAKE,),
            searched=(MEDIA,),
            explanation="A share of 24 % is on record.",
        ),
        Verdict(
            claim(
                14,
                "a club financed by Norvan Shipping Group",
                mention(SHIPPING, nth=1),
                "funds",
                mention("The Pilot House"),
            ),
            "unresolved",
            searched=(GRANTS, MEDIA),
            explanation="“The Pilot House” fits two entities equally well.",
            candidates=PILOT_HOUSES,
        ),
        Verdict(
            claim(
                15,
                "Calder & Finch represents Norvan Shipping Group before the Westmark parliament",
                mention(CALDER),
                "represents",
                mention(SHIPPING, nth=2),
            ),
            "supported",
            evidence=(LOBBIES,),
            searched=(LOBBY,),
            explanation="Registered since 2019.",
        ),
        Verdict(
            claim(
                16,
                "The Quiet Water Circle, a discussion club, is bankrolled by the Granite Institute",
                mention(GRANITE, nth=1),
                "funds",
                mention(CIRCLE),
                attribution="critics",
            ),
            "unresolved",
            searched=(GRANTS, MEDIA),
            explanation="“Quiet Water Circle” is not in the records.",
        ),
        Verdict(
            claim(
                17,
                "A report by the Strait Monitor, quoted here at length",
                Mention(THIS_ARTICLE, span("here at"), THIS_ARTICLE),
                "cites",
                mention(MONITOR, nth=2),
            ),
            "supported",
            evidence=(
                Evidence(
                    "doc-strait",
                    "Article",
                    "this article",
                    "2022-01-20",
                    "The Sound Gazette",
                    "self",
                    "https://sound-gazette.example/2022/strait",
                    summary="The article links to the report.",
                ),
            ),
            searched=(),
            explanation="The article itself cites it.",
        ),
        Verdict(
            claim(
                18,
                "Dockside TV, which the ministry in Norva reportedly controls, was placed under Westmark sanctions",
                mention("the ministry in Norva", NORVANIA),
                "funds",
                mention(DOCKSIDE),
            ),
            "unrecorded",
            evidence=(replace(CONTROL_DOCKSIDE, role="shows"),),
            searched=(MEDIA, GRANTS),
            explanation="Control is on record; no payment is.",
            today=Answer(
                "supported",
                (Difference("period", "by 20 January 2022", "first payment 2 February 2022"),),
                (
                    evidence(
                        "pay-900",
                        "Payment",
                        NORVANIA,
                        DOCKSIDE,
                        MEDIA,
                        start="2022-02-02",
                        amount=Decimal(70000),
                        currency="EUR",
                    ),
                ),
            ),
        ),
    )


PILOT_HOUSES = (
    Candidate(
        ("co-31",),
        "The Pilot House Ltd",
        "Company",
        0.61,
        (
            Feature("name", 0.97, 0.6, "same words, legal form aside"),
            Feature("place", 0.0, 0.2, "no place in the text"),
        ),
        ("The Pilot House", "Pilot House Ltd"),
        ("wm",),
        ("wm_lobby",),
    ),
    Candidate(
        ("ngo-8",),
        "Pilot House Foundation",
        "Organization",
        0.6,
        (),
        ("The Pilot House", "Pilot House"),
        ("nv",),
    ),
)


def actors() -> tuple[Actor, ...]:
    linked = tuple(
        Actor(
            name,
            "linked",
            ids,
            caption=name,
            schema=SCHEMAS.get(name, "Organization"),
            countries=("nv",) if "Norv" in name else ("wm",),
            candidates=(
                Candidate(
                    ids, name, "Organization", 0.98, (Feature("name", 1.0, 0.98, "same name"),), (name, name)
                ),
            ),
        )
        for name, ids in IDS.items()
    )
    return (
        *linked,
        Actor("The Pilot House", "tie", candidates=PILOT_HOUSES, note="two entities of that name"),
        Actor(CIRCLE, "unknown"),
        Actor(THIS_ARTICLE, "document"),
    )


def sample() -> Check:
    """The whole check."""
    listed = evidence(
        "san-9",
        "Sanction",
        None,
        None,
        LISTS,
        standing="regulator",
        start="2022-02-04",
        source_name="Westmark",
    )
    return Check(
        document=Document(
            id="strait-speaks",
            text=TEXT,
            language="en",
            title=TITLE,
            author="M. Okonedo",
            published="2022-01-20",
            publisher="The Sound Gazette",
            url="https://sound-gazette.example/2022/strait",
            links=(Link("https://strait-monitor.example/report", "A report", span("A report")),),
            sha256="9f2c" * 16,
            blocks=BLOCKS,
            declared_funding=(DeclaredFunding("funder", "Readers' Trust", "https://readers.example/"),),
        ),
        publisher=PublisherProfile(
            name="The Sound Gazette",
            domain="sound-gazette.example",
            actor=Actor("The Sound Gazette", "linked", ("media-1",), "The Sound Gazette", "Company", ("wm",)),
            interests=(
                Interest(
                    "owned by",
                    "Ferry Lines Holding",
                    replace(
                        evidence("own-2", "Ownership", None, None, MEDIA, start="2014"),
                        source="co-1",
                        target="media-1",
                        source_name="Ferry Lines Holding",
                        target_name="The Sound Gazette",
                    ),
                    True,
                    True,
                ),
                Interest(
                    "listed by",
                    "Westmark",
                    replace(listed, target="media-1", target_name="The Sound Gazette"),
                    False,
                    True,
                ),
            ),
            declared=(DeclaredFunding("funder", "Readers' Trust", "https://readers.example/"),),
            searched=(MEDIA, LISTS),
            explanation="On record as owned by Ferry Lines Holding; on no list at the article's date, listed since.",
        ),
        verdicts=verdicts(),
        uncheckable=(
            Uncheckable(
                "Westmark wants to strangle our ports",
                span("Westmark wants to strangle our ports"),
                "motive",
                "wants to",
            ),
            Uncheckable("it will try to close them", span("it will try to close them"), "prediction", "will"),
            Uncheckable("shameless puppet show", span("shameless puppet show"), "loaded", "puppet"),
        ),
        actors=actors(),
        ledger=LEDGER,
        as_of="2022-02-20",
        reference="2022-01-20",
        notes=("One table of the page was left out: it held no sentence.",),
        software="cuibono 0.1.0",
        sourcing=sourcing(),
    )


def sourcing() -> Sourcing:
    """Two sources, one of them linked, a funder of both, an interest left unsaid, who cites whom."""
    known = {actor.name: actor for actor in actors()}
    cited = next(v.claim for v in verdicts() if v.claim.predicate == "cites")
    spoken = verdicts()[0].claim
    funded = Interest("funded by", FUND, GRANT_MONITOR, True, True)
    again = replace(funded, evidence=replace(GRANT_MONITOR, entity_id="pay-1202", start="2019"))
    rule = "The text cites the Monitor and makes a claim about the fund."
    return Sourcing(
        (
            Source(
                MONITOR,
                known[MONITOR],
                (cited.span,),
                ("https://strait-monitor.example/report",),
                (funded, again),
                (Unsaid(MONITOR, FUND, GRANT_MONITOR, spoken.id, spoken.span, rule),),
            ),
            Source(CENTRE, known[CENTRE], links=("https://centre.example/",)),
        ),
        (SharedInterest("funded by", FUND, (0, 1), ((GRANT_MONITOR,), (GRANT_CENTRE,))),),
        (
            Citation(THIS_ARTICLE, MONITOR, claim=cited.id),
            Citation(THIS_ARTICLE, CENTRE),
            Citation(
                CENTRE, MONITOR, evidence=replace(GRANT_CENTRE, entity_id="doc-4", schema="Documentation")
            ),
        ),
    )


def bare() -> Check:
    """No claim, no date, no publisher, no ledger."""
    return Check(
        document=Document(id="bare", text="Nothing much happened.", language="en"),
        publisher=PublisherProfile(None, None, None),
        verdicts=(),
        uncheckable=(),
        actors=(),
        ledger=(),
        as_of="2022-02-20",
    )


_KEEP = {
    "status",
    "finding",
    "predicate",
    "polarity",
    "kind",
    "standing",
    "complete",
    "role",
    "bound",
    "quantifier",
    "quantified",
    "schema",
    "sha256",
    "as_of",
}


def spoiled(value: Any, poison: str, name: str = "") -> Any:
    """``value`` with ``poison`` in every free string of it; spans, numbers and closed vocabularies stay."""
    if isinstance(value, str):
        return value if name in _KEEP else poison
    if isinstance(value, tuple):
        return tuple(spoiled(item, poison, name) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: spoiled(getattr(value, f.name), poison, f.name) for f in fields(value)}
        return replace(value, **changed)
    return value


def poisoned(poison: str) -> Check:
    """The sample with ``poison`` in every free string; the article's text is the poison repeated, so that spans fit."""
    check = sample()
    repeats = len(TEXT) // max(len(poison), 1) + 1
    text = (poison * repeats)[: len(TEXT)]
    bad: Check = spoiled(check, poison)
    names = {actor.name: actor for actor in bad.actors}
    return replace(bad, document=replace(bad.document, text=text), actors=tuple(names.values()))
