#!/usr/bin/env python3
"""Train the model of pipeline/facts/model.py on annotated articles.

    python benchmarks/train_statements.py [--write] [--folds 5] [GOLD.jsonl ...]

GOLD.jsonl: one annotated article a line (docs/model.md says how they are made); without any, those of
benchmarks/annotated that are not held out and of ../shared/gold. An article without text is looked up
in ../shared/corpora. Prints cross-validated accuracy, folds by article, and the reliability of the
confidence; ``--write`` puts the weights of a model trained on all into pipeline/facts/weights.npz.
Needs torch and scikit-learn, which nothing else does.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from sklearn.model_selection import GroupKFold

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
CORPUS = SHARED / "corpora" / "press_unlabelled.jsonl"
sys.path.insert(0, str(ROOT))

from benchmarks import statement_net  # noqa: E402
from benchmarks.statement_net import Example, Reader, Vocabulary  # noqa: E402
from pipeline.document import Article, Document, Quantity  # noqa: E402
from pipeline.facts import attribution, confidence, features, model, net, statements, surroundings  # noqa: E402
from pipeline.language import models  # noqa: E402
from pipeline.lexicon import Lexicon  # noqa: E402
from pipeline.stages import STAGES  # noqa: E402

TARGETS = ("measure", "action", "status", "change", "unit")
COMMON = 20  # units taken by fewer figures are not learned
WORKERS = len(os.sched_getaffinity(0))  # folds trained at once
PLAIN = {"comparator": "eq", "kind": "level", "direction": None, "status": "actual"}  # what a fact leaves unsaid


def annotated(paths: Sequence[Path]) -> list[dict[str, Any]]:
    """The articles of all files. Raises SystemExit naming what is missing beside the project."""
    articles = [{**json.loads(line), "file": path.name} for path in paths for line in path.open(encoding="utf-8")]
    for article in articles:
        article["facts"] = [{**PLAIN, **fact} for fact in article["facts"]]
    if all("text" in article for article in articles):
        return articles
    if not CORPUS.exists():
        raise SystemExit(f"{CORPUS} is not here, and some annotated articles are stored without their text")
    texts = {row["id"]: row["text"] for row in map(json.loads, CORPUS.open(encoding="utf-8"))}
    return [{"text": texts[article["id"]], **article} if "text" not in article else article for article in articles]


def default_files() -> list[Path]:
    """Everything annotated that is not held out."""
    own = [path for path in sorted((ROOT / "benchmarks" / "annotated").glob("*.jsonl")) if "held" not in path.name]
    return own + [path for name in ("dev", "modern", "seeds") if (path := SHARED / "gold" / f"{name}.jsonl").exists()]


@dataclass(frozen=True)
class Figure:
    """A predicted quantity, the annotated fact it matches, if any, and what was read of it by rules."""

    article: int
    file: str
    gold: dict[str, Any] | None
    quantity: Quantity
    region: str
    source: str
    things: bool  # whether its subject names things
    placed: bool  # whether the article's facts are annotated with their regions


def read(articles: Sequence[dict[str, Any]], lexicon: Lexicon) -> tuple[list[Figure], list[Example]]:
    """The figures of all articles in order, and each article as an example without labels."""
    figures, examples = [], []
    cue = features.cues(lexicon)
    for number, article in enumerate(articles):
        batch = [Document(Article(article["id"], "", article["text"]))]
        for name, stage in STAGES:
            if name != "facts":
                batch = stage(batch, lexicon)
        document = batch[0]
        row = surroundings.row(document, cue)
        places = [surroundings.place(quantity, document, row) for quantity in document.quantities]
        readings = statements.readings(document, lexicon)
        free, heads = list(article["facts"]), []
        placed = any("region_code" in fact for fact in free)
        for quantity, reading, place in zip(document.quantities, readings, places, strict=True):
            gold = next((fact for fact in free if matches(fact, quantity)), None)
            if gold is not None:
                free.remove(gold)
            heads.append(-1 if gold is None else head_of(gold.get("subject") or "", row, place))
            region, source = attribution.region(quantity, document, lexicon)
            figures.append(Figure(number, article["file"], gold, quantity, region, source, reading.things, placed))
        examples.append(Example(row, places, [reading.features for reading in readings], (), heads))
    return figures, examples


def head_of(subject: str, row: surroundings.Row, place: surroundings.Place) -> int:
    """Which of the words seen heads an annotated subject: the nearest such word, first in the same sentence."""
    words = subject.lower().replace("ё", "е").split()
    parsed = [[form for form in models.analyzer().parse(word) if {"NOUN", "nomn"} in form.tag] for word in words]
    nouns = [(word, {form.normal_form for form in forms}) for word, forms in zip(words, parsed) if forms]
    if not words:
        return -1
    word, lemmas = nouns[0] if nouns else (words[-1], set())
    home = row.sentence[place.last]
    fitting = [
        (bool(row.sentence[at] != home), abs(int(at) - place.last), k)
        for k, at in enumerate(place.seen)
        if row.signs[at].lemma.replace("ё", "е") in lemmas or (word[:5] == row.signs[at].lemma[:5] and len(word) > 3)
    ]
    return min(fitting)[2] if fitting else -1


def matches(fact: dict[str, Any], quantity: Quantity) -> bool:
    """Whether an annotated fact overlaps a quantity and has its value."""
    apart = abs(fact["value"] - quantity.value)
    return fact["start"] < quantity.end and quantity.start < fact["end"] and apart <= 1e-6 * max(1, abs(quantity.value))


def label(fact: dict[str, Any], target: str) -> str:
    """The class of an annotated fact: kind and direction together are the change."""
    if target == "change":
        return f"{fact['kind']}:{fact['direction']}" if fact["direction"] else str(fact["kind"])
    return str(fact[target])


def is_known(figure: Figure, target: str) -> bool:
    """Whether a figure teaches a target: all annotated ones do, but for units that are written beside the number."""
    return figure.gold is not None and (target != "unit" or statements.is_unsure(figure.quantity))


def labelled(figures: Sequence[Figure], examples: Sequence[Example]) -> tuple[list[Example], list[list[str]]]:
    """The examples with their labels, and the classes of each target."""
    counts = {t: Counter(label(f.gold, t) for f in figures if f.gold is not None and is_known(f, t)) for t in TARGETS}
    classes = [sorted(c for c, n in counts[t].items() if t != "unit" or n >= COMMON) for t in TARGETS]
    lines: list[list[list[int]]] = [[] for _ in examples]
    for figure in figures:
        said = ["" if figure.gold is None or not is_known(figure, t) else label(figure.gold, t) for t in TARGETS]
        codes = [names.index(name) if name in names else -1 for name, names in zip(said, classes, strict=True)]
        lines[figure.article].append(codes)
    return [replace(example, labels=line) for example, line in zip(examples, lines, strict=True)], classes


def chances(examples: Sequence[Example], train: Sequence[int], test: Sequence[int], sizes: Sequence[int]) -> list[Any]:
    """Train on some examples; of each figure of the others the chances of each class, a list an example."""
    chosen = [examples[i] for i in train]
    vocabulary = Vocabulary.of(chosen, sizes)
    made = whole(statement_net.train(chosen, vocabulary), vocabulary)
    found = []
    for i in test:
        around, _ = made.net.read(examples[i].row, examples[i].places)
        scores = [made.scores(signs, line) / model.SCALE for signs, line in zip(examples[i].signs, around, strict=True)]
        found.append([[softmax(part) for part in np.split(line, np.cumsum(sizes)[:-1])] for line in scores])
    return found


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Chances of classes from their scores."""
    powers: NDArray[np.float64] = np.exp(scores - scores.max())
    return powers / powers.sum()


