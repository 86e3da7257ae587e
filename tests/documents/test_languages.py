"""Languages are told apart cheaply, and alike for short texts of every side."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cuibono.documents import language_of
from tests.documents import make

GOLD = Path(__file__).parents[3] / "shared" / "gold"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (make.PROSE, "en"),
        (make.PROSE_RU, "ru"),
        (make.PROSE_KK, "kk"),
        (
            "Фонд «Гавань» надав грант інституту в 2019 році, і в інституті повідомили, що на ці гроші було проведено лекції.",
            "uk",
        ),
        (
            "Фонд «Гавань» дал грант институту. Партнёры — Қазақстан, Әділет, Үміт, Жаңа Өзен — в отчёте названы, но денег не получили.",
            "ru",
        ),
        (
            "Der Fonds gab dem Institut im Jahr 2019 einen Zuschuss, und das Institut hat damit eine Reihe von Vorträgen bezahlt.",
            "de",
        ),
        (
            "Le fonds a accordé une subvention à l'institut en 2019, et celui-ci a payé une série de conférences avec cet argent.",
            "fr",
        ),
        (
            "El fondo concedió una subvención al instituto en 2019, y este pagó con ella una serie de conferencias.",
            "es",
        ),
        (
            "Fundusz przyznał instytutowi dotację w 2019 roku, a instytut opłacił z niej cykl wykładów o morzu.",
            "pl",
        ),
        (
            "Vakıf, 2019 yılında enstitüye hibe verdi ve enstitü bu parayla denizle ilgili bir dizi konferans düzenledi.",
            "tr",
        ),
        ("基金会在2019年向研究所提供了资助，研究所用这笔钱举办了讲座。", "zh"),
        ("財団は2019年に研究所に助成金を提供し、研究所はそれで講演会を開いた。", "ja"),
        ("재단은 2019년에 연구소에 보조금을 지급했다.", "ko"),
        ("منحت المؤسسة المعهد منحة في عام 2019، وأنفقها المعهد على سلسلة من المحاضرات.", "ar"),
        ("הקרן העניקה מענק למכון בשנת 2019", "he"),
        (
            "Фондът отпусна грант на института през 2019 година, а той съобщи, че с парите са платени лекции за морето.",
            "bg",
        ),
        ("https://a.example/ 2019 $5", "und"),
        ("", "und"),
        ("12 34", "und"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert language_of(text) == language


def test_names_in_another_script_do_not_turn_a_text() -> None:
    assert language_of(make.PROSE + " Ар.Рух.Хак, Қазақстан, Уральская неделя.") == "en"


def test_plain_english_and_russian_load_no_detector() -> None:
    code = (
        "import sys; from cuibono.documents import language_of as f; from tests.documents import make as m\n"
        "assert (f(m.PROSE), f(m.PROSE_RU), f(m.PROSE_KK)) == ('en', 'ru', 'kk'); assert 'lingua' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


@pytest.mark.skipif(not GOLD.exists(), reason="labelled passages are not at hand")
def test_labelled_passages_are_told_right() -> None:
    passages = [
        json.loads(line)
        for path in sorted(GOLD.glob("*/passages.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    wrong = [p["id"] for p in passages if language_of(p["text"]) != p["lang"]]
    assert not wrong
