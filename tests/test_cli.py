"""The real command line: exit status, messages, what stands in the output folder."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.tables import TABLES
from tests.samples import article, dump_of, folder_of

ROOT = Path(__file__).resolve().parent.parent


def command(*arguments: object, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """run_pipeline.py with the arguments, in a process of its own."""
    return subprocess.run(
        [sys.executable, str(ROOT / "run_pipeline.py"), *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"} | environment,
        check=False,
    )


def rows(output: Path, table: str) -> list[dict[str, str]]:
    with (output / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_from_a_folder_to_tables(tmp_path: Path) -> None:
    source, output = folder_of(tmp_path / "in", 3), tmp_path / "out"
    (source / "empty.txt").write_text("")
    (source / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    with dump_of(source / "more.jsonl", 2).open("a", encoding="utf-8") as file:
        file.write("\nnot json\n" + json.dumps({"id": "b1", "text": article(50)}, ensure_ascii=False))
    done = command(source, tmp_path / "nowhere", "--output", output)
    assert done.returncode == 3, done.stderr
    assert "4 processed" in done.stdout and "2 repeated" in done.stdout and "rejected" in done.stdout
    for said in ("the file is empty", "not text", "no JSON", "no such file", "nowhere"):
        assert said in done.stderr
    for table in TABLES:
        with (output / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == list(table.header)
    assert [row["article_id"] for row in rows(output, "articles")] == ["a0000", "a0001", "a0002", "b1"]
    assert sorted(row["code"] for row in rows(output, "rejected")) == [
        "bad-json",
        "binary-file",
        "empty-file",
        "missing-path",
    ]
    assert b"\r" not in (output / "facts.csv").read_bytes()
    again = command(source, "--output", output)
    assert again.returncode == 0 and "4 done before" in again.stdout and "unchanged" in again.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.txt"], "there is no such file"),
        (["EMPTY"], "holds no articles"),
        (["--workers", "many"], "'many' is not allowed"),
        (["--config", "none.toml"], "cannot be read"),
        (["--lexicon", "nowhere"], "no lexicon folder"),
        (["--map", "BODY"], "'BODY' is not allowed"),
        (["--colour"], "unrecognized"),
        (["seeds", "--output", "LICENSE"], "is a file, not a folder"),
    ],
)
def test_wrong_usage_is_told(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "empty").mkdir()
    given = [str(tmp_path / "empty") if word == "EMPTY" else word for word in arguments]
    done = command("--output", tmp_path / "out", *given)
    assert done.returncode == 2
    assert said in done.stderr and "Traceback" not in done.stderr


def test_standard_input_and_json_log(tmp_path: Path) -> None:
    text = json.dumps({"id": "x1", "BODY": article(5)}, ensure_ascii=False)
    options = ["--output", tmp_path / "out", "--map", "text=BODY", "--log-format", "json"]
    done = command("-", *options, stdin=text, PIPELINE_ENGINE="inline")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert lines[-1]["message"] == "done" and lines[-1]["done"] == 1 and lines[-1]["rejected"] == 0
    assert any("text=BODY" in line["message"] for line in lines)
    assert [row["article_id"] for row in rows(tmp_path / "out", "articles")] == ["x1"]


def test_a_busy_folder_is_status_75(tmp_path: Path) -> None:
    from pipeline.storing.lock import hold

    with hold(tmp_path / "out"):
        done = command(folder_of(tmp_path / "in", 1), "--output", tmp_path / "out")
    assert done.returncode == 75 and "process" in done.stderr


def test_quiet_says_nothing(tmp_path: Path) -> None:
    done = command(folder_of(tmp_path / "in", 1), "--output", tmp_path / "out", "--quiet", PIPELINE_ENGINE="inline")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_help_shows_examples_and_every_exit_status() -> None:
    done = command("--help")
    assert done.returncode == 0
    for said in ("run_pipeline.py news/", "0 done", "1 internal", "2 usage", "3 done with rejects", "75 another"):
        assert said in done.stdout


def test_the_package_loads_quickly() -> None:
    code = (
        "import sys, pipeline, pipeline.cli; print(sorted({'numpy', 'pandas', 'natasha', 'duckdb'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"