def whole(reader: Reader, vocabulary: Vocabulary) -> model.Model:
    """The trained model as the pipeline has it, in whole numbers."""
    weights = np.rint(reader.signs.weight.detach().numpy() * model.SCALE).clip(-127, 127).astype(np.int8)
    return model.Model(vocabulary.signs, weights, net.stored(statement_net.arrays(reader, vocabulary)), {})


def cross_validate(
    figures: Sequence[Figure],
    examples: Sequence[Example],
    classes: Sequence[Sequence[str]],
    folds: int,
    pool: ProcessPoolExecutor,
) -> list[tuple[float, bool]]:
    """Print accuracies out of fold; return (product of chances, whole row right) where regions are known too."""
    sizes = [len(names) for names in classes]
    parts = list(GroupKFold(folds).split(examples, groups=range(len(examples))))
    jobs = [pool.submit(chances, examples, train, test, sizes) for train, test in parts]
    out = {int(i): lines for (_, test), job in zip(parts, jobs, strict=True) for i, lines in zip(test, job.result())}
    lines = [line for i in range(len(examples)) for line in out[i]]
    chosen = [
        {t: model.Choice(names[int(c.argmax())], float(c.max())) for t, names, c in zip(TARGETS, classes, line)}
        for line in lines
    ]
    for figure, choice in zip(figures, chosen, strict=True):
        unit = statements.unit_of(figure.quantity, choice["unit"], figure.things)
        choice["unit"] = replace(choice["unit"], label=unit)
    right = [
        {t: figure.gold is not None and choice[t].label == label(figure.gold, t) for t in TARGETS}
        for figure, choice in zip(figures, chosen, strict=True)
    ]
    outcome = []
    for figure, choice, hits in zip(figures, chosen, right, strict=True):
        gold, quantity = figure.gold, figure.quantity
        ours = hits["unit"]
        if gold is not None and figure.placed:
            ours = ours and (figure.region or None) == gold["region_code"]
        ours = ours and hits["measure"] and hits["action"] and hits["status"]
        outcome.append((confidence.raw(choice, quantity, figure.source), ours))
    for name in ("all", *dict.fromkeys(figure.file for figure in figures)):
        inside = [i for i, figure in enumerate(figures) if name in ("all", figure.file)]
        golden = [i for i in inside if figures[i].gold]
        shown = {t: np.mean([right[i][t] for i in golden]) for t in TARGETS}
        shown["whole row"] = np.mean([outcome[i][1] for i in inside])
        print(f"{name} ({len(golden)} of {len(inside)}): " + ", ".join(f"{t} {hit:.3f}" for t, hit in shown.items()))
    return [line for line, figure in zip(outcome, figures, strict=True) if figure.placed]


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


