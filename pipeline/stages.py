"""The stages in order: reading this list explains the program."""

from __future__ import annotations

from typing import Protocol, Sequence

from pipeline.document import Article, Document
from pipeline.entities import mentions
from pipeline.facts import quantities, statements
from pipeline.language import repair, segment, tagging, zones
from pipeline.lexicon import Lexicon


class Stage(Protocol):
    """Takes a batch of documents and returns them with one more layer."""

    def __call__(self, batch: Sequence[Document], lexicon: Lexicon) -> list[Document]: ...


STAGES: tuple[tuple[str, Stage], ...] = (
    ("repair", repair.begin),  # the text as it was meant: odd blanks, soft hyphens, Latin letters in Cyrillic words
    ("zones", zones.mark),  # headline, byline, captions, adverts; title, date, author, outlet
    ("segment", segment.split),  # sentences and tokens
    ("tagging", tagging.tag),  # morphology, lemmas, names, syntax
    ("entities", mentions.find),  # people, organisations, places, roles, main region
    ("quantities", quantities.find),  # numbers with units and what they count
    ("facts", statements.state),  # what is said of them: measure, action, status, when, where, who
    ("offsets", repair.end),  # the text as read again, every layer's offsets in it
)


def process(articles: Sequence[Article], lexicon: Lexicon) -> list[Document]:
    """Take articles through every stage."""
    batch = [Document(article) for article in articles]
    for _, stage in STAGES:
        batch = stage(batch, lexicon)
    return batch
