"""The English extractor: text to names to trees to candidates to claims."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, pairwise

from cuibono.claims.english import pipeline
from cuibono.claims.english.actors import Actors
from cuibono.claims.english.candidates import Candidate
from cuibono.claims.english.citations import citation_candidates
from cuibono.claims.english.compounds import compound_candidates
from cuibono.claims.english.continued import continued_candidates
from cuibono.claims.english.coref import References
from cuibono.claims.english.falsity import weighed
from cuibono.claims.english.fields import Margins, amount_of, instrument_of, margins, period_of, quantifier_of
from cuibono.claims.english.genre import genre_of
from cuibono.claims.english.judge import accepted
from cuibono.claims.english.kinds import tables
from cuibono.claims.english.lists import list_candidates
from cuibono.claims.english.masking import masked
from cuibono.claims.english.mentions import Resolver
from cuibono.claims.english.names import find_names
from cuibono.claims.english.nominals import nominal_candidates
from cuibono.claims.english.patterns import pattern_candidates
from cuibono.claims.english.possessives import possessive_candidates
from cuibono.claims.english.reporting import Stance, past_passive, stance
from cuibono.claims.english.roles import role_candidates
from cuibono.claims.english.sources import source_candidates
from cuibono.claims.english.statehood import statehood_candidates
from cuibono.claims.english.text import Token, sentences, tokenize
from cuibono.claims.english.tree import Sentence, attach
from cuibono.claims.english.triggers import worth_parsing
from cuibono.claims.english.verbs import verb_candidates
from cuibono.claims.learned.review import review
from cuibono.model import THIS_ARTICLE, Claim, Document, Span

_ABOUT = frozenset(("in", "on", "to", "from", "against", "over", "behind", "with", "after", "inside"))
_CHUNK = 16  # documents read before their sentences are parsed together


@dataclass(slots=True)
class Reading:
    """One document on its way: its sentences, who is meant in it, and which sentences are parsed."""

    document: Document
    sentences: list[Sentence]
    resolver: Resolver
    chosen: list[Sentence]


def read(document: Document, known_names: Sequence[str] = ()) -> Reading:
    """Find names and references; choose the sentences to parse. No model runs here."""
    text = document.text
    known = frozenset(name.casefold() for name in known_names if len(name) > 2)
    prepared = [(span, tokenize(text, span.start, span.end)) for span in sentences(text)]
    seen = frozenset(
        t.text
        for _, tokens in prepared
        if not _title_case(tokens)
        for before, t in pairwise(tokens)
        if t.text[0].isupper() and before.text[0].isalpha()
    )
    headed = [_title_case(tokens) or _is_heading(text, span, tokens) for span, tokens in prepared]
    names = [
        () if title else find_names(text, tokens, known, False, seen)
        for (_, tokens), title in zip(prepared, headed, strict=True)
    ]
    elsewhere = known | {name.text.casefold() for row in names for name in row if len(name.text) > 2}
    found = [
        Sentence(i, span, tokens, find_names(text, tokens, elsewhere, True, seen) if headed[i] else names[i])
        for i, (span, tokens) in enumerate(prepared)
    ]
    references = References(Actors(name for s in found for name in s.names), found)
    if genre_of(t.text for _, tokens in prepared for t in tokens):
        return Reading(document, found, Resolver(text, references), [])
    return Reading(document, found, Resolver(text, references), [s for s in found if worth_parsing(s)])


def _title_case(tokens: Sequence[Token]) -> bool:
    """Whether a line is a headline with capitals on every long word."""
    if _is_byline(tokens):
        return False
    long_words = [t.text for t in tokens if t.text[0].isalpha() and len(t.text) > 3]
    upper = sum(w[0].isupper() for w in long_words)
    ends = tokens[-1].text if tokens else ""
    return len(long_words) >= 4 and upper >= 0.8 * len(long_words) and ends not in (".", "”", '"')


def _is_byline(tokens: Sequence[Token]) -> bool:
    """A line of a writer's name and a known outlet: "Jane Doe and John Roe, The Times"."""
    commas = [i for i, t in enumerate(tokens) if t.text == ","]
    if not commas:
        return False
    outlet = " ".join(t.text for t in tokens[commas[-1] + 1 :]).casefold().removesuffix(" .")
    known = tables().outlets
    return tokens[0].text.casefold() in tables().given_names and (
        outlet in known or outlet.removeprefix("the ") in known
    )


