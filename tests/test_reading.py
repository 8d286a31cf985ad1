"""Reading: every format gives the same articles; one bad record never costs another."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any, Callable

import pandas as pd
import pytest
import zstandard

from pipeline.document import Article
from pipeline.errors import Rejected
from pipeline.reading import Options, dates, decoding, expand, read

RECORDS: list[dict[str, Any]] = [
    {
        "id": f"n{i}",
        "title": f"Новость номер {i}",
        "date": f"2024-05-{i + 1:02d}",
        "text": f'В районе открыто {i + 2} цеха; глава сказал: "Будет ещё".\n\nВыделено {i},5 млрд тенге, «по плану».',
    }
    for i in range(10)
]
LINES = "\n".join(json.dumps(record, ensure_ascii=False) for record in RECORDS)


def _table(delimiter: str) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(RECORDS[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(RECORDS)
    return out.getvalue()


def _zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _frame(method: str) -> bytes:
    out = io.BytesIO()
    getattr(pd.DataFrame(RECORDS), method)(out, index=False)
    return out.getvalue()


FORMATS: dict[str, Callable[[], bytes]] = {
    "a.jsonl": LINES.encode,
    "bom.jsonl": lambda: LINES.encode("utf-8-sig"),
    "wide.jsonl": lambda: LINES.encode("utf-16"),
    "windows.jsonl": lambda: LINES.encode("cp1251"),
    "a.json": lambda: json.dumps(RECORDS, indent=2).encode(),
    "wrapped.json": lambda: json.dumps({"total": 10, "articles": RECORDS}).encode(),
    "lines.json": LINES.encode,
    "a.csv": lambda: _table(",").encode(),
    "semicolons.csv": lambda: _table(";").encode("cp1251"),
    "a.tsv": lambda: _table("\t").encode(),
    "a.parquet": lambda: _frame("to_parquet"),
    "a.xlsx": lambda: _frame("to_excel"),
    "a.jsonl.gz": lambda: gzip.compress(LINES.encode()),
    "a.jsonl.bz2": lambda: bz2.compress(LINES.encode()),
    "a.csv.zst": lambda: zstandard.compress(_table(",").encode()),
    "a.zip": lambda: _zipped(**{"deep/a.jsonl": LINES.encode(), "__MACOSX/x": b"x"}),
    "packed.zip": lambda: _zipped(**{"a.json.gz": gzip.compress(json.dumps(RECORDS).encode())}),
}


def read_all(path: Path, **options: Any) -> list[Article | Rejected]:
    sources, rejected = expand([str(path)])
    return [*rejected, *read(sources, Options(**options))]


def written(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_ten_articles(tmp_path: Path, name: str) -> None:
    articles = read_all(written(tmp_path, name, FORMATS[name]()))
    assert [(a.id, a.title, a.published, a.text) for a in articles if isinstance(a, Article)] == [
        (r["id"], r["title"], date.fromisoformat(r["date"]), r["text"]) for r in RECORDS
    ]
    assert len(articles) == 10


def test_one_file_may_hold_many_articles_under_their_heads(tmp_path: Path) -> None:
    texts = [f" date {r['date']} {r['title']}\n\n{r['text']}" for r in RECORDS]
    articles = read_all(written(tmp_path, "many.txt", "".join(texts)))
    assert [a.text for a in articles] == texts
    assert articles[0].published == date(2024, 5, 1)
    one = read_all(written(tmp_path, "one.txt", texts[0]))
    assert [(a.id, a.text) for a in one] == [("one", texts[0])]


def test_a_page_gives_its_article(tmp_path: Path) -> None:
    body = "".join(f"<p>{part}</p>" for r in RECORDS for part in r["text"].split("\n\n"))
    page = f"<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><html><head><title>Цеха</title></head><body>\
<nav>меню</nav><article><h1>Цеха</h1>{body}<p>&x;</p></article></body></html>"
    (article,) = read_all(written(tmp_path, "page.html", page))
    assert isinstance(article, Article)
    assert article.id == "page" and article.title == "Цеха"
    assert all(part in article.text for part in RECORDS[3]["text"].split("\n\n"))
    assert "root:" not in article.text and "меню" not in article.text


GOOD, BAD = '{"text": "Открыта школа"}', '{"text": "Открыта \\x школа"}'
BROKEN = '{"text": "школа"}'.encode().replace("к".encode(), b"\xd0\xff")


@pytest.mark.parametrize(
    ("name", "content", "codes", "sound"),
    [
        ("empty.txt", b"", ["empty-file"], 0),
        ("blank.txt", b" \n\n", ["empty-file"], 0),
        ("image.txt", b"\x89PNG\r\n\x1a\n\x00\x00", ["binary-file"], 0),
        ("noise.txt", bytes(range(256)) * 4, ["binary-file"], 0),
        ("broken.txt", "Открыта школа № ".encode() + b"\xff\xfe\xfa" + "7 в селе".encode(), ["bad-encoding"], 0),
        ("a.jsonl", f"{GOOD}\nnot json\n{GOOD}\n{BAD}", ["bad-json", "bad-json"], 2),
        ("a.jsonl", f'{GOOD}\n[1]\n"x"\n{{"title": "Без"}}', ["not-a-record", "not-a-record", "no-text"], 1),
        ("a.jsonl", GOOD.encode() + b"\n" + BROKEN, ["bad-encoding"], 1),
        ("a.json", '[{"text": "Одна"}, {"text": "Две" oops}, {"text": "Три"}]', ["bad-json"], 2),
        ("a.csv", 'id,text\n1,"Одна"\n2,Две,лишнее\n3,\n4,Три\n', ["bad-table", "no-text"], 2),
        ("q.csv", 'id,text\n1,"Одна\n2,"Две"\n3,"Три\nи ещё"\n4,"Четыре\n5,Пять\n', ["bad-table", "bad-table"], 3),
        ("s.csv", 'id,text\n1,"Одна" \n2,5" труба\n"3", "Три"\n', [], 3),
        ("a.csv.gz", b"\x1f\x8bnothing", ["bad-archive"], 0),
        ("a.zip", b"PK nothing", ["bad-archive"], 0),
        ("a.parquet", b"PAR1 nothing", ["bad-table"], 0),
        ("a.xlsx", b"PK nothing", ["bad-table"], 0),
        ("b.xlsx", _zipped(**{"xl/workbook.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><workbook/>"}), ["bad-table"], 0),
        ("a.html", "<html><body></body></html>", ["bad-html"], 0),
        ("a.docx", b"PK", ["unknown-format"], 0),
        ("a.jsonl", json.dumps({"text": "х" * 300}), ["too-long"], 0),
    ],
)  # fmt: skip
def test_bad_input_is_a_coded_row_and_costs_no_neighbour(
    tmp_path: Path, name: str, content: bytes | str, codes: list[str], sound: int
) -> None:
    found = read_all(written(tmp_path, name, content), max_chars=200)
    assert [item.code for item in found if isinstance(item, Rejected)] == codes
    assert all(item.message and item.advice for item in found if isinstance(item, Rejected))
    assert sum(isinstance(item, Article) for item in found) == sound


def test_archives_are_read_within_limits(tmp_path: Path) -> None:
    bomb = written(tmp_path, "bomb.txt.gz", gzip.compress(b"a" * 3_000_000))
    assert [item.code for item in read_all(bomb, max_bytes=1_000_000)] == ["too-large"]
    many = written(tmp_path, "many.zip", _zipped(**{f"{n}.txt": b"\xd0\xb0" * 200_000 for n in range(9)}))
    found = read_all(many, max_bytes=1_000_000)
    assert [item.code for item in found if isinstance(item, Rejected)][-1] == "too-large"
    assert len([item for item in found if isinstance(item, Article)]) <= 3
    outside = written(tmp_path, "out.zip", _zipped(**{"../a.txt": b"x", "/etc/b.txt": b"x", "c.txt": "Школа".encode()}))
    assert [getattr(item, "code", "read") for item in read_all(outside)] == ["unsafe-member", "unsafe-member", "read"]


def test_inputs_are_files_folders_globs_each_once_and_sorted(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "b/README.md", "b/.hidden.txt"):
        written(tmp_path, name, "Текст")
    names = ["b", "b/1.txt", "*.txt", "nowhere", "nothing*"]
    sources, rejected = expand([str(tmp_path / name) for name in names])
    assert [Path(s.path).relative_to(tmp_path).as_posix() for s in sources] == ["a.txt", "b/1.txt", "b/2.txt"]
    assert [r.code for r in rejected] == ["missing-path", "missing-path"]
    (tmp_path / "empty").mkdir()
    assert [r.code for r in expand([str(tmp_path / "empty")])[1]] == ["no-articles"]


def test_addresses_are_read_through_fsspec() -> None:
    import fsspec

    fsspec.filesystem("memory").pipe("/news/a.jsonl", LINES.encode())
    sources, _ = expand(["memory://news"])
    assert len(list(read(sources, Options()))) == 10


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"body": "Текст", "headline": "Имя", "pubDate": "2020-02-14"}, ("Имя", date(2020, 2, 14))),
        ({"Контент:": "Текст", "Заголовок": "Имя", "Дата": "14.02.2020"}, ("Имя", date(2020, 2, 14))),
        ({"news_text": "Текст", "news_title": "Имя", "published_at": 1581638400}, ("Имя", date(2020, 2, 14))),
        ({"Текст": "Текст", "title": None, "date": "вчера"}, (None, None)),
    ],
)
def test_fields_go_by_their_usual_names(tmp_path: Path, record: dict[str, Any], expected: tuple[Any, Any]) -> None:
    (article,) = read_all(written(tmp_path, "a.jsonl", json.dumps(record, ensure_ascii=False)))
    assert isinstance(article, Article)
    assert (article.text, article.title, article.published) == ("Текст", *expected)


def test_a_field_may_be_named_by_hand(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", json.dumps({"text": "анонс", "BODY": "Статья", "n": 7}))
    (article,) = read_all(path, map={"text": "BODY", "id": "n"})
    assert isinstance(article, Article)
    assert (article.id, article.text) == ("7", "Статья")


@pytest.mark.parametrize(
    ("written_as", "day"),
    [
        ("2020-02-14", date(2020, 2, 14)),
        ("2020-02-14-20:55", date(2020, 2, 14)),
        ("2020-02-14T20:55:01+06:00", date(2020, 2, 14)),
        ("13:32 31.01.2022", date(2022, 1, 31)),
        ("29 октября 2019, 14:17", date(2019, 10, 29)),
        ("5 мая 2021 г.", date(2021, 5, 5)),
        ("12 март 2021", date(2021, 3, 12)),
        ("Fri, 14 Feb 2020 20:55:00 +0600", date(2020, 2, 14)),
        ("20200214", date(2020, 2, 14)),
        (1581638400000, date(2020, 2, 14)),
        (datetime(2020, 2, 14, 5), date(2020, 2, 14)),
        ("31.02.2020", None),
        ("", None),
        (None, None),
        (True, None),
    ],
)
def test_dates_as_dumps_write_them(written_as: Any, day: date | None) -> None:
    assert dates.parse(written_as) == day


SENTENCE = "В области построено пятнадцать новых школ, сообщили в пресс-службе акимата. Ещё девять строятся."


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("cp1251", "cp1251"),
        ("koi8-r", "koi8-r"),
        ("cp866", "cp866"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-8-sig", "utf-8-sig"),
    ],
)
def test_encodings_are_found(encoding: str, found: str) -> None:
    assert decoding.detect(SENTENCE.encode(encoding)) == found
