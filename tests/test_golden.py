"""The seeds' tables, byte for byte. ``pytest tests/test_golden.py --update-golden`` renews them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.run import run
from pipeline.settings import Settings
from pipeline.tables import TABLES

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = Path(__file__).resolve().parent / "golden"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory, monkeypatch_module: pytest.MonkeyPatch) -> Path:
    """A folder with the seeds' tables."""
    folder = tmp_path_factory.mktemp("golden")
    monkeypatch_module.chdir(ROOT)
    run(["seeds"], Settings(output=folder))
    return folder


@pytest.fixture(scope="module")
def monkeypatch_module() -> object:
    """monkeypatch for a module."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_the_tables_of_the_seeds_are_the_golden_ones(
    output: Path, table: str, request: pytest.FixtureRequest
) -> None:
    made = (output / f"{table}.csv").read_bytes()
    golden = GOLDEN / f"{table}.csv"
    if request.config.getoption("--update-golden"):
        GOLDEN.mkdir(exist_ok=True)
        golden.write_bytes(made)
    assert made.decode() == golden.read_bytes().decode()
