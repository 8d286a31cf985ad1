"""Sentences and tokens."""

from __future__ import annotations

from dataclasses import replace
from typing import Sequence

from razdel import sentenize, tokenize

from pipeline.document import Document, Sentence, Token
from pipeline.lexicon import Lexicon


def split(batch: Sequence[Document], lexicon: Lexicon) -> list[Document]:
    """Add sentences with bare tokens; a sentence never crosses a line break."""
    return [replace(document, sentences=tuple(_sentences(document))) for document in batch]


def _sentences(document: Document) -> list[Sentence]:
    found: list[Sentence] = []
    offset = 0
    for line in document.text.splitlines(keepends=True):
        for part in sentenize(line):
            start = offset + part.start
            tokens = tuple(Token(start + t.start, start + t.stop, t.text) for t in tokenize(part.text))
            if tokens:
                zone = next((z.kind for z in document.zones if z.start <= start < z.end), "body")
                found.append(Sentence(len(found), tokens[0].start, tokens[-1].end, tokens, zone))
        offset += len(line)
    return found
