"""Properties: no text breaks a stage, and every row quotes the text it was read from."""

from __future__ import annotations

from typing import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.document import Document
from pipeline.storing import rows
from pipeline.storing.schema import PARTS
from tests.samples import article

# What news is made of, and what breaks programs: the pieces are joined in any order.
PIECES = (
    "полпроцента", "пол-литра", "полторы", "треть", "пять-шесть", "двое", "каждый третий", "вдвое", "сотня", "миллион",
    "15", "2,5 млрд", "от 5 до 7", "1/3", "84 из 89", "№ 17", "в 2 раза", "12:30", "2024 года", "на 1 июня", "−5 °C",
    "10-15", "тенге", "процентов", "%", "человек", "новых рабочих мест", "км", "новые школы", "Актюбинской области",
    "г. Алматы", "Ержан Оспанов", "аким", "А.Б. Сейтов", "ТОО «Заря «Север»", "министр", "Сенат", "Kazpravda.kz",
    "сообщил", "построено", "вырос", "не", "«", "»", '"', "(", ")", "—", ",", ".", "…", "!", ":", ";", "\n", "\n\n",
    "\t", " date 2024-01-01 ", "#новости", "Фото:", "қазақстан", "ё", "\u00ad", "\u200b", "\u00a0", "\u2028", "\x00",
    "\r\n", "😀", "ﷺ", "İ", "ß", "Ⅻ", "٣", "²", "1e9", "0", "00", "999999999999999999999", "1" * 400,
)  # fmt: skip
texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.text(max_size=200),
)


def check(document: Document) -> None:
    """Every row of every table quotes the text; spans lie in their sentence; keys lead somewhere."""
    text = document.text
    made = rows.of_documents([document])
    for name, quoted in (("tokens", "text"), ("mentions", "text"), ("roles", "quote"), ("facts", "quote")):
        header = PARTS[name].header
        for row in made[name]:
            cells = dict(zip(header, row, strict=True))
            assert 0 <= cells["start"] < cells["end"] <= len(text)
            assert text[cells["start"] : cells["end"]] == cells[quoted]
    for sentence in document.sentences:
        assert all(sentence.start <= token.start < token.end <= sentence.end for token in sentence.tokens)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(st.lists(texts, min_size=1, max_size=4))
def test_no_text_breaks_a_stage(process: Callable[..., list[Document]], batch: list[str]) -> None:
    for document in process(batch):
        check(document)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(st.integers(0, 50), st.data())
def test_no_mangled_article_breaks_a_stage(
    process: Callable[..., list[Document]], number: int, data: st.DataObject
) -> None:
    text = article(number)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 12))
        text = text[:at] + data.draw(st.sampled_from(PIECES)) + text[at + cut :]
    for document in process([text, article(number + 1)]):
        check(document)
