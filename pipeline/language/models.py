"""The only door to natasha's weights, slovnet, navec and pymorphy3."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.language.neural import Tagger
    from pipeline.language.weights import Weights


PARSES = 20_000  # words whose parses are remembered, about 40 MB
LEXEMES = 1_000  # words whose forms are remembered: one is asked for in one case after another


@cache
def analyzer() -> Any:
    """The pymorphy3 analyzer, loaded once; it remembers what it made, so leave its lists as they are."""
    import pymorphy3

    found = pymorphy3.MorphAnalyzer(lang="ru")
    found.parse = lru_cache(PARSES)(found.parse)
    found.get_lexeme = lru_cache(LEXEMES)(found.get_lexeme)
    return found


@cache
def quick_analyzer() -> Any:
    """An analyzer of the same dictionary that gives plain tuples (word, tag, normal form, ...), likeliest first or not.

    It remembers nothing.
    """
    full = analyzer()
    found = object.__new__(type(full))  # to copy an analyzer loads the dictionary again
    vars(found).update({name: value for name, value in vars(full).items() if name not in ("parse", "get_lexeme")})
    found._result_type = found.prob_estimator = None
    found._init_units()  # units ask the analyzer they belong to
    return found


@cache
def weights() -> Weights:
    """The weights of the three neural models, loaded once."""
    from pipeline.language.weights import load

    return load()


@cache
def tagger() -> Tagger:
    """The three neural models, loaded once."""
    from pipeline.language.neural import Tagger

    return Tagger(weights())
