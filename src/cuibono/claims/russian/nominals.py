"""Ties that nouns carry: "президент фонда X", "дочерняя компания Y", "на деньги Z", "финансирование X из бюджета Y"."""

from __future__ import annotations

from collections.abc import Iterator

from cuibono.claims.russian.morphology import ALL_CASES
from cuibono.claims.russian.offices import (
    APPOINTING,
    BODIES,
    DEPARTMENTS,
    FOR_WHOM,
    HOLDING,
    JUDGING,
    POSTS,
    STATE_OFFICES,
    UNITS,
)
from cuibono.claims.russian.phrases import Phrase, is_modifier, known_cases, noun_readings
from cuibono.claims.russian.rules import NounRule, Slot, relations, role_nouns
from cuibono.claims.russian.ties import Scene, Tie, negated_at


def noun_ties(scene: Scene) -> Iterator[Tie]:
    """The ties of every describing noun."""
    for index, word in enumerate(scene.words):
        if word.is_word and word.any("NOUN"):
            for rule in _matching(scene, index):
                yield from _role(scene, index, rule)


def _matching(scene: Scene, index: int) -> list[NounRule]:
    word = scene.words[index]
    lemmas = {r.lemma for r in noun_readings(word)} | {
        r.lemma.removeprefix("экс-") for r in noun_readings(word)
    }
    found = [rule for rule in relations().nouns if lemmas & rule.lemmas and _modified(scene, index, rule)]
    return [rule for rule in found if rule.modifier] or found[:1] + [
        r for r in found[1:] if r.predicate != found[0].predicate
    ]


def _start(scene: Scene, index: int) -> int:
    """Where the modifiers of a noun begin."""
    first = index
    while first > 0 and is_modifier(scene.words[first - 1]):
        first -= 1
    return first


def _modified(scene: Scene, index: int, rule: NounRule) -> bool:
    if rule.needs_text:
        near = scene.words[index : index + 4]
        return rule.needs_text.search(" ".join(w.low for w in near)) is not None
    before = scene.words[_start(scene, index) : index]
    return not rule.modifier or any(w.lemmas & rule.modifier for w in before)


def _case(scene: Scene, index: int) -> frozenset[str]:
    """The cases of a describing noun; in "один из акционеров банка" those of "один"."""
    for back in range(max(0, index - 4), index):
        if scene.words[back].lemmas & {"один"} and scene.words[back + 1].low == "из":
            return known_cases(r for r in scene.words[back].readings if r.case)
    return known_cases(noun_readings(scene.words[index])) or ALL_CASES


def _case_for(scene: Scene, index: int, holder: Phrase) -> frozenset[str]:
    """Those cases in the number of one person: in "враг директора Пётр Ким" the second noun is no plural nominative."""
    single = known_cases(r for r in noun_readings(scene.words[index]) if r.number != "plur")
    alone = holder.kind == "person" and len(scene.companions(holder)) == 1
    return single & _case(scene, index) if alone and single else _case(scene, index)


def _complement(scene: Scene, index: int) -> tuple[list[Phrase], int]:
    """What follows a noun in the genitive, past offices such as "правления"; and where it ends."""
    words, at, rules = scene.words, index + 1, relations()
    at = _past_field(scene, at)
    if at < len(words) and words[at].low == "для" and words[index].lemmas & FOR_WHOM:
        at += 1
    while at < len(words) and (
        words[at].lemmas & rules.offices
        or words[at].text == "%"
        or words[at].text[:1].isdigit()
        or _office_modifier(scene, at)
    ):
        if any(p.first == at and p.named for p in scene.phrases):
            break
        at += 1
    found = next(
        (p for p in scene.phrases if p.first == at or (p.first < at < p.last and p.first > index)), None
    )
    if (
        found is None
        or "gent" not in found.cases
        or found.first <= index
        or (found.kind == "person" and "nomn" in found.cases)
    ):
        units = [
            p
            for p in scene.phrases
            if index < p.first
            and p.last <= at
            and p.kind == "description"
            and (p.head in UNITS or (p.head in BODIES and p.last == at))
        ]
        return (units[:1], units[0].last) if units else ([], at)
    if found.kind == "person":
        return ([found], found.last) if genitive_person(scene, found) else ([], at)
    listed = [p for p in scene.companions(found) if p.first >= found.first and p.kind != "person"]
    return listed, listed[-1].last if listed else at


