"""Batched inference of the three models: the same output as one sentence at a time, many times faster.

Sequences lie one after another in a packed array of rows, a row of zeros between them where slovnet
pads; a convolution is one matrix product of all rows, its three taps added with a shift. The array is
worked through in blocks that overlap by what a token can see, so that memory stays bounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.document import NameType
from pipeline.language.encoding import CONTEXT, SEPARATOR, Ints, WordTable, pack
from pipeline.language.viterbi import best_paths
from pipeline.language.weights import Affine, Biaffine, Encoder, Floats, Weights

BLOCK = 256  # rows worked on at a time: their layers fit the cache of a core
STRETCH = 11_520  # rows whose words are looked up together: fewer than the table holds
TIE = 1e-4  # scores nearer than this are one score, computed in another order
MORPH, NAMES, SYNTAX = range(3)  # the order of the tables


class Tagger:
    """The three models over lists of word keys (see ``WordTable.keys``)."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._encoders = (weights.morph.encoder, weights.names.encoder, weights.syntax.encoder)
        self._table = WordTable(weights, self._encoders)
        self.keys = self._table.keys

    def tags(self, sentences: Sequence[Sequence[int]]) -> list[list[int]]:
        """For each sentence the index of each token's morphological tag in ``weights.morph.tags``."""
        flat, starts = pack(sentences)
        best = np.zeros(len(flat), np.int64)
        for begin, rows in self._encoded(MORPH, flat):
            best[begin : begin + len(rows)] = _apply(self._weights.morph.head, rows).argmax(axis=1)
        return _cut(best, starts, sentences)

    def names(self, texts: Sequence[Sequence[int]]) -> list[list[tuple[int, int, NameType]]]:
        """For each text (all its sentences together) the names: first token, last token, type."""
        model = self._weights.names
        flat, starts = pack(texts)
        scores = np.zeros((len(flat), len(model.tags)), np.float32)
        for begin, rows in self._encoded(NAMES, flat):
            scores[begin : begin + len(rows)] = _apply(model.head, rows)
        paths = best_paths(scores, starts, [len(text) for text in texts], model.transitions)
        return [list(_spans([model.tags[tag] for tag in path])) for path in paths]

    def trees(self, sentences: Sequence[Sequence[int]]) -> list[tuple[list[int], list[int]]]:
        """For each sentence its heads (token index, -1: root) and relations (index in ``weights.syntax.names``)."""
        model = self._weights.syntax
        flat, starts = pack(sentences)
        sides = np.zeros((len(flat), model.sides.bias.size), np.float32)
        for begin, rows in self._encoded(SYNTAX, flat):
            np.maximum(_apply(model.sides, rows), 0, out=sides[begin : begin + len(rows)])
        dependent, head, above, below = np.split(sides, 4, axis=1)
        heads = _heads(model.arcs, dependent, head, starts, sentences)
        relations = np.zeros(len(flat), np.int64)
        for begin in range(0, len(flat), BLOCK):
            part = slice(begin, begin + BLOCK)
            over = np.where((heads[part] < 0)[:, None], model.relations.root, above[heads[part]])
            relations[part] = _relations(model.relations, over, below[part])
        places = _cut(heads, starts, sentences)
        return [
            ([place - start if place >= 0 else -1 for place in line], kinds)
            for start, line, kinds in zip(starts, places, _cut(relations, starts, sentences), strict=True)
        ]

    def _encoded(self, which: int, flat: Ints) -> Iterator[tuple[int, Floats]]:
        """The encoder's output for consecutive blocks of rows: where a block begins, and its rows (row x 64)."""
        encoder, table = self._encoders[which], self._table.tables[which]
        padded = np.full(len(flat) + 2 * CONTEXT, -1, np.int64)
        padded[CONTEXT : CONTEXT + len(flat)] = flat
        gathered = np.empty((BLOCK + 2 * CONTEXT, table.shape[1]), np.float32)
        for stretch in range(0, len(flat), STRETCH):
            rows = self._table.rows(padded[stretch : stretch + STRETCH + 2 * CONTEXT])
            for begin in range(0, len(rows) - 2 * CONTEXT, BLOCK):
                places = rows[begin : begin + BLOCK + 2 * CONTEXT]
                projected = gathered[: len(places)]
                table.take(places, axis=0, out=projected, mode="clip")  # clip: without a copy
                yield stretch + begin, _encode(encoder, projected, np.flatnonzero(places == SEPARATOR))


