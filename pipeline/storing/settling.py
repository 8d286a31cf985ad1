"""Settling: what can only be decided over all articles, written as tables the views join."""

from __future__ import annotations

from typing import Any

from pipeline.corpus.duplicates import BANDS, PERMUTATIONS, Cluster, resemblance


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
    connection.execute("CREATE TEMP TABLE members (article_id VARCHAR, cluster VARCHAR)")
    connection.executemany("INSERT INTO members VALUES (?, ?)", groups)
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
    connection.execute("CREATE TABLE links AS SELECT DISTINCT entity_id AS local_id, entity_id FROM part_entities")
    connection.execute(
        """
        CREATE TABLE canon AS
        SELECT entity_id, unnest(first(whole ORDER BY n DESC, length(whole.name) DESC, whole.name, whole))
        FROM (
            SELECT entity_id, struct_pack(name, type, surname, given_name, patronymic, kind, region_code) AS whole,
                   count(*) AS n
            FROM part_entities GROUP BY ALL
        ) GROUP BY entity_id
        """
    )
    connection.execute(
        """
        CREATE TABLE merged
        (entity_id VARCHAR, name VARCHAR, alias_id VARCHAR, alias VARCHAR, type VARCHAR, reason VARCHAR)
        """
    )