def _past_field(scene: Scene, at: int) -> int:
    """ "директор по связям с прессой компании X": past the field of an office."""
    words = scene.words
    if at >= len(words) or words[at].low != "по":
        return at
    for end in range(at + 2, min(at + 6, len(words))):
        if any(p.first == end and "gent" in p.cases for p in scene.phrases) and words[end - 1].main != "PREP":
            return end
    return at


def _of_department(scene: Scene, index: int, complement: Phrase | None, rule: NounRule) -> bool:
    """ "директор департамента министерства": the head of a part is on the staff, not at the head."""
    if rule.predicate != "leads" or complement is None:
        return False
    between = scene.words[index + 1 : complement.first]
    return any(w.lemmas & DEPARTMENTS or w.low == "по" for w in between)


def _office_modifier(scene: Scene, at: int) -> bool:
    return (
        is_modifier(scene.words[at])
        and at + 1 < len(scene.words)
        and bool(scene.words[at + 1].lemmas & relations().offices)
    )


def genitive_person(scene: Scene, phrase: Phrase) -> bool:
    reading = scene.words[phrase.name_first].readings[:1]
    return "nomn" not in phrase.cases or bool(reading and reading[0].case == "gent")


def _own(scene: Scene, index: int) -> Phrase | None:
    """ "его президент": the possessive before a noun."""
    first = _start(scene, index)
    if "чей" in scene.words[first].lemmas:  # "компания X, чей основатель"
        return next((p for p in scene.phrases if p.named and p.last == first - 1), None)
    return next((p for p in scene.phrases if p.last == first and p.head == "его"), None)


def _role(scene: Scene, index: int, rule: NounRule) -> Iterator[Tie]:
    if _is_complement(scene, index):
        return
    complements, end = _complement_or_shared(scene, index)
    own = None if complements else _own(scene, index)
    bound = own is None and not complements and _is_bound(scene, index)
    listed = own is None and not complements and _imprint(scene, index)
    if bound and not listed and not _person_next(scene, index):
        return
    bound = bound or listed
    ends: list[Phrase | None] = [*complements] or ([own] if own else []) or ([None] if bound else [])
    if not ends or (bound and not listed and rule.predicate not in ("leads", "works_for")):
        return
    holder, copula = _holder(scene, index, end, rule)
    if holder is None or not _holder_fits(holder, rule) or (rule.copula and copula is None):
        return
    past = _is_past(scene, index) or (
        copula is not None and any("past" in r.tags for r in scene.words[copula].readings[:1])
    )
    negated = copula is not None and (negated_at(scene.words, copula) or negated_at(scene.words, index))
    holders = scene.companions(holder) if copula is not None or rule.predicate != "leads" else [holder]
    for end_phrase, one in [(e, h) for e in ends for h in holders]:
        if end_phrase is not None and not _complement_fits(end_phrase, rule):
            continue
        pair = (one, end_phrase) if rule.holder == "subject" else (end_phrase, one)
        trigger = (index,) if copula is None else tuple(sorted((copula, index)))
        yield Tie(
            "works_for" if _of_department(scene, index, end_phrase, rule) else rule.predicate,
            pair[0],
            pair[1],
            trigger,
            scene.clause_at(index),
            scene.words[index].low,
            past,
            negated,
            backdrop=copula is None,
        )


def _imprint(scene: Scene, index: int) -> bool:
    """ "Учредитель: X", "Главный редактор — Y": a line of an imprint; the organisation is the one in question."""
    first, following = _start(scene, index), scene.words[index + 1] if index + 1 < len(scene.words) else None
    opening = first == 0 or scene.words[first - 1].text in ".;•"
    return opening and following is not None and following.text in ":—–"


def _is_complement(scene: Scene, index: int) -> bool:
    """ "заместитель директора": the second noun is no description of its own."""
    at = _start(scene, index) - 1
    before = scene.words[at] if at >= 0 else None
    own = noun_readings(scene.words[index])
    genitive = bool(own) and own[0].case == "gent"
    return before is not None and before.main == "NOUN" and bool(before.lemmas & role_nouns()) and genitive


