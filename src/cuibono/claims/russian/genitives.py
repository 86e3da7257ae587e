"""Ties without a verb or a describing noun: "на деньги X", "финансирование Y из бюджета X", "группа ЕСН Берёзкина"."""

from __future__ import annotations

from collections.abc import Iterator

from cuibono.claims.russian.lexicon import lexicon
from cuibono.claims.russian.morphology import ALL_CASES
from cuibono.claims.russian.nominals import genitive_person
from cuibono.claims.russian.phrases import Phrase
from cuibono.claims.russian.rules import EventRule, PhraseRule, Slot, relations
from cuibono.claims.russian.ties import Scene, Tie, negated_at, products

OWN = "притяжательное местоимение"
POSSESSIVE = "родительный падеж"
"""The cue of a claim that rests on a genitive alone: "группа ЕСН Григория Берёзкина"."""


def genitive_ties(scene: Scene) -> Iterator[Tie]:
    """The ties of prepositional phrases, nominalisations and genitives that possess."""
    for phrase_rule in relations().phrases:
        yield from _prepositional(scene, phrase_rule)
    for index, word in enumerate(scene.words):
        for event in relations().events if word.main == "NOUN" else ():
            if word.lemmas & event.lemmas:
                yield from _event(scene, index, event)
    yield from _possessives(scene)
    yield from _from_body(scene)
    yield from _own_companies(scene)
    yield from _joint(scene)


def _own_companies(scene: Scene) -> Iterator[Tie]:
    """ "Иванов распустил свой холдинг X", "его медиагруппа Y": a company with a personal possessive is owned."""
    for phrase in scene.phrases:
        if (
            phrase.kind != "org"
            or not lexicon().classes(phrase.head) & {"company", "media", "party"}
            or phrase.first == phrase.name_first
        ):
            continue
        own = any(w.lemmas & {"свой"} for w in scene.words[phrase.first : phrase.name_first])
        clause = scene.clause_at(phrase.first)
        holder = (
            scene.subject_of(clause)
            if own
            else next((p for p in scene.phrases if p.last == phrase.first and p.head == "его"), None)
        )
        if holder is not None and holder != phrase and holder.kind in ("person", "pronoun"):
            party = "party" in lexicon().classes(phrase.head)
            yield Tie("leads" if party else "owns", holder, phrase, (phrase.first,), clause, OWN)


def _prepositional(scene: Scene, rule: PhraseRule) -> Iterator[Tie]:
    for phrase in scene.phrases:
        for cue in rule.cues:
            count = cue.count(" ") + 1
            case = "ablt" if cue.endswith(" с") else "gent"
            if (
                case not in phrase.cases
                or scene.before(phrase, count) != cue
                or (rule.person and phrase.kind != "person")
            ):
                continue
            first = phrase.first - count
            number = scene.clause_at(phrase.first)
            clause = scene.clauses[number]
            target = clause.antecedent if clause.kind == "participle" else scene.subject_of(number)
            if (
                target is None
                or target in scene.companions(phrase)
                or (rule.person and target.kind == "person")
            ):
                continue
            others = scene.companions(phrase)
            subjects = (
                [p for p in others if p.first >= phrase.first] if rule.predicate == "funds" else [phrase]
            )
            negated = any(scene.words[i].low in ("не", "ни") for i in clause.words if i < phrase.first)
            for subject, object_ in products(subjects, [target]):
                yield Tie(
                    rule.predicate,
                    subject,
                    object_,
                    tuple(range(first, phrase.first)),
                    number,
                    cue,
                    False,
                    negated,
                )


def _event(scene: Scene, index: int, rule: EventRule) -> Iterator[Tie]:
    clause = scene.clause_at(index)
    near = [p for p in scene.phrases if index < p.first <= index + 14]
    objects = [p for p in near if any(_slot_after(scene, p, s, index) for s in rule.object)]
    subjects = [p for p in near if any(_slot_after(scene, p, s, index) for s in rule.subject)]
    best = next(((s, o) for o in objects for s in subjects if s != o), None)
    best = best or _light(scene, index, rule, subjects, objects) or _among(scene, index, rule)
    if best is None or not (
        (best[0].named and best[1].named)
        or best[0].kind == "pronoun"
        or best[1].kind in ("pronoun", "description")
    ):
        return
    if any(scene.words[i].text in ",;:—" for i in range(index, max(best[0].first, best[1].first))):
        return
    yield Tie(
        rule.predicate,
        best[0],
        best[1],
        (index,),
        clause,
        scene.words[index].low,
        False,
        negated_at(scene.words, index) != rule.denies,
        event=True,
    )


