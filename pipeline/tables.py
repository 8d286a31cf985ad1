"""Every table and column once: type, meaning and Russian label.

The CSV header, the Parquet schema and the data package are made from this. The meaning of codes
(measure, action, status) is in docs/tables.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["string", "integer", "number", "boolean", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in files, type, meaning and the label a Russian reader sees."""

    name: str
    type: ColumnType
    meaning: str
    label: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order and the columns its rows are sorted by."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    order: tuple[str, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(column.name for column in self.columns)


def _table(name: str, meaning: str, order: str, *lines: str) -> Table:
    """Build a table from ``name:type | meaning | label`` lines."""
    columns = []
    for line in lines:
        head, text, label = (cell.strip() for cell in line.split("|"))
        column, _, kind = head.partition(":")
        columns.append(Column(column, kind or "string", text, label))  # type: ignore[arg-type]
    return Table(name, meaning, tuple(columns), tuple(order.split()))


_ENTITY = (
    "entity_id | stable id made from the name | ид",
    "name | canonical name, nominative | имя",
    "aliases | other names met, joined by '; ' | варианты",
    "n_mentions:integer | mentions over all articles | упоминаний",
    "n_articles:integer | articles that mention it | статей",
    "first_seen:date | date of the first article that mentions it | впервые",
    "last_seen:date | date of the last article that mentions it | в последний раз",
)

