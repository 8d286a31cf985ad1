"""Sentences and tokens. A sentence of a case ends at each ``|``."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Article, Document
from pipeline.language import segment, zones
from pipeline.lexicon import Lexicon

LEXICON = Lexicon()


def split(text: str) -> Document:
    return segment.split(zones.mark([Document(Article("a", "test", text))], LEXICON), LEXICON)[0]


CASES = [
    "Школа сдана.| |Больница строится.",
    "Завод в г. Павлодар дал 5 млн. тенге.| |Работают 40 человек.",
    "Вместимость – 3 тыс. мест.| |Стоимость 2 млрд. тенге.",
    "В мкр. Асар построили дом.| |Дом заселен.",
    "Школа им. М. Ауэзова на ул. Абая открыта.| |Учеников 300.",
    "Засеяно 5 млн. га.| |Это больше прошлогоднего.",
    "Готовность достигла 93%.|Общая сумма выросла.",
    "Подключили 40 сёл.|В них живут 9 тыс. человек.",
    "Об этом сказал аким.|«Работы завершим в срок», – добавил он.",
    "Премию получил К.Ахметов.| |Он работает в с.Аксу.",
    "Проведено 40 мероприятий и т.д.| |Охвачено 900 человек.",
    "Первая строка без точки|\n|Вторая строка",
    "– Воды хватит, – сказал директор.| |– Запас – 40 млн кубометров.",
    "План на 2015 г. выполнен.",
    "За 9 мес. 2015г. и янв.-сент. 2014 г. собран мёд.",
    "Кредит дают на 9 мес.| |Выдано 40 кредитов.",
    "Построили в 2015 г.| |В селе 40 домов.",
    "В 2015 г. Павлодар получил 40 автобусов.",
    "Вода поднялась на 300 см.| |Объём сброса вырос.",
    "Порывы ветра до 20 м/с.| |Цены выросли на 0,3 п.п.| |Число аварий упало.",
    "Произведено 30 млн кВт·ч.| |Газа добыто 5 млн м3.",
    "Продано 40 тыс. т.| |Купили 3 трактора.",
    "Длина 12 см. вод. ст. и более.",
    "Завод построили в 1970-х.| |Сейчас здесь склад.",
    "Выработано 12 тыс. Гкал тепла, штраф – 2 тыс. МРП.",
    "Освоено 90 млн.| |Министерство вернёт остаток.",
    "Осталось 90 млн.| |«Вернём», – сказал аким.",
    "Выдано по 90 тыс. «Болашаков» в год.",
    "Премьер Эстонии (1995-2003 гг.) Ян Тамм написал книгу.",
    "Поступило 5 тыс. тонн, 7 тыс. тонн ждут.",
    "Направят 205 чел. (Актау – 86), примут 40 ед. (82 %) техники.",
]


@pytest.mark.parametrize("marked", CASES)
def test_sentences(marked: str) -> None:
    text = marked.replace("|", "")
    expected = [part.strip() for part in marked.split("|") if part.strip()]
    assert [text[s.start : s.end] for s in split(text).sentences] == expected


TOKENS = [
    ("выросло на 12,5%.", ["выросло", "на", "12,5", "%", "."]),
    ("создано 1 200 мест", ["создано", "1", "200", "мест"]),
    ("ТОО «Нур-Курылыс»", ["ТОО", "«", "Нур-Курылыс", "»"]),
    ("в 2015-2016 гг.", ["в", "2015-2016", "гг", "."]),
]


@pytest.mark.parametrize(("text", "expected"), TOKENS)
def test_tokens(text: str, expected: list[str]) -> None:
    assert [token.text for sentence in split(text).sentences for token in sentence.tokens] == expected


def test_sentences_know_their_zone() -> None:
    text = "Мост открыт\n\nМост длиной 40 метров открыли вчера.\n\nФото: Иван Петров\n\n#мост"
    assert [s.zone for s in split(text).sentences] == ["headline", "body", "caption", "hashtags"]


def test_a_source_inside_a_sentence_cuts_nothing() -> None:
    text = "Мост открыт\n\nПостроили 40 домов, сообщает Vesti.kz.\n\nЕще 12 домов строят."
    body = [text[s.start : s.end] for s in split(text).sentences if s.zone == "body"]
    assert body == ["Построили 40 домов, сообщает Vesti.kz.", "Еще 12 домов строят."]
    short = split("Строят 12 домов, передаёт специальный корреспондент Vesti.kz.")
    assert [s.zone for s in short.sentences] == ["body"]


def test_kazakh_sentences_are_foreign() -> None:
    text = "Школу открыли вчера. Бүгін облыс әкімі жаңа мектептің құрылысымен танысты."
    assert [s.zone for s in split(text).sentences] == ["body", "foreign"]


def test_a_list_without_full_stops_is_cut() -> None:
    text = "; ".join(f"школа номер {n} сдана вовремя" for n in range(200))
    sentences = split(text).sentences
    assert len(sentences) > 2 and max(len(s.tokens) for s in sentences) <= segment.LONGEST
    assert sum(len(s.tokens) for s in sentences) == 200 * 6 - 1


PIECES = st.sampled_from(
    ["Школа", "г.", " ", "93%.", "Общая", "\n", "тыс.", "«", "».", "5", ",", "-", "К.", "\u00a0", "\u2028", "…"]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join)))
def test_any_text_splits_into_its_own_words(text: str) -> None:
    document = split(text)
    end = 0
    for number, sentence in enumerate(document.sentences):
        assert sentence.index == number and sentence.tokens
        assert (sentence.start, sentence.end) == (sentence.tokens[0].start, sentence.tokens[-1].end)
        assert len(text[sentence.start : sentence.end].splitlines()) == 1
        for token in sentence.tokens:
            assert end <= token.start < token.end and text[token.start : token.end] == token.text
            end = token.end
    covered = "".join(token.text for sentence in document.sentences for token in sentence.tokens)
    assert covered == "".join(text.split())
