"""The only door to natasha, slovnet, navec and pymorphy3."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from functools import cache
from typing import Any


def _stand_in_for_pymorphy2() -> None:
    """Let pymorphy3 answer to the name natasha imports; every submodule, or its files load twice."""
    package = importlib.import_module("pymorphy3")
    sys.modules.setdefault("pymorphy2", package)
    for module in pkgutil.walk_packages(package.__path__, "pymorphy3."):
        if "lang.uk" in module.name:
            continue
        try:
            loaded = importlib.import_module(module.name)
        except ImportError:
            continue
        sys.modules.setdefault(module.name.replace("pymorphy3", "pymorphy2", 1), loaded)


@cache
def analyzer() -> Any:
    """The pymorphy3 analyzer, loaded once."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@cache
def natasha() -> dict[str, Any]:
    """Natasha's taggers: morph, syntax, ner and vocab, loaded once."""
    _stand_in_for_pymorphy2()
    from natasha import MorphVocab, NewsEmbedding, NewsMorphTagger, NewsNERTagger, NewsSyntaxParser

    embedding = NewsEmbedding()
    return {
        "vocab": MorphVocab(),
        "morph": NewsMorphTagger(embedding),
        "syntax": NewsSyntaxParser(embedding),
        "ner": NewsNERTagger(embedding),
    }
