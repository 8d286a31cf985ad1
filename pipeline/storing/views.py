"""Views: the tables of the contract as queries over the parts, once entities and duplicates are settled."""

from __future__ import annotations

from typing import Any, Mapping

from pipeline import tables
from pipeline.tables import Table

# Of the entities of one id, over all articles; copies of an article already counted count for nothing.
_SEEN = """
    SELECT l.entity_id, e.name, e.n_mentions AS mentions, e.article_id, a.published, e.role, e.role_organization,
           d.article_id IS NULL AS counts
    FROM part_entities e
    JOIN links l ON l.local_id = e.entity_id
    JOIN part_articles a ON a.article_id = e.article_id
    LEFT JOIN duplicates d ON d.article_id = e.article_id
    WHERE e.type = '{type}'
"""
_COUNTS = """
    SELECT entity_id,
           CAST(coalesce(sum(mentions) FILTER (counts), 0) AS BIGINT) AS n_mentions,
           count(DISTINCT article_id) FILTER (counts) AS n_articles,
           coalesce(min(published) FILTER (counts), min(published)) AS first_seen,
           coalesce(max(published) FILTER (counts), max(published)) AS last_seen
    FROM seen GROUP BY entity_id
"""
_ALIASES = """
    SELECT entity_id, string_agg(name, '; ' ORDER BY n DESC, name) AS aliases
    FROM (SELECT s.entity_id, s.name, sum(s.mentions) AS n FROM seen s JOIN canon c USING (entity_id)
          WHERE s.name <> c.name GROUP BY s.entity_id, s.name)
    GROUP BY entity_id
"""
_COMMONEST = """
    SELECT entity_id, first({column} ORDER BY n DESC, {column}) AS {column}
    FROM (SELECT entity_id, {column}, count(*) AS n FROM seen WHERE {column} <> '' GROUP BY entity_id, {column})
    GROUP BY entity_id
"""
_ENTITY = "c.entity_id, c.name, coalesce(al.aliases, '') AS aliases, n.* EXCLUDE (entity_id)"

QUERIES: Mapping[str, str] = {
    "articles": """
        SELECT a.*, coalesce(d.duplicate_of, '') AS duplicate_of
        FROM part_articles a LEFT JOIN duplicates d ON d.article_id = a.article_id
    """,
    "tokens": "SELECT * FROM part_tokens",
    "mentions": """
        SELECT m.* REPLACE (l.entity_id AS entity_id) FROM part_mentions m JOIN links l ON l.local_id = m.entity_id
    """,
    "people": f"""
        WITH seen AS ({_SEEN.format(type="person")}),
        roles AS ({_COMMONEST.format(column="role")}), bodies AS ({_COMMONEST.format(column="role_organization")})
        SELECT {_ENTITY}, c.surname, c.given_name, c.patronymic, coalesce(r.role, '') AS role,
               coalesce(b.role_organization, '') AS organization
        FROM canon c JOIN ({_COUNTS}) n USING (entity_id) LEFT JOIN ({_ALIASES}) al USING (entity_id)
        LEFT JOIN roles r USING (entity_id) LEFT JOIN bodies b USING (entity_id)
    """,
    "organizations": f"""
        WITH seen AS ({_SEEN.format(type="organization")})
        SELECT {_ENTITY}, c.kind, c.region_code
        FROM canon c JOIN ({_COUNTS}) n USING (entity_id) LEFT JOIN ({_ALIASES}) al USING (entity_id)
    """,
    "regions": f"""
        WITH seen AS (
            SELECT 'reg_' || e.region_code AS entity_id, e.type, e.name, e.n_mentions AS mentions, e.article_id,
                   a.published, d.article_id IS NULL AS counts
            FROM part_entities e
            JOIN part_articles a ON a.article_id = e.article_id
            LEFT JOIN duplicates d ON d.article_id = e.article_id
            WHERE e.type IN ('region', 'place') AND e.region_code IN (SELECT code FROM region_names)
        ),
        counted AS (
            SELECT f.region_code, count(*) AS n_facts FROM part_facts f
            LEFT JOIN duplicates d ON d.article_id = f.article_id
            WHERE d.article_id IS NULL GROUP BY f.region_code
        ),
        aliases AS (
            SELECT entity_id, string_agg(name, '; ' ORDER BY n DESC, name) AS aliases
            FROM (SELECT s.entity_id, s.name, sum(s.mentions) AS n FROM seen s
                  JOIN region_names r ON 'reg_' || r.code = s.entity_id
                  WHERE s.type = 'region' AND s.name <> r.name GROUP BY s.entity_id, s.name)
            GROUP BY entity_id
        )
        SELECT 'reg_' || r.code AS entity_id, r.name, coalesce(al.aliases, '') AS aliases,
               coalesce(n.n_mentions, 0) AS n_mentions, coalesce(n.n_articles, 0) AS n_articles, n.first_seen,
               n.last_seen, r.code AS region_code, coalesce(k.n_facts, 0) AS n_facts
        FROM region_names r
        LEFT JOIN ({_COUNTS}) n ON n.entity_id = 'reg_' || r.code
        LEFT JOIN aliases al ON al.entity_id = 'reg_' || r.code
        LEFT JOIN counted k ON k.region_code = r.code
        WHERE n.entity_id IS NOT NULL OR k.n_facts > 0
    """,
    "roles": """
        SELECT r.* REPLACE (l.entity_id AS entity_id) FROM part_roles r JOIN links l ON l.local_id = r.entity_id
    """,
    "facts": "SELECT * FROM part_facts",
    "rejected": "SELECT DISTINCT * FROM part_rejected",
    "merges": "SELECT * FROM merged",
}


def settle(connection: Any) -> None:
    """Decide which articles are copies and which entities are one: tables duplicates, links, canon, merged.

    Table region_names holds the first-level regions of the lexicon.
    """
    from pipeline.storing import settling

    settling.duplicates(connection)
    settling.entities(connection)
    settling.regions(connection)


def query(table: Table) -> str:
    """The rows of a table of the contract, its columns in order, sorted; every tie is broken."""
    columns = ", ".join(f'"{name}"' for name in table.header)
    rest = [name for name in table.header if name not in table.order]
    order = ", ".join(f'"{name}"' for name in (*table.order, *rest))
    return f"SELECT {columns} FROM ({QUERIES[table.name]}) ORDER BY {order}"


def csv_query(table: Table) -> str:
    """The same with every cell as CSV shows it: unknown is empty, numbers are plain."""
    cells = ", ".join(f'{_cell(column)} AS "{column.name}"' for column in table.columns)
    return f"SELECT {cells} FROM ({query(table)})"


def _cell(column: tables.Column) -> str:
    name = f'"{column.name}"'
    if column.type == "string":
        return f"nullif({name}, '')"
    if column.type == "number":
        written = f"CAST({name} AS VARCHAR)"
        return (
            f"CASE WHEN {name} = trunc({name}) AND abs({name}) < 1e36 THEN CAST(CAST({name} AS HUGEINT) AS VARCHAR)"
            f" WHEN {written} LIKE '%e-%' THEN rtrim(format('{{:.15f}}', {name}), '0') ELSE {written} END"
        )
    return name
