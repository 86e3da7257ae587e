"""Sums of money and shares in a text, normalised.

The rules are data (``resources/amounts_<language>.yml``). Conventions: "$" alone is the United States dollar; money
words that several states share ("rupees") give a sum without a currency, as does a bare "12 million" with no noun
after it; "millions of dollars" is at least two of the unit, "tens of thousands" at least twenty thousand; of a range
("$2-3 million") the low end is the value, with the bound ``at_least``; a share in words ("a third of its budget") is
read within two and a half points; "majority stake" is over 50 %, "minority stake" under. ``rounding`` is half a unit
of the last digit written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, cast

from cuibono.claims.wordlists import alternation, fill, has_rules, load_rules
from cuibono.model import Amount, Bound, Span

WORD_SHARE_ROUNDING = Decimal("2.5")
MAX_DIGITS = 18
"""Longer figures are no sums that anybody wrote."""
BOUND_WINDOW = 60


@dataclass(frozen=True, slots=True)
class _Grammar:
    gate: re.Pattern[str]
    figure: re.Pattern[str]
    plural: re.Pattern[str]
    fraction: re.Pattern[str]
    phrases: tuple[tuple[re.Pattern[str], Decimal, Bound], ...]
    bounds_before: re.Pattern[str]
    bounds_after: re.Pattern[str]
    rates_after: re.Pattern[str]
    rates_before: re.Pattern[str]
    range_opener: re.Pattern[str]
    bare_after: re.Pattern[str]
    decimal: str
    tables: Mapping[str, tuple[tuple[re.Pattern[str], Any], ...]]


def _table(rows: Mapping[Any, Any]) -> tuple[tuple[re.Pattern[str], Any], ...]:
    return tuple((re.compile(str(pattern), re.IGNORECASE), str(value)) for pattern, value in rows.items())


def _named(groups: Mapping[str, str]) -> str:
    return "|".join(f"(?P<{name}>{pattern})" for name, pattern in groups.items())


def _compile(pattern: str, parts: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(fill(pattern, parts), re.IGNORECASE)


def _number(rules: Mapping[str, Any]) -> str:
    group, point = re.escape(rules["group"]), re.escape(rules["decimal"])
    space = r"[\u00a0\u202f\u2009 ]" if rules["group"] == " " else group
    return rf"(?:\d{{1,3}}(?:{space}\d{{3}})+(?!\d)(?:{point}\d+)?|\d+(?:{point}\d+)?)"


FIGURE = (
    r"(?<![\w.,/-])(?:(?P<prefix><prefixes>)\s?)?(?:(?P<low><number>)|(?P<word><words>)(?=\s?(?:<scales>)(?!\w)))"
    r"(?:[\s-]?(?P<scale><scales>(?:\s<scales>)?)(?![A-Za-zА-Яа-яЁё]))?"
    r"(?:(?P<joint><range>)(?:<prefixes>\s?)?(?:(?P<high><number>)|(?P<word2><words>)(?=\s?(?:<scales>)(?!\w)))"
    r"(?:[\s-]?(?P<scale2><scales>(?:\s<scales>)?)(?![A-Za-zА-Яа-яЁё]))?)?"
    r"(?:[\s-]?(?:(?P<suffix><suffixes>)|(?P<unnamed><unnamed>))(?![A-Za-zА-Яа-яЁё]))?"
)


@cache
def _grammar(language: str) -> _Grammar:
    rules = load_rules("amounts", language)
    parts = {
        name: alternation(map(str, rules[name]))
        for name in ("prefixes", "suffixes", "scales", "words", "plurals", "fractions")
    }
    parts |= {
        "number": _number(rules),
        "range": f"(?:{rules['range']})",
        "unnamed": rules["unnamed"],
        "of": rules["of"],
    }
    parts |= {"share_of": rules["share_of"]}
    tail = rules["bound_tail"]
    return _Grammar(
        gate=re.compile(rules["gate"], re.IGNORECASE),
        figure=_compile(FIGURE, parts),
        plural=_compile(
            r"(?<!\w)(?P<plural><plurals>)<of>(?P<money>(?P<suffix><suffixes>)|(?P<unnamed><unnamed>))(?!\w)",
            parts,
        ),
        fraction=_compile(r"(?<!\w)(?P<fraction><fractions>)(?=<share_of>)", parts),
        phrases=tuple(
            (re.compile(rf"(?<!\w){p}", re.IGNORECASE), Decimal(str(v)), b)
            for p, (v, b) in rules["phrases"].items()
        ),
        bounds_before=re.compile(rf"(?<!\w)(?:{_named(rules['bounds'])})(?:{tail})$", re.IGNORECASE),
        bounds_after=re.compile(_named(rules["bounds_after"]), re.IGNORECASE),
        rates_after=re.compile(rf"[\s-]{{0,2}}(?:{_named(rules['rates'])})(?!\w)", re.IGNORECASE),
        rates_before=re.compile(rf"(?<!\w)(?:{_named(rules['rates_before'])})$", re.IGNORECASE),
        range_opener=re.compile(rf"(?<!\w)(?:{rules['range_opener']})$", re.IGNORECASE),
        bare_after=re.compile(rules["bare_after"], re.IGNORECASE),
        decimal=rules["decimal"],
        tables={
            name: _table(rules[name])
            for name in ("prefixes", "suffixes", "scales", "words", "plurals", "fractions")
        },
    )


@dataclass(frozen=True, slots=True)
class _Found:
    span: Span
    value: Decimal
    currency: str | None
    rounding: Decimal
    bound: Bound | None = None


def _value_of(grammar: _Grammar, table: str, words: str | None) -> str | None:
    text = (words or "").strip()
    return (
        next((value for pattern, value in grammar.tables[table] if pattern.fullmatch(text)), None)
        if text
        else None
    )


def _currency(grammar: _Grammar, match: re.Match[str]) -> str | None:
    """The suffix is the fuller wording ("$5 Canadian dollars" is rare, "$5 (US)" is not read)."""
    suffix, prefix = (
        _value_of(grammar, "suffixes", match["suffix"]),
        _value_of(grammar, "prefixes", match["prefix"]),
    )
    return prefix if prefix and prefix != "USD" and suffix != "%" else suffix or prefix


def _decimal(grammar: _Grammar, figure: str) -> Decimal | None:
    plain = re.sub(r"[\s\u00a0\u202f\u2009]", "", figure)
    plain = plain.replace(",", "") if grammar.decimal == "." else plain.replace(",", ".")
    return Decimal(plain) if len(plain) <= MAX_DIGITS else None


def _scaled(
    grammar: _Grammar, figure: str | None, word: str | None, scale: str | None
) -> tuple[Decimal, Decimal] | None:
    """Value and rounding of one figure; a figure in words is exact to half its scale."""
    factor = _factor(grammar, scale)
    if figure is None:
        named = _value_of(grammar, "words", word)
        return (
            (Decimal(named) * factor, factor / 2 if Decimal(named) >= 1 else Decimal(named) * factor / 10)
            if named
            else None
        )
    number = _decimal(grammar, figure)
    if number is None:
        return None
    unit = Decimal(1).scaleb(cast(int, number.as_tuple().exponent))
    return number * factor, unit * factor / 2


def _factor(grammar: _Grammar, scale: str | None) -> Decimal:
    """ "million", and "hundred million" as their product."""
    factor = Decimal(1)
    for word in re.split(r"\s+", (scale or "").strip()):
        factor *= Decimal(_value_of(grammar, "scales", word) or 1)
    return factor


def _plain(value: Decimal) -> Decimal:
    """The same number without idle zeros after the point: 1300000.0 is 1300000."""
    return value.to_integral_value() if value == value.to_integral_value() else value


def _is_money(grammar: _Grammar, text: str, match: re.Match[str]) -> bool:
    if match["prefix"] or match["suffix"] or match["unnamed"]:
        return True
    return len(match["scale"] or "") > 1 and grammar.bare_after.match(text, match.end()) is not None


def _is_range(grammar: _Grammar, text: str, match: re.Match[str]) -> tuple[bool, int]:
    """Whether two figures are the ends of one range, and where it starts; "and" joins only after "between"."""
    opener = grammar.range_opener.search(text, max(0, match.start() - 12), match.start())
    if match["joint"] is None or (match["joint"].strip().lower() in ("and", "и") and not opener):
        return False, match.start()
    return True, opener.start() if opener else match.start()


def _figure(grammar: _Grammar, text: str, match: re.Match[str]) -> _Found | None:
    if not _is_money(grammar, text, match):
        return None
    ranged, start = _is_range(grammar, text, match)
    if match["joint"] and not ranged:
        return _first_alone(grammar, text, match)
    read = _scaled(
        grammar, match["low"], match["word"], match["scale"] or (match["scale2"] if ranged else None)
    )
    if read is None:
        return None
    return _Found(
        Span(start, match.end()), read[0], _currency(grammar, match), read[1], "at_least" if ranged else None
    )


def _first_alone(grammar: _Grammar, text: str, match: re.Match[str]) -> _Found | None:
    """The first of two figures that "and" joins without making them a range."""
    alone = grammar.figure.fullmatch(text, match.start(), match.start("joint"))
    return _figure(grammar, text, alone) if alone else None


def _figures(grammar: _Grammar, text: str) -> list[_Found]:
    """All figures; where a match is no money, the search goes on behind its first number."""
    found, position = [], 0
    while match := grammar.figure.search(text, position):
        item = _figure(grammar, text, match)
        if item:
            found.append(item)
        position = max(item.span.end if item else 0, match.end("low"), match.end("word"), match.start() + 1)
    return found


def _in_words(grammar: _Grammar, text: str) -> list[_Found]:
    found = []
    for match in grammar.plural.finditer(text):
        value = Decimal(_value_of(grammar, "plurals", match["plural"]) or 0)
        found.append(
            _Found(
                Span(*match.span()),
                value,
                _value_of(grammar, "suffixes", match["suffix"]),
                value / 4,
                "at_least",
            )
        )
    for match in grammar.fraction.finditer(text):
        value = Decimal(_value_of(grammar, "fractions", match["fraction"]) or 0)
        found.append(_Found(Span(*match.span()), value, "%", WORD_SHARE_ROUNDING))
    for pattern, value, bound in grammar.phrases:
        for match in pattern.finditer(text):
            end = match.start() + len(match[0].rstrip())
            found.append(_Found(Span(match.start(), end), value, "%", Decimal(0), bound))
    return found


def _dressed(grammar: _Grammar, text: str, item: _Found) -> tuple[Span, Amount]:
    """A figure with the words around it: bound before or after, rate."""
    start, end, bound = item.span.start, item.span.end, item.bound
    before = grammar.bounds_before.search(text, max(0, start - BOUND_WINDOW), start)
    if before and before.lastgroup:
        start = before.start()
        bound = bound if bound == "at_least" and item.bound else cast(Bound, before.lastgroup)
    after = grammar.bounds_after.match(text, end)
    if after and after.lastgroup:
        end, bound = after.end(), cast(Bound, after.lastgroup)
    rate = grammar.rates_after.match(text, end)
    if rate:
        end = rate.end()
    earlier = None if rate else grammar.rates_before.search(text, max(0, start - BOUND_WINDOW), start)
    per = rate.lastgroup if rate else earlier.lastgroup if earlier else None
    return Span(start, end), Amount(
        text[start:end], _plain(item.value), item.currency, bound or "exact", _plain(item.rounding), per
    )


def find_amounts(text: str, language: str = "en") -> tuple[tuple[Span, Amount], ...]:
    """The sums and shares in ``text``, in order, none overlapping; each with the words that bound it.

    Numbers of people or things are none, nor is a number without currency, scale or percent sign. A language
    without rules gives nothing.
    """
    if not has_rules("amounts", language):
        return ()
    grammar = _grammar(language)
    if not grammar.gate.search(text):
        return ()
    items = _figures(grammar, text) + _in_words(grammar, text)
    dressed = sorted(
        (_dressed(grammar, text, item) for item in items), key=lambda pair: (pair[0].start, -pair[0].end)
    )
    kept: list[tuple[Span, Amount]] = []
    for span, amount in dressed:
        if not kept or span.start >= kept[-1][0].end:
            kept.append((span, amount))
    return tuple(kept)
