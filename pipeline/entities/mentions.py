"""Mentions: every finder proposes spans, one rule settles who wins, each type names its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from pipeline.document import Document, MentionType
from pipeline.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span a finder proposes as a mention of some type."""

    start: int
    end: int
    type: MentionType
    rule: str
    detail: object = None  # what the finder knows of it, for its own naming step


def find(batch: Sequence[Document], lexicon: Lexicon) -> list[Document]:
    """Add entities, mentions, roles and the main region."""
    return list(batch)
