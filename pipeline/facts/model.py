"""The learned part: linear models that weigh the features of a quantity.

One multinomial logistic regression a target (measure, action, status, change), trained by
benchmarks/train_statements.py on annotated articles. Weights and word vectors are integers, so the
scores are the same to the last bit on any machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.language.vectors import WIDTH, vector

WEIGHTS = Path(__file__).with_name("weights.npz")
SCALE = 256  # weights are stored times this
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


@dataclass(frozen=True)
class Model:
    """Sparse weights by feature, dense weights by word slot, biases; columns are the classes of all targets."""

    index: Mapping[str, int]
    pointers: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: NDArray[np.int64]
    dense: NDArray[np.int64]  # (slots * WIDTH, columns)
    bias: NDArray[np.int64]
    targets: Mapping[str, Target]
    steps: tuple[tuple[float, float], ...] = ((0.0, 0.5),)  # confidence: (lower bound, observed rate)

    def scores(self, features: Sequence[str], words: Sequence[str]) -> NDArray[np.int64]:
        """Scores of every class of every target; ``words``: one a slot."""
        total = self.bias.copy()
        for row in (self.index[f] for f in features if f in self.index):
            low, high = self.pointers[row], self.pointers[row + 1]
            total[self.columns[low:high]] += self.values[low:high]
        total += (embed(words) @ self.dense) // VECTOR_SCALE
        return total

    def choose(self, target: str, scores: NDArray[np.int64], features: Sequence[str]) -> Choice:
        """The likeliest class of a target, by scores of ``scores``."""
        labels, first = self.targets[target].labels, self.targets[target].first
        mine = scores[first : first + len(labels)]
        best = int(np.argmax(mine))
        logits = (mine - mine[best]) / SCALE
        return Choice(labels[best], float(1 / np.exp(logits).sum()), self._reasons(first + best, features))

    def _reasons(self, column: int, features: Sequence[str]) -> tuple[str, ...]:
        weighed = []
        for feature in features:
            row = self.index.get(feature)
            if row is None:
                continue
            low, high = self.pointers[row], self.pointers[row + 1]
            hit = np.flatnonzero(self.columns[low:high] == column)
            if len(hit) and self.values[low:high][hit[0]] > 0:
                weighed.append((-int(self.values[low:high][hit[0]]), feature))
        return tuple(feature for _, feature in sorted(weighed)[:2])


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
    pointers = np.concatenate([[0], np.cumsum(wide["counts"])])
    return Model(
        {name: i for i, name in enumerate(names)}, pointers, wide["columns"], wide["values"], wide["dense"],
        wide["bias"], targets, steps,
    )  # fmt: skip
