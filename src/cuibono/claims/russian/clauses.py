"""Clauses of a sentence: which words belong to one predicate, and what they hang on.

No dependency tree: commas, dashes, conjunctions, relative pronouns, participles and subordinators cut the sentence into
segments, and segments without a predicate go back to the clause that they continue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from cuibono.claims.russian.morphology import Word
from cuibono.claims.russian.phrases import Phrase, quote_pairs

ClauseKind = Literal["main", "relative", "participle", "gerund", "subordinate", "aside"]
SegmentKind = Literal["relative", "participle", "gerund", "subordinate", "main", "fragment"]
BREAKS = frozenset({",", ";", ":", "—", "–", "-", "(", ")"})
LINKS = frozenset({"и", "а", "но", "или", "либо", "да", "зато", "однако"})
SUBORDINATORS = frozenset({"что", "чтобы", "если", "когда", "хотя", "поскольку", "где", "куда", "откуда", "пока", "ибо", "потому", "будто", "раз", "как", "кому", "кто", "чей", "ли"})  # fmt: skip
CORRELATES = frozenset({"то", "том", "тем", "того", "тому"})
LIKE_PARTICIPLES = frozenset({"подконтрольный", "подотчетный", "подведомственный", "подвластный"})
ASIDES = frozenset(
    [
        "напомним",
        "отметим",
        "впрочем",
        "однако",
        "конечно",
        "кстати",
        "похоже",
        "вероятно",
        "возможно",
        "видимо",
        "очевидно",
        "разумеется",
        "например",
        "наконец",
        "итак",
        "таким",
        "образом",
        "словом",
        "мол",
        "дескать",
        "кажется",
        "скорее",
        "всего",
        "по-видимому",
        "судя",
        "по",
        "всему",
        "в",
        "свою",
        "очередь",
        "в",
        "частности",
        "между",
        "прочим",
        "к",
        "слову",
        "безусловно",
        "правда",
        "подчеркнем",
        "добавим",
        "заметим",
        "уточним",
    ]
)


@dataclass(frozen=True, slots=True)
class Segment:
    """Words ``first`` to ``last`` (exclusive) between two breaks; ``opener`` is the break before them."""

    first: int
    last: int
    opener: str
    kind: SegmentKind


@dataclass(slots=True)
class Clause:
    """The words of one predicate. ``antecedent`` is what a relative pronoun or participle refers to."""

    kind: ClauseKind
    words: list[int] = field(default_factory=list)
    parent: int | None = None
    inherits: int | None = None
    antecedent: Phrase | None = None

    @property
    def start(self) -> int:
        return self.words[0]


def is_predicate(word: Word) -> bool:
    """A finite verb, a short participle or "нет"."""
    return word.main in ("VERB", "PRTS", "ADJS") or word.low == "нет"


def split_segments(words: Sequence[Word], phrases: Sequence[Phrase]) -> tuple[Segment, ...]:
    """The segments of a sentence; nothing is cut inside a name, and a lone aside ("напомним") is dropped."""
    inside = {
        i for p in phrases for i in range(p.first + 1, p.last) if p.core in ("quote", "headed", "latin")
    }
    inside |= {
        i for first, last in quote_pairs(words) for i in range(first + 1, last) if words[i].text in ",;:—–-"
    }
    cuts = [i for i, w in enumerate(words) if w.text in BREAKS and i not in inside]
    bounds = [(-1, "")] + [(i, words[i].text) for i in cuts]
    ends = [*cuts, len(words)]
    segments: list[Segment] = []
    depth = 0
    for (before, opener), end in zip(bounds, ends, strict=True):
        depth = max(0, depth + (opener == "(") - (opener == ")"))
        opener = "(" if depth else opener
        for first, last in _split_links(words, before + 1, end):
            own = [w for w in words[first:last] if w.is_word or w.text[:1].isdigit() or w.text in "«»“”%$€"]
            if own and not all(w.low.replace("ё", "е") in ASIDES for w in own):
                segments.append(
                    Segment(
                        first,
                        last,
                        opener if first == before + 1 else "и",
                        segment_kind(words, phrases, first, last),
                    )
                )
    return tuple(segments)


def _split_links(words: Sequence[Word], first: int, last: int) -> list[tuple[int, int]]:
    """Cut at "и", "а", "но" between two predicates."""
    parts, start = [], first
    for index in range(first + 1, last):
        if (
            words[index].low in LINKS
            and any(is_predicate(w) for w in words[start:index])
            and any(is_predicate(w) for w in words[index:last])
        ):
            parts.append((start, index))
            start = index
    return [*parts, (start, last)]


def segment_kind(words: Sequence[Word], phrases: Sequence[Phrase], first: int, last: int) -> SegmentKind:
    own = list(range(first, last))
    while (
        own
        and (
            words[own[0]].low in LINKS
            or (words[own[0]].main in ("PRCL", "ADVB") or words[own[0]].low == "якобы")
            or not words[own[0]].is_word
        )
        and len(own) > 1
    ):
        if words[own[0]].low in SUBORDINATORS:
            break
        own.pop(0)
    if not own:
        return "fragment"
    head = words[own[0]]
    if any(p.kind == "pronoun" and p.head == "который" and p.first in own[:4] for p in phrases):
        return "relative"
    if head.low in SUBORDINATORS or (
        len(own) > 2
        and words[own[1]].low in CORRELATES
        and head.main == "PREP"
        and words[min(own[2], last - 1)].low in SUBORDINATORS
    ):
        return "subordinate"
    participle = head.main == "PRTF" or (head.main == "ADJF" and head.any("PRTF"))
    if (participle or head.lemmas & LIKE_PARTICIPLES) and first > 0:
        return "participle"
    if head.main == "GRND":
        return "gerund"
    return "main" if any(is_predicate(words[i]) for i in own) else "fragment"


@dataclass(slots=True)
class _Builder:
    words: Sequence[Word]
    phrases: Sequence[Phrase]
    clauses: list[Clause] = field(default_factory=list)
    base: int | None = None
    nested: int | None = None
    gap: int | None = None

    def add(
        self,
        kind: ClauseKind,
        segment: Segment,
        *,
        inherits: int | None = None,
        antecedent: Phrase | None = None,
    ) -> int:
        parent = self.nested if kind in ("relative", "participle") and self.nested is not None else self.base
        self.clauses.append(
            Clause(kind, list(range(segment.first, segment.last)), parent, inherits, antecedent)
        )
        return len(self.clauses) - 1

    def extend(self, index: int, segment: Segment) -> None:
        self.clauses[index].words.extend(range(segment.first, segment.last))

    def complete(self, index: int) -> bool:
        return any(is_predicate(self.words[i]) for i in self.clauses[index].words)

    def take(self, segment: Segment) -> None:
        if segment.kind in ("relative", "participle"):
            self.nested = self.add(segment.kind, segment, antecedent=self._antecedent(segment))
        elif segment.kind == "gerund":
            self.nested = self.add("gerund", segment, inherits=self.base)
        elif segment.kind == "subordinate":
            above = self.base if self.words[segment.first].low == "что" else None
            self.base, self.nested = self.add("subordinate", segment, inherits=above), None
        elif segment.kind == "main":
            self._main(segment)
        else:
            self._fragment(segment)

    def _main(self, segment: Segment) -> None:
        if segment.opener == "(":
            self.add("aside", segment)
            return
        above = self.clauses[self.base].parent if self.base is not None else None
        contrast = self.words[segment.first].low in ("а", "но", "зато", "однако")
        if (
            self.base is not None
            and not self.complete(self.base)
            and segment.opener not in (":", ";")
            and not contrast
        ):
            self.extend(self.base, segment)
        elif (
            self.base is not None
            and above is not None
            and self.clauses[self.base].kind == "subordinate"
            and not self.complete(above)
        ):
            self.extend(above, segment)
            self.base = above
        else:
            kind: ClauseKind = (
                self.clauses[self.base].kind if self.base is not None and segment.opener == "и" else "main"
            )
            index = self.add("subordinate" if kind == "subordinate" else "main", segment, inherits=self.base)
            self.clauses[index].parent = above
            self.base = index
        self.nested = None

    def _fragment(self, segment: Segment) -> None:
        if segment.opener == "(":
            self.add("aside", segment)
        elif self._is_gapped(segment):
            self._gapped(segment)
        elif self.gap is not None and segment.opener in ("—", "–", "-"):
            self.extend(self.gap, segment)
        elif (
            self.nested is not None and segment.opener in (",", "и") and self._continues(self.nested, segment)
        ):
            self.extend(self.nested, segment)
        elif self.base is None:
            self.base = self.add("main", segment)
        else:
            self.extend(self.base, segment)

    def _is_gapped(self, segment: Segment) -> bool:
        """Whether a verb is left out: the "а Y — Z" of "X принадлежит A, а Y — Z"."""
        after = self.words[segment.last].text if segment.last < len(self.words) else ""
        return (
            self.base is not None
            and self.complete(self.base)
            and segment.opener in (",", "и", ";")
            and self.words[segment.first].low == "а"
            and self.words[segment.first + 1].low not in ("также", "именно", "не", "то", "ещё", "еще")
            and after in ("—", "–", "-")
        )

    def _gapped(self, segment: Segment) -> None:
        """A clause of its own that takes the verb of the clause before it."""
        verb = [i for i in self.clauses[self.base or 0].words if is_predicate(self.words[i])]
        self.gap = self.add("main", segment)
        self.clauses[self.gap].words.append(verb[-1])

    def _continues(self, index: int, segment: Segment) -> bool:
        """Whether a segment without a verb goes on with a list at the end of a nested clause."""
        before = [p for p in self.phrases if p.first in self.clauses[index].words]
        after = [p for p in self.phrases if segment.first <= p.first < segment.last]
        link = self.words[segment.first].low in LINKS or (after and after[0].first - segment.first <= 1)
        return bool(
            before
            and after
            and link
            and before[-1].cases & after[0].cases
            and before[-1].kind == after[0].kind
        ) and self.complete(index)

    def _antecedent(self, segment: Segment) -> Phrase | None:
        """The nearest phrase before the break that agrees with the pronoun or participle."""
        before = [p for p in self.phrases if p.last <= segment.first]
        if segment.kind == "relative":
            pronoun = next(p for p in self.phrases if p.first >= segment.first and p.head == "который")
            fitting = [p for p in before if same_form(p, pronoun.number, pronoun.gender)]
            return fitting[-1] if fitting else None
        own = self.words[segment.first : segment.last]
        readings = next((w.readings for w in own if w.any("PRTF") or w.lemmas & LIKE_PARTICIPLES), ())
        forms = {(r.case, r.number, r.gender) for r in readings if r.pos in ("PRTF", "ADJF")}
        fitting = [p for p in before[-3:] if any((c in p.cases) and same_form(p, n, g) for c, n, g in forms)]
        return fitting[-1] if fitting else None


def same_form(phrase: Phrase, number: str, gender: str) -> bool:
    """Whether number and gender can be those of the phrase; what is open on either side agrees."""
    if phrase.number and number and phrase.number != number and phrase.core != "acronym":
        return False
    if gender == "mn":
        return phrase.gender != "femn"
    return not (number != "plur" and phrase.gender and gender and phrase.gender != gender)


def build_clauses(
    words: Sequence[Word], phrases: Sequence[Phrase], segments: Sequence[Segment]
) -> tuple[Clause, ...]:
    """The clauses that the segments make, in order of their first words."""
    builder = _Builder(words, phrases)
    for segment in segments:
        builder.take(segment)
    return tuple(builder.clauses)
