"""Zones and heads: each layout of an article with what is read from it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Article, Document, Head
from pipeline.language import zones
from pipeline.lexicon import Lexicon

BODY = "В районе построили три школы. Работы вели двенадцать месяцев, сообщил директор подрядной компании."
LEXICON = Lexicon()


def mark(text: str) -> Document:
    return zones.mark([Document(Article("a", "test", text))], LEXICON)[0]


def zoned(text: str) -> list[tuple[str, str]]:
    document = mark(text)
    return [(zone.kind, document.text[zone.start : zone.end]) for zone in document.zones]


TITLE = "Мост открыт"
START = f"{TITLE}\n\n{BODY}"


def case(
    text: str, published: str = "", author: str = "", outlet: str = "", section: str = "", title: str = TITLE
) -> tuple[str, Head]:
    day = date.fromisoformat(published) if published else None
    return text, Head(title or None, day, author or None, outlet or None, section or None)


HEADS = [
    case(f" date 2024-03-05 {START}", "2024-03-05"),
    case(f" date 2024-03-05 {TITLE}.\n\n{BODY}", "2024-03-05", title=f"{TITLE}."),
    case(
        f" date 2024-03-05 {TITLE}\n\nОбщество\n17\nАсель Тлеубаева\nкорреспондент\n\n{BODY}",
        "2024-03-05", "Асель Тлеубаева", section="Общество",
    ),
    case(f"{TITLE}\n\n date 2024-03-05 \n\n{BODY}", "2024-03-05"),
    case(
        f"{TITLE}\n\n18:05, 5 марта 2024\n\n{BODY[:-1]}, передает корреспондент Novosti.kz.",
        "2024-03-05", outlet="Novosti.kz",
    ),
    case(f"5 Марта 2024, 18:05 {TITLE} КОКШЕТАУ. КАЗИНФОРМ - {BODY}", "2024-03-05", outlet="Казинформ"),
    case(f"Экономика\n{TITLE}\n05.03.2024 18:05\n1 204\n{BODY}", "2024-03-05", section="Экономика"),
    case(f"{TITLE}\n\nVesti.kz 05.03.2024 18:05\n\n{BODY}", "2024-03-05", outlet="Vesti.kz"),
    case(f" {TITLE}\n {BODY} Размещено: 05.03.2024 10:11 Изменено: 07.04.2024 12:00", "2024-03-05"),
    case(f" {TITLE}\n {BODY} 05.03.2024", "2024-03-05"),
    case(f" {TITLE}\n {BODY}\n 05.03.2024 Просмотров: 77", "2024-03-05"),
    case(
        f"Дата: 05 марта 2024\n{BODY}\nПресс-служба акима Абайского района",
        "2024-03-05", "Пресс-служба акима Абайского района", title="",
    ),
    case(f"{START}\n\nАвтор: Бауржан Омаров Ключевые слова: мост", author="Бауржан Омаров"),
    case(f"{START}\n\n{BODY}\n\n{BODY}\n\nБеседовала Дана ОСПАНОВА,\nСемей", author="Дана Оспанова"),
    case(f"{START}\n\nТеги:\nмост\nАвтор\nБауржан Омаров\n", author="Бауржан Омаров"),
    case(f"{TITLE}\n\n{BODY[:-1]}, пишет «Вечерний Балхаш».", outlet="Вечерний Балхаш"),
    case(
        f"{TITLE}\n\n05.03.2024 | Общество\nДана Оспанова\n\n{BODY}", "2024-03-05", "Дана Оспанова", section="Общество"
    ),
    case(f"{TITLE}\n\nОбщество, 5 марта 2024\n\n{BODY}", "2024-03-05", section="Общество"),
    case(
        f"{TITLE}\n\nЛюди дела / 05.03.2024, 18:05 / просмотров: 1 204\nДана Оспанова, Vesti.kz\n\n{BODY}",
        "2024-03-05", "Дана Оспанова", section="Люди дела",
    ),
    case(f"{TITLE}\n\nДана Оспанова, 5 марта 2024 года\n\n{BODY}", "2024-03-05", "Дана Оспанова"),
    case(f"{START}\n\nДана ОСПАНОВА, Семей – Аягоз\n", author="Дана Оспанова"),
    case(f"{TITLE}\n\nТараз, 5 марта 2024 г.\n\n{BODY}", "2024-03-05"),
    case(f"{TITLE}\n\nг. Рудный. 5 марта 2024 года\n\n{BODY}", "2024-03-05"),
    case(f"{TITLE}\n\n5 марта 2024 года, Усть-Каменогорск\n\n{BODY}", "2024-03-05"),
    case(f"{TITLE}\n\nАСТАНА. 5 марта 2024 года. КАЗИНФОРМ – {BODY}", "2024-03-05"),
    case(f"{TITLE}\n\nАлматы, 5 марта 2024 г. – {BODY}", "2024-03-05"),
    case(f"{TITLE}\n\nДана Оспанова, Абайская область\n\n{BODY}", author="Дана Оспанова"),
    case(f"{TITLE}\n\nДана Оспанова, собкор по Абайской области\n\n{BODY}", author="Дана Оспанова"),
    case(f"{TITLE}\n\nТАРАЗ, 5 марта 2024 года. {BODY}", "2024-03-05"),
    case(f"{TITLE}\n\n5 марта 2024 года, Тараз. {BODY}", "2024-03-05"),
    case(f"{TITLE}\n\nс. Акжар, 5 марта 2024 года\n\n{BODY}", "2024-03-05"),
    case(f"{TITLE}\n\n5 марта 2024 года. {BODY}", "2024-03-05"),
    case(f"{TITLE}\n\n5 марта 2024 г. {BODY}", "2024-03-05"),
    case(f"{TITLE}\n\n5 марта 2024 года – {BODY}", "2024-03-05"),
    case(f"{TITLE}\n\nТараз. 5 марта 2024 г. {BODY}", "2024-03-05"),
    # look-alikes
    case(f"{TITLE}\n\n5 марта 1965 года. {BODY}"),
    case(f"{TITLE}\n\n5 марта 2024 года. В этот день открыли мост. {BODY}"),
    case(f"{TITLE}\n\n5 марта 2024 года – день открытия моста. {BODY}"),
    case(f"{TITLE}\n\nТараз 5 марта 2024 года стал городом мастеров. {BODY}"),
    case(f"{TITLE}\n\nНаурыз 22 марта 2024 года\n\n{BODY}"),
    case(f"{TITLE}\n\nДана Оспанова, учитель школы\n\n{BODY}"),
    case(f"{TITLE}\n\nОткрытие моста, 5 марта 2024 года\n\n{BODY}", title=TITLE),
    case(f"5 марта 2024 года в районе открыли мост. {BODY}", title=""),
    case(f"{BODY}\n{BODY}", title=""),
    case(f"{TITLE}\n\n{BODY[:-1]}, сообщает пресс-служба акимата."),
    case(f"{TITLE}\n\nЗа год создано 45 рабочих мест. Опубликовано 12 статей.\n\n{BODY}"),
    case(f"{START}\n\nФото Серика ЖАНАБАЕВА"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "head"), HEADS)
def test_head(text: str, head: Head) -> None:
    assert mark(text).head == head


ZONES = [
    ("Фото: пресс-служба акимата области", "caption"),
    ("Фото автора", "caption"),
    ("#мост #аул", "hashtags"),
    ("Теги: мост, аул", "hashtags"),
    ("Просмотров: 1 077", "counter"),
    ("Комментариев 0", "counter"),
    ("Подписывайтесь на наш канал в Telegram!", "advert"),
    ("Если вы нашли ошибку, выделите текст и нажмите Ctrl+Enter", "debris"),
    ("Оставить комментарий", "debris"),
    ("Телефон для справок: 8 (7222) 11-22-33.", "debris"),
    ("Курсы валют: USD 520,1 EUR 600,2", "debris"),
    ("Новости | Спорт | Погода", "debris"),
]


@pytest.mark.parametrize(("line", "kind"), ZONES)
def test_line_is_zone(line: str, kind: str) -> None:
    assert (kind, line) in zoned(f"Мост открыт\n\n{BODY}\n\n{line}\n\n{BODY}\n")


@pytest.mark.parametrize(
    "line",
    [
        "Фотография размером три на четыре нужна для 12 документов, напомнили в центре обслуживания.",
        "Рекламный рынок вырос на 15 процентов, говорится в отчете министерства.",
        "Тема встречи – ремонт 40 километров дорог, сказал аким.",
    ],
)
def test_body_line_is_no_zone(line: str) -> None:
    assert all(line not in text for kind, text in zoned(f"Мост открыт\n\n{BODY}\n\n{line}\n") if kind != "headline")


def test_list_under_a_cue_goes_to_the_next_gap() -> None:
    text = f"Мост открыт\n\n{BODY}\n\nЧитайте также:\n- 3 совета\n- Снесут 14 домов\n\n{BODY}\n"
    debris = [piece for kind, piece in zoned(text) if kind == "debris"]
    assert debris == ["Читайте также:", "- 3 совета", "- Снесут 14 домов"]


def test_fields_of_the_dump_win() -> None:
    article = Article("a", "test", f"Мост открыт\n\n05.03.2024\n\n{BODY}", title="Другой", published=date(2020, 1, 1))
    head = zones.mark([Document(article)], LEXICON)[0].head
    assert (head.title, head.published) == ("Другой", date(2020, 1, 1))


LANGUAGES = [
    (BODY, "ru"),
    ("Бүгін облыс әкімі жаңа мектептің құрылысымен танысты және тұрғындармен кездесті.", "kk"),
    (f"{BODY}\nБүгін облыс әкімі жаңа мектептің құрылысымен танысты және тұрғындармен кездесті.", "mixed"),
    ("The governor opened a new school in the village and met with the people of the region.", "other"),
    ("Депутаты Ерболат Тілеуберді и Ғабит Жүнісов посетили школу «Нұр» в Абайском районе.", "ru"),
    ("", "other"),
]


@pytest.mark.parametrize(("text", "language"), LANGUAGES)
def test_language(text: str, language: str) -> None:
    assert mark(text).head.language == language


PIECES = st.sampled_from(
    ["Фото: ", "date 2024-01-02", "\n", "\n\n", "Автор:", "Размещено: 1.2.2014", " ", "12", "«", "».", "АСТАНА. ",
     "КАЗИНФОРМ -", "Асель Тлеубаева", "#тег", "\r", "\u2028", "é", "Теги:", BODY]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join)))
def test_any_text_has_zones_in_order_and_apart(text: str) -> None:
    end = 0
    for zone in mark(text).zones:
        assert end <= zone.start < zone.end <= len(text)
        end = zone.end
