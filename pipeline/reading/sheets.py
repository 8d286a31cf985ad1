"""Sheets: Parquet and XLSX as a stream of (place, record or Problem)."""

from __future__ import annotations

import tempfile
from typing import Any, BinaryIO, Iterator

from pipeline.errors import Problem
from pipeline.reading.records import Record

_BATCH = 256


def parquet(stream: BinaryIO) -> Iterator[Record]:
    """Rows of a Parquet file, numbered from 1. Raises Problem bad-table."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    with _seekable(stream) as file:
        try:
            for batch in pq.ParquetFile(file).iter_batches(_BATCH):
                for row in batch.to_pylist():
                    number += 1
                    yield str(number), row
        except (pa.ArrowException, OSError, ValueError, UnicodeDecodeError) as error:
            raise Problem("bad-table", error) from error


def xlsx(stream: BinaryIO) -> Iterator[Record]:
    """Rows of every sheet under its header; places read ``Sheet!2``. Formulas are not computed: their stored values are read.

    Raises Problem bad-table.
    """
    import zipfile
    from xml.etree.ElementTree import ParseError

    import openpyxl

    try:
        with _seekable(stream) as file:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                yield from _sheet(sheet)
    except (zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, OSError, EOFError, IndexError) as error:
        raise Problem("bad-table", error) from error
    except Exception as error:
        if type(error).__module__.startswith(("openpyxl", "zlib", "lxml")):
            raise Problem("bad-table", error) from error
        raise


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
