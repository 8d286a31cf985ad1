"""The net that reads a figure in its surroundings, in whole numbers.

Two convolutions over a document's words, then from each figure attention to the words it sees (Vaswani et
al. 2017, with a learned bias for every kind of place), one hidden layer, one score a class. Trained by
benchmarks/train_statements.py. Activations are whole numbers of 1/GRID and weights are integers, so every
product is exact and a figure's scores do not depend on the machine or on what is read with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.facts.surroundings import PLACES, WIDTH, Ints, Place, Row, Signs
from pipeline.language.vectors import WIDTH as VECTOR
from pipeline.language.vectors import vector

Floats = NDArray[np.float64]
Whole = NDArray[np.float32]  # whole numbers, as floats for the sake of BLAS; exact below 2 ** 24

GRID = 32  # an activation of one
MOST = 255  # the largest activation, in parts of GRID
ATTENTION = 1024  # attention's weights are parts of this
SCORE = 256  # scores are parts of this
REMEMBERED = 20_000  # words whose states are kept, some 15 MB
BLOCK = 64  # figures worked on at a time: what they see fits the cache of a core
SLOTS = Signs._fields[1:]


@dataclass(frozen=True, eq=False)
class Product:
    """``x @ weight / scale + bias``, the weight in whole numbers."""

    weight: Whole
    scale: float
    bias: Floats

    def __call__(self, x: Whole) -> Floats:
        """Exact up to the division; x: (rows, in) whole numbers."""
        made: Floats = (x @ self.weight).astype(np.float64)
        made /= self.scale * GRID
        made += self.bias
        return made


@dataclass(frozen=True, eq=False)
class Norm:
    """Layer normalization (Ba et al. 2016)."""

    gain: Floats
    bias: Floats

    def __call__(self, x: Floats) -> Whole:
        """Normalized rows on the grid."""
        x = x - x.mean(axis=1, keepdims=True)
        x /= np.sqrt((x * x).mean(axis=1, keepdims=True) + 1e-5)
        x *= self.gain
        x += self.bias
        return grid(x)


def grid(x: Floats | Whole) -> Whole:
    """The nearest whole numbers of 1/GRID."""
    made = x * GRID
    np.rint(made, out=made)  # in place, here and below: fetching memory would take longer than counting
    np.minimum(made, MOST, out=made)
    np.maximum(made, -MOST, out=made)
    return made.astype(np.float32, copy=False)


@dataclass(frozen=True, eq=False)
class Net:
    """The layers, in order. A word is as wide as ``entry``, a head as ``keys`` by the number of heads."""

    words: Product  # word vector -> word
    slots: Mapping[str, tuple[Mapping[str, int], Floats]]  # slot of the signs -> (sign -> row, rows)
    entry: Norm
    layers: tuple[tuple[Product, Norm], ...]  # taps for the word before, the word, the word after; then the norm
    units: Mapping[str, Whole]
    queries: Product
    keys: Product
    values: Product
    places: Mapping[str, Floats]  # kind of place -> (code, head): how much nearer a place is to the eye
    told: Mapping[str, Whole]  # kind of place -> (code, width): what a place adds to what is seen there
    asking: Product
    answering: Product
    heading: Mapping[str, Floats]  # kind of place -> (code): how well a subject's head stands there
    hidden: Product
    out: Product
    met: dict[Signs, Whole] = field(default_factory=dict)  # the states of words met before

    @property
    def heads(self) -> int:
        """Number of attention's heads."""
        return int(self.places["distance"].shape[1])

    def read(self, row: Row, places: Sequence[Place]) -> tuple[Ints, Ints]:
        """All figures of a document, one after another, in parts of SCORE.

        Scores of the classes (figures, classes), and of the words seen as heads of the figure's subject
        (figures, WIDTH), in the order of ``Place.seen``.
        """
        classes, heads = [np.zeros((0, self.out.bias.size), np.int64)], [np.zeros((0, WIDTH), np.int64)]
        words = self._read(row)
        keys, values, answers = grid(self.keys(words)), grid(self.values(words)), grid(self.answering(words))
        for k in range(0, len(places), BLOCK):
            view = _View.of(places[k : k + BLOCK])
            own = self._own(view, words)
            looked = self._look(view, own, keys, values)[0]
            hidden = grid(np.maximum(self.hidden(np.concatenate([looked, own], axis=1)), 0))
            classes.append(np.rint(self.out(hidden) * SCORE).astype(np.int64))
            asked = grid(self.asking(own))
            fit = (answers[view.seen] @ asked[:, :, None])[:, :, 0].astype(np.float64)
            fit /= GRID * GRID * np.sqrt(asked.shape[1])
            for kind, code in zip(PLACES, view.codes, strict=True):
                fit += self.heading[kind].take(code)
            heads.append(np.where(view.there, np.rint(fit * SCORE), -(2**31)).astype(np.int64))
        return np.concatenate(classes), np.concatenate(heads)

    def attention(self, row: Row, place: Place) -> list[tuple[int, float]]:
        """Where a figure looks: places in the row and their weights, all heads together, heaviest first."""
        words = self._read(row)
        view = _View.of([place])
        _, weights = self._look(view, self._own(view, words), grid(self.keys(words)), grid(self.values(words)))
        mean = weights[0, : len(place.seen)].mean(axis=1) / ATTENTION
        order = np.argsort(-mean, kind="stable")
        return [(int(place.seen[i]), float(mean[i])) for i in order]

    def _read(self, row: Row) -> Whole:
        """The state of every word of a document."""
        self._meet(set(row.signs))
        width = self.entry.bias.size
        states = np.array([self.met[signs] for signs in row.signs], np.float32).reshape(-1, width)
        for taps, norm in self.layers:
            wide = np.zeros((len(states), 3 * width), np.float32)
            wide[1:, :width], wide[:, width : 2 * width], wide[:-1, 2 * width :] = states[:-1], states, states[1:]
            found = taps(wide)
            np.maximum(found, 0, out=found)
            found += states / GRID
            states = norm(found)
        return states

    def _meet(self, words: set[Signs]) -> None:
        """Put the states of words before their neighbours are looked at into ``met``."""
        if len(self.met) > REMEMBERED:
            self.met.clear()
        new = [signs for signs in words if signs not in self.met]
        if not new:
            return
        blank = np.zeros(VECTOR, np.float32)
        states = self.words(grid(np.array([vector(signs.lemma) if signs.lemma else blank for signs in new])))
        for k, slot in enumerate(SLOTS, 1):
            rows, table = self.slots[slot]
            states += table[[rows.get(signs[k], 0) for signs in new]]
        self.met.update(zip(new, self.entry(states), strict=True))

    def _own(self, view: _View, words: Whole) -> Whole:
        """What a figure starts from: its last token, what it counts, its unit."""
        unknown = np.zeros_like(self.units["unit"])
        units = np.array([self.units.get(unit, unknown) for unit in view.units])
        return np.concatenate([words[view.last], words[view.node], units], axis=1)

    def _look(self, view: _View, own: Whole, keys: Whole, values: Whole) -> tuple[Whole, Whole]:
        """What each figure sees, and attention's weights (figure, word seen, head)."""
        queries = grid(self.queries(own))
        apart = _apart(queries.shape[1], self.heads)
        near = (keys[view.seen] @ (queries[:, :, None] * apart)).astype(np.float64)
        near /= GRID * GRID * np.sqrt(queries.shape[1] / self.heads)
        for kind, code in zip(PLACES, view.codes, strict=True):
            near += self.places[kind].take(code, axis=0)
        near[~view.there] = -np.inf
        powers = np.exp(near - near.max(axis=1, keepdims=True))
        weights = np.rint(powers / powers.sum(axis=1, keepdims=True) * ATTENTION).astype(np.float32)
        shown = values[view.seen]
        for kind, code in zip(PLACES, view.codes, strict=True):
            if kind in self.told:
                shown += self.told[kind].take(code, axis=0)
        mixed = ((weights.transpose(0, 2, 1) @ shown) * apart.T).sum(axis=1)
        looked: Whole = np.rint(mixed / ATTENTION).clip(-MOST, MOST)
        return looked, weights


