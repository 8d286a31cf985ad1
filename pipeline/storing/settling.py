"""Settling: what can only be decided over all articles, written as tables the views join."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from pipeline.corpus.duplicates import BANDS, DIGITS, PERMUTATIONS, SAME, Cluster
from pipeline.corpus.linking import Known, link
from pipeline.lexicon import SHIPPED, read_rows
from pipeline.lexicon.schema import SCHEMAS
from pipeline.storing import arrow
from pipeline.tables import MERGES


def duplicates(connection: Any) -> None:
    """Table duplicates(article_id, duplicate_of): each copy and the first article it is a copy of.

    Candidates share a band of their MinHash signatures. One band is grouped at a time, and each article is compared
    with the first of its group alone: time grows with the articles, memory hardly.
    """
    connection.execute("CREATE TABLE duplicates (article_id VARCHAR, duplicate_of VARCHAR)")
    connection.execute(
        """
        CREATE TABLE signed AS
        SELECT row_number() OVER (ORDER BY article_id) AS number, article_id, published, signature FROM part_articles
        """
    )
    connection.execute("CREATE TABLE pairs (number BIGINT, leader BIGINT)")
    width = DIGITS * PERMUTATIONS // BANDS
    for band in range(BANDS):
        connection.execute(
            f"""
            INSERT INTO pairs
            WITH banded AS (
                SELECT number, hash(substr(signature, {band * width + 1}, {width})) AS part FROM signed
                WHERE length(signature) > {band * width}
            ),
            groups AS (SELECT part, min(number) AS leader FROM banded GROUP BY part HAVING count(*) > 1)
            SELECT b.number, g.leader FROM banded b JOIN groups g ON g.part = b.part WHERE b.number <> g.leader
            """
        )
    same = f"substr(a.signature, i * {DIGITS} + 1, {DIGITS}) = substr(b.signature, i * {DIGITS} + 1, {DIGITS})"
    found = connection.execute(
        f"""
        SELECT p.number, p.leader
        FROM (SELECT DISTINCT number, leader FROM pairs) p
        JOIN signed a ON a.number = p.number JOIN signed b ON b.number = p.leader
        WHERE a.signature = b.signature OR (
            length(a.signature) = {DIGITS * PERMUTATIONS} AND length(b.signature) = {DIGITS * PERMUTATIONS}
            AND len(list_filter(range({PERMUTATIONS}), lambda i: {same})) >= {SAME * PERMUTATIONS}
        )
        """
    )
    cluster = Cluster()
    while some := found.fetchmany(10_000):
        for number, leader in some:
            cluster.join(number, leader)
    _create(connection, "members", {"number": "int64", "cluster": "int64"}, cluster.groups())
    connection.execute(
        """
        INSERT INTO duplicates
        SELECT article_id, original FROM (
            SELECT s.article_id,
                   first_value(s.article_id) OVER (PARTITION BY m.cluster ORDER BY s.published NULLS LAST, s.article_id)
                   AS original
            FROM members m JOIN signed s ON s.number = m.number
        ) WHERE article_id <> original
        """
    )
    for table in ("members", "pairs", "signed"):
        connection.execute(f"DROP TABLE {table}")


def entities(connection: Any) -> None:
    """Tables links(local_id, entity_id), canon (one row an entity with its name) and merged (the contract's merges)."""
    rows = connection.execute(
        """
        SELECT entity_id, type, name, surname, given_name, patronymic, gender, kind, region_code,
               count(DISTINCT article_id) AS n
        FROM part_entities WHERE type IN ('person', 'organization') GROUP BY ALL ORDER BY ALL
        """
    )
    known: list[Known] = []
    while some := rows.fetchmany(10_000):
        known += [Known(*row) for row in some]
    _, merges = link(known)
    values = [(m.entity_id, m.name, m.alias_id, m.alias, m.type, m.reason) for m in merges]
    _create(connection, "merged", dict.fromkeys(MERGES.header, "string"), values)
    connection.execute(
        """
        CREATE TABLE links AS
        SELECT e.local_id, coalesce(m.entity_id, e.local_id) AS entity_id
        FROM (SELECT DISTINCT entity_id AS local_id FROM part_entities) e LEFT JOIN merged m ON m.alias_id = e.local_id
        """
    )
    connection.execute(
        """
        CREATE TABLE canon AS
        SELECT entity_id, unnest(first(whole ORDER BY n DESC, length(whole.name) DESC, whole.name, whole))
        FROM (
            SELECT e.entity_id, struct_pack(
                       name := CASE WHEN type = 'person' AND surname <> ''
                               THEN concat_ws(' ', nullif(given_name, ''), nullif(patronymic, ''), surname)
                               ELSE name END,
                       type, surname, given_name, patronymic, kind, region_code) AS whole,
                   count(*) AS n
            FROM part_entities e ANTI JOIN merged m ON m.alias_id = e.entity_id GROUP BY ALL
        ) GROUP BY entity_id
        """
    )


def regions(connection: Any) -> None:
    """Table region_names(code, name): the first-level regions as the shipped lexicon names them."""
    rows = read_rows(SHIPPED / "regions.tsv", SCHEMAS["regions"])
    names = [(row["code"], row["name"]) for row in rows]
    _create(connection, "region_names", {"code": "string", "name": "string"}, names)


def _create(connection: Any, name: str, columns: Mapping[str, str], rows: Sequence[tuple[Any, ...]]) -> None:
    """A table from rows; ``columns`` are names and Arrow types. Inserting one by one would take a millisecond each."""
    import pyarrow as pa

    connection.register("rows_to_create", arrow.table(rows, pa.schema(list(columns.items()))))
    connection.execute(f"CREATE TABLE {name} AS SELECT * FROM rows_to_create")
    connection.unregister("rows_to_create")
