"""Who says a figure, whose it is and where: one answer each, from the modules that look for them."""

from __future__ import annotations

from functools import lru_cache

from pipeline.document import Document, Quantity
from pipeline.facts import owners as _owners
from pipeline.facts import regions as _regions
from pipeline.facts import speakers as _speakers
from pipeline.facts.direct_speech import Voice
from pipeline.lexicon import Lexicon

__all__ = ["organization", "organization_reasons", "region", "speaker", "voices"]


def speaker(quantity: Quantity, document: Document, lexicon: Lexicon | None = None) -> tuple[str, str]:
    """The key of the person the figure is attributed to and the rule that found it; empty for the reporter's own."""
    heard = _LAST.voices(document, lexicon or _shipped())
    voice = next((v for v in reversed(heard) if v.start <= quantity.start < v.end), None)
    return (voice.person, voice.rule) if voice else ("", "")


def organization(quantity: Quantity, document: Document, lexicon: Lexicon | None = None) -> str:
    """Name of the organisation the figure is about: whose jobs, output or money; empty if none."""
    lexicon = lexicon or _shipped()
    return _owners.of(quantity, document, lexicon, *voices(quantity, document, lexicon))


def organization_reasons(quantity: Quantity, document: Document, lexicon: Lexicon) -> list[tuple[str, int]]:
    """Signs that made that organisation, or none, the figure's, and their weights; heaviest first."""
    return _owners.reasons(quantity, document, lexicon, *voices(quantity, document, lexicon))


def voices(quantity: Quantity, document: Document, lexicon: Lexicon) -> tuple[str, str]:
    """Keys of the person the figure is attributed to and of the one an interview is with, empty if none."""
    person, _ = speaker(quantity, document, lexicon)
    answers = [voice.person for voice in _LAST.voices(document, lexicon) if voice.rule == "speech:interview"]
    return person, answers[0] if answers else ""


def region(quantity: Quantity, document: Document, lexicon: Lexicon | None = None) -> tuple[str, str]:
    """Code of the region or country the figure is about, and where that was read: sentence, context or article."""
    return _regions.of(quantity, document, lexicon or _shipped())


@lru_cache(maxsize=1)
def _shipped() -> Lexicon:
    return Lexicon()


class _Last:
    """The voices of the document last asked about: every figure of a document asks for the same ones."""

    def __init__(self) -> None:
        self.document: Document | None = None
        self.found: list[Voice] = []

    def voices(self, document: Document, lexicon: Lexicon) -> list[Voice]:
        if self.document is not document:
            self.document, self.found = document, _speakers.voices(document, lexicon)
        return self.found


_LAST = _Last()
