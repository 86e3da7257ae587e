"""Who says so, and whether it is denied: source phrases, verbs of saying, denials, and the outlets that are cited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cuibono.claims.russian.clauses import Clause, Segment
from cuibono.claims.russian.morphology import Word
from cuibono.claims.russian.phrases import Phrase
from cuibono.claims.russian.rules import relations, reporting
from cuibono.claims.russian.ties import Scene


@dataclass(frozen=True, slots=True)
class Source:
    """A stretch of a sentence that names who says the rest. ``heard`` are outlets that were told."""

    speaker: Phrase | None
    first: int
    last: int
    cites: bool
    verb: str = ""
    heard: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """What a clause inherits from the clauses above it: who says it, and whether they deny it."""

    speaker: Phrase | None = None
    words: str = ""
    denied: bool = False


def find_sources(
    words: Sequence[Word], phrases: Sequence[Phrase], segments: Sequence[Segment]
) -> tuple[Source, ...]:
    """The source phrases of a sentence: "по данным X", "как пишет X", "сообщает X"."""
    found = [*_prepositional(words, phrases)]
    found += [s for s in (_said(words, phrases, segment, segments) for segment in segments) if s is not None]
    return tuple(found)


def _prepositional(words: Sequence[Word], phrases: Sequence[Phrase]) -> list[Source]:
    lows, found, rules = [w.low.replace("ё", "е") for w in words], [], reporting()
    for index in range(len(words)):
        for cue in sorted(rules.sources, key=len, reverse=True):
            own = cue.split()
            if lows[index : index + len(own)] != own:
                continue
            after = index + len(own)
            speaker = next((p for p in phrases if after <= p.first <= after + 1), None)
            last = speaker.last if speaker else after
            found.append(Source(speaker, index, last, cue in rules.citing_sources))
            break
    return found


def _said(
    words: Sequence[Word], phrases: Sequence[Phrase], segment: Segment, segments: Sequence[Segment]
) -> Source | None:
    """A segment such as "сообщает X" or "как пишет X"; not one that a clause with "что" follows."""
    first = segment.first
    while first < segment.last and (
        words[first].low in ("как", "и", "об", "этом", "о", "чем", "также", "же") or words[first].text in "—–"
    ):
        first += 1
    if first >= segment.last or words[first].main != "VERB" or not words[first].lemmas & reporting().say:
        return None
    following = next((s for s in segments if s.first >= segment.last), None)
    if following is not None and words[following.first].low in ("что", "будто"):
        return None
    if segment.first == 0 and following is None:
        return None
    own = [p for p in phrases if segment.first <= p.first < segment.last]
    speaker = next(
        (p for p in own if p.named and "nomn" in p.cases and _bare(words, p) and not _of_noun(words, p)), None
    )
    speaker = speaker or next((p for p in own if "nomn" in p.cases and _bare(words, p)), None)
    speaker = speaker or next(
        (p for p in own if p.first > 0 and words[p.first - 1].low in ("в", "во") and "loct" in p.cases), None
    )
    verbs = words[first].lemmas
    heard = _heard(words, own, verbs, speaker)
    placed = speaker is not None and not _bare(words, speaker)
    return Source(
        speaker,
        segment.first,
        segment.last,
        bool(verbs & reporting().cite) and not placed,
        next(iter(sorted(verbs))),
        heard,
    )


def _of_noun(words: Sequence[Word], phrase: Phrase) -> bool:
    """ "представитель ЕСН": a name that belongs to the noun before it was told nothing."""
    return phrase.first > 0 and words[phrase.first - 1].main == "NOUN" and phrase.name_first == phrase.first


def _bare(words: Sequence[Word], phrase: Phrase) -> bool:
    return phrase.first == 0 or words[phrase.first - 1].main != "PREP"


def _heard(
    words: Sequence[Word], phrases: Sequence[Phrase], verbs: frozenset[str], speaker: Phrase | None
) -> tuple[Phrase, ...]:
    if not verbs & reporting().tell:
        return ()
    return tuple(
        p
        for p in phrases
        if p.kind == "org"
        and p != speaker
        and "datv" in p.cases
        and "nomn" not in p.cases - ({"nomn"} if p.core in ("latin", "acronym") else set())
        and _bare(words, p)
        and not _of_noun(words, p)
    )


def tell_clauses(scene: Scene) -> list[tuple[Phrase, Phrase]]:
    """Speaker and outlet of clauses such as "X рассказал каналу Y, что"."""
    found = []
    for number, clause in enumerate(scene.clauses):
        verbs = [
            i
            for i in clause.words
            if scene.words[i].main == "VERB" and scene.words[i].lemmas & reporting().tell
        ]
        speaker = scene.subject_of(number) if verbs else None
        if verbs and speaker is not None:
            heard = _heard(scene.words, scene.in_clause(clause), reporting().tell, speaker)
            found += [(speaker, outlet) for outlet in heard if abs(outlet.first - verbs[0]) < 5]
    return found


def writing_clauses(scene: Scene) -> list[tuple[Phrase, int]]:
    """Outlets that are the subject of a verb of writing, with its index: "Cumhuriyet написала, что"."""
    found = []
    for number, clause in enumerate(scene.clauses):
        for index in clause.words:
            if (
                scene.words[index].main == "VERB"
                and scene.words[index].lemmas & reporting().cite
                and index not in scene.hidden
            ):
                speaker = scene.subject_of(number)
                if speaker is not None and speaker.kind in ("org", "pronoun"):
                    found.append((speaker, index))
    return found


def publishers(scene: Scene) -> list[Phrase]:
    """ "опубликованный порталом X", "в докладе X", "расследование X": whose text is used."""
    found = []
    for index, word in enumerate(scene.words):
        if word.main == "PRTF" and word.lemmas & {"опубликовать", "публиковать", "обнародовать"}:
            found += [
                p
                for p in scene.phrases
                if index < p.first <= index + 2 and p.kind == "org" and "ablt" in p.cases
            ]
        if (
            index
            and scene.words[index - 1].low in ("в", "во", "из", "по", "согласно")
            and word.lemmas & {"доклад", "отчет", "расследование", "исследование", "материал", "статья"}
            and word.main == "NOUN"
        ):
            found += [
                p for p in scene.phrases if p.first == index + 1 and p.kind == "org" and "gent" in p.cases
            ]
    return found


def voice_of(scene: Scene, number: int, *, event: bool = False) -> Voice:
    """Who says what a clause says, and whether it is denied: read off the clauses above it."""
    clause, seen = scene.clauses[number], 0
    own = _denial(scene, number, below=False, event=True) if event else None
    if own is not None:
        return own
    current = number
    while clause.parent is not None and clause.parent != current and seen < 5:
        current, seen = clause.parent, seen + 1
        above = scene.clauses[current]
        if clause.kind in ("subordinate",):
            found = _denial(scene, current, below=True) or _saying(scene, current, above)
            if found is not None:
                return found
        clause = above
    return Voice()


def _denial(scene: Scene, number: int, *, below: bool, event: bool = False) -> Voice | None:
    """ "X отверг обвинения ...", "утверждение, что ..., X назвал ошибкой"."""
    clause, rules = scene.clauses[number], reporting()
    own = [scene.words[i] for i in clause.words]
    nouns = any(w.main == "NOUN" and w.lemmas & rules.deny_nouns for w in own)
    verb = any(w.main in ("VERB", "GRND") and w.lemmas & rules.deny for w in own)
    wrong = any(w.lemmas & {"назвать", "называть", "считать", "счесть"} for w in own) and any(
        w.lemmas & rules.wrong for w in own
    )
    answer = nouns and any(w.main == "VERB" and w.lemmas & rules.answer for w in own)
    direct = event and _denies_event(own)
    if not ((verb and (nouns or below or direct)) or (wrong and (nouns or below)) or answer):
        return None
    return Voice(_speaker(scene, number), "", True)


def _denies_event(words: Sequence[Word]) -> bool:
    """ "опроверг финансирование партии X": the verb of denial right before the noun that is denied."""
    nouns = frozenset(lemma for rule in relations().events for lemma in rule.lemmas)
    return any(
        w.main in ("VERB", "GRND") and w.lemmas & reporting().deny and after.lemmas & nouns
        for w, after in pairwise(words)
    )


def _speaker(scene: Scene, number: int) -> Phrase | None:
    """The subject of a clause of saying: a name rather than a bare noun such as "утверждение"."""
    clause = scene.clauses[number]
    named = [
        p
        for p in scene.in_clause(clause)
        if "nomn" in p.cases
        and (p.named or p.kind == "pronoun")
        and not scene.has_preposition(p)
        and not scene.is_dependent(p)
    ]
    people = [p for p in named if p.kind == "person"]
    return next(iter(people or named), None) or scene.subject_of(number) or _placed(scene, clause)


def _placed(scene: Scene, clause: Clause) -> Phrase | None:
    """ "в министерстве сообщили": the body that speaks."""
    for phrase in scene.in_clause(clause):
        before = scene.words[phrase.first - 1].low if phrase.first else ""
        if before in ("в", "во") and "loct" in phrase.cases and phrase.kind in ("org", "description"):
            return phrase
    return None


def _saying(scene: Scene, number: int, clause: Clause) -> Voice | None:
    rules = reporting()
    verbs = [
        i
        for i in clause.words
        if scene.words[i].main in ("VERB", "PRTS", "ADJS", "GRND") and scene.words[i].lemmas & rules.say
    ]
    if not verbs:
        return None
    speaker = scene.subject_of(number) or _placed(scene, clause)
    text = next((scene.words[i] for i in clause.words if scene.words[i].lemmas & rules.texts), None)
    if speaker is None and text is None:
        return None
    return Voice(speaker, text.text if text is not None and speaker is None else "", False)
