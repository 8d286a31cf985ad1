"""Records: JSONL, JSON, CSV and TSV as a stream of (place, record or Problem)."""

from __future__ import annotations

import csv
import json
from typing import Any, Iterator, TextIO

from pipeline.errors import Problem
from pipeline.reading.decoding import check

Record = tuple[str, dict[str, Any] | Problem]
_SAMPLE = 1 << 16


def jsonl(stream: TextIO, longest: int) -> Iterator[Record]:
    """One JSON object a line; ``longest`` is the longest line accepted, in characters."""
    for number, line in _lines(stream, longest):
        if line is None:
            yield str(number), Problem("too-long", f"over {longest}")
        elif line.strip("\ufeff\x1e \t\r\n"):
            yield str(number), _object(line.strip("\ufeff\x1e \t\r\n"))


def _lines(stream: TextIO, longest: int) -> Iterator[tuple[int, str | None]]:
    number = 0
    while line := stream.readline(longest + 1):
        number += 1
        if len(line) <= longest:
            yield number, line
            continue
        while line and not line.endswith("\n"):
            line = stream.readline(longest + 1)
        yield number, None


def _object(text: str) -> dict[str, Any] | Problem:
    try:
        return as_record(json.loads(check(text)))
    except Problem as problem:
        return problem
    except (ValueError, RecursionError) as error:
        return Problem("bad-json", error)


def as_record(value: Any) -> dict[str, Any]:
    """The value if it is an object. Raises Problem not-a-record."""
    if not isinstance(value, dict):
        kinds = {list: "list", str: "string", type(None): "null", bool: "boolean"}
        raise Problem("not-a-record", kinds.get(type(value), "number"))
    return value


def delimited(stream: TextIO, longest: int) -> Iterator[Record]:
    """Rows of a CSV or TSV file under its header; delimiter found among , ; tab and |.

    Raises Problem bad-table where there is no header. A row is named by its number, the header being row 1.
    """
    sample = stream.readline(_SAMPLE)
    while sample and not sample.strip("\ufeff\r\n "):
        sample = stream.readline(_SAMPLE)
    delimiter = _delimiter(sample)
    csv.field_size_limit(max(longest, 1 << 17))
    rows = csv.reader(_chain(sample, stream), delimiter=delimiter, strict=False)
    try:
        header = [check(name).strip().strip("\ufeff") for name in next(rows)]
    except (csv.Error, StopIteration) as error:
        raise Problem("bad-table", error) from error
    number = 1
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield str(number), Problem("bad-table", error)
            continue
        if any(cell.strip() for cell in row):
            yield str(number), _row(header, row)


def _row(header: list[str], row: list[str]) -> dict[str, Any] | Problem:
    if len(row) > len(header):
        return Problem("bad-table", f"{len(row)} cells under {len(header)} columns")
    try:
        return {name: check(cell) for name, cell in zip(header, row, strict=False)}
    except Problem as problem:
        return problem


def _delimiter(header: str) -> str:
    return max(",\t;|", key=lambda sign: (header.count(sign), sign == ","))


def _chain(first: str, stream: TextIO) -> Iterator[str]:
    yield first
    yield from stream
