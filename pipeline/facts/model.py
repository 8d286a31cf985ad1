"""The learned part: weights over the features of a quantity, and the net that reads its surroundings.

The scores of both are added, a column a class of each target (measure, action, status, change). They are
trained together by benchmarks/train_statements.py on annotated articles. Both are whole numbers, so the
scores are the same to the last bit on any machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.facts.net import Net, stored

WEIGHTS = Path(__file__).with_name("weights.npz")
SCALE = 256  # weights are stored times this


@dataclass(frozen=True, slots=True)
class Choice:
    """The class a model chose, and how probable it holds it."""

    label: str
    probability: float


@dataclass(frozen=True)
class Target:
    """Classes of one target, and where their columns stand in the scores."""

    labels: tuple[str, ...]
    first: int


@dataclass(frozen=True, eq=False)
class Model:
    """Weights by feature, and the net; columns are the classes of all targets."""

    index: Mapping[str, int]
    weights: NDArray[np.int8]  # (features, columns)
    net: Net
    targets: Mapping[str, Target]
    steps: tuple[tuple[float, float], ...] = ((0.0, 0.5),)  # confidence: (lower bound, observed rate)

    def scores(self, features: Sequence[str], around: NDArray[np.int64]) -> NDArray[np.int64]:
        """Scores of every class of every target; ``around``: what the net says."""
        _, rows = _known(self, tuple(features))
        total: NDArray[np.int64] = around + self.weights[rows].sum(axis=0, dtype=np.int64)
        return total

    def choose(self, target: str, scores: NDArray[np.int64]) -> Choice:
        """The likeliest class of a target, by ``scores``."""
        labels, first = self.targets[target].labels, self.targets[target].first
        mine = scores[first : first + len(labels)]
        best = int(np.argmax(mine))
        logits = (mine - mine[best]) / SCALE
        return Choice(labels[best], float(1 / np.exp(logits).sum()))

    def ranked(self, target: str, scores: NDArray[np.int64]) -> list[str]:
        """Classes of a target, likeliest first."""
        labels, first = self.targets[target].labels, self.targets[target].first
        return [labels[i] for i in np.argsort(-scores[first : first + len(labels)], kind="stable")]

    def evidence(
        self, target: str, label: str, other: str, features: Sequence[str], around: NDArray[np.int64]
    ) -> list[tuple[str, float]]:
        """What speaks for a class against another one, heaviest first: a feature or ``the words around``, and its
        weight.

        A weight is the share of the log odds between the two classes (natural logarithm); what speaks for the
        other class is negative. The weights add up to the log odds.
        """
        place = self.targets[target]
        mine, others = place.first + place.labels.index(label), place.first + place.labels.index(other)
        known, rows = _known(self, tuple(features))
        said = (self.weights[rows, mine].astype(int) - self.weights[rows, others]) / SCALE
        found = [("the words around", float(around[mine] - around[others]) / SCALE), *zip(known, said.tolist())]
        return sorted(((name, weight) for name, weight in found if weight), key=lambda pair: (-abs(pair[1]), pair[0]))

    def reasons(self, target: str, label: str, features: Sequence[str]) -> list[str]:
        """The two features that speak for a class most."""
        known, rows = _known(self, tuple(features))
        said = self.weights[rows, self.targets[target].first + self.targets[target].labels.index(label)]
        order = np.argsort(-said, kind="stable")[:2].tolist()
        return [known[i] for i in order if said[i] > 0]


@lru_cache(maxsize=16)
def _known(model: Model, features: tuple[str, ...]) -> tuple[list[str], NDArray[np.int64]]:
    """The features a model has weights for, and their rows; every target asks for the same."""
    known = [feature for feature in features if feature in model.index]
    return known, np.array([model.index[feature] for feature in known], np.int64)


@cache
def load(path: Path = WEIGHTS) -> Model:
    """Read the weights. Raises FileNotFoundError if the package was built without them."""
    with np.load(path, allow_pickle=False) as data:
        arrays = dict(data)
    names = arrays["features"].tobytes().decode().split("\n")
    targets = {}
    first = 0
    for line in arrays["targets"].tobytes().decode().split("\n"):
        name, *labels = line.split("\t")
        targets[name] = Target(tuple(labels), first)
        first += len(labels)
    steps = tuple((float(low), float(rate)) for low, rate in arrays["steps"])
    return Model({name: i for i, name in enumerate(names)}, arrays["weights"], stored(arrays), targets, steps)
