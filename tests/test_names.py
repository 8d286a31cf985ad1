"""Names: nominatives of inflected names, each form declined by hand; then every case form of many names."""

from __future__ import annotations

import pytest

from pipeline.entities.declension import CASES, Gender, Kind, decline
from pipeline.entities.names import FROZEN_PATRONYMIC, PATRONYMIC, Hints, Namer, fold, recase
from pipeline.lexicon import Lexicon

BY_HAND = [  # as written, the nominative; the words alone must decide
    ("Ерасыла Бектемирова", "Ерасыл Бектемиров"),
    ("Айжан Сейтовой", "Айжан Сейтова"),
    ("Салтанат Оразбаевой", "Салтанат Оразбаева"),
    ("Гульнаром Жаксыбековым", "Гульнар Жаксыбеков"),
    ("Айгули Нурмановой", "Айгуль Нурманова"),
    ("Зулфией Кабылбековой", "Зулфия Кабылбекова"),
    ("Нурболату Керейбаю", "Нурболат Керейбай"),
    ("Даурена Жолдасхана", "Даурен Жолдасхан"),
    ("Перизат Шынтас", "Перизат Шынтас"),
    ("Унзиле Каратай", "Унзила Каратай"),
    ("Мустафы Орынбая", "Мустафа Орынбай"),
    ("Сериком Бейбитшалы", "Серик Бейбитшалы"),
    ("Канатом Нартазой", "Канат Нартаза"),
    ("Мурату Абдилеу", "Мурат Абдилеу"),
    ("Жандоса Серикулы", "Жандос Серикулы"),
    ("Айнуры Болаткызы", "Айнура Болаткызы"),
    ("Талгата Ермекулы Жунусова", "Талгат Ермекулы Жунусов"),
    ("Қайрата Мұсабекова", "Қайрат Мұсабеков"),
    ("Гүлнұр Әлібековой", "Гүлнұр Әлібекова"),
    ("Олега Даниленко", "Олег Даниленко"),
    ("Ниной Тимчук", "Нина Тимчук"),
    ("Виктором Тимчуком", "Виктор Тимчук"),
    ("Льва Кравца", "Лев Кравец"),
    ("Павлу Стрельцову", "Павел Стрельцов"),
    ("Веры Седых", "Вера Седых"),
    ("Глебу Заречному", "Глеб Заречный"),
    ("Юлией Приозерской", "Юлия Приозерская"),
    ("Андрею Цою", "Андрей Цой"),
    ("Людмилы Хан", "Людмила Хан"),
    ("Рудольфа Вайса", "Рудольф Вайс"),
    ("Ирмы Вайс", "Ирма Вайс"),
    ("Чжан Вэньбином", "Чжан Вэньбин"),
    ("Ким Сын Хо", "Ким Сын Хо"),
    ("Георгия Лобжанидзе", "Георгий Лобжанидзе"),
    ("Ашота Варданяна", "Ашот Варданян"),
    ("Игорем Озеровым-Ланским", "Игорь Озеров-Ланский"),
    ("Мухтара Бек-Темирова", "Мухтар Бек-Темиров"),
    ("Айгуль Омаровой-Сериковой", "Айгуль Омарова-Серикова"),
    ("Марата Нурлановича Досова", "Марат Нурланович Досов"),
    ("Розу Сагидовну Ильясову", "Роза Сагидовна Ильясова"),
    ("Н. Досовым", "Н. Досов"),
    ("К.-А. Сериковым", "К.-А. Сериков"),
    ("Досовым Н.К.", "Досов Н.К."),
    ("Сериковым", "Сериков"),
    ("Досовой", "Досова"),
]  # fmt: skip
ALL_CASES = """
    Ерасыл Жумагалиев m; Нурсеит Кайыпов m; Бекарыс Темирбай m; Даурен Есенгельды m; Ғалымжан Төлегенов m
    Шерхан Мырзабай m; Кайсар Аманулы m; Мақсат Серікұлы m; Сапар Мукатай m; Жанибек Аргынхан m; Абай Кенесбаев m
    Гани Туленов m; Али Сарсенов m; Максим Рожнев m; Павел Казарин m; Илья Лукьянов m; Никита Шаталин m
    Пётр Ковалёв m; Степан Гребенский m; Тарас Мироненко m; Олег Швец m; Роман Гнатюк m; Николай Седых m
    Кирилл Донецкий m; Юрий Хегай m; Владимир Пак m; Виктор Тян m; Артур Шнайдер m; Яков Браун m
    Отабек Махмудов m; Шерзод Эргашев m; Ли Цзямин m; Андреас Фишер m; Меруерт Казбаева f; Айнур Сосанова f
    Сауле Мусабаева f; Әйгерім Төлеуова f; Жанар Айтмухамбет f; Назгуль Сагынбаева f; Ляйля Болатқызы f
    Куляш Ногайбай f; Загипа Баймолдина f; Наталья Годунова f; Надежда Дубравская f; Елена Тарасенко f
    Татьяна Косых f; Лариса Пак f; Ольга Миллер f; Тахмина Рахимова f; Ануш Саркисян f; Дария Оспан f
    Данияр Маратович Акишев m; Женис Махмутулы Касымхан m; Асель Бахытовна Рысбаева f; Ольга Николаевна Лебедь f
"""


