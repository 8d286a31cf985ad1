"""Delimited: CSV and TSV as a stream of (place, record or Problem); a stray quote costs one row, not the rest."""

from __future__ import annotations

import csv
from typing import Any, Iterator, TextIO

from pipeline.errors import Problem
from pipeline.reading.decoding import check
from pipeline.reading.records import Record

_HEADER = 1 << 16  # characters


def records(stream: TextIO, longest: int) -> Iterator[Record]:
    """Rows under the header; the delimiter is found among , ; tab and |.

    Raises Problem bad-table where there is no header. A row is named by its number, the header being row 1.
    """
    lines = _Lines(stream)
    while lines.front().strip("\ufeff\r\n ") == "" and lines.front():
        next(lines)
    delimiter = max(",\t;|", key=lambda sign: (lines.front()[:_HEADER].count(sign), sign == ","))
    csv.field_size_limit(max(longest, 1 << 17))
    try:
        header = [check(name).strip().strip("\ufeff") for name in next(csv.reader(lines, delimiter=delimiter))]
    except (csv.Error, StopIteration) as error:
        raise Problem("bad-table", error) from error
    number = 1
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.taken.clear()
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            row = _leniently(lines.taken[0], delimiter)
            # A row of one line whose quotes all close is understood; signs beside quotes are harmless.
            whole = len(row) == len(header) and lines.taken[0].count('"') % 2 == 0
            found = _record(header, row) if whole else Problem("bad-table", error)
        else:
            if not any(cell.strip() for cell in row):
                continue
            found = _record(header, row)
            if len(row) == len(header) or len(lines.taken) == 1:
                yield str(number), found
                continue
        yield str(number), found
        lines.put_back_all_but_first()  # a quote that was never closed may have swallowed sound rows
        rows = csv.reader(lines, delimiter=delimiter, strict=True)


def _leniently(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter))
    except csv.Error:
        return []


def _record(header: list[str], row: list[str]) -> dict[str, Any] | Problem:
    if len(row) > len(header):
        return Problem("bad-table", f"{len(row)} cells under {len(header)} columns")
    try:
        return {name: check(cell) for name, cell in zip(header, row)}
    except Problem as problem:
        return problem


class _Lines:
    """Lines of a stream that remembers those of the row at hand and takes lines back."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._waiting: list[str] = []  # last first
        self.taken: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._waiting.pop() if self._waiting else self._stream.readline()
        if not line:
            raise StopIteration
        self.taken.append(line)
        return line

    def front(self) -> str:
        """The next line, left where it is; empty at the end."""
        if not self._waiting:
            line = self._stream.readline()
            if not line:
                return ""
            self._waiting.append(line)
        return self._waiting[-1]

    def put_back_all_but_first(self) -> None:
        """Give back the lines of the row at hand after its first."""
        self._waiting += self.taken[:0:-1]
        self.taken.clear()