def _apart(width: int, heads: int) -> Whole:
    """Which parts of a state belong to which head: (width, heads), ones and zeros."""
    return np.repeat(np.eye(heads, dtype=np.float32), width // heads, axis=0)


@dataclass(frozen=True, eq=False)
class _View:
    """What some figures see, padded to one width."""

    seen: Ints  # (figures, WIDTH) rows of the words
    codes: Ints  # (kinds of place, figures, WIDTH)
    there: NDArray[np.bool_]
    last: Ints
    node: Ints
    units: tuple[str, ...]

    @staticmethod
    def of(figures: Sequence[Place]) -> _View:
        """What the figures see side by side."""
        seen = np.zeros((len(figures), WIDTH), np.int64)
        codes = np.zeros((len(PLACES), len(figures), WIDTH), np.int64)
        there = np.zeros((len(figures), WIDTH), bool)
        for i, place in enumerate(figures):
            seen[i, : len(place.seen)] = place.seen
            codes[:, i, : len(place.seen)] = place.codes
            there[i, : len(place.seen)] = True
        last, node = np.array([place.last for place in figures]), np.array([place.node for place in figures])
        return _View(seen, codes, there, last, node, tuple(place.unit for place in figures))


def stored(arrays: Mapping[str, NDArray[Any]]) -> Net:
    """The net from its arrays, as benchmarks/statement_net.py writes them. Raises KeyError naming what is missing."""

    def product(name: str) -> Product:
        weight, scale, bias = (arrays[f"{name}.{part}"] for part in ("weight", "scale", "bias"))
        return Product(weight.astype(np.float32), float(scale), bias.astype(np.float64))

    def norm(name: str) -> Norm:
        return Norm(arrays[f"{name}.gain"].astype(np.float64), arrays[f"{name}.bias"].astype(np.float64))

    def names(name: str) -> list[str]:
        return arrays[f"{name}.names"].tobytes().decode().split("\n")

    slots = {
        slot: ({sign: i for i, sign in enumerate(names(f"slot.{slot}"), 1)}, arrays[f"slot.{slot}"].astype(np.float64))
        for slot in SLOTS
    }
    depth = sum(name.endswith(".norm.gain") for name in arrays)
    return Net(
        product("words"),
        slots,
        norm("entry"),
        tuple((product(f"layer{k}"), norm(f"layer{k}.norm")) for k in range(depth)),
        dict(zip(names("units"), arrays["units"].astype(np.float32))),
        product("queries"),
        product("keys"),
        product("values"),
        {kind: arrays[f"place.{kind}"].astype(np.float64) for kind in PLACES},
        {kind: arrays[f"told.{kind}"].astype(np.float32) for kind in PLACES if f"told.{kind}" in arrays},
        product("asking"),
        product("answering"),
        {kind: arrays[f"heading.{kind}"].astype(np.float64) for kind in PLACES},
        product("hidden"),
        product("out"),
    )
