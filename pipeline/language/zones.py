"""Zones: what in an article is not body, and what the article says of itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Sequence

from pipeline.document import Document, Head
from pipeline.lexicon import Lexicon


def mark(batch: Sequence[Document], lexicon: Lexicon) -> list[Document]:
    """Add zones and head."""
    return [replace(document, head=_head(document)) for document in batch]


def _head(document: Document) -> Head:
    a = document.article
    return Head(a.title, a.published, a.author, a.outlet, a.section)
