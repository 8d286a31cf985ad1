"""Single words: their case forms and dictionary forms, by pymorphy3's dictionary."""

from __future__ import annotations

from functools import lru_cache

from pipeline.language import models


@lru_cache(maxsize=65536)
def inflections(word: str) -> tuple[str, ...]:
    """Every form of the word's paradigm, lower case, е for ё, in the dictionary's order.

    A word that is no dictionary form of anything has itself only.
    """
    parses = [p for p in models.analyzer().parse(word) if p.normal_form.replace("ё", "е") == word.replace("ё", "е")]
    forms = [form.word.replace("ё", "е") for parse in parses for form in parse.lexeme]
    return tuple(dict.fromkeys(forms)) or (word,)


@lru_cache(maxsize=65536)
def lemmas(word: str) -> tuple[str, ...]:
    """Dictionary forms a word may have, likeliest first, lower case, е for ё."""
    parses = models.analyzer().parse(word)
    return tuple(dict.fromkeys(p.normal_form.replace("ё", "е") for p in parses))


@lru_cache(maxsize=65536)
def noun_animacy(word: str) -> str:
    """``Anim`` or ``Inan`` if the form can be a noun (so «рабочих», «операционных»), empty if it cannot."""
    for parse in models.analyzer().parse(word):
        if "NOUN" in parse.tag and parse.is_known:
            return "Anim" if "anim" in parse.tag else "Inan"
    return ""