def _encode(encoder: Encoder, projected: Floats, separators: Ints) -> Floats:
    """Three layers; ``projected`` is the first one's product with its bias. Each takes a row off both ends."""
    first, second, third = encoder.layers
    rows = _rectified_sum(projected, first.bias.size)
    _blank(rows, separators - 1, first.blank)
    rows = _rectified_sum(rows @ second.taps, second.bias.size, second.bias)
    _blank(rows, separators - 2, second.blank)
    rows = _rectified_sum(rows @ third.taps, third.bias.size, third.bias)
    rows *= encoder.scale
    rows += encoder.shift
    return rows


def _rectified_sum(product: Floats, width: int, bias: Floats | None = None) -> Floats:
    """Add the taps with their shifts, and rectify."""
    rows = product[:-2, :width] + product[1:-1, width : 2 * width]
    rows += product[2:, 2 * width :]
    if bias is not None:
        rows += bias
    np.maximum(rows, 0, out=rows)
    return rows


def _blank(rows: Floats, separators: Ints, blank: Floats) -> None:
    rows[separators[(separators >= 0) & (separators < len(rows))]] = blank


def _apply(affine: Affine, rows: Floats) -> Floats:
    made: Floats = rows @ affine.weight
    made += affine.bias  # in place: the product may be the widest array there is
    return made


def _heads(
    arcs: Biaffine, dependent: Floats, right: Floats, starts: Sequence[int], sentences: Sequence[Sequence[int]]
) -> Ints:
    """The row of each row's head, -1 for the root."""
    left = dependent @ arcs.kernel
    to_root = left @ arcs.root
    heads = np.full(len(left), -1, np.int64)
    for start, sentence in zip(starts, sentences, strict=True):
        if sentence:
            part = slice(start, start + len(sentence))
            scores = left[part] @ right[part].T
            top = scores.max(axis=1)
            best = _nearest(scores >= (top - TIE)[:, None])
            heads[part] = np.where(to_root[part] >= top - TIE, -1, best + start)
    return heads


def _nearest(candidates: NDArray[np.bool_]) -> Ints:
    """For each token the nearest of its candidate heads, of two equally near the left one.

    Words that stand twice in the same surroundings score the same to the last bits, and which is the
    greater depends on how the rows happen to be packed; this does not.
    """
    best: Ints = candidates.argmax(axis=1)
    for token in np.flatnonzero(candidates.sum(axis=1) > 1).tolist():
        rivals = np.flatnonzero(candidates[token])
        best[token] = rivals[np.abs(rivals - token).argmin()]
    return best


def _relations(model: Biaffine, over: Floats, below: Floats) -> Ints:
    """The relation of each row to the head over it."""
    left = (over @ model.kernel).reshape(len(over), -1, below.shape[1])
    scores: Floats = np.einsum("nrh,nh->nr", left, below)
    best: Ints = scores.argmax(axis=1)
    return best


def _cut(values: Ints, starts: Sequence[int], sequences: Sequence[Sequence[int]]) -> list[list[int]]:
    listed: list[int] = values.tolist()
    return [listed[start : start + len(sequence)] for start, sequence in zip(starts, sequences, strict=True)]


def _spans(tags: Sequence[tuple[str, NameType | None]]) -> Iterator[tuple[int, int, NameType]]:
    """Spans of begin / inside / outside tags, read as slovnet reads them."""
    kind: NameType | None = None
    first = last = 0
    for i, (part, type_) in enumerate(tags):
        if part == "I":
            last = i
        elif part in ("O", "B"):
            if kind:
                yield first, last, kind
                kind = None
            if part == "B":
                kind, first, last = type_, i, i
    if kind:
        yield first, last, kind