ARTICLES = _table(
    "articles", "one row an article", "article_id",
    "article_id | file name without ending, the record's own id, or a content hash | статья",
    "source_path | file the article was read from | источник",
    "published:date | date of publication | дата",
    "title | headline | заголовок",
    "author | byline | автор",
    "outlet | medium that published it | издание",
    "section | section of the medium | рубрика",
    "language | ru, kk, mixed or other | язык",
    "region_code | main region of the article | регион",
    "n_chars:integer | characters | знаков",
    "n_sentences:integer | sentences | предложений",
    "n_tokens:integer | tokens | токенов",
    "n_people:integer | different people mentioned | людей",
    "n_organizations:integer | different organisations mentioned | организаций",
    "n_regions:integer | different regions of Kazakhstan mentioned | регионов",
    "n_facts:integer | numeric facts | фактов",
    "content_sha256 | hash of the text as read | хеш текста",
    "duplicate_of | article_id of the first article with the same or nearly the same text | дубликат статьи",
    "region_reason | why this is the main region | основание региона",
)
TOKENS = _table(
    "tokens", "one row a token", "article_id start",
    "article_id | article | статья",
    "sentence_id:integer | number of the sentence in the article, from 0 | предложение",
    "token_id:integer | number of the token in the sentence, from 0 | токен",
    "start:integer | first character in the text | начало",
    "end:integer | character after the last | конец",
    "text | as written | текст",
    "lemma | dictionary form | лемма",
    "pos | UD part of speech | часть речи",
    "feats | UD features | признаки",
)
MENTIONS = _table(
    "mentions", "one row a mention of an entity in an article", "article_id start end type",
    "article_id | article | статья",
    "sentence_id:integer | sentence | предложение",
    "start:integer | first character in the text | начало",
    "end:integer | character after the last | конец",
    "text | as written | текст",
    "type | person, organization, region, place or country | тип",
    "entity_id | entity | ид",
    "name | name of the entity, nominative, the fullest form in the article | имя",
    "role | person: position as stated at this mention, nominative | должность",
    "region_code | ISO 3166-2:KZ of a region or of the region a place lies in; ISO 3166-1 of a country | регион",
    "rule | what found the mention | правило",
)
PEOPLE = _table(
    "people", "one row a person over all articles", "entity_id",
    *_ENTITY,
    "surname | surname | фамилия",
    "given_name | given name | имя собственное",
    "patronymic | patronymic | отчество",
    "role | most frequent position | должность",
    "organization | organisation most often stated with a position | организация",
)
ORGANIZATIONS = _table(
    "organizations", "one row an organisation over all articles", "entity_id",
    *_ENTITY,
    "kind | government, parliament, party, company, education, media or other | вид",
    "region_code | region it belongs to, where its name says so | регион",
)
REGIONS = _table(
    "regions", "one row a first-level region of Kazakhstan over all articles; a mention of a place in it is one of it",
    "region_code",
    *_ENTITY,
    "region_code | ISO 3166-2 | регион",
    "n_facts:integer | facts about the region | фактов",
)
ROLES = _table(
    "roles", "one row a stated (person, position, organisation)", "article_id start end position",
    "article_id | article | статья",
    "entity_id | person | ид",
    "name | the person's name | имя",
    "position | position, nominative, lower case | должность",
    "organization | organisation of the position | организация",
    "start:integer | first character of the evidence | начало",
    "end:integer | character after the last | конец",
    "quote | the evidence | цитата",
    "rule | what found it | правило",
)
FACTS = _table(
    "facts", "one row a numeric fact", "article_id start end fact_id",
    "fact_id | stable id: hash of article and evidence offsets | факт",
    "article_id | article | статья",
    "sentence_id:integer | sentence | предложение",
    "published:date | date of the article | дата статьи",
    "start:integer | first character of the evidence | начало",
    "end:integer | character after the last | конец",
    "quote | the evidence: from the number to the end of what it counts | цитата",
    "value:number | the number, scale applied | значение",
    "value_max:number | upper bound of a range | верхняя граница",
    "comparator | eq, approx, ge, le or range | сравнение",
    "unit | person, KZT, %, km, unit (plain counts) and so on | единица",
    "kind | level, change or share | вид",
    "direction | up or down, of a change | направление",
    "subject | what is counted or measured, nominative singular | предмет",
    "measure | code of what is measured | показатель",
    "action | code of what happened to it | действие",
    "status | actual, planned, in_progress or hypothetical | статус",
    "negated:boolean | the statement is denied | отрицание",
    "total:number | the whole, for '84 из 89' | всего",
    "period_start:date | first day the figure is about | период с",
    "period_end:date | last day the figure is about | период по",
    "period_text | the words the period was read from | период в тексте",
    "region_code | region or country the figure is about | регион",
    "region_source | sentence, context or article: where the region was read | откуда регион",
    "organization | organisation the figure is about | организация",
    "speaker | person the figure is attributed to | кто сказал",
    "sentence | the whole sentence | предложение целиком",
    "confidence:number | 0 to 1, calibrated | уверенность",
    "rules | ids of the rules and cues that decided | правила",
)
REJECTED = _table(
    "rejected", "one row a record that could not be processed", "source record code",
    "source | file | файл",
    "record | record in the file: line, member, or empty for the whole file | запись",
    "stage | where it failed: reading or the name of a stage | этап",
    "code | code of the problem | код",
    "message | what is wrong | что не так",
    "advice | what to do | что делать",
)
MERGES = _table(
    "merges", "one row two names that were joined into one entity", "entity_id alias_id",
    "entity_id | the entity that stays | ид",
    "name | its name | имя",
    "alias_id | the id the other name had alone | ид варианта",
    "alias | the other name | вариант",
    "type | person, organization or region | тип",
    "reason | why they are one | основание",
)

TABLES: tuple[Table, ...] = (
    ARTICLES, TOKENS, MENTIONS, PEOPLE, ORGANIZATIONS, REGIONS, ROLES, FACTS, REJECTED, MERGES,
)


def markdown(table: Table) -> str:
    """A table's columns as docs/tables.md shows them."""
    lines = [f"## {table.name}.csv", "", f"{table.meaning[0].upper()}{table.meaning[1:]}.", ""]
    lines += ["| column | type | meaning | по-русски |", "| --- | --- | --- | --- |"]
    lines += [f"| {c.name} | {c.type} | {c.meaning} | {c.label} |" for c in table.columns]
    return "\n".join(lines) + f"\n\nSorted by {', '.join(table.order)}.\n"
