"""docs/tables.md tells every table and column as the program has them; ``--update-golden`` renews that part."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.lexicon.schema import ACTIONS, MEASURES
from pipeline.tables import TABLES, markdown

DOCS = Path(__file__).resolve().parent.parent / "docs" / "tables.md"


def test_every_column_is_told(request: pytest.FixtureRequest) -> None:
    told = DOCS.read_text(encoding="utf-8")
    head, _, _ = told.partition("## articles.csv")
    made = head + "\n".join(map(markdown, TABLES))
    if request.config.getoption("--update-golden"):
        DOCS.write_text(made, encoding="utf-8")
    assert DOCS.read_text(encoding="utf-8") == made


@pytest.mark.parametrize(("title", "codes"), [("measure", MEASURES), ("action", ACTIONS)])
def test_every_code_is_told(title: str, codes: list[str]) -> None:
    section = DOCS.read_text(encoding="utf-8").partition(f"### {title}\n")[2].partition("\n#")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(codes)