def _is_heading(text: str, span: Span, tokens: Sequence[Token]) -> bool:
    """Whether a short line of its own, without a mark at its end, tells what about what: "X in Y"."""
    alone = (span.start == 0 or text[: span.start].rstrip(" \t").endswith("\n")) and text[span.end :].lstrip(
        " \t"
    ).startswith("\n")
    low = {token.text for token in tokens}
    long_words = [t.text for t in tokens if t.text[0].isalpha() and len(t.text) > 4]
    return (
        alone
        and len(tokens) <= 10
        and bool(low & _ABOUT)
        and tokens[-1].text[-1].isalnum()
        and all(w[0].isupper() for w in long_words)
    )


def extract(
    documents: Iterable[tuple[Document, Sequence[str]]],
) -> Iterator[tuple[Document, tuple[Span, ...], tuple[Claim, ...]]]:
    """Claims of each document, in order, with its sentences. Documents are parsed in batches."""
    readings = (read(document, known_names) for document, known_names in documents)
    while chunk := list(islice(readings, _CHUNK)):
        chosen = [s for reading in chunk for s in reading.chosen]
        for sentence, tree in zip(chosen, pipeline.parse(masked(s) for s in chosen), strict=True):
            attach(sentence, tree)
        for reading in chunk:
            yield reading.document, tuple(s.span for s in reading.sentences), claims_of(reading)


def claims_of(reading: Reading) -> tuple[Claim, ...]:
    """The claims of a reading whose chosen sentences are parsed: the rules', weighed and added to by the trained model."""
    margin = margins(reading.document)
    claims = rule_claims(reading, margin)
    if not reading.chosen:
        return claims
    build = partial(_claims, reading, margin)
    return _ordered(review(reading.chosen, reading.resolver, claims, build))


def rule_claims(reading: Reading, margin: Margins | None = None) -> tuple[Claim, ...]:
    """What the rules alone make of a reading whose chosen sentences are parsed."""
    margin = margin or margins(reading.document)
    proposed = [c for s in reading.chosen for c in _candidates(s, reading.resolver)]
    proposed += continued_candidates(reading.chosen, reading.resolver)
    claims = _claims(reading, margin, proposed)
    listed = list_candidates(reading.document, reading.sentences, reading.resolver, margin)
    return _merged([*claims, *_weighed(reading, listed)])


def _claims(reading: Reading, margin: Margins, candidates: Iterable[Candidate]) -> list[Claim]:
    """The claims that candidates become, each with the stance of its sentence."""
    views = ((c, stance(c.sentence, reading.resolver, c.clause)) for c in candidates)
    return _weighed(reading, [_claim(reading.document, margin, c, v) for c, v in views if accepted(c, v)])


def _weighed(reading: Reading, claims: Iterable[Claim]) -> list[Claim]:
    return list(weighed(reading.document.text, [s.span for s in reading.sentences], claims))


def _candidates(sentence: Sentence, resolver: Resolver) -> Iterator[Candidate]:
    """All that the rules propose; where the text names who cites a source, the article itself does not."""
    found = list(_proposed(sentence, resolver))
    elsewhere = {
        c.object.mention.name
        for c in found
        if c.predicate == "cites" and c.subject.mention.name != THIS_ARTICLE
    }
    return (
        c
        for c in found
        if c.predicate != "cites"
        or c.subject.mention.name != THIS_ARTICLE
        or c.object.mention.name not in elsewhere
    )


