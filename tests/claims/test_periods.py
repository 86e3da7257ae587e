"""Times: what the words say, as ISO prefixes with inclusive ends; what is no time stays out."""

from __future__ import annotations

import itertools
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.claims.isodates import successor
from cuibono.claims.periods import find_periods
from cuibono.claims.timepoints import RESOLVERS, time_grammar

REFERENCE = "2022-01-31"

ENGLISH = [
    ("It was set up in 2020.", "in 2020", "2020", "2020"),
    ("funded since 2010 by the ministry", "since 2010", "2010", None),
    ("funded until 2015", "until 2015", None, "2015"),
    ("between 2015 and 2019 it paid", "between 2015 and 2019", "2015", "2019"),
    ("from March 2014 to May 2016", "from March 2014 to May 2016", "2014-03", "2016-05"),
    ("From August to November 2016 the firm was paid", "From August to November 2016", "2016-08", "2016-11"),
    ("from November to February 2016", "from November to February 2016", "2015-11", "2016-02"),
    ("the years 2015-2019", "the years 2015-2019", "2015", "2019"),
    ("paid for 2016 and 2017", "for 2016 and 2017", "2016", "2017"),
    ("in the early 1990s", "in the early 1990s", "1990", "1993"),
    ("in the nineties", "in the nineties", "1990", "1999"),
    ("last year it paid", "last year", "2021", "2021"),
    ("in June it paid", "in June", "2021-06", "2021-06"),
    ("this week", "this week", "2022-01-31", "2022-02-06"),
    ("on Friday", "on Friday", "2022-01-28", "2022-01-28"),
    ("for more than a decade", "for more than a decade", None, None),
    ("in fiscal year 2021", "in fiscal year 2021", "2021", "2021"),
    ("FY2020", "FY2020", "2020", "2020"),
    ("in the 2019-20 financial year", "in the 2019-20 financial year", "2019", "2020"),
    ("on 15 March 2022", "on 15 March 2022", "2022-03-15", "2022-03-15"),
    ("On March 15, 2022, London", "On March 15, 2022", "2022-03-15", "2022-03-15"),
    ("15.03.2022", "15.03.2022", "2022-03-15", "2022-03-15"),
    ("signed 03/04/2022", "03/04/2022", "2022", "2022"),
    ("by 2019", "by 2019", None, "2019"),
    ("before 2014", "before 2014", None, "2013"),
    ("before March 2014", "before March 2014", None, "2014-02"),
    ("after 2014", "after 2014", "2015", None),
    ("after 31 December 2014", "after 31 December 2014", "2015-01-01", None),
    ("over the past five years", "over the past five years", "2017", "2022-01-31"),
    ("two years ago", "two years ago", "2020", "2020"),
    ("earlier this year", "earlier this year", "2022", "2022-01-31"),
    ("in the second half of 2019", "in the second half of 2019", "2019-07", "2019-12"),
    ("in late March 2014", "in late March 2014", "2014-03-21", "2014-03-31"),
    ("during the Cold War", "during the Cold War", "1947", "1991"),
    ("a 2019 report", "2019", "2019", "2019"),
    ("Kestrelby Mining's 2017 budget", "2017", "2017", "2017"),
]
RUSSIAN = [
    ("в 2020 году", "2020", "2020"),
    ("с 2010 года", "2010", None),
    ("до 2015 г.", None, "2015"),
    ("15 марта 2022 года", "2022-03-15", "2022-03-15"),
    ("в 2015–2019 годах", "2015", "2019"),
    ("в прошлом году", "2021", "2021"),
    ("между 2015 и 2019 годами", "2015", "2019"),
    ("с марта 2014 по май 2016 года", "2014-03", "2016-05"),
    ("в начале 1990-х годов", "1990", "1993"),
    ("в конце пятидесятых", "1956", "1959"),
    ("осенью 2021 года", "2021-09", "2021-11"),
    ("в апреле прошлого года", "2021-04", "2021-04"),
    ("за последние пять лет", "2017", "2022-01-31"),
    ("год назад", "2021", "2021"),
    ("после 2014 года", "2015", None),
    ("на протяжении трёх лет", None, None),
]


@pytest.mark.parametrize(("text", "words", "start", "end"), ENGLISH)
def test_english_times_are_read(text: str, words: str, start: str | None, end: str | None) -> None:
    ((span, period),) = find_periods(text, REFERENCE)
    assert (period.text, period.start, period.end) == (words, start, end)
    assert text[span.start : span.end] == words


