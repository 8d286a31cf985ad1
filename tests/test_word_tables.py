"""The tables of nouns and verbs: their form, and what they say of a subject and of its verb."""

from __future__ import annotations

import re
from typing import Callable

import pytest

from pipeline.document import Document
from pipeline.facts import statements
from pipeline.lexicon import Lexicon
from pipeline.lexicon.schema import ACTIONS, MEASURES

# sentence, measure of its first quantity by the table of nouns, action by the table of verbs
SENTENCES = [
    ("В районе создано 120 новых рабочих мест.", "jobs", "create"),
    ("Гостиница рассчитана на 80 мест.", "capacity", "amount"),
    ("На комбинате трудятся 450 работников.", "employees", "employ"),
    ("В посёлке построили 3 котельные.", "facilities", "build"),
    ("Объём экспорта вырос на 12%.", "trade", "increase"),
    ("Объём инвестиций вырос на 12%.", "investment", "increase"),
    ("Объём перевозок снизился на 4%.", "transport", "decrease"),
    ("Стоимость проезда выросла на 20 тенге.", "price", "increase"),
    ("Стоимость проекта составила 900 млн тенге.", "investment", "amount"),
    ("Износ сетей снизился до 46%.", "utilities", "decrease"),
    ("Площадь посевов достигла 40 тысяч гектаров.", "land", "amount"),
    ("Площадь здания составила 1200 квадратных метров.", "other", "amount"),
    ("Полиция зарегистрировала 14 преступлений.", "other", "other"),
    ("Суд рассмотрел 14 уголовных дел.", "documents", "other"),
    ("Фермеры продали 200 баранов.", "livestock", "trade"),
    ("Больницы получили 6 томографов.", "equipment", "provide"),
    ("Уровень безработицы составил 4,7%.", "economy", "amount"),
    ("Средняя зарплата выросла на 8%.", "income", "increase"),
    ("Налоговые поступления выросли на 8%.", "revenue", "increase"),
    ("В паводке пострадали 37 жителей.", "people", "other"),
    ("Провели 18 ярмарок.", "events", "complete"),
    ("Акимат выделил 5 грантов.", "funding", "allocate"),
]


@pytest.fixture(scope="module")
def documents(process: Callable[..., list[Document]]) -> dict[str, Document]:
    texts = [sentence for sentence, _, _ in SENTENCES]
    return dict(zip(texts, process(texts), strict=True))


@pytest.mark.parametrize(("sentence", "measure", "action"), SENTENCES)
def test_what_the_tables_say(
    sentence: str, measure: str, action: str, documents: dict[str, Document], lexicon: Lexicon
) -> None:
    reading = statements.readings(documents[sentence], lexicon)[0]
    assert (reading.measure, reading.action) == (measure, action)


@pytest.mark.parametrize(("table", "word", "code", "codes"), [
    ("subjects", "phrase", "measure", MEASURES), ("verbs", "word", "action", ACTIONS),
])  # fmt: skip
def test_the_tables_are_sorted_and_hold_each_word_once(
    table: str, word: str, code: str, codes: list[str], lexicon: Lexicon
) -> None:
    rows = [(codes.index(row[code]), row[word]) for row in lexicon[table]]
    assert rows == sorted(rows)
    assert len({entry for _, entry in rows}) == len(rows)


def test_phrases_are_lower_case_words_without_yo(lexicon: Lexicon) -> None:
    entries = [row["phrase"] for row in lexicon["subjects"]] + [row["word"] for row in lexicon["verbs"]]
    assert [entry for entry in entries if not re.fullmatch(r"[a-z0-9а-я-]+( [a-z0-9а-я-]+)*", entry)] == []
