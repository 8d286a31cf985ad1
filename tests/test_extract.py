"""extract(): one text in, a typed result and data frames out; other languages are told and not mined."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from pipeline import extract
from pipeline.tables import TABLES

TEXT = "В Костанае открыто 12 новых школ, сообщил аким города Марат Жумабеков. Выделено 1,5 млрд тенге."
KAZAKH = "Қостанай облысында биыл 12 жаңа мектеп ашылды, деп хабарлады облыс әкімі. Бұл мақсатқа 5 млрд теңге бөлінді."
RUSSIAN = "В Костанайской области открыто 7 новых школ, сообщил аким Марат Жумабеков. На это выделено 5 млрд тенге."
ENGLISH = "The region opened 12 new schools this year, the governor said. About 5 billion tenge was allocated for this."


def test_a_text_gives_facts_with_their_place() -> None:
    found = extract(TEXT, published="2024-09-01")
    assert [(TEXT[f.start : f.end], f.value, f.unit) for f in found.facts] == [
        ("12 новых школ", 12, "unit"),
        ("1,5 млрд тенге", 1.5e9, "KZT"),
    ]
    assert [person.name for person in found.people] == ["Марат Жумабеков"]
    assert found.document.head.published == date(2024, 9, 1)


def test_frames_have_the_columns_of_the_tables() -> None:
    frames = extract(TEXT).to_frames()
    assert {name: list(frame.columns) for name, frame in frames.items()} == {
        table.name: list(table.header) for table in TABLES
    }
    assert frames["facts"].value.tolist() == [12, 1.5e9]
    assert frames["people"].name.tolist() == ["Марат Жумабеков"] and len(frames["tokens"]) > 15
    empty = extract("").to_frames()
    assert empty["facts"].empty and len(empty["articles"]) == 1
    assert pd.api.types.is_float_dtype(empty["facts"].value) and pd.api.types.is_bool_dtype(empty["facts"].negated)


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        (RUSSIAN, "ru", [7, 5e9]),
        (KAZAKH, "kk", []),
        (f"{KAZAKH}\n\n{RUSSIAN}", "mixed", [7, 5e9]),
        (ENGLISH, "other", []),
    ],
)
def test_only_russian_is_mined(text: str, language: str, values: list[float]) -> None:
    found = extract(text)
    assert found.document.head.language == language
    assert [fact.value for fact in found.facts] == values


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(TypeError, match="must be a string"):
        extract(None)  # type: ignore[arg-type]
    with pytest.raises(ValueError):
        extract(TEXT, published="yesterday")
