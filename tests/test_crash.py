"""Crashes: a run killed at any moment, a full disk, two runs at once. Nothing lost, nothing twice."""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable, Iterator

import pytest

from pipeline.engines import local, shard
from pipeline.run import run
from pipeline.settings import Settings
from pipeline.storing import parts
from tests import faults
from tests.samples import article, dump_of, folder_of, tables

ARTICLES = 300
KILLS = 24


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dump of 300 articles, two lines of it no records."""
    path = dump_of(tmp_path_factory.mktemp("in") / "dump.jsonl", ARTICLES)
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([*lines[:99], "not json", *lines[99:], "[]"]), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def undisturbed(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The tables of a run that nothing disturbed."""
    output = tmp_path_factory.mktemp("undisturbed")
    assert run([str(source)], Settings(output=output, engine="inline", shard_size=10)).done == ARTICLES
    return tables(output)


def after(seconds: float) -> Callable[[], bool]:
    """True from then on."""
    begun = time.monotonic()
    return lambda: time.monotonic() - begun > seconds


def moments(output: Path, chance: random.Random) -> Iterator[Callable[[], bool]]:
    """When to kill: at any time, in the middle of writing a part, of writing tables, of turning to them."""
    folder = output / "parts"
    while True:
        yield after(chance.uniform(0.2, 4))
        count = len(parts.listed(folder)) + chance.randint(1, 6)
        yield lambda count=count: len(parts.listed(folder)) >= count
        yield lambda: any(folder.glob(f"{parts.UNFINISHED}*"))
        wanted = chance.choice(("articles", "tokens", "people", "merges"))
        yield lambda wanted=wanted: any(output.glob(f".tables-*/{wanted}.csv"))


def finish(source: Path, output: Path) -> None:
    """Run to the end."""
    done = faults.start(source, output, PIPELINE_ENGINE="inline")
    _, said = done.communicate()
    assert done.returncode in (0, 3), said.decode()


@pytest.mark.slow
def test_a_run_killed_at_any_moment_goes_on_without_loss(
    source: Path, undisturbed: dict[str, bytes], tmp_path: Path
) -> None:
    chance = random.Random(2024)
    kills, round_number = 0, 0
    while kills < KILLS:
        output = tmp_path / f"out{round_number}"
        engine = "local" if round_number % 3 == 2 else "inline"
        for moment in moments(output, chance):
            if kills >= KILLS or not faults.kill_when(faults.start(source, output, PIPELINE_ENGINE=engine), moment):
                break
            kills += 1
            if (output / "articles.csv").exists():  # a reader finds tables that belong together, or none
                assert sum(int(row["n_facts"]) for row in rows(output, "articles")) == len(rows(output, "facts"))
        finish(source, output)
        assert tables(output) == undisturbed
        assert not list((output / "parts").glob(f"{parts.UNFINISHED}*"))
        assert len(rows(output, "articles")) == ARTICLES
        round_number += 1


def rows(output: Path, table: str) -> list[dict[str, str]]:
    with (output / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_full_disk_loses_nothing(source: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    """A real one, where a small file system may be mounted."""
    output = tmp_path / "small"
    output.mkdir()
    size = 200
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}k", "none", str(output)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no file system may be mounted here")
    try:
        failures = 0
        while True:
            done = faults.start(source, output, PIPELINE_ENGINE="inline")
            _, said = done.communicate()
            if done.returncode in (0, 3):
                break
            assert done.returncode == 1 and ("No space" in said.decode() or "space" in said.decode()), said.decode()
            failures += 1
            size += 300
            subprocess.run(["mount", "-o", f"remount,size={size}k", str(output)], check=True)
        assert failures > 2
        assert tables(output) == undisturbed
    finally:
        subprocess.run(["umount", str(output)], check=True)


