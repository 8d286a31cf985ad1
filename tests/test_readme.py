"""The README's commands and examples run, and its exit statuses and tables are those of the program."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.tables import TABLES
from tests.samples import article, dump_of, folder_of

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the README supposes it: the project, news/, dump.jsonl and dumps/."""
    folder = tmp_path_factory.mktemp("readme")
    for name in ("pipeline", "run_pipeline.py", "seeds"):
        (folder / name).symlink_to(ROOT / name)
    folder_of(folder / "news", 2)
    (folder / "news" / "vet.txt").write_text("В районе построено 3 ветеринарных пункта.", encoding="utf-8")
    dump_of(folder / "dump.jsonl", 3)
    (folder / "dumps").mkdir()
    (folder / "dumps" / "a.csv").write_text(f'BODY,date\n"{article(4)}",2024-05-05\n', encoding="utf-8")
    return folder


def run(place: Path, *command: str) -> str:
    paths = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PIPELINE_ENGINE": "inline", "PATH": paths, "PYTHONPATH": "."}
    done = subprocess.run(command, capture_output=True, text=True, cwd=place, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("block", blocks("sh"))
def test_the_commands_run(place: Path, block: str) -> None:
    run(place, "sh", "-e", "-c", block)
    if "vet_points" in block:
        facts = (place / "tables" / "facts.csv").read_text(encoding="utf-8")
        assert "3 ветеринарных пункта" in facts and "vet_points" in facts


def test_the_python_examples_run(place: Path) -> None:
    run(place, sys.executable, "run_pipeline.py")
    sums, notebook = (run(place, sys.executable, "-c", block) for block in blocks("python"))
    assert "KZ-33    988" in sums
    assert "12.0 facilities Марат Жумабеков" in notebook and "12 новых школ" in notebook


def test_the_excerpt_is_real(place: Path) -> None:
    run(place, sys.executable, "run_pipeline.py", "--output", "alone")
    read = "import pandas as pd; f = pd.read_csv('alone/facts.csv', dtype=str)"
    code = read + "; print(f[{}].to_csv(sep='|', index=False))"
    header = re.search(r"^\| (quote \|.*) \|$", README, re.MULTILINE)
    assert header
    names = header[1].split(" | ")
    made = run(place, sys.executable, "-c", code.format(names)).split("\n")
    told = re.findall(r"^\| (.* \| KZ-33) \|$", README, re.MULTILINE)
    assert [line.replace(" | ", "|") for line in told] == [line for line in made[1:] if line]


def test_every_exit_status_and_table_is_told() -> None:
    told = {int(number) for number in re.findall(r"^\| (\d+) \| [a-z]", README, re.MULTILINE)}
    assert told == {cli.DONE, cli.INTERNAL, cli.USAGE, cli.WITH_REJECTS, cli.BUSY}
    assert all(f"`{table.name}.csv`" in README for table in TABLES)


def test_every_make_target_is_real() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:^    |`)make ([a-z]+)", README, re.MULTILINE)) <= targets
