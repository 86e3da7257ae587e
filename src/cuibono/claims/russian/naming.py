"""Names in the nominative, and which names of a document mean the same actor."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cuibono.claims.russian.morphology import Word, inflect, readings_of
from cuibono.claims.russian.phrases import ACRONYM, NAME_TAGS, Phrase, stem

INSTRUMENTAL = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])(?:ом|ем|ым)$")
ADJECTIVAL = re.compile(r"([сц]к)(?:ого|ому|им|ом)$")
OBLIQUE = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])(?:(а|у|ом|ем|е|ым)|(ы|и|ой|ей))$")
"""Endings of an unknown man's surname in an oblique case."""
SURNAME_OBLIQUE = re.compile(r"((?:[оеё]в|[иы]н))(?:а|у|ым|е)$")
UNCHANGING = re.compile(r"[оуэюеиы]$", re.IGNORECASE)
"""Foreign names that end so do not change; the guesser would invent a nominative for them."""


def written(words: Sequence[Word], text: str, first: int, last: int) -> str:
    """The words ``first`` to ``last`` exactly as they stand in the text."""
    return text[words[first].start : words[last - 1].end]


def nominative(phrase: Phrase, words: Sequence[Word], text: str) -> str:
    """The phrase's name in the nominative; the rest of a long name stays as it is."""
    own = words[phrase.name_first : phrase.name_last]
    if phrase.kind == "person" and len(phrase.cases) > 5 and all(INSTRUMENTAL.search(w.text) for w in own):
        return _rewritten(own, text, {i: INSTRUMENTAL.sub("", w.text) for i, w in enumerate(own)})
    if (
        phrase.kind == "person"
        and "nomn" in phrase.cases
        and own[0].readings[:1]
        and own[0].readings[0].case in ("nomn", "any")
    ):
        return _rewritten(own, text, {})
    if phrase.kind == "person":
        return _rewritten(
            own, text, {i: _nominative_name(w, _gender(own, phrase), phrase.cases) for i, w in enumerate(own)}
        )
    if phrase.core == "acronym":
        match = ACRONYM.match(own[0].text)
        return match[1] if match else own[0].text
    if phrase.core == "latin" or (phrase.core == "quote" and (phrase.head or "nomn" in phrase.cases)):
        return _rewritten(own, text, {})
    return _rewritten(own, text, _declined(own, phrase))


def _gender(own: Sequence[Word], phrase: Phrase) -> str:
    """The gender of the first name in the cases of the phrase: "Эдварда" is a man's genitive or a woman's nominative."""
    genders = {
        r.gender
        for word in own
        for r in word.readings
        if {"Name", "Known"} <= r.tags and r.case in phrase.cases and r.number != "plur"
    }
    return genders.pop() if len(genders) == 1 else phrase.gender


def _rewritten(own: Sequence[Word], text: str, forms: dict[int, str]) -> str:
    """The words with some of them replaced, the space and marks between them kept."""
    out = ""
    for index, word in enumerate(own):
        if index:
            out += text[own[index - 1].end : word.start]
        out += forms.get(index, word.text)
    return re.sub(r"\s+", " ", out).strip()


def _nominative_name(word: Word, gender: str, cases: frozenset[str]) -> str:
    """A personal name; what the dictionary does not know and what never changes stays."""
    best = word.readings[0] if word.readings else None
    if "nomn" in cases and best is not None and "Known" not in best.tags:
        return word.text
    named = any(
        r.tags & NAME_TAGS and (r.case in cases or (r.case == "any" and "Known" in r.tags))
        for r in word.readings
    )
    if not named and "nomn" not in cases and ADJECTIVAL.search(word.text):
        return ADJECTIVAL.sub(r"\1ий", word.text)
    known = best is not None and "Known" in best.tags
    if gender == "masc" and "nomn" not in cases and not known and SURNAME_OBLIQUE.search(word.text):
        return SURNAME_OBLIQUE.sub(r"\1", word.text)
    guessed = [r.lemma for r in word.readings if r.case in cases and r.gender == "masc" and r.pos == "NOUN"]
    if gender == "masc" and "nomn" not in cases and not named and guessed and guessed[0].endswith("ец"):
        return guessed[0][:1].upper() + guessed[0][1:]
    if gender == "masc" and "nomn" not in cases and not named and OBLIQUE.search(word.text):
        return OBLIQUE.sub(lambda m: "а" if m[2] else "", word.text)
    if best is None or len(word.text) < 3 or best.case == "any":
        return word.text
    known = "Known" in best.tags or any(r.tags & NAME_TAGS and r.case != "nomn" for r in word.readings[:1])
    fixed = "nomn" in cases or not any(r.case in cases for r in word.readings)
    if not known and fixed and UNCHANGING.search(word.text):
        return word.text
    if best.case == "nomn" and (not gender or not best.gender or best.gender == gender):
        return word.text
    return inflect(word.text, "nomn", gender=gender, number="sing", proper=True)


def _declined(own: Sequence[Word], phrase: Phrase) -> dict[int, str]:
    """Nominative forms of the modifiers and the first noun of a name."""
    if "nomn" in phrase.cases and len(phrase.cases) < 3:
        return {}
    forms: dict[int, str] = {}
    noun = next(
        (i for i, w in enumerate(own) if w.main == "NOUN" or (w.any("NOUN") and i == len(own) - 1)), None
    )
    if noun is None:
        return forms
    reading = next(
        (r for r in own[noun].readings if r.pos == "NOUN" and (r.case in phrase.cases or r.case == "any")),
        None,
    )
    unknown = "Known" not in own[noun].readings[0].tags and "nomn" in phrase.cases
    if (
        reading is None
        or reading.case == "nomn"
        or (unknown and re.search(r"[бвгджзклмнпрстфхцчшщ]$", own[noun].text))
    ):
        return forms
    number = reading.number or "sing"
    if reading.case != "any":
        forms[noun] = _hyphenated(own[noun].text, number, reading.gender)
    gender = reading.gender or next(
        (r.gender for r in readings_of(forms.get(noun, own[noun].text)) if r.pos == "NOUN"), ""
    )
    for index in range(noun):
        if own[index].any("ADJF", "PRTF"):
            forms[index] = inflect(own[index].text, "nomn", number=number, gender=gender)
    return forms


def _hyphenated(word: str, number: str, gender: str) -> str:
    """ "Газпрому-Медиа": where the whole has no known form, its first part is put into the nominative."""
    whole = inflect(word, "nomn", number=number, gender=gender)
    head, dash, tail = word.partition("-")
    return (
        inflect(head, "nomn", number=number) + dash + tail
        if whole == word and dash and len(head) > 3
        else whole
    )


def key_of(name: str) -> tuple[str, ...]:
    """What stays the same when a name is inflected: the stems of its words."""
    return tuple(stem(word) for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", name))
