"""Arrow: rows of cells as pyarrow tables, made buffer by buffer.

``pyarrow.array`` would do the same, but it loads pandas first, which takes longer than writing a part.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

_DAY_ZERO = date(1970, 1, 1).toordinal()


def table(rows: Sequence[tuple[Any, ...]], schema: Any) -> Any:
    """Rows as a pyarrow Table; None is null. The types are those of the contract."""
    import pyarrow as pa

    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    arrays = [_array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(cells: tuple[Any, ...], kind: Any) -> Any:
    import pyarrow as pa

    valid = np.array([cell is not None for cell in cells], bool)
    bitmap = None if valid.all() else pa.py_buffer(_bits(valid))
    buffers = [pa.py_buffer(buffer) for buffer in _buffers(cells, kind)]
    return pa.Array.from_buffers(kind, len(cells), [bitmap, *buffers])


def _buffers(cells: tuple[Any, ...], kind: Any) -> list[Any]:
    """The values; what stands for a null is never read."""
    if kind == "string":
        written = [cell.encode() if cell else b"" for cell in cells]
        ends = np.cumsum([0, *map(len, written)], dtype=np.int32)
        return [ends, b"".join(written)]
    if kind == "bool":
        return [_bits(np.array([bool(cell) for cell in cells], bool))]
    if kind == "date32[day]":
        return [np.array([cell.toordinal() - _DAY_ZERO if cell else 0 for cell in cells], np.int32)]
    return [np.array([cell or 0 for cell in cells], kind.to_pandas_dtype())]


def _bits(flags: Any) -> Any:
    return np.packbits(flags, bitorder="little")
