"""Russian names: what is one, its nominative, and which spellings are one actor."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("pymorphy3", reason="Russian needs pymorphy3")
pytest.importorskip("razdel", reason="Russian needs razdel")

from cuibono.claims.russian.actors import Cast, chunk
from cuibono.claims.russian.chunker import Chunker
from cuibono.claims.russian.lexicon import lexicon
from cuibono.claims.russian.morphology import parse_sentences
from cuibono.claims.russian.naming import nominative
from cuibono.claims.russian.rules import relations, reporting
from cuibono.model import PREDICATES


def names(text: str) -> list[tuple[str, str]]:
    found = []
    for sentence in parse_sentences(text):
        for phrase in Chunker(sentence.words).phrases():
            if phrase.named:
                found.append((nominative(phrase, sentence.words, text), phrase.kind))
    return found


NAMES = [
    ("деньги Национального фонда в поддержку демократии", "Национальный фонд в поддержку демократии", "org"),
    ("управляется Агентством США по глобальным медиа", "Агентство США по глобальным медиа", "org"),
    ("встреча с миллиардером Джорджем Соросом", "Джордж Сорос", "person"),
    ("санкции против Олега Дерипаски", "Олег Дерипаска", "person"),
    ("учреждена Робертом Мерсером", "Роберт Мерсер", "person"),
    ("беседа с Майклом О'Хэнлоном", "Майкл О'Хэнлон", "person"),
    ("в фонде «Открытое общество»", "Открытое общество", "org"),
    ("сообщил «Коммерсанту» вчера", "Коммерсант", "org"),
    ("защищает «Лестницу» в суде", "Лестница", "org"),
    ("доля у ОНЭКСИМа", "ОНЭКСИМ", "org"),
    ("газета Hürriyet закрылась", "Hürriyet", "org"),
    ("написал L'Espresso", "L'Espresso", "org"),
    ("компания Assa Corp. закрылась", "Assa Corp.", "org"),
    ("ресурс lenta.ru закрылся", "lenta.ru", "org"),
    ("сайт T24 закрылся", "T24", "org"),
    (
        "средства израильского министерства по делам диаспоры",
        "израильское министерство по делам диаспоры",
        "org",
    ),
    (
        "работал в Российском совете по международным связям",
        "Российский совет по международным связям",
        "org",
    ),
    ("деньги фонда Форда", "фонд Форда", "org"),
    ("был в России", "Россия", "place"),
    ("президент ФК «Зенит»", "Зенит", "org"),
]


@pytest.mark.parametrize(("text", "name", "kind"), NAMES)
def test_a_name_is_found_whole_and_put_into_the_nominative(text: str, name: str, kind: str) -> None:
    assert (name, kind) in names(text)


@pytest.mark.parametrize(
    "text",
    [
        "Сделка закрыта, сумма неизвестна.",
        "В фильме «Империя» играет ветер.",
        "Он сказал: «Ни рубля мы не брали у них».",
        "Документ «сотни миллионов рублей» не показал.",
        "НКО и СМИ закрылись.",
        "Премьера состоится осенью.",
    ],
)
def test_ordinary_words_titles_of_works_and_speech_are_no_names(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Карл Герман пришёл. Германа ждали.", ["Карл Герман"]),
        ("Фонд «Лестница» закрылся. Юрист защищает «Лестницу».", ["Лестница"]),
        ("Assa Corp. закрылась. Адвокат Assa молчит.", ["Assa Corp."]),
        ("Генпрокуратура РФ молчит. В Генпрокуратуре знают.", ["Генпрокуратура РФ"]),
        (
            "Национальный фонд в поддержку демократии (НФД) закрылся. НФД молчит.",
            ["Национальный фонд в поддержку демократии"],
        ),
        ("Анна Ли и Пётр Ли пришли.", ["Анна Ли", "Пётр Ли"]),
    ],
)
def test_spellings_of_one_actor_are_one(text: str, actors: list[str]) -> None:
    sentences = parse_sentences(text)
    cast = Cast(text, sentences, chunk(sentences)).build()
    assert [actor.name for actor in cast.actors] == actors


def test_the_rules_name_predicates_of_the_model_and_lemmas_without_yo() -> None:
    rules = relations()
    for rule in (*rules.verbs, *rules.nouns, *rules.events, *rules.phrases):
        assert rule.predicate in PREDICATES
    lemmas = {lemma for rule in (*rules.verbs, *rules.nouns, *rules.events) for lemma in rule.lemmas}
    assert all("ё" not in lemma and lemma == lemma.lower() for lemma in lemmas)
    assert {rule.predicate for rule in rules.verbs} | {rule.predicate for rule in rules.nouns} >= set(
        PREDICATES
    ) - {"cites"}


def test_slots_stand_in_cases_of_the_grammar() -> None:
    rules = relations()
    for rule in (*rules.verbs, *rules.events):
        for slot in (*rule.subject, *rule.object):
            assert slot.case in {"nomn", "gent", "datv", "accs", "ablt", "loct"}
            assert not re.search(r"[A-Za-zё]", slot.prep)


def test_word_lists_are_lower_case_and_not_empty() -> None:
    words = lexicon()
    groups = [*words.heads.values(), words.weak, words.people, words.works, words.acronym_stop, words.seats]
    assert all(groups)
    assert all(word == word.lower() for group in groups for word in group)
    assert words.weak <= {lemma for group in words.heads.values() for lemma in group} | {"лобби"}
    assert reporting().say
    assert set(reporting().citing_sources) <= set(reporting().sources)
