"""The learned part: linear models that weigh the features of a quantity.

One linear model a target (measure, action, status, change), trained by benchmarks/train_statements.py
on annotated articles. Weights and word vectors are integers, so the
scores are the same to the last bit on any machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.language.vectors import WIDTH, vector

WEIGHTS = Path(__file__).with_name("weights.npz")
SCALE = 256  # weights are stored times this
SLOTS = ("subject", "complement", "verb", "governor")  # words whose vectors the models see
VECTOR_SCALE = 32  # word vectors are rounded to one part of this


@dataclass(frozen=True, slots=True)
class Choice:
    """The class a model chose, how probable it holds it, and the features that spoke for it most."""

    label: str
    probability: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Target:
    """One linear model: classes, and where its columns stand in the weights."""

    labels: tuple[str, ...]
    first: int


@dataclass(frozen=True, eq=False)
class Model:
    """Weights by feature and by word slot, biases; columns are the classes of all targets."""

    index: Mapping[str, int]
    weights: NDArray[np.int32]  # (features, columns)
    dense: NDArray[np.int64]  # (slots * WIDTH, columns)
    bias: NDArray[np.int64]
    targets: Mapping[str, Target]
    steps: tuple[tuple[float, float], ...] = ((0.0, 0.5),)  # confidence: (lower bound, observed rate)

    def scores(self, features: Sequence[str], words: Sequence[str]) -> NDArray[np.int64]:
        """Scores of every class of every target; ``words``: one a slot."""
        _, rows = _known(self, tuple(features))
        seen = sum((_projected(self, slot, word) for slot, word in enumerate(words) if word), np.zeros_like(self.bias))
        total: NDArray[np.int64] = self.bias + self.weights[rows].sum(axis=0, dtype=np.int64) + seen // VECTOR_SCALE
        return total

    def choose(self, target: str, scores: NDArray[np.int64], features: Sequence[str]) -> Choice:
        """The likeliest class of a target, by scores of ``scores``."""
        labels, first = self.targets[target].labels, self.targets[target].first
        mine = scores[first : first + len(labels)]
        best = int(np.argmax(mine))
        logits = (mine - mine[best]) / SCALE
        return Choice(labels[best], float(1 / np.exp(logits).sum()), self._reasons(first + best, features))

    def ranked(self, target: str, scores: NDArray[np.int64]) -> list[str]:
        """Classes of a target, likeliest first."""
        labels, first = self.targets[target].labels, self.targets[target].first
        return [labels[i] for i in np.argsort(-scores[first : first + len(labels)], kind="stable")]

    def evidence(
        self, target: str, label: str, other: str, features: Sequence[str], words: Sequence[str]
    ) -> list[tuple[str, float]]:
        """What speaks for a class against another one, heaviest first: a feature or ``vector:slot=word``, and its
        weight.

        A weight is the share of the log odds between the two classes (natural logarithm); what speaks for the
        other class is negative. The weights and the ``bias`` add up to the log odds.
        """
        place = self.targets[target]
        mine, others = place.first + place.labels.index(label), place.first + place.labels.index(other)
        known, rows = _known(self, tuple(features))
        said = (self.weights[rows, mine] - self.weights[rows, others]) / SCALE
        found = [("bias", float(self.bias[mine] - self.bias[others]) / SCALE), *zip(known, said.tolist())]
        for slot, word in enumerate(words):
            if word:
                seen = _projected(self, slot, word)
                found.append((f"vector:{SLOTS[slot]}={word}", float(seen[mine] - seen[others]) / VECTOR_SCALE / SCALE))
        return sorted(((name, weight) for name, weight in found if weight), key=lambda pair: (-abs(pair[1]), pair[0]))

    def _reasons(self, column: int, features: Sequence[str]) -> tuple[str, ...]:
        known, rows = _known(self, tuple(features))
        said = self.weights[rows, column].tolist()
        weighed = sorted((-weight, feature) for weight, feature in zip(said, known) if weight > 0)
        return tuple(feature for _, feature in weighed[:2])


@lru_cache(maxsize=16)
def _known(model: Model, features: tuple[str, ...]) -> tuple[list[str], NDArray[np.int64]]:
    """The features a model has weights for, and their rows; every target asks for the same."""
    known = [feature for feature in features if feature in model.index]
    return known, np.array([model.index[feature] for feature in known], np.int64)


@lru_cache(maxsize=20_000)
def _projected(model: Model, slot: int, word: str) -> NDArray[np.int64]:
    """What a word in a slot adds to the scores, before rounding; sums of integers, so in any order the same."""
    made: NDArray[np.int64] = embed([word]) @ model.dense[slot * WIDTH : (slot + 1) * WIDTH]
    return made


def embed(words: Sequence[str]) -> NDArray[np.int64]:
    """Rounded vectors of the words of all slots, one after another."""
    made = np.concatenate([np.rint(vector(word) * VECTOR_SCALE) if word else np.zeros(WIDTH) for word in words])
    return made.astype(np.int64)


@cache
def load(path: Path = WEIGHTS) -> Model:
    """Read the weights. Raises FileNotFoundError if the package was built without them."""
    with np.load(path, allow_pickle=False) as data:
        names = data["features"].tobytes().decode().split("\n")
        targets = {}
        first = 0
        for line in data["targets"].tobytes().decode().split("\n"):
            name, *labels = line.split("\t")
            targets[name] = Target(tuple(labels), first)
            first += len(labels)
        steps = tuple((float(low), float(rate)) for low, rate in data["steps"])
        wide = {key: data[key].astype(np.int64) for key in ("columns", "values", "dense", "bias", "counts")}
    weights = np.zeros((len(names), len(wide["bias"])), np.int32)
    np.add.at(weights, (np.repeat(np.arange(len(names)), wide["counts"]), wide["columns"]), wide["values"])
    return Model({name: i for i, name in enumerate(names)}, weights, wide["dense"], wide["bias"], targets, steps)