def _light(
    scene: Scene, index: int, rule: EventRule, subjects: list[Phrase], objects: list[Phrase]
) -> tuple[Phrase, Phrase] | None:
    """ "X завершил поглощение Y": the subject of a verb that only says so is the end that the noun lacks."""
    number = scene.clause_at(index)
    before = scene.words[max(0, index - 3) : index]
    if not any(w.main == "VERB" and w.lemmas & rule.light for w in before):
        return None
    holder = scene.subject_of(number)
    ends = [p for p in (subjects if rule.denies else objects) if p.named and p != holder]
    if holder is None or not ends or "accs" not in scene.words[index].cases("NOUN"):
        return None
    return (ends[0], holder) if rule.denies else (holder, ends[0])


def _among(scene: Scene, index: int, rule: EventRule) -> tuple[Phrase, Phrase] | None:
    """ "соглашение о партнёрстве между X и Y": two ends in one list after "между"."""
    if Slot("ablt", "между") not in rule.subject:
        return None
    near = [p for p in scene.phrases if index < p.first <= index + 6 and "ablt" in p.cases]
    first = next((p for p in near if scene.before(p) == "между" and p.named), None)
    others = [p for p in scene.companions(first) if p.first > first.first] if first else []
    return (first, others[0]) if first is not None and len(others) == 1 else None


def _joint(scene: Scene) -> Iterator[Tie]:
    """ "X и Y совместно построили": two bodies that act together."""
    for index, word in enumerate(scene.words[:-1]):
        following = scene.words[index + 1]
        if word.low not in ("совместно", "сообща") or following.main != "VERB":
            continue
        if not any(r.number == "plur" and "past" in r.tags for r in following.readings[:1]):
            continue
        number = scene.clause_at(index)
        found = scene.subject_of(number)
        pair = scene.companions(found) if found is not None and found.kind == "org" else []
        if len(pair) == 2 and pair[-1].last <= index:
            yield Tie("partners_with", pair[0], pair[1], (index, index + 1), number, word.low, True)


def _slot_after(scene: Scene, phrase: Phrase, slot: Slot, index: int) -> bool:
    """A bare genitive must stand right after the noun; the rest may stand further on."""
    if slot.case not in phrase.cases:
        return False
    if slot.prep:
        return scene.before(phrase, slot.prep.count(" ") + 1) == slot.prep
    if slot.case == "gent":
        return phrase.first == index + 1
    return not scene.has_preposition(phrase) and phrase.cases != ALL_CASES and phrase.first <= index + 8


def _from_body(scene: Scene) -> Iterator[Tie]:
    """ "аналитик Иван Петров из Института X": on the staff of the institute."""
    for person, org in zip(scene.phrases, scene.phrases[1:], strict=False):
        near = org.first == person.last + 1 and scene.words[person.last].low == "из"
        if near and person.kind == "person" and person.head and org.kind == "org" and "gent" in org.cases:
            clause = scene.clause_at(person.first)
            yield Tie("works_for", person, org, (person.last,), clause, "из", backdrop=True)


def _charitable(scene: Scene, org: Phrase) -> bool:
    """A foundation "of" somebody is not owned by them, and a body of the state by nobody."""
    lex, name = lexicon(), {w.low.replace("ё", "е") for w in scene.words[org.name_first : org.name_last]}
    heads = {org.head} | {word for word in name if lex.is_head(word)} - {""}
    classes = {c for head in heads for c in lex.classes(head)}
    return bool(classes) and not classes & {"company", "media", "party"}


def _governed(scene: Scene, org: Phrase) -> bool:
    """ "директора «Канала» Иванова": the person belongs to the office before, not to the organisation."""
    before = scene.words[org.first - 1] if org.first else None
    offices = frozenset(lemma for rule in relations().nouns for lemma in rule.lemmas) | lexicon().people
    return before is not None and bool(before.lemmas & offices)


def _possessives(scene: Scene) -> Iterator[Tie]:
    """ "группа ЕСН Григория Берёзкина": a company of a person is owned, a party of a person is led."""
    for org, person in zip(scene.phrases, scene.phrases[1:], strict=False):
        adjacent = person.first == org.last and org.kind == "org" and org.core != "headed"
        if (
            not adjacent
            or person.kind != "person"
            or person.head
            or not genitive_person(scene, person)
            or "gent" not in person.cases
            or _governed(scene, org)
            or _charitable(scene, org)
        ):
            continue
        party = (
            "party" in lexicon().classes(org.head) and "ngo" not in lexicon().classes(org.head)
        ) or org.head == "партия"
        last = range(person.first, person.first + 1)
        yield Tie(
            "leads" if party else "owns",
            person,
            org,
            tuple(last),
            scene.clause_at(org.first),
            POSSESSIVE,
            False,
            False,
            backdrop=True,
        )
