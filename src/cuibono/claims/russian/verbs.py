"""Ties that a verb carries: active, passive, participles, gerunds, relative clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from cuibono.claims.russian.clauses import Clause
from cuibono.claims.russian.lexicon import lexicon
from cuibono.claims.russian.morphology import ALL_CASES, Reading, Word
from cuibono.claims.russian.phrases import Phrase
from cuibono.claims.russian.rules import Slot, VerbRule, relations
from cuibono.claims.russian.ties import Scene, Tie, agrees_with, negated_at, products

VERBAL = ("VERB", "PRTS", "PRTF", "GRND")
ADJECTIVES = frozenset({"подконтрольный", "подотчетный", "подведомственный", "подвластный", "аффилированный"})
BODIES_OF = frozenset({"leads", "works_for", "member_of"})
COUNCILS = frozenset({"совет", "правление", "комитет", "отделение", "отдел", "департамент", "управление", "штаб", "представительство", "филиал", "бюро", "редакция", "президиум", "руководство", "состав"})  # fmt: skip
PASSIVE = (Slot("ablt"), Slot("nomn"))


def verb_ties(scene: Scene) -> Iterator[Tie]:
    """The ties of every verb in a sentence."""
    for number, clause in enumerate(scene.clauses):
        for index in clause.words:
            word = scene.words[index]
            verbal = word.main in VERBAL or (word.main == "ADJF" and word.any("PRTF"))
            if index in scene.hidden or not (verbal or word.lemmas & ADJECTIVES):
                continue
            for rule, passive in matching(word):
                if _allowed(scene, clause, index, rule):
                    yield from _ties(scene, number, index, rule, passive)


def matching(word: Word) -> list[tuple[VerbRule, bool]]:
    """The rules of a verb form, and whether it stands in the passive."""
    found: list[tuple[VerbRule, bool]] = []
    reading = _verbal(word)
    for rule in relations().verbs:
        if reading.lemma in rule.lemmas:
            found.append((rule, "pssv" in reading.tags or (reading.pos == "PRTS")))
        elif (
            reading.lemma.endswith(("ся", "сь"))
            and reading.lemma[:-2] in rule.lemmas
            and (rule.transitive or rule.needs or Slot("ablt") in rule.object)
        ):
            found.append((rule, True))
    return found


def _verbal(word: Word) -> Reading:
    """The reading as a verb form or as one of the adjectives that govern like one."""
    return next((r for r in word.readings if r.pos in VERBAL), word.readings[0])


def _allowed(scene: Scene, clause: Clause, index: int, rule: VerbRule) -> bool:
    """No future, no condition, no question; the words that the rule needs are there."""
    word = scene.words[index]
    reading = _verbal(word)
    own = [scene.words[i] for i in clause.words]
    forms = [r for r in word.readings if r.pos in VERBAL]
    future = bool(forms) and all("futr" in r.tags for r in forms)
    if (
        (future and rule.predicate != "leads")
        or "impr" in reading.tags
        or any(w.low in ("бы", "б") for w in own)
    ):
        return False
    if clause.kind == "subordinate" and scene.words[clause.start].low in ("если", "чтобы", "ли"):
        return False
    if rule.needs and not any(
        w.lemmas & rule.needs
        or w.low in rule.needs
        or w.text in rule.needs
        or (w.text in "$€₽" and "доллар" in rule.needs)
        for w in own
    ):
        return False
    span = scene.text[own[0].start : own[-1].end]
    return rule.needs_text is None or rule.needs_text.search(span) is not None


def _slots(rule: VerbRule, passive: bool) -> tuple[tuple[Slot, ...], tuple[Slot, ...]]:
    """Where subject and object of the relation stand, for active and passive forms."""
    if not passive:
        return rule.subject, rule.object

    def turned(slots: Sequence[Slot], other: Sequence[Slot]) -> tuple[Slot, ...]:
        return tuple(
            Slot("ablt")
            if (s == Slot("nomn") and Slot("accs") in other) or (s == Slot("nomn") and rule.needs)
            else s
            for s in slots
            if s != Slot("accs")
        )

    subject, object_ = turned(rule.subject, rule.object), turned(rule.object, rule.subject)
    if Slot("ablt") in rule.object:
        return tuple(Slot("ablt") if s == Slot("nomn") else s for s in rule.subject), (Slot("nomn"),)
    if Slot("accs") in rule.object:
        return subject, (Slot("nomn"), *object_)
    if Slot("accs") in rule.subject:
        return (Slot("nomn"), *subject), object_
    return subject, object_


def _ties(scene: Scene, number: int, index: int, rule: VerbRule, passive: bool) -> Iterator[Tie]:
    clause, word = scene.clauses[number], scene.words[index]
    subject_slots, object_slots = _slots(rule, passive)
    participle = word.main in ("PRTF", "ADJF")
    host = _host(scene, clause, index) if participle else None
    reach = _reach(scene, clause, index, participle)
    pair = _assign(scene, number, index, subject_slots, object_slots, reach, host)
    if pair is None or not _kinds_fit(rule, *pair):
        if rule.seller and not passive:
            yield from _sale_alone(scene, number, index, rule)
        return
    reading = _verbal(word)
    past, negated = "past" in reading.tags, negated_at(scene.words, index)
    pair = (pair[0], _body_of(scene, pair[1]) if rule.predicate in BODIES_OF else pair[1])
    predicate = rule.predicate
    mixed = predicate == "sanctioned"
    subjects = _listed(scene, pair[0], host, mixed=False)
    objects = _listed(scene, pair[1], host, mixed=mixed)
    for subject, object_ in products(subjects, objects):
        yield Tie(
            predicate, subject, object_, (index,), number, reading.lemma, past, negated, allows_generic=True
        )
    if predicate == "funds":
        for channel in _channels(scene, clause, index, pair):
            for object_ in objects:
                yield Tie("funds", channel, object_, (index,), number, reading.lemma, past, negated)
    if rule.seller and not negated:
        yield from _seller(scene, number, index, rule, objects, pair, reading)


def _channels(scene: Scene, clause: Clause, index: int, pair: tuple[Phrase, Phrase]) -> list[Phrase]:
    """ "финансируется X через Y": the body through which the money goes funds as well."""
    own = [p for p in scene.in_clause(clause) if p.kind == "org" and p not in pair and p.first > index]
    return [p for p in own if scene.fits(p, Slot("accs", "через"))]


def _seller(
    scene: Scene,
    number: int,
    index: int,
    rule: VerbRule,
    objects: Sequence[Phrase],
    pair: tuple[Phrase, Phrase],
    reading: Reading,
) -> Iterator[Tie]:
    """Whoever sold owned the thing before."""
    reach = _reach(scene, scene.clauses[number], index, False)
    for slot in rule.seller:
        sellers = [p for p in reach if scene.fits(p, slot) and p not in pair]
        if slot == Slot("nomn") and not sellers:
            inherited = scene.subject_of(number)
            sellers = [inherited] if inherited and inherited not in pair else []
        for seller in sellers[:1]:
            for object_ in objects:
                yield Tie("owns", seller, object_, (index,), number, reading.lemma, True)


def _body_of(scene: Scene, phrase: Phrase) -> Phrase:
    """ "возглавил попечительский совет группы X": the organisation whose council it is."""
    if phrase.kind != "description" or phrase.head not in COUNCILS:
        return phrase
    after = phrase.last + (
        scene.words[phrase.last].low == "директоров" if phrase.last < len(scene.words) else 0
    )
    return next(
        (p for p in scene.phrases if p.first == after and "gent" in p.cases and p.kind != "person"), phrase
    )


def _sale_alone(scene: Scene, number: int, index: int, rule: VerbRule) -> Iterator[Tie]:
    """A sale whose buyer has no name: the seller still owned the thing."""
    objects = _candidates(
        scene, number, index, rule.object, _reach(scene, scene.clauses[number], index, False), None
    )
    seller = scene.subject_of(number) if rule.seller[0] == Slot("nomn") else None
    if seller is not None and objects and not negated_at(scene.words, index):
        best = max(objects, key=lambda row: row[0])[1]
        if best != seller and _kinds_fit(rule, seller, best):
            yield Tie("owns", seller, best, (index,), number, _verbal(scene.words[index]).lemma, True)


def _host(scene: Scene, clause: Clause, index: int) -> Phrase | None:
    """What a participle describes: the phrase before the comma, or the noun that it stands before."""
    if clause.kind == "participle" and clause.antecedent is not None and index <= clause.start + 3:
        return clause.antecedent
    forms = {(r.case, r.number, r.gender) for r in scene.words[index].readings if r.pos in ("PRTF", "ADJF")}
    after = [p for p in scene.in_clause(clause) if p.last > index and p.first <= index + 8]
    for phrase in after:
        if (phrase.first <= index < phrase.name_first or phrase.first > index + 1) and any(
            case in phrase.cases and (not phrase.number or phrase.number == number)
            for case, number, _ in forms
        ):
            return phrase
    return None


def _reach(scene: Scene, clause: Clause, index: int, participle: bool) -> list[Phrase]:
    """The phrases that may fill a verb's slots: those of its clause up to its neighbours' own territory."""
    phrases = scene.in_clause(clause)
    if participle and clause.kind == "participle":
        return [p for p in phrases if p.first > clause.start or p.first > index]
    if participle:
        return [p for p in phrases if index < p.first <= index + 6]
    taken = _participial(scene, clause, index)
    return [p for p in phrases if p.first not in taken]


def _participial(scene: Scene, clause: Clause, index: int) -> set[int]:
    """Words between a participle and the noun after it: "принадлежащая банку компания"."""
    taken: set[int] = set()
    for at in clause.words:
        if (
            at != index
            and scene.words[at].any("PRTF")
            and scene.words[at].main in ("PRTF", "ADJF")
            and clause.kind != "participle"
        ):
            host = _host(scene, clause, at)
            if host is not None and host.first > at + 1:
                taken.update(range(at + 1, host.first))
    return taken


def _assign(
    scene: Scene,
    number: int,
    index: int,
    subject_slots: Sequence[Slot],
    object_slots: Sequence[Slot],
    reach: Sequence[Phrase],
    host: Phrase | None,
) -> tuple[Phrase, Phrase] | None:
    """The best pair of phrases for the two slots; a participle's host and an inherited subject count as candidates."""
    subjects = _candidates(scene, number, index, subject_slots, reach, host)
    objects = _candidates(scene, number, index, object_slots, reach, host)
    scored = [
        (s_score + o_score + _order(s, o, index, subject_slots[0], object_slots[0]), -s.first, -o.first, s, o)
        for (s_score, s), (o_score, o) in product(subjects, objects)
        if s != o and o not in scene.companions(s)
    ]
    if not scored:
        return None
    best = max(scored, key=lambda row: row[:3])
    return best[3], best[4]


