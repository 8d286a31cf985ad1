"""The only door to natasha's weights, slovnet, navec and pymorphy3."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.language.neural import Tagger
    from pipeline.language.weights import Weights


@cache
def analyzer() -> Any:
    """The pymorphy3 analyzer, loaded once."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


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
