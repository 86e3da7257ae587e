"""Who is who in a Russian document: one actor for the spellings of a name, and an antecedent for every reference."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cuibono.claims.russian.chunker import Chunker
from cuibono.claims.russian.clauses import Clause, same_form
from cuibono.claims.russian.lexicon import lexicon
from cuibono.claims.russian.morphology import Sentence
from cuibono.claims.russian.naming import key_of, nominative, written
from cuibono.claims.russian.phrases import Phrase, stem
from cuibono.claims.russian.rules import reporting, role_nouns

BROAD = frozenset({"организация", "структура", "учреждение", "компания", "группа", "корпорация"})
ORG_WORD = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class Actor:
    """One actor. ``name`` is the fullest nominative; ``classes`` what kinds of noun may stand for it."""

    name: str
    kind: str
    keys: set[tuple[str, ...]] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    foreign_heads: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    number: str = ""
    gender: str = ""
    genders: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Seen:
    """A phrase at its place in the document."""

    sentence: int
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a phrase stands for; ``generic`` when the document gives it no name."""

    name: str
    trail: tuple[str, ...]
    generic: bool
    kind: str
    classes: frozenset[str] = frozenset()


def chunk(sentences: Sequence[Sentence]) -> list[tuple[Phrase, ...]]:
    """The phrases of every sentence; a surname alone counts as a person once somebody bears it in full."""
    first = [Chunker(s.words).phrases() for s in sentences]
    surnames = frozenset(
        stem(s.words[p.name_last - 1].text)
        for s, phrases in zip(sentences, first, strict=True)
        for p in phrases
        if p.kind == "person" and p.name_last - p.name_first > 1
    )
    return [Chunker(s.words, surnames).phrases() for s in sentences] if surnames else first


