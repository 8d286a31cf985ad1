"""Cues of the tables ``attribution_cues``, one pattern a kind, and ``number_cues``, one tuple of words a kind."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.lexicon import Lexicon


@lru_cache(maxsize=64)
def stems(lexicon: Lexicon, kind: str) -> re.Pattern[str]:
    """Finds the beginning of any cue of a kind at the beginning of a word."""
    return re.compile(rf"(?<!\w)(?:{_either(lexicon, kind)})", re.IGNORECASE)


@lru_cache(maxsize=64)
def words(lexicon: Lexicon, kind: str) -> re.Pattern[str]:
    """Finds any cue of a kind as whole words."""
    return re.compile(rf"(?<!\w)(?:{_either(lexicon, kind)})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=64)
def parts(lexicon: Lexicon, kind: str) -> re.Pattern[str]:
    """Finds any cue of a kind anywhere, inside words too."""
    return re.compile(_either(lexicon, kind), re.IGNORECASE)


@lru_cache(maxsize=64)
def listed(lexicon: Lexicon, kind: str) -> frozenset[str]:
    """The cues of a kind as they stand: lemmas."""
    return frozenset(row["pattern"] for row in lexicon["attribution_cues"] if row["kind"] == kind)


@lru_cache(maxsize=64)
def of_numbers(lexicon: Lexicon, kind: str) -> tuple[str, ...]:
    """The words of a kind beside numbers."""
    return tuple(row["word"] for row in lexicon["number_cues"] if row["kind"] == kind)


def _either(lexicon: Lexicon, kind: str) -> str:
    return "|".join(row["pattern"] for row in lexicon["attribution_cues"] if row["kind"] == kind)
