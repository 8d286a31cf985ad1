"""People: sentences with the persons in them, look-alikes with none, and mentions tied to one person."""

from __future__ import annotations

from typing import Callable

import pytest

from pipeline.document import Document

Process = Callable[..., list[Document]]

NAMED = [  # a text, and the persons in it
    ("Акиму Ерасылу Бектемирову задали вопросы жители.", "Ерасыл Бектемиров"),
    ("Министру Айжан Сейтовой вручили отчёт.", "Айжан Сейтова"),
    ("Отчёт принял А.К. Досов. По словам Досова, сроки выдержаны.", "А.К. Досов"),
    ("Награду получил Досов Марат Нурланович – учитель школы.", "Марат Нурланович Досов"),
    ("Встретились Марат Досов и Айгуль Сейтова.", "Айгуль Сейтова; Марат Досов"),
    ("На сцену вышла Гүлнұр Әлібекова.", "Гүлнұр Әлібекова"),
    ("Аким области Абай Ерик Нурлан принял гостей.", "Ерик Нурлан"),
    ("Директор школы Баян Омарова показала класс.", "Баян Омарова"),
    ("Среди гостей – Джон Смит (John Smith).", "John Smith; Джон Смит"),
    ("Об этом рассказал МАРАТ ДОСОВ.", "Марат Досов"),
    ("Вчера в аэропорту встретили Шерхана Мырзабая.", "Шерхан Мырзабай"),
    ("Вопрос задала Мавлюда-апа.", "Мавлюда"),
    ("Посла Ким Сын Хо принял аким.", "Ким Сын Хо"),
    ("Лучший результат имел Марат Досов.", "Марат Досов"),
    ("Речь вёл проповедник Халид аль-Фахри.", "Халид аль-Фахри"),
    ("Директор школы № 5 Ольга Николаевна Пак ответила.", "Ольга Николаевна Пак"),
    ("Заместитель акима Досов Марат Нурланович ул. М. Жусупа, 5.", "Марат Нурланович Досов"),
    ("Семья живёт в доме на улице Абая.", ""),
    ("Он окончил университет имени Е. Сагинова.", ""),
    ("Школа № 5 имени академика Каныша Сатова открыта.", ""),
    ("Приём ведут по адресу: ул. М. Жусупова, 5.", ""),
    ("Спектакль «Абай» посмотрели школьники.", ""),
    ("Фото: Илья Ваганов", ""),
    ("Средства Нацфонда направят на дороги.", ""),
    ("Стипендия по программе Эразмус Мундус покрывает всё.", ""),
]  # fmt: skip
JOINED = [  # all mentions of these texts are one person, by this name, so many times
    ("Аким Марат Досов открыл школу. По словам Досова, построят ещё две. М. Досов поблагодарил строителей.",
     "Марат Досов", 3),
    ("Выступил М. Досов. Позже Марат Нурланович Досов ответил на вопросы. Досову аплодировали.",
     "Марат Нурланович Досов", 3),
    ("Директор Баян Омарова ведёт нас в класс. Баян Қайратқызы работает здесь давно.",
     "Баян Қайратқызы Омарова", 2),
    ("Главой хозяйства стал Валерий Тян. «Валерий Сергеевич, с чего начинали?» – спросили мы.",
     "Валерий Сергеевич Тян", 2),
    ("Заместитель акима Серик Керейбай отчитался. Работу Керейбая признали хорошей, Керейбаю дали слово.",
     "Серик Керейбай", 3),
    ("Слово взял Асхат Ким. По словам Кима, построен мост.", "Асхат Ким", 2),
    ("Слово взял Асхат Оспан. Оспан построил мост.", "Асхат Оспан", 2),
    ("Слово взял Марат Сейтұлы. По словам Сейтұлы, построен мост.", "Марат Сейтұлы", 2),
    ("Слово взяла Асель Серікқызы. Серікқызы рассказала о школе.", "Асель Серікқызы", 2),
    ("Цех показал Чжан Вэй. Чжан ответил на вопросы.", "Чжан Вэй", 2),
]  # fmt: skip


def people_of(document: Document) -> list[str]:
    return sorted(entity.name for entity in document.entities if entity.type == "person")


@pytest.mark.parametrize(("text", "expected"), NAMED, ids=[text for text, _ in NAMED])
def test_people_of_a_text(process: Process, text: str, expected: str) -> None:
    assert "; ".join(people_of(process(text)[0])) == expected


@pytest.mark.parametrize(("text", "name", "count"), JOINED, ids=[name for _, name, _ in JOINED])
def test_mentions_of_one_person(process: Process, text: str, name: str, count: int) -> None:
    document = process(text)[0]
    assert people_of(document) == [name]
    assert len([m for m in document.mentions if m.type == "person"]) == count


def test_two_people_of_one_surname_stay_two(process: Process) -> None:
    text = "Марат Досов и Айгуль Досова возглавили штаб. Досов отвечает за дороги. Досова отвечает за школы."
    document = process(text)[0]
    names = {e.key: e.name for e in document.entities}
    told = [(text[m.start : m.end], names[m.entity]) for m in document.mentions if m.type == "person"]
    assert told == [
        ("Марат Досов", "Марат Досов"),
        ("Айгуль Досова", "Айгуль Досова"),
        ("Досов", "Марат Досов"),
        ("Досова", "Айгуль Досова"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Оспан Сериков построил мост. Оспан живёт здесь. Марат Оспан уехал.", "Марат Оспан; Оспан Сериков"),
        ("Выступил Гейнц А. А. Потом пел дуэт Алии и Марата.", "Алия; Гейнц А. А.; Марат"),
        ("Марат Сейтұлы приехал. Асель Серікқызы уехала. Сейтұлы ответил.", "Асель Серікқызы; Марат Сейтұлы"),
        ("Народная артистка Каз.ССР К. Ильясова выступила.", "К. Ильясова"),
    ],
)
def test_people_who_share_a_part_of_a_name_stay_apart(process: Process, text: str, expected: str) -> None:
    assert "; ".join(people_of(process(text)[0])) == expected


def test_parts_and_gender(process: Process) -> None:
    document = process("Вопрос задали Розе Сагидовне Ильясовой.")[0]
    (person,) = (e for e in document.entities if e.type == "person")
    parts = (person.given_name, person.patronymic, person.surname, person.gender)
    assert parts == ("Роза", "Сагидовна", "Ильясова", "f")
