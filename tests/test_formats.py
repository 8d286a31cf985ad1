"""A dump of every format with the same ten articles gives the same facts."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import zstandard

from pipeline.run import run
from pipeline.settings import Settings
from tests.samples import article

TEXTS = [article(n).strip() for n in range(10)]
COLUMNS = (
    "quote value value_max comparator unit kind direction subject measure action status negated total period_start"
    " period_end region_code speaker organization"
).split()


def dumps() -> dict[str, dict[str, bytes]]:
    """Format -> files that hold the ten articles."""
    records = [{"id": str(n), "text": text} for n, text in enumerate(TEXTS)]
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode()
    table = pd.DataFrame(records)
    parquet, xlsx, packed = io.BytesIO(), io.BytesIO(), io.BytesIO()
    table.to_parquet(parquet)
    table.to_excel(xlsx, index=False)
    with zipfile.ZipFile(packed, "w") as archive:
        for n, text in enumerate(TEXTS):
            archive.writestr(f"news/{n}.txt", text)
    paragraphs = ("".join(f"<p>{part}</p>" for part in text.split("\n\n")) for text in TEXTS)
    return {
        "txt": {f"{n}.txt": text.encode() for n, text in enumerate(TEXTS)},
        "many in one": {"all.txt": "".join(f" {text}\n" for text in TEXTS).encode()},
        "windows-1251": {f"{n}.txt": text.encode("cp1251") for n, text in enumerate(TEXTS)},
        "koi8-r": {f"{n}.txt": text.encode("koi8-r") for n, text in enumerate(TEXTS)},
        "utf-16": {f"{n}.txt": text.encode("utf-16") for n, text in enumerate(TEXTS)},
        "jsonl": {"a.jsonl": lines},
        "json": {"a.json": json.dumps(records).encode()},
        "csv": {"a.csv": table.to_csv(index=False).encode()},
        "tsv": {"a.tsv": table.to_csv(index=False, sep="\t").encode()},
        "semicolons": {"a.csv": table.to_csv(index=False, sep=";", encoding=None).encode("utf-8-sig")},
        "parquet": {"a.parquet": parquet.getvalue()},
        "xlsx": {"a.xlsx": xlsx.getvalue()},
        "html": {
            f"{n}.html": f"<html><body><article>{body}</article></body></html>".encode()
            for n, body in enumerate(paragraphs)
        },
        "gz": {"a.jsonl.gz": gzip.compress(lines)},
        "bz2": {"a.jsonl.bz2": bz2.compress(lines)},
        "zst": {"a.jsonl.zst": zstandard.compress(lines)},
        "zip": {"a.zip": packed.getvalue()},
    }


DUMPS = dumps()


def facts_of(files: dict[str, bytes], folder: Path) -> list[tuple[str, ...]]:
    """The facts of a dump, without what depends on where the articles stood."""
    for name, content in files.items():
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    summary = run([str(folder / "in")], Settings(output=folder / "out", engine="inline"))
    assert (summary.done, summary.rejected) == (10, [])
    with (folder / "out" / "facts.csv").open(encoding="utf-8", newline="") as file:
        return sorted(tuple(row[column] for column in COLUMNS) for row in csv.DictReader(file))


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, ...]]:
    """The facts of plain text files."""
    found = facts_of(DUMPS["txt"], tmp_path_factory.mktemp("txt"))
    assert len(found) >= 10
    return found


@pytest.mark.parametrize("name", DUMPS)
def test_the_same_facts(name: str, expected: list[tuple[str, ...]], tmp_path: Path) -> None:
    assert facts_of(DUMPS[name], tmp_path) == expected
