"""What a sentence says of its figure: measure, action, status, change, denial - plain, typical sentences."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from pipeline.document import Document
from pipeline.facts import model

WHAT = [  # measure, action
    ("В селе построено 6 школ.", "facilities build"),
    ("Открыто 6 школ.", "facilities commission"),
    ("В районе работают 15 школ.", "facilities amount"),
    ("Введено в эксплуатацию 300 тысяч квадратных метров жилья.", "housing commission"),
    ("Отремонтировано 18 километров дорог.", "transport build"),
    ("Создано 120 новых рабочих мест.", "jobs create"),
    ("На предприятие трудоустроено 45 человек.", "employees employ"),
    ("Инвесторы вложили 12 млрд тенге.", "investment invest"),
    ("Привлечено 12 млрд тенге инвестиций.", "investment invest"),
    ("На ремонт выделено 40 млн тенге.", "funding allocate"),
    ("Произведено 90 тысяч тонн муки.", "production produce"),
    ("Собрано 400 тысяч тонн зерна.", "production produce"),
    ("Экспортировано 40 тысяч тонн муки.", "trade trade"),
    ("Экспорт вырос на 12 %.", "trade increase"),
    ("Экспорт снизился на 12 %.", "trade decrease"),
    ("Водой обеспечены 12 сёл.", "utilities provide"),
    ("Субсидии получили 60 фермеров.", "people provide"),
    ("Реализовано 14 инвестиционных проектов.", "projects complete"),
    ("Средняя зарплата составляет 310 тысяч тенге.", "income amount"),
    ("Налоговые поступления составили 80 млрд тенге.", "revenue amount"),
    ("Цены выросли на 9 %.", "price increase"),
    ("Мощность завода – 40 тысяч тонн в год.", "capacity amount"),
    ("Закуплено 12 автобусов.", "equipment trade"),
    ("Подписано 7 соглашений.", "documents other"),
    ("Поголовье овец достигло 200 тысяч голов.", "livestock amount"),
    ("Ночью +20 градусов.", "other amount"),
]
STATUS = [
    ("В селе построено 6 школ.", "actual"),
    ("В районе работают 15 школ.", "actual"),
    ("В селе строится 6 школ.", "in_progress"),
    ("Реализуется 14 инвестиционных проектов.", "in_progress"),
    ("В селе построят 6 школ.", "planned"),
    ("Будет создано 120 новых рабочих мест.", "planned"),
    ("Будут построены три моста.", "planned"),
    ("На это будет выделено 3 млрд тенге.", "planned"),
    ("Ремонтируется 18 километров дорог.", "in_progress"),
    ("В селе планируется построить 6 школ.", "planned"),
    ("Осенью будет сдано 4 дома, открыто 2 клуба и трудоустроено 30 человек.", "planned"),
    ("До зимы должно быть построено 5 домов, введено 2 котельные.", "planned"),
    ("Осенью сдано 4 дома, открыто 2 клуба.", "actual"),
    ("В селе должны построить 6 школ.", "planned"),
    ("До 2030 года намечено построить 6 школ.", "planned"),
    ("(План т.г. – 6 тонн).", "planned"),
    ("(План на отчётную дату-68 %).", "planned"),
    ("Не газифицированы 67 сёл.", "actual"),
    ("Завод загрузили бы на 80 тонн, а не на сорок.", "hypothetical"),
    # a plan in another clause does not reach the figure
    ("План выполнен: построено 6 школ.", "actual"),
    ("Мастер защитил бизнес-план и получил грант – 6 тонн муки.", "actual"),
    # a form that can be no past, whatever the tagger says
    ("Осенью заселятся 60 семей.", "planned"),
    ("Мы вложим 300 млн тенге.", "planned"),
    ("Здесь пробурят 5 скважин.", "planned"),
    ("Здесь выпускают 40 тонн сыра.", "actual"),
    # the reporter's word to the reader is no verb of the clause
    ("В посёлке, напомним, 12 школ.", "actual"),
    ("В посёлке, надеемся, откроют 12 школ.", "planned"),
    ("Удалось построить 12 школ.", "actual"),
    ("Грант позволил купить 3 трактора.", "actual"),
    ("Грант позволит купить 3 трактора.", "planned"),
]
DIRECTIONS = [
    # a verb left out is the one before, not the one after
    ("Экспорт муки вырос на 5 %, зерна – на 9 %, масла – упал на 4 %.", ["up", "up", "down"]),
    ("Выпуск стали упал на 5 %, чугуна – на 9 %, кокса – вырос на 4 %.", ["down", "down", "up"]),
    ("Вывезли на 4 тонны, или на 8 %, больше.", ["up", "up"]),
    ("На школы дадут на 8,9 %, или 12,5 млрд тенге, больше.", ["up", "up"]),
    ("Вывезли мяса на 270 млн. меньше.", ["down"]),
]
CHANGE = [
    ("Экспорт вырос на 12 %.", "change up"),
    ("Экспорт снизился на 12 %.", "change down"),
    ("Производство увеличилось в 1,8 раза.", "change up"),
    ("Число аптек сократилось вдвое.", "change down"),
    ("Население увеличилось на 4 тысячи человек.", "change up"),
    ("Урожай больше на 5 тонн.", "change up"),
    ("Зарплата на 15 тысяч тенге ниже.", "change down"),
    ("На 4 млрд тенге (на 8 %) больше вывезли за рубеж.", "change up"),
    ("Пруд на 5 км ниже села.", "level "),
    ("Больше 5 тонн собрали вручную.", "level "),
    # to, not by
    ("Экспорт вырос до 40 млрд тенге.", "level "),
    ("Поголовье овец достигло 200 тысяч голов.", "level "),
    # a part of a whole
    ("Доля малого бизнеса составляет 30 %.", "share "),
    # money for something is no growth
    ("Из бюджета на ремонт выделено 40 млн тенге.", "level "),
]
DENIED = [
    ("Не выполнены 3 поручения.", True),
    ("Не построено 4 моста.", True),
    ("Выполнены 3 поручения.", False),
    ("Не только построено 4 моста, но и отремонтировано 5 дорог.", False),
    ("Отремонтировано не менее 5 дорог.", False),
    ("Работы не остановились, построено 4 моста.", False),
    ("Доля брака не превышает 4 %.", False),  # a bound
    ("Зимой здесь не опускалось ниже 20 градусов.", False),
    ("Школе не хватает 5 учителей.", False),  # a lack
    ("Тарифы не поднялись на 5 %.", True),
    # the denial stands with the verb over the figure's own
    ("Мастерская не будет закупать 40 станков.", True),
    ("Мастерская не смогла закупить 40 станков.", True),
    ("Закупить 40 станков не удалось.", True),
    # … but not of what only describes the thing, nor past a colon
    ("Мастерская не смогла закупить станок стоимостью 3 млн тенге.", False),
    ("Акимат не планирует закрывать школу на 300 мест.", False),
    ("Нельзя сокращать мастерскую: нужно 40 станков.", False),
    ("Мастерская не намерена закупать 40 станков.", True),
    ("Мастерская отказалась закупать 40 станков.", True),
    ("Неверно, что мастерская закупила 40 станков.", True),
    ("Мастерская не может не закупить 40 станков.", False),
    ("Мастерская не устаёт закупать по 40 станков.", False),
    ("Директор не сказал, что мастерская закупила 40 станков.", False),
    ("Вес посылки не может превышать 20 кг.", False),
    ("Оклад мастера – 90 тысяч тенге – не повышали.", False),
    ("Не освоено – 40 млн тенге.", True),
    ("Ни одна из трёх теплиц, обещанных в мае, не построена.", True),
    ("К зиме не готовы 12 котельных.", True),
    ("Едва не утонули трое рыбаков.", False),
    ("Тариф не вырастет больше чем на 5 %.", False),
    ("Цены выше 600 тенге не поднимутся.", False),
    ("В цехе не заняты 7 ставок.", False),  # a lack
    ("Не соответствовали норме 12 проб.", False),
]


UNITS = [  # of the last figure, a bare number
    ("В прошлом году в цехе трудились 40 человек, сейчас – 55.", "person"),
    ("На ремонт выделено 40 млн тенге, освоено 35.", "KZT"),
    ("Посеяно 300 гектаров, убрано 280.", "ha"),
    ("Из 12 котельных отремонтированы девять.", "unit"),
]
SUBJECTS = [  # of the last figure
    ("Средняя зарплата за год выросла на 9 %.", "средняя зарплата"),
    ("Экспорт муки вырос до 40 тысяч тонн, годом ранее было 35.", "экспорт муки"),
    ("На ремонт моста из бюджета выделено 40 млн тенге.", "ремонт моста"),
    ("Построено 12 котельных, из них девять – на газе.", "котельная"),
]


@pytest.mark.parametrize(("text", "expected"), UNITS)
def test_unit_of_a_bare_number(text: str, expected: str, process: Callable[..., list[Document]]) -> None:
    assert process(text)[0].facts[-1].unit == expected
LEVELS = [  # two levels of a change
    ("Очередь сократилась втрое, с 1860 до 620 детей.", "decrease"),
    ("Добычу снизили сознательно: с 9 млн тонн до 7 млн тонн.", "decrease"),
    ("Отряд разросся с 14 до 36 добровольцев.", "increase"),
]
GROWTH = [  # up or down, in the order of the figures
    ("Выручка удвоилась, турпоток утроился.", ["up", "up"]),
    ("Выдано 212 грантов, что на 17 грантов или на 8,7% больше.", ["", "up", "up"]),
    ("Аварий 90, это на 17 аварий, или на 8 % меньше.", ["", "down", "down"]),
]
FALLS = [
    ("Экспорт муки – 60 млн долларов, минус 9% к прошлому году.", 9.0),
    ("Выпуск чугуна (-2,1%) остался ниже нормы.", 2.1),
    ("Импорт сыра – минус 0,3 процентного пункта.", 0.3),
]
CONTRASTED = [
    ("Уволены не 62, а 47 человек.", [True, False]),
    ("Потери воды – 19 процентов, а не 30.", [False, True]),
    ("Износ труб оценили в 19 процентов, а не в 30.", [False, True]),
    ("Гостей было не 40 тысяч, как писали, а всего 28 тысяч.", [True, False]),
    ("Не 50 процентов заявок отклоняют, а 20 процентов.", [True, False]),
    ("Куплено не менее 5 машин, а построено 7 гаражей.", [False, False]),
    ("Цена хлеба не изменилась – 190 тенге.", [False]),
    # what denies the whole denies its parts that have no verb of their own
    ("Не построены 12 теплиц, из них 5 – в Семее.", [True, True]),
    ("Завод не вывез 60 тонн шлака, в том числе 20 тонн мокрого и 40 тонн сухого.", [True, True, True]),
    ("Не построены 12 теплиц, из них 5 сданы без света.", [True, False]),
    ("Не построены 12 теплиц, 5 достроены в мае.", [True, False]),
    ("Построено 12 теплиц, из них не сданы 4, в том числе 2 – в Семее.", [False, True, True]),
]


@pytest.mark.parametrize(("text", "expected"), SUBJECTS)
def test_subject(text: str, expected: str, process: Callable[..., list[Document]]) -> None:
    assert process(text)[0].facts[-1].subject == expected


@pytest.mark.parametrize(("text", "expected"), WHAT)
def test_measure_and_action(text: str, expected: str, process: Callable[..., list[Document]]) -> None:
    fact = process(text)[0].facts[0]
    assert f"{fact.measure} {fact.action}" == expected


@pytest.mark.parametrize(("text", "expected"), STATUS)
def test_status(text: str, expected: str, process: Callable[..., list[Document]]) -> None:
    assert {fact.status for fact in process(text)[0].facts} == {expected}


@pytest.mark.parametrize(("text", "expected"), CHANGE)
def test_change(text: str, expected: str, process: Callable[..., list[Document]]) -> None:
    fact = process(text)[0].facts[0]
    assert f"{fact.kind} {fact.direction}" == expected


def test_heads_that_run_in_a_circle(process: Callable[..., list[Document]]) -> None:
    """The parser holds a conjunct for the head of its own head here; no walk up the tree may go on for ever."""
    invest = "«Инвесторы готовы вложить 115 миллионов долларов в зерновой и нефтеналивной комплексы"
    facts = process(f"{invest}, под них отведено 68 гектаров.")[0].facts
    assert [fact.value for fact in facts] == [115e6, 68]


@pytest.mark.parametrize(("text", "expected"), DIRECTIONS)
def test_direction_of_each(text: str, expected: list[str], process: Callable[..., list[Document]]) -> None:
    assert [fact.direction for fact in process(text)[0].facts] == expected


@pytest.mark.parametrize(("text", "action"), LEVELS)
def test_from_one_level_to_another(text: str, action: str, process: Callable[..., list[Document]]) -> None:
    (document,) = process(text)
    assert [fact.action for fact in document.facts[-2:]] == [action, action]


@pytest.mark.parametrize(("text", "directions"), GROWTH)
def test_growth_told_by_the_words(text: str, directions: list[str], process: Callable[..., list[Document]]) -> None:
    (document,) = process(text)
    assert [fact.direction for fact in document.facts] == directions


@pytest.mark.parametrize(("text", "value"), FALLS)
def test_minus_tells_a_fall(text: str, value: float, process: Callable[..., list[Document]]) -> None:
    fact = process(text)[0].facts[-1]
    assert (fact.value, fact.kind, fact.direction, fact.action) == (value, "change", "down", "decrease")


@pytest.mark.parametrize(("text", "expected"), DENIED)
def test_negation(text: str, expected: bool, process: Callable[..., list[Document]]) -> None:
    assert {fact.negated for fact in process(text)[0].facts} == {expected}


def test_confidence_follows_the_evidence(process: Callable[..., list[Document]]) -> None:
    plain = process("В Павлодарской области создано 120 новых рабочих мест.")[0].facts[0]
    bare = process("Завершены 84.")[0].facts[0]
    assert plain.confidence > 0.5
    assert bare.confidence < plain.confidence


def test_every_row_tells_its_reasons(process: Callable[..., list[Document]]) -> None:
    fact = process("В селе построено 6 школ.")[0].facts[0]
    assert {rule.partition(":")[0] for rule in fact.rules} >= {"measure", "action"}


def test_scores_are_whole_numbers() -> None:
    """Sums of integers are the same in any order and on any machine."""
    loaded = model.load()
    around = np.zeros(loaded.weights.shape[1], np.int64)
    scores = loaded.scores(("unit=unit", "no such feature"), around)
    assert scores.dtype.kind == "i"
    choice = loaded.choose("status", scores)
    assert choice.label in loaded.targets["status"].labels
    assert 0 < choice.probability <= 1


@pytest.mark.parametrize(("text", "expected"), CONTRASTED)
def test_contrast(text: str, expected: list[bool], process: Callable[..., list[Document]]) -> None:
    assert [fact.negated for fact in process(text)[0].facts] == expected
