"""Fuzz: mutated files never crash a reading or lose a neighbour's article, mutated texts never stop a stage.

``FUZZ=20000 pytest tests/test_fuzz.py`` tries more; docs/reliability.md says how many were tried.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.document import Article, Document
from pipeline.errors import PROBLEMS, Rejected
from pipeline.reading import Options, expand, read
from tests.test_reading import FORMATS, LINES, RECORDS

TRIES = int(os.environ.get("FUZZ", "1020"))
NEIGHBOURS = ("0_before.jsonl", "z_after.jsonl")
PAGE = "<html><head><title>Итоги</title></head><body><article>{}</article></body></html>".format(
    "".join(f"<p>{record['text']}</p>" for record in RECORDS)
)
SAMPLES = {name: make() for name, make in FORMATS.items()} | {
    "many.txt": "".join(f" date {r['date']} {r['title']}\n\n{r['text']}" for r in RECORDS).encode(),
    "page.html": PAGE.encode(),
    "bare": LINES.encode(),
}
HOSTILE = (
    b"\x00",
    b"\xff\xfe",
    b'"',
    b"\\",
    b"{",
    b"]",
    b"\n",
    b"\r",
    b",",
    b"<!ENTITY",
    b"\xed\xa0\x80",
    b"1e999",
    b"PK\x03\x04",
)


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The content with a few bytes changed, lost, repeated, moved or cut off."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(data) + 1)
        length = chance.choice((1, 1, 2, 8, 64, 512))
        match chance.randrange(6):
            case 0:
                data[at : at + length] = chance.randbytes(len(data[at : at + length]))
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length] * chance.choice((1, 3))
            case 3:
                data[at:at] = chance.choice(HOSTILE)
            case 4 if at < len(data):
                data[at] ^= 1 << chance.randrange(8)
            case 5 if chance.random() < 0.2:
                del data[at:]
    return bytes(data)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_mutated_file_costs_no_neighbour(tmp_path: Path, name: str) -> None:
    chance = random.Random(name)
    for neighbour in NEIGHBOURS:
        (tmp_path / neighbour).write_text(LINES, encoding="utf-8")
    sources, _ = expand([str(tmp_path / neighbour) for neighbour in NEIGHBOURS] + [str(tmp_path)])
    options = Options(max_bytes=5_000_000)
    for number in range(TRIES // len(SAMPLES)):
        (tmp_path / name).write_bytes(mutated(SAMPLES[name], chance))
        sources, _ = expand([str(tmp_path)])
        found = list(read(sources, options))
        for neighbour in NEIGHBOURS:
            told = [item for item in found if isinstance(item, Article) and item.source_path.endswith(neighbour)]
            assert len(told) == len(RECORDS), number
        for item in found:
            if isinstance(item, Rejected):
                assert item.code in PROBLEMS and item.message
            else:
                assert item.text.strip() and item.id and item.text.encode("utf-8")


ARTICLES = Path(__file__).parent.parent / "benchmarks" / "annotated" / "articles.jsonl"
NOISE = ".,;:()«»-–— \n%0123456789№"


def garbled(text: str, chance: random.Random) -> str:
    """A text with its blanks, lines, letters, words or order spoilt, as dumps spoil them."""
    match chance.randrange(8):
        case 0:
            return text.replace("\n", " ")
        case 1:
            return text.replace(". ", ".").replace("–", "-")
        case 2:
            return text.upper() if chance.random() < 0.5 else text.lower()
        case 3:
            words = text.split(" ")
            return " ".join(chance.sample(words, len(words)))
        case 4:
            return "".join(letter for letter in text if chance.random() > 0.03)
        case 5:
            return "".join(letter if chance.random() > 0.02 else chance.choice(NOISE) for letter in text)
        case 6:
            return text[chance.randrange(len(text)) :][: chance.randrange(1, 400)]
        case _:
            return ". ".join(sorted(text.split(". "), key=lambda _: chance.random()))


def test_a_garbled_text_stops_no_stage(process: Callable[..., list[Document]]) -> None:
    chance = random.Random(3)
    texts = [json.loads(line)["text"] for line in ARTICLES.read_text(encoding="utf-8").splitlines()]
    for _ in range(TRIES // 10):
        process(garbled(chance.choice(texts), chance))


ROWS = "id,text\n" + "\n".join(f'n{n},"Открыто {n} цеха, ""Заря"", сообщил аким"' for n in range(10))


@pytest.mark.parametrize(("name", "content", "first"), [("a.jsonl", LINES, 0), ("a.csv", ROWS, 1)])
def test_a_broken_line_costs_no_neighbouring_line(tmp_path: Path, name: str, content: str, first: int) -> None:
    chance = random.Random(7)
    for _ in range(max(100, TRIES // 10)):
        lines = content.encode().split(b"\n")
        hit = chance.randrange(first, len(lines))
        lines[hit] = mutated(lines[hit], chance).replace(b"\n", b" ").replace(b"\r", b" ")
        (tmp_path / name).write_bytes(b"\n".join(lines))
        found = {item.id for item in read(expand([str(tmp_path)])[0], Options()) if isinstance(item, Article)}
        assert {f"n{n}" for n in range(10) if n != hit - first} <= found
