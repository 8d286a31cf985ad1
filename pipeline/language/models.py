"""The only door to natasha's weights, slovnet, navec and pymorphy3."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.language.neural import Tagger
    from pipeline.language.weights import Weights


PARSES = 20_000  # words whose parses are remembered, about 40 MB


@cache
def analyzer() -> Any:
    """The pymorphy3 analyzer, loaded once; it remembers what it parsed, so leave its lists as they are."""
    import pymorphy3

    found = pymorphy3.MorphAnalyzer(lang="ru")
    found.parse = lru_cache(PARSES)(found.parse)
    return found


@cache
def quick_analyzer() -> Any:
    """A pymorphy3 analyzer that gives plain tuples (word, tag, normal form, ...), likeliest first or not."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru", result_type=None, probability_estimator_cls=None)


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
