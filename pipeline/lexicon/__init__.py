"""Lexicon tables: what the language says, as data an analyst can edit.

Each ``NAME.tsv`` here has a header line; ``#`` starts a comment line. A folder given with
``--lexicon`` may hold files of the same names: a row whose key is already known replaces it, other
rows are added (before the shipped ones, so they win where order matters).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Iterable, Iterator, Mapping

from pipeline.lexicon.schema import SCHEMAS, Schema

Row = Mapping[str, str]
SHIPPED = Path(__file__).parent


class LexiconError(ValueError):
    """A lexicon line that cannot be used; the message names file, line and reason."""


def read_rows(path: Path, schema: Schema) -> Iterator[Row]:
    """Yield the validated rows of one table. Raises LexiconError naming file, line and reason."""
    lines = path.read_text(encoding="utf-8").splitlines()
    numbered = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not numbered:
        return
    header = numbered[0][1].split("\t")
    unknown = [name for name in header if name not in schema.columns]
    if unknown or not set(schema.required) <= set(header):
        raise LexiconError(
            f"{path}, line {numbered[0][0]}: the header must name {', '.join(schema.required)}"
            f" and may name {', '.join(schema.columns)}; found {', '.join(header)}"
        )
    blank = dict.fromkeys(schema.columns, "")
    for n, line in numbered[1:]:
        cells = list(map(str.strip, line.split("\t")))
        if len(cells) > len(header):
            raise LexiconError(f"{path}, line {n}: {len(cells)} cells under {len(header)} columns")
        row = blank | dict(zip(header, cells, strict=False))
        problem = schema.problem(row)
        if problem:
            raise LexiconError(f"{path}, line {n}: {problem}")
        yield MappingProxyType(row)


@cache
def _shipped_tables() -> Mapping[str, tuple[Row, ...]]:
    return MappingProxyType(
        {name: tuple(read_rows(SHIPPED / f"{name}.tsv", schema)) for name, schema in SCHEMAS.items()}
    )


@dataclass(frozen=True, eq=False)  # what is made of a lexicon is kept under its identity, which costs no hash
class Lexicon:
    """All lexicon tables, the shipped ones overlaid with those of ``extra``."""

    extra: Path | None = None

    @cached_property
    def tables(self) -> Mapping[str, tuple[Row, ...]]:
        """Every table by name, loaded and validated once."""
        if self.extra is None:
            return _shipped_tables()
        return MappingProxyType({name: tuple(self._rows(name, schema)) for name, schema in SCHEMAS.items()})

    @cached_property
    def fingerprint(self) -> str:
        """Hash of every row, for knowing whether parts made earlier still hold."""
        digest = hashlib.sha256()
        for name, rows in sorted(self.tables.items()):
            digest.update("".join(["\x1f".join([name, *row.values()]) + "\x1e" for row in rows]).encode())
        return digest.hexdigest()[:16]

    def __getitem__(self, name: str) -> tuple[Row, ...]:
        return self.tables[name]

    def added(self, name: str) -> tuple[str, ...]:
        """First key cell of the rows that the extra folder adds to or replaces in a table."""
        path = self.extra / f"{name}.tsv" if self.extra else None
        if path is None or not path.exists():
            return ()
        return tuple(SCHEMAS[name].key_of(row)[0] for row in read_rows(path, SCHEMAS[name]))

    def _rows(self, name: str, schema: Schema) -> Iterable[Row]:
        shipped = _shipped_tables()[name]
        assert self.extra is not None
        known = {f"{name}.tsv" for name in SCHEMAS}
        strangers = sorted(path.name for path in self.extra.glob("*.tsv") if path.name not in known)
        if strangers:
            raise LexiconError(
                f"{self.extra}: no such table {', '.join(strangers)}; there are {', '.join(sorted(known))}"
            )
        path = self.extra / f"{name}.tsv"
        added = list(read_rows(path, schema)) if path.exists() else []
        replaced = {schema.key_of(row) for row in added}
        return added + [row for row in shipped if schema.key_of(row) not in replaced]
