"""Is the confidence of a row what it says? Of rows marked 0.9, nine in ten should be right as a whole.

    python benchmarks/reliability.py [GOLD.jsonl ...]

The texts of annotated articles (those named, or the held-out ones of benchmarks/annotated), and nothing
else of the annotation, go through the real command line. A row is right as a whole if its value, unit,
measure, action, status and region are those annotated and its span overlaps. An article stored without its
text is looked up in ../shared/corpora. Articles that the models were trained on flatter them.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Sequence

ROOT = Path(__file__).resolve().parent.parent
HELD_OUT = ROOT / "benchmarks" / "annotated"
CORPUS = ROOT.parent / "shared" / "corpora" / "press_unlabelled.jsonl"
SAME = (("unit", "unit"), ("measure", "measure"), ("action", "action"), ("status", "status"))
BINS = 10


def annotated(path: Path) -> list[dict[str, Any]]:
    """The articles of a file that have a text here."""
    articles = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if not all("text" in article for article in articles) and CORPUS.exists():
        texts = {row["id"]: row["text"] for row in map(json.loads, CORPUS.open(encoding="utf-8"))}
        articles = [{"text": texts[article["id"]], **article} for article in articles]
    return [article for article in articles if "text" in article]


def facts_of(articles: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """Rows of facts.csv for the texts of some articles."""
    with tempfile.TemporaryDirectory() as folder:
        dump, output = Path(folder, "articles.jsonl"), Path(folder, "tables")
        lines = (json.dumps({"id": a["id"], "text": a["text"]}, ensure_ascii=False) for a in articles)
        dump.write_text("\n".join(lines), encoding="utf-8")
        command = [sys.executable, str(ROOT / "run_pipeline.py"), str(dump), "--output", str(output), "--quiet"]
        subprocess.run(command, check=True, cwd=ROOT)
        with (output / "facts.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def matches(row: dict[str, str], fact: dict[str, Any]) -> bool:
    """Whether a row and an annotated fact are of the same number."""
    near = abs(float(row["value"]) - fact["value"]) <= 1e-6 * max(1.0, abs(fact["value"]))
    return near and int(row["start"]) < fact["end"] and fact["start"] < int(row["end"])


def judged(articles: Sequence[dict[str, Any]]) -> list[tuple[float, bool]]:
    """Confidence of every row, and whether the whole row is right."""
    free = {article["id"]: list(article["facts"]) for article in articles}
    found = []
    for row in facts_of(articles):
        facts = free[row["article_id"]]
        fact = next((fact for fact in facts if matches(row, fact)), None)
        if fact is not None:
            facts.remove(fact)
        right = fact is not None and row["region_code"] == (fact["region_code"] or "")
        right = right and all(row[mine] == fact[theirs] for mine, theirs in SAME)
        found.append((float(row["confidence"]), right))
    return found


def show(outcome: Sequence[tuple[float, bool]]) -> None:
    """Print the table, and the expected calibration error: how far off the confidence is on average."""
    print("confidence     rows  marked  right")
    error = 0.0
    for nth in range(BINS):
        inside = [pair for pair in outcome if min(int(pair[0] * BINS + 1e-9), BINS - 1) == nth]
        if inside:
            marked = sum(confidence for confidence, _ in inside) / len(inside)
            right = sum(whole for _, whole in inside) / len(inside)
            error += abs(marked - right) * len(inside) / len(outcome)
            print(f"{nth / BINS:.1f} to {(nth + 1) / BINS:.1f} {len(inside):8}  {marked:.2f}    {right:.2f}")
    share = sum(whole for _, whole in outcome) / len(outcome)
    print(f"all        {len(outcome):8}          {share:.2f}, calibration error {error:.3f}")


def main(paths: Sequence[Path]) -> int:
    """Print a table for each file; returns the exit status."""
    for path in paths or sorted(HELD_OUT.glob("*held*.jsonl")):
        articles = annotated(path) if path.exists() else []
        print(f"== {path.stem}: {len(articles)} articles", flush=True)
        if not articles:
            print("skipped: no such file, or its texts are not in ../shared/corpora")
        elif outcome := judged(articles):
            show(outcome)
    return 0


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]]))