def _proposed(sentence: Sentence, resolver: Resolver) -> Iterator[Candidate]:
    for rule in (
        verb_candidates,
        role_candidates,
        nominal_candidates,
        possessive_candidates,
        compound_candidates,
        citation_candidates,
        pattern_candidates,
        source_candidates,
        statehood_candidates,
    ):
        yield from rule(sentence, resolver)


# ------------------------------------------------------------------------------------------------ claims


def _claim(document: Document, margin: Margins, c: Candidate, view: Stance) -> Claim:
    s, trigger = c.sentence, c.sentence.nodes[c.trigger]
    spans = [
        Span(trigger.start, trigger.end),
        *(
            a.mention.span
            for a in (c.subject, c.object)
            if a.mention.text != THIS_ARTICLE and _in(a.mention.span, s.span)
        ),
    ]
    span = Span(min(x.start for x in spans), max(x.end for x in spans))
    quantifier, side = quantifier_of(
        margin, s, c.trigger, c.clause, c.subject.mention.span, c.object.mention.span
    )
    past = c.past or view.past or trigger.tag == "VBD" or past_passive(s, c.trigger)
    claim = Claim(
        "",
        document.text[span.start : span.end],
        span,
        c.subject.mention,
        c.predicate,
        c.object.mention,
        "denied" if view.denied != c.denied else "affirmed",
        view.source or c.said_by,
        view.hedge is not None,
        view.hedge,
        period_of(margin, s, c.trigger, c.clause, c.predicate),
        amount_of(margin, s, c.trigger, c.clause, c.predicate),
        instrument_of(margin, s, c.trigger, c.clause) if c.predicate == "funds" else None,
        quantifier,
        side,  # type: ignore[arg-type]
        None,
        past,
        c.cue,
        c.nature,
        (c.source,),
        0.7,
    )
    return identified(document, claim)


def _in(span: Span, outer: Span) -> bool:
    return outer.start <= span.start and span.end <= outer.end


def identified(document: Document, claim: Claim) -> Claim:
    """``claim`` with its id: a hash of the document's id and what the claim says where."""
    parts = (
        document.id,
        claim.subject.name,
        claim.predicate,
        claim.object.name,
        claim.polarity,
        str(claim.span.start),
        str(claim.span.end),
    )
    return replace(claim, id=hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16])


def _merged(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """One claim a triple and stance: extractors that agree join, the first gives the wording, fields fill up."""
    kept: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        ends = (claim.subject.name, claim.object.name)
        if claim.predicate == "partners_with":
            ends = (min(ends), max(ends))
        key = (*ends, claim.predicate, claim.polarity)
        old = kept.get(key)
        if old is None:
            kept[key] = claim
        elif _differs(old, claim):
            kept.setdefault(
                (
                    *key,
                    claim.attribution,
                    claim.hedged,
                    claim.period and claim.period.text,
                    claim.amount and claim.amount.text,
                ),
                claim,
            )
        else:
            kept[key] = _joined(old, claim)
    return _ordered(kept.values())


def _ordered(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple(sorted(claims, key=lambda c: (c.span, c.predicate, c.subject.name, c.object.name)))


def _differs(old: Claim, new: Claim) -> bool:
    """Whether a repeated triple is a claim of its own: another source, hedge, time or sum, elsewhere in the text."""
    if (old.span.start <= new.span.end and new.span.start <= old.span.end) or old.predicate == "cites":
        return False
    return any(
        b and a != b
        for a, b in (
            (old.attribution, new.attribution),
            (old.hedge, new.hedge),
            (old.period and old.period.text, new.period and new.period.text),
            (old.amount and old.amount.text, new.amount and new.amount.text),
        )
    )


def _joined(old: Claim, new: Claim) -> Claim:
    extractors = tuple(dict.fromkeys((*old.extractors, *new.extractors)))
    return replace(
        old,
        extractors=extractors,
        confidence=0.9 if len(extractors) > 1 else max(old.confidence, new.confidence),
        amount=old.amount or new.amount,
        period=old.period or new.period,
        attribution=old.attribution or new.attribution,
        instrument=old.instrument or new.instrument,
    )
