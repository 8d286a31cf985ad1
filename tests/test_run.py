"""Runs: nothing twice, nothing lost, the same bytes however the work is shared out."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.errors import Busy, UsageError
from pipeline.run import run
from pipeline.settings import Settings
from pipeline.storing import fingerprint, tidy
from pipeline.storing.lock import hold
from tests.samples import article, dump_of, folder_of, tables


def rows(output: Path, table: str) -> list[dict[str, str]]:
    with (output / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_same_bytes_for_any_number_of_workers_and_order_of_inputs(tmp_path: Path) -> None:
    source = folder_of(tmp_path / "in", 24)
    files = [str(path) for path in sorted(source.iterdir())]
    settings = Settings(shard_size=5, engine="inline")
    run([str(source)], settings.changed(output=tmp_path / "one"))
    run(files[::-1], settings.changed(output=tmp_path / "two", workers=2, engine="local"))
    one, two = tables(tmp_path / "one"), tables(tmp_path / "two")
    assert one == two
    assert len(one["facts.csv"].splitlines()) > 24


def test_a_second_run_does_only_what_is_new_or_changed(tmp_path: Path) -> None:
    source, output = folder_of(tmp_path / "in", 6), tmp_path / "out"
    settings = Settings(engine="inline", output=output, shard_size=4)
    assert run([str(source)], settings).why == {"new": 6}
    before = tables(output)
    again = run([str(source)], settings)
    assert (again.done, again.unchanged, again.exported) == (0, 6, False)
    assert tables(output) == before

    (source / "a0002.txt").write_text(article(200), encoding="utf-8")
    folder_of(source, 0)
    (source / "new.txt").write_text(article(77), encoding="utf-8")
    grown = run([str(source)], settings)
    assert dict(grown.why) == {"changed": 1, "new": 1} and grown.unchanged == 5
    afresh = tmp_path / "afresh"
    run([str(source)], settings.changed(output=afresh))
    assert tables(output) == tables(afresh)

    assert run([str(source)], settings.changed(force=True)).why == {"forced": 7}
    assert tables(output) == tables(afresh)
    assert run([str(source)], settings.changed(max_chars=5000)).why == {"settings changed": 7}


def test_a_changed_lexicon_is_a_reason(tmp_path: Path) -> None:
    source, output, words = folder_of(tmp_path / "in", 2), tmp_path / "out", tmp_path / "words"
    words.mkdir()
    run([str(source)], Settings(engine="inline", output=output))
    (words / "subjects.tsv").write_text("phrase\tmeasure\nветеринарный пункт\tfacilities\n", encoding="utf-8")
    assert run([str(source)], Settings(engine="inline", output=output, lexicon=words)).why == {"lexicon changed": 2}
    (words / "subjects.tsv").write_text("phrase\tmeasure\nветеринарный пункт\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"subjects\.tsv, line 2"):
        run([str(source)], Settings(engine="inline", output=output, lexicon=words))
    with pytest.raises(UsageError, match="no lexicon folder"):
        run([str(source)], Settings(engine="inline", output=output, lexicon=tmp_path / "none"))


def test_an_article_is_one_wherever_it_comes_from(tmp_path: Path) -> None:
    source, output = folder_of(tmp_path / "in", 3), tmp_path / "out"
    dump = dump_of(tmp_path / "dump.jsonl", 3)
    summary = run([str(source), str(dump)], Settings(engine="inline", output=output))
    assert (summary.found, summary.done, summary.repeated) == (6, 3, 3)
    assert run([str(dump)], Settings(engine="inline", output=output)).unchanged == 3


def test_files_of_one_name_are_different_articles(tmp_path: Path) -> None:
    for n, day in enumerate(("monday", "tuesday")):
        (tmp_path / day).mkdir()
        (tmp_path / day / "001.txt").write_text(article(n), encoding="utf-8")
    output = tmp_path / "out"
    run([str(tmp_path / "monday")], Settings(engine="inline", output=output))
    run([str(tmp_path / "tuesday")], Settings(engine="inline", output=output))
    both = rows(output, "articles")
    assert len(both) == 2 and {row["article_id"][:3] for row in both} == {"001"}
    assert (
        run([str(tmp_path / "monday"), str(tmp_path / "tuesday")], Settings(engine="inline", output=output)).done == 0
    )
    (tmp_path / "tuesday" / "001.txt").write_text(article(9), encoding="utf-8")
    assert run([str(tmp_path / "tuesday")], Settings(engine="inline", output=output)).why == {"changed": 1}
    assert {row["content_sha256"] for row in rows(output, "articles")}.isdisjoint({both[1]["content_sha256"]})


def test_duplicates_are_marked_and_not_counted_twice(tmp_path: Path) -> None:
    source, output = folder_of(tmp_path / "in", 3), tmp_path / "out"
    body = " ".join(article(n).split("\n\n")[1] for n in range(8))
    (source / "first.txt").write_text(f" date 2024-03-01 Один заголовок\n\n{body}", encoding="utf-8")
    run([str(source)], Settings(engine="inline", output=output))
    before = rows(output, "people")
    (source / "copy.txt").write_text(f" date 2024-03-05 Совсем другой заголовок\n\n{body}", encoding="utf-8")
    (source / "a_copy_of_a_short_one.txt").write_text(article(1), encoding="utf-8")
    run([str(source)], Settings(engine="inline", output=output))
    marked = {row["article_id"]: row["duplicate_of"] for row in rows(output, "articles") if row["duplicate_of"]}
    assert marked == {"copy": "first", "a_copy_of_a_short_one": "a0001"}
    after = rows(output, "people")
    assert [(r["name"], r["n_mentions"], r["n_articles"]) for r in after] == [
        (r["name"], r["n_mentions"], r["n_articles"]) for r in before
    ]


def test_since_leaves_out_what_is_older(tmp_path: Path) -> None:
    source = folder_of(tmp_path / "in", 12)
    summary = run([str(source)], Settings(engine="inline", output=tmp_path / "out").changed(since="2024-06-01"))
    assert summary.skipped == 5 and summary.done == 7


def test_rejects_are_kept_known_and_dropped_when_mended(tmp_path: Path) -> None:
    dump, output = dump_of(tmp_path / "dump.jsonl", 3), tmp_path / "out"
    sound = dump.read_text(encoding="utf-8")
    dump.write_text(f"{sound}\nnot json\n", encoding="utf-8")
    first = run([str(dump)], Settings(engine="inline", output=output))
    assert [r.code for r in first.rejected] == ["bad-json"]
    second = run([str(dump)], Settings(engine="inline", output=output))
    assert (second.rejected, second.rejected_before, second.exported) == ([], 1, False)
    assert [(r["record"], r["code"]) for r in rows(output, "rejected")] == [("4", "bad-json")]
    dump.write_text(sound, encoding="utf-8")
    run([str(dump)], Settings(engine="inline", output=output))
    assert rows(output, "rejected") == []


def test_the_lock_tells_who_holds_it(tmp_path: Path) -> None:
    source = folder_of(tmp_path / "in", 1)
    with hold(tmp_path / "out"), pytest.raises(Busy, match=r"process \d+ on .+ since"):
        run([str(source)], Settings(engine="inline", output=tmp_path / "out"))
    assert run([str(source)], Settings(engine="inline", output=tmp_path / "out")).done == 1


def test_run_json_tells_what_was_done(tmp_path: Path) -> None:
    source, output = folder_of(tmp_path / "in", 2), tmp_path / "out"
    run([str(source)], Settings(engine="inline", output=output))
    told = json.loads((output / "run.json").read_text(encoding="utf-8"))
    assert told["articles"]["processed"] == 2 and told["rows"]["articles"] == 2
    assert set(told["fingerprint"]) == {"code", "lexicon", "settings"} and "natasha" in told["versions"]


def test_fingerprint_covers_every_kind_of_file() -> None:
    kinds = {path.suffix for path in fingerprint.ROOT.rglob("*") if path.is_file()} - {".pyc", ".typed"}
    assert kinds == set(fingerprint.SUFFIXES)


def test_every_row_quotes_the_text(tmp_path: Path) -> None:
    source, output = folder_of(tmp_path / "in", 8), tmp_path / "out"
    run([str(source)], Settings(engine="inline", output=output))
    texts = {path.stem: path.read_text(encoding="utf-8") for path in source.iterdir()}
    for table, column in (("tokens", "text"), ("mentions", "text"), ("facts", "quote"), ("roles", "quote")):
        for row in rows(output, table):
            assert texts[row["article_id"]][int(row["start"]) : int(row["end"])] == row[column]
    known = {r["entity_id"] for t in ("people", "organizations", "regions") for r in rows(output, t)}
    for row in rows(output, "mentions"):
        assert row["entity_id"] in known or row["type"] in ("place", "country")


def test_regions_count_the_places_in_them(tmp_path: Path) -> None:
    source, output = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    (source / "a.txt").write_text("В Экибастузе открыто 3 школы. В Павлодарской области тепло.", encoding="utf-8")
    (source / "b.txt").write_text("В Экибастузе построено 2 моста.", encoding="utf-8")
    run([str(source)], Settings(engine="inline", output=output))
    (region,) = rows(output, "regions")
    assert (region["region_code"], region["name"]) == ("KZ-55", "Павлодарская область")
    assert (region["n_mentions"], region["n_articles"], region["n_facts"]) == ("3", "2", "2")


def test_small_parts_are_joined_without_a_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, output = folder_of(tmp_path / "in", 9), tmp_path / "out"
    (source / "empty.txt").write_text("")
    settings = Settings(engine="inline", output=output, shard_size=1)
    run([str(source)], settings)
    before = tables(output)
    shutil.copytree(output, tmp_path / "apart", symlinks=True)
    monkeypatch.setattr(tidy, "MANY", 2)
    monkeypatch.setattr(tidy, "FULL", 4)
    run([str(source)], settings)
    assert tables(output) == before and len(list((output / "parts").glob("g*"))) == 3
    # A kill after the joined part was written and before its sources went: both are there.
    for part in (tmp_path / "apart" / "parts").glob("g*"):
        shutil.copytree(part, output / "parts" / part.name)
    (source / "new.txt").write_text(article(30), encoding="utf-8")
    run([str(source)], settings.changed(shard_size=64))
    assert len(rows(output, "articles")) == 10 and len(rows(output, "rejected")) == 1
    (source / "new.txt").unlink()
    assert run([str(source)], settings).unchanged == 9


def test_parts_of_an_older_program_lack_columns(tmp_path: Path) -> None:
    source, output = folder_of(tmp_path / "in", 2), tmp_path / "out"
    settings = Settings(engine="inline", output=output)
    run([str(source)], settings)
    path = next((output / "parts").glob("g*/facts.parquet"))
    pq.write_table(pq.read_table(path).drop_columns(["rules"]), path)
    (output / ".tables").unlink()
    run([str(source)], settings)
    assert all(row["rules"] == "" and row["quote"] for row in rows(output, "facts"))


def test_parts_left_unfinished_are_removed(tmp_path: Path) -> None:
    source, output = folder_of(tmp_path / "in", 2), tmp_path / "out"
    run([str(source)], Settings(engine="inline", output=output))
    before = tables(output)
    whole = next((output / "parts").glob("g*"))
    shutil.copytree(whole, output / "parts" / f".unfinished-{whole.name}")
    run([str(source)], Settings(engine="inline", output=output))
    assert tables(output) == before and len(list((output / "parts").iterdir())) == 1