def _candidates(
    scene: Scene, number: int, index: int, slots: Sequence[Slot], reach: Sequence[Phrase], host: Phrase | None
) -> list[tuple[float, Phrase]]:
    found: list[tuple[float, Phrase]] = []
    hosted = scene.words[index].main in ("PRTF", "ADJF")
    for rank, slot in enumerate(slots):
        if hosted and slot == Slot("nomn"):
            if host is not None:
                found.append((5.0, host))
            continue
        own = [
            p
            for p in reach
            if scene.fits(p, slot)
            and p is not host
            and not (slot == Slot("nomn") and not _agreeing(scene, p, index))
            and not (slot == Slot("accs") and p.last <= index and _has_object(scene, index))
        ]
        own = [
            p
            for p in own
            if slot.prep or slot.case == "gent" or not scene.is_dependent(p) or scene.is_loose(p)
        ]
        found.extend((_score(p, slot, index) - rank * 0.3 - scene.is_loose(p), p) for p in own)
        if slot == Slot("nomn") and not own:
            inherited = scene.subject_of(number)
            if inherited is not None and inherited not in reach:
                found.append((1.0, inherited))
    return found


def _has_object(scene: Scene, index: int) -> bool:
    """ "X и Y оплатили поездку": a plain accusative right after the verb is its object, so no name before it is."""
    inside = {i for p in scene.phrases for i in range(p.first, p.last)}
    return any(
        w.main == "NOUN" and "accs" in w.cases("NOUN") and not {"nomn", "any"} & w.cases("NOUN")
        for i, w in enumerate(scene.words[index + 1 : index + 3], index + 1)
        if i not in inside
    )