def store(
    reader: Reader, vocabulary: Vocabulary, classes: Sequence[Sequence[str]], table: list[tuple[float, float]]
) -> None:
    """Write the weights as whole numbers; ``table``: steps of the confidence."""
    signs = np.rint(reader.signs.weight.detach().numpy() * model.SCALE).clip(-127, 127).astype(np.int8)
    kept = np.flatnonzero(signs.any(axis=1))
    names = list(vocabulary.signs)
    targets = ["\t".join([target, *labels]) for target, labels in zip(TARGETS, classes, strict=True)]
    np.savez_compressed(
        model.WEIGHTS,
        features=np.frombuffer("\n".join(names[i] for i in kept).encode(), np.uint8),
        targets=np.frombuffer("\n".join(targets).encode(), np.uint8),
        weights=signs[kept],
        steps=np.array(table),
        **statement_net.arrays(reader, vocabulary),
    )
    print(f"{model.WEIGHTS.name}: {model.WEIGHTS.stat().st_size / 1e6:.2f} MB, {len(kept)} features")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="store the weights of a model trained on all articles")
    options = parser.parse_args()
    figures, bare = read(annotated(options.gold or default_files()), Lexicon())
    examples, classes = labelled(figures, bare)
    vocabulary = Vocabulary.of(examples, [len(names) for names in classes])
    with ProcessPoolExecutor(WORKERS) as pool:
        final = pool.submit(statement_net.train, examples, vocabulary) if options.write else None
        table = steps(cross_validate(figures, examples, classes, options.folds, pool))
        if final is not None:
            store(final.result(), vocabulary, classes, table)


if __name__ == "__main__":
    main()
