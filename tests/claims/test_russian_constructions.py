"""Constructions of Russian news and registers: each gives its claims, all of them and no others."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("pymorphy3", reason="Russian needs pymorphy3")
pytest.importorskip("razdel", reason="Russian needs razdel")

from cuibono.claims.russian import extract_claims
from cuibono.claims.russian.headings import headings
from cuibono.model import PREDICATES, Claim, Document

Triple = tuple[str, str, str]


def claims(text: str) -> tuple[Claim, ...]:
    return extract_claims(Document(id="t", text=text, language="ru"))


def triples(text: str) -> set[Triple]:
    return {(c.subject.name, c.predicate, c.object.name) for c in claims(text)}


CASES: dict[str, tuple[str, set[Triple]]] = {
    "a list in one line under a heading": (
        "Доноры фонда «Лучина»: посольство Дании, правительство Китая, компания Nestor.",
        {
            ("посольство Дании", "funds", "Лучина"),
            ("правительство Китая", "funds", "Лучина"),
            ("Nestor", "funds", "Лучина"),
        },
    ),
    "a list of lines under a heading": (
        "Активы холдинга «Медуза-Юг»:\n• газета «Причал»\n• радио «Прибой»",
        {("Медуза-Юг", "owns", "Причал"), ("Медуза-Юг", "owns", "Прибой")},
    ),
    "a list of measures": (
        "Под санкциями Канады: Олег Рябов (банкир); банк «Якорь».",
        {("Канада", "sanctioned", "Олег Рябов"), ("Канада", "sanctioned", "Якорь")},
    ),
    "a name with an article": (
        "Катарский бизнесмен Халед аль-Мансур владеет каналом «Оазис-ТВ».",
        {("Халед аль-Мансур", "owns", "Оазис-ТВ")},
    ),
    "an office, its body and then the name": (
        "Китай ввёл санкции против главы института «Полюс» Ричарда Харта.",
        {("Китай", "sanctioned", "Ричард Харт"), ("Ричард Харт", "leads", "Полюс")},
    ),
    "persons and bodies in one list": (
        "Минфин США внёс в санкционный список компанию «Дельфин» и её владельца Петра Зорина.",
        {
            ("Минфин США", "sanctioned", "Дельфин"),
            ("Минфин США", "sanctioned", "Пётр Зорин"),
            ("Пётр Зорин", "owns", "Дельфин"),
        },
    ),
    "the verb between its object and a list of subjects": (
        "Фонд «Русло» учредили Министерство культуры и компания «Исток».",
        {("Министерство культуры", "founded", "Русло"), ("Исток", "founded", "Русло")},
    ),
    "a pronoun before a bare name is an object": (
        "Газету «Утёс» знают все, а содержит её «Нефтебанк».",
        {("Нефтебанк", "funds", "Утёс")},
    ),
    "a pronoun before a verb is an object": (
        "Портал «Маяк» принадлежал Игорю Седову, затем его купила корпорация «Онтарио».",
        {("Игорь Седов", "owns", "Маяк"), ("Онтарио", "owns", "Маяк")},
    ),
    "the subject of a light verb": (
        "Концерн «Байкал» завершил поглощение фирмы «Ангара» в мае.",
        {("Байкал", "owns", "Ангара")},
    ),
    "two bodies in one list after between": (
        "Соглашение о партнёрстве между Институтом Вебера и Университетом Лунда действует.",
        {("Институт Вебера", "partners_with", "Университет Лунда")},
    ),
    "two bodies that act together": (
        "Фонд «Лотос» и организация «Кедр» совместно построили школу.",
        {("Лотос", "partners_with", "Кедр")},
    ),
    "the channel of the money": (
        "Радио «Баренц» финансируется парламентом Норвегии через Агентство международного вещания.",
        {
            ("парламент Норвегии", "funds", "Баренц"),
            ("Агентство международного вещания", "funds", "Баренц"),
        },
    ),
    "cover for somebody": (
        "Ассоциация «Лагуна» служила прикрытием для банка «Монблан».",
        {("Монблан", "directs", "Лагуна")},
    ),
    "whose": (
        "Компания «Лотос», чей основатель Иван Рогов уехал, закрылась.",
        {("Иван Рогов", "founded", "Лотос")},
    ),
    "he too is the one named last": (
        "Директор газеты «Юг» — Денис Кротов. Ему же принадлежит агентство «Бриз».",
        {("Денис Кротов", "leads", "Юг"), ("Денис Кротов", "owns", "Бриз")},
    ),
    "a title inside speech that is not closed": (
        "«Мы работаем честно, — уверяет директор центра «Ясность» Майра Ахметова. — Проверяйте».",
        {("Майра Ахметова", "leads", "Ясность")},
    ),
    "a state that hires": (
        "Кувейт нанял бывшего главу агентства «Рупор» Джона Харта.",
        {("Джон Харт", "works_for", "Кувейт"), ("Джон Харт", "leads", "Рупор")},
    ),
    "assets that are frozen by decision of somebody": (
        "Активы банка «Сайма» заморожены решением Совета ЕС.",
        {("ЕС", "sanctioned", "Сайма")},
    ),
    "names that a plural description includes": (
        "Китай ввёл санкции против пяти компаний, в том числе Lockwood Systems.",
        {("Китай", "sanctioned", "Lockwood Systems")},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_construction_gives_its_claims_and_no_others(name: str) -> None:
    text, expected = CASES[name]
    assert triples(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "attribution"),
    [
        ("Китай опроверг финансирование партии «Лагуна».", ("Китай", "funds", "Лагуна"), "Китай"),
        (
            "Exxor отрицает, что платила институту «Оазис».",
            ("Exxor", "funds", "Оазис"),
            "Exxor",
        ),
        (
            "«Мы не взяли у Госдепа ни цента», — уверяет директор центра «Ясность» Майра Ахметова.",
            ("Госдеп", "funds", "Ясность"),
            "Майра Ахметова",
        ),
        (
            "Ассоциация «Мост» подчёркивает независимость от правительства Катара.",
            ("правительство Катара", "directs", "Мост"),
            None,
        ),
    ],
)
def test_a_denial_names_both_ends_and_who_denies(
    text: str, expected: Triple, attribution: str | None
) -> None:
    found = {(c.subject.name, c.predicate, c.object.name): c for c in claims(text)}
    assert found[expected].polarity == "denied"
    assert found[expected].attribution == attribution


@pytest.mark.parametrize(
    "text",
    [
        "Фонд «Лотос» и «Кедр», а также Госдепартамент оплатили поездку школьников.",
        "Компании Meta и Google закрылись, авторы утверждают, что спонсоров не было.",
        "«Мы не хозяева банка», — сказал прохожий.",
        "Партнёры: подробности ниже.",
        "Доноры фонда «Лучина»: кто они, спросил Иван Рогов.",
        "Институт «Оазис» зависит от погоды в Катаре.",
        "Концерн «Байкал» начал с нуля и завершил год.",
        "Жена основателя фонда «Кедр» Анна Лосева ушла.",
        "Враг директора фонда «Кедр» Пётр Ким арестован.",
    ],
)
def test_no_body_accuses_another_by_standing_in_one_list_with_it(text: str) -> None:
    assert claims(text) == ()


STATES = ("США", "России", "Китая", "Катара", "Дании", "Ирана", "Франции")


@pytest.mark.parametrize(
    "template",
    [
        "Доноры фонда «Лучина»: посольство {}, компания Nestor.",
        "Ассоциация «Мост» подчёркивает независимость от правительства {}.",
        "Радио «Баренц» финансируется парламентом {} через фонд «Волна».",
    ],
)
def test_new_constructions_do_not_depend_on_the_state(template: str) -> None:
    shapes = {tuple((c.predicate, c.polarity) for c in claims(template.format(s))) for s in STATES}
    assert len(shapes) == 1
    assert shapes != {()}


def test_headings_are_general_and_well_formed() -> None:
    assert headings()
    for heading in headings():
        assert heading.predicate in PREDICATES
        assert heading.item in ("subject", "object")
        assert not re.search(r"[A-Za-z]{3,}", heading.pattern.pattern)


def test_a_list_claim_quotes_the_text_from_its_heading_to_its_item() -> None:
    text = "Активы холдинга «Медуза-Юг»:\n• газета «Причал»\n• радио «Прибой»"
    for claim in claims(text):
        assert text[claim.span.start : claim.span.end] == claim.quote
        assert "list" in claim.extractors