@dataclass(slots=True)
class Cast:
    """The actors of a document in order of appearance."""

    text: str
    sentences: Sequence[Sentence]
    phrases: list[tuple[Phrase, ...]]
    actors: list[Actor] = field(default_factory=list)
    at: dict[tuple[int, int], int] = field(default_factory=dict)
    order: list[tuple[Seen, int]] = field(default_factory=list)

    def build(self) -> Cast:
        for number, phrases in enumerate(self.phrases):
            words = self.sentences[number].words
            for phrase in phrases:
                if phrase.named:
                    index = self._actor(phrase, nominative(phrase, words, self.text))
                    self.at[number, phrase.first] = index
                    self.order.append((Seen(number, phrase), index))
                    self._acronym_of(number, phrase, index)
        return self

    def _actor(self, phrase: Phrase, name: str) -> int:
        key = key_of(name)
        index = self._known(phrase, key, name)
        if index is None:
            self.actors.append(Actor(name, phrase.kind))
            index = len(self.actors) - 1
        actor = self.actors[index]
        actor.keys.add(key)
        if key == key_of(actor.name):
            actor.name = min(actor.name, name, key=lambda n: (len(n), n != actor.name))
        elif (
            len(name) > len(actor.name)
            and actor.kind == phrase.kind
            and (phrase.kind != "org" or phrase.core != "acronym")
        ):
            actor.name = name
        self._describe(actor, phrase, name)
        return index

    def _describe(self, actor: Actor, phrase: Phrase, name: str) -> None:
        lex = lexicon()
        if phrase.head:
            actor.heads.add(phrase.head)
            actor.classes |= lex.classes(phrase.head)
        for word in ORG_WORD.findall(name.lower()):
            lemma = word.replace("ё", "е")
            if lemma in lex.foreign:
                actor.foreign_heads.add(lex.foreign[lemma])
                actor.classes |= lex.classes(lex.foreign[lemma])
            if (
                phrase.kind == "org"
                and lex.is_head(lemma)
                and not (phrase.core == "quote" and lemma in lex.bodies)
            ):
                actor.heads.add(lemma)
                actor.classes |= lex.classes(lemma)
            if lemma in lex.state_names:
                actor.classes.add("state")
        if phrase.kind == "place":
            actor.classes.add("state")
        if phrase.number:
            actor.number = actor.number or phrase.number
        if phrase.gender:
            actor.genders.add(phrase.gender)

    def _known(self, phrase: Phrase, key: tuple[str, ...], name: str) -> int | None:
        """An actor named before by the same words, by a surname, or by the beginning of a longer name."""
        for index in range(len(self.actors) - 1, -1, -1):
            actor = self.actors[index]
            if key in actor.keys:
                return index
            if phrase.kind == "person" == actor.kind and any(
                _same_person(key, other) for other in actor.keys
            ):
                return index
            if phrase.kind == actor.kind == "org" and any(
                _same_org(key, other, phrase.core) for other in actor.keys
            ):
                return index
        return None

    def _acronym_of(self, number: int, phrase: Phrase, index: int) -> None:
        """ "Национальный фонд ... (НФД)": the name in brackets right after another is the same actor."""
        words = self.sentences[number].words
        if phrase.first < 2 or words[phrase.first - 1].text != "(":
            return
        end = phrase.first - 1
        earlier = [
            p
            for p in self.phrases[number]
            if p.named and p.kind == "org" and end - 2 <= p.last <= end and p is not phrase
        ]
        closing = phrase.last < len(words) and words[phrase.last].text in (")", ",", ";")
        if (
            not earlier
            or not closing
            or phrase.core not in ("acronym", "latin", "quote")
            or phrase.last - phrase.first > 6
        ):
            return
        target = self.at[number, earlier[-1].first]
        if target != index and index == len(self.actors) - 1:
            gone = self.actors.pop()
            self.actors[target].keys |= gone.keys
            self.actors[target].classes |= gone.classes
            self.at[number, phrase.first] = target
            self.order[-1] = (self.order[-1][0], target)

    def is_outlet(self, number: int, phrase: Phrase) -> None:
        """Mark an actor of no known class as an outlet, since the text names it as its source."""
        actor = self.actors[self.at[number, phrase.first]]
        if not actor.classes:
            actor.classes.add("media")

    # references --------------------------------------------------------------------------------------------------

    def resolve(
        self,
        number: int,
        phrase: Phrase,
        clause: Clause | None,
        *,
        generic: bool = False,
        avoid: frozenset[int] = frozenset(),
    ) -> Resolved | None:
        """What a phrase stands for; None when that stays open. ``generic`` accepts a description without a name."""
        if phrase.named:
            return self._named(self.at[number, phrase.first], ())
        written_as = written(self.sentences[number].words, self.text, phrase.first, phrase.last)
        if phrase.head == "который":
            return self._relative(number, phrase, clause, written_as)
        index = self._apposed(number, phrase)
        if index is None or index in avoid:
            index = self._reference(number, phrase, avoid)
        if index is not None:
            return self._named(index, (f"{written_as} → {self.actors[index].name}",))
        if (
            generic
            and phrase.kind == "description"
            and not (phrase.number == "sing" and phrase.head in lexicon().people)
        ):
            name = nominative(phrase, self.sentences[number].words, self.text)
            return Resolved(name, (), True, "description", frozenset(lexicon().classes(phrase.head)))
        return None

    def _apposed(self, number: int, phrase: Phrase) -> int | None:
        """ "NED (...), некоммерческая организация": a description right after a name and a comma is that name's."""
        words, at = self.sentences[number].words, phrase.first - 1
        if phrase.kind != "description" or phrase.number == "plur" or at < 1 or words[at].text not in ",—–":
            return None
        if words[at - 1].text == ")":
            at = next((i for i in range(at - 1, 0, -1) if words[i].text == "("), at)
        named = next((p for p in self.phrases[number] if p.last == at and p.kind == "org"), None)
        people = phrase.head in lexicon().people
        if named is None or people or not named.cases & phrase.cases:
            return None
        return self.at[number, named.first]

    def _named(self, index: int, trail: tuple[str, ...]) -> Resolved:
        actor = self.actors[index]
        return Resolved(actor.name, trail, False, actor.kind, frozenset(actor.classes))

    def _relative(
        self, number: int, phrase: Phrase, clause: Clause | None, written_as: str
    ) -> Resolved | None:
        antecedent = clause.antecedent if clause is not None else None
        if antecedent is None or antecedent.first >= phrase.first:
            return None
        if antecedent.kind == "description" and self._apposed(number, antecedent) is None:
            return None
        found = self.resolve(number, antecedent, None)
        return (
            None
            if found is None
            else Resolved(
                found.name,
                (f"{written_as} → {found.name}", *found.trail),
                found.generic,
                found.kind,
                found.classes,
            )
        )

    def topic(self, number: int, first: int) -> Resolved | None:
        """The organisation that the text is about at this place: the one named most before, then the first."""
        earlier = [
            i
            for _, i in self._before(number, first)
            if self.actors[i].kind == "org" and "state" not in self.actors[i].classes
        ]
        if not earlier:
            return None
        index = max(dict.fromkeys(earlier), key=lambda i: (earlier.count(i), -earlier.index(i)))
        return self._named(index, (f"(без названия) → {self.actors[index].name}",))

    def _before(self, number: int, first: int) -> list[tuple[Seen, int]]:
        return [
            (seen, index)
            for seen, index in self.order
            if (seen.sentence, seen.phrase.first) < (number, first) and number - seen.sentence <= 4
        ]

    def _reference(self, number: int, phrase: Phrase, avoid: frozenset[int]) -> int | None:
        if phrase.head == "мы":
            return self._speakers_body(number)
        earlier = [(seen, index) for seen, index in self._before(number, phrase.first) if index not in avoid]
        if phrase.kind == "pronoun":
            return self._pronoun(number, phrase, earlier, avoid)
        return self._described(number, phrase, earlier)

    def _speakers_body(self, number: int) -> int | None:
        """ "«Нас не финансируют», — заявил директор фонда X Иванов": who speaks for a body means it by "we"."""
        words, phrases = self.sentences[number].words, self.phrases[number]
        if not any(w.main == "VERB" and w.lemmas & reporting().say for w in words):
            return None
        for body in phrases:
            speaker = next((p for p in phrases if p.kind == "person" and p.name_first == body.last), None)
            before = words[body.first - 1] if body.first else None
            if before is None or speaker is None or body.kind != "org":
                continue
            if before.lemmas & (role_nouns() | lexicon().people):
                return self.at[number, body.first]
        return None

    def _described(self, number: int, phrase: Phrase, earlier: list[tuple[Seen, int]]) -> int | None:
        """ "фонд", "компания": the last actor with that noun, else the last of its class; a person for a person's noun."""
        if not self._anaphoric(number, phrase):
            return None
        actors = [index for _, index in reversed(earlier)]
        former = phrase.head.startswith("экс-")
        if former or phrase.head in lexicon().people:
            if not former and phrase.head not in lexicon().standing:
                return None
            return next((i for i in actors if self.actors[i].kind == "person"), None)
        orgs = [i for i in dict.fromkeys(actors) if self.actors[i].kind == "org"]
        scored = [(self._likeness(self.actors[i], phrase.head), -rank, i) for rank, i in enumerate(orgs)]
        best = max(scored, default=None)
        return best[2] if best is not None and best[0] > 0 else None

    def _likeness(self, actor: Actor, head: str) -> float:
        """How well a noun may stand for an actor: its own noun, its class alone, no class known, any body."""
        classes = lexicon().classes(head)
        groups = [group for group in lexicon().synonyms if head in group]
        if head in actor.heads:
            return 3.0
        if any(group & actor.heads for group in groups):
            return 2.2
        if any(group & actor.foreign_heads for group in groups):
            return 1.9
        if actor.classes & classes:
            share = len(actor.classes & classes) / len(actor.classes | classes)
            return (
                1.0 + share
                if "media" in actor.classes & classes or not (actor.heads | actor.foreign_heads)
                else 0.5 + 0.5 * share
            )
        if not actor.classes:
            return 1.2
        return 0.2 if head in BROAD and "state" not in actor.classes else 0.0

    def _anaphoric(self, number: int, phrase: Phrase) -> bool:
        """A bare singular noun, or one with "этот" and the like, and no complement of its own."""
        words = self.sentences[number].words
        modifiers = list(words[phrase.first : phrase.last - 1])
        pointing = all(w.lemmas & {"этот", "данный", "сам", "указанный", "тот", "весь"} for w in modifiers)
        following = words[phrase.last] if phrase.last < len(words) else None
        complemented = (
            following is not None
            and following.is_word
            and "gent" in following.cases()
            and following.is_capital
        )
        return phrase.number != "plur" and pointing and not complemented

    def _pronoun(
        self, number: int, phrase: Phrase, earlier: list[tuple[Seen, int]], avoid: frozenset[int]
    ) -> int | None:
        """The last actor that agrees; in another sentence its subject first."""
        if phrase.number == "plur":
            return None
        fitting = [
            (seen, i)
            for seen, i in earlier
            if number - seen.sentence <= 2
            and self._agrees(self.actors[i], seen.phrase, phrase)
            and (self.actors[i].kind != "place" or avoid)
        ]
        following = [w.low for w in self.sentences[number].words[phrase.last : phrase.last + 1]]
        if phrase.head == "последний" or following == ["же"]:
            return fitting[-1][1] if fitting else None
        same = [(seen, i) for seen, i in fitting if seen.sentence == number]
        if same and avoid and phrase.head == "он" and "nomn" not in phrase.cases:
            return same[-1][1]
        if same:
            leading = [i for seen, i in same if "nomn" in seen.phrase.cases and len(seen.phrase.cases) < 6]
            return leading[-1] if leading else same[-1][1]
        previous = [
            (seen, i)
            for seen, i in fitting
            if seen.sentence == max((s.sentence for s, _ in fitting), default=-1)
        ]
        leading = [i for seen, i in previous if "nomn" in seen.phrase.cases and len(seen.phrase.cases) < 6]
        leading = leading or [i for seen, i in previous if "nomn" in seen.phrase.cases]
        return next(iter(leading or [i for _, i in previous]), None)

    def _agrees(self, actor: Actor, seen: Phrase, pronoun: Phrase) -> bool:
        if seen.number == "plur" and pronoun.number == "sing" and seen.core != "acronym":
            return False
        if actor.genders and pronoun.gender:
            return actor.genders != {"femn"} if pronoun.gender == "mn" else pronoun.gender in actor.genders
        return same_form(seen, pronoun.number, pronoun.gender)


def _same_person(key: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """A surname alone, or initials before it, and the full name."""
    if not key or not other or key[-1] != other[-1]:
        return False
    return len(key) == 1 or len(other) == 1 or key[0][:1] == other[0][:1]


def _same_org(key: tuple[str, ...], other: tuple[str, ...], core: str) -> bool:
    """The beginning of a longer name ("Assa" for "Assa Corp.", "Генпрокуратура" for "Генпрокуратура РФ")."""
    short, long_ = sorted((key, other), key=len)
    if not short or short == long_ or long_[: len(short)] != short:
        return False
    return (
        core in ("latin", "headed", "acronym")
        and len(short[0]) > 2
        and (
            len(short) > 1
            or not re.match(
                r"(?:фонд|институт|центр|банк|совет|комитет|агентств|министерств|парти|университет|компани|групп)",
                short[0],
            )
        )
    )
