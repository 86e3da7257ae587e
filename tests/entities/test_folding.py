"""Folding keeps every offset; the key of a name is one for all its spellings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cuibono.entities import fold, skeleton


@given(st.text())
@settings(deadline=None)
def test_folding_keeps_the_length_of_any_text(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
@settings(deadline=None)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
@settings(deadline=None)
def test_folding_goes_letter_by_letter(a: str, b: str) -> None:
    assert fold(a + b) == fold(a) + fold(b)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Élysée", "elysee"),
        ("İSTANBUL", "istanbul"),
        ("STRAẞE", "strase"),
        ("Ёлка", "елка"),
        ("“A–B”", "'a-b'"),
    ],
)
def test_folding_takes_off_case_accents_and_print_marks(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "spellings",
    [
        ("Уральская неделя", "Uralskaya Nedelya", "«Уральская Неделя»", "URALSKAIA NEDELIA"),
        ("Ар.Рух.Хак", "Ar.Rukh.Khak", "Ar Rukh Haq", "Ar/Rukh/Khak", "AR-RUKH-KHAK"),
        ("Қазақстан", "Kazakhstan", "Qazaqstan", "Казахстан", "KAZAKHSTAN"),
        ("ТОО «Власть»", "Vlast LLP", "Vlast", "vlast"),
        ("MOL Nyrt.", "MOL", "Mol Plc"),
        ("Doğan Holding A.Ş.", "Dogan Holding", "DOĞAN HOLDİNG"),
        ("Friedrich-Ebert-Stiftung e.V.", "Friedrich Ebert Foundation"),
        ("The Heritage Foundation", "Heritage Foundation", "Foundation, Heritage"),
        ("Ministry of Finance of Ukraine", "Ukrainian Finance Ministry"),
        ("Int'l Crisis Group", "International Crisis Group"),
        ("Мухтар Аблязов", "Mukhtar Ablyazov", "Ablyazov, Mukhtar"),
        ("Алексей Миллер", "Aleksey Miller", "Aleksei Miller", "Dr. Aleksey Miller"),
    ],
)
def test_usual_spellings_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({skeleton(name) for name in spellings}) == 1


@given(st.text(max_size=600))
@settings(deadline=None, max_examples=200)
def test_any_text_has_a_key(text: str) -> None:
    assert skeleton(text) == skeleton(text)
    assert skeleton(text).isascii()


def test_a_name_of_legal_forms_alone_keeps_them() -> None:
    assert skeleton("LLP")
