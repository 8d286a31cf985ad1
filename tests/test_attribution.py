"""Who says a figure, whose it is and where: the figure asked about stands in square brackets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.document import Document, Quantity
from pipeline.facts import attribution, owners
from pipeline.lexicon import Lexicon

Process = Callable[..., list[Document]]

SPEAKERS = [
    # direct speech after a dash
    ("– Мы посадили [900 деревьев], – сказала директор парка Айгуль Сериковна Ахметова.", "Ахметова"),
    ("– Посадили [900 деревьев]. Весной добавим ещё, – рассказал лесник Пётр Соколов.", "Соколов"),
    ("– Работа идёт, – рассказал лесник Пётр Соколов. – Посадили [900 деревьев].", "Соколов"),
    ("Слово взял лесник Пётр Соколов.\n– Посадили [900 деревьев].", "Соколов"),
    # quotation marks
    ("Вчера прошёл субботник. «Мы посадили [900 деревьев]», – отметил лесник Пётр Соколов.", "Соколов"),
    ("Лесник Пётр Соколов итогом доволен: «Посадили за весну [900 деревьев] у реки».", "Соколов"),
    ("«Лес растёт. Посадили [900 деревьев]. Весной добавим, – говорит лесник Пётр Соколов. – Ждём дождя».", "Соколов"),
    ("«Лес растёт, – говорит лесник Пётр Соколов. – Ждём дождя». Посажено [900 деревьев].", ""),
    ("«Лес растёт», – говорит лесник Пётр Соколов. – «Ждём дождя. Посадили [900 деревьев]».", "Соколов"),
    ("«Лес растёт, – говорит лесник Пётр Соколов.\n\nВесной посадили [900 деревьев]».", "Соколов"),
    # a sentence that attributes
    ("По словам лесника Петра Соколова, посажено [900 деревьев].", "Соколов"),
    ("Как сообщил лесник Пётр Соколов, посажено [900 деревьев].", "Соколов"),
    ("Лесник Пётр Соколов сообщил, что посажено [900 деревьев]. Прижилось 800.", "Соколов"),
    ("Лесник Пётр Соколов сообщил, что посажено 900 деревьев. Прижилось [800 деревьев].", "Соколов"),
    ("Посажено [900 деревьев]. Об этом сообщил лесник Пётр Соколов.", "Соколов"),
    ("Посажено [900 деревьев]. Такие данные привёл лесник Пётр Соколов.", "Соколов"),
    ("Посажено, отметил лесник Пётр Соколов, [900 деревьев].", "Соколов"),
    # pronouns and titles
    ("В лес приехал Пётр Соколов. По его словам, посажено [900 деревьев].", "Соколов"),
    ("В лес приехали Пётр Соколов и Анна Лебедева. Она подчеркнула, что посажено [900 деревьев].", "Лебедева"),
    ("Посадку начал аким района Марат Оспанов. Помогала учитель Анна Лебедева.\n"
     "– Посадили [900 деревьев], – сказал аким.", "Оспанов"),
    # the subject of the verb, and of the one it goes on from
    ("Лесник Пётр Соколов обошёл лес и подчеркнул, что посажено [900 деревьев].", "Соколов"),
    ("В лес приехал Марат Оспанов. Лесник Анна Лебедева обрадовалась и сообщила, что посажено [900 деревьев].",
     "Лебедева"),
    ("Аким Марат Оспанов, отвечая на вопрос депутата П. Соколова, сказал, что посажено [900 деревьев].", "Оспанов"),
    # a post under another name
    ("Лес осмотрел заместитель премьер-министра Марат Оспанов, рядом дом поэта Петра Соколова. "
     "Вице-премьер сообщил, что посажено [900 деревьев].", "Оспанов"),
    ("– Лес растёт, – отметил градоначальник Марат Оспанов.\nАким сообщил, что посажено [900 деревьев].", "Оспанов"),
    # another's post, deed or reminder ends what somebody says
    ("Аким города Марат Оспанов сообщил, что лес растёт. Заместитель акима добавил, что посажено [900 деревьев].", ""),
    ("Аким района Марат Оспанов сообщил, что лес растёт. Аким области заявил, что посажено [900 деревьев].", ""),
    ("Аким района Марат Оспанов сообщил, что лес растёт. Лесник Пётр Соколов посадил [900 деревьев].", ""),
    ("Аким района Марат Оспанов сообщил, что лес растёт. Глава района добавил: посажено [900 деревьев].", "Оспанов"),
    ("Аким района Марат Оспанов сообщил, что лес растёт. Лесники посадили [900 деревьев].", "Оспанов"),
    ("Аким района Марат Оспанов сообщил, что лес растёт. Отметим, что посажено [900 деревьев].", ""),
    ("Как сообщили в лесхозе, лесник Пётр Соколов посадил [900 деревьев].", ""),
    # nobody's words
    ("В лесу посажено [900 деревьев]. Там побывал лесник Пётр Соколов.", ""),
    ("Лесник Пётр Соколов сообщил, что работа закончена.\nВ соседнем районе посажено [900 деревьев].", ""),
    ("По данным департамента экологии, посажено [900 деревьев]. Лесник Пётр Соколов работает тут давно.", ""),
    ("Лесник Пётр Соколов показал лес. Напомним, весной посажено [900 деревьев].", ""),
]

_AT_HOME = "В Павлодарской области завершили жатву. Хлеборобы Павлодара довольны.\n"
REGIONS = [
    ("В Костанайской области собрали [5 тысяч тонн] гречихи.", "KZ-39", "sentence"),
    ("Собрали [5 тысяч тонн] гречихи в Костанайской области.", "KZ-39", "sentence"),
    ("В Атырауской области собрали 3 тысячи тонн, в Мангистауской – [5 тысяч тонн].", "KZ-47", "sentence"),
    ("Больше всех собрали в Атырауской области. Там вырастили [5 тысяч тонн] огурцов.", "KZ-23", "context"),
    ("Больше всех собрали в Эстонии. Там вырастили [5 тысяч тонн] огурцов.", "EE", "context"),
    ("– В Эстонии, кстати, собрали больше.\n– А сколько собрали вы?\n– У нас вырастили [5 тысяч тонн] огурцов.",
     "KZ", "article"),
    ("По всей стране собрали [5 тысяч тонн] гречихи.", "KZ", "sentence"),
    ("В области собрали [5 тысяч тонн] гречихи.", "", ""),  # some region, which the text never names
    ("В области собрали [5 тысяч тонн] гречихи. Её ждут в Казахстане.", "", ""),
    ("Учтён потенциал региона. Недоимка выросла на [12 млрд тенге].", "KZ", "article"),  # any region
    ("Здесь собрали [5 тысяч тонн] гречихи.", "KZ", "article"),
    ("В районе вокзала открыли [5 кафе].", "KZ", "article"),
    ("Гости прибыли из Павлодара. В регионе собрали [5 тысяч тонн] гречихи. Из Павлодара её увезли.",
     "KZ-55", "article"),
    ("В Павлодарской области завершили жатву. Хлеборобы Павлодара довольны.\nСобрано [5 тысяч тонн] гречихи.",
     "KZ-55", "article"),
    ("В Павлодарской области завершили жатву. Хлеборобы Павлодара довольны.\n"
     "Для сравнения: в соседней Карагандинской области собрали [5 тысяч тонн].", "KZ-35", "sentence"),
    ("В Павлодарской области завершили жатву. Хлеборобы Павлодара довольны.\n"
     "Агроном женат, воспитывает [двоих детей].", "", ""),
    # a word of place before the name
    ("В г. Москве открыли [5 кафе].", "RU", "sentence"),
    ("В столице Японии открыли [5 кафе].", "JP", "sentence"),
    ("В китайском городе Урумчи открыли [5 кафе].", "CN", "sentence"),
    ("В городе Бишкек (Кыргызстан) открыли [5 кафе].", "KG", "sentence"),
    ("Для города Москвы собрали [5 тысяч тонн] гречихи.", "KZ", "article"),
    ("В городе открыли посольство Японии на [12 человек].", "KZ", "article"),
    # home again after a word of elsewhere, and the country as a whole
    (f"{_AT_HOME}В Китае собрали 3 тысячи тонн. В области собрали [5 тысяч тонн].", "KZ-55", "article"),
    (f"{_AT_HOME}В Китае собрали 3 тысячи тонн. У нас – [5 тысяч тонн].", "KZ-55", "article"),
    (f"{_AT_HOME}В Китае собрали 3 тысячи тонн. Там же закупили [5 тысяч тонн].", "CN", "context"),
    (f"{_AT_HOME}В Абайской области собрали 3 тысячи тонн. В нашей области – [5 тысяч тонн].", "KZ-55", "article"),
    (f"{_AT_HOME}Казахстан продал [5 млн тонн] гречихи.", "KZ", "sentence"),
    (f"{_AT_HOME}Население Казахстана – [20 млн человек].", "KZ", "sentence"),
    (f"{_AT_HOME}Министр Казахстана увидел [5 кафе].", "KZ-55", "article"),
    (f"{_AT_HOME}На юге страны собрали [5 млн тонн] гречихи.", "KZ", "sentence"),
    (f"{_AT_HOME}Товарооборот между странами – [5 млрд долларов].", "KZ", "sentence"),
    (f"{_AT_HOME}В мире собрали [5 млн тонн] гречихи.", "", ""),
    (f"{_AT_HOME}Команда, третья в мире, собрала [5 тонн] гречихи.", "KZ-55", "article"),
    (f"{_AT_HOME}На втором месте Шымкент – [5 тысяч тонн].", "KZ-79", "sentence"),
    # ends of a journey, currencies and names are no places of the figure
    ("В Павлодарской области завершили жатву. Хлеборобы Павлодара довольны.\n"
     "В Астану отправили [5 тысяч тонн] гречихи.", "KZ-55", "article"),
    ("В Павлодарской области завершили жатву. Хлеборобы Павлодара довольны.\n"
     "Выручка – [5 млн долларов] США.", "KZ-55", "article"),
]

ORGANIZATIONS = [
    ("В ТОО «Степной Хлеб» работают [40 человек].", "ТОО Степной Хлеб"),
    ("Гости побывали в ТОО «Степной Хлеб». Предприятие выпекло [40 тонн] хлеба.", "ТОО Степной Хлеб"),
    ("Гости побывали в ТОО «Степной Хлеб». Сейчас здесь заняты [40 человек].", "ТОО Степной Хлеб"),
    ("– Нам не хватает [40 человек], – сказал директор ТОО «Степной Хлеб» Пётр Соколов.", "ТОО Степной Хлеб"),
    # a region's figure, and one that an organisation only reports
    ("Гости побывали в ТОО «Степной Хлеб». Всего в районе работают [40 пекарен].", ""),
    ("По данным ТОО «Степной Хлеб», в районе работают [40 пекарен].", ""),
    ("В районе работают [40 пекарен].", ""),
]


@pytest.fixture(scope="module")
def ask(process: Process, lexicon: Lexicon) -> Callable[[str], tuple[Quantity, Document]]:
    """The marked figure of a text and the document it stands in."""

    def find(text: str) -> tuple[Quantity, Document]:
        start, end = text.index("["), text.index("]") - 1
        (document,) = process([text.replace("[", "").replace("]", "")])
        sentence = next(s for s in document.sentences if s.start <= start < s.end)
        inside = [i for i, token in enumerate(sentence.tokens) if token.start < end and token.end > start]
        quantity = Quantity(start, end, sentence.index, 1, "unit", first=inside[0], last=inside[-1])
        others = [q for q in document.quantities if q.end <= start or q.start >= end]
        return quantity, replace(document, quantities=tuple(sorted([quantity, *others], key=lambda q: q.start)))

    return find


@pytest.mark.parametrize(("text", "surname"), SPEAKERS, ids=[text for text, _ in SPEAKERS])
def test_speaker(text: str, surname: str, ask: Callable[[str], tuple[Quantity, Document]], lexicon: Lexicon) -> None:
    quantity, document = ask(text)
    key, rule = attribution.speaker(quantity, document, lexicon)
    names = {entity.key: entity.surname or entity.name.split()[-1] for entity in document.entities}
    assert names.get(key, "") == surname
    assert bool(rule) or not key


@pytest.mark.parametrize(("text", "code", "source"), REGIONS, ids=[text for text, _, _ in REGIONS])
def test_region(
    text: str, code: str, source: str, ask: Callable[[str], tuple[Quantity, Document]], lexicon: Lexicon
) -> None:
    assert attribution.region(*ask(text), lexicon) == (code, source)


@pytest.mark.parametrize(("text", "name"), ORGANIZATIONS, ids=[text for text, _ in ORGANIZATIONS])
def test_organization(text: str, name: str, ask: Callable[[str], tuple[Quantity, Document]], lexicon: Lexicon) -> None:
    assert attribution.organization(*ask(text), lexicon) == name


# text with a figure in brackets, and the organisations that may own it
CANDIDATES = [
    ("В селе работают [40 пекарен].", [""]),
    ("В ТОО «Степной Хлеб» работают [40 человек]. Рядом стоит ТОО «Белый Камень».", ["", "ТОО Степной Хлеб"]),
    ("[40 человек] работают в ТОО «Степной Хлеб».", ["", "ТОО Степной Хлеб"]),
]


@pytest.mark.parametrize(("text", "names"), CANDIDATES, ids=[text for text, _ in CANDIDATES])
def test_owners(
    text: str, names: list[str], ask: Callable[[str], tuple[Quantity, Document]], lexicon: Lexicon
) -> None:
    assert [name for name, _ in owners.candidates(*ask(text), lexicon)] == names


def test_an_owner_has_its_reasons(ask: Callable[[str], tuple[Quantity, Document]], lexicon: Lexicon) -> None:
    reasons = attribution.organization_reasons(*ask("В ТОО «Степной Хлеб» работают [40 человек]."), lexicon)
    weights = [abs(weight) for _, weight in reasons]
    assert weights == sorted(weights, reverse=True)
    assert "before" in dict(reasons)
