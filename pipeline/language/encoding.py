"""Words as rows of numbers: each (word, shape) is projected through the models' first layers once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from slovnet.shape import word_shape

from pipeline.language.weights import Encoder, Floats, Weights

Ints = NDArray[np.int64]
SEPARATOR = 0  # the row of zeros between sequences
CONTEXT = 3  # rows a token sees on each side: one for each layer
TEXTS = 200_000  # word forms whose ids are remembered, about 30 MB


class WordTable:
    """First-layer projections of (word, shape) pairs for several encoders, in a bounded table.

    A pair takes 9 KB (three models, three taps, 256 floats); ``capacity`` rows are kept, those used
    most when the table is full.
    """

    def __init__(self, weights: Weights, encoders: Sequence[Encoder], capacity: int = 12_000) -> None:
        self._weights = weights
        self._capacity = capacity
        self._encoders = encoders
        widths = [encoder.layers[0].taps.shape[1] for encoder in encoders]
        self.tables: list[Floats] = [np.zeros((capacity, width), np.float32) for width in widths]
        self._texts: dict[str, int] = {}
        self._rows: dict[int, int] = {}
        self._uses = np.zeros(capacity, np.int64)
        self._size = 1  # row 0 separates

    def keys(self, words: Iterable[str]) -> list[int]:
        """A key for each word, naming its (word, shape) pair."""
        texts = self._texts
        if len(texts) > TEXTS:
            texts.clear()
        found = []
        for word in words:
            key = texts.get(word)
            if key is None:
                key = texts[word] = self._key(word)
            found.append(key)
        return found

    def rows(self, keys: Ints) -> Ints:
        """Rows of the tables for keys (-1: separator); at most ``capacity - 1`` different keys at a time."""
        unique, places, counts = np.unique(keys, return_inverse=True, return_counts=True)
        listed = unique.tolist()
        missing = [key for key in listed if key >= 0 and key not in self._rows]
        if self._size + len(missing) > self._capacity:
            self._shrink(len(listed))
            missing = [key for key in listed if key >= 0 and key not in self._rows]
        if missing:
            self._add(missing)
        rows = np.array([self._rows[key] if key >= 0 else SEPARATOR for key in listed], np.int64)
        self._uses[rows] += counts
        return rows[places.reshape(-1)]

    def _key(self, word: str) -> int:
        weights, known = self._weights, word.lower().replace("ё", "е")  # the vectors know «завершён» badly
        return weights.words.get(known, weights.unknown) * len(weights.shapes) + weights.shapes[word_shape(word)]

    def _add(self, keys: Sequence[int]) -> None:
        words, shapes = np.divmod(np.array(keys, np.int64), len(self._weights.shapes))
        vectors = self._weights.vectors(words)
        begin, end = self._size, self._size + len(keys)
        for table, encoder in zip(self.tables, self._encoders, strict=True):
            both = np.concatenate([vectors, encoder.shapes[shapes]], axis=1)
            made, layer = table[begin:end], encoder.layers[0]
            np.matmul(both, layer.taps, out=made)
            made[:, layer.bias.size : 2 * layer.bias.size] += layer.bias
        self._rows.update(zip(keys, range(begin, end), strict=True))
        self._uses[begin:end] = 0
        self._size = end

    def _shrink(self, needed: int) -> None:
        """Keep the most used half, or less where the next block needs more; older uses count for less."""
        keep = max(0, min(self._capacity // 2, self._capacity - 1 - needed))
        order = np.argsort(-self._uses[1 : self._size], kind="stable")[:keep] + 1
        order.sort()
        for table in self.tables:
            table[1 : len(order) + 1] = table[order]
        places = {row: place for place, row in enumerate(order.tolist(), 1)}
        self._rows = {key: places[row] for key, row in self._rows.items() if row in places}
        self._uses[1 : len(order) + 1] = self._uses[order] // 2
        self._size = len(order) + 1


def pack(sequences: Sequence[Sequence[int]]) -> tuple[Ints, list[int]]:
    """Keys of all sequences in one row with a separator (-1) before and after each; where each begins."""
    flat: list[int] = [-1]
    starts = []
    for sequence in sequences:
        starts.append(len(flat))
        flat += sequence
        flat.append(-1)
    return np.array(flat, np.int64), starts
