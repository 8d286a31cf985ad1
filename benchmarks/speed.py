"""Speed and memory: this pipeline and plain natasha on the same articles, in the same run.

    python benchmarks/speed.py [INPUT.jsonl] [--rounds 3] [--scale 100 1000 10000] [--write docs/performance.md]

CPU seconds are those of the whole process and its workers, start-up included, tables written. The two
take turns, so that a busy machine slows both; medians are compared. Peak memory is that of the largest
process. The scaling table needs more articles than there are: they are made from the lines of the
input, taken in another order, so that no two are the same.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
INPUT = HOME.parent / "shared" / "corpora" / "press_unlabelled.jsonl"
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
MARK = "<!-- figures -->"


@dataclass(frozen=True)
class Cost:
    """What a process and its children took."""

    cpu: float  # seconds, user and system
    wall: float  # seconds
    peak: float  # MB, of the largest process


def measured(command: list[str]) -> Cost:
    """Run a command and say what it cost. Raises CalledProcessError if it fails."""
    environment = {**os.environ, **dict.fromkeys(THREADS, "1"), "PYTHONPATH": str(HOME)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a program in use is compiled once, not at every start
    begin = time.monotonic()
    process = subprocess.Popen(command, cwd=HOME, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - begin
    code = os.waitstatus_to_exitcode(status)
    if code:
        raise subprocess.CalledProcessError(code, command, stderr=said)
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def ours(articles: Path, workers: int = 1) -> Cost:
    """The whole program over a file of articles."""
    with tempfile.TemporaryDirectory() as folder:
        return measured(
            [sys.executable, "run_pipeline.py", str(articles), "--output", folder, "--workers", str(workers), "--quiet"]
        )


def plain(articles: Path) -> Cost:
    """Plain natasha, article by article."""
    return measured([sys.executable, __file__, str(articles), "--peer"])


def read_with_natasha(articles: Path) -> None:
    """What the peer does: every stage of natasha over every article."""
    from benchmarks.peer import Natasha

    natasha = Natasha()
    with articles.open(encoding="utf-8") as lines:
        for line in lines:
            natasha.read(json.loads(line)["text"])


def made_articles(source: Path, number: int) -> Iterator[str]:
    """JSONL records of as many articles as asked for, each of lines from all over the source."""
    texts = [json.loads(line)["text"] for line in source.read_text(encoding="utf-8").splitlines()]
    lines = [line for text in texts for line in text.splitlines() if line.strip()]
    sizes = [max(1, text.count("\n") + 1) for text in texts]
    chance = random.Random(1)
    for n in range(number):
        text = "\n".join(chance.choices(lines, k=sizes[n % len(sizes)]))
        yield json.dumps({"id": f"made-{n:06d}", "text": text}, ensure_ascii=False)


def compared(source: Path, rounds: int) -> Iterator[str]:
    """Lines of the table that compares the two."""
    pairs = [(ours(source), plain(source)) for _ in range(rounds)]
    articles = len(source.read_text(encoding="utf-8").splitlines())
    yield f"{articles} articles, one worker, start-up included, medians of {rounds} rounds in turn.\n"
    yield "| | CPU s | wall s | peak MB | articles per CPU second |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    both = {"this pipeline, tables written": [a for a, _ in pairs], "plain natasha": [b for _, b in pairs]}
    for name, costs in both.items():
        cpu = statistics.median(cost.cpu for cost in costs)
        wall = statistics.median(cost.wall for cost in costs)
        peak = max(cost.peak for cost in costs)
        yield f"| {name} | {cpu:.1f} | {wall:.1f} | {peak:.0f} | {articles / cpu:.1f} |"
    ratio = statistics.median(b.cpu / a.cpu for a, b in pairs)
    yield f"\nPlain natasha takes {ratio:.2f} times the CPU seconds of the whole pipeline."


def scaled(source: Path, sizes: list[int]) -> Iterator[str]:
    """Lines of the scaling table."""
    yield "| articles | workers | CPU s | wall s | articles per second | peak MB of a process |"
    yield "| ---: | ---: | ---: | ---: | ---: | ---: |"
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.jsonl"
            path.write_text("\n".join(made_articles(source, size)) + "\n", encoding="utf-8")
            for workers in (1, 2):
                cost = ours(path, workers)
                speed = f"{size / cost.wall:.1f} | {cost.peak:.0f}"
                yield f"| {size} | {workers} | {cost.cpu:.1f} | {cost.wall:.1f} | {speed} |"


def by_stage(source: Path) -> Iterator[str]:
    """Lines of the breakdown by stage, measured in this process after everything is loaded."""
    os.environ.update(dict.fromkeys(THREADS, "1"))  # before numpy: idle threads would count
    from pipeline.document import Article, Document
    from pipeline.lexicon import Lexicon
    from pipeline.stages import STAGES
    from pipeline.storing import rows

    gc.disable()  # as the workers do
    lexicon = Lexicon()
    records = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    seconds: dict[str, float] = {}
    for begin in range(0, len(records), 64):
        batch = [Document(Article(record["id"], "", record["text"])) for record in records[begin : begin + 64]]
        for name, stage in STAGES:
            start = time.process_time()
            batch = stage(batch, lexicon)
            seconds[name] = seconds.get(name, 0.0) + time.process_time() - start
        start = time.process_time()
        rows.of_documents(batch, "")
        seconds["rows"] = seconds.get("rows", 0.0) + time.process_time() - start
    total = sum(seconds.values())
    yield "| stage | ms per article | share |"
    yield "| --- | ---: | ---: |"
    for name, spent in seconds.items():
        yield f"| {name} | {1000 * spent / len(records):.2f} | {100 * spent / total:.0f} % |"


def started() -> Iterator[str]:
    """Lines on start-up: the import alone, and one short text from nothing."""
    extract = "from pipeline import extract; extract('В Таразе создано 15 рабочих мест.')"
    for what, code in (("import pipeline", "import pipeline"), ("extract of one short text, from nothing", extract)):
        wall = statistics.median(measured([sys.executable, "-c", code]).wall for _ in range(3))
        yield f"- {what}: {wall:.2f} s"


def machine() -> str:
    """The processor, in words."""
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return f"{names[0].partition(': ')[2]}, {os.cpu_count()} processors, Python {platform.python_version()}"


def main() -> int:
    """Measure and print; with --write, into the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", nargs="?", type=Path, default=INPUT)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scale", type=int, nargs="*", default=[100, 1000])
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the figures into this page, after its mark")
    parser.add_argument("--peer", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.input.exists():
        print(f"speed: {options.input} is not there; name a JSONL file of articles with a text field")
        return 0
    if options.peer:
        read_with_natasha(options.input)
        return 0
    sections = [
        ("Against plain natasha", compared(options.input, options.rounds)),
        ("Scaling", scaled(options.input, options.scale)),
        ("By stage", by_stage(options.input)),
        ("Start-up", started()),
    ]
    kernels = os.environ.get("OPENBLAS_CORETYPE")
    pinned = f", OpenBLAS held to its kernels for {kernels}" if kernels else ""
    lines = [f"Measured on {machine()}, one numeric thread a process{pinned}."]
    for title, found in sections:
        lines += ["", f"## {title}", ""]
        for line in found:
            print(line, flush=True)
            lines.append(line)
    if options.write:
        kept = options.write.read_text(encoding="utf-8").partition(MARK)[0]
        options.write.write_text(f"{kept}{MARK}\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
