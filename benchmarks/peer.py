"""Plain natasha, as its documentation shows it: what this project is compared with."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from typing import Any


def stand_in_for_pymorphy2() -> None:
    """Let pymorphy3 answer to the name natasha imports; every submodule, or its files load twice."""
    package = importlib.import_module("pymorphy3")
    sys.modules.setdefault("pymorphy2", package)
    for module in pkgutil.walk_packages(package.__path__, "pymorphy3."):
        if "lang.uk" in module.name:
            continue
        try:
            loaded = importlib.import_module(module.name)
        except ImportError:  # a dictionary that is not installed
            continue
        sys.modules.setdefault(module.name.replace("pymorphy3", "pymorphy2", 1), loaded)


class Natasha:
    """Natasha's segmenter, vocabulary and three taggers."""

    def __init__(self) -> None:
        stand_in_for_pymorphy2()
        import natasha

        embedding = natasha.NewsEmbedding()
        self.doc: Any = natasha.Doc
        self.segmenter: Any = natasha.Segmenter()
        self.vocab: Any = natasha.MorphVocab()
        self.morph: Any = natasha.NewsMorphTagger(embedding)
        self.syntax: Any = natasha.NewsSyntaxParser(embedding)
        self.ner: Any = natasha.NewsNERTagger(embedding)

    def read(self, text: str) -> Any:
        """One article through every stage; the document with tokens, trees and normalized names."""
        doc = self.doc(text)
        doc.segment(self.segmenter)
        doc.tag_morph(self.morph)
        for token in doc.tokens:
            token.lemmatize(self.vocab)
        doc.parse_syntax(self.syntax)
        doc.tag_ner(self.ner)
        for span in doc.spans:
            span.normalize(self.vocab)
        return doc
