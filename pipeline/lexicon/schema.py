"""The columns of each lexicon table and what may stand in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Mapping

MEASURES = (
    "jobs employees projects facilities enterprises events investment funding production capacity trade revenue"
    " income price housing transport utilities land livestock equipment people documents economy other"
).split()
ACTIONS = (
    "create complete commission build plan employ invest allocate produce trade provide increase decrease amount other"
).split()


@dataclass(frozen=True)
class Schema:
    """Columns in order, those a file must have, the key of a row, and patterns cells must match."""

    columns: tuple[str, ...]
    required: tuple[str, ...]
    key: tuple[str, ...]
    patterns: Mapping[str, str] = field(default_factory=dict)

    def problem(self, row: Mapping[str, str]) -> str:
        """What is wrong with a row, empty if nothing."""
        for name in self.required:
            if not row[name]:
                return f"column {name} is empty"
        for name, pattern in self.patterns.items():
            if not re.fullmatch(pattern, row[name]):
                return f"column {name} holds {row[name]!r}; allowed: {pattern.replace('|', ', ')}"
        return ""

    def key_of(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """The cells that identify a row."""
        return tuple(row[name] for name in self.key)


def schema(columns: str, required: str, key: str = "", **patterns: str) -> Schema:
    """Shorthand: space-separated column names."""
    must = tuple(required.split())
    return Schema(tuple(columns.split()), must, tuple(key.split()) or must[:1], patterns)


SCHEMAS: Mapping[str, Schema] = {}
