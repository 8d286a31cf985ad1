#!/usr/bin/env python3
"""Train the linear models of pipeline/facts/model.py on annotated articles.

    python benchmarks/train_statements.py [--write] [--folds 5] [GOLD.jsonl ...]

GOLD.jsonl: one annotated article a line (docs/model.md says how they are made); without any, those of
benchmarks/annotated that are not held out and of ../shared/gold. An article without text is looked up
in ../shared/corpora. Prints cross-validated accuracy, folds by article, and the reliability of the
confidence; ``--write`` puts the weights of a model trained on all into pipeline/facts/weights.npz.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.isotonic import IsotonicRegression
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
CORPUS = SHARED / "corpora" / "press_unlabelled.jsonl"
sys.path.insert(0, str(ROOT))

from pipeline.document import Article, Document  # noqa: E402
from pipeline.facts import attribution, confidence, model, statements  # noqa: E402
from pipeline.lexicon import Lexicon  # noqa: E402
from pipeline.stages import STAGES  # noqa: E402

TARGETS = ("measure", "action", "status", "change")
DENSE = 0.2  # weight of the word vectors beside the sparse features
LEAST = 2  # a feature seen in fewer facts is dropped
SHARPNESS = 2  # turns margins into logits; the step table of the confidence does the rest
SMALL = 0.02  # weights below this are dropped


def annotated(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The articles of all files. Raises SystemExit naming what is missing beside the project."""
    articles = [{**json.loads(line), "file": path.name} for path in paths for line in path.open(encoding="utf-8")]
    if all("text" in article for article in articles):
        return articles
    if not CORPUS.exists():
        raise SystemExit(f"{CORPUS} is not here, and some annotated articles are stored without their text")
    texts = {row["id"]: row["text"] for row in map(json.loads, CORPUS.open(encoding="utf-8"))}
    return [{"text": texts[article["id"]], **article} if "text" not in article else article for article in articles]


def default_files() -> list[Path]:
    """Everything annotated that is not held out."""
    own = [path for path in sorted((ROOT / "benchmarks" / "annotated").glob("*.jsonl")) if "held" not in path.name]
    return own + [path for name in ("dev", "modern") if (path := SHARED / "gold" / f"{name}.jsonl").exists()]


def examples(articles: Sequence[dict[str, Any]], lexicon: Lexicon) -> list[dict[str, Any]]:
    """One example a predicted quantity: features, words and the annotated fact it matches, if any."""
    found = []
    for article in articles:
        batch = [Document(Article(article["id"], "", article["text"]))]
        for name, stage in STAGES:
            if name != "facts":
                batch = stage(batch, lexicon)
        document = batch[0]
        free = list(article["facts"])
        for quantity, reading in zip(document.quantities, statements.readings(document, lexicon), strict=True):
            gold = next(
                (
                    fact
                    for fact in free
                    if fact["start"] < quantity.end
                    and quantity.start < fact["end"]
                    and abs(fact["value"] - quantity.value) <= 1e-6 * max(1, abs(quantity.value))
                ),
                None,
            )
            if gold is not None:
                free.remove(gold)
            region, source = attribution.region(quantity, document, lexicon)
            found.append(
                {
                    "article": article["id"],
                    "file": article["file"],
                    "features": reading.features,
                    "words": statements.words(reading, document),
                    "gold": gold,
                    "quantity": quantity,
                    "region": region,
                    "source": source,
                }
            )
    return found


def label(fact: dict[str, Any], target: str) -> str:
    """The class of an annotated fact: kind and direction together are the change."""
    if target == "change":
        return f"{fact['kind']}:{fact['direction']}" if fact["direction"] else str(fact["kind"])
    return str(fact[target])


def matrices(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> csr_matrix:
    """Sparse features and word vectors side by side."""
    index = {name: i for i, name in enumerate(names)}
    pairs = [(r, index[f]) for r, row in enumerate(rows) for f in sorted(set(row["features"])) if f in index]
    sparse = csr_matrix((np.ones(len(pairs)), tuple(zip(*pairs))), shape=(len(rows), len(names)))
    dense = np.array([model.embed(row["words"]) for row in rows]) / model.VECTOR_SCALE * DENSE
    return hstack([sparse, csr_matrix(dense)]).tocsr()


@dataclass(frozen=True)
class Fitted:
    """A linear model: classes, weights (class x column) and biases."""

    classes: tuple[str, ...]
    weights: NDArray[np.float64]
    biases: NDArray[np.float64]

    def chances(self, x: csr_matrix) -> NDArray[np.float64]:
        """Softmax of the scores, row x class."""
        scores = x @ self.weights.T + self.biases
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)


def fit(x: csr_matrix, y: Sequence[str]) -> Fitted:
    """One-against-rest linear support vectors; margins times SHARPNESS serve as logits."""
    made = LinearSVC(C=0.015, random_state=0).fit(x, y)
    return Fitted(tuple(map(str, made.classes_)), made.coef_ * SHARPNESS, made.intercept_ * SHARPNESS)