def _agreeing(scene: Scene, phrase: Phrase, index: int) -> bool:
    """Agreement with the verb; a list of two agrees with a plural."""
    return agrees_with(phrase, scene.words[index]) or len(scene.companions(phrase)) > 1


def _free(scene: Scene, phrase: Phrase, slot: Slot, index: int) -> bool:
    """Not a genitive of the noun before it; after a word for money a dative is one ("грант организации X")."""
    if slot.prep or slot.case == "gent":
        return True
    if (
        slot.case in ("ablt", "datv")
        and phrase.cases == ALL_CASES
        and not phrase.head
        and not 0 < phrase.first - index <= 3
    ):
        return False
    if not scene.is_dependent(phrase) or scene.is_loose(phrase):
        return True
    return slot.case == "datv" and bool(scene.words[phrase.first - 1].lemmas & relations().words["money"])


def _score(phrase: Phrase, slot: Slot, index: int) -> float:
    """Sure case, name before description, nearness."""
    adjacent = phrase.cases == ALL_CASES and slot.case == "accs" and 0 < phrase.first - index <= 2
    sure = 1.0 if adjacent else 2.0 / max(1, len(phrase.cases)) if not slot.prep else 3.0
    named = 1.0 if phrase.named else 0.6 if phrase.kind == "pronoun" else 0.4
    distance = min(abs(phrase.first - index), abs(phrase.last - 1 - index))
    return sure + named - 0.08 * distance


