"""places: found in the text and named."""

from __future__ import annotations

from typing import Sequence

from pipeline.document import Document, Entity, Mention
from pipeline.entities.candidate import Candidate
from pipeline.lexicon import Lexicon


def candidates(document: Document, lexicon: Lexicon) -> list[Candidate]:
    """Propose spans."""
    return []


def link(document: Document, chosen: Sequence[Candidate], lexicon: Lexicon) -> tuple[list[Entity], list[Mention]]:
    """Name the entities of the chosen spans and tie each mention to one."""
    return [], []
