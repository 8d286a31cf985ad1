"""Frames: documents as pandas DataFrames with the columns of the tables, without touching the disk."""

from __future__ import annotations

from typing import Any, Sequence

from pipeline.document import Document
from pipeline.storing import arrow, database, rows, views
from pipeline.storing.schema import PARTS, arrow_schema
from pipeline.tables import TABLES, Table


def of_documents(documents: Sequence[Document]) -> dict[str, Any]:
    """Table name -> DataFrame, for every table of the contract."""
    made = rows.of_documents(documents)
    tables = {name: arrow.table(made[name], arrow_schema(table)) for name, table in PARTS.items()}
    connection = database.over_rows(tables)
    try:
        views.settle(connection)
        return {table.name: _typed(connection.execute(views.query(table)).df(), table) for table in TABLES}
    finally:
        connection.close()


def _typed(frame: Any, table: Table) -> Any:
    """The frame with a type for each column, an empty one too."""
    kinds = {"string": "object", "integer": "Int64", "number": "float64", "boolean": "bool", "date": "datetime64[us]"}
    return frame.astype({column.name: kinds[column.type] for column in table.columns})
