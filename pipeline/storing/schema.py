"""The tables of a part: those of the contract that belong to one article, and what only the store needs."""

from __future__ import annotations

from functools import cache
from typing import Any, Mapping

from pipeline import tables
from pipeline.tables import Column, Table


def _columns(names: str) -> tuple[Column, ...]:
    pairs = (name.partition(":") for name in names.split())
    return tuple(Column(name, kind or "string", "", "") for name, _, kind in pairs)  # type: ignore[arg-type]


def _without(table: Table, left_out: str, added: str) -> Table:
    kept = tuple(column for column in table.columns if column.name != left_out)
    return Table(table.name, table.meaning, kept + _columns(added), table.order)


# made_by: fingerprint the article was made under. signature: MinHash, for finding duplicates.
# In parts, entity_id is the id the entity has alone; which entities are one is decided over all parts.
PARTS: Mapping[str, Table] = {
    "articles": _without(tables.ARTICLES, "duplicate_of", "made_by signature"),
    "tokens": tables.TOKENS,
    "mentions": tables.MENTIONS,
    "entities": Table(
        "entities",
        "one row an entity of an article",
        _columns(
            "article_id entity_id type name surname given_name patronymic gender kind region_code kato"
            " n_mentions:integer role role_organization"
        ),
        ("article_id", "entity_id", "name"),
    ),
    "roles": tables.ROLES,
    "facts": tables.FACTS,
    "rejected": _without(tables.REJECTED, "", "article_id content_sha256 made_by"),
}


@cache
def arrow_schema(table: Table) -> Any:
    """The pyarrow schema of a table."""
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    return pa.schema([(column.name, types[column.type]) for column in table.columns])
