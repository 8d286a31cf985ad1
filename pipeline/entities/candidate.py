"""A span a finder proposes; a module of its own, so that finders and ``mentions`` can both import it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import Sequence

from pipeline.document import Document, MentionType, Name, Sentence


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span a finder proposes as a mention of some type."""

    start: int
    end: int
    type: MentionType
    rule: str
    detail: object = None  # what the finder knows of it, for its own naming step
    open: bool = False  # other mentions may stand inside it: the region in «акимат Карагандинской области»
    nests: bool = False  # it may stand inside an open one
    trust: int = 0  # of candidates with the same span, the higher wins


class SentenceIndex:
    """The sentences of a document by offset, and the name model's spans by sentence."""

    def __init__(self, document: Document) -> None:
        self._sentences = document.sentences
        self._starts = [sentence.start for sentence in document.sentences]
        self._names: dict[int, list[Name]] = defaultdict(list)
        for name in document.names:
            self._names[self.at(name.start).index].append(name)

    def at(self, offset: int) -> Sentence:
        """The sentence an offset lies in; an offset between two belongs to the first."""
        return self._sentences[max(0, bisect_right(self._starts, offset) - 1)]

    def names(self, sentence: Sentence) -> Sequence[Name]:
        """The spans the name model found that start in a sentence."""
        return self._names.get(sentence.index, ())
