"""``explain``: through the real command line, and what it tells agrees with the tables."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.document import Document
from pipeline.facts import model, statements
from pipeline.facts.subject_steps import RULES

ROOT = Path(__file__).resolve().parent.parent
TEXT = (
    "В Павлодарской области построено 6 новых сельских школ. По статье 15 закона открыт завод стоимостью "
    "более 2,5 млрд тенге, сообщил аким Ержан Оспанов. Число аптек выросло на 5 %."
)


def rows(told: str) -> list[dict[str, str]]:
    """Attribute -> value, for each figure of an explanation."""
    figures = told.partition("\nno facts")[0].split("\n\n")
    return [dict(re.findall(r"^  (\w+) +(.+?)(?:  .*)?$", figure, re.MULTILINE)) for figure in figures]


def test_through_the_command_line() -> None:
    command = [sys.executable, "run_pipeline.py", "explain", TEXT]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == cli.DONE, done.stderr
    school, plant, pharmacies = rows(done.stdout)
    assert done.stdout.startswith("6 новых сельских школ\n")
    assert school["value"] == "6 unit" and school["subject"] == "новая сельская школа"
    assert (school["measure"], school["action"], school["status"]) == ("facilities", "build", "actual")
    assert school["verb"] == "построить" and school["region"] == "KZ-55"
    assert plant["value"] == "at least 2500000000 KZT" and plant["speaker"] == "Ержан Оспанов"
    assert pharmacies["kind"] == "change up"
    assert re.search(r"no facts\n  15 +label", done.stdout)
    assert re.search(r"looked at +«\S+» 0\.\d\d, «", done.stdout)
    assert "rule counted" in done.stdout and re.search(r"action +build +\d\.\d\d, not \w+: .+ [+-]\d", done.stdout)
    assert max(map(len, done.stdout.splitlines())) <= 110


def test_a_reader_that_has_seen_enough() -> None:
    command = [sys.executable, "run_pipeline.py", "explain", "Построено 6 школ."]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert (process.stderr.read(), process.wait()) == (b"", 0)
    process.stderr.close()


def test_from_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from io import StringIO

    monkeypatch.setattr("sys.stdin", StringIO("В этом году построено 6 школ."))
    assert cli.main(["explain", "-", "--published", "2023-05-01"]) == cli.DONE
    assert rows(capsys.readouterr().out)[0]["period"] == "2023-01-01 to 2023-12-31 «этом году»"


@pytest.mark.parametrize("words", [["explain"], ["explain", "а", "б"], ["explain", "а", "--published", "вчера"]])
def test_usage(words: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(words)
    assert stopped.value.code == cli.USAGE


def test_a_lexicon_that_is_wrong_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "units.tsv").write_text("phrase\tunit\tclass\nпопугай\tparrot\tno such class\n", encoding="utf-8")
    assert cli.main(["explain", "Удав длиной 38 попугаев.", "--lexicon", str(tmp_path)]) == cli.USAGE
    assert "units.tsv, line 2" in capsys.readouterr().err


@pytest.mark.parametrize(("text", "told"), [("Просто слова.", "no numbers"), ("Ему 45 лет.", "no facts\n  45 ")])
def test_without_figures(text: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", text]) == cli.DONE
    assert capsys.readouterr().out.startswith(told)


def test_weights_add_up_to_the_odds(process: Callable[..., list[Document]]) -> None:
    from pipeline.lexicon import Lexicon

    document, lexicon, loaded = process("В селе построено 6 школ.")[0], Lexicon(), model.load()
    reading = statements.readings(document, lexicon)[0]
    around = statements.around(document, lexicon).classes[0]
    scores = loaded.scores(reading.features, around)
    first, second = loaded.ranked("action", scores)[:2]
    place = loaded.targets["action"]
    odds = int(scores[place.first + place.labels.index(first)]) - int(scores[place.first + place.labels.index(second)])
    evidence = loaded.evidence("action", first, second, reading.features, around)
    assert sum(weight for _, weight in evidence) == pytest.approx(odds / model.SCALE, abs=1e-9)
    assert reading.subject is not None and RULES[reading.subject.rule]
