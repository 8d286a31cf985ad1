"""Fields: which of a record's fields is the text, the title, the date, and an article made of them."""

from __future__ import annotations

import hashlib
import math
import re
from typing import Any, Mapping

from pipeline.document import Article
from pipeline.errors import Problem
from pipeline.reading import dates

# The names met in dumps, best first; compared in lower case, without spaces, underscores and colons.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text", "body", "content", "текст", "контент", "newstext", "articletext", "fulltext", "articlebody",
        "articlecontent", "maintext", "bodytext", "plaintext", "rawtext", "content:encoded", "текстстатьи",
        "текстновости", "содержание", "содержимое", "статья", "article", "story", "description", "html",
    ),
    "title": ("title", "headline", "head", "header", "заголовок", "название", "newstitle", "articletitle", "name"),
    "published": (
        "published", "date", "pubdate", "publishedat", "publicationdate", "datepublished", "publisheddate",
        "publishdate", "дата", "датапубликации", "datetime", "timestamp", "time", "created", "createdat",
        "newsdate", "articledate",
    ),
    "author": ("author", "authors", "byline", "автор", "авторы", "корреспондент", "creator", "dc:creator"),
    "outlet": ("outlet", "publisher", "site", "domain", "издание", "источник", "source", "сайт", "сми", "media"),
    "section": ("section", "category", "rubric", "рубрика", "раздел", "категория", "topic"),
    "id": ("id", "articleid", "newsid", "uuid", "guid", "docid", "documentid", "ид", "key"),
    "url": ("url", "link", "ссылка", "адрес", "uri", "href", "sourceurl", "permalink"),
}  # fmt: skip
_FOLD = re.compile(r"[\s_\-]+|:$")
_MAX_ID = 200


def guess(names: list[str], given: Mapping[str, str]) -> dict[str, str]:
    """Our field -> the record's field, by ``given`` (``--map``) first and the usual synonyms after.

    A field given but absent is left out. No field of the record serves twice.
    """
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(_fold(name), name)
    found = {ours: theirs for ours, theirs in given.items() if theirs in names}
    for ours, synonyms in SYNONYMS.items():
        if ours in given:
            continue
        taken = set(found.values())
        match = next((folded[s] for s in synonyms if s in folded and folded[s] not in taken), None)
        if match is not None:
            found[ours] = match
    return found


def article(record: Mapping[str, Any], source: str, given: Mapping[str, str]) -> Article:
    """An article from a record. Raises Problem no-text where it has none."""
    names = guess([name for name in record if isinstance(name, str)], given)
    cells = {ours: record[theirs] for ours, theirs in names.items()}
    text = cells.get("text")
    if isinstance(text, list) and all(isinstance(part, str) for part in text):
        text = "\n\n".join(text)
    if not isinstance(text, str) or not text.strip():
        raise Problem("no-text", ", ".join(str(name) for name in record) or "none")
    if re.search("[\ud800-\udfff]", text):
        raise Problem("bad-encoding", "half of a surrogate pair stands alone")
    return Article(
        id=record_id(cells.get("id"), cells.get("url"), text),
        source_path=source,
        text=text,
        title=_words(cells.get("title")),
        published=dates.parse(cells.get("published")),
        author=_words(cells.get("author")),
        outlet=_words(cells.get("outlet")),
        section=_words(cells.get("section")),
    )


def record_id(own: Any, url: Any, text: str) -> str:
    """The record's own id, else its address, else a hash of its text; long ones are hashed."""
    for value in (own, url):
        name = _words(value)
        if name:
            return name if len(name) <= _MAX_ID else content_id(name)
    return content_id(text)


def content_id(text: str) -> str:
    """The first 16 hex digits of the SHA-256 of the text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _fold(name: str) -> str:
    return _FOLD.sub("", name.strip().lower())


def _words(value: Any) -> str | None:
    """A cell as one line of text; None if it is empty. Whole floats lose their ``.0``: tables turn ids into them."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("$oid")
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(_words, value))) or None
    if isinstance(value, float):
        if math.isnan(value):
            return None
        value = int(value) if value.is_integer() else value
    if value is None or isinstance(value, (bytes, bool)):
        return None
    text = re.sub("[\ud800-\udfff]", "\ufffd", str(value))
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split()) or None
