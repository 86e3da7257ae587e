"""How likely two names are one actor's: named, weighted features and a calibrated probability.

A model over features of an alignment of words; one for persons, one for all else. They were fitted on pairs from public
registers and calibrated on others (``docs/entities.md``); they are data (``resources/name_model.json``). The form follows
nomenklatura's matchers: a score is a list of named features, here with what each adds to the log odds.
"""

from __future__ import annotations

from cuibono.entities.align import Alignment, align
from cuibono.entities.features import features
from cuibono.entities.model import models, probability
from cuibono.entities.names import name_shape, parse
from cuibono.model import Feature

PERSON_SCHEMAS = frozenset({"Person"})


class NameScore(float):
    """A probability, 0 to 1, that explains itself.

    ``features``: what it is made of, heaviest first; each adds ``value * weight`` to the log odds. ``pair``: the two
    spellings compared.
    """

    pair: tuple[str, str]
    _features: tuple[Feature, ...] | None
    _person: bool

    def __new__(
        cls,
        value: float,
        features: tuple[Feature, ...] | None,
        pair: tuple[str, str],
        person: bool = False,
    ) -> NameScore:
        score = super().__new__(cls, value)
        score._features, score.pair, score._person = features, pair, person
        return score

    @property
    def features(self) -> tuple[Feature, ...]:
        """Worked out when first asked for."""
        if self._features is None:
            first, second = sorted(self.pair)
            self._features = _explain(first, second, self._person)
        return self._features


def decisive(person: bool = False) -> float:
    """The probability from which on a link may rest on a name: where the held-out pairs are right 99 times in 100."""
    return models()["person" if person else "organization"].decisive


def compare_names(a: str, b: str, schema: str | None = None) -> NameScore:
    """The probability that ``a`` and ``b`` name the same actor.

    ``schema`` is a FollowTheMoney schema (``Person``, ``Organization``, ...) when it is known; without it the shape of
    the names decides how they are read. Symmetric. Names of generic words alone ("Press Centre") score 0.
    """
    return score_names(a, b, _read_as_person(a, b, schema))


def _read_as_person(a: str, b: str, schema: str | None) -> bool:
    if schema is not None and schema not in ("LegalEntity", "Thing"):
        return schema in PERSON_SCHEMAS
    shapes = {name_shape(a), name_shape(b)}
    return "person" in shapes and "organization" not in shapes


def score_names(a: str, b: str, person: bool) -> NameScore:
    """:func:`compare_names` where it is known whether the names are read as persons'."""
    left, right = sorted((a, b))
    odds = name_odds(left, right, person)
    if odds is None:
        note = "nothing but generic words in one of the names"
        return NameScore(0.0, (Feature("generic", 1.0, -20.0, note),), (a, b))
    return NameScore(probability(odds), None, (a, b), person)


def name_odds(a: str, b: str, person: bool) -> float | None:
    """Log odds of the name model; None where one of the names is generic words alone. ``a`` comes before ``b``."""
    left, right = parse(a, person), parse(b, person)
    if not (left.distinctive and right.distinctive):
        return None
    model = models()["person" if person else "organization"]
    values = features(align(left, right))
    return model.odds([values[name] for name in model.features])


def _explain(a: str, b: str, person: bool) -> tuple[Feature, ...]:
    """What each feature added to the log odds, heaviest first."""
    alignment = align(parse(a, person), parse(b, person))
    model = models()["person" if person else "organization"]
    values = features(alignment)
    added = model.contributions([values[name] for name in model.features])
    explained = [_explained(name, values.get(name), by, alignment) for name, by in added.items()]
    explained.sort(key=lambda f: (-abs(f.score), f.name))
    return (*explained, Feature("bias", 1.0, round(model.bias, 4), "where every comparison starts"))


def _explained(name: str, value: float | None, by: float, alignment: Alignment) -> Feature:
    """A contribution in log odds; the note tells the feature's own value and the words that it rests on."""
    told = "" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")
    return Feature(name, 1.0, round(by, 4), "; ".join(filter(None, (told, alignment.note(name)))))
