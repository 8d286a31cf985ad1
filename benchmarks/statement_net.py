"""The net of pipeline/facts/net.py in PyTorch, for training: beside it one weight for every sign of a figure.

Needs torch, which nothing else does. `train` is the same from run to run on one machine with one thread.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any, Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from pipeline.facts import net
from pipeline.facts.surroundings import PLACES, WIDTH, Place, Row
from pipeline.language.vectors import WIDTH as VECTOR
from pipeline.language.vectors import vector

WORD, HEADS, HEAD, HIDDEN, LAYERS = 96, 8, 12, 192, 2
DROPPED, BLIND, UNTOLD, UNSIGNED = 0.3, 0.1, 0.15, 0.5  # units, word vectors, lexicon's words, signs
EPOCHS, BATCH, RATE, SIGN_RATE, DECAY, SMOOTHING = 12, 48, 2e-3, 5e-4, 0.02, 0.05
WEIGHTS = (1.0, 1.2, 0.6, 0.4, 0.5)  # of the targets in the loss
HEADING = 0.5  # of the subjects' heads
DOUBTED, DOUBT = 4, 0.3  # from which epoch on, and how far, what the net holds true stands in for the annotation
MEAN = 0.999  # the weights kept are a running mean of those passed through
SEEN = 8  # a sign of a word seen less often is none
LEAST = 2  # so is a sign of a figure
NORM = 6.0  # what navec's vectors are long on average
TOLD = ("branch", "marks")  # kinds of place that say something of the word seen there


@dataclass(frozen=True)
class Example:
    """An annotated document: its row, each figure's place and signs, and its classes (-1: not annotated)."""

    row: Row
    places: Sequence[Place]
    signs: Sequence[Sequence[str]]
    labels: Sequence[Sequence[int]]  # a row a figure, a column a target
    heads: Sequence[int]  # which of the words seen heads its subject (-1: none of them)


@dataclass(frozen=True)
class Vocabulary:
    """What a model knows by name; everything else is row 0 or no weight."""

    slots: dict[str, dict[str, int]]
    units: dict[str, int]
    signs: dict[str, int]
    sizes: tuple[int, ...]  # classes a target

    @staticmethod
    def of(examples: Sequence[Example], sizes: Sequence[int]) -> Vocabulary:
        """What the examples have often enough."""
        slots = {}
        for k, slot in enumerate(net.SLOTS, 1):
            counts = Counter(signs[k] for example in examples for signs in example.row.signs)
            slots[slot] = {sign: i for i, sign in enumerate(sorted(s for s, n in counts.items() if n >= SEEN), 1)}
        units = sorted({place.unit for example in examples for place in example.places})
        counts = Counter(
            sign
            for example in examples
            for signs, labels in zip(example.signs, example.labels, strict=True)
            if labels[0] >= 0
            for sign in set(signs)
        )
        signs = {sign: i for i, sign in enumerate(sorted(s for s, n in counts.items() if n >= LEAST))}
        return Vocabulary(slots, {unit: i for i, unit in enumerate(units)}, signs, tuple(sizes))


@dataclass(frozen=True)
class Coded:
    """An example in tensors."""

    vectors: Tensor
    slots: Tensor
    seen: Tensor
    codes: Tensor
    there: Tensor
    last: Tensor
    node: Tensor
    units: Tensor
    signs: list[Tensor]
    labels: Tensor
    heads: Tensor

    @staticmethod
    def of(example: Example, vocabulary: Vocabulary) -> Coded:
        """Look everything up."""
        size = len(example.places)
        seen, there = torch.zeros(size, WIDTH, dtype=torch.long), torch.zeros(size, WIDTH, dtype=torch.bool)
        codes = torch.zeros(len(PLACES), size, WIDTH, dtype=torch.long)
        for i, place in enumerate(example.places):
            seen[i, : len(place.seen)] = torch.from_numpy(place.seen)
            codes[:, i, : len(place.seen)] = torch.from_numpy(place.codes)
            there[i, : len(place.seen)] = True
        tables = list(vocabulary.slots.values())
        slots = [[table.get(sign, 0) for table, sign in zip(tables, signs[1:])] for signs in example.row.signs]
        vectors = [vector(signs.lemma) if signs.lemma else np.zeros(VECTOR, np.float32) for signs in example.row.signs]
        known = [[vocabulary.signs[s] for s in sorted(set(line)) if s in vocabulary.signs] for line in example.signs]
        return Coded(
            torch.from_numpy(np.rint(np.array(vectors) * net.GRID).clip(-net.MOST, net.MOST) / net.GRID).half(),
            torch.tensor(slots),
            seen,
            codes,
            there,
            torch.tensor([place.last for place in example.places]),
            torch.tensor([place.node for place in example.places]),
            torch.tensor([vocabulary.units.get(place.unit, len(vocabulary.units)) for place in example.places]),
            [torch.tensor(line, dtype=torch.long) for line in known],
            torch.tensor(example.labels),
            torch.tensor(example.heads),
        )


