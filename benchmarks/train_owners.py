#!/usr/bin/env python3
"""Train the weights by which pipeline/facts/owners.py finds whose a figure is.

    python benchmarks/train_owners.py [--write] [--folds 5] [GOLD.jsonl ...]

GOLD.jsonl: annotated articles with their text and the organisation of each fact; without any, those of
benchmarks/annotated that have it and are not held out, and of ../shared/gold. Prints precision, recall and F1 of
stated organisations, cross-validated by article; ``--write`` stores the weights of a model trained on all.
Needs torch, scipy and scikit-learn, as train_statements.py does. Do it after changing how organisations, speakers or
roles are found, or the tables attribution_cues and anaphors.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.model_selection import GroupKFold

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.train_statements import SHARED, annotated, matches  # noqa: E402
from pipeline.document import Article, Document  # noqa: E402
from pipeline.facts import attribution, owners  # noqa: E402
from pipeline.lexicon import Lexicon  # noqa: E402
from pipeline.stages import STAGES  # noqa: E402

FILE = ROOT / "pipeline" / "facts" / "owners.tsv"
SCALE = 100  # weights are stored times this
SEEN = 5  # a sign seen less often has no weight
PENALTY = 15.0  # of squared weights
# weight of a figure by its file: own.jsonl gives officials' figures to their departments more readily than the others
HEAVY = {"dev.jsonl": 3.0, "modern.jsonl": 3.0, "seeds.jsonl": 3.0, "own.jsonl": 0.5}
ALIKE = 0.7  # share of common words from which two names mean one organisation


@dataclass(frozen=True)
class Figure:
    """A figure with its candidates, and which of them the annotation names."""

    article: int
    file: str
    names: tuple[str, ...]
    signs: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    owner: str


def default_files() -> list[Path]:
    """Everything annotated with organisations that is not held out."""
    here = [ROOT / "benchmarks" / "annotated" / f"{name}.jsonl" for name in ("own", "articles")]
    return here + [path for name in ("dev", "modern", "seeds") if (path := SHARED / "gold" / f"{name}.jsonl").exists()]


@cache
def _forms() -> frozenset[str]:
    """Legal forms, «ТОО»."""
    return frozenset(row["word"] for row in Lexicon()["organization_heads"] if row["use"] == "form")


def alike(left: str, right: str) -> bool:
    """Whether two names mean one organisation: most of their words begin alike, legal forms aside."""
    words = [[word for word in name.split() if word not in _forms()] for name in (left, right)]
    stems = [{word[:5].lower().replace("ё", "е") for word in line} for line in words]
    shared = stems[0] & stems[1]
    return bool(shared) and len(shared) / len(stems[0] | stems[1]) >= ALIKE


def read(articles: Sequence[Mapping[str, Any]], lexicon: Lexicon) -> list[Figure]:
    """The annotated figures of all articles, in order."""
    found = []
    for number, article in enumerate(articles):
        batch = [Document(Article(article["id"], "", article["text"]))]
        for name, stage in STAGES:
            if name != "facts":
                batch = stage(batch, lexicon)
        (document,) = batch
        free = list(article["facts"])
        for quantity in document.quantities:
            gold = next((fact for fact in free if matches(fact, quantity)), None)
            if gold is None:
                continue
            free.remove(gold)
            owner = gold["organization"] or ""
            named = owners.candidates(quantity, document, lexicon, *attribution.voices(quantity, document, lexicon))
            names = tuple(name for name, _ in named)
            right = tuple(not name if not owner else alike(name, owner) for name in names)
            found.append(
                Figure(number, article["file"], names, tuple(tuple(signs) for _, signs in named), right, owner)
            )
    return found


def fit(figures: Sequence[Figure]) -> dict[str, float]:
    """Weights of the signs: a softmax over the candidates of each figure, those that are right taken together."""
    figures = [figure for figure in figures if any(figure.right)]
    counts = Counter(sign for figure in figures for signs in figure.signs for sign in set(signs))
    index = {sign: i for i, sign in enumerate(sorted(sign for sign, n in counts.items() if n >= SEEN))}
    lines = [[index[sign] for sign in signs if sign in index] for figure in figures for signs in figure.signs]
    offsets = np.cumsum([0, *map(len, lines)])
    columns = np.array([i for line in lines for i in line])
    seen = csr_matrix((np.ones(len(columns)), columns, offsets), shape=(len(lines), len(index)))
    starts = np.cumsum([0, *(len(figure.names) for figure in figures)])[:-1]
    owner = np.repeat(np.arange(len(figures)), [len(figure.names) for figure in figures])
    right = np.array([ok for figure in figures for ok in figure.right])
    heavy = np.array([HEAVY.get(figure.file, 1.0) for figure in figures])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = seen @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        every, good = np.add.reduceat(powers, starts), np.add.reduceat(powers * right, starts)
        slope = (powers / every[owner] - powers * right / good[owner]) * heavy[owner]
        lost = float(heavy @ np.log(every / good) + PENALTY / 2 * weights @ weights)
        return lost, seen.T @ slope + PENALTY * weights

    made = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return dict(zip(index, made.x.tolist(), strict=True))


def choose(figure: Figure, weights: Mapping[str, float]) -> str:
    """The heaviest candidate."""
    scores = [sum(weights.get(sign, 0) for sign in signs) for signs in figure.signs]
    return figure.names[scores.index(max(scores))]


def report(figures: Sequence[Figure], chosen: Sequence[str]) -> None:
    """Print precision, recall and F1 of stated organisations, a line a file."""
    for name in dict.fromkeys(figure.file for figure in figures):
        pairs = [(figure.owner, said) for figure, said in zip(figures, chosen, strict=True) if figure.file == name]
        hits = sum(bool(owner) and alike(owner, said) for owner, said in pairs)
        said, stated = sum(bool(said) for _, said in pairs), sum(bool(owner) for owner, _ in pairs)
        print(
            f"{name}: P {hits / max(1, said):.3f} R {hits / max(1, stated):.3f} "
            f"F1 {2 * hits / max(1, said + stated):.3f} of {stated}; {len(pairs)} figures"
        )


def store(weights: Mapping[str, float]) -> None:
    """Write the weights, a sign a line."""
    lines = [f"{sign}\t{round(weight * SCALE)}" for sign, weight in sorted(weights.items()) if round(weight * SCALE)]
    head = "# Weights of the signs by which owners.py tells whose a figure is, from benchmarks/train_owners.py."
    FILE.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="store the weights of a model trained on all articles")
    options = parser.parse_args()
    figures = read(annotated(options.gold or default_files()), Lexicon())
    chosen = [""] * len(figures)
    for train, test in GroupKFold(options.folds).split(figures, groups=[figure.article for figure in figures]):
        weights = fit([figures[i] for i in train])
        for i in test:
            chosen[i] = choose(figures[i], weights)
    report(figures, chosen)
    if options.write:
        store(fit(figures))


if __name__ == "__main__":
    main()
