"""Every script in plain Latin letters, and the sound key under which spellings of one name meet.

Cyrillic is read as BGN/PCGN does, with Kazakh and other letters that general transliterators lose; Greek, Arabic,
Hebrew, Georgian and Armenian by their usual romanisations (``resources/transliteration.yml``); the rest by anyascii.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from cuibono.entities.data import rules

MAX_LENGTH = 400
"""Characters of a name that are looked at; what is longer is cut (hostile input)."""

_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_ABJAD = re.compile("[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f]")
_HIRAGANA = re.compile("[\u3041-\u3096]")
_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_HAN = re.compile("[\u2e80-\u30a0\u30fb\u3100-\u9fff\uf900-\ufaff\uac00-\ud7af]")
_IGNORED = re.compile("[\u0591-\u05c7\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@cache
def _letters() -> dict[int, str]:
    tables = rules("transliteration")
    merged: dict[str, str] = {}
    for script in ("cyrillic", "greek", "arabic", "hebrew", "georgian", "armenian", "kana", "latin"):
        merged.update({k: v for k, v in tables[script].items() if len(k) == 1})
    return {ord(char): value for char, value in merged.items()}


@cache
def _digraphs() -> tuple[tuple[str, str], ...]:
    tables = rules("transliteration")
    return (*tables["greek_digraphs"].items(), ("ու", "u"), *tables["kana_digraphs"].items())


@cache
def _by_letter() -> tuple[tuple[frozenset[str], dict[int, str]], ...]:
    return tuple(
        (frozenset(rule["letters"]), {ord(k): v for k, v in rule["read"].items()})
        for rule in rules("transliteration")["cyrillic_by_letter"]
    )


def _strip_marks(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare)


def _read_cyrillic(text: str) -> str:
    """Letters that are read by language, where the text shows which language it is."""
    for letters, reading in _by_letter():
        if not letters.isdisjoint(text):
            text = text.translate(reading)
    return text


@cache
def _han_terms() -> re.Pattern[str]:
    """Known words of Chinese, Japanese and Korean names, which have no spaces between words."""
    from cuibono.entities.lexicon import unspaced_terms

    terms = sorted(unspaced_terms(), key=lambda term: (-len(term), term))
    return re.compile("|".join(map(re.escape, terms)))


@lru_cache(maxsize=65536)
def latinise(text: str) -> str:
    """``text`` in lower-case ASCII letters, digits and punctuation; accents are dropped.

    ``"Қазақстан"`` -> ``"kazakstan"``, ``"Уральская неделя"`` -> ``"uralskaya nedelya"``.
    """
    text = text[:MAX_LENGTH]
    if text.isascii():
        return text.lower()
    text = _IGNORED.sub("", unicodedata.normalize("NFKC", text))
    if _SIGNS.search(text):
        text = _read_signs(text)
    if _HAN.search(text):
        text = _han_terms().sub(lambda found: f" {_syllables(found[0]).lower()} ", text)
    if _HIRAGANA.search(text):
        text = text.translate(_TO_KATAKANA)
    if _HANGUL.search(text):
        text = _HANGUL.sub(_read_hangul, text)
    text = text.lower()
    if _CYRILLIC.search(text):
        text = _read_cyrillic(text)
    for pair, reading in _digraphs():
        text = text.replace(pair, reading)
    text = _strip_marks(unicodedata.normalize("NFC", text).translate(_letters())).translate(_letters())
    if text.isascii():
        return text.lower()
    return _any_ascii(text)


# Thai and Lao: vowels written before the consonant that they follow, and consonants marked as silent.
_BEFORE = re.compile("([\u0e40-\u0e44\u0ec0-\u0ec4])([\u0e01-\u0e2e\u0e81-\u0eae])")
_SILENT = re.compile("[\u0e01-\u0e2e][\u0e31-\u0e3a]?\u0e4c")
_SIGNS = re.compile("[\u0900-\u0eff]")
_HANGUL = re.compile("[\uac00-\ud7a3]+")


@cache
def _marks() -> dict[int, str]:
    return {ord(k): v for k, v in rules("transliteration")["indic_marks"].items()}


def _read_signs(text: str) -> str:
    """Letters of India, Thailand and Laos in the order in which they are spoken."""
    return _BEFORE.sub(r"\2\1", _SILENT.sub("", text)).translate(_marks())


def _read_hangul(run: re.Match[str]) -> str:
    """A Korean word; one of two to four syllables that begins with a family name is read as a name of two words."""
    word = run[0]
    families: dict[str, str] = rules("transliteration")["hangul_families"]
    alone = len(run.string.strip()) == len(word)
    if alone and 2 <= len(word) <= 3 and word[0] in families:
        return f"{families[word[0]]} {_letters_of_hangul(word[1:])}"
    return _letters_of_hangul(word)


def _letters_of_hangul(word: str) -> str:
    """By letters (The Unicode Standard, 3.12): a syllable's code is (first * 21 + middle) * 28 + last."""
    first, middle, last = (rules("transliteration")[f"hangul_{part}"] for part in ("first", "middle", "last"))
    codes = [ord(c) - 0xAC00 for c in word]
    return "".join(first[c // 588] + middle[c % 588 // 28] + last[c % 28] for c in codes)


def _syllables(text: str) -> str:
    from anyascii import anyascii

    return str(anyascii(text))


def _any_ascii(text: str) -> str:
    def spaced(run: re.Match[str]) -> str:
        # Syllables come with a capital each: "BeiJing".
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", _syllables(run[0])).lower()

    return re.sub(r"[^\x00-\x7f]+", spaced, text).lower()


@cache
def _press() -> dict[int, str]:
    return {ord(k): v for k, v in rules("transliteration")["latin_press"].items()}


def press_reading(text: str) -> str | None:
    """How the press writes letters such as ş and č ("sh", "ch"), or None where that changes nothing."""
    if text.isascii():
        return None
    lowered = unicodedata.normalize("NFC", text[:MAX_LENGTH]).lower()
    read = lowered.translate(_press())
    return latinise(read) if read != lowered else None


_GERESH = re.compile("([\u05d0-\u05ea])['’`\u05f3]")


def read_geresh(text: str) -> str:
    """Hebrew letters with a geresh as the Latin letters of their sound."""
    table = rules("transliteration")["hebrew_geresh"]
    return _GERESH.sub(lambda found: table.get(found[1], found[1]), text)


# Arabic and Hebrew; the scripts of India, Thailand, Burma and Cambodia; Ethiopic; kana, Chinese and Korean.
_OPEN = re.compile("[\u0590-\u07bf\u0900-\u109f\u1200-\u139f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af]")


def leaves_vowels_open(text: str) -> bool:
    """Whether the text is in a script that leaves vowels out or adds its own, so that only consonants compare."""
    return not text.isascii() and bool(_OPEN.search(text))


def is_abjad(text: str) -> bool:
    """Whether the text is in Arabic or Hebrew letters, which leave vowels out."""
    return bool(_ABJAD.search(text))


@cache
def _steps() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(old), new) for old, new in rules("transliteration")["key_steps"])


@lru_cache(maxsize=262144)
def sound_key(word: str) -> str:
    """The sound class of one plain Latin word: ``kh`` = ``h``, ``zh`` = ``j``, ``q`` = ``k``, doubled letters once."""
    for pattern, new in _steps():
        word = pattern.sub(new, word)
    return word


_VOWELS = re.compile("[aeiouyvwh]")


@lru_cache(maxsize=65536)
def consonants(key: str) -> str:
    """What is left of a word's key in a script without vowels."""
    return _VOWELS.sub("", key.replace("p", "b").replace("g", "j").replace("c", "s"))


_VOICELESS = str.maketrans("bdgzjl", "ptkscr", "aeiouywvh")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=131072)
def coarse(key: str) -> str:
    """What is left of a key when voiced and voiceless sounds, l and r are one and vowels are gone: "cho", "jo" are ``c``."""
    return _TWICE.sub(r"\1", key.replace("ch", "c").replace("sh", "s").translate(_VOICELESS))


def words_of(latin: str) -> list[str]:
    """Words of plain Latin text: runs of letters and digits."""
    return _WORD.findall(latin)