def _table(rows: int, width: int, spread: float) -> nn.Embedding:
    made = nn.Embedding(rows, width)
    nn.init.normal_(made.weight, std=spread)
    return made


class Reader(nn.Module):
    """The net and the signs' weights; scores are their sum."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        width, classes = HEADS * HEAD, sum(vocabulary.sizes)
        self.sizes = list(vocabulary.sizes)
        self.words = nn.Linear(VECTOR, WORD)
        self.slots = nn.ModuleList(_table(len(table) + 1, WORD, 0.1) for table in vocabulary.slots.values())
        self.entry = nn.LayerNorm(WORD)
        self.taps = nn.ModuleList(nn.Linear(3 * WORD, WORD) for _ in range(LAYERS))
        self.norms = nn.ModuleList(nn.LayerNorm(WORD) for _ in range(LAYERS))
        self.units = _table(len(vocabulary.units) + 1, WORD, 0.1)
        with torch.no_grad():
            self.units.weight[-1] = 0
        self.queries, self.keys = nn.Linear(3 * WORD, width), nn.Linear(WORD, width)
        self.values = nn.Linear(WORD, width)
        self.places = nn.ModuleDict({kind: _table(size, HEADS, 0.3) for kind, size in PLACES.items()})
        self.told = nn.ModuleDict({kind: _table(PLACES[kind], width, 0.05) for kind in TOLD})
        self.asking, self.answering = nn.Linear(3 * WORD, WORD), nn.Linear(WORD, WORD)
        self.heading = nn.ModuleDict({kind: _table(size, 1, 0.3) for kind, size in PLACES.items()})
        self.hidden, self.out = nn.Linear(width + 3 * WORD, HIDDEN), nn.Linear(HIDDEN, classes)
        self.signs = nn.EmbeddingBag(len(vocabulary.signs), classes, mode="sum")
        nn.init.zeros_(self.signs.weight)
        self.drop = nn.Dropout(DROPPED)

    def forward(self, batch: Sequence[Coded]) -> tuple[list[Tensor], Tensor]:
        """Scores of all figures of some documents: a tensor (figures, classes) a target; and (figures, words seen)."""
        starts, place = [], LAYERS
        for document in batch:
            starts.append(place)
            place += len(document.vectors) + LAYERS
        vectors, slots = torch.zeros(place, VECTOR), torch.zeros(place, len(self.slots), dtype=torch.long)
        filled = torch.zeros(place, 1)
        for start, document in zip(starts, batch):
            part = slice(start, start + len(document.vectors))
            vectors[part], slots[part], filled[part] = document.vectors.float(), document.slots, 1
        states = self._read(vectors, slots, filled)
        at = torch.cat([torch.full((len(document.last),), start) for start, document in zip(starts, batch)])
        last, node, units = (
            torch.cat([getattr(document, name) for document in batch]) for name in ("last", "node", "units")
        )
        own = torch.cat([states[last + at], states[node + at], self.units(units)], 1)
        seen, codes, there = (
            torch.cat([getattr(document, name) for document in batch], axis)
            for name, axis in (("seen", 0), ("codes", 1), ("there", 0))
        )
        seen = (seen + at[:, None]) * there
        looked = self._look(seen, codes, there, states, own)
        hidden = self.drop(functional.relu(self.hidden(self.drop(torch.cat([looked, own], 1)))))
        heads = (self.answering(states)[seen] * self.asking(own)[:, None]).sum(2) / math.sqrt(WORD)
        for kind, code in zip(PLACES, codes):
            heads = heads + self.heading[kind](code)[..., 0]
        heads = heads.masked_fill(~there, -1e9)
        return list(torch.split(self.out(hidden) + self._signs(batch), self.sizes, 1)), heads

    def _read(self, vectors: Tensor, slots: Tensor, filled: Tensor) -> Tensor:
        if self.training:
            vectors = vectors * (torch.rand(len(vectors), 1) > BLIND)
            told = torch.rand(len(vectors)) > UNTOLD
        states = self.words(vectors / NORM)
        for k, (name, table) in enumerate(zip(net.SLOTS, self.slots)):
            column = slots[:, k]
            states = states + table(column * told if self.training and name in ("measure", "action") else column)
        states = self.drop(self.entry(states)) * filled
        for taps, norm in zip(self.taps, self.norms):
            wide = torch.cat([states.roll(1, 0), states, states.roll(-1, 0)], 1)
            states = norm(states + self.drop(functional.relu(taps(wide)))) * filled
        return states

    def _look(self, seen: Tensor, codes: Tensor, there: Tensor, states: Tensor, own: Tensor) -> Tensor:
        shape = (len(own), WIDTH, HEADS, HEAD)
        queries = self.queries(own).view(len(own), 1, HEADS, HEAD)
        near = (self.keys(states)[seen].view(shape) * queries).sum(3) / math.sqrt(HEAD)
        shown = self.values(states)[seen]
        for kind, code in zip(PLACES, codes):
            near = near + self.places[kind](code)
            if kind in TOLD:
                shown = shown + self.told[kind](code)
        weights = near.masked_fill(~there[..., None], -1e9).softmax(1)
        return torch.einsum("fwh,fwhd->fhd", weights, shown.view(shape)).reshape(len(own), -1)

    def _signs(self, batch: Sequence[Coded]) -> Tensor:
        lines = [line for document in batch for line in document.signs]
        if self.training:
            lines = [line[torch.rand(len(line)) > UNSIGNED] for line in lines]
        offsets = torch.tensor(np.cumsum([0, *(len(line) for line in lines[:-1])]))
        found: Tensor = self.signs(torch.cat(lines), offsets) / (1 - UNSIGNED if self.training else 1)
        return found


def train(examples: Sequence[Example], vocabulary: Vocabulary, seed: int = 0) -> Reader:
    """Fit a reader: AdamW with one cycle of the learning rate (Loshchilov & Hutter 2019; Smith & Topin 2018).

    Annotations err, so from some epoch on the net's own opinion is mixed with them (soft bootstrapping, Reed et
    al. 2015); the weights returned are averaged over the way (Polyak & Juditsky 1992).
    """
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    order = np.random.RandomState(seed)
    coded = [Coded.of(example, vocabulary) for example in examples if len(example.places)]
    reader = Reader(vocabulary)
    signs = {id(parameter) for parameter in reader.signs.parameters()}
    groups: list[dict[str, Any]] = [
        {"params": [p for p in reader.parameters() if id(p) not in signs], "lr": RATE, "weight_decay": DECAY},
        {"params": list(reader.signs.parameters()), "lr": SIGN_RATE, "weight_decay": 0.0},
    ]
    epochs = [_batches(coded, order.permutation(len(coded))) for _ in range(EPOCHS)]
    optimizer = torch.optim.AdamW(groups, fused=True)
    steps = sum(map(len, epochs))
    pace = torch.optim.lr_scheduler.OneCycleLR(optimizer, [RATE, SIGN_RATE], total_steps=steps + 1, pct_start=0.15)
    reader.train()
    mean = [parameter.detach().clone() for parameter in reader.parameters()]
    for epoch, batch in ((epoch, batch) for epoch, batches in enumerate(epochs) for batch in batches):
        labels = torch.cat([document.labels for document in batch])
        found, heads = reader(batch)
        loss = sum(
            weight * _lost(scores, labels[:, k], DOUBT if epoch >= DOUBTED else 0.0)
            for k, (scores, weight) in enumerate(zip(found, WEIGHTS))
            if bool((labels[:, k] >= 0).any())
        )
        right = torch.cat([document.heads for document in batch])
        if bool((right >= 0).any()):
            loss = loss + HEADING * functional.cross_entropy(heads, right, ignore_index=-1)
        optimizer.zero_grad()
        if isinstance(loss, Tensor):
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
        pace.step()
        for kept, parameter in zip(mean, reader.parameters()):
            kept.lerp_(parameter.detach(), 1 - MEAN)
    with torch.no_grad():
        for kept, parameter in zip(mean, reader.parameters()):
            parameter.copy_(kept)
    return reader.eval()


def _lost(scores: Tensor, labels: Tensor, doubt: float) -> Tensor:
    """Cross entropy of the figures that have a label, smoothed, and mixed with what the net holds true."""
    scores, labels = scores[labels >= 0], labels[labels >= 0]
    chances = scores.log_softmax(1)
    told = functional.one_hot(labels, scores.shape[1]) * (1 - SMOOTHING) + SMOOTHING / scores.shape[1]
    return -((1 - doubt) * told + doubt * chances.detach().exp()).mul(chances).sum(1).mean()


def _batches(coded: Sequence[Coded], order: Sequence[int]) -> list[list[Coded]]:
    """Whole documents together until there are enough figures."""
    made: list[list[Coded]] = []
    current: list[Coded] = []
    for i in order:
        current.append(coded[i])
        if sum(len(document.last) for document in current) >= BATCH:
            made.append(current)
            current = []
    return [*made, current] if current else made


def arrays(reader: Reader, vocabulary: Vocabulary) -> dict[str, np.ndarray[Any, Any]]:
    """The net in whole numbers, as model.load reads it; the signs' weights are left to the caller."""
    found: dict[str, np.ndarray[Any, Any]] = {}

    def take(parameter: Tensor) -> np.ndarray[Any, Any]:
        return parameter.detach().numpy().astype(np.float64)

    def product(name: str, layer: nn.Linear, norm: float = 1.0) -> None:
        weight = take(layer.weight).T / norm
        scale = 127 / np.abs(weight).max()
        found[f"{name}.weight"] = np.rint(weight * scale).astype(np.int8)
        found[f"{name}.scale"] = np.array(scale)
        found[f"{name}.bias"] = take(layer.bias).astype(np.float32)

    def norm(name: str, layer: nn.LayerNorm) -> None:
        found[f"{name}.gain"], found[f"{name}.bias"] = (take(p).astype(np.float32) for p in (layer.weight, layer.bias))

    product("words", reader.words, NORM)
    for name in ("queries", "keys", "values", "asking", "answering", "hidden", "out"):
        product(name, getattr(reader, name))
    norm("entry", reader.entry)
    for k, (taps, normed) in enumerate(zip(reader.taps, reader.norms)):
        product(f"layer{k}", taps)  # type: ignore[arg-type]
        norm(f"layer{k}.norm", normed)  # type: ignore[arg-type]
    for (slot, table), rows in zip(vocabulary.slots.items(), reader.slots):
        found[f"slot.{slot}"] = take(rows.weight).astype(np.float16)  # type: ignore[arg-type]
        found[f"slot.{slot}.names"] = np.frombuffer("\n".join(table).encode(), np.uint8)
    found["units"] = np.rint(take(reader.units.weight) * net.GRID).clip(-net.MOST, net.MOST).astype(np.int16)
    found["units.names"] = np.frombuffer("\n".join(vocabulary.units).encode(), np.uint8)
    for kind, table in reader.places.items():
        found[f"place.{kind}"] = take(table.weight).astype(np.float32)  # type: ignore[arg-type]
    for kind, table in reader.heading.items():
        found[f"heading.{kind}"] = take(table.weight)[:, 0].astype(np.float32)  # type: ignore[arg-type]
    for kind, table in reader.told.items():
        found[f"told.{kind}"] = np.rint(take(table.weight) * net.GRID).astype(np.int16)  # type: ignore[arg-type]
    return found
