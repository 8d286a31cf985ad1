"""Roles: a person, a position and its organisation."""

from __future__ import annotations

from pipeline.document import Document
from pipeline.lexicon import Lexicon


def find(document: Document, lexicon: Lexicon) -> Document:
    """Add roles, and the role of each mention of a person."""
    return document
