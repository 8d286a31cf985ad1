"""Phrases of the lexicon, looked up in pieces: one trie over every form of every word."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, Iterable, Sequence, TypeVar

from pipeline.facts.pieces import Piece, cut
from pipeline.language.words import inflections

T = TypeVar("T")


@dataclass(slots=True)
class _Node(Generic[T]):
    next: dict[str, _Node[T]] = field(default_factory=dict)
    value: T | None = None


class PhraseTable(Generic[T]):
    """Phrases with values; ``inflect``: words match in any form, else as written."""

    def __init__(self, rows: Iterable[tuple[str, T]], inflect: bool = True):
        self._root: _Node[T] = _Node()
        for phrase, value in rows:
            nodes = [self._root]
            for piece in cut(phrase):
                forms = {piece.form, *(inflections(piece.form) if inflect and len(piece.form) > 2 else ())}
                step = _Node[T]()
                following = []
                for node in nodes:
                    for form in sorted(forms):
                        following.append(node.next.setdefault(form, step))
                nodes = list({id(node): node for node in following}.values())
            for node in nodes:
                if node.value is None:
                    node.value = value

    def longest(self, pieces: Sequence[Piece], i: int, stop: int | None = None) -> tuple[int, T] | None:
        """The longest phrase that starts at piece ``i``: (last piece, value); dots after abbreviations are passed."""
        node, best, j = self._root, None, i
        stop = len(pieces) if stop is None else stop
        while j < stop:
            form = pieces[j].form
            if form == "." and j > i and pieces[j].start == pieces[j - 1].end and j + 1 < stop:
                j += 1
                form = pieces[j].form
            following = node.next.get(form)
            if following is None:
                break
            node = following
            if node.value is not None:
                best = (j, node.value)
            j += 1
        return best

    def ending(self, pieces: Sequence[Piece], i: int, width: int = 4) -> tuple[int, T] | None:
        """The longest phrase that ends at piece ``i``: (first piece, value)."""
        for first in range(max(0, i - width + 1), i + 1):
            found = self.longest(pieces, first, i + 1)
            if found and found[0] == i:
                return first, found[1]
        return None