@pytest.fixture(scope="module")
def namer(lexicon: Lexicon) -> Namer:
    return Namer(lexicon)


@pytest.mark.parametrize(("written", "nominative"), BY_HAND, ids=[written for written, _ in BY_HAND])
def test_nominative_of_words_alone(namer: Namer, written: str, nominative: str) -> None:
    assert fold(namer.readings(written.split())[0].name) == fold(nominative)


def _names() -> list[tuple[list[str], Gender]]:
    entries = [entry.split() for line in ALL_CASES.strip().splitlines() for entry in line.split(";")]
    return [(words, "m" if gender == "m" else "f") for *words, gender in entries]


@pytest.mark.parametrize(("words", "gender"), _names(), ids=[" ".join(words) for words, _ in _names()])
def test_every_case_form_goes_back(namer: Namer, words: list[str], gender: Gender) -> None:
    for at, case in enumerate(CASES):
        inflected = []
        for i, word in enumerate(words):
            father = i and (PATRONYMIC.fullmatch(word) or FROZEN_PATRONYMIC.fullmatch(word))
            kind: Kind = "surname" if i == len(words) - 1 else "patronymic" if father else "given"
            still = word == "Ли"
            inflected.append(word if still else recase(word, decline(word.lower(), kind, gender)[at][0]))
        found = namer.readings(inflected, Hints({case: 1.0}))[0].name
        assert fold(found) == fold(" ".join(words)), f"{case}: {' '.join(inflected)} -> {found}"


@pytest.mark.parametrize(
    ("written", "case", "nominative"),
    [
        ("Сериковой", "Gen", "Серикова"),
        ("Серикова", "Nom", "Серикова"),
        ("Серикова", "Gen", "Сериков"),
        ("Серикову", "Dat", "Сериков"),
        ("Серикову", "Acc", "Серикова"),
        ("Гани Серикова", "Gen", "Гани Сериков"),
    ],
)
def test_the_case_decides_between_a_man_and_a_woman(namer: Namer, written: str, case: str, nominative: str) -> None:
    weight = 2.5 if len(written.split()) == 1 else 1.0
    assert namer.readings(written.split(), Hints({case: weight}))[0].name == nominative


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["Досов", "Марат", "Нурланович"], "Марат Нурланович Досов"),  # a card
        (["ДОСОВА", "Роза", "Сагидовна"], "Роза Сагидовна Досова"),
        (["Досовым", "Маратом", "Нурлановичем"], "Досов Марат Нурланович"),  # prose keeps its order
        (["Досов", "Н.К."], "Досов Н.К."),
        (["Шмидт", "Павел"], "Павел Шмидт"),
        (["Забегайко", "Анны"], "Забегайко Анна"),
        (["Гүлдерайым", "Есен"], "Гүлдерайым Есен"),  # a name no list has is given first as any other
    ],
)
def test_order(namer: Namer, words: list[str], name: str) -> None:
    assert namer.readings(words)[0].name == name