def test_a_file_size_limit_loses_nothing(source: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    """Writing fails in the middle of a file, wherever the tests run."""
    script = "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0})); \
sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    output = tmp_path / "out"
    for limit in (2_000, 30_000, 100_000):
        command = [sys.executable, "-c", script.format(limit), str(faults.ROOT / "run_pipeline.py"), str(source)]
        environment = os.environ | {"PIPELINE_ENGINE": "inline", "PIPELINE_SHARD_SIZE": "10"}
        done = subprocess.run([*command, "--output", str(output)], capture_output=True, env=environment, check=False)
        assert done.returncode == 1, done.stderr.decode()
    finish(source, output)
    assert tables(output) == undisturbed


def test_of_two_runs_at_once_one_works(source: Path, undisturbed: dict[str, bytes], tmp_path: Path) -> None:
    output = tmp_path / "out"
    both = [faults.start(source, output, PIPELINE_ENGINE="inline") for _ in range(2)]
    said = [done.communicate()[1].decode() for done in both]
    assert sorted(done.returncode for done in both) in ([3, 75], [0, 3]), said
    assert tables(output) == undisturbed


def test_a_killed_holder_leaves_no_lock(source: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    assert faults.kill_when(faults.start(source, output), (output / ".lock.json").exists)
    holder = json.loads((output / ".lock.json").read_text())
    assert holder["pid"]
    finish(source, output)
    assert not (output / ".lock.json").exists()


def test_an_article_that_kills_or_hangs_its_worker_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "process_shard", faults.process_shard)
    monkeypatch.setattr(local, "process", faults.process)
    monkeypatch.setattr(local, "START", 6.0)
    folder = folder_of(tmp_path / "in", 12)
    (folder / "a0003.txt").write_text(f"Этот текст {faults.KILLS} процесс.", encoding="utf-8")
    (folder / "a0007.txt").write_text(f"Этот текст {faults.HANGS} без конца.", encoding="utf-8")
    settings = Settings(output=tmp_path / "out", shard_size=2, workers=2, time_limit=0.5)
    summary = run([str(folder)], settings)
    assert {(r.record, r.code) for r in summary.rejected} == {("a0003", "worker-died"), ("a0007", "too-slow")}
    assert [row["article_id"] for row in rows(tmp_path / "out", "articles")] == [
        f"a{n:04d}" for n in range(12) if n not in (3, 7)
    ]
    again = run([str(folder)], settings)  # not tried again
    assert (again.done, again.unchanged, again.rejected) == (0, 12, [])
    assert len(rows(tmp_path / "out", "rejected")) == 2


def test_a_stage_that_fails_on_an_article_costs_only_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline import stages

    def broken(batch: list[object], lexicon: object) -> list[object]:
        if any(faults.FAILS in document.text for document in batch):  # type: ignore[attr-defined]
            raise ValueError("broken")
        return batch

    monkeypatch.setattr(stages, "STAGES", (*stages.STAGES, ("last", broken)))
    folder = folder_of(tmp_path / "in", 4)
    (folder / "bad.txt").write_text(f"{article(8)} Этот текст {faults.FAILS} этап.", encoding="utf-8")
    summary = run([str(folder)], Settings(output=tmp_path / "out", engine="inline"))
    assert [(r.record, r.stage, r.code) for r in summary.rejected] == [("bad", "last", "stage-failed")]
    assert len(rows(tmp_path / "out", "articles")) == 4
    assert "ValueError: broken" in rows(tmp_path / "out", "rejected")[0]["message"]


def test_an_article_that_takes_too_long_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline import stages

    def slow(batch: list[object], lexicon: object) -> list[object]:
        if any(faults.HANGS in document.text for document in batch):  # type: ignore[attr-defined]
            time.sleep(60)
        return batch

    monkeypatch.setattr(stages, "STAGES", (*stages.STAGES, ("last", slow)))
    monkeypatch.setattr(shard, "SECONDS_EACH", 0.2)
    folder = folder_of(tmp_path / "in", 2)
    (folder / "slow.txt").write_text(f"{article(8)} Этот текст {faults.HANGS} долго.", encoding="utf-8")
    settings = Settings(output=tmp_path / "out", engine="inline", time_limit=0.5)
    assert [(r.record, r.code) for r in run([str(folder)], settings).rejected] == [("slow", "too-slow")]
    assert len(rows(tmp_path / "out", "articles")) == 2
