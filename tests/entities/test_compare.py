"""What may differ in the names of one actor, and what may not."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.entities import compare_names, decisive
from cuibono.entities.names import parse

ORGANISATIONS = [
    "National Endowment for Democracy", "Uralskaya Nedelya", "Kazakhstan International Bureau for Human Rights",
    "Ar.Rukh.Khak", "Doğan Holding", "Friedrich-Ebert-Stiftung", "Al Jazeera Media Network", "Gazprom Neft",
    "Legal Policy Research Centre", "Société Générale", "Türkiye Diyanet Vakfı", "Rossiya Segodnya",
    "China Media Group", "Inter RAO", "Červený Kříž", "Transparency International", "Bellingcat", "Fundación Éxito",
]  # fmt: skip
PERSONS = [
    "Mukhtar Ablyazov", "Carl Gershman", "José Péter Martin", "Neville Roy Singham", "Viktor Medvedchuk",
    "Kamil Ekim Alptekin", "Gianluca Savoini", "Artem Marchevskyi", "Muftah Suwaidan", "Bakhytzhan Toregozhina",
    "Dimash Alzhanov", "Hanna Liubakova", "Søren Kjærgård", "Łukasz Żółkiewski",
]  # fmt: skip


def without_accents(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


CHANGES = {
    "capitals": str.upper,
    "small letters": str.lower,
    "no accents": without_accents,
    "decomposed": lambda name: unicodedata.normalize("NFD", name),
    "no points and hyphens": lambda name: name.replace(".", " ").replace("-", " "),
    "quotation marks": lambda name: f"«{name}»",
    "spaces": lambda name: "  ".join(name.split()) + " ",
    "marks of direction": lambda name: f"\u200f{name}\u200e",
}


@pytest.mark.parametrize("change", CHANGES, ids=str)
@pytest.mark.parametrize("name", ORGANISATIONS + PERSONS)
def test_case_accents_and_punctuation_never_lower_a_score_below_the_threshold(name: str, change: str) -> None:
    person = name in PERSONS
    score = compare_names(name, CHANGES[change](name), schema="Person" if person else "Organization")
    assert score >= decisive(person) - 0.01, (score, score.features)


@given(st.sampled_from(PERSONS), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=60)
def test_the_order_of_a_person_s_names_does_not_count(name: str, draw: random.Random) -> None:
    words = name.split()
    draw.shuffle(words)
    assert compare_names(name, " ".join(words), schema="Person") >= decisive(True) - 0.01


@given(st.sampled_from(ORGANISATIONS + PERSONS), st.sampled_from(ORGANISATIONS + PERSONS))
@settings(deadline=None, max_examples=150)
def test_a_score_is_the_same_both_ways_and_between_0_and_1(a: str, b: str) -> None:
    one, other = compare_names(a, b), compare_names(b, a)
    assert float(one) == float(other)
    assert 0.0 <= one <= 1.0
    assert (one.pair, other.pair) == ((a, b), (b, a))


@given(st.text(max_size=80), st.text(max_size=80))
@settings(deadline=None, max_examples=300)
def test_any_two_texts_can_be_compared(a: str, b: str) -> None:
    score = compare_names(a, b)
    assert 0.0 <= score <= 1.0


@given(st.sampled_from(ORGANISATIONS), st.sampled_from(ORGANISATIONS))
@settings(deadline=None, max_examples=60)
def test_the_features_add_up_to_the_score(a: str, b: str) -> None:
    import math

    score = compare_names(a, b, schema="Organization")
    odds = sum(f.score for f in score.features)
    assert math.isclose(1 / (1 + math.exp(-odds)), score, abs_tol=0.01)


GENERIC = [
    "Foundation",
    "Press Centre",
    "The Media Group",
    "National Bank",
    "Corp.",
    "Public Foundation",
    "ТОО",
    "",
    "—",
]


@pytest.mark.parametrize("generic", GENERIC)
def test_generic_words_alone_never_match(generic: str) -> None:
    for name in (*ORGANISATIONS, *PERSONS, *GENERIC):
        assert compare_names(generic, name) < 0.5, name


@given(
    st.lists(
        st.sampled_from(["Press", "Centre", "Media", "Group", "National", "Bank", "Fund", "of", "the"]),
        max_size=4,
    )
)
@settings(deadline=None, max_examples=100)
def test_no_row_of_generic_words_is_distinctive(words: list[str]) -> None:
    assert not parse(" ".join(words)).distinctive


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Battalion 12", "Battalion 14"),
        ("School No. 5", "School No. 6"),
        ("Channel One", "Channel Two"),
        ("Gazprom", "Gazprom Neft"),
        ("Bank of China (Hong Kong)", "Bank of China"),
        ("Transparency International Hungary", "Transparency International"),
        ("Mukhtar Ablyazov", "Rauf Ablyazov East European University"),
        ("Emma Daniels", "EMMA LLC"),
        ("BELLETECH CORP", "11420 CORP."),
        ("International Republican Institute", "International Democratic Institute"),
        ("George Soros", "Soros Foundation"),
        ("Northern Steel Works", "Southern Steel Works"),
        ("Ministry of Finance of Poland", "Ministry of Finance of Portugal"),
        ("University of Tartu", "Tartu Hospital"),
    ],
)
def test_what_is_another_actor_stays_below_even_odds(a: str, b: str) -> None:
    assert compare_names(a, b) < 0.5


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("John Smith Jr.", "John Smith Sr."),
        ("Ivan Petrovich Sidorov", "Ivan Sergeevich Sidorov"),
        ("Viktor Petrov", "Ivan Petrov"),
        ("Anna Lindqvist", "Anna Lindholm"),
        ("George Soros", "Alexander Soros"),
    ],
)
def test_relatives_and_namesakes_in_part_stay_below_even_odds(a: str, b: str) -> None:
    assert compare_names(a, b, schema="Person") < 0.5


@pytest.mark.parametrize(
    ("a", "b", "schema"),
    [
        ("Vladimir Putin", "V. Putin", "Person"),
        ("Mukhtar Ablyazov", "Мухтар Кабулович Аблязов", "Person"),
        ("Mohammed bin Salman", "محمد بن سلمان", "Person"),
        ("Xi Jinping", "習近平", "Person"),
        ("Alexander Zharov", "Aleksandr Zharov", "Person"),
        ("Benjamin Netanyahu", "בנימין נתניהו", "Person"),
        ("Channel One", "Первый канал", "Organization"),
        ("Bank of China", "中国银行", "Organization"),
        (
            "Министерство иностранных дел Казахстана",
            "Ministry of Foreign Affairs of Kazakhstan",
            "Organization",
        ),
        ("Konrad-Adenauer-Stiftung", "Konrad Adenauer Foundation", "Organization"),
        ("National Endowment for Democracy", "NED", "Organization"),
    ],
)
def test_scripts_initials_and_translated_words_stay_above_even_odds(a: str, b: str, schema: str) -> None:
    assert compare_names(a, b, schema=schema) > 0.5


def test_a_score_names_its_reasons() -> None:
    score = compare_names("Gazprom", "Gazprom Neft")
    assert {f.name for f in score.features} >= {"bias", "extra_words"}
    assert any("neft" in f.note for f in score.features)
