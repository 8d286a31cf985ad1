"""Dump: from sources to articles, by the format each file's name or content tells."""

from __future__ import annotations

import io
import json
import logging
import os
import sys
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import BinaryIO, Callable, Iterator, Mapping, Sequence

from pipeline.document import Article
from pipeline.errors import Problem, Rejected
from pipeline.reading import delimited, fields, json_array, pages, plain, records, sheets
from pipeline.reading.decoding import SAMPLE, check, open_text
from pipeline.reading.meter import Meter
from pipeline.reading.sources import STANDARD_INPUT, Source
from pipeline.reading.unpacking import members

log = logging.getLogger(__name__)
Read = Article | Rejected


@dataclass(frozen=True, slots=True)
class Options:
    """Limits and the names of fields given by the user."""

    max_chars: int = 200_000
    max_bytes: int = 2_000_000_000
    map: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def longest(self) -> int:
        """Longest line or cell accepted: an article with its markup and other fields."""
        return max(8 * self.max_chars, 1 << 22)


@dataclass(frozen=True, slots=True)
class File:
    """One file or archive member: its source, the member's name, and its name without packing."""

    source: str
    member: str
    name: str

    @property
    def shown(self) -> str:
        """What source_path shows."""
        return f"{self.source}#{self.member}" if self.member else self.source

    @property
    def stem(self) -> str:
        """The file's name without folders and ending."""
        return os.path.splitext(os.path.basename(self.name))[0] or os.path.basename(self.name)


def read(sources: Sequence[Source], options: Options, meter: Meter | None = None) -> Iterator[Read]:
    """Articles and rejected records of all sources, in their order. Never raises for what a file holds."""
    for source in sources:
        try:
            yield from _read_source(source, options, meter)
        except Problem as problem:
            yield _reject(File(source.path, "", source.path), "", problem)
        except OSError as error:
            yield _reject(File(source.path, "", source.path), "", Problem("bad-file", error.strerror or error))


def _read_source(source: Source, options: Options, meter: Meter | None) -> Iterator[Read]:
    with _open(source.path) as stream:
        if meter is not None:
            meter.open(source.path, stream)
        name = source.path
        for member, inner_name, inner in members(stream, name, options.max_bytes):
            file = File(source.path, member, inner_name)
            try:
                if isinstance(inner, Problem):
                    raise inner
                yield from _reader(file)(inner, file, options)
            except Problem as problem:
                yield _reject(file, "", problem)


def _open(path: str) -> BinaryIO:
    if path == STANDARD_INPUT:
        return sys.stdin.buffer
    if "://" in path:
        import fsspec

        return fsspec.open(path, "rb").open()  # type: ignore[no-any-return]
    return open(path, "rb")


def _reject(file: File, record: str, problem: Problem) -> Rejected:
    return Rejected(file.shown, record, "reading", problem.code, problem.detail)


def _reader(file: File) -> Callable[[BinaryIO, File, Options], Iterator[Read]]:
    suffix = os.path.splitext(file.name)[1].lower()
    if not suffix or file.source == STANDARD_INPUT:
        return _told_by_content
    if suffix not in READERS:
        raise Problem("unknown-format", suffix)
    return READERS[suffix]


def _told_by_content(stream: BinaryIO, file: File, options: Options) -> Iterator[Read]:
    """Standard input and files without an ending: JSON lines, a JSON array, a page or text, by how it begins."""
    held = io.BufferedReader(stream, SAMPLE)  # type: ignore[type-var]
    begin = held.peek(SAMPLE)[:SAMPLE].lstrip(b"\xef\xbb\xbf \t\r\n")
    if begin.startswith(b"["):
        reader = _json
    elif begin.startswith(b"{"):
        reader = _jsonl if _is_object(begin.split(b"\n")[0]) else _json
    elif begin[:200].lower().startswith((b"<!doctype html", b"<html")):
        reader = _page
    else:
        reader = _plain
    yield from reader(held, file, options)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _plain(stream: BinaryIO, file: File, options: Options) -> Iterator[Read]:
    """Text: one article called after its file, or many called after their content."""
    texts = plain.split(open_text(stream), options.max_chars)
    first = next(texts)
    second = next(texts, None)
    if second is None:
        yield _text_article(first, file, file.stem, "", options)
        return
    yield _text_article(first, file, "", "1", options)
    yield _text_article(second, file, "", "2", options)
    for number, text in enumerate(texts, 3):
        yield _text_article(text, file, "", str(number), options)


def _text_article(text: str, file: File, name: str, place: str, options: Options) -> Read:
    try:
        head = plain.HEAD.match(text)
        record = {"text": check(text), "id": name, "date": head[0] if head else None}
        return _within(fields.article(record, file.shown, {}), options)
    except Problem as problem:
        code = "empty-file" if problem.code == "no-text" and not place else problem.code
        return _reject(file, place, Problem(code, problem.detail))


def _records(rows: Iterator[records.Record], file: File, options: Options) -> Iterator[Read]:
    """Articles of records; the fields used are logged once a file and whenever they change."""
    shown = ""
    for place, record in rows:
        try:
            if isinstance(record, Problem):
                raise record
            yield _within(fields.article(record, file.shown, options.map), options)
            names = ", ".join(f"{ours}={theirs}" for ours, theirs in fields.guess(list(record), options.map).items())
            if not shown:
                shown = names
                log.info("%s: fields %s", file.shown, names)
        except Problem as problem:
            yield _reject(file, place, problem)


def _within(article: Article, options: Options) -> Article:
    if len(article.text) > options.max_chars:
        raise Problem("too-long", len(article.text))
    return article


def _jsonl(stream: BinaryIO, file: File, options: Options) -> Iterator[Read]:
    yield from _records(records.jsonl(open_text(stream), options.longest), file, options)


def _delimited(stream: BinaryIO, file: File, options: Options) -> Iterator[Read]:
    yield from _records(delimited.records(open_text(stream), options.longest), file, options)


def _json(stream: BinaryIO, file: File, options: Options) -> Iterator[Read]:
    yield from _records(json_array.records(open_text(stream), options.longest), file, options)


def _parquet(stream: BinaryIO, file: File, options: Options) -> Iterator[Read]:
    yield from _records(sheets.parquet(stream), file, options)


def _xlsx(stream: BinaryIO, file: File, options: Options) -> Iterator[Read]:
    yield from _records(sheets.xlsx(stream, options.max_bytes), file, options)


def _page(stream: BinaryIO, file: File, options: Options) -> Iterator[Read]:
    found = pages.record(open_text(stream), options.longest) | {"id": file.stem}
    yield _within(fields.article(found, file.shown, {}), options)


READERS: Mapping[str, Callable[[BinaryIO, File, Options], Iterator[Read]]] = MappingProxyType(
    {
        ".txt": _plain,
        ".text": _plain,
        ".md": _plain,
        ".mbox": _plain,
        ".jsonl": _jsonl,
        ".ndjson": _jsonl,
        ".json": _json,
        ".csv": _delimited,
        ".tsv": _delimited,
        ".parquet": _parquet,
        ".pq": _parquet,
        ".xlsx": _xlsx,
        ".html": _page,
        ".htm": _page,
    }
)
