"""Claims in Russian: who stands in which relation to whom, whatever the order and case of the words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("pymorphy3", reason="Russian needs pymorphy3")
pytest.importorskip("razdel", reason="Russian needs razdel")

from cuibono.claims import russian
from cuibono.claims.russian import extract_claims
from cuibono.model import PREDICATES, THIS_ARTICLE, Claim, Document

Triple = tuple[str, str, str]


def claims(text: str, published: str | None = None) -> tuple[Claim, ...]:
    return extract_claims(Document(id="t", text=text, language="ru", published=published))


def triples(text: str) -> set[Triple]:
    return {(c.subject.name, c.predicate, c.object.name) for c in claims(text)}


def only(text: str, predicate: str | None = None) -> Claim:
    (found,) = [c for c in claims(text) if predicate is None or c.predicate == predicate]
    return found


CASES: list[tuple[str, set[Triple]]] = [
    # money: active, passive, participle, from, prepositions, nouns
    ("Госдепартамент США финансирует фонд «Вереск».", {("Госдепартамент США", "funds", "Вереск")}),
    (
        "Фонд «Вереск» финансируется министерством культуры Катара.",
        {("министерство культуры Катара", "funds", "Вереск")},
    ),
    ("Институт «Полярис» живёт на деньги Госдепартамента США.", {("Госдепартамент США", "funds", "Полярис")}),
    (
        "Портал «Факт» создан при поддержке посольства Великобритании.",
        {("посольство Великобритании", "funds", "Факт")},
    ),
    (
        "Движение «Новая волна» существует на средства бизнесмена Олега Самсонова.",
        {("Олег Самсонов", "funds", "Новая волна")},
    ),
    ("Телеканал RT финансируется из федерального бюджета России.", {("Россия", "funds", "RT")}),
    (
        "Организация «Степь» получает гранты от Европейской комиссии, шведского агентства SIDA и фонда Форда.",
        {
            ("Европейская комиссия", "funds", "Степь"),
            ("SIDA", "funds", "Степь"),
            ("фонд Форда", "funds", "Степь"),
        },
    ),
    ("Саудовская Аравия вложила 2 млрд долларов в фонд «Оазис».", {("Саудовская Аравия", "funds", "Оазис")}),
    (
        "Евгений Рощин профинансировал «Агентство морских исследований».",
        {("Евгений Рощин", "funds", "Агентство морских исследований")},
    ),
    # property
    ("Газета «Степной вестник» принадлежит банку «Алтын».", {("Алтын", "owns", "Степной вестник")}),
    (
        "Компания Meta владеет Facebook, Instagram и WhatsApp.",
        {("Meta", "owns", x) for x in ("Facebook", "Instagram", "WhatsApp")},
    ),
    (
        "Медиагруппа «Алаш», владельцем которой является Ержан Садыков, закрыла газету.",
        {("Ержан Садыков", "owns", "Алаш")},
    ),
    (
        "Дочерняя компания «Газпрома» «Сибирские линии» купила 51% акций телеканала «Рубеж».",
        {("Газпром", "owns", "Сибирские линии"), ("Сибирские линии", "owns", "Рубеж")},
    ),
    (
        "Группа «Онега» выкупила у «Севера» 25% акций радио «Волна».",
        {("Онега", "owns", "Волна"), ("Север", "owns", "Волна")},
    ),
    ("Сайт «Полёт» является собственностью компании «Вектор».", {("Вектор", "owns", "Полёт")}),
    ("Газета «Кубань» находится в собственности холдинга «Базис».", {("Базис", "owns", "Кубань")}),
    ("Холдинг «Эфир» Марата Оспанова закрыл газету.", {("Марат Оспанов", "owns", "Эфир")}),
    # control
    (
        "Канал «Ориент-ТВ» контролируется компанией Falcon Holdings.",
        {("Falcon Holdings", "directs", "Ориент-ТВ")},
    ),
    ("Агентство «Заря Востока» подчиняется Госсовету КНР.", {("Госсовет КНР", "directs", "Заря Востока")}),
    ("Суд признал общество «Баян» марионеткой банка «Мелли».", {("Мелли", "directs", "Баян")}),
    ("Компания «Кипрос» подконтрольна Тимуру Садвакасову.", {("Тимур Садвакасов", "directs", "Кипрос")}),
    # founders
    (
        "Сайт «Северный маяк» был основан журналистом Игорем Кравцом.",
        {("Игорь Кравец", "founded", "Северный маяк")},
    ),
    ("Издание The Meridian основал Роман Добров.", {("Роман Добров", "founded", "The Meridian")}),
    (
        "Компания Kestrel Data, учреждённая Робертом Мерсером и Стивом Бэнноном, закрылась.",
        {("Роберт Мерсер", "founded", "Kestrel Data"), ("Стив Бэннон", "founded", "Kestrel Data")},
    ),
    (
        "Учредителями портала «Факт» являются Союз журналистов и компания «Инфо-С».",
        {("Союз журналистов", "founded", "Факт"), ("Инфо-С", "founded", "Факт")},
    ),
    # heads and staff
    ("Директор фонда «Диалог» Анна Петрова ушла.", {("Анна Петрова", "leads", "Диалог")}),
    ("Анна Петрова, директор фонда «Диалог», ушла.", {("Анна Петрова", "leads", "Диалог")}),
    ("Президентом фонда «Диалог» был Карл Герман.", {("Карл Герман", "leads", "Диалог")}),
    ("Телеканал «Рубеж», которым руководит Олег Ким, закрыли.", {("Олег Ким", "leads", "Рубеж")}),
    ("Пётр Сидоров был назначен главным редактором газеты «Заря».", {("Пётр Сидоров", "leads", "Заря")}),
    ("Иван Петров занимает пост директора фонда «Вереск».", {("Иван Петров", "leads", "Вереск")}),
    ("Марина Орлова возглавит институт «Полярис».", {("Марина Орлова", "leads", "Полярис")}),
    ("Заместитель директора ФСБ Сергей Королёв посетил завод.", {("Сергей Королёв", "works_for", "ФСБ")}),
    ("Директор департамента банка «Мост» Ирина Ли ушла.", {("Ирина Ли", "works_for", "Мост")}),
    (
        "Аналитик Марк Галеотти из Института международных отношений написал статью.",
        {("Марк Галеотти", "works_for", "Институт международных отношений")},
    ),
    ("Иван Петров работает в аналитическом центре «Горизонт».", {("Иван Петров", "works_for", "Горизонт")}),
    (
        "Основатель и бывший глава компании «Вектор» Павел Ким уехал.",
        {("Павел Ким", "founded", "Вектор"), ("Павел Ким", "leads", "Вектор")},
    ),
    # bodies, partners, agents
    (
        "Ассоциация «Ветер» является членом Европейской федерации журналистов.",
        {("Ветер", "member_of", "Европейская федерация журналистов")},
    ),
    ("Издание «Спутник Юга» входит в медиагруппу «Единство».", {("Спутник Юга", "member_of", "Единство")}),
    (
        "Центр «Мост» сотрудничает с Университетом Карнеги.",
        {("Мост", "partners_with", "Университет Карнеги")},
    ),
    (
        "Фирма Brown Lloyd представляла интересы правительства Катара.",
        {("Brown Lloyd", "represents", "правительство Катара")},
    ),
    ("Адвокат компании «Меридиан» Иван Громов молчит.", {("Иван Громов", "represents", "Меридиан")}),
    # measures
    (
        "Китай ввёл санкции против организации Human Rights Watch.",
        {("Китай", "sanctioned", "Human Rights Watch")},
    ),
    (
        "Великобритания внесла в санкционный список агентство «Новое обозрение».",
        {("Великобритания", "sanctioned", "Новое обозрение")},
    ),
    ("Михаил Фролов попал под санкции Евросоюза.", {("Евросоюз", "sanctioned", "Михаил Фролов")}),
    ("Китай запретил въезд Джону Болдену.", {("Китай", "sanctioned", "Джон Болден")}),
    # an imprint
    (
        "Газета «Заря» выходит с 1990 года. Учредитель: ООО «Медиа-Юг». Главный редактор — Ольга Синицына.",
        {("Медиа-Юг", "founded", "Заря"), ("Ольга Синицына", "leads", "Заря")},
    ),
    (
        "Радио «Полюс» принадлежит венгерскому правительству, а «Лира» — Катару.",
        {("венгерское правительство", "owns", "Полюс"), ("Катар", "owns", "Лира")},
    ),
    (
        "Минюст России внёс газету «Заря» в реестр иностранных агентов.",
        {("Минюст России", "sanctioned", "Заря")},
    ),
    (
        "Минюст признал «Зарю» иностранным агентом.",
        {("Минюст", "sanctioned", "Заря")},
    ),
    (
        "«Лира» принадлежит Катару, «Дойче велле» финансируется из бюджета Германии.",
        {("Катар", "owns", "Лира"), ("Германия", "funds", "Дойче велле")},
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[row[0][:48] for row in CASES])
def test_a_construction_gives_its_claims_and_no_others(text: str, expected: set[Triple]) -> None:
    assert triples(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Мать Ивана работает в школе, а отец владеет магазином.",
        "В фильме «Империя» герой владеет банком и руководит мафией.",
        "Если фонд «Вереск» получит деньги от Катара, его закроют.",
        "Компания «Вектор» могла бы купить банк «Алтын».",
        "Кто финансирует фонд «Вереск»?",
        "Президент Казахстана встретился с президентом Турции.",
        "Клуб забил гол и выиграл матч.",
        "Критики фонда «Вереск» недовольны его докладом.",
        "Владелец телефона видит, какие программы обращаются к камере.",
    ],
)
def test_what_claims_nothing_gives_no_claim(text: str) -> None:
    assert claims(text) == ()


@pytest.mark.parametrize(
    ("text", "attribution"),
    [
        ("Фонд «Вереск» никогда не получал денег от Катара.", None),
        ("Партия «Единый путь» не получала денег от Кремля, заявил её лидер Марко Росси.", "Марко Росси"),
        ("Анна Ли ответила на обвинения в том, что фонд «Вереск» финансирует Катар.", "Анна Ли"),
        ("Утверждение, что фонд «Вереск» финансирует Катар, директор Анна Ли назвала ложью.", "Анна Ли"),
    ],
)
def test_denials_are_denied_by_whoever_denies(text: str, attribution: str | None) -> None:
    claim = only(text, "funds")
    assert (claim.polarity, claim.attribution) == ("denied", attribution)


def test_a_denial_takes_nothing_from_the_office_of_the_denier() -> None:
    claim = only("Адвокат компании «Меридиан» Иван Громов назвал эти утверждения ложью.", "represents")
    assert claim.polarity == "affirmed"


@pytest.mark.parametrize(
    ("text", "attribution"),
    [
        ("По данным газеты «Утро», фонд «Вереск» получает деньги от Катара.", "Утро"),
        ("Как пишет The Daily Post, фонд «Вереск» получает деньги от Катара.", "The Daily Post"),
        ("Депутат Марат Юнусов утверждает, что фонд «Вереск» получает деньги от Катара.", "Марат Юнусов"),
        ("Фонд «Вереск» получает деньги от Катара, сообщает «Вестник».", "Вестник"),
        ("По словам депутата Ирины Белых, фонд «Вереск» получает деньги от Катара.", "Ирина Белых"),
        ("Фонд «Вереск» получает деньги от Катара.", None),
    ],
)
def test_whoever_says_so_is_named(text: str, attribution: str | None) -> None:
    assert only(text, "funds").attribution == attribution


@pytest.mark.parametrize(
    "text",
    [
        "По данным газеты «Утро», фонд «Вереск» закрылся.",
        "Фонд закрылся, пишет газета «Утро».",
        "Чиновник рассказал газете «Утро», что фонд закрылся.",
        "В списке, опубликованном порталом «Утро», сто имён.",
    ],
)
def test_an_outlet_that_is_used_is_cited(text: str) -> None:
    claim = only(text, "cites")
    assert (claim.subject.name, claim.object.name) == (THIS_ARTICLE, "Утро")


@pytest.mark.parametrize(
    "text", ["По словам депутата Ирины Белых, фонд закрылся.", "По данным МИД России, фонд закрылся."]
)
def test_persons_and_governments_are_not_cited(text: str) -> None:
    assert [c for c in claims(text) if c.predicate == "cites"] == []


@pytest.mark.parametrize("word", ["якобы", "по некоторым данным,", "предположительно"])
def test_hedges_are_kept(word: str) -> None:
    claim = only(f"Фонд «Вереск», {word} финансируется Катаром.", "funds")
    assert claim.hedged


def test_time_sum_and_instrument_belong_to_the_claim_of_their_clause() -> None:
    claim = only(
        "В 2019 году Катар выделил фонду «Вереск» грант в 2 млн долларов, а в 2021 году фонд переехал.",
        "funds",
    )
    assert claim.period is not None
    assert (claim.period.start, claim.period.end) == ("2019", "2019")
    assert claim.amount is not None
    assert (claim.amount.value, claim.amount.currency, claim.instrument) == (2_000_000, "USD", "grant")
    assert claim.past


def test_last_year_is_counted_from_the_documents_date() -> None:
    (claim,) = claims("В прошлом году Катар профинансировал фонд «Вереск».", "2022-05-01")
    assert claim.period is not None
    assert claim.period.start == "2021"


def test_a_former_office_is_past() -> None:
    assert only("Бывший директор фонда «Диалог» Анна Петрова ушла.").past
    assert not only("Директор фонда «Диалог» Анна Петрова ушла.").past


@pytest.mark.parametrize(
    ("text", "expected", "trail"),
    [
        (
            "Фонд «Вереск» открылся в Риге. Фонд финансирует Катар.",
            ("Катар", "funds", "Вереск"),
            "Фонд → Вереск",
        ),
        (
            "Газета «Заря» закрылась. Её владелец Пётр Ганин уехал.",
            ("Пётр Ганин", "owns", "Заря"),
            "Её → Заря",
        ),
        ("Олег Рудин основал банк «Мост». Рудин владеет газетой «Заря».", ("Олег Рудин", "owns", "Заря"), ""),
        (
            "Национальный фонд в поддержку демократии (НФД) закрылся. НФД финансировал Конгресс США.",
            ("Конгресс США", "funds", "Национальный фонд в поддержку демократии"),
            "",
        ),
    ],
)
def test_references_are_resolved_and_leave_a_trail(text: str, expected: Triple, trail: str) -> None:
    claim = next(c for c in claims(text) if (c.subject.name, c.predicate, c.object.name) == expected)
    assert (claim.subject.trail + claim.object.trail)[:1] == ((trail,) if trail else ())


STATES = [
    "США",
    "России",
    "Китая",
    "Катара",
    "Турции",
    "Израиля",
    "Ирана",
    "Германии",
    "Казахстана",
    "Великобритании",
]
TEMPLATES = [
    "Фонд «Вереск» получает деньги от {}.",
    "Институт «Полярис» финансируется министерством культуры {}.",
    "Посольство {} якобы контролирует газету «Заря».",
    "Партия «Путь» никогда не брала денег у правительства {}, заявил её лидер Олег Ким.",
]


@pytest.mark.parametrize("template", TEMPLATES)
def test_extraction_does_not_depend_on_the_state(template: str) -> None:
    shapes = {
        tuple((c.predicate, c.polarity, c.hedged, c.past) for c in claims(template.format(state)))
        for state in STATES
    }
    assert len(shapes) == 1
    assert shapes != {()}


PIECES = st.lists(
    st.sampled_from(
        [row[0] for row in CASES[::3]] + ["«", "»", "(", "—", ",", "который", "его", "по данным", "не", "\n", "Фонд", "США", "12 млн рублей"]
    ),
    max_size=5,
).map(" ".join)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(PIECES)
def test_every_span_is_exact_and_every_claim_well_formed(text: str) -> None:
    found = claims(text)
    for claim in found:
        assert text[claim.span.start : claim.span.end] == claim.quote != ""
        assert claim.predicate in PREDICATES
        assert claim.subject.name != claim.object.name
        for mention in (claim.subject, claim.object):
            if mention.name != THIS_ARTICLE:
                assert text[mention.span.start : mention.span.end] == mention.text
    assert len({c.id for c in found}) == len(found)
    assert claims(text) == found


def test_sentences_cover_the_text_without_overlap() -> None:
    text = "Первый. Второй, г. Москва!\nТретий без точки"
    spans = russian.find_sentences(text)
    assert [text[s.start : s.end] for s in spans] == ["Первый.", "Второй, г. Москва!", "Третий без точки"]


def test_without_its_parts_russian_gives_no_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(russian, "available", lambda: False)
    assert claims("Катар финансирует фонд «Вереск».") == ()
    assert "Russian" in russian.NOTE


def test_the_time_of_the_verb_is_not_that_of_a_description_in_passing() -> None:
    text = "Основатель фонда «Заря» Иван Сорел выделил радио «Полюс» 100 тысяч долларов в 2014 году."
    found = {c.predicate: c.period for c in claims(text)}
    assert found["funds"] is not None
    assert found["founded"] is None
