"""Units: signs and words, before and after the number, scale words, rates, people and things."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.document import Document
from pipeline.facts.pieces import cut
from pipeline.facts.units import UnitTable
from pipeline.lexicon import Lexicon
from tests.figures import told

# text after a number, code of the unit, the text it was read from
AFTER = [
    ("тенге", "KZT", "тенге"),
    ("тг.", "KZT", "тг"),
    ("₸", "KZT", "₸"),
    ("рублей", "RUB", "рублей"),
    ("долларов США", "USD", "долларов США"),
    ("евро", "EUR", "евро"),
    ("юаней", "CNY", "юаней"),
    ("%", "%", "%"),
    ("процентами", "%", "процентами"),
    ("% годовых", "%", "% годовых"),
    ("процентных пункта", "pp", "процентных пункта"),
    ("п.п.", "pp", "п.п"),
    ("километров", "km", "километров"),
    ("погонных метров", "m", "погонных метров"),
    ("кв. м жилья", "m2", "кв. м"),
    ("кв.метров", "m2", "кв.метров"),
    ("м²", "m2", "м²"),
    ("м2", "m2", "м2"),
    ("квадратных километров", "km2", "квадратных километров"),
    ("га", "ha", "га"),
    ("гектарами", "ha", "гектарами"),
    ("кубометров", "m3", "кубометров"),
    ("куб. м", "m3", "куб. м"),
    ("м3", "m3", "м3"),
    ("литров", "l", "литров"),
    ("т.", "t", "т"),
    ("тоннах", "t", "тоннах"),
    ("центнеров", "c", "центнеров"),
    ("кг", "kg", "кг"),
    ("баррелей", "bbl", "баррелей"),
    ("кВт", "kW", "кВт"),
    ("МВт", "MW", "МВт"),
    ("мегаваттами", "MW", "мегаваттами"),
    ("кВт·ч", "kWh", "кВт·ч"),
    ("кВт-ч", "kWh", "кВт-ч"),
    ("киловатт-часов", "kWh", "киловатт-часов"),
    ("Гкал", "Gcal", "Гкал"),
    ("голов", "head", "голов"),
    ("коек", "seat", "коек"),
    ("человек", "person", "человек"),
    ("единиц", "unit", "единиц"),
    ("раза", "times", "раза"),
    # rates
    ("т/год", "t/year", "т/год"),
    ("тонн в год", "t/year", "тонн в год"),
    ("ц/га", "c/ha", "ц/га"),
    ("центнеров с гектара", "c/ha", "центнеров с гектара"),
    ("тенге за тонну", "KZT/t", "тенге за тонну"),
    ("тенге за кв. м", "KZT/m2", "тенге за кв. м"),
    ("кубометров в сутки", "m3/day", "кубометров в сутки"),
    ("литров в секунду", "l/s", "литров в секунду"),
    # a rate ends where another circumstance begins
    ("тонн в городе", "t", "тонн"),
    ("тенге за товар", "KZT", "тенге"),
]
NO_UNIT = ["школ", "и", "мостов", "км-овый", "тенгизских", "табунов", "лисиц", "метрополитенов"]
SENTENCES = [
    # signs before the number
    ("Завод оценили в $25 млн.", "25000000 USD"),
    ("Заплатили €300 за каждый станок.", "300 EUR"),
    ("Билет стоит ₸1500.", "1500 KZT"),
    ("Билет стоит USD3.14.", "3.14 USD"),
    # scale words dotted and glued
    ("Выдано 35 млн.тенге на теплицы.", "35000000 KZT"),
    ("Засеяно 2,3 млн.га пашни.", "2300000 ha"),
    ("Засеяно 2,3 млн. га пашни.", "2300000 ha"),
    ("Выделено 12 млрд.тенге.", "12000000000 KZT"),
    ("Получен заём в 20 млн долларов США.", "20000000 USD"),
    ("Построено 12 тыс. кв. м жилья.", "12000 m2"),
    ("Выработано 120 млн кВт·ч электроэнергии.", "120000000 kWh"),
    ("Поставлен накопитель на 20 МВт·ч.", "20 MWh"),
    ("Выпуск вырос раза в полтора.", "~1.5 times"),
    # half of a unit in one word
    ("Ставка выросла на полпроцента.", "0.5 %"),
    ("В пруд выпустили полтонны мальков.", "0.5 t"),
    ("До колодца полкилометра.", "0.5 km"),
    ("Добавили пол-литра закваски.", "0.5 l"),
    # rates that go on behind the counted noun
    ("Завод выпускает 300 сеялок в год.", "300 unit/year"),
    ("Насосы дают 5 тыс. кубометров воды в сутки.", "5000 m3/day"),
    ("Стоимость 1500 ₸ за килограмм.", "1500 KZT/kg"),
    # people, animals, places, things
    ("Трудоустроено 40 человек.", "40 person"),
    ("Приехали 25 студентов.", "25 person"),
    ("Принято 1650 рабочих.", "1650 person"),
    ("Помощь получили 70 семей.", "70 unit"),
    ("Работают 12 юридических лиц.", "12 unit"),
    ("В отаре 800 голов овец.", "800 head"),
    ("Пасётся 300 коров.", "300 head"),
    ("Детский сад на 140 мест открыли в ауле.", "140 seat"),
    ("Больница на 60 коек приняла первых больных.", "60 seat"),
    ("Создано 140 новых рабочих мест.", "140 unit"),
    ("Куплено 15 единиц техники.", "15 unit"),
    ("Прибыль выросла в 2,5 раза.", "2.5 times"),
    ("Бригада выезжала 28 раз.", "28 unit"),
    ("Дорога 2-километровой длины.", "2 km"),
    ("Построят 500-метровый мост.", "500 m"),
    ("Привезли 20-тонный кран.", "20 t"),
    ("Стоит 9-этажный дом.", ""),
    ("Температура до -30 градусов.", "<=-30 °C"),
    # a letter behind a full stop is an initial, no unit
    ("В зале было 300 стульев. Т. Сериков открыл встречу.", "300 unit"),
]


@pytest.mark.parametrize(("text", "code", "read"), AFTER)
def test_unit_after(text: str, code: str, read: str, lexicon: Lexicon) -> None:
    pieces = cut(text)
    found = UnitTable(lexicon).after(pieces, 0)
    assert found is not None
    assert (found.code, text[pieces[found.first].start : pieces[found.last].end]) == (code, read)


@pytest.mark.parametrize("text", NO_UNIT)
def test_no_unit(text: str, lexicon: Lexicon) -> None:
    assert UnitTable(lexicon).after(cut(text), 0) is None


@pytest.mark.parametrize(("text", "figures"), SENTENCES)
def test_figures(text: str, figures: str, process: Callable[..., list[Document]]) -> None:
    assert told(process(text)[0].quantities) == figures
