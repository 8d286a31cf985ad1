"""Sheets: Parquet and XLSX as a stream of (place, record or Problem)."""

from __future__ import annotations

import tempfile
import zipfile
from contextlib import contextmanager
from typing import Any, BinaryIO, Iterator

from pipeline.errors import Problem
from pipeline.reading.records import Record

_BATCH = 256


def parquet(stream: BinaryIO) -> Iterator[Record]:
    """Rows of a Parquet file, numbered from 1. Raises Problem bad-table."""
    import pyarrow.parquet as pq

    number = 0
    with _broken_tables(), _seekable(stream) as file:
        for batch in pq.ParquetFile(file).iter_batches(_BATCH):
            for row in batch.to_pylist():
                number += 1
                yield str(number), row


def xlsx(stream: BinaryIO, limit: int) -> Iterator[Record]:
    """Rows of every sheet under its header; places read ``Sheet!2``. Formulas are not computed: their stored values
    are read. ``limit`` is in bytes after unpacking. Raises Problem: bad-table, too-large.
    """
    import openpyxl

    with _broken_tables(), _seekable(stream) as file:
        _check_members(file, limit)
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            yield from _sheet(sheet)


@contextmanager
def _broken_tables() -> Iterator[None]:
    """Whatever a library raises over a file it cannot read is a Problem with the file."""
    try:
        yield
    except Problem:
        raise
    except Exception as error:
        raise Problem("bad-table", f"{type(error).__name__}: {error}") from error


def _check_members(file: Any, limit: int) -> None:
    """Refuse a workbook that unpacks to too much, or whose XML declares a document type: none needs one."""
    with zipfile.ZipFile(file) as archive:
        if sum(info.file_size for info in archive.infolist()) > limit:
            raise Problem("too-large", limit)
        for info in archive.infolist():
            with archive.open(info) as member:
                if b"<!DOCTYPE" in member.read(1 << 16).upper():
                    raise Problem("bad-table", "its XML declares a document type")
    file.seek(0)


def _sheet(sheet: Any) -> Iterator[Record]:
    header: list[str] = []
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if all(cell is None or cell == "" for cell in row):
            continue
        if not header:
            header = ["" if cell is None else str(cell).strip() for cell in row]
            continue
        yield f"{sheet.title}!{number}", {name: cell for name, cell in zip(header, row) if name}


def _seekable(stream: BinaryIO) -> Any:
    """The stream where it can be sought in; else its content in a temporary file that is gone when closed."""
    held = tempfile.SpooledTemporaryFile(max_size=1 << 24)  # noqa: SIM115 - the caller closes it
    while piece := stream.read(1 << 20):
        held.write(piece)
    held.seek(0)
    return held
