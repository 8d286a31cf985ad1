"""Linking: which names of all articles are one, whatever order they came in, and which stay apart."""

from __future__ import annotations

import itertools

import pytest

from pipeline.corpus.identity import entity_id
from pipeline.corpus.linking import Known, canonical_name, link
from pipeline.document import Entity


def person(name: str, n_articles: int = 1, gender: str = "m") -> Known:
    """A person from "Имя [Отчество] Фамилия", "К. Фамилия" or "Фамилия"."""
    words = name.split()
    patronymic = words[1] if len(words) == 3 else ""
    given = words[0] if len(words) > 1 else ""
    entity = Entity("p", "person", name)
    return Known(entity_id(entity), "person", name, words[-1], given, patronymic, gender, n_articles=n_articles)


def organization(name: str, n_articles: int = 1) -> Known:
    return Known(entity_id(Entity("o", "organization", name)), "organization", name, n_articles=n_articles)


def meanings(known: list[Known]) -> dict[str, str]:
    """Names and the name of what they mean, where that is another."""
    names = {entity.entity_id: entity.name for entity in known}
    return {names[alias]: names[target] for alias, target in link(known)[0].items()}


PEOPLE = [
    (["Марат Досов", "М. Досов"], {"М. Досов": "Марат Досов"}),
    (["Марат Досов", "Мурат Досов", "М. Досов"], {}),
    (["Марат Досов", "Марат Нурланович Досов", "М.Н. Досов", "М. Досов"],
     {name: "Марат Нурланович Досов" for name in ("Марат Досов", "М.Н. Досов", "М. Досов")}),
    (["Марат Досов", "Марат Нурланович Досов", "Марат Серикович Досов"], {}),
    (["Марат Нурланович Досов", "М.С. Досов"], {}),
    (["Касым-Жан Досов", "К.-Ж. Досов", "К. Досов"], {"К.-Ж. Досов": "Касым-Жан Досов", "К. Досов": "Касым-Жан Досов"}),
    (["Марат Досов", "Досов"], {"Досов": "Марат Досов"}),
    (["Марат Досов", "Серик Досов", "Досов"], {}),
    (["Дархан Ыскаков", "Дархан Ысқақов"], {"Дархан Ысқақов": "Дархан Ыскаков"}),
    (["М.Н. Досов", "М. Досов"], {"М. Досов": "М.Н. Досов"}),
]  # fmt: skip


@pytest.mark.parametrize(("names", "expected"), PEOPLE, ids=["; ".join(names) for names, _ in PEOPLE])
def test_people(names: list[str], expected: dict[str, str]) -> None:
    for order in itertools.permutations(names):
        assert meanings([person(name) for name in order]) == expected


def test_a_man_and_a_woman_of_one_surname_stay_two() -> None:
    assert meanings([person("Саша Пак", gender="f"), person("С. Пак", gender="m")]) == {}


def test_a_surname_alone_means_the_one_who_is_everywhere() -> None:
    frequent, alone = person("Марат Досов", 50), person("Досов", 9)
    assert meanings([frequent, alone, person("Серик Досов", 2)]) == {"Досов": "Марат Досов"}
    assert meanings([frequent, alone, person("Серик Досов", 20)]) == {}


def test_an_id_means_the_same_name_when_more_arrive() -> None:
    early = [person("Марат Досов"), person("М. Досов")]
    late = [*early, person("Мурат Досов")]
    assert [entity.entity_id for entity in early] == [entity.entity_id for entity in late[:2]]
    assert meanings(early) and not meanings(late)


def test_given_name_and_patronymic_alone() -> None:
    alone = Known("per_1", "person", "Марат Нурланович", "", "Марат", "Нурланович", "m")
    assert link([alone, person("Марат Нурланович Досов")])[0] == {"per_1": person("Марат Нурланович Досов").entity_id}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["АО Береке", "Береке"], {"Береке": "АО Береке"}),
        (["АО Береке", "ТОО Береке", "Береке"], {}),
        (["Министерство спорта", "Министерство спорта РК"], {"Министерство спорта РК": "Министерство спорта"}),
        (["Парламент Республики Казахстан", "Парламент РК"], {"Парламент Республики Казахстан": "Парламент РК"}),
        (["ТОО Береке-Кус", "ТОО Береке Кус"], {"ТОО Береке-Кус": "ТОО Береке Кус"}),
        (["акимат Карагандинской области", "акимат Кызылординской области"], {}),
    ],
)
def test_organizations(names: list[str], expected: dict[str, str]) -> None:
    for order in itertools.permutations(names):
        assert meanings([organization(name) for name in order]) == expected


def test_merges_say_why() -> None:
    (merge,) = link([person("Марат Досов"), person("М. Досов")])[1]
    assert (merge.name, merge.alias, merge.type) == ("Марат Досов", "М. Досов", "person")
    assert merge.reason == "the only full name with these initials and surname"


def test_order_makes_no_other_id() -> None:
    card = Entity("p1", "person", "Досов Марат Нурланович", "Досов", "Марат", "Нурланович")
    prose = Entity("p1", "person", "Марат Нурланович Досов", "Досов", "Марат", "Нурланович")
    assert entity_id(card) == entity_id(prose)


def test_tables_show_the_usual_order() -> None:
    shown = canonical_name(Known("per_1", "person", "Досов Марат Нурланович", "Досов", "Марат", "Нурланович"))
    assert shown == "Марат Нурланович Досов"
