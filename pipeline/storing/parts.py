"""Parts: what one shard left behind, a folder of Parquet files that is there whole or not at all.

A part is called gNNNNNN-NNNNNN: the run that made it and its number in that run. Of two parts that
hold the same article, the later run's counts.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Any, Iterable, Mapping

from pipeline.storing import arrow
from pipeline.storing.rows import Rows
from pipeline.storing.schema import PARTS, arrow_schema

NAME = re.compile(r"g(\d{6,})-(\w+)")
UNFINISHED = ".unfinished-"


def part_name(generation: int, number: int | str) -> str:
    """The name of a part."""
    return f"g{generation:06d}-{number:06d}" if isinstance(number, int) else f"g{generation:06d}-{number}"


def generation_of(name: str) -> int:
    """The run that made a part. Raises ValueError for another name."""
    found = NAME.fullmatch(name)
    if not found:
        raise ValueError(name)
    return int(found[1])


def listed(folder: Path) -> list[str]:
    """Names of the finished parts, in order."""
    if not folder.is_dir():
        return []
    return sorted(name for name in os.listdir(folder) if NAME.fullmatch(name))


def write(folder: Path, name: str, rows: Rows) -> None:
    """Write a part: to an unfinished name, synced to disk, then renamed. Tables without rows get no file."""
    made = {table: [arrow.table(some, arrow_schema(PARTS[table]))] for table, some in rows.items() if some}
    write_tables(folder, name, made)


def write_tables(folder: Path, name: str, tables: Mapping[str, Iterable[Any]]) -> None:
    """Write a part from streams of Arrow tables or batches. On failure nothing of it stays."""
    import pyarrow.parquet as pq

    unfinished = folder / f"{UNFINISHED}{name}"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        for table, pieces in tables.items():
            with (unfinished / f"{table}.parquet").open("wb") as file:
                with pq.ParquetWriter(file, arrow_schema(PARTS[table]), compression="zstd") as writer:
                    for piece in pieces:
                        writer.write(piece)
                sync(file)
        sync_folder(unfinished)
        os.rename(unfinished, folder / name)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    sync_folder(folder)


def remove(folder: Path, name: str) -> None:
    """Remove a part: out of sight in one step, then from disk."""
    aside = folder / f"{UNFINISHED}{name}-gone"
    shutil.rmtree(aside, ignore_errors=True)
    os.rename(folder / name, aside)
    shutil.rmtree(aside, ignore_errors=True)


def clean(folder: Path) -> int:
    """Remove what runs that were cut off left unfinished; only under the lock. Returns how many."""
    left = list(folder.glob(f"{UNFINISHED}*"))
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return len(left)


def sync(file: Any) -> None:
    """Flush an open file to the disk itself."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to the disk, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
