"""Articles made up for tests: short, all different, each with people, regions and figures."""

from __future__ import annotations

import json
from pathlib import Path

PLACES = ("Павлодарской области", "Костанае", "области Улытау", "Шымкенте", "Актюбинской области", "Талдыкоргане")
PEOPLE = ("Ержан Оспанов", "Айгуль Сейтова", "Марат Жумабеков", "Ольга Кравцова", "Данияр Ахметов")
THINGS = ("новых рабочих мест", "инвестиционных проектов", "школ", "километров дорог", "теплиц", "детских садов")
DONE = ("создано", "реализовано", "построено", "отремонтировано", "открыто", "введено")


def article(n: int) -> str:
    """The n-th article."""
    place, person = PLACES[n % len(PLACES)], PEOPLE[n % len(PEOPLE)]
    thing, done = THINGS[n % 7 % len(THINGS)], DONE[n % 5]
    return (
        f" date 2024-{n % 12 + 1:02d}-{n % 28 + 1:02d} Итоги номер {n}\n\n"
        f"В {place} с начала года {done} {n + 3} {thing}. На это направлено {n + 1},5 млрд тенге, сообщил {person}.\n"
    )


def folder_of(path: Path, count: int) -> Path:
    """A folder with the first articles, one a file."""
    path.mkdir(parents=True, exist_ok=True)
    for n in range(count):
        (path / f"a{n:04d}.txt").write_text(article(n), encoding="utf-8")
    return path


def dump_of(path: Path, count: int) -> Path:
    """A JSONL file with the first articles."""
    lines = [json.dumps({"id": f"a{n:04d}", "text": article(n)}, ensure_ascii=False) for n in range(count)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def tables(output: Path) -> dict[str, bytes]:
    """The tables of an output folder, name -> content."""
    return {path.name: path.read_bytes() for path in sorted(output.glob("*.csv"))}