def cross_validate(rows: list[dict[str, Any]], names: Sequence[str], folds: int) -> list[tuple[float, bool]]:
    """Print accuracies out of fold; return (product of probabilities, whole row right) of every prediction."""
    x = matrices(rows, names)
    groups = np.array([row["article"] for row in rows])
    known = np.array([row["gold"] is not None for row in rows])
    chosen: list[dict[str, model.Choice]] = [{} for _ in rows]
    for train, test in GroupKFold(folds).split(x, groups=groups):
        train = train[known[train]]
        for target in TARGETS:
            fitted = fit(x[train], [label(rows[i]["gold"], target) for i in train])
            for i, chances in zip(test, fitted.chances(x[test]), strict=True):
                best = int(np.argmax(chances))
                chosen[i][target] = model.Choice(fitted.classes[best], float(chances[best]), ())
    matched = [i for i in range(len(rows)) if known[i]]
    for target in TARGETS:
        right = np.mean([chosen[i][target].label == label(rows[i]["gold"], target) for i in matched])
        print(f"{target:8} {right:.3f} of {len(matched)} matched facts, {folds} folds by article")
    outcome = []
    for i, row in enumerate(rows):
        gold = row["gold"]
        whole = (
            gold is not None and row["quantity"].unit == gold["unit"] and (row["region"] or None) == gold["region_code"]
        )
        whole = whole and all(chosen[i][t].label == label(gold, t) for t in ("measure", "action", "status"))
        outcome.append((confidence.raw(chosen[i], row["quantity"], row["source"]), bool(whole)))
    for name in dict.fromkeys(row["file"] for row in rows):
        inside = [i for i, row in enumerate(rows) if row["file"] == name]
        golden = [i for i in inside if rows[i]["gold"]]
        hits = {t: np.mean([chosen[i][t].label == label(rows[i]["gold"], t) for i in golden]) for t in TARGETS}
        hits["whole row"] = np.mean([outcome[i][1] for i in inside])
        print(f"  {name} ({len(inside)}): " + ", ".join(f"{target} {hit:.3f}" for target, hit in hits.items()))
    print(f"whole    {np.mean([w for _, w in outcome]):.3f} of {len(outcome)} predicted facts")
    return outcome


def steps(outcome: Sequence[tuple[float, bool]]) -> list[tuple[float, float]]:
    """The step table of the confidence: pooled adjacent violators of the observed rate."""
    products, right = np.array([p for p, _ in outcome]), np.array([w for _, w in outcome], float)
    curve = IsotonicRegression(y_min=0.02, y_max=0.98, out_of_bounds="clip").fit(products, right)
    table = [(float(low), round(float(curve.predict([low + 0.025])[0]), 2)) for low in np.arange(0, 1, 0.05)]
    for low, rate in table:
        inside = right[(products >= low) & (products < low + 0.05)]
        if len(inside):
            print(f"  product {low:.2f}: confidence {rate:.2f}, right {inside.mean():.2f} of {len(inside)}")
    return table


def write(rows: list[dict[str, Any]], names: Sequence[str], table: list[tuple[float, float]]) -> None:
    """Fit on everything and store integer weights."""
    known = [row for row in rows if row["gold"] is not None]
    x = matrices(known, names)
    blocks, biases, targets = [], [], []
    for target in TARGETS:
        fitted = fit(x, [label(row["gold"], target) for row in known])
        blocks.append(fitted.weights.T)
        biases.append(fitted.biases)
        targets.append("\t".join([target, *fitted.classes]))
    weights = np.hstack(blocks)
    sparse, dense = weights[: len(names)], weights[len(names) :] * DENSE
    sparse[np.abs(sparse) < SMALL] = 0
    kept = [i for i in range(len(names)) if sparse[i].any()]
    hits = [np.flatnonzero(sparse[i]) for i in kept]
    np.savez_compressed(
        model.WEIGHTS,
        features=np.frombuffer("\n".join(names[i] for i in kept).encode(), np.uint8),
        targets=np.frombuffer("\n".join(targets).encode(), np.uint8),
        counts=np.array([len(h) for h in hits], np.uint8),
        columns=np.concatenate(hits).astype(np.uint8),
        values=np.rint(np.concatenate([sparse[i][h] for i, h in zip(kept, hits, strict=True)]) * model.SCALE).astype(
            np.int16
        ),
        dense=np.rint(dense * model.SCALE).astype(np.int16),
        bias=np.rint(np.concatenate(biases) * model.SCALE).astype(np.int32),
        steps=np.array(table),
    )
    print(
        f"{model.WEIGHTS.name}: {model.WEIGHTS.stat().st_size / 1e6:.2f} MB, {len(kept)} features, {len(known)} facts"
    )


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="store the weights of a model trained on all articles")
    options = parser.parse_args()
    rows = examples(annotated(options.gold or default_files()), Lexicon())
    seen = Counter(feature for row in rows if row["gold"] for feature in set(row["features"]))
    names = sorted(feature for feature, n in seen.items() if n >= LEAST)
    table = steps(cross_validate(rows, names, options.folds))
    if options.write:
        write(rows, names, table)


if __name__ == "__main__":
    main()
