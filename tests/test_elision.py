"""Numbers without a noun of their own: unit and subject come from the clause or from what was said before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.document import Document
from tests.figures import subjects, told

FROM_THE_CLAUSE = [
    ("За весну трудоустроено 2147.", "2147 person", None),
    ("Учатся двое, трое работают.", "2 person, 3 person", None),
    ("Школ не хватает: нужно девять.", "9 unit", "9 школа"),
    ("Свободных вакансий – 17.", "17 unit", "17 свободная вакансия"),
    ("Оклад 420 тысяч, премия 60 тысяч.", "420000 KZT, 60000 KZT", "420000 оклад, 60000 премия"),
    ("Бюджет школы 250 тысяч.", "250000 KZT", "250000 бюджет школы"),
]
FROM_THE_RIGHT = [
    ("Закуплено 12 и 15 тонн семян.", "12 t, 15 t", None),
    ("Доля брака выросла с 71 до 78%.", "71 %, 78 %", "71 доля брака, 78 доля брака"),
    ("Число складов сократили с пяти до двух.", "5 unit, 2 unit", "5 склад, 2 склад"),
]
FROM_THE_LEFT = [
    ("Посажено 5 тысяч елей, прижилось 4 тысячи.", "5000 unit, 4000 unit", "5000 ель, 4000 ель"),
    ("Убрано 5 тыс. га, осталось 2.", "5000 ha, 2000 ha", None),
    ("Утверждено 38 миллиардов тенге, освоено 21,5.", "38000000000 KZT, 21500000000 KZT", None),
    ("20 автобусов закупили весной, из них 8 электрических.", "20 unit, 8 unit", None),
    ("В селе живут 300 семей, в соседнем – 120.", "300 unit, 120 unit", "300 семья, 120 семья"),
    ("Построено 3 моста: два в городе, один в селе.", "3 unit, 2 unit, 1 unit", "3 мост, 2 мост, 1 мост"),
    ("Из 40 комбайнов отремонтировано 36.", "36/40 unit", "36 комбайн"),
    ("Надоили 900 литров молока, вчера – 870.", "900 l, 870 l", "900 молоко, 870 молоко"),
    ("Обучено 60 врачей, 45 из них – женщины.", "60 person, 45 person", "60 врач, 45 женщина"),
    ("Построили шесть больниц, семь ещё строятся.", "6 unit, 7 unit", "6 больница, 7 больница"),
    ("Было 400 коров, стало 650.", "400 head, 650 head", "400 корова, 650 корова"),
    # millions are money, whatever was measured before, unless that was millions too
    ("Отремонтировано 12 км сетей, на это ушло 3 миллиарда.", "12 km, 3000000000 KZT", None),
    ("Собрано 2 млн тонн зерна, вывезено 1,5 млн.", "2000000 t, 1500000 t", None),
    ("Собрано проса – 300 тысяч тонн, овса – 1,2 миллиона.", "300000 t, 1200000 t", "300000 просо, 1200000 овёс"),
    ("Собрано 300 тысяч тонн проса, выручено 1,2 миллиона.", "300000 t, 1200000 KZT", None),
    # thousands of things are gone on with in one sentence, where the numbers are alike
    ("Заготовили 90 тысяч досок, вывезли 70.", "90000 unit, 70000 unit", "90000 доска, 70000 доска"),
    ("Открыты 3 теплицы на 4 тысячи кустов, две сданы в мае.", "3 unit, 4000 unit, 2 unit",
     "3 теплица, 4000 куст, 2 теплица"),
    ("Выручка – 300 млн тенге, 250 годом ранее.", "300000000 KZT, 250000000 KZT", None),
    ("Собрано 300 тонн моркови, 250 днём раньше.", "300 t, 250 t", None),
    # the scale goes on from one to the next, and through brackets
    ("Выделено 44,1 млрд тенге, из бюджета – 13,2, заёмных – 6,5.",
     "44100000000 KZT, 13200000000 KZT, 6500000000 KZT", None),
    ("Погружено 412,6 тыс. тонн угля, в том числе: на север – 180,2; на юг – 104,7; на запад – 62,0.",
     "412600 t, 180200 t, 104700 t, 62000 t", None),
    # a fraction is no count of the noun before it
    ("Овсом засеяно 15,9 тыс. га, масличные – 1,9.", "15900 ha, 1900 ha", None),
    # a sum told of counted things does not give a count its unit
    ("Начаты 23 проекта на сумму 4,7 млрд тенге, из них сдано 11.", "23 unit, 4700000000 KZT, 11 unit", None),
    ("Крупных – 31 проект на 5,7 млрд тенге, в том числе: север – 9, юг – 7.",
     "31 unit, 5700000000 KZT, 9 unit, 7 unit", None),
    ("В мае прошли 38 ярмарок, в т.ч. 11 – в сёлах.", "38 unit, 11 unit", None),
    # shares told in a heading, or going on from the sentence before
    ("Состав экспорта, в процентах: руда – 29,7, зерно – 11,9.", "29.7 %, 11.9 %", None),
    ("Торговля кормит 24,7 % занятых. Школы – 17,2, стройки – 13,5.", "24.7 %, 17.2 %, 13.5 %", None),
    # a number with a space is no year, and a year no number to share a unit with
    ("Сахара 900 тонн, муки – 2 100, крупы – 1 900.", "900 t, 2100 t, 1900 t", None),
    ("Смета – 31,6 млрд тенге: 2015 год – 8,2, 2016 год – 12,7.",
     "31600000000 KZT, 8200000000 KZT, 12700000000 KZT", None),
    ("(вложено 4,7 млрд тенге, из них свои – 0,9), сдана 1 линия.", "4700000000 KZT, 900000000 KZT, 1 unit", None),
    # half of them are not half of a per cent
    ("Половину мячей (40 тысяч) вывезли.", "50 %, 40000 unit", None),
    # over a full stop
    ("В районе начато 89 проектов. Завершены 84.", "89 unit, 84 unit", "89 проект, 84 проект"),
    ("Привезли 30 стульев. Ещё 15 купили.", "30 unit, 15 unit", "30 стул, 15 стул"),
]
ADJECTIVES = [
    # an adjective stands for the noun before
    ("Закуплено 20 автобусов, из них 8 электрических.", "20 unit, 8 unit", "20 автобус, 8 электрический автобус"),
    ("Закуплено 20 автобусов: 8 новых и 12 старых.", "20 unit, 8 unit, 12 unit",
     "20 автобус, 8 новый автобус, 12 старый автобус"),
    ("Создано 300 рабочих мест, из них постоянных – 200.", "300 unit, 200 unit",
     "300 рабочее место, 200 постоянное рабочее место"),
    ("Сельских теплиц – 120, городских – 45.", "120 unit, 45 unit", "120 сельская теплица, 45 городская теплица"),
    ("В парке 30 клёнов, 12 из них – старые.", "30 unit, 12 unit", "30 клён, 12 старый клён"),
    # … and for the noun of the next number, which has an adjective of its own
    ("В районе 12 новых и 8 старых теплиц.", "12 unit, 8 unit", "12 новая теплица, 8 старая теплица"),
    ("Кровлю украсили один высокий и три низких шпиля.", "1 unit, 3 unit", "1 высокий шпиль, 3 низкий шпиль"),
    ("Закуплено 20 автобусов, 8 новых, и 3 трактора.", "20 unit, 8 unit, 3 unit",
     "20 автобус, 8 новый автобус, 3 трактор"),
    # what was to be done with things is not what they are
    ("Сдано 9 теплиц вместо 12 обещанных.", "9 unit, 12 unit", "9 теплица, 12 теплица"),
    # adjectives that are nouns, and people known by what happened to them
    ("Пострадали 20 человек, из них 8 больных.", "20 person, 8 person", "20 пострадавший, 8 больной"),
    ("В селе 5 теплиц, 40 безработных и 3 столовых.", "5 unit, 40 person, 3 unit",
     "5 теплица, 40 безработный, 3 столовая"),
    ("Построено 5 теплиц, из 40 обратившихся 17 недовольны.", "5 unit, 17/40 person", None),
    # a sum is told of whom it is paid, not counted
    ("Крупные заводы платят 500 тысяч тенге, малые – 300 тысяч.", "500000 KZT, 300000 KZT", None),
]
NOTHING_TO_GO_ON = [
    # a sum in one sentence gives a plain count of the next no unit
    ("На закуп ушло 40 млн тенге. Ещё шесть подарил фонд.", "40000000 KZT, 6 unit", None),
    # a number of its own beside another figure
    ("Построили 6 теплиц. Встретимся в пять.", "6 unit", None),
    ("Построили 6 теплиц. Автобус номер 12 ушёл в парк.", "6 unit", None),
    ("Построили 6 теплиц в 2024-м.", "6 unit", None),
    # each has its own noun, a proper one or an abbreviation too
    ("Введено 89 тыс. га, создано 26 СПК.", "89000 ha, 26 unit", None),
    ("Высадили 200 берёз и 100 елей.", "200 unit, 100 unit", "200 берёза, 100 ель"),
    ("Куплено 12 тракторов, 15 тонн семян.", "12 unit, 15 t", "12 трактор, 15 семена"),
]


@pytest.mark.parametrize(
    ("text", "figures", "about"), FROM_THE_CLAUSE + FROM_THE_RIGHT + FROM_THE_LEFT + ADJECTIVES + NOTHING_TO_GO_ON
)
def test_elided(text: str, figures: str, about: str | None, process: Callable[..., list[Document]]) -> None:
    document = process(text)[0]
    assert told(document.facts) == figures
    assert about is None or subjects(document) == about
