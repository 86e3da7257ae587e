"""The language of a text as ISO 639-1, or ``und``.

Script, telling letters and everyday words settle nearly all texts for a few milliseconds; only the rest load the statistical
detector (lingua) with the languages of their script. Measured in docs/decisions/documents.md.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any, Final

from cuibono.documents.data import table

_SAMPLE: Final = 20_000
_MIN_LETTERS: Final = 3
_MIN_WORDS: Final = 5  # with fewer, everyday words of several languages tell nothing
_MIN_HITS: Final = 2
_FEW_WORDS: Final = 20  # fewer are told among the languages of `near` only
_WORD: Final = re.compile(r"[^\W\d_]+")
_ADDRESS: Final = re.compile(r"https?://\S+|\S+@\S+")


def language_of(text: str) -> str:
    """The main language of ``text`` (``"en"``, ``"ru"``, ``"kk"``, ...), ``"und"`` where there are too few letters.

    Deterministic; only the first 20,000 characters count.
    """
    sample = _ADDRESS.sub(" ", text[:_SAMPLE]).lower()
    letters = Counter("".join(_WORD.findall(sample)))
    script = _main_script(letters)
    if script is None:
        return "und"
    row = table("languages")["scripts"][script]
    if "language" in row:
        return str(row["language"])
    few = len(_WORD.findall(sample[:1000])) < _FEW_WORDS
    asked = tuple(row["near"] if few and "near" in row else row["ask"])
    told = _by_words(script, sample)
    if told and table("languages")["words"][told].get("first"):
        return told
    return _by_letters(script, letters) or told or _by_detector(asked, sample)


@cache
def _ranges() -> tuple[tuple[int, int, str], ...]:
    return tuple(
        (int(start, 16), int(end, 16), script)
        for script, row in table("languages")["scripts"].items()
        for start, end in (pair.split("-") for pair in row["ranges"])
    )


@cache
def _script(letter: str) -> str | None:
    code = ord(letter)
    return next((script for start, end, script in _ranges() if start <= code <= end), None)


def _main_script(letters: Counter[str]) -> str | None:
    """The script of most letters; kana anywhere in quantity make Han text Japanese."""
    scripts: Counter[str] = Counter()
    for letter, count in letters.items():
        if script := _script(letter):
            scripts[script] += count
    if sum(scripts.values()) < _MIN_LETTERS:
        return None
    # A Han character carries about as much as two or three letters of an alphabet.
    weighed = {script: n * (2.5 if script == "han" else 1.0) for script, n in scripts.items()}
    best = max(sorted(weighed), key=lambda script: weighed[script])
    return "kana" if best == "han" and scripts["kana"] > 0.1 * scripts["han"] else best


def _by_letters(script: str, letters: Counter[str]) -> str | None:
    total = sum(n for letter, n in letters.items() if _script(letter) == script)
    for row in table("languages")["letters"]:
        if row["script"] == script and sum(letters[c] for c in row["letters"]) >= row["share"] * total:
            return str(row["language"])
    return None


@cache
def _everyday(script: str) -> dict[str, tuple[float, frozenset[str], frozenset[str]]]:
    """By language: the share that its everyday words must reach, these words, and those that no other language here has."""
    rows: dict[str, Any] = table("languages")["words"]
    words = {key: frozenset(row["words"].split()) for key, row in rows.items() if row["script"] == script}
    return {
        key: (rows[key]["share"], own, own.difference(*(w for k, w in words.items() if k != key)))
        for key, own in words.items()
    }


def _by_words(script: str, sample: str) -> str | None:
    words = Counter(_WORD.findall(sample[: _SAMPLE // 4]))
    total = sum(words.values())
    everyday = _everyday(script)
    if not everyday:
        return None
    telling = {key: sum(words[word] for word in own) for key, (_, _, own) in everyday.items()}
    best = max(sorted(telling), key=lambda key: telling[key])
    others = max((n for key, n in telling.items() if key != best), default=0)
    if total < _FEW_WORDS and telling[best] and not others:
        return best
    if total < _MIN_WORDS:
        return None
    share, common, _ = everyday[best]
    enough = sum(words[word] for word in common) >= max(_MIN_HITS, share * total)
    return best if enough and telling[best] > 2 * others else None


@cache
def _detector(languages: tuple[str, ...]) -> Any:
    from lingua import Language, LanguageDetectorBuilder

    chosen = [getattr(Language, name) for name in languages]
    return LanguageDetectorBuilder.from_languages(*chosen).with_low_accuracy_mode().build()


def _by_detector(languages: tuple[str, ...], sample: str) -> str:
    found = _detector(languages).detect_language_of(sample[: _SAMPLE // 4])
    return str(found.iso_code_639_1.name).lower() if found is not None else "und"
