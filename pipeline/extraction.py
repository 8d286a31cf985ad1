"""Extract: one text in, a typed result out, for notebooks and other programs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.document import Article, Document, Entity, Fact, Mention, Role
from pipeline.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was found in one text. Offsets count characters of ``text``: ``text[fact.start : fact.end]``."""

    document: Document

    @property
    def text(self) -> str:
        """The text as given."""
        return self.document.text

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Numeric facts, in the order of the text."""
        return self.document.facts

    @property
    def entities(self) -> tuple[Entity, ...]:
        """People, organisations, regions, places and countries, each once."""
        return self.document.entities

    @property
    def people(self) -> tuple[Entity, ...]:
        """The people among the entities."""
        return tuple(entity for entity in self.entities if entity.type == "person")

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """Where entities are mentioned."""
        return self.document.mentions

    @property
    def roles(self) -> tuple[Role, ...]:
        """Stated positions of people."""
        return self.document.roles

    def to_frames(self) -> dict[str, Any]:
        """The tables of the contract as pandas DataFrames: ``frames["facts"]`` has the columns of facts.csv.

        Dates are pandas timestamps; unknown numbers are missing, unknown words are empty.
        """
        from pipeline.storing import frames

        return frames.of_documents([self.document])


def extract(
    text: str,
    *,
    title: str | None = None,
    published: date | str | None = None,
    lexicon: str | Path | None = None,
) -> Extraction:
    """Find people, organisations, regions and numeric facts in a text.

    ``published`` (a date or ``"2026-01-08"``) is what «в этом году» is counted from, where the text does not
    say it itself. ``lexicon`` is a folder of tables that add to the shipped ones. The models load on first use.
    Raises TypeError if ``text`` is no string, ValueError for a bad date, LexiconError for a bad lexicon.
    """
    from pipeline import stages

    if not isinstance(text, str):
        raise TypeError(f"text must be a string, not {type(text).__name__}")
    day = date.fromisoformat(published) if isinstance(published, str) else published
    article = Article("text", "", text, title=title, published=day)
    return Extraction(stages.process([article], _lexicon(None if lexicon is None else Path(lexicon)))[0])


@cache
def _lexicon(folder: Path | None) -> Lexicon:
    return Lexicon(folder)
