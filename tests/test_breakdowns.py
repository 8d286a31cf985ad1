"""Breakdowns: parts told by names of places and organisations, or by years, and what they have of their whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.document import Document
from pipeline.facts import breakdowns
from pipeline.lexicon import Lexicon

PARTS = [  # the quantities that are parts -> their wholes, both by their values
    ("Направят 205 человек (Актау – 86, Жанаозен – 119).", {86: 205, 119: 205}),
    ("Освоено 40,6 млн тенге (31,6 %) (Актау – 10,4, Жанаозен – 30,2).", {10.4e6: 40.6e6, 30.2e6: 40.6e6}),
    ("Дано 993 га, в том числе г. Актау – 190 га, г. Жанаозен – 803 га.", {190: 993, 803: 993}),
    ("Построено 12 школ, из них в Актау – 5, в Жанаозене – 7.", {5: 12, 7: 12}),
    ("Отмечено 64 вылета (Мойынкумский район – 40, Сарысуский район – 24).", {40: 64, 24: 64}),
    ("Мощность – 60 МВт, в том числе: - ТОО «Заря», 40 МВт; - АО «Восход» 20 МВт.", {40: 60, 20: 60}),
    ("Предприятий стало больше в 1,3 раза (2011 год – 461, 2014 год – 619).", {461: 1.3, 619: 1.3}),
    ("Сдано 14 домов на 900 квартир, из них в Актау – 9, в Жанаозене – 5.", {9: 14, 5: 14}),
    # more than the whole, another unit, another thing, a target
    ("Построено 12 школ (Актау – 15, Жанаозен – 7).", {}),
    ("Построено 12 школ (Актау – 5 га).", {}),
    ("Построено 12 школ, из них сельских – 7.", {}),
    ("Куплено 78 голов при плане 75 (Актау – 40, Жанаозен – 35).", {}),
]
TOLD = [  # status of the whole
    ("Планируется направить на курсы 205 человек (Актау – 86, Жанаозен – 119).", "planned"),
    ("Предусмотрено 993 млн тенге, в том числе г. Актау – 190 млн тенге, г. Жанаозен – 803 млн тенге.", "planned"),
    ("Открыта школа на 900 мест (Актау – 300, Жанаозен – 600).", "actual"),
    ("Создано 50 рабочих мест (Актау – 20, Жанаозен – 30).", "actual"),
]


@pytest.mark.parametrize(("text", "expected"), PARTS)
def test_parts(text: str, expected: dict[float, float], process: Callable[..., list[Document]]) -> None:
    (document,) = process(text)
    values = [quantity.value for quantity in document.quantities]
    found = breakdowns.parts(document, Lexicon())
    assert {values[k]: values[part.whole] for k, part in found.items()} == expected


@pytest.mark.parametrize(("text", "status"), TOLD)
def test_parts_are_as_their_whole(text: str, status: str, process: Callable[..., list[Document]]) -> None:
    (document,) = process(text)
    whole, *parts = document.facts
    told = (whole.unit, whole.subject, whole.measure, whole.action, whole.status)
    assert whole.status == status and parts
    assert [(p.unit, p.subject, p.measure, p.action, p.status) for p in parts] == [told] * len(parts)


def test_other_years_beside_a_growth(process: Callable[..., list[Document]]) -> None:
    (document,) = process("Число ферм выросло в 1,3 раза (2011 год – 461, 2014 год – 619).")
    assert [(fact.action, fact.kind) for fact in document.facts] == [
        ("increase", "change"), ("amount", "level"), ("amount", "level"),
    ]  # fmt: skip
