"""Rows: a document as rows of the part tables."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any, Iterator, Mapping, Sequence

from pipeline.corpus import duplicates
from pipeline.corpus.identity import entity_id
from pipeline.document import Document, Entity
from pipeline.errors import Rejected
from pipeline.storing.schema import PARTS

Rows = dict[str, list[tuple[Any, ...]]]


def content_hash(text: str) -> str:
    """SHA-256 of the text as read, in hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def of_documents(documents: Sequence[Document], made_by: str = "") -> Rows:
    """Rows of every part table, in the order of the documents' ids."""
    rows: Rows = {name: [] for name in PARTS}
    for document in sorted(documents, key=lambda d: d.article.id):
        ids = {entity.key: entity_id(entity) for entity in document.entities}
        rows["articles"].append(_article(document, made_by))
        rows["tokens"] += _tokens(document)
        rows["mentions"] += _mentions(document, ids)
        rows["entities"] += _entities(document, ids)
        rows["roles"] += _roles(document, ids)
        rows["facts"] += _facts(document)
    return rows


def of_rejected(rejected: Rejected, article_id: str = "", content: str = "", made_by: str = "") -> tuple[Any, ...]:
    """A row of the part table ``rejected``; the last three for an article that a stage failed on."""
    r = rejected
    return (r.source, r.record, r.stage, r.code, r.message, r.advice, article_id, content, made_by)


def _article(document: Document, made_by: str) -> tuple[Any, ...]:
    article, head = document.article, document.head
    kinds = Counter(entity.type for entity in document.entities)
    mentioned = {m.entity for m in document.mentions}
    codes = {e.region_code for e in document.entities if e.key in mentioned and e.region_code.startswith("KZ-")}
    return (
        article.id,
        article.source_path,
        head.published,
        head.title or "",
        head.author or "",
        head.outlet or "",
        head.section or "",
        head.language,
        document.main_region,
        len(document.text),
        len(document.sentences),
        sum(len(sentence.tokens) for sentence in document.sentences),
        kinds["person"],
        kinds["organization"],
        len(codes),
        len(document.facts),
        content_hash(document.text),
        document.main_region_reason,
        made_by,
        duplicates.signature(document.text),
    )


def _tokens(document: Document) -> list[tuple[Any, ...]]:
    text, identity = document.text, document.article.id
    return [
        (identity, sentence.index, number, start, end, text[start:end], lemma, pos, feats)
        for sentence in document.sentences
        for number, (start, end, _, lemma, pos, feats, _, _) in enumerate(sentence.tokens)
    ]


def _mentions(document: Document, ids: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    known = {entity.key: entity for entity in document.entities}
    for m in document.mentions:
        entity = known[m.entity]
        yield (
            document.article.id, m.sentence, m.start, m.end, document.text[m.start : m.end], m.type, ids[m.entity],
            entity.name, m.role, entity.region_code, m.rule,
        )  # fmt: skip


def _entities(document: Document, ids: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    """Each entity once, with its mentions counted and the position most often stated of it."""
    count = Counter(mention.entity for mention in document.mentions)
    stated: dict[str, Counter[tuple[str, str]]] = {}
    for role in document.roles:
        stated.setdefault(role.person, Counter())[role.position, role.organization] += 1
    merged: dict[str, tuple[Entity, int, tuple[str, str]]] = {}
    for entity in document.entities:
        posts = stated.get(entity.key, Counter({("", ""): 1}))
        post = max(posts, key=lambda pair: (posts[pair], pair))
        known = merged.get(ids[entity.key])
        merged[ids[entity.key]] = (
            known[0] if known else entity,
            count[entity.key] + (known[1] if known else 0),
            known[2] if known and known[2][0] else post,
        )
    for identity, (e, n, (position, organization)) in merged.items():
        yield (
            document.article.id, identity, e.type, e.name, e.surname, e.given_name, e.patronymic, e.gender, e.kind,
            e.region_code, e.kato, n, position, organization,
        )  # fmt: skip


def _roles(document: Document, ids: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    names = {entity.key: entity.name for entity in document.entities}
    for r in document.roles:
        yield (
            document.article.id, ids[r.person], names[r.person], r.position, r.organization, r.start, r.end,
            document.text[r.start : r.end], r.rule,
        )  # fmt: skip


def _facts(document: Document) -> Iterator[tuple[Any, ...]]:
    sentences = {sentence.index: sentence for sentence in document.sentences}
    for f in document.facts:
        sentence = sentences[f.sentence]
        yield (
            fact_id(document.article.id, f.start, f.end, f.value), document.article.id, f.sentence,
            document.head.published, f.start, f.end, document.text[f.start : f.end], f.value, f.value_max,
            f.comparator, f.unit, f.kind, f.direction, f.subject, f.measure, f.action, f.status, f.negated, f.total,
            f.period_start, f.period_end, f.period_text, f.region_code, f.region_source, f.organization, f.speaker,
            document.text[sentence.start : sentence.end], f.confidence, " ".join(f.rules),
        )  # fmt: skip


def fact_id(article: str, start: int, end: int, value: float) -> str:
    """The first 16 hex digits of a hash of where the fact stands and its value."""
    return hashlib.sha256(f"{article}\x1f{start}\x1f{end}\x1f{value!r}".encode()).hexdigest()[:16]
