"""People, organisations and regions: every figure in one table, with plain natasha beside it.

    python benchmarks/entities.py

The texts of ../shared (nothing else of their annotation) go through the real command line and through
natasha as its documentation shows it; the scorers of ../shared/score judge both folders of tables. For
natasha a place is linked by its normal form and the names of regions, cities and districts as the lexicon
lists them; it says nothing of roles.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, Callable, Iterable

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")  # before numpy loads: more threads make the models slower

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
sys.path.insert(0, str(ROOT))

from benchmarks.peer import Natasha  # noqa: E402
from pipeline.lexicon import Lexicon  # noqa: E402

TYPES = {"PER": "person", "ORG": "organization", "LOC": "place"}
ROWS = (
    "people", "people: exact canonical name", "roles", "organizations", "regions", "article: main region (accuracy)",
)  # fmt: skip
Figures = dict[str, float]


def scorer(name: str) -> Any:
    """One of the scorers of ../shared/score as a module."""
    spec = importlib.util.spec_from_file_location(name, SHARED / "score" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_pipeline(dump: Path, output: Path) -> None:
    """The project's tables of a dump."""
    command = [sys.executable, str(ROOT / "run_pipeline.py"), str(dump), "--output", str(output), "--quiet"]
    subprocess.run(command, check=True, cwd=ROOT)


class ByNatasha:
    """Natasha's tables of a dump: mentions with normal names, the region named most as main region."""

    def __init__(self) -> None:
        self.natasha = Natasha()
        self.codes = dict(_place_names(Lexicon()))

    def __call__(self, dump: Path, output: Path) -> None:
        """Write mentions.csv and articles.csv."""
        output.mkdir(parents=True)
        mentions, articles = [], []
        for text in map(json.loads, dump.read_text(encoding="utf-8").splitlines()):
            regions: Counter[str] = Counter()
            for span in self.natasha.read(text["text"]).spans:
                code = self.codes.get(_fold(span.normal), "") if span.type == "LOC" else ""
                kind = "region" if code else TYPES[span.type]
                regions.update([code] if code else [])
                mentions.append((text["id"], span.start, span.stop, kind, span.normal, code))
            best = max(regions, key=lambda code: (regions[code], code)) if regions else ""
            articles.append((text["id"], best, "", ""))
        _write(output / "mentions.csv", "article_id start end type name region_code", mentions)
        _write(output / "articles.csv", "article_id region_code published author", articles)
        _write(output / "roles.csv", "article_id name position", [])
        _write(output / "facts.csv", "article_id start end value", [])


def _fold(name: str) -> str:
    return name.lower().replace("ё", "е")


def _place_names(lexicon: Lexicon) -> Iterable[tuple[str, str]]:
    """Folded names of places of Kazakhstan with the code of their region."""
    for table in ("places", "place_variants"):
        for row in lexicon[table]:
            if row["id"].isdigit() and row["kind"] in ("city", "district", "oblast", "abbreviation"):
                yield _fold(row["name"]), f"KZ-{row['id'][:2]}"
    for row in lexicon["regions"]:
        yield _fold(row["name"]), row["code"]


def _write(path: Path, header: str, rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        table = csv.writer(handle, lineterminator="\n")
        table.writerow(header.split())
        table.writerows(rows)


def printed(command: list[str]) -> str:
    """What a scorer prints; its exit status says only whether the aims are met."""
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False).stdout


def gold(name: str, texts: Path, make: Callable[[Path, Path], None], folder: Path) -> Figures:
    """F1 (for the main region accuracy) on annotated articles."""
    articles = [json.loads(line) for line in (SHARED / "gold" / f"{name}.jsonl").read_text("utf-8").splitlines()]
    make(texts, folder)
    report, _ = scorer("score").score(articles, folder)
    return {f"{name}: {row.removeprefix('article: ')}": report[row]["f1"] for row in ROWS}


def spans(name: str, texts: Path, make: Callable[[Path, Path], None], folder: Path) -> Figures:
    """Strict F1 of spans on a corpus."""
    make(texts, folder)
    corpus = SHARED / "corpora" / f"{name}.jsonl"
    said = printed([sys.executable, str(SHARED / "score" / "ner.py"), "score", str(corpus), str(folder)])
    return {f"{name}: {kind} strict": float(value) for kind, value in re.findall(r"(\w+) (\d\.\d+) \(overlap", said)}


def names(_: str, texts: Path, make: Callable[[Path, Path], None], folder: Path) -> Figures:
    """Share of nominative names and linked places, and of traps refused."""
    make(texts, folder)
    tables = [str(SHARED / "reference" / f"{table}.tsv") for table in ("person_cases", "region_mentions")]
    said = printed([sys.executable, str(SHARED / "score" / "names.py"), "score", *tables, str(folder)])
    found = re.findall(r"(person nominative|places linked|traps refused) (\d\.\d+)", said)
    return {name: float(value) for name, value in found}


def make_texts(kind: str, name: str, path: Path) -> None:
    """Write the texts of a source as a dump of articles, without anything of their annotation."""
    score = SHARED / "score"
    if kind == "gold":
        lines = (SHARED / "gold" / f"{name}.jsonl").read_text("utf-8").splitlines()
        texts = ({"id": record["id"], "text": record["text"]} for record in map(json.loads, lines))
        path.write_text("".join(json.dumps(t, ensure_ascii=False) + "\n" for t in texts), encoding="utf-8")
    elif kind == "spans":
        command = [str(score / "ner.py"), "make", str(SHARED / "corpora" / f"{name}.jsonl"), str(path)]
        subprocess.run([sys.executable, *command], check=True)
    else:
        tables = [str(SHARED / "reference" / f"{table}.tsv") for table in ("person_cases", "region_mentions")]
        subprocess.run([sys.executable, str(score / "names.py"), "make", *tables, str(path)], check=True)


SOURCES: tuple[tuple[str, str, Callable[[str, Path, Callable[[Path, Path], None], Path], Figures]], ...] = (
    ("names", "names", names),
    ("spans", "factru_dev", spans),
    ("spans", "nerel_dev", spans),
    ("gold", "seeds", gold),
    ("gold", "dev", gold),
    ("gold", "modern", gold),
)


def main() -> int:
    """Print the table; returns the exit status."""
    if not (SHARED / "score" / "score.py").exists():
        print("skipped: there are no texts and scorers in ../shared")
        return 0
    peer = ByNatasha()
    print(f"{'':44}  this project  natasha")
    for kind, name, measure in SOURCES:
        with tempfile.TemporaryDirectory() as folder:
            texts = Path(folder, f"{name}.jsonl")
            make_texts(kind, name, texts)
            ours = measure(name, texts, by_pipeline, Path(folder, "ours"))
            theirs = measure(name, texts, peer, Path(folder, "theirs"))
        for row, value in ours.items():
            print(f"{row:44}  {value:12.3f}  {theirs[row]:7.3f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