def _person_next(scene: Scene, index: int) -> bool:
    """A person's name right after a bare office, or around it."""
    return any(
        p.kind == "person" and (p.first <= index < p.name_first or index < p.name_first <= index + 3)
        for p in scene.phrases
    )


def _complement_or_shared(scene: Scene, index: int) -> tuple[list[Phrase], int]:
    """ "основатель и бывший глава фонда": the second noun's complement serves the first too."""
    complements, end = _complement(scene, index)
    if complements or index + 2 >= len(scene.words) or scene.words[index + 1].low != "и":
        return complements, end
    at = index + 2
    while at < len(scene.words) - 1 and is_modifier(scene.words[at]):
        at += 1
    if any(scene.words[at].lemmas & rule.lemmas for rule in relations().nouns):
        return _complement(scene, at)
    return complements, end


def _is_bound(scene: Scene, index: int) -> bool:
    """Whether the office is plainly one of the organisation that the text is about: "председатель правления"."""
    near = " ".join(w.low for w in scene.words[max(0, index - 1) : index + 2]).replace("ё", "е")
    lemmas = " ".join(next(iter(sorted(w.lemmas)), w.low) for w in scene.words[max(0, index - 1) : index + 2])
    own = sorted(scene.words[index].lemmas)
    return any(office in near or office in lemmas or office in own for office in relations().bound_offices)


def _holder(scene: Scene, index: int, end: int, rule: NounRule) -> tuple[Phrase | None, int | None]:
    """Who is so described, and the copula if there is one."""
    end = _past_brackets(scene, end)
    cases = _case(scene, index)
    absorbed = next(
        (p for p in scene.phrases if p.first == _start(scene, index) and index < p.name_first), None
    )
    if absorbed is not None and absorbed.named:
        return absorbed, None
    after = next(
        (
            p
            for p in scene.phrases
            if end in (p.first, p.name_first) or (p.first == end + 1 and scene.words[end].text in ",—–:")
        ),
        None,
    )
    if (
        after is not None
        and after.named
        and after.cases & _case_for(scene, index, after)
        and (after.kind == "person" or not rule.person)
        and end in (after.first, after.name_first)
    ):
        return after, None
    before = _apposed(scene, index, cases)
    if before is not None:
        return before, None
    judged = _post(scene, index) or _copula(scene, index, cases)
    if judged[0] is not None:
        return judged
    appointed = _named_to(scene, index) if "ablt" in cases else None
    if appointed is not None:
        return appointed, None
    if after is not None and after.named and after.cases & cases and scene.words[end].text in "—–,:":
        return after, None
    return None, None


def _past_brackets(scene: Scene, end: int) -> int:
    """Where the text goes on after an abbreviation in brackets: "учредитель фонда (ФБК) Иванов"."""
    if end < len(scene.words) and scene.words[end].text == "(":
        closing = next(
            (i for i in range(end, min(end + 8, len(scene.words))) if scene.words[i].text == ")"), None
        )
        return closing + 1 if closing is not None else end
    return end


def _named_to(scene: Scene, index: int) -> Phrase | None:
    """ "назначение Марии Певчих председателем фонда": the person between the noun and the office."""
    for back in range(max(0, index - 9), index):
        if scene.words[back].lemmas & {"назначение", "избрание"} and scene.words[back].main == "NOUN":
            return next(
                (
                    p
                    for p in scene.phrases
                    if back < p.first and p.last <= index and p.kind == "person" and "gent" in p.cases
                ),
                None,
            )
    return None


