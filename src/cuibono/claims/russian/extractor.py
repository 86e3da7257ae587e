"""The Russian extractor: words to phrases to clauses to ties to claims."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cuibono.claims.russian.actors import Cast, Resolved, chunk
from cuibono.claims.russian.clauses import build_clauses, split_segments
from cuibono.claims.russian.genitives import OWN, POSSESSIVE, genitive_ties
from cuibono.claims.russian.headings import listed
from cuibono.claims.russian.morphology import Sentence, parse_sentences
from cuibono.claims.russian.naming import written
from cuibono.claims.russian.nominals import noun_ties
from cuibono.claims.russian.phrases import Phrase
from cuibono.claims.russian.plausible import is_outlet, measure, plausible, predicate_of
from cuibono.claims.russian.qualifiers import (
    Marks,
    amount_of,
    beside,
    extent,
    hedge_of,
    instrument_of,
    marks_of,
    period_of,
    quantifier_of,
)
from cuibono.claims.russian.reporting import (
    Source,
    find_sources,
    publishers,
    tell_clauses,
    voice_of,
    writing_clauses,
)
from cuibono.claims.russian.ties import Scene, Tie
from cuibono.claims.russian.verbs import verb_ties
from cuibono.model import THIS_ARTICLE, Claim, Document, Mention, Polarity, Predicate, Span

EXTRACTOR = "russian-rules"
SURE, LIKELY = 0.85, 0.7
"""Confidence of a claim whose ends are both names of the sentence, and of one with a resolved reference."""
OF_BODIES = frozenset({"owns", "directs", "founded", "leads", "works_for", "member_of"})
ASSETS: frozenset[Predicate] = frozenset({"owns"})


@dataclass(frozen=True, slots=True)
class _End:
    resolved: Resolved
    mention: Mention
    local: Span | None


@dataclass(slots=True)
class _Reader:
    document: Document
    cast: Cast
    number: int
    sentence: Sentence
    scene: Scene
    sources: tuple[Source, ...]
    marks: Marks

    def claims(self) -> Iterator[Claim]:
        if self.sentence.words and self.sentence.words[-1].text == "?":
            return
        for tie in [*verb_ties(self.scene), *noun_ties(self.scene), *genitive_ties(self.scene)]:
            claim = self._claim(tie)
            if claim is not None:
                yield claim
        yield from self._citations()

    # ends --------------------------------------------------------------------------------------------------------

    def _clause_of(self, phrase: Phrase) -> int:
        return self.scene.clause_at(phrase.first)

    def _end(
        self, phrase: Phrase | None, tie: Tie, *, generic: bool, avoid: frozenset[int] = frozenset()
    ) -> _End | None:
        if phrase is None:
            found = self.cast.topic(self.number, tie.trigger[0])
            word = self.sentence.words[tie.trigger[-1]]
            return (
                _End(found, Mention(word.text, Span(word.start, word.end), found.name, found.trail), None)
                if found
                else None
            )
        clause = self.scene.clauses[self._clause_of(phrase)]
        avoid = avoid | self._own_subject(phrase) | self._no_persons(phrase, tie)
        resolved = self.cast.resolve(self.number, phrase, clause, generic=generic, avoid=avoid)
        if resolved is None:
            return None
        first, last = (phrase.name_first, phrase.name_last) if phrase.named else (phrase.first, phrase.last)
        words = self.sentence.words
        span = Span(words[first].start, words[last - 1].end)
        text = written(words, self.document.text, first, last)
        whole = Span(words[min(first, phrase.name_first)].start, span.end)
        if phrase.core == "quote":
            whole = Span(words[phrase.name_first - 1].start, words[phrase.name_last].end)
        return _End(resolved, Mention(text, span, resolved.name, resolved.trail), whole)

    def _no_persons(self, phrase: Phrase, tie: Tie) -> frozenset[int]:
        """A leader or member of staff is a person: a pronoun in that place refers to no organisation."""
        if phrase.kind == "pronoun" and phrase is tie.object and tie.predicate in OF_BODIES:
            return frozenset(i for i, actor in enumerate(self.cast.actors) if actor.kind == "person")
        if (
            phrase.kind != "pronoun"
            or phrase is not tie.subject
            or tie.predicate not in ("leads", "works_for")
        ):
            return frozenset()
        return frozenset(i for i, actor in enumerate(self.cast.actors) if actor.kind != "person")

    def _own_subject(self, phrase: Phrase) -> frozenset[int]:
        """An oblique pronoun ("у него") is not the subject of its own clause."""
        if phrase.kind != "pronoun" or phrase.head != "он" or "nomn" in phrase.cases:
            return frozenset()
        subject = self.scene.subject_of(self._clause_of(phrase))
        if subject is None or subject == phrase:
            return frozenset()
        found = self.cast.resolve(self.number, subject, None)
        return frozenset(i for i, a in enumerate(self.cast.actors) if found and a.name == found.name)

    def _ends(self, tie: Tie) -> tuple[_End, _End] | None:
        subject = self._end(tie.subject, tie, generic=False)
        object_ = self._end(tie.object, tie, generic=tie.allows_generic)
        if subject and object_ and subject.resolved.name == object_.resolved.name:
            taken = frozenset(i for i, a in enumerate(self.cast.actors) if a.name == subject.resolved.name)
            if tie.object is not None and not tie.object.named:
                object_ = self._end(tie.object, tie, generic=False, avoid=taken)
            elif tie.subject is not None and not tie.subject.named:
                subject = self._end(tie.subject, tie, generic=False, avoid=taken)
        if subject is None or object_ is None or subject.resolved.name == object_.resolved.name:
            return None
        return (subject, object_) if plausible(tie, subject.resolved, object_.resolved) else None

    # claims ------------------------------------------------------------------------------------------------------

    def _claim(self, tie: Tie) -> Claim | None:
        ends = self._ends(tie)
        if ends is None:
            return None
        subject, object_ = ends
        words = self.sentence.words
        anchor = words[tie.trigger[0]].start
        spans = [Span(words[i].start, words[i].end) for i in tie.trigger] + [e.local for e in ends if e.local]
        span = Span(min(s.start for s in spans), max(s.end for s in spans))
        inside = extent(self.scene, tie)
        voice = voice_of(self.scene, tie.clause, event=tie.event)
        hedge = hedge_of(self.marks, inside, self.document.text) or self._source_hedge()
        attribution = None if tie.backdrop else self._attribution(tie, voice.speaker, voice.words)
        denied = voice.denied and not tie.backdrop
        polarity: Polarity = "denied" if denied != tie.negated else "affirmed"
        plain = not (
            subject.resolved.trail
            or object_.resolved.trail
            or subject.resolved.generic
            or object_.resolved.generic
        )
        return _identified(
            self.document,
            Claim(
                id="",
                quote=self.document.text[span.start : span.end],
                span=span,
                subject=subject.mention,
                predicate=predicate_of(tie, subject.resolved),
                object=object_.mention,
                polarity=polarity,
                attribution=attribution,
                hedged=hedge is not None,
                hedge=hedge,
                period=period_of(
                    self.marks,
                    beside(self.marks, span) if tie.backdrop or tie.rule in (OWN, POSSESSIVE) else inside,
                    anchor,
                ),
                amount=None
                if tie.rule in (OWN, POSSESSIVE)
                else amount_of(self.marks, inside, anchor, tie.predicate),
                instrument=instrument_of(self.marks, inside, anchor, tie.predicate),
                quantifier=quantifier_of(self.marks, span),
                past=tie.past,
                cue=tie.rule,
                nature=measure(self.document.text[inside.start : inside.end])
                if tie.predicate == "sanctioned"
                else None,
                extractors=(EXTRACTOR,),
                confidence=SURE if plain else LIKELY,
            ),
        )

    def _source_hedge(self) -> str | None:
        """ "по некоторым данным": a source phrase that names nobody."""
        text = self.document.text[self.sentence.span.start : self.sentence.span.end].lower()
        cues = [c for c in self.marks.cues if c.kind == "hedge" and c.value == "по некоторым данным"]
        return self.document.text[cues[0].span.start : cues[0].span.end] if cues and text else None

    def _attribution(self, tie: Tie, speaker: Phrase | None, words: str) -> str | None:
        if speaker is not None:
            found = self.cast.resolve(self.number, speaker, None, generic=True)
            return (
                found.name
                if found
                else written(self.sentence.words, self.document.text, speaker.first, speaker.last)
            )
        if words:
            return words
        for source in self.sources:
            ends = [p for p in (tie.subject, tie.object) if p is not None]
            within = source.first <= tie.trigger[0] < source.last and all(
                source.first <= p.first < source.last for p in ends
            )
            if source.speaker is not None and not within:
                found = self.cast.resolve(self.number, source.speaker, None, generic=True)
                return found.name if found else None
        return None

    # citations ---------------------------------------------------------------------------------------------------

    def _citations(self) -> Iterator[Claim]:
        found: dict[int, tuple[Phrase, int]] = {}
        for source in self.sources:
            for phrase in [*([source.speaker] if source.speaker and source.cites else []), *source.heard]:
                found.setdefault(phrase.first, (phrase, source.first))
        for phrase, index in writing_clauses(self.scene):
            found.setdefault(phrase.first, (phrase, index))
        for _, outlet in tell_clauses(self.scene):
            found.setdefault(outlet.first, (outlet, outlet.first))
        for phrase in publishers(self.scene):
            found.setdefault(phrase.first, (phrase, phrase.first))
        for phrase, index in found.values():
            claim = self._citation(phrase, index)
            if claim is not None:
                yield claim

    def _citation(self, phrase: Phrase, index: int) -> Claim | None:
        resolved = self.cast.resolve(self.number, phrase, None)
        if resolved is None or not is_outlet(phrase, resolved):
            return None
        words = self.sentence.words
        start, end = (
            min(words[index].start, words[phrase.first].start),
            max(words[index].end, words[phrase.last - 1].end),
        )
        mention = Mention(
            written(words, self.document.text, phrase.name_first, phrase.name_last),
            Span(words[phrase.name_first].start, words[phrase.name_last - 1].end),
            resolved.name,
            resolved.trail,
        )
        article = Mention(THIS_ARTICLE, Span(start, start), THIS_ARTICLE)
        inside = Span(start, end)
        return _identified(
            self.document,
            Claim(
                "",
                self.document.text[start:end],
                inside,
                article,
                "cites",
                mention,
                period=period_of(self.marks, inside, start),
                extractors=(EXTRACTOR,),
                cue=words[index].low,
                confidence=LIKELY,
            ),
        )


def _identified(document: Document, claim: Claim) -> Claim:
    from dataclasses import replace

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


def _scene(
    document: Document, sentence: Sentence, phrases: tuple[Phrase, ...]
) -> tuple[Scene, tuple[Source, ...]]:
    segments = split_segments(sentence.words, phrases)
    sources = find_sources(sentence.words, phrases, segments)
    hidden = frozenset(i for s in sources for i in range(s.first, s.last))
    rest = tuple(s for s in segments if not any(x.first <= s.first and s.last <= x.last for x in sources))
    return Scene(
        document.text, sentence.words, phrases, build_clauses(sentence.words, phrases, rest), hidden
    ), sources


def extract(document: Document, reference: str | None = None) -> tuple[Claim, ...]:
    """The claims of a Russian text in order; ``reference`` is the ISO prefix that "last year" is counted from."""
    sentences = parse_sentences(document.text)
    phrases = chunk(sentences)
    cast = Cast(document.text, sentences, phrases).build()
    scenes = [_scene(document, s, phrases[n]) for n, s in enumerate(sentences)]
    for number, (_, sources) in enumerate(scenes):
        for source in sources:
            if source.cites and source.speaker is not None and source.speaker.kind == "org":
                cast.is_outlet(number, source.speaker)
    claims: list[Claim] = []
    for number, sentence in enumerate(sentences):
        scene, sources = scenes[number]
        if not scene.clauses:
            continue
        titles = tuple(
            Span(sentence.words[p.first].start, sentence.words[p.last - 1].end)
            for p in phrases[number]
            if p.core == "quote"
        )
        marks = marks_of(document.text, sentence.span, reference, titles)
        claims.extend(_Reader(document, cast, number, sentence, scene, sources, marks).claims())
    claims.extend(_under_headings(document, cast, [scene for scene, _ in scenes]))
    return _unique(claims)


def _mention(document: Document, cast: Cast, scene: Scene, number: int, phrase: Phrase) -> Mention:
    name = cast.actors[cast.at[number, phrase.first]].name
    first, last = scene.words[phrase.name_first], scene.words[phrase.name_last - 1]
    return Mention(document.text[first.start : last.end], Span(first.start, last.end), name)


def _under_headings(document: Document, cast: Cast, scenes: Sequence[Scene]) -> Iterator[Claim]:
    """The claims of lists under a heading."""
    for row in listed(scenes):
        owner, item = (_mention(document, cast, scenes[n], n, p) for n, p in (row.owner, row.item))
        subject, object_ = (item, owner) if row.heading.item == "subject" else (owner, item)
        kind = row.item[1].kind
        if subject.name == object_.name or (
            kind == "person" and object_ is item and row.heading.predicate == "owns"
        ):
            continue
        span = Span(min(owner.span.start, item.span.start), max(owner.span.end, item.span.end))
        yield _identified(
            document,
            Claim(
                "",
                document.text[span.start : span.end],
                span,
                subject,
                row.heading.predicate,
                object_,
                extractors=(EXTRACTOR, "list"),
                cue=row.cue,
                confidence=LIKELY,
            ),
        )


def _unique(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """One claim for each subject, predicate, object, polarity and source in a document; the first stays."""
    kept: dict[tuple[str, ...], Claim] = {}
    for claim in claims:
        key = (
            claim.subject.name,
            claim.predicate,
            claim.object.name,
            claim.polarity,
            claim.attribution or "",
        )
        old = kept.get(key)
        if old is None or (
            old.amount is None and claim.amount is not None and claim.confidence >= old.confidence
        ):
            kept[key] = claim
    return tuple(sorted(kept.values(), key=lambda c: (c.span, c.predicate, c.subject.name, c.object.name)))
