"""Single words: their case forms and dictionary forms, by pymorphy3's dictionary."""

from __future__ import annotations

from functools import lru_cache

from pipeline.language import models


@lru_cache(maxsize=65536)
def inflections(word: str) -> tuple[str, ...]:
    """Every form of the word's paradigm, lower case, е for ё, in the dictionary's order.

    A word that is no dictionary form of anything has itself only.
    """
    parses = [p for p in models.analyzer().parse(word) if p.normal_form == word]
    forms = [form.word.replace("ё", "е") for parse in parses for form in parse.lexeme]
    return tuple(dict.fromkeys(forms)) or (word,)


@lru_cache(maxsize=65536)
def lemmas(word: str) -> tuple[str, ...]:
    """Dictionary forms a word may have, likeliest first, lower case, е for ё."""
    parses = models.analyzer().parse(word)
    return tuple(dict.fromkeys(p.normal_form.replace("ё", "е") for p in parses))