def _apposed(scene: Scene, index: int, cases: frozenset[str]) -> Phrase | None:
    """The name before "X, президент фонда ..." or "X — президент ..."; also past "основатель и"."""
    first = _start(scene, index)
    nouns = frozenset(lemma for rule in relations().nouns for lemma in rule.lemmas)
    at = first - 1
    if at > 0 and scene.words[at].low in ("и", "а"):
        back = at - 1
        while back > 0 and scene.words[back].text not in ",—–(" and at - back < 10:
            back -= 1
        if any(scene.words[i].lemmas & nouns for i in range(back, at)):
            at = back
    if at < 1 or scene.words[at].text not in ",—–(":
        return None
    holder = next(
        (
            p
            for p in scene.phrases
            if p.last == at or (p.last == at - 1 and scene.words[at - 1].text in "»”)")
        ),
        None,
    )
    if holder is None or not holder.named:
        return None
    others = [p for p in scene.companions(holder) if p.last <= holder.first]
    if holder.kind == "org" and scene.words[at].text == "," and others:
        return None
    dash = scene.words[at].text in "—–" and "nomn" in cases
    return holder if holder.cases & cases or dash else None


def _post(scene: Scene, index: int) -> tuple[Phrase | None, int | None] | None:
    """ "занимает пост директора X", "назначил Y на должность главы X": holder and verb; None without such a post."""
    first = _start(scene, index)
    if first < 1 or not scene.words[first - 1].lemmas & POSTS:
        return None
    number = scene.clause_at(index)
    for at in scene.clauses[number].words:
        verb = scene.words[at]
        if verb.main in ("VERB", "PRTS") and verb.lemmas & APPOINTING:
            if verb.main == "PRTS":
                return scene.subject_of(number), at
            objects = [
                p
                for p in scene.in_clause(scene.clauses[number])
                if p.kind == "person" and scene.fits(p, Slot("accs"))
            ]
            return (objects[0], at) if objects else (None, None)
        if verb.main in ("VERB", "GRND") and verb.lemmas & HOLDING:
            return scene.subject_of(number), at
    clause = scene.clauses[number]
    return (clause.antecedent, None) if clause.kind == "participle" else (None, None)


def _copula(scene: Scene, index: int, cases: frozenset[str]) -> tuple[Phrase | None, int | None]:
    """ "X является (был, назначен) президентом ...", "признала X ширмой ...": holder and verb."""
    clause = scene.clauses[scene.clause_at(index)]
    for at in clause.words:
        verb = scene.words[at]
        if (
            verb.main not in ("VERB", "PRTS", "PRTF", "GRND")
            or not verb.lemmas & relations().copulas
            or "ablt" not in cases
        ):
            continue
        if any("futr" in r.tags for r in verb.readings[:1]):
            continue
        phrases = [p for p in scene.in_clause(clause) if not (p.first <= index < p.last)]
        if verb.lemmas & (JUDGING | APPOINTING) and verb.main == "VERB":
            subject = scene.subject_of(scene.clause_at(index))
            objects = [
                p
                for p in phrases
                if scene.fits(p, Slot("accs")) and not scene.is_dependent(p) and p != subject
            ]
            objects = [p for p in objects if abs(p.first - at) < 6 and p.first < index]
            return (objects[0], at) if objects else (None, None)
        if verb.main == "PRTF":
            described = clause.antecedent if clause.kind == "participle" else None
            return (described, at) if described is not None else (None, None)
        subjects = [
            p
            for p in phrases
            if scene.fits(p, Slot("nomn")) and not scene.is_dependent(p) and (p.named or p.kind == "pronoun")
        ]
        holder = subjects[0] if subjects else scene.subject_of(scene.clause_at(index))
        return (holder, at) if holder is not None else (None, None)
    return None, None


def _holder_fits(holder: Phrase, rule: NounRule) -> bool:
    if rule.person:
        return holder.kind == "person" or (holder.kind == "pronoun" and holder.head in ("он", "который"))
    if rule.predicate == "member_of" and rule.org_complement:
        return holder.kind == "org"
    return holder.kind in ("person", "org", "place", "pronoun", "description")


def _complement_fits(complement: Phrase, rule: NounRule) -> bool:
    if complement.kind == "place":
        return rule.predicate not in STATE_OFFICES
    if rule.org_complement or rule.predicate in ("leads", "member_of", "founded", "owns"):
        return complement.kind != "person"
    return True


def _is_past(scene: Scene, index: int) -> bool:
    word = scene.words[index]
    modifiers = scene.words[_start(scene, index) : index]
    return word.low.startswith("экс-") or any(w.lemmas & relations().past_modifiers for w in modifiers)
