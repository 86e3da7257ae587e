"""The features of an alignment: numbers with a meaning, which a model weighs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz.distance import Indel

from cuibono.entities.align import Alignment, Match, is_part, kinds_of
from cuibono.entities.latin import consonants
from cuibono.entities.lexicon import person_words
from cuibono.entities.names import Name, Token


def features(found: Alignment) -> dict[str, float]:
    """Features by name; each 0 where it does not apply. Symmetric in the two names."""
    shared = _shared(found)
    return {**shared, **(_person(found) if found.left.person else _organization(found))}


def _weight(tokens: Sequence[Token]) -> float:
    total = 0.0
    for token in tokens:
        total += token.weight
    return total


def _shared(found: Alignment) -> dict[str, float]:
    mine, theirs = found.left.weight, found.right.weight
    matched = rarity = likeness = 0.0
    weakest, all_same = 1.0, True
    for match in found.matches:
        left, right, similarity = _weight(match.left), _weight(match.right), match.similarity
        matched += similarity * (left + right)
        rarity += similarity * min(left, right)
        likeness += similarity
        weakest = min(weakest, similarity)
        all_same = all_same and match.how == "same"
    over = sorted((_weight(found.left_over), _weight(found.right_over)))
    agreement = matched / (mine + theirs) if mine + theirs else 0.0
    count = len(found.matches)
    numbers = _left(found.left_over, "number"), _left(found.right_over, "number")
    return {
        "agreement": agreement,
        "agreement_high": max(0.0, agreement - 0.8) * 5,
        "contained": min(1.0, matched / 2 / min(mine, theirs)) if mine and theirs else 0.0,
        "equal": float(all_same and not found.left_over and not found.right_over),
        "weakest": 1.0 - weakest if count else 1.0,
        "letters": _letters(found),
        "own_words": min(3.0, over[0]),
        "extra_words": min(3.0, over[1]),
        "rarity": min(4.0, rarity),
        "matched_words": float(min(5, count)),
        "likeness": likeness / count if count else 0.0,
        "telling_left": _heaviest(found),
        "number_conflict": float(numbers[0] and numbers[1]),
        "number_extra": float(numbers[0] != numbers[1]),
    }


def _heaviest(found: Alignment) -> float:
    """The weight of the most telling word that is left over."""
    most = 0.0
    for side in (found.left_over, found.right_over):
        for token in side:
            most = max(most, token.weight)
    return most


def _letters(found: Alignment) -> float:
    """Likeness of the whole names as strings of sounds, whatever the words."""
    a, b = found.left.joined, found.right.joined
    straight = float(Indel.normalized_similarity(a, b))
    if found.left.abjad != found.right.abjad:
        straight = max(straight, 0.95 * abjad_letters(found.left, found.right))
    return max(
        straight, float(Indel.normalized_similarity(found.left.sorted_letters, found.right.sorted_letters))
    )


def _left(tokens: Sequence[Token], kind: str) -> bool:
    for token in tokens:  # noqa: SIM110 (a loop is twice as fast here, and this is the inner one)
        if token.kind == kind:
            return True
    return False


def _spelling(matches: Sequence[Match]) -> float:
    return float(sum(1 - m.similarity for m in matches if m.how == "spelling"))


def _organization(found: Alignment) -> dict[str, float]:
    left, right = found.left_over, found.right_over
    words = sorted(sum(t.kind in ("word", "initial") for t in side) for side in (left, right))
    kinds = [kinds_of(side) for side in (left, right)]
    forms = (found.left.forms, found.right.forms)
    acronym = max((_letters_of(m) for m in found.matches if m.how == "acronym"), default=0)
    return {
        "own_core": float(min(words[0], 2)),
        "extra_core": float(min(words[1], 3)),
        "extra_generic": float(min(3, sum(t.kind == "generic" for t in (*left, *right)))),
        "place_conflict": float(_left(left, "place") and _left(right, "place")),
        "place_extra": float(_left(left, "place") != _left(right, "place")),
        "kind_conflict": float(not kinds[0].isdisjoint(kinds[1])),
        "kind_extra": float(len(kinds[0] ^ kinds[1])),
        "part_extra": float(any(map(is_part, left)) != any(map(is_part, right))),
        "form_conflict": float(bool(forms[0]) and bool(forms[1]) and forms[0].isdisjoint(forms[1])),
        "acronym": float(acronym > 0 and not (left or right)),
        "acronym_letters": float(min(acronym, 6)) if not (left or right) else 0.0,
        "acronym_extra": float(acronym > 0 and bool(left or right)),
        "first_word": float(_first(found)),
        "joined": float(any(m.how == "joined" for m in found.matches)),
        "sounds_alike": float(min(3, sum(m.how == "sounds alike" for m in found.matches))),
        "spelling": _spelling(found.matches),
        "order": _disorder(found),
        "short": float(sum(len(t.text) for m in found.matches for t in m.left) <= 4),
        "one_word": float(min(len(found.left.core), len(found.right.core)) == 1),
        "only_generic_shared": float(
            all(t.kind in ("generic", "place") for m in found.matches for t in m.left)
        ),
    }


def _letters_of(match: Match) -> int:
    return max(len(match.left), len(match.right))


def _first(found: Alignment) -> bool:
    """Whether the first words of both answer to each other."""
    a, b = found.left.core[0], found.right.core[0]
    return any(a is m.left[0] and b is m.right[0] for m in found.matches)


def _disorder(found: Alignment) -> float:
    """Share of matched words that stand in another order."""
    place = {id(t): i for i, t in enumerate(found.right.core)}
    spots = [place[id(m.right[0])] for _, m in sorted(_by_left(found), key=lambda pair: pair[0])]
    if len(spots) < 2:
        return 0.0
    return sum(b < a for a, b in pairwise(spots)) / (len(spots) - 1)


def _by_left(found: Alignment) -> list[tuple[int, Match]]:
    place = {id(t): i for i, t in enumerate(found.left.core)}
    return [(place[id(m.left[0])], m) for m in found.matches]


def _person(found: Alignment) -> dict[str, float]:
    full = [m for m in found.matches if m.how != "initial"]
    over = sorted((len(found.left_over), len(found.right_over)))
    counts = sorted((len(found.left.core), len(found.right.core)))
    same = [m for m in full if m.similarity >= 0.99]
    return {
        "conflicting_names": float(min(over[0], 2)),
        "extra_names": float(min(over[1], 3)),
        "patronymic_conflict": float(_patronymic(found.left_over) and _patronymic(found.right_over)),
        "patronymic_extra": float(_patronymic(found.left_over) != _patronymic(found.right_over)),
        "initials": float(min(2, sum(m.how == "initial" for m in found.matches))),
        "full_names": float(min(4, len(full))),
        "same_names": float(min(4, len(same))),
        "short_forms": float(sum(m.how == "forms of one given name" for m in found.matches)),
        "consonants": float(sum(m.how == "same consonants" for m in found.matches)),
        "sounds_alike": float(min(3, sum(m.how == "sounds alike" for m in found.matches))),
        "spelling": _spelling(found.matches),
        "misspelt": float(min(3, sum(m.how == "spelling" for m in found.matches))),
        "joined": float(any(m.how == "joined" for m in found.matches)),
        "one_word": float(counts[0] == 1),
        "two_words": float(counts == [2, 2]),
        "count_difference": float(min(3, counts[1] - counts[0])),
        "family_edge": _edges(found),
    }


def _patronymic(tokens: Sequence[Token]) -> bool:
    endings = person_words().patronymics
    return any(t.keys[0].endswith(endings) and len(t.keys[0]) > 6 for t in tokens)


def _edges(found: Alignment) -> float:
    """Whether both outermost words of the shorter name, given and family name in any order, are matched."""
    shorter, matched = _shorter(found)
    if len(shorter.core) < 2:
        return 0.0
    return float(id(shorter.core[0]) in matched and id(shorter.core[-1]) in matched)


def _shorter(found: Alignment) -> tuple[Name, set[int]]:
    if len(found.left.core) <= len(found.right.core):
        return found.left, {id(t) for m in found.matches for t in m.left}
    return found.right, {id(t) for m in found.matches for t in m.right}


def abjad_letters(a: Name, b: Name) -> float:
    """Likeness by consonants alone, for scripts that leave vowels out."""
    return float(Indel.normalized_similarity(consonants(a.joined), consonants(b.joined)))
