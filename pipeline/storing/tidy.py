"""Tidy: drop from the parts what later parts replaced, and join small parts, so that a store stays quick for years."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Iterator

from pipeline.storing import parts
from pipeline.storing.schema import PARTS, arrow_schema
from pipeline.storing.state import State

Keep = Callable[[str, dict[str, Any]], bool]
SMALL = 1024  # articles; parts below it are joined …
MANY = 64  # … when there are so many of them …
FULL = 4096  # … to parts of about so many articles


def drop_replaced(folder: Path, state: State, read: set[str], rejects: set[tuple[str, ...]]) -> int:
    """Rewrite parts that hold replaced articles, or rejects of the sources ``read`` that no longer hold.

    ``rejects`` are the rows of the records rejected by this run's reading. Returns how many parts changed.
    A kill in between leaves at worst an article twice, and the next run drops one.
    """
    stale = {name for row, name in state.reading_rejects.items() if _gone(row, read, rejects)}
    changed = sorted({*state.dead_parts, *stale})
    for name in changed:

        def keep(table: str, row: dict[str, Any], name: str = name) -> bool:
            if table == "rejected" and not row["article_id"]:
                cells = tuple(row[column.name] for column in PARTS[table].columns[:6])
                return not _gone(cells, read, rejects) and state.reading_rejects[cells] == name
            return state.holder(row["article_id"]) == name

        _rewrite(folder, name, keep)
    return len(changed)


def _gone(row: tuple[str, ...], read: set[str], rejects: set[tuple[str, ...]]) -> bool:
    return (row[0] in read or row[0].partition("#")[0] in read) and row not in rejects


def _rewrite(folder: Path, name: str, keep: Keep) -> None:
    """Replace a part by one with only the rows to keep; by nothing if none is."""
    tables = {table: list(_kept(folder / name, table, keep)) for table in PARTS}
    left = {table: pieces for table, pieces in tables.items() if any(len(piece) for piece in pieces)}
    if left:
        number = 0
        while (folder / (fresh := f"{name}r{number}")).exists():
            number += 1
        parts.write_tables(folder, fresh, left)
    parts.remove(folder, name)


def _kept(part: Path, table: str, keep: Keep) -> Iterator[Any]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = part / f"{table}.parquet"
    if not path.exists():
        return
    decided: dict[str, bool] = {}
    for batch in pq.ParquetFile(path).iter_batches():
        if table == "rejected":
            mask = [keep(table, row) for row in batch.to_pylist()]
        else:
            ids = batch.column("article_id").to_pylist()
            for identity in ids:
                if identity not in decided:
                    decided[identity] = keep(table, {"article_id": identity})
            mask = [decided[identity] for identity in ids]
        yield pa.Table.from_batches([batch]).filter(pa.array(mask))


def join_small(folder: Path) -> int:
    """Join small parts where they are many. Only after ``drop_replaced``: then no article is in two parts.

    The joined part is whole before the first of its sources goes; after a kill in between, the next run drops
    the sources as replaced. Returns how many parts were joined.
    """
    sizes = {name: size for name in parts.listed(folder) if (size := _articles(folder / name)) < SMALL}
    if len(sizes) < MANY:
        return 0
    group: list[str] = []
    for name in sizes:
        group.append(name)
        if sum(sizes[member] for member in group) >= FULL:
            _join(folder, group)
            group = []
    if len(group) > 1:
        _join(folder, group)
    return len(sizes)


def _join(folder: Path, names: list[str]) -> None:
    present = [table for table in PARTS if any((folder / name / f"{table}.parquet").exists() for name in names)]
    parts.write_tables(folder, f"{names[-1]}j", {table: _batches(folder, names, table) for table in present})
    for name in names:
        parts.remove(folder, name)


def _batches(folder: Path, names: list[str], table: str) -> Iterator[Any]:
    import pyarrow.parquet as pq

    for name in names:
        path = folder / name / f"{table}.parquet"
        if path.exists():
            yield from pq.ParquetFile(path).iter_batches()


def _articles(part: Path) -> int:
    """Articles of a part; very many if a program of another day made it, so that it is left alone."""
    import pyarrow.parquet as pq

    for table in PARTS:
        path = part / f"{table}.parquet"
        if path.exists() and pq.read_schema(path) != arrow_schema(PARTS[table]):
            return FULL
    path = part / "articles.parquet"
    return int(pq.read_metadata(path).num_rows) if path.exists() else 0
