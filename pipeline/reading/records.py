"""Records: JSON lines as a stream of (place, record or Problem)."""

from __future__ import annotations

import json
from typing import Any, Iterator, TextIO

from pipeline.errors import Problem
from pipeline.reading.decoding import check

Record = tuple[str, dict[str, Any] | Problem]


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
