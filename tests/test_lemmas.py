"""Lemmas: what natasha gives, and where we know better."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.document import Document

CASES = [
    # sentence, word, lemma
    ("Выделено 5 млн тенге.", "тенге", "тенге"),
    ("В области Жетысу строят дороги.", "Жетысу", "жетысу"),
    ("Депутаты маслихата приняли бюджет.", "маслихата", "маслихат"),
    ("Акиматом области утвержден план.", "Акиматом", "акимат"),
    ("Встречу с акимами провел министр.", "акимами", "аким"),
    ("Депутаты Мажилиса посетили завод.", "Мажилиса", "мажилис"),
    ("Это основные отрасли региона.", "основные", "основной"),
    ("Список пострадавших уточняется.", "пострадавших", "пострадавший"),
    ("Число учащихся выросло.", "учащихся", "учащийся"),
    ("Завод в Костанайской области расширяют.", "Костанайской", "костанайский"),
    ("Фонд «Нұрлы жол» выделил гранты.", "Нұрлы", "нұрлы"),
    ("Построено 12 новых школ.", "школ", "школа"),
    ("Работы начались в марте.", "начались", "начаться"),
    ("Двое рабочих мест создано.", "рабочих", "рабочий"),
]
PARTS = [
    # sentence, word, part of speech: what can be nothing but a verb is one, whatever it was taken for
    ("В прошлом году отгрузили 9 машин, в этом отгрузим 12.", "отгрузим", "VERB"),
    ("В прошлом году засеяли 90 га, в нынешнем засеют 120.", "засеют", "VERB"),
    ("Школе нужны 40 тонн стали, в этом стали хватает.", "стали", "NOUN"),
    ("В этом отгруженном объёме 6 тонн брака.", "объёме", "NOUN"),
]


@pytest.mark.parametrize(("text", "word", "lemma"), CASES)
def test_lemma(process: Callable[..., list[Document]], text: str, word: str, lemma: str) -> None:
    tokens = [token for sentence in process(text)[0].sentences for token in sentence.tokens]
    assert next(token.lemma for token in tokens if token.text == word) == lemma


TAGS = [  # a word of the lexicon the tagger does not know, with the part of speech and case it must have
    ("Депутаты маслихата Роза Серова и Петр Оспанов приехали.", "маслихата", "NOUN", "Gen"),
    ("Депутаты гормаслихата утвердили бюджет.", "гормаслихата", "NOUN", "Gen"),
    ("Жители встретили акима.", "акима", "NOUN", "Acc"),
    ("В Караганде открыт музей.", "Караганде", "PROPN", "Loc"),
]


@pytest.mark.parametrize(("text", "word", "pos", "case"), TAGS)
def test_tag(process: Callable[..., list[Document]], text: str, word: str, pos: str, case: str) -> None:
    tokens = [token for sentence in process(text)[0].sentences for token in sentence.tokens]
    assert [(t.pos, t.feat("Case")) for t in tokens if t.text == word] == [(pos, case)]


@pytest.mark.parametrize(("text", "word", "pos"), PARTS)
def test_part_of_speech(process: Callable[..., list[Document]], text: str, word: str, pos: str) -> None:
    tokens = [token for sentence in process(text)[0].sentences for token in sentence.tokens]
    assert next(token.pos for token in tokens if token.text == word) == pos
