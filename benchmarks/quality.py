"""Score the tables against hand-annotated articles.

    python benchmarks/quality.py [NAME ...]

For each GOLD.jsonl in ../shared/gold (all of them, or those named) the texts, and nothing else of the
annotation, go through the real command line; ../shared/score/score.py prints the figures.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def main(names: list[str]) -> int:
    """Score every gold file named, or all; returns the exit status."""
    gold = sorted((SHARED / "gold").glob("*.jsonl"))
    scorer = SHARED / "score" / "score.py"
    chosen = [path for path in gold if not names or path.stem in names]
    if not chosen or not scorer.exists():
        print("skipped: there are no annotated articles in ../shared/gold, or no scorer in ../shared/score")
        return 0
    for path in chosen:
        print(f"== {path.stem}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            dump, output = Path(folder, "articles.jsonl"), Path(folder, "tables")
            records = map(json.loads, path.read_text(encoding="utf-8").splitlines())
            lines = (json.dumps({"id": r["id"], "text": r["text"]}, ensure_ascii=False) for r in records)
            dump.write_text("\n".join(lines), encoding="utf-8")
            command = [sys.executable, str(ROOT / "run_pipeline.py"), str(dump), "--output", str(output), "--quiet"]
            subprocess.run(command, check=True, cwd=ROOT)
            subprocess.run([sys.executable, str(scorer), str(path), str(output)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
