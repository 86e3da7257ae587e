"""Who is meant by "it", "the group", "these organizations", "the latter": resolved within the document, with a trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cuibono.claims.english.actors import Actor, Actors
from cuibono.claims.english.descriptions import describe
from cuibono.claims.english.kinds import nationality
from cuibono.claims.english.names import Name
from cuibono.claims.english.text import Token
from cuibono.claims.english.tree import Sentence
from cuibono.claims.lexicon import words

_FILE = "english/references.yml"
_HE = frozenset(["he", "she", "him", "his", "her", "hers", "himself", "herself", "who"])
_IT = frozenset(["it", "its", "itself"])
_THEY = frozenset(["they", "them", "their", "theirs", "themselves", "all", "both"])
_WINDOW = 4  # sentences looked back
_SAME_SENTENCE = 0.6  # a reference inside a sentence means, more often than not, somebody in it


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An actor named, or referred to, at one place. ``named`` is False for a resolved reference."""

    sentence: int
    start: int
    actor: Actor
    named: bool = True


@dataclass(frozen=True, slots=True)
class Referents:
    """What a reference stands for, and why."""

    actors: tuple[Actor, ...] = ()
    reason: str = ""


@dataclass(slots=True)
class References:
    """The occurrences and lists of one document, in order; answers what a reference at a place stands for."""

    actors: Actors
    sentences: Sequence[Sentence]
    occurrences: list[Occurrence] = field(default_factory=list)
    groups: list[tuple[int, int, tuple[Actor, ...], bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for sentence in self.sentences:
            describe(sentence, self.actors)
        for sentence in self.sentences:
            self._read(sentence)

    def mentions_of(self, name: str) -> list[Occurrence]:
        """Where the actor of that name is named, in order of the text."""
        return [o for o in self.occurrences if o.named and o.actor.name == name]

    # -------------------------------------------------------------------------------------------- the first pass

    def _read(self, sentence: Sentence) -> None:
        """Add the names and references of ``sentence`` to the history, left to right."""
        by_first = {name.first: name for name in sentence.names}
        tokens = sentence.tokens
        for group, listed in _lists(sentence):
            self.groups.append(
                (
                    sentence.index,
                    group[0].start,
                    tuple(dict.fromkeys(self.actors.of(n) for n in group)),
                    listed,
                )
            )
        for i, token in enumerate(tokens):
            if i in by_first:
                self.occurrences.append(Occurrence(sentence.index, token.start, self.actors.of(by_first[i])))
            elif token.text.casefold() in ("the", "this", "its", "their") and i + 1 < len(tokens):
                noun = _definite_noun(tokens, i)
                if noun and noun not in words(_FILE, "plural"):
                    found = self.definite(sentence.index, token.start, noun)
                    if len(found.actors) == 1:
                        self.occurrences.append(
                            Occurrence(sentence.index, token.start, found.actors[0], False)
                        )
            elif token.text in ("He", "She", "It", "he", "she"):
                found = self.pronoun(sentence.index, token.start, token.text.casefold())
                if len(found.actors) == 1:
                    self.occurrences.append(Occurrence(sentence.index, token.start, found.actors[0], False))

    # -------------------------------------------------------------------------------------------- questions

    def pronoun(self, sentence: int, start: int, word: str) -> Referents:
        """The referents of a pronoun at ``start``; empty when there is none in reach."""
        if word in _HE:
            found = self._salient(sentence, start, ("person",)) or self._salient(
                sentence, start, ("unknown",)
            )
            return Referents((found,), f"{word} → {found.name}: person named last") if found else Referents()
        if word in _IT:
            found = self._salient(sentence, start, ("org", "outlet", "unknown")) or self._salient(
                sentence, start, ("state",)
            )
            return (
                Referents((found,), f"{word} → {found.name}: organisation named last")
                if found
                else Referents()
            )
        if word in _THEY:
            return self.plural(sentence, start, word)
        return Referents()

    def last(
        self, start: int, count: int, kinds: Sequence[str] = ("org", "outlet", "unknown", "person")
    ) -> Referents:
        """The last ``count`` different actors before ``start`` ("the three", "either body")."""
        found: dict[str, Actor] = {}
        for occurrence in reversed(self._before(start)):
            if occurrence.named and occurrence.actor.kind in kinds:
                found.setdefault(occurrence.actor.name, occurrence.actor)
            if len(found) == count:
                return Referents(tuple(reversed(found.values())), f"the {count} named last")
        return Referents()

    def plural(self, sentence: int, start: int, word: str, examples: bool = False) -> Referents:
        """The list that "they" or "these organizations" stands for."""
        before = [g for g in self.groups if g[1] < start and g[0] >= sentence - 6]
        organisations = ("org", "outlet", "unknown")
        if word in words(_FILE, "counts"):
            return self.last(start, {"three": 3, "four": 4, "five": 5, "six": 6}.get(word, 2))
        listed = [g for g in before if g[3]]
        if (
            listed
            and (examples or word in _THEY)
            and (examples or listed[-1][0] >= sentence - 2 or self._group_reference(sentence))
        ):
            members = tuple(dict.fromkeys(a for g in listed for a in g[2] if a.kind in organisations))
            return Referents(members, f"{word} → the {len(members)} listed before")
        recent = [g for g in before if g[0] >= sentence - 2 and len(g[2]) > 1]
        if recent:
            return Referents(recent[-1][2], f"{word} → the {len(recent[-1][2])} named together before")
        found = self._salient(sentence, start, ("org", "outlet", "unknown")) if word in _THEY else None
        return Referents((found,), f"{word} → {found.name}: named last") if found else Referents()

    def _group_reference(self, sentence: int) -> bool:
        tokens = self.sentences[sentence].tokens[:8]
        return any(t.text.casefold() in words(_FILE, "plural") for t in tokens)

    def definite(self, sentence: int, start: int, noun: str) -> Referents:
        """The referent of "the <noun>"."""
        if noun in words(_FILE, "plural"):
            return self.plural(sentence, start, noun, examples=True)
        if noun in words(_FILE, "person"):
            kinds: tuple[str, ...] = ("person",)
            found = self._described(start, noun, kinds) or (
                self._salient(sentence, start, kinds)
                if noun
                not in (
                    "president",
                    "minister",
                    "leader",
                    "official",
                    "chairman",
                    "man",
                    "woman",
                    "executive",
                )
                else None
            )
        else:
            kinds = (
                ("outlet", "org", "unknown")
                if noun in words(_FILE, "outlet")
                else ("org", "outlet", "unknown", "state")
            )
            found = self._described(start, noun, kinds)
            if found is None and noun in words(_FILE, "outlet"):
                found = self._salient(sentence, start, ("outlet",)) or self._salient(
                    sentence, start, ("org", "unknown")
                )
            elif found is None and noun in words(_FILE, "loose"):
                found = self._salient(sentence, start, ("org", "outlet", "unknown"), noun in _FIRMS)
        return Referents((found,), f"the {noun} → {found.name}") if found else Referents()

    def about(self, sentence: int, start: int) -> Referents:
        """The organisation that the text is about at ``start``, for a title without its body; none when states or several vie."""
        found = self._salient(sentence, start, ("org", "outlet", "unknown"))
        near = [o for o in self._before(start) if o.sentence >= sentence - 1 and o.actor is found]
        return Referents((found,), "") if found and near else Referents()

    def latter(self, sentence: int, start: int, which: int = -1) -> Referents:
        """ "The latter" (``which`` -1) or "the former" (-2) of the names before."""
        recent = [o for o in self.occurrences if o.start < start and o.named and o.sentence >= sentence - 1]
        if not recent:
            return Referents()
        pair = [o for o in recent if o.sentence == recent[-1].sentence]
        chosen = pair[which] if len(pair) >= -which else recent[-1]
        return Referents((chosen.actor,), f"the latter → {chosen.actor.name}: last named")

    # -------------------------------------------------------------------------------------------- helpers

    def _described(self, start: int, noun: str, kinds: Sequence[str]) -> Actor | None:
        """The actor nearest before ``start`` whose name or description holds ``noun``."""
        for occurrence in reversed(self._before(start)):
            actor = occurrence.actor
            if actor.kind in kinds and (noun in actor.nouns or noun in actor.name.casefold().split()):
                return actor
        return None

    def _salient(self, sentence: int, start: int, kinds: Sequence[str], firm: bool = False) -> Actor | None:
        """The actor of a fitting kind that the text is about: near, often named, first in its sentence."""
        scores: dict[int, tuple[float, int, Actor]] = {}
        firsts: set[int] = set()
        for o in self._before(start):
            if (
                o.sentence <= sentence - _WINDOW
                or not _may_be(o.actor, kinds)
                or (firm and _NO_FIRMS & {*o.actor.name.casefold().split(), *o.actor.nouns})
            ):
                continue
            score, _, _ = scores.get(id(o.actor), (0.0, 0, o.actor))
            near = 1.6 - 0.6 * (sentence - o.sentence) + (_SAME_SENTENCE if o.sentence == sentence else 0)
            head = 0.0 if o.sentence in firsts else 1.0 if self._opens(o) else 0.3
            firsts.add(o.sentence)
            told = -1.5 if self._is_listener(o) else 0.0
            scores[id(o.actor)] = (max(score, near + head + told) + 0.35, o.start, o.actor)
        return max(scores.values(), key=lambda v: (round(v[0], 3), v[1]))[2] if scores else None

    def _opens(self, o: Occurrence) -> bool:
        """Whether the actor stands among the first words of its sentence."""
        tokens = self.sentences[o.sentence].tokens
        return o.start <= tokens[min(3, len(tokens) - 1)].start

    def _is_listener(self, o: Occurrence) -> bool:
        """Whether the actor is only told something there ("told the Tribune")."""
        tokens = self.sentences[o.sentence].tokens
        at = next((k for k, t in enumerate(tokens) if t.start >= o.start), 0)
        return any(
            tokens[k].text in ("told", "to", "by", "from", "with", "in", "at")
            for k in range(max(0, at - 2), at)
        )

    def _before(self, start: int) -> list[Occurrence]:
        return [o for o in self.occurrences if o.start < start]


def _may_be(actor: Actor, kinds: Sequence[str]) -> bool:
    """Whether an actor fits the kinds asked for; an unknown name of two words or more may be a person."""
    return actor.kind in kinds or (actor.kind == "unknown" and "person" in kinds and " " in actor.name)


_FIRMS = frozenset(
    (
        "company",
        "firm",
        "corporation",
        "startup",
        "maker",
        "carmaker",
        "conglomerate",
        "manufacturer",
        "retailer",
        "giant",
        "buyer",
        "lender",
        "contractor",
    )
)
_NO_FIRMS = frozenset(
    [
        "university",
        "college",
        "institute",
        "council",
        "ministry",
        "department",
        "party",
        "court",
        "committee",
        "congress",
        "parliament",
        "campaign",
        "government",
        "commission",
        "agency",
        "association",
        "foundation",
        "academy",
        "police",
        "senate",
        "school",
        "administration",
    ]
)


def _definite_noun(tokens: Sequence[Token], i: int) -> str | None:
    """The referring noun of a definite phrase that begins at token ``i`` and holds no name: at most three words on."""
    known = (
        words(_FILE, "loose")
        | words(_FILE, "outlet")
        | words(_FILE, "strict")
        | words(_FILE, "person")
        | words(_FILE, "plural")
    )
    for k in range(i + 1, min(i + 5, len(tokens))):
        text = tokens[k].text
        if text[0] == "-" or (
            k + 1 < len(tokens) and tokens[k + 1].text[0] == "-" and len(tokens[k + 1].text) > 1
        ):
            continue  # "the Moscow-based company"
        if not text.islower() and nationality(text) is None:
            return None
        if text in known:
            following = tokens[k + 1].text if k + 1 < len(tokens) else ""
            if following in known:
                continue
            return None if following == "of" else text
    return None


def _lists(sentence: Sentence) -> list[tuple[list[Name], bool]]:
    """Runs of names joined by commas, "and" and short words only; True when given as examples ("such as", "including")."""
    out: list[tuple[list[Name], bool]] = []
    run: list[Name] = []
    for name in sentence.names:
        if name.kind in ("work", "place"):
            continue
        between = [t.text.casefold() for t in sentence.tokens[run[-1].last : name.first]] if run else []
        near = (
            run
            and len(between) <= 6
            and any(w in (",", "and", ";", "&", "or") for w in between[:2] or [""])
            and not any(w in _BREAKS for w in between)
        )
        if near:
            run.append(name)
            continue
        _close(sentence, run, out)
        run = [name]
    _close(sentence, run, out)
    return out


_BREAKS = frozenset(
    [
        "is",
        "was",
        "were",
        "are",
        "has",
        "have",
        "had",
        "said",
        "who",
        "which",
        "that",
        "by",
        "to",
        "from",
        "in",
        "on",
        "at",
        "of",
        "with",
        "for",
    ]
)


def _close(sentence: Sentence, run: list[Name], out: list[tuple[list[Name], bool]]) -> None:
    if not run:
        return
    lead = [t.text.casefold() for t in sentence.tokens[max(0, run[0].first - 4) : run[0].first]]
    examples = any(w in ("like", "including", "include", "includes") for w in lead) or "such as" in " ".join(
        lead
    )
    if len(run) > 1 or examples:
        out.append((run.copy(), examples))
