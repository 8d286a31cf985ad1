"""When: time expressions resolved against the day of publication, and which of them a figure takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from pipeline.document import Document, Quantity, Sentence
from pipeline.facts import periods

TODAY = date(2025, 10, 14)

# sentence, what it names as "start end", empty at the open end
EXPRESSIONS = [
    ("В 2023 году открыли мост", ["2023-01-01 2023-12-31"]),
    ("В 2022-м посадили сад, в 2024-м ещё один", ["2022-01-01 2022-12-31", "2024-01-01 2024-12-31"]),
    ("В 2026–2028 годах построят дамбу", ["2026-01-01 2028-12-31"]),
    ("с 2019 по 2022 год", ["2019-01-01 2022-12-31"]),
    ("по итогам прошлого года", ["2024-01-01 2024-12-31"]),
    ("в будущем году", ["2026-01-01 2026-12-31"]),
    ("в этом и следующем годах", ["2025-01-01 2026-12-31"]),
    ("с начала года", ["2025-01-01 2025-10-14"]),
    ("с начала 2021 года", ["2021-01-01 2021-12-31"]),
    ("до 2030 года", [" 2030-12-31"]),
    ("До конца года", [" 2025-12-31"]),
    ("К концу года", ["2025-01-01 2025-12-31"]),
    ("к 2030 году", ["2030-01-01 2030-12-31"]),
    ("С 1 мая", ["2025-05-01 "]),
    ("до конца июня 2026 года", [" 2026-06-30"]),
    ("на 1 июня 2015 года", ["2015-06-01 2015-06-01"]),
    ("по состоянию на 1.06.2015 г.", ["2015-06-01 2015-06-01"]),
    ("25 сентября т.г.", ["2025-09-25 2025-09-25"]),
    ("С 15 по 20 апреля", ["2025-04-15 2025-04-20"]),
    ("за III квартал 2025 года", ["2025-07-01 2025-09-30"]),
    ("в первом полугодии следующего года", ["2026-01-01 2026-06-30"]),
    ("за 9 месяцев 2015 года", ["2015-01-01 2015-09-30"]),
    ("за одиннадцать месяцев", ["2024-01-01 2024-11-30"]),
    ("в январе – августе собрали", ["2025-01-01 2025-08-31"]),
    ("за январь – апрель нынешнего", ["2025-01-01 2025-04-30"]),
    ("В декабре построили теплицу", ["2024-12-01 2024-12-31"]),
    ("В декабре построят теплицу", ["2025-12-01 2025-12-31"]),
    ("сейчас, на сегодняшний день", ["2025-10-14 2025-10-14", "2025-10-14 2025-10-14"]),
    ("прошлой зимой", ["2024-12-01 2025-02-28"]),
    ("Этим летом", ["2025-06-01 2025-08-31"]),
    ("в этом учебном году", ["2025-09-01 2026-05-31"]),
    ("в 2014-2015 учебном году", ["2014-09-01 2015-05-31"]),
    ("пять лет назад", ["2020-01-01 2020-12-31"]),
    ("в середине девяностых", ["1994-01-01 1996-12-31"]),
    ("в прошлом месяце", ["2025-09-01 2025-09-30"]),
    ("на прошлой неделе", ["2025-10-06 2025-10-12"]),
    # no time
    ("2030 человек пришли к дому 2024", []),
    ("Стратегия «Казахстан-2050» и ЭКСПО-2017", []),
    ("ТОО «Береке Май» варит сыр", []),
    ("Строили 9 месяцев", []),
    ("выделено 5 тонн на 12 сёл", []),
]

# sentence with the figure in brackets, what it takes
CHOICES = [
    ("В 2024 году собрали [5 тонн] мёда", "2024-01-01 2024-12-31"),
    ("Собрали [5 тонн] мёда в 2024 году", "2024-01-01 2024-12-31"),
    ("В 2023-м собрали 4 тонны, в прошлом году – [5 тонн]", "2024-01-01 2024-12-31"),
    ("В 2023-м собрали [4 тонны], в прошлом году – 5 тонн", "2023-01-01 2023-12-31"),
    ("В 2024 году собрали 5 тонн (в 2023 году – [4 тонны])", "2023-01-01 2023-12-31"),
    ("В 2024 году собрали 5 тонн (в 2023 году – 4 тонны) и продали [3 тонны]", "2024-01-01 2024-12-31"),
    ("В 2024 году собрали на [5 %] больше, чем в 2023-м", "2024-01-01 2024-12-31"),
    ("На 1 августа собрали 5 тонн против [4 тонн] годом ранее", "2024-08-01 2024-08-01"),
    ("С 2019 по 2022 год стадо выросло с [40] до 60 голов", "2019-01-01 2019-12-31"),
    ("С 2019 по 2022 год стадо выросло с 40 до [60 голов]", "2022-01-01 2022-12-31"),
    ("Сейчас на ферме трудятся [20 человек]", "2025-10-14 2025-10-14"),
    ("До 2030 года посадят [900 деревьев]", " 2030-12-31"),
    # not the figure's own
    ("На ферме трудятся [20 человек], а в прошлом году открыли новый цех", ""),
    ("Ферма даёт [20 тонн] мёда, хотя в 2019 году её затопило", ""),
    ("Трактор 2014 года выпуска вспахал [20 га]", ""),
    ("Ежегодно ферма даёт [20 тонн] мёда", ""),
    ("За последние три года посадили [900 деревьев]", ""),
]

# texts of several sentences
CARRIED = [
    ("За восемь месяцев завод выпустил 40 вагонов. Отгружено [38 вагонов].", "2025-01-01 2025-08-31"),
    ("За 2024 год в районе:\n– построено 3 моста;\n– посажено [900 деревьев].", "2024-01-01 2024-12-31"),
    ("В 2024 году завод выпустил 40 вагонов. На заводе работают [300 человек].", ""),
    ("В мае завод выпустил 40 вагонов.\nПосажено [900 деревьев].\nВсё. Пришла весна. Стоит жара.", ""),
]


def _span(period: periods.Period | None) -> str:
    return f"{period.start or ''} {period.end or ''}" if period else ""


def _marked(process: Callable[..., list[Document]], text: str) -> periods.Period | None:
    """The period of the figure in square brackets."""
    start, end = text.index("["), text.index("]") - 1
    (document,) = process([text.replace("[", "").replace("]", "")], published=TODAY)
    document = replace(document, head=replace(document.head, published=TODAY))
    sentence = next(s for s in document.sentences if s.start <= start < s.end)
    inside = [i for i, token in enumerate(sentence.tokens) if token.start < end and token.end > start]
    quantity = Quantity(start, end, sentence.index, 1, "unit", first=inside[0], last=inside[-1])
    others = [q for q in document.quantities if q.end <= start or q.start >= end]
    document = replace(document, quantities=tuple(sorted([quantity, *others], key=lambda q: q.start)))
    return periods.of(quantity, document)


@pytest.mark.parametrize(("text", "spans"), EXPRESSIONS, ids=[text for text, _ in EXPRESSIONS])
def test_expressions(text: str, spans: list[str], process: Callable[..., list[Document]]) -> None:
    (document,) = process([text], published=TODAY)
    found = [p for s in document.sentences for p in periods.expressions(s, text, TODAY) if p.kind != "nothing"]
    assert [_span(p) for p in found if p.start or p.end] == spans


def test_relative_expressions_name_no_days_without_a_date() -> None:
    text = "в прошлом году и сегодня"
    assert [(p.start, p.end) for p in periods.expressions(Sentence(0, 0, len(text)), text, None)] == [(None, None)] * 2


@pytest.mark.parametrize(("text", "span"), CHOICES + CARRIED, ids=[text for text, _ in CHOICES + CARRIED])
def test_period_of_a_figure(text: str, span: str, process: Callable[..., list[Document]]) -> None:
    assert _span(_marked(process, text)) == span
