"""Export: the CSV tables, computed from the parts and replaced in one step.

The files lie in a folder of their own, ``.tables-VIEW``; ``.tables`` points to it and ``facts.csv``
and the others point into ``.tables``. Turning that one pointer replaces all tables at once.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import Any

from pipeline.storing import database, parts, views
from pipeline.storing.fingerprint import VIEWING, of_files
from pipeline.tables import TABLES

POINTER = ".tables"


def view_id(folder: Path, lexicon: str) -> str:
    """What the tables depend on: the parts by name, and the code and lexicon that make tables of them."""
    told = "\n".join([*parts.listed(folder), of_files(VIEWING), lexicon])
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def is_current(output: Path, view: str) -> bool:
    """Whether the tables in place are those of ``view``, all of them."""
    pointer = output / POINTER
    if not pointer.is_symlink() or os.readlink(pointer) != f"{POINTER}-{view}":
        return False
    return all((output / f"{table.name}.csv").exists() for table in TABLES)


def export(output: Path, folder: Path, view: str, memory_limit: int) -> None:
    """Write every table from the parts in ``folder`` and put them in place of the old ones."""
    fresh = output / f"{POINTER}-{view}"
    shutil.rmtree(fresh, ignore_errors=True)
    spill = output / f"{POINTER}-spill"
    fresh.mkdir(parents=True)
    try:
        connection = database.over_parts(folder, spill, memory_limit)
        try:
            views.settle(connection)
            for table in TABLES:
                copy(connection, views.csv_query(table), fresh / f"{table.name}.csv")
        finally:
            connection.close()
        parts.sync_folder(fresh)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    finally:
        shutil.rmtree(spill, ignore_errors=True)
    turn(output, fresh.name)


def counts(folder: Path) -> dict[str, int]:
    """Rows of each table that stands in the parts as it is: from the files' footers, nothing is read."""
    import pyarrow.parquet as pq

    found = dict.fromkeys(("articles", "facts", "mentions", "tokens", "roles"), 0)
    for name in parts.listed(folder):
        for table in found:
            path = folder / name / f"{table}.parquet"
            if path.exists():
                found[table] += pq.read_metadata(path).num_rows
    return found


def copy(connection: Any, query: str, path: Path) -> None:
    """Write a query's rows as CSV and sync them to the disk."""
    # Without a comment sign only what must be quoted is.
    options = "FORMAT csv, HEADER, DELIMITER ',', COMMENT ''"
    connection.execute(f"COPY ({query}) TO {database.quoted(str(path))} ({options})")
    with path.open("rb+") as file:
        parts.sync(file)


def turn(output: Path, name: str) -> None:
    """Point the tables to folder ``name`` and remove the folders of earlier views but the last."""
    pointer = output / POINTER
    before = os.readlink(pointer) if pointer.is_symlink() else ""
    _point(pointer, name)
    for table in TABLES:
        link = output / f"{table.name}.csv"
        target = f"{POINTER}/{table.name}.csv"
        if not link.is_symlink() or os.readlink(link) != target:
            _point(link, target)
    parts.sync_folder(output)
    for old in output.glob(f"{POINTER}-*"):
        if old.name not in (name, before):  # a reader may still be in the one before
            shutil.rmtree(old, ignore_errors=True)


def _point(link: Path, target: str) -> None:
    """Make or replace a symbolic link in one step."""
    aside = link.with_name(f"{link.name}.new")
    aside.unlink(missing_ok=True)
    aside.symlink_to(target)
    os.replace(aside, link)
