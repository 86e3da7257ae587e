"""A tie is a relation found in one sentence between two phrases, before names are resolved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cuibono.claims.russian.clauses import Clause, same_form
from cuibono.claims.russian.morphology import ALL_CASES, Word
from cuibono.claims.russian.phrases import POSSESSIVES, Phrase, is_modifier
from cuibono.claims.russian.rules import Slot, relations
from cuibono.model import Predicate

BETWEEN = frozenset(
    {
        ",",
        "и",
        "или",
        "а",
        "также",
        "ни",
        ";",
        "либо",
        "вместе",
        "с",
        "»",
        "«",
        "как",
        "так",
        "плюс",
        "да",
        "затем",
    }
)


NOT_PREPOSITIONS = frozenset({"прежде", "вроде", "типа", "вопреки", "вслед"})
TIME_NOUNS = frozenset({"год", "месяц", "день", "неделя", "век", "квартал", "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь", "час", "время", "назад", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"})  # fmt: skip


INCLUDING = frozenset({", в том числе", ", включая", ", среди которых", ", в их числе", ", среди них"})
LISTED = frozenset({"лицо", "агент", "организация", "гражданин"})
"""Whose list somebody is put on ("внёс в список юридических лиц компанию X")."""
NEVER_GOVERNING = ("VERB", "PREP", "CONJ", "PRCL", "PRTS", "PRTF", "ADVB", "NPRO", "GRND", "INFN")


@dataclass(frozen=True, slots=True)
class Tie:
    """``subject`` and ``object`` are phrases of the sentence; ``trigger`` are the word indices that carry the relation.

    ``clause`` is the index of the clause that says so, ``None`` as an end means the organisation in question.
    """

    predicate: Predicate
    subject: Phrase | None
    object: Phrase | None
    trigger: tuple[int, ...]
    clause: int
    rule: str
    past: bool = False
    negated: bool = False
    allows_generic: bool = False
    event: bool = False
    backdrop: bool = False


@dataclass(slots=True)
class Scene:
    """One sentence read: its words, phrases and clauses; ``hidden`` words belong to source phrases."""

    text: str
    words: tuple[Word, ...]
    phrases: tuple[Phrase, ...]
    clauses: tuple[Clause, ...]
    hidden: frozenset[int] = frozenset()
    _subjects: dict[int, Phrase | None] = field(default_factory=dict)

    def in_clause(self, clause: Clause) -> list[Phrase]:
        own = set(clause.words) - self.hidden
        return [p for p in self.phrases if p.first in own]

    def clause_at(self, index: int) -> int:
        """The clause that holds a word; the last one where several do."""
        return max((n for n, c in enumerate(self.clauses) if index in c.words), default=0)

    def before(self, phrase: Phrase, count: int = 1) -> str:
        """The ``count`` words before a phrase, lower case, without ё."""
        chosen = self.words[max(0, phrase.first - count) : phrase.first]
        return " ".join(w.low for w in chosen).replace("ё", "е")

    def _of_another_noun(self, phrase: Phrase, slot: Slot) -> bool:
        """ "отсоединения от X": the preposition belongs to the noun before it, not to the verb."""
        at = phrase.first - 1 - slot.prep.count(" ")
        before = self.words[at - 1] if at > 0 else None
        if slot.prep != "от" or before is None or before.main != "NOUN":
            return False
        kinds = relations().words["money"] | relations().words["stake"]
        named = any(p.last in (at, at - 1) or p.first <= at - 1 < p.last for p in self.phrases)
        return not named and not before.lemmas & (kinds | TIME_NOUNS)

    def follows(self, phrase: Phrase, words: str) -> bool:
        """Whether ``words`` stand before a phrase, modifiers between them allowed: "из (федерального) бюджета"."""
        at, wanted = phrase.first - 1, words.split()
        for number, word in enumerate(reversed(wanted)):
            while (
                number
                and at > 0
                and is_modifier(self.words[at])
                and self.words[at].low.replace("ё", "е") != word
            ):
                at -= 1
            low = self.words[at].low.replace("ё", "е") if at >= 0 else ""
            if low != word and not (len(wanted) == 1 and low == word + "о"):
                return False
            at -= 1
        return True

    def has_preposition(self, phrase: Phrase) -> bool:
        before = self.words[phrase.first - 1] if phrase.first else None
        return before is not None and before.main == "PREP" and before.low not in NOT_PREPOSITIONS

    def is_dependent(self, phrase: Phrase) -> bool:
        """A genitive that belongs to the noun before it ("президент фонда"); not after a time ("в 2020 году фонд")."""
        if phrase.first == 0 or "gent" not in phrase.cases:
            return False
        if any(q.last == phrase.first and q.named for q in self.phrases) and phrase.named:
            best = self.words[phrase.name_first].readings[:1]
            return "nomn" not in phrase.cases or bool(best and best[0].case == "gent")
        before = self.words[phrase.first - 1]
        if before.text in "»”":
            return "nomn" not in phrase.cases and phrase.cases <= {"gent", "accs", "nomn"}
        if before.lemmas & LISTED and "accs" in phrase.cases and before.best("NOUN").number == "plur":  # type: ignore[union-attr]
            return False
        if not before.is_word or before.lemmas & TIME_NOUNS or before.main in NEVER_GOVERNING:
            return False
        return before.main == "NOUN" or before.best("NOUN") is not None

    def is_loose(self, phrase: Phrase) -> bool:
        """A name that never changes right after a noun may belong to it, or not."""
        return phrase.cases == ALL_CASES and self.is_dependent(phrase)

    def fits(self, phrase: Phrase, slot: Slot) -> bool:
        """Whether a phrase stands in the slot's case, after its preposition or without any."""
        if slot.case not in phrase.cases:
            return False
        if slot.stake:
            return self._after_stake(phrase, slot)
        if slot.prep:
            return self.follows(phrase, slot.prep) and not self._of_another_noun(phrase, slot)
        return not self.has_preposition(phrase) and not (
            self.is_dependent(phrase) and slot.case != "gent" and not phrase.named
        )

    def _after_stake(self, phrase: Phrase, slot: Slot) -> bool:
        stake = relations().words["stake"]
        nearby = self.words[max(0, phrase.first - 4) : phrase.first]
        if not any(w.lemmas & stake or w.text == "%" for w in nearby):
            return False
        return self.has_preposition(phrase) == bool(slot.prep) and (
            not slot.prep or self.before(phrase) == slot.prep
        )

    def subject_of(self, index: int, depth: int = 0) -> Phrase | None:
        """The nominative of a clause, or of the clause that it goes on."""
        if index in self._subjects:
            return self._subjects[index]
        clause, found = self.clauses[index], None
        verbs = [i for i in clause.words if self.words[i].main in ("VERB", "PRTS")]
        found = self._nominative(clause, verbs[0] if verbs else None)
        if (
            found is None
            and clause.kind in ("gerund", "main", "subordinate")
            and clause.inherits is not None
            and depth < 4
            and clause.inherits != index
        ):
            found = self.subject_of(clause.inherits, depth + 1)
            if self.words[clause.start].low == "что" and not (
                found and verbs and found.named and agrees_with(found, self.words[verbs[0]])
            ):
                found = None
        if (
            found is not None
            and found not in self.in_clause(clause)
            and self._has_other_subject(clause, verbs)
        ):
            found = None
        self._subjects[index] = found
        return found

    def _has_other_subject(self, clause: Clause, verbs: list[int]) -> bool:
        """ "авторы утверждают": a plain noun for living beings is the subject, so none is taken from before."""
        inside = {i for p in self.phrases for i in range(p.first, p.last)}
        return bool(verbs) and any(
            r.animate and r.case == "nomn" and r.pos == "NOUN"
            for i in clause.words
            if i not in inside
            for r in self.words[i].readings[:1]
        )

    def _nominative(self, clause: Clause, verb: int | None) -> Phrase | None:
        fitting = [
            p
            for p in self.in_clause(clause)
            if self.fits(p, Slot("nomn"))
            and not self.is_dependent(p)
            and (verb is None or agrees_with(p, self.words[verb]) or len(self.companions(p)) > 1)
        ]
        if not fitting:
            return None
        before = [p for p in fitting if verb is not None and p.first < verb]
        ranked = sorted(
            fitting,
            key=lambda p: (
                not p.named and p.kind != "pronoun",
                p.cases != {"nomn"},
                p not in before,
                p.first,
            ),
        )
        return ranked[0]

    def companions(self, phrase: Phrase, *, mixed: bool = False) -> list[Phrase]:
        """The phrase and those listed with it ("газета А, канал Б и сайт В"); ``mixed`` lists persons with bodies."""
        others = [p for p in self.phrases if p.head != "его" or p == phrase]
        index = others.index(phrase)
        found = [phrase]
        for step in (1, -1):
            at, last = index + step, phrase
            while 0 <= at < len(others) and self._listed(
                *((last, others[at]) if step == 1 else (others[at], last)), mixed=mixed
            ):
                found.append(others[at])
                last, at = others[at], at + step
        return sorted(found, key=lambda p: p.first)

    def including(self, phrase: Phrase) -> list[Phrase]:
        """ "семь компаний, в том числе X и Y": the names that a plural description says it holds."""
        if phrase.kind != "description" or phrase.number != "plur":
            return []
        for other in self.phrases:
            between = " ".join(w.low for w in self.words[phrase.last : other.first])
            if other.named and other.first > phrase.last and between in INCLUDING:
                return [p for p in self.companions(other, mixed=True) if p.first >= other.first]
        return []

    def _listed(self, left: Phrase, right: Phrase, *, mixed: bool = False) -> bool:
        if left.first in self.hidden or right.first in self.hidden:
            return False
        between = self.words[left.last : right.first]
        if (
            not between
            or len(between) > 4
            or not (left.cases & right.cases or (left.core == right.core == "quote" and not right.head))
            or "pronoun" in (left.kind, right.kind)
        ):
            return False
        kinds = {left.kind, right.kind}
        alike = len(kinds) == 1 or kinds in ({"org", "description"}, {"org", "place"})
        alike = alike or (mixed and kinds == {"org", "person"})
        alike = alike and self.clause_at(left.first) == self.clause_at(right.first)
        return (
            alike
            and all(w.low in BETWEEN or w.low in POSSESSIVES for w in between)
            and any(w.low in (",", "и", "или", ";", "также") for w in between)
        )


def agrees_with(phrase: Phrase, verb: Word) -> bool:
    """Whether a phrase can be the subject of a verb form: number, and gender in the past tense."""
    forms = [r for r in verb.readings if r.pos in ("VERB", "PRTS")]
    return not forms or any(
        same_form(phrase, r.number, r.gender)
        or (r.number == "plur" and phrase.core in ("acronym", "latin") and not phrase.head)
        for r in forms
    )


def negated_at(words: Sequence[Word], index: int) -> bool:
    """Whether "не" stands before a verb, or "ни" before a noun."""
    window = words[max(0, index - 3) : index]
    for back, word in enumerate(reversed(window)):
        if word.low in ("не", "ни", "нет"):
            return True
        if back >= 1 or word.main not in ("ADVB", "PRCL", "NPRO", "ADJF"):
            return False
    return False


def products(subjects: Sequence[Phrase], objects: Sequence[Phrase]) -> Iterator[tuple[Phrase, Phrase]]:
    """Every subject with every object."""
    for subject in subjects:
        for object_ in objects:
            if subject != object_:
                yield subject, object_
