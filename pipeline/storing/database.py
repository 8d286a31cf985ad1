"""Database: DuckDB over the parts, in bounded memory, the same answer on any machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Mapping

from pipeline.storing import arrow, parts
from pipeline.storing.schema import PARTS, arrow_schema


def over_parts(folder: Path, spill: Path, memory_limit: int) -> Any:
    """A connection with a view ``part_NAME`` for each part table. ``memory_limit`` in MiB; more goes to ``spill``."""
    connection = connect(spill, memory_limit)
    names = parts.listed(folder)
    for table in PARTS:
        files = [str(path) for name in names if (path := folder / name / f"{table}.parquet").exists()]
        _register(connection, table, arrow.table([], arrow_schema(PARTS[table])))
        if files:  # parts of an older program may lack a column: it is unknown there
            listed = ", ".join(quoted(file) for file in files)
            connection.execute(
                f"CREATE OR REPLACE VIEW part_{table} AS SELECT * FROM arrow_{table}"
                f" UNION ALL BY NAME SELECT * FROM read_parquet([{listed}], union_by_name = true)"
            )
    return connection


def over_rows(tables: Mapping[str, Any]) -> Any:
    """A connection with the part tables given as pyarrow Tables; others are empty."""
    connection = connect()
    for table in PARTS:
        _register(connection, table, tables.get(table, arrow.table([], arrow_schema(PARTS[table]))))
    return connection


def connect(spill: Path | None = None, memory_limit: int = 1024) -> Any:
    """An empty database of one thread: row order and sums do not depend on the machine."""
    import duckdb

    config: dict[str, Any] = {"threads": 1, "memory_limit": f"{memory_limit}MiB", "autoinstall_known_extensions": False}
    if spill is not None:
        config["temp_directory"] = str(spill)
    connection = duckdb.connect(config=config)
    connection.execute("SET enable_progress_bar = false")
    return connection


def _register(connection: Any, table: str, arrow: Any) -> None:
    connection.register(f"arrow_{table}", arrow)
    connection.execute(f"CREATE VIEW part_{table} AS SELECT * FROM arrow_{table}")


def quoted(text: str) -> str:
    """Text as a string of SQL."""
    return "'" + text.replace("'", "''") + "'"