def _order(subject: Phrase, object_: Phrase, index: int, subject_slot: Slot, object_slot: Slot) -> float:
    """Where cases leave it open, the nominative before the verb is the subject."""
    if subject_slot.prep or object_slot.prep:
        return 0.0
    official = 1.2 if subject.kind == "place" or subject.head in lexicon().bodies else 0.0
    first, second = (subject, object_) if subject_slot.case == "nomn" else (object_, subject)
    return official + (0.5 if first.first < index else 0.0) + (0.5 if second.first > index else 0.0)


def _listed(scene: Scene, phrase: Phrase, host: Phrase | None, *, mixed: bool) -> list[Phrase]:
    named = scene.including(phrase)
    if named:
        return named
    alone = phrase is host or phrase.kind == "pronoun"
    return [phrase] if alone else scene.companions(phrase, mixed=mixed)


def _kinds_fit(rule: VerbRule, subject: Phrase, object_: Phrase) -> bool:
    """A leader is a person, a thing founded an organisation."""
    if rule.person == "subject" and subject.kind not in ("person", "pronoun") and not _person_like(subject):
        return False
    if rule.object_kind == "org" and (object_.kind in ("person", "place") or _person_like(object_)):
        return False
    return not (
        rule.predicate in ("leads", "works_for", "founded", "directs", "owns", "member_of")
        and object_.kind == "person"
    )


def _person_like(phrase: Phrase) -> bool:
    return phrase.kind == "person" or (phrase.kind == "description" and phrase.head in lexicon().people)
