"""JSON: a whole document of records, an array read piece by piece so that its length costs no memory."""

from __future__ import annotations

import json
import re
from typing import Any, Iterator, TextIO

from pipeline.errors import Problem
from pipeline.reading.fields import guess
from pipeline.reading.records import Record, as_record

_CHUNK = 1 << 16
_SPACE = re.compile(r"[\s,]*")
_NEXT = re.compile(r"[}\]\"]\s*,\s*(?=\{)")  # where a record may begin after a broken one
_WRAPPERS = ("articles", "items", "data", "records", "results", "rows", "docs", "news", "response", "hits", "_source")


def records(stream: TextIO, longest: int) -> Iterator[Record]:
    """Records of an array, of one object, of an object that wraps an array, or of objects one after another.

    A broken record costs itself; reading goes on at the next that begins after it.
    """
    decoder = json.JSONDecoder()
    buffer = _Buffer(stream, longest)
    number = 0
    buffer.skip(re.compile(r"[\s\ufeff]*"))
    in_array = buffer.text[:1] == "["
    if in_array:
        buffer.drop(1)
    while True:
        buffer.skip(_SPACE)
        if not buffer.text or (in_array and buffer.text[0] == "]"):
            return
        number += 1
        found = _one(decoder, buffer)
        if isinstance(found, Problem):
            yield str(number), found
            if not buffer.resume():
                return
        elif in_array:
            yield str(number), _checked(found)
        else:
            for inner in _unwrapped(found):
                yield str(number), _checked(inner)
                number += 1
            number -= 1


def _one(decoder: json.JSONDecoder, buffer: _Buffer) -> Any:
    """The next value, or the Problem with it."""
    while True:
        try:
            value, end = decoder.raw_decode(buffer.text)
        except (ValueError, RecursionError) as error:
            if isinstance(error, ValueError) and buffer.grow():
                continue
            return Problem("bad-json", error)
        if end == len(buffer.text) and not isinstance(value, (dict, list)) and buffer.grow():
            continue  # a number may go on
        buffer.drop(end)
        return value


def _unwrapped(value: Any) -> list[Any]:
    """The records inside an object that only wraps them."""
    if isinstance(value, list):
        return value
    while isinstance(value, dict) and "text" not in guess([name for name in value if isinstance(name, str)], {}):
        inner = next((value[name] for name in _WRAPPERS if isinstance(value.get(name), (list, dict))), None)
        if isinstance(inner, list):
            return [item.get("_source", item) if isinstance(item, dict) else item for item in inner]
        if inner is None:
            break
        value = inner
    return [value]


def _checked(value: Any) -> dict[str, Any] | Problem:
    try:
        return as_record(value)
    except Problem as problem:
        return problem


class _Buffer:
    """The unread front of a stream."""

    def __init__(self, stream: TextIO, longest: int) -> None:
        self._stream = stream
        self._longest = longest
        self._step = _CHUNK
        self.text = stream.read(_CHUNK)

    def grow(self) -> bool:
        """Read on; False at the end or where a record is too long. Steps double, so that retries stay cheap."""
        if len(self.text) > self._longest:
            return False
        piece = self._stream.read(self._step)
        self._step *= 2
        self.text += piece
        return bool(piece)

    def drop(self, count: int) -> None:
        """Forget the first characters."""
        self.text = self.text[count:]
        self._step = _CHUNK
        if not self.text:
            self.text = self._stream.read(_CHUNK)

    def skip(self, what: re.Pattern[str]) -> None:
        """Forget what the pattern matches at the front."""
        while found := what.match(self.text):
            if not found.end():
                return
            whole = found.end() == len(self.text)
            self.drop(found.end())
            if not whole:
                return

    def resume(self) -> bool:
        """Go to where the next record may begin; False if there is none."""
        start = 1
        while True:
            found = _NEXT.search(self.text, start)
            if found:
                self.drop(found.end())
                return True
            self.text = self.text[-256:] if len(self.text) > 256 else self.text
            start = 0
            piece = self._stream.read(_CHUNK)
            if not piece:
                return False
            self.text += piece
