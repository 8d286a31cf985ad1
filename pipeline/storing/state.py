"""State: what has been done, read from the parts alone. A few dozen bytes an article, however long the text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator

import numpy as np

from pipeline.storing import parts

_COLUMNS = ["article_id", "source_path", "content_sha256", "made_by"]
_TYPES = (np.uint64, np.uint64, np.uint64, np.int32, np.int32)  # keys of id, source and text; made under; part
_MEMORY = 1 << 16  # entries of Seen held loose before they are packed


def key(text: str) -> int:
    """64 bits of a hash."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8], "big")


@dataclass(frozen=True, slots=True)
class Known:
    """What the store holds of an article: keys of its text and source, and under what it was made."""

    content: int
    source: int
    made_by: str


class State:
    """The live articles of the parts of a folder; where several parts hold one, the last counts."""

    def __init__(self, folder: Path) -> None:
        self.names = parts.listed(folder)
        self.reading_rejects: dict[tuple[str, ...], str] = {}  # row of the contract -> newest part that holds it
        made_index: dict[str, int] = {}
        columns: list[list[Any]] = [[] for _ in _TYPES]  # of arrays, one a part
        for number, name in enumerate(self.names):
            rows = [
                (
                    key(identity),
                    key(source),
                    int(content[:16], 16),
                    made_index.setdefault(made_by, len(made_index)),
                    number,
                )
                for identity, source, content, made_by in self._rows(folder / name, name)
            ]
            for column, cells, kind in zip(columns, zip(*rows, strict=True), _TYPES, strict=False):
                column.append(np.array(cells, dtype=kind))
        self._made = list(made_index)
        keys, sources, contents, made, part_of = (
            np.concatenate([np.zeros(0, dtype=kind), *column]) for column, kind in zip(columns, _TYPES, strict=True)
        )
        # Stable: of equal keys the last part comes last, and is the one kept.
        order = np.argsort(keys, kind="stable")
        last = np.append(keys[order][1:] != keys[order][:-1], True) if len(order) else np.zeros(0, dtype=bool)
        live = order[last]
        self.dead_parts = self._dead(part_of, live)
        self._keys, self._sources, self._contents = keys[live], sources[live], contents[live]
        self._made_by, self._parts = made[live], part_of[live]

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def generation(self) -> int:
        """The number of the last run that left a part; 0 for none."""
        return max(map(parts.generation_of, self.names), default=0)

    def get(self, article_id: str) -> Known | None:
        """What is known of an article."""
        wanted = key(article_id)
        at = int(np.searchsorted(self._keys, np.uint64(wanted)))
        if at == len(self._keys) or int(self._keys[at]) != wanted:
            return None
        return Known(int(self._contents[at]), int(self._sources[at]), self._made[int(self._made_by[at])])

    def made_under(self) -> dict[str, int]:
        """How many live articles were made under each fingerprint."""
        counts = np.bincount(self._made_by, minlength=len(self._made))
        return {made: int(n) for made, n in zip(self._made, counts, strict=True) if n}

    def holder(self, article_id: str) -> str:
        """The name of the part whose copy of the article counts; empty if there is none."""
        wanted = key(article_id)
        at = int(np.searchsorted(self._keys, np.uint64(wanted)))
        found = at < len(self._keys) and int(self._keys[at]) == wanted
        return self.names[int(self._parts[at])] if found else ""

    def _dead(self, part_of: Any, live: Any) -> list[str]:
        """Parts that hold an article whose copy in another part counts."""
        held = np.bincount(part_of, minlength=len(self.names))
        kept = np.bincount(part_of[live], minlength=len(self.names))
        return [name for name, a, b in zip(self.names, held, kept, strict=True) if a != b]

    def _rows(self, part: Path, name: str) -> Iterator[tuple[str, str, str, str]]:
        """(id, source, content hash, made_by) of a part's articles, rejected ones too; collects reading rejects."""
        import pyarrow.parquet as pq

        path = part / "articles.parquet"
        if path.exists():
            table = pq.ParquetFile(path).read(_COLUMNS)  # read_table would load pandas
            yield from zip(*(table[column].to_pylist() for column in _COLUMNS), strict=True)
        path = part / "rejected.parquet"
        if path.exists():
            for row in pq.ParquetFile(path).read().to_pylist():
                if row["article_id"]:
                    yield row["article_id"], row["source"], row["content_sha256"], row["made_by"]
                else:
                    self.reading_rejects[tuple(list(row.values())[:6])] = name


class Seen:
    """A map from 64-bit keys to 64-bit values that only grows, packed to 16 bytes an entry."""

    def __init__(self) -> None:
        self._loose: dict[int, int] = {}
        self._keys = np.zeros(0, dtype=np.uint64)
        self._values = np.zeros(0, dtype=np.uint64)

    def get(self, wanted: int) -> int | None:
        """The value of a key, None if it was not added."""
        if wanted in self._loose:
            return self._loose[wanted]
        at = int(np.searchsorted(self._keys, np.uint64(wanted)))
        if at < len(self._keys) and int(self._keys[at]) == wanted:
            return int(self._values[at])
        return None

    def add(self, wanted: int, value: int) -> None:
        """Add a key that is not there yet."""
        self._loose[wanted] = value
        if len(self._loose) >= _MEMORY:
            keys = np.concatenate([self._keys, np.fromiter(self._loose.keys(), np.uint64)])
            values = np.concatenate([self._values, np.fromiter(self._loose.values(), np.uint64)])
            order = np.argsort(keys)
            self._keys, self._values = keys[order], values[order]
            self._loose.clear()