@pytest.mark.parametrize(("words", "start", "end"), RUSSIAN)
def test_russian_times_are_read(words: str, start: str | None, end: str | None) -> None:
    text = f"Фонд «Пример» {words}"
    ((span, period),) = find_periods(text, REFERENCE, "ru")
    assert (period.text, period.start, period.end) == (words, start, end)
    assert text[span.start : span.end] == words


@pytest.mark.parametrize(
    "text",
    [
        "It has 2000 people on its list.",
        "In 2000 schools the book is read.",
        "about 1,500 employees",
        "Agenda 2030 and Vision 2050",
        'the film "1984"',
        "Windows 2000",
        "it cost $2020 in all",
        "2020 dollars",
        "The Sunday Times wrote",
        "it may do so",
        "They march on.",
    ],
)
def test_numbers_and_titles_are_no_times(text: str) -> None:
    assert find_periods(text, REFERENCE) == ()


@pytest.mark.parametrize("text", ["2000 человек", "1500 рублей", "Повестка 2030", "фильм «1984»"])
def test_russian_numbers_and_titles_are_no_times(text: str) -> None:
    assert find_periods(text, REFERENCE, "ru") == ()


@pytest.mark.parametrize(
    "text", ["last year", "in June", "this week", "two years ago", "over the past five years"]
)
def test_without_a_reference_relative_times_keep_only_their_words(text: str) -> None:
    ((_, period),) = find_periods(text, None)
    assert (period.text, period.start, period.end) == (text, None, None)


def test_that_year_and_two_months_earlier_count_from_the_time_before_them() -> None:
    found = find_periods("On 27 May 2024 it was listed; two months earlier it closed. That year it moved.")
    assert [(p.start, p.end) for _, p in found] == [
        ("2024-05-27", "2024-05-27"),
        ("2024-03", "2024-03"),
        ("2024", "2024"),
    ]


def test_two_years_apart_are_two_times() -> None:
    found = find_periods("in 2014 and 2017")
    assert [(p.start, p.end) for _, p in found] == [("2014", "2014"), ("2017", "2017")]


def test_a_reference_that_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="ISO date prefix"):
        find_periods("last year", "January 2022")


def test_a_language_without_rules_gives_nothing() -> None:
    assert find_periods("2020 жылы", REFERENCE, "kk") == ()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_rule_names_a_resolver_and_has_the_groups_it_reads(language: str) -> None:
    grammar = time_grammar(language)
    assert grammar.points
    for rule in grammar.points:
        assert rule.rule in RESOLVERS
        assert not re.search(r"<[a-z_]+>", re.sub(r"\(\?P<\w+>", "", rule.pattern.pattern)), (
            rule.pattern.pattern
        )


@settings(deadline=None, max_examples=150)
@given(
    st.dates(date(1700, 1, 1), date(2099, 12, 30)),
    st.sampled_from(["on", "since", "until", "before", "after"]),
)
def test_a_full_date_is_read_exactly_and_its_frame_moves_only_the_open_end(day: date, frame: str) -> None:
    iso = day.isoformat()
    ((_, period),) = find_periods(f"It was so {frame} {day.day} {day:%B} {day.year}.")
    expected = {
        "on": (iso, iso),
        "since": (iso, None),
        "until": (None, iso),
        "before": (None, successor(iso, -1)),
        "after": (successor(iso), None),
    }
    assert (period.start, period.end) == expected[frame]


WORDS = st.lists(
    st.sampled_from(
        ["in", "since", "2020", "March", "last", "year", "the", "1990s", "and", "between", "–", "2015", "15", "ago", "two", "Q3", "\n",
         "с", "года", "мая", "прошлом", "году", "в", "лет", "«", "»", "(", ")"]
    ),
    max_size=14,
).map(" ".join)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(WORDS, st.sampled_from(["en", "ru"]), st.sampled_from([None, "2022", "2022-01", "2022-01-31"]))
def test_spans_are_exact_ordered_and_apart_and_no_period_ends_before_it_starts(
    text: str, language: str, reference: str | None
) -> None:
    found = find_periods(text, reference, language)
    assert all(text[span.start : span.end] == period.text for span, period in found)
    assert all(a[0].end <= b[0].start for a, b in itertools.pairwise(found))
    for _, period in found:
        if period.start and period.end:
            length = min(len(period.start), len(period.end))
            assert period.start[:length] <= period.end[:length]
