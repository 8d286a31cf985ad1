"""Repair: what the stages see, and where it stands in the text as read."""

from __future__ import annotations

from typing import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import Document
from pipeline.language.repair import repaired


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("со\u00adзда\u200bно 15\u00a0школ", "создано 15 школ"),
        ("нoвыe paбочиe места", "новые рабочие места"),
        ("Новы\u0438\u0306 район", "Новый район"),
        ("c начала года, a также", "с начала года, а также"),
        ("B 2024 году открыт цех. K вечеру", "В 2024 году открыт цех. К вечеру"),
        ("\ufeffИтоги", "Итоги"),
        # look-alikes that stay
        ("IT-компания Apple и ТОО «Sagat Steel»", "IT-компания Apple и ТОО «Sagat Steel»"),
        ("группа крови B и витамин C", "группа крови B и витамин C"),
        ("Zoom-конференция", "Zoom-конференция"),
    ],
)
def test_what_the_stages_see(text: str, seen: str) -> None:
    assert repaired(text)[0] == seen


@pytest.mark.parametrize(
    ("word", "read"), [("создано", "со\u00adзда\u200bно"), ("15", "15"), ("Новый", "Новы\u0438\u0306")]
)
def test_offsets_lead_back(word: str, read: str) -> None:
    text = "\ufeffB районе со\u00adзда\u200bно\u00ad 15\u00a0мест. Новы\u0438\u0306 цех."
    seen, back = repaired(text)
    start = seen.index(word)
    assert text[back.start(start) : back.end(start + len(word))] == read


@given(st.text(alphabet="абвcxB \u00ad\u200b\u00a0и\u0306е\u0308\n.", max_size=60))
def test_offsets_never_cross(text: str) -> None:
    seen, back = repaired(text)
    last = 0
    for i in range(len(seen)):
        start, end = back.start(i), back.end(i + 1)
        assert last <= start < end <= len(text)
        last = end


def test_rows_hold_the_text_as_read(process: Callable[..., list[Document]]) -> None:
    text = (
        "В Пав\u00adлодаре c начала года со\u00adздано 25\u00a0нoвых рабочих мест, сообщил аким города Ержан Оспанов."
    )
    plain = repaired(text)[0]
    rough, smooth = process([text, plain])
    assert rough.text == text and rough.as_read is None
    assert [t.text for s in rough.sentences for t in s.tokens] == [t.text for s in smooth.sentences for t in s.tokens]
    assert [text[m.start : m.end].replace("\u00ad", "") for m in rough.mentions] == [
        plain[m.start : m.end] for m in smooth.mentions
    ]
    assert [(f.value, f.unit, f.subject) for f in rough.facts] == [(f.value, f.unit, f.subject) for f in smooth.facts]
