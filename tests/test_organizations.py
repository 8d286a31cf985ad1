"""Organisations: each sentence with the names it holds in the nominative, look-alikes with none."""

from __future__ import annotations

from typing import Callable

import pytest

from pipeline.document import Document
from pipeline.entities import nominative
from pipeline.entities.organization_names import meanings

NAMED = [
    ("Об этом сообщили в акимате Карагандинской области.", "акимат Карагандинской области"),
    ("Проект внесён в Павлодарский областной маслихат.", "Павлодарский областной маслихат"),
    ("Депутатам Мажилиса ответили в Министерстве водных ресурсов и ирригации РК.",
     "Мажилис; Министерство водных ресурсов и ирригации РК"),
    ("Данные привели в управлении энергетики и жилищно-коммунального хозяйства города Актау.",
     "управление энергетики и жилищно-коммунального хозяйства города Актау"),
    ("Письмо ушло в Комитет лесного хозяйства Министерства экологии.",
     "Комитет лесного хозяйства; Министерство экологии"),
    ("Снимок предоставила пресс-служба акимата Туркестанской области.",
     "пресс-служба акимата Туркестанской области"),
    ("Гости осмотрели АО «АК «Сарыдала»» и ТОО «Жетi өзен».", "АО АК Сарыдала; ТОО Жетi өзен"),
    ("Сети обслуживает ГКП на ПХВ «Тобол-Арна».", "ГКП на ПХВ Тобол-Арна"),
    ("Кабель выпускает предприятие «Сарыарка Провод».", "Сарыарка Провод"),
    ("Заказ получили заводы и компании «Алатау» и «Ертис».", "Алатау; Ертис"),
    ("Он преподаёт в Карагандинском государственном техническом университете имени А. Сагинова.",
     "Карагандинский государственный технический университет имени А. Сагинова"),
    ("Об этом передаёт агентство Kazinform со ссылкой на Turan24.kz.", "Kazinform; Turan24.kz"),
    ("Заём дал Исламский банк развития.", "Исламский банк развития"),
    ("Учеников принимает школа № 12 города Балхаша.", "школа № 12 города Балхаша"),
    ("Работу ведёт Счётный комитет по контролю за исполнением бюджета.",
     "Счётный комитет по контролю за исполнением бюджета"),
    ("Тенге окреп, сообщили в правительстве.", "правительство"),
    ("Доклад сделала Ассоциация защиты лесов (АЗЛ). В АЗЛ ждут ответа.", "Ассоциация защиты лесов"),
    ("В Сенате обсудили закон. Палата одобрила его.", "Сенат"),
    ("Снимок: пресс-служба акимата Абайской области. На сайте акимата есть ответы.",
     "акимат Абайской области; пресс-служба акимата Абайской области"),
]  # fmt: skip
NAMELESS = [
    "Компания построила новый завод.",
    "Участники проекта «Новые имена» приехали утром.",
    "Трасса «Центр – Юг» готова.",
    "Работает электронное правительство.",
    "Помогает МСБ и АПК.",
    "Правительства многих стран ждут ответа.",
    "Управление проектами требует времени.",
    "В палату ждут врача.",
]


def names(document: Document) -> list[str]:
    """Names of the organisations of a document, sorted."""
    return sorted(entity.name for entity in document.entities if entity.type == "organization")


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_named(process: Callable[[str], list[Document]], text: str, expected: str) -> None:
    assert names(process(text)[0]) == sorted(expected.split("; "))


@pytest.mark.parametrize("text", NAMELESS)
def test_nameless(process: Callable[[str], list[Document]], text: str) -> None:
    assert names(process(text)[0]) == []


def test_kind_and_region(process: Callable[[str], list[Document]]) -> None:
    text = "В акимате Павлодарской области приняли делегацию Сената, партии AMANAT и завода «Талдыкорган Кабель»."
    found = {e.name: (e.kind, e.region_code) for e in process(text)[0].entities if e.type == "organization"}
    assert found == {
        "акимат Павлодарской области": ("government", "KZ-55"),
        "Сенат": ("parliament", ""),
        "AMANAT": ("party", ""),
        "Талдыкорган Кабель": ("company", ""),
    }


@pytest.mark.parametrize(
    ("named", "name", "meant"),
    [
        ([("Министерство энергетики РК", False), ("Министерство энергетики", False)], "Министерство энергетики",
         "Министерство энергетики РК"),
        ([("ТОО Арна", False), ("Арна", False)], "Арна", "ТОО Арна"),
        ([("Сенат", False), ("Мажилис", False), ("палата", True)], "палата", "Мажилис"),
        ([("палата", True)], "палата", ""),
        ([("акимат", True), ("акимат Абайской области", False)], "акимат", "акимат Абайской области"),
        ([("акимат Абайской области", False), ("акимат Туркестанской области", False), ("акимат", True)], "акимат", ""),
    ],
)  # fmt: skip
def test_meanings(named: list[tuple[str, bool]], name: str, meant: str) -> None:
    assert meanings(named)[name] == meant


@pytest.mark.parametrize(
    ("text", "gender", "expected"),
    [("высшей", "Fem", "высшая"), ("Алматинскую", "Fem", "Алматинская"), ("областном", "Masc", "областной")],
)
def test_adjective(text: str, gender: str, expected: str) -> None:
    assert nominative.adjective(text, gender) == expected
