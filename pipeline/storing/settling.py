"""Settling: what can only be decided over all articles, written as tables the views join."""

from __future__ import annotations

from typing import Any, Sequence

from pipeline.corpus.duplicates import BANDS, PERMUTATIONS, Cluster, resemblance
from pipeline.corpus.linking import Known, link
from pipeline.lexicon import SHIPPED, read_rows
from pipeline.lexicon.schema import SCHEMAS
from pipeline.tables import MERGES


def duplicates(connection: Any) -> None:
    """Table duplicates(article_id, duplicate_of): each copy and the first article it is a copy of.

    Candidates share a band of their MinHash signatures; each band's hash is joined out of core.
    """
    width = 8 * PERMUTATIONS // BANDS
    connection.execute("CREATE TABLE duplicates (article_id VARCHAR, duplicate_of VARCHAR)")
    connection.execute(
        f"""
        CREATE TEMP TABLE bands AS
        SELECT article_id, band, hash(substr(signature, band * {width} + 1, {width})) AS part
        FROM part_articles, range({BANDS}) bands(band)
        WHERE substr(signature, band * {width} + 1, {width}) <> ''
        """
    )
    # Each article is compared with the first of its bucket: linear, where all pairs would be quadratic.
    pairs = connection.execute(
        """
        SELECT DISTINCT l.article_id, l.leader, a.signature, b.signature
        FROM (SELECT article_id, min(article_id) OVER (PARTITION BY band, part) AS leader FROM bands) l
        JOIN part_articles a ON a.article_id = l.article_id JOIN part_articles b ON b.article_id = l.leader
        WHERE l.article_id <> l.leader ORDER BY l.article_id, l.leader
        """
    )
    cluster = Cluster()
    while some := pairs.fetchmany(10_000):
        for one, other, left, right in some:
            if resemblance(left, right):
                cluster.join(one, other)
    connection.execute("DROP TABLE bands")
    groups = cluster.groups()
    if not groups:
        return
    _create(connection, "members", ("article_id", "cluster"), groups)
    connection.execute(
        """
        INSERT INTO duplicates
        SELECT article_id, original FROM (
            SELECT m.article_id,
                   first_value(m.article_id) OVER (PARTITION BY m.cluster ORDER BY a.published NULLS LAST, m.article_id)
                   AS original
            FROM members m JOIN part_articles a USING (article_id)
        ) WHERE article_id <> original
        """
    )
    connection.execute("DROP TABLE members")


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
    _create(connection, "merged", MERGES.header, values)
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
    _create(connection, "region_names", ("code", "name"), [(row["code"], row["name"]) for row in rows])


def _create(connection: Any, name: str, columns: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
    """A table of text columns from rows; through Arrow, because inserting one by one takes a millisecond each."""
    import pyarrow as pa

    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrow = pa.table({column: pa.array(some, pa.string()) for column, some in zip(columns, cells, strict=True)})
    connection.register("rows_to_create", arrow)
    connection.execute(f"CREATE TABLE {name} AS SELECT * FROM rows_to_create")
    connection.unregister("rows_to_create")
